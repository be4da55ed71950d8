"""会議室: run one conference, with the agenda on the left, the item in the middle and the record on the right."""

import streamlit as st

from models.conferences import ConferenceState, ItemKind
from operations.conferences import advance_conference
from queries.agreed import agreed_in, case_in_hand
from queries.room import Room, RoomItem, room
from queries.view import Choice
from ui import room as parts
from ui import room_case as case_parts
from ui.agenda_forms import holes
from ui.attendance import attendance, here
from ui.links import asked_id
from ui.menu import switch
from ui.minutes_editor import editor
from ui.room_rail import rail
from ui.session import read
from ui.show import heading, nothing, show
from ui.steps import step_buttons
from words import word

_OPENING = frozenset({"open"})


def _head(view: Room) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="room_head_dense"):
        parts.head(view)
        here(view)
        if view.row.state is not ConferenceState.CONVENED and st.button(
            word("room.read_back"), icon=":material/checklist:", key="to_readback"
        ):
            switch("readback", {"id": str(view.id)})
        if st.button(word("room.leave"), icon=":material/logout:", type="tertiary", key="leave_room"):
            switch("conference", {"id": str(view.id)})


def _before(view: Room) -> None:
    """Before the opening: who is here, then open."""
    heading(word("room.before"))
    offers = [one for one in view.offers if one.name in _OPENING]
    seen = {"state": view.row.state}
    step_buttons(advance_conference, view.id, offers, lifecycle="conference", seen=seen, primary="open")
    heading(word("room.attendance"))
    attendance(view)


def _item(view: Room) -> None:
    """The item in hand scrolls inside its pane; 次の項目へ stands below it, always in sight."""
    with st.container(key="room_item"):
        parts.reading(view)
        if view.current is None:
            nothing("room.no_item")
        else:
            _in_hand(view, view.current)
    with st.container(key="room_next"):
        parts.go_on(view)


def _in_hand(view: Room, current: RoomItem) -> None:
    parts.item_head(current)
    case_id = current.case_id
    in_hand = read(case_in_hand, view.id, case_id) if case_id is not None else None
    if in_hand is not None:
        case_parts.wish(in_hand)
    if current.kind is ItemKind.DECIDE:
        with st.expander(word("act.item_settle"), expanded=in_hand is None and current.result is None):
            parts.settle(current, is_open=False)
    if in_hand is not None:
        with st.expander(word("room.promises"), expanded=False):
            case_parts.before(in_hand)
        case_parts.asked_for(view)
        case_parts.agreed(view, read(agreed_in, view.id))
        case_parts.beside(view)
        case_parts.findings(in_hand)


def _after(view: Room) -> None:
    heading(word("room.records"))
    show('<p class="s">$text</p>', text=word("room.after"))
    parts.records(view)
    parts.reading(view)


def _record(view: Room) -> None:
    """The record; before the opening what is to be read out stands in its place."""
    if view.row.state is ConferenceState.CONVENED:
        parts.reading(view)
    elif view.current is not None:
        editor(view.id, view.current.id, tuple(Choice(one.id, one.label) for one in view.people), f"minutes:{view.id}")


view = read(room, asked_id())
_head(view)
left, middle, right = st.columns([0.88, 2.5, 1.82], gap="medium")
with left, st.container(key="room_rail"):
    rail(view)
with middle, st.container(key="room_middle"):
    if view.uncovered:
        with st.expander(word("room.holes", n=len(view.uncovered)), expanded=True):
            holes(view)
    if view.row.state is ConferenceState.CONVENED:
        _before(view)
    elif view.row.state is ConferenceState.IN_SESSION:
        _item(view)
    elif view.row.state is ConferenceState.ADJOURNED:
        _after(view)
    else:
        nothing("room.not_open")
with right, st.container(key="room_record"):
    _record(view)
