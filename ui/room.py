"""会議室 on the screen: the head, the rail with the clock, the reading, who is here, the item in hand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import streamlit as st

import settings
from models.conferences import ConferenceState, ItemKind, ItemResult, Presence
from operations.room import begin_item, note_attendance, read_out, settle_item, take_attendance
from queries.attendees import Attendee
from queries.room import Room, RoomItem
from queries.view import Choice
from rules.calendar import short_day
from rules.refusal import Refused
from ui.conferences import conference_title
from ui.forms import act_form
from ui.menu import href
from ui.session import perform, show_refusal
from ui.show import Safe, basis_words, chip, definitions, joined, made, moment, show, tag
from words import label_of, word

_AS_PLANNED = timedelta(minutes=30)
_KIND_TONES = {ItemKind.DECIDE: "hole", ItemKind.DISCUSS: "wait", ItemKind.SHARE: ""}
_RESULT_TONES = {ItemResult.DECIDED: "done", ItemResult.CONTINUED: "soon"}
_THERE = (Presence.PRESENT, Presence.ONLINE, Presence.STAND_IN, Presence.LATE, Presence.LEFT_EARLY)


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component("yoriai-pieces.rail", js="rail.js", isolate_styles=False)


def head(view: Room) -> None:
    """Which conference this is, on which ground, and whether it was read out."""
    reads = word(f"reads.{view.row.forum.reads}") if view.row.forum.reads else ""
    state = (
        word("room.read_at", what=reads, at=moment(view.read_at)) if view.read_at else word("room.unread", what=reads)
    )
    show(
        '<div class="yo-band b-$key">$chip<b>$title</b><span class="sep"></span><span>$basis</span>'
        '<span class="r">$care　$read</span></div>',
        key=view.row.forum.key, chip=chip(view.row.forum), title=conference_title(view.row, short=True),
        basis=basis_words(view.basis), care=word(f"care.{view.row.forum.sharing_basis}"), read=state if reads else "",
    )  # fmt: skip


def here(view: Room) -> None:
    """出席4/5 in the head; who came is told behind it."""
    if "attendance.take" not in view.may or not view.people or view.row.state is ConferenceState.CONVENED:
        return
    there = sum(one.presence in _THERE for one in view.people)
    # What is kept closes it: the key follows what is stored.
    key = f"here:{view.id}:{hash(view.people)}"
    told = word("room.here", here=there, called=len(view.people))
    with st.popover(told, icon=":material/groups:", key=key, on_change="rerun"):
        attendance(view)


def rail(view: Room) -> None:
    """The agenda; a press on an item takes it in hand."""
    running = view.row.state is ConferenceState.IN_SESSION
    # Opened on another day than planned, the planned end says nothing.
    data = {
        "now": _milliseconds(settings.now()), "may": running and "item.begin" in view.may,
        "words": {"left": word("room.left"), "over": word("room.over_time")},
        "items": [_rail_item(one, before, view) for before, one in zip((None, *view.items), view.items, strict=False)],
        "starts": _milliseconds(view.opened_at or view.row.starts_at),
        "ends": _milliseconds(_ends(view)) if running else None,
        "ends_words": word("room.ends_at", at=f"{_ends(view).astimezone(settings.TOKYO):%H:%M}"),
    }  # fmt: skip
    pressed = _component()(key=f"rail:{view.id}", data=data, on_begin_change=lambda: None)
    if pressed.begin:
        take_in_hand(UUID(pressed.begin))


def _ends(view: Room) -> datetime:
    """As planned; opened at quite another time, its length counts from the opening."""
    row, opened = view.row, view.opened_at
    if opened is None or abs(opened - row.starts_at) < _AS_PLANNED:
        return row.ends_at
    return opened + (row.ends_at - row.starts_at)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _rail_item(one: RoomItem, before: RoomItem | None, view: Room) -> dict[str, object]:
    """The case is named where it changes; of the kinds only the one that needs a result is marked."""
    is_new = one.case_id is not None and (before is None or before.case_id != one.case_id)
    title = f"{one.case.split(' ')[0]} {one.title}" if is_new else one.title
    result = {"text": label_of(one.result), "tone": _RESULT_TONES.get(one.result, "wait")} if one.result else None
    return {
        "id": str(one.id), "number": one.number, "title": title, "minutes": one.minutes,
        "planned": word("forum.minutes", minutes=one.minutes),
        "kind": {"text": label_of(one.kind), "tone": "hole"} if one.kind is ItemKind.DECIDE and not result else None,
        "result": result, "current": view.current is not None and one.id == view.current.id,
        "ended": one.ended_at is not None, "began": _milliseconds(one.began_at) if one.began_at else 0,
    }  # fmt: skip


def take_in_hand(item_id: UUID) -> None:
    """Begin an item; the screen is drawn anew with it."""
    try:
        perform(begin_item, item_id, request_id=uuid4().hex)
    except Refused as refused:
        show_refusal(refused)
    else:
        st.rerun()


def next_item(view: Room) -> RoomItem | None:
    """What comes after the item in hand, or the first that was not begun."""
    if view.current is None:
        return next((one for one in view.items if one.began_at is None), None)
    return next((one for one in view.items if one.number > view.current.number), None)


def go_on(view: Room) -> None:
    """次の項目へ, and whom to call in before it."""
    after = next_item(view)
    if after is None or "item.begin" not in view.may:
        return
    if st.button(word("act.item_begin"), type="primary", key=f"next:{after.id}", width="stretch"):
        take_in_hand(after.id)
    called = set(view.current.away if view.current else ()) - set(after.away)
    leaving = set(after.away) - set(view.current.away if view.current else ())
    for key, names in (("room.call_in", called), ("room.see_out", leaving)):
        if names:
            show('<div class="yo-why">$text</div>', text=word(key, agencies=word("list.and").join(sorted(names))))


def reading(view: Room) -> None:
    """What is read out once; said aloud is enough, and it may be recorded later with the true time."""
    forum = view.row.forum
    if not forum.reads or view.read_at is not None or "conference.read_out" not in view.may:
        return
    is_now = view.current is None and view.row.state is not ConferenceState.ADJOURNED
    is_main = is_now and view.row.state is ConferenceState.IN_SESSION
    with st.expander(word("room.unread", what=word(f"reads.{forum.reads}")), expanded=is_now):
        show(
            '<div class="yo-read">$lines</div>',
            lines=joined(made("<p>$p</p>", p=one) for one in _paragraphs(forum.reads_text)),
        )
        label = word(f"reads.{forum.reads}_done")
        with act_form(read_out, view.id, border=False, label=label, primary=is_main):
            pass


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.strip().splitlines() if line.strip()]


def attendance(view: Room) -> None:
    """出欠: everybody is ticked; one press keeps it. Below it one person: late, instead of whom, absent why."""
    if "attendance.take" not in view.may or not view.people:
        return
    choices = [Choice(one.id, one.label) for one in view.people]
    here = [one.id for one in view.people if one.presence is not Presence.ABSENT]
    online = [one.id for one in view.people if one.presence is Presence.ONLINE]
    with act_form(take_attendance, view.id, border=False, name=_stamp(view.people), primary=False) as form:
        form.ticks("present", choices, here)
        form.ticks("online", choices, online, need=False)
    with st.expander(word("act.attendance_note")):
        chosen = st.selectbox(
            word("field.invitation_id"), view.people, None, format_func=lambda one: one.label,
            key=f"note:{view.id}", placeholder=word("form.choose"),
        )  # fmt: skip
        if chosen is not None:
            _note(chosen)


def _stamp(people: tuple[Attendee, ...]) -> str:
    """Changes with what is stored, so that the ticks follow it."""
    return "".join(one.presence.value[0] if one.presence else "-" for one in people)


def _note(one: Attendee) -> None:
    with act_form(note_attendance, one.id, border=False) as form:
        form.kind("presence", Presence, one.presence or Presence.PRESENT)
        form.text("who_came", one.who_came, need=False, hint=word("hint.who_came"))
        form.text("remark", one.remark, need=False)


def settle(one: RoomItem, *, is_open: bool) -> None:
    """The result of an item that asked for a decision."""
    with act_form(settle_item, one.id, seen=one.seen(), border=False, primary=is_open) as form:
        form.kind("result", ItemResult, one.result or ItemResult.DECIDED)
        words, again = st.columns([3, 1.2])
        with words:
            form.text("result_words", one.result_words, need=False, hint=word("hint.result_words"))
        with again:
            form.day("continued_on", one.continued_on, need=False)


def item_head(one: RoomItem) -> None:
    """Number, case, title, kind; the question first."""
    case = made("<b>$case</b>　", case=one.case) if one.case else Safe("")
    result = tag(label_of(one.result), _RESULT_TONES.get(one.result, "wait")) if one.result else Safe("")
    show(
        '<h2 class="yo-h"><span class="big">$number　$case$title</span> $kind $result</h2>$pairs',
        number=word("room.item_number", n=one.number), case=case, title=one.title,
        kind=tag(label_of(one.kind), _KIND_TONES[one.kind]), result=result,
        pairs=definitions([
            (word("room.question"), one.question),
            (word("room.waiting_outside"), word("list.and").join(one.away)),
            (word("field.without_names"), word("room.no_names") if one.without_names else ""),
            (word("field.result_words"), one.result_words),
            (word("field.continued_on"), short_day(one.continued_on) if one.continued_on else ""),
        ]),
    )  # fmt: skip


def records(view: Room) -> None:
    """会議録 of each case."""
    lines = [
        made('<li><a href="$to" target="_self">$case</a> $state</li>', to=href("record", id=one.id),
             case=one.case or word("record.rest"), state=tag(label_of(one.state), "done" if one.number else "wait"))
        for one in view.records
    ]  # fmt: skip
    show('<ul class="yo-links">$lines</ul>', lines=joined(lines))
