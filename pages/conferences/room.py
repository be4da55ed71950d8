"""会議室: run one conference, with the agenda on the left, the item in the middle and the record on the right."""

import streamlit as st

from models.conferences import ConferenceState, ItemKind
from queries.agreed import agreed_in, case_in_hand
from queries.room import Room, RoomItem, room
from queries.view import Choice
from ui import room as parts
from ui import room_case as case_parts
from ui.agenda_forms import holes
from ui.attendance import here
from ui.links import asked_id
from ui.live_signal import OPEN_LIST, Watched
from ui.menu import switch
from ui.minutes_editor import editor
from ui.room_moves import offer_to_move, stays
from ui.room_rail import rail
from ui.session import read
from ui.show import nothing
from words import word


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


def _rail(view: Room) -> None:
    with st.container(key="room_rail"):
        rail(view)


def _middle(view: Room) -> None:
    view, moved_to = stays(view, may_move_on=watched.may_move_on)
    with st.container(key="room_middle"):
        if view.uncovered:
            with st.expander(word("room.holes", n=len(view.uncovered)), expanded=True):
                holes(view)
        if view.row.state is ConferenceState.CONVENED:
            parts.before(view)
        elif view.row.state is ConferenceState.IN_SESSION:
            _item(view, moved_to)
        elif view.row.state is ConferenceState.ADJOURNED:
            parts.after(view)
        else:
            nothing("room.not_open")


def _item(view: Room, moved_to: RoomItem | None) -> None:
    """The item in hand scrolls inside its pane; 次の項目へ stands below it, always in sight.

    What comes and goes has a container of its own: a form below it keeps its place, and so its focus.
    """
    with st.container(key="room_item"):
        with st.container(key="room_reading"):
            parts.reading(view)
        if view.current is None:
            nothing("room.no_item")
        else:
            _in_hand(view, view.current)
    with st.container(key="room_next"):
        if moved_to is None:
            parts.go_on(view)
        else:
            offer_to_move(view, moved_to)


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
        case_parts.agreed(view, read(agreed_in, view.id))
        case_parts.findings(in_hand)


def _record(view: Room) -> None:
    """The record; before the opening what is to be read out stands in its place."""
    with st.container(key="room_record"):
        if view.row.state is ConferenceState.CONVENED:
            parts.reading(view)
        elif view.current is not None:
            people = tuple(Choice(one.id, one.label) for one in view.people)
            editor(view.id, view.current.id, people, f"minutes:{view.id}")


asked = asked_id()
watched = Watched(asked, lambda: read(room, asked))
watched.part("head", ("agenda", "attendance"), _head, waits=OPEN_LIST)
left, middle, right = st.columns([0.88, 2.5, 1.82], gap="medium")
with left:
    watched.part("rail", ("agenda",), _rail)
with middle:
    watched.part("item", ("agenda", "roles", "attendance", "record"), _middle, pane="room_middle")
with right:
    watched.part("record", ("agenda", "attendance"), _record)
watched.listen()
