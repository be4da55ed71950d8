"""The rail of the 会議室: the agenda with its clock; a press on an item takes it in hand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import streamlit as st

import settings
from models.conferences import ConferenceState, ItemKind, ItemResult, Manner
from operations.room import begin_item
from queries.room import Room, RoomItem
from rules.refusal import Refused
from ui.session import perform, show_refusal
from words import label_of, word

_AS_PLANNED = timedelta(minutes=30)
KIND_TONES = {ItemKind.DECIDE: "hole", ItemKind.DISCUSS: "wait", ItemKind.SHARE: ""}
RESULT_TONES = {ItemResult.DECIDED: "done", ItemResult.CONTINUED: "soon"}


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component("yoriai-pieces.rail", js="rail.js", isolate_styles=False)


def rail(view: Room) -> None:
    """The agenda; a press on an item takes it in hand."""
    running = view.row.state is ConferenceState.IN_SESSION
    # Opened on another day than planned, the planned end says nothing.
    data = {
        "now": _milliseconds(settings.now()), "may": running and "item.begin" in view.may,
        "words": {"left": word("room.left"), "over": word("room.over_time")},
        "items": [_rail_item(one, before, view) for before, one in zip((None, *view.items), view.items, strict=False)],
        "starts": _milliseconds(view.opened_at or view.row.starts_at),
        # What is asked in writing has a day until which it is answered, and no clock.
        "ends": _milliseconds(_ends(view)) if running and view.row.manner is not Manner.IN_WRITING else None,
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
    result = {"text": label_of(one.result), "tone": RESULT_TONES.get(one.result, "wait")} if one.result else None
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
