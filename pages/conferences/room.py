"""会議室: run one conference, with the agenda on the left, the item in the middle and the record on the right."""

import streamlit as st

from models.conferences import ConferenceState, ItemKind
from operations.conferences import advance_conference
from queries.agreed import agreed_in, case_in_hand
from queries.room import Room, room
from queries.view import Choice
from ui import room as parts
from ui import room_case as case_parts
from ui.agenda_forms import holes
from ui.links import asked_id
from ui.menu import switch
from ui.minutes_editor import editor
from ui.session import read
from ui.show import heading, nothing, show
from ui.steps import step_buttons
from words import word

_OPENING = frozenset({"open"})


def _head(view: Room) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="room_head_dense"):
        parts.head(view)
        if view.row.state is not ConferenceState.CONVENED and st.button(
            word("room.read_back"), icon=":material/checklist:", key="to_readback"
        ):
            switch("readback", {"id": str(view.id)})
        if st.button(word("room.leave"), icon=":material/logout:", type="tertiary", key="leave_room"):
            switch("conference", {"id": str(view.id)})


def _before(view: Room) -> None:
    """Before the opening: open, read out, tick who is here."""
    heading(word("room.before"))
    offers = [one for one in view.offers if one.name in _OPENING]
    step_buttons(advance_conference, view.id, offers, lifecycle="conference", seen={"state": view.row.state})
    parts.reading(view)
    heading(word("room.attendance"))
    parts.attendance(view)


def _item(view: Room) -> None:
    parts.reading(view)
    if view.current is None:
        nothing("room.no_item")
    else:
        parts.item_head(view.current)
        if view.current.case_id is not None:
            in_hand = read(case_in_hand, view.id, view.current.case_id)
            case_parts.wish(in_hand)
            with st.expander(word("room.promises"), expanded=False):
                case_parts.before(in_hand)
            case_parts.agreed(view, read(agreed_in, view.id))
        if view.current.kind is ItemKind.DECIDE:
            with st.expander(word("act.item_settle"), expanded=view.current.result is None):
                parts.settle(view.current, is_open=view.current.result is None)
    parts.go_on(view)
    with st.expander(word("room.attendance")):
        parts.attendance(view)


def _after(view: Room) -> None:
    heading(word("room.records"))
    parts.records(view)
    show('<p class="s">$text</p>', text=word("room.after"))
    parts.reading(view)
    with st.expander(word("room.attendance")):
        parts.attendance(view)


view = read(room, asked_id())
_head(view)
left, middle, right = st.columns([0.88, 2.5, 1.82], gap="medium")
with left:
    parts.rail(view)
with middle:
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
with right:
    if view.current is not None:
        editor(view.id, view.current.id, tuple(Choice(one.id, one.label) for one in view.people), f"minutes:{view.id}")
