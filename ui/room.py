"""会議室 on the screen: the head, the rail with the clock, the reading, who is here, the item in hand."""

from datetime import UTC, datetime

import streamlit as st

import settings
from models.conferences import ConferenceState, ItemResult
from operations.conferences import advance_conference
from operations.room import read_out, settle_item
from queries.room import Room, RoomItem
from rules.calendar import read_time, short_day
from rules.refusal import Refused
from ui.attendance import attendance, count
from ui.conferences import conference_title
from ui.forms import ActForm, act_form
from ui.menu import href
from ui.room_rail import KIND_TONES, RESULT_TONES, take_in_hand
from ui.room_run import next_item, put_off
from ui.show import Safe, basis_words, chip, definitions, heading, joined, made, moment, show, tag
from ui.steps import step_buttons
from words import label_of, word

_OPENING = frozenset({"open"})


def head(view: Room) -> None:
    """Which conference this is, on which ground, and whether it was read out."""
    reads = word(f"reads.{view.row.forum.reads}") if view.row.forum.reads else ""
    state = (
        word("room.read_at", what=reads, at=moment(view.read_at)) if view.read_at else word("room.unread", what=reads)
    )
    show(
        '<div class="yo-band b-$key">$chip<b>$title</b><span class="sep"></span><span>$basis</span>'
        '<span class="r">$care　$read　<b>$here</b></span></div>',
        key=view.row.forum.key, chip=chip(view.row.forum), title=conference_title(view.row, short=True),
        basis=basis_words(view.basis), care=word(f"care.{view.row.forum.sharing_basis}"), read=state if reads else "",
        here=count(view),
    )  # fmt: skip


def go_on(view: Room) -> None:
    """次の項目へ, or put this one off first; and whom to call in before it."""
    after = next_item(view)
    if "item.begin" not in view.may:
        return
    with st.container(horizontal=True, key="room_go_on"):
        if after is not None:
            label = word("room.parked_next" if after.is_parked else "act.item_begin")
            if st.button(label, type="primary", key=f"next:{after.id}", width="stretch"):
                take_in_hand(after.id)
        put_off(view, after)
    if after is None:
        return
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
        reading_form(view, is_main=is_main)


def reading_form(view: Room, *, is_main: bool = False) -> None:
    """The words, and that they were read out; afterwards with the time."""
    forum = view.row.forum
    show(
        '<div class="yo-read">$lines</div>',
        lines=joined(made("<p>$p</p>", p=one) for one in _paragraphs(forum.reads_text)),
    )
    label = word(f"reads.{forum.reads}_done")
    with act_form(read_out, view.id, border=False, label=label, primary=is_main) as form:
        if view.opened_at is not None and view.row.state is ConferenceState.ADJOURNED:
            _when_read(form, view.opened_at.astimezone(settings.TOKYO))


def _when_read(form: ActForm, opened: datetime) -> None:
    """Recorded afterwards, the reading has the time at which it was done."""
    form.text("read_hour", f"{opened:%H:%M}")
    hour = read_time(form.inputs.pop("read_hour"))
    if hour is None:
        form.refused = Refused("time_cannot_be_read", field="field.read_hour")
        return
    form.fix(read_at=datetime.combine(opened.date(), hour, settings.TOKYO).astimezone(UTC))


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.strip().splitlines() if line.strip()]


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
    result = tag(label_of(one.result), RESULT_TONES.get(one.result, "wait")) if one.result else Safe("")
    show(
        '<h2 class="yo-h"><span class="big">$number　$case$title</span> $kind $result</h2>$pairs',
        number=word("room.item_number", n=one.number), case=case, title=one.title,
        kind=tag(label_of(one.kind), KIND_TONES[one.kind]), result=result,
        pairs=definitions([
            (word("room.question"), one.question),
            (word("room.waiting_outside"), word("list.and").join(one.away)),
            (word("room.recused"), word("list.and").join(name for _, name in one.recused)),
            *_before(one),
            (word("field.without_names"), word("room.no_names") if one.without_names else ""),
            (word("field.result_words"), one.result_words),
            (word("field.continued_on"), short_day(one.continued_on) if one.continued_on else ""),
        ]),
    )  # fmt: skip


def _before(one: RoomItem) -> list[tuple[str, str]]:
    """前回(○月○日)から:保留, with the words of that day."""
    old = one.carried
    if old is None:
        return []
    state = label_of(old.result) if old.result else word("room.parked") if old.parked else word("room.not_reached")
    told = "　".join(text for text in (state, old.result_words) if text)
    return [(word("room.carried_from", day=short_day(old.day)), told)]


def records(view: Room) -> None:
    """会議録 of each case."""
    lines = [
        made('<li><a href="$to" target="_self">$case</a> $state</li>', to=href("record", id=one.id),
             case=one.case or word("record.rest"), state=tag(label_of(one.state), "done" if one.number else "wait"))
        for one in view.records
    ]  # fmt: skip
    show('<ul class="yo-links">$lines</ul>', lines=joined(lines))
    to_send(view)


def to_send(view: Room) -> None:
    """All papers that leave after the conference, in one press."""
    if "conference.print" in view.may:
        show(
            '<p class="yo-links"><a href="$to">$text</a></p><p class="s">$lead</p>',
            to=f"/files/sending/{view.id}", text=word("document.sending"), lead=word("sending.lead"),
        )  # fmt: skip


def before(view: Room) -> None:
    """Before the opening: who is here, then open."""
    heading(word("room.before"))
    offers = [one for one in view.offers if one.name in _OPENING]
    seen = {"state": view.row.state}
    step_buttons(advance_conference, view.id, offers, lifecycle="conference", seen=seen, primary="open")
    heading(word("room.attendance"))
    attendance(view)


def after(view: Room) -> None:
    """閉会後の仕上げ: the records, and what was not read out yet."""
    heading(word("room.records"))
    show('<p class="s">$text</p>', text=word("room.after"))
    records(view)
    reading(view)
