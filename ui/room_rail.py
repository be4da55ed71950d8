"""The rail of the 会議室: the agenda with its clock; a press on an item takes it in hand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any
from uuid import UUID, uuid4

import streamlit as st

import settings
from models.conferences import ConferenceState, ItemKind, ItemResult, Manner
from operations.action import Operation
from operations.agenda_in_session import move_item
from operations.conferences import advance_conference
from operations.room import begin_item
from queries.room import Room, RoomItem
from rules.refusal import Refused
from ui.links import id_of
from ui.session import perform, show_refusal
from words import label_of, word

_WORDS = ("left", "over_time", "behind", "ahead", "move_up", "move_down")
_BEFORE_THE_END = frozenset({ConferenceState.CONVENED, ConferenceState.IN_SESSION})
_AS_PLANNED = timedelta(minutes=30)
_STEPS = {"1": 1, "-1": -1}
KIND_TONES = {ItemKind.DECIDE: "hole", ItemKind.DISCUSS: "wait", ItemKind.SHARE: ""}
RESULT_TONES = {ItemResult.DECIDED: "done", ItemResult.CONTINUED: "soon"}


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component("yoriai-pieces.rail", js="rail.js", isolate_styles=False)


def rail(view: Room) -> None:
    """The agenda; a press on an item takes it in hand, ▲▼ move it, Ctrl+Shift+E ends the sitting in an emergency."""
    running = view.row.state is ConferenceState.IN_SESSION
    # Opened on another day than planned, the planned end says nothing.
    data = {
        "now": _milliseconds(settings.now()), "may": running and "item.begin" in view.may,
        "moves": view.row.state in _BEFORE_THE_END and "item.move" in view.may,
        "breaks_off": any(one.name == "break_off" for one in view.offers),
        "words": {one: word(f"room.{one}") for one in _WORDS},
        "items": [_rail_item(one, before, view) for before, one in zip((None, *view.items), view.items, strict=False)],
        "starts": _milliseconds(view.opened_at or view.row.starts_at),
        # What is asked in writing has a day until which it is answered, and no clock.
        "ends": _milliseconds(_ends(view)) if running and view.row.manner is not Manner.IN_WRITING else None,
        "ends_words": word("room.ends_at", at=f"{_ends(view).astimezone(settings.TOKYO):%H:%M}"),
    }  # fmt: skip
    presses = {name: partial(_pressed, view, name) for name in _PRESSES}
    _component()(key=f"rail:{view.id}", data=data, **{f"on_{name}_change": press for name, press in presses.items()})
    if refused := st.session_state.pop(_refused(view), None):
        show_refusal(refused)


def _pressed(view: Room, name: str) -> None:
    """Carried out before anything is drawn: whatever is drawn next, a press is never lost. Raises no Refused."""
    try:
        _PRESSES[name](view, str(st.session_state[f"rail:{view.id}"].get(name) or ""))
    except Refused as refused:
        st.session_state[_refused(view)] = refused
    st.rerun()


def _begin(_: Room, pressed: str) -> None:
    if item_id := id_of(pressed):
        perform(begin_item, item_id, request_id=uuid4().hex)


def _move(_: Room, pressed: str) -> None:
    given, _sign, by = pressed.partition(":")
    if (item_id := id_of(given)) and by in _STEPS:
        perform(move_item, item_id, request_id=uuid4().hex, by=_STEPS[by])


def _break_off(view: Room, _: str) -> None:
    seen = {"state": view.row.state}
    perform(advance_conference, view.id, request_id=uuid4().hex, seen=seen, step="break_off")


_PRESSES: dict[str, Callable[[Room, str], None]] = {"begin": _begin, "move": _move, "break_off": _break_off}


def _refused(view: Room) -> str:
    return f"rail_refused:{view.id}"


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
    return {
        "id": str(one.id), "number": one.number, "title": title, "minutes": one.minutes, "planned": _planned(one),
        "tags": [{"text": text, "tone": tone} for text, tone in _tags(one)],
        "current": view.current is not None and one.id == view.current.id,
        "ended": one.ended_at is not None and not one.is_parked,
        "began": _milliseconds(one.began_at) if one.began_at else 0,
        "until": _milliseconds(one.ended_at) if one.ended_at else 0,
    }  # fmt: skip


def _planned(one: RoomItem) -> str:
    """The planned minutes; of what is over, the real ones beside them."""
    if one.began_at is None or one.ended_at is None or one.is_parked:
        return word("forum.minutes", minutes=one.minutes)
    real = round((one.ended_at - one.began_at).total_seconds() / 60)
    return word("room.spent", real=real, planned=one.minutes)


def _tags(one: RoomItem) -> list[tuple[str, str]]:
    found = []
    if one.is_parked and one.result is None:
        found.append((word("room.parked"), "soon"))
    if one.carried is not None and one.began_at is None:
        found.append((word("room.carried"), "ai"))
    if one.result is not None:
        return [*found, (label_of(one.result), RESULT_TONES.get(one.result, "wait"))]
    return [*found, (label_of(one.kind), "hole")] if one.kind is ItemKind.DECIDE else found


def take_in_hand(item_id: UUID) -> None:
    """Begin an item; the screen is drawn anew with it."""
    do_at_once(begin_item, item_id)


def break_off(view: Room) -> None:
    """緊急閉会: one press, nothing asked, nothing waited for."""
    do_at_once(advance_conference, view.id, seen={"state": view.row.state}, step="break_off")


def do_at_once(operation: Operation, subject_id: UUID, *, again: bool = True, **inputs: Any) -> bool:
    """An act that is one press; then the screen is drawn anew. Its refusal stands where it was pressed."""
    try:
        perform(operation, subject_id, request_id=uuid4().hex, **inputs)
    except Refused as refused:
        show_refusal(refused)
        return False
    if again:
        st.rerun()
    return True
