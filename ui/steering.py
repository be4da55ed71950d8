"""進行画面: the clocks, what is in hand and what comes, whom to call in, and three buttons."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import streamlit as st

import settings
from models.conferences import ConferenceState
from models.plans import AssignmentState
from queries.agreed import Agreed
from queries.room import Room, RoomItem
from rules.projector import BEFORE_THE_END
from ui.menu import switch
from ui.roles import who_words
from ui.room_rail import take_in_hand
from ui.room_run import next_item, put_off
from ui.show import Safe, heading, joined, made, show, tag
from words import label_of, word

_WAITS = frozenset({AssignmentState.ASKED, AssignmentState.TAKEN_BACK})
_AS_PLANNED = timedelta(minutes=30)


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component("yoriai-pieces.steer", js="steer.js", isolate_styles=False)


def clocks(view: Room) -> None:
    """How long this item takes, and how much is left of the whole."""
    current, ends = view.current, _ends(view)
    # Once it is over nothing moves on, and nobody asks.
    goes_on = view.row.state in BEFORE_THE_END
    data = {
        "now": _milliseconds(settings.now()), "watch": f"/projector/{view.id}/now" if goes_on else "",
        "began": _milliseconds(current.began_at) if current and current.began_at else 0,
        "minutes": current.minutes if current else 0,
        "planned": word("steer.planned", minutes=current.minutes) if current else "",
        "ends": _milliseconds(ends) if view.row.state is ConferenceState.IN_SESSION else 0,
        "ends_words": word("room.ends_at", at=f"{ends.astimezone(settings.TOKYO):%H:%M}"),
        "words": {"spent": word("projector.this_item"), "left": word("room.left")},
    }  # fmt: skip
    # That somebody else moved the sitting on is reason enough for this run, which has read it anew.
    _component()(key=f"steer:{view.id}", data=data, on_moved_change=lambda: None)


def _ends(view: Room) -> datetime:
    """As planned; opened at quite another time, its length counts from the opening."""
    if view.opened_at is None or abs(view.opened_at - view.row.starts_at) < _AS_PLANNED:
        return view.row.ends_at
    return view.opened_at + (view.row.ends_at - view.row.starts_at)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def in_hand(view: Room) -> None:
    """The item in hand, with its question in letters that are read at a glance; then what comes."""
    current, after = view.current, next_item(view)
    if current is not None:
        show(
            '<section class="yo-now"><small>$number $kind</small><h2>$case$title</h2><p>$question</p></section>',
            number=word("room.item_number", n=current.number), kind=tag(label_of(current.kind)), case=_case(current),
            title=current.title, question=current.question or "",
        )  # fmt: skip
    if after is not None:
        show(
            '<section class="yo-then"><small>$name</small><b>$case$title</b> <span>$minutes</span></section>',
            name=word("steer.next"), case=_case(after), title=after.title,
            minutes=word("forum.minutes", minutes=after.minutes),
        )  # fmt: skip
    _door(current, after)


def _case(one: RoomItem) -> Safe:
    return made("<em>$case</em> ", case=one.case) if one.case else Safe("")


def _door(current: RoomItem | None, after: RoomItem | None) -> None:
    """次の方をお呼びください, and who may go."""
    if after is None:
        return
    before = set(current.away) if current else set()
    for key, names in (("room.call_in", before - set(after.away)), ("room.see_out", set(after.away) - before)):
        if names:
            show(
                '<div class="yo-why yo-door">$text</div>', text=word(key, agencies=word("list.and").join(sorted(names)))
            )


def waiting(roles: Agreed, current: RoomItem | None) -> None:
    """Promises of the case in hand to which nobody has said yes yet."""
    open_ones = [one for one in roles.of(current.case_id) if one.state in _WAITS] if current and current.case_id else []
    if not open_ones:
        return
    heading(word("steer.waiting"), word("today.count", count=len(open_ones)))
    lines = (
        made("<li><b>$who</b> $task $state</li>", who=who_words(one), task=one.task,
             state=tag(label_of(one.state), "soon"))
        for one in open_ones
    )  # fmt: skip
    show('<ul class="yo-promises">$lines</ul>', lines=joined(lines))


def buttons(view: Room) -> None:
    """次の項目へ, あとに回す, 読み上げ確認へ; nothing else to press while eight people wait."""
    after = next_item(view)
    with st.container(key="steer_buttons"):
        if (
            after is not None
            and "item.begin" in view.may
            and st.button(word("act.item_begin"), type="primary", key=f"steer:{after.id}", width="stretch")
        ):
            take_in_hand(after.id)
        put_off(view, after, is_wide=True)
        if st.button(word("room.read_back"), key="steer:readback", width="stretch"):
            switch("readback", {"id": str(view.id)})
