"""会議室: run one conference, with the agenda on the left, the item in the middle and the record on the right."""

import streamlit as st

from models.conferences import ConferenceState
from queries.room import Room, RoomItem, room
from ui import room as parts
from ui import room_manners as manners
from ui.agenda_forms import holes
from ui.attendance import here
from ui.links import asked_id, at_head
from ui.live_signal import OPEN_LIST, Watched
from ui.menu import switch
from ui.minutes_editor import editor
from ui.projector import projecting
from ui.room_item import after, in_hand
from ui.room_moves import offer_to_move, stays
from ui.room_rail import rail
from ui.room_run import run_panel
from ui.session import read
from ui.show import nothing
from words import word

_PANE = '[data-testid="stLayoutWrapper"]:has(> .st-key-room_item)'


def _head(view: Room) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="room_head_dense"):
        parts.head(view)
        here(view)
        projecting(view.id, view.row.state)
        is_over = view.row.state is ConferenceState.ADJOURNED
        if view.row.state is not ConferenceState.CONVENED and st.button(
            word("room.finish" if is_over else "room.read_back"), icon=":material/checklist:", key="to_readback"
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
        manners.written(view)
        if view.uncovered:
            with st.expander(word("room.holes", n=len(view.uncovered)), expanded=True):
                holes(view)
        if view.row.state is ConferenceState.CONVENED:
            parts.before(view)
        elif view.row.state is ConferenceState.IN_SESSION:
            _item(view, moved_to)
        elif view.row.state is ConferenceState.ADJOURNED:
            after(view)
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
            at_head(view.current.id, _PANE)
            in_hand(view, view.current)
    with st.container(key="room_next"):
        if moved_to is None:
            parts.go_on(view)
        else:
            offer_to_move(view, moved_to)
        run_panel(view)


def _record(view: Room) -> None:
    """The record; before the opening what is to be read out stands in its place."""
    with st.container(key="room_record"):
        if view.row.state is ConferenceState.CONVENED:
            parts.reading(view)
        elif view.current is not None:
            editor(view.id, view.current, view.people, f"minutes:{view.id}")


asked = asked_id()
watched = Watched(asked, lambda: manners.with_chosen(read(room, asked)))
watched.part("tabs", ("agenda",), manners.tabs)
watched.part("head", ("agenda", "attendance"), _head, waits=OPEN_LIST)
left, middle, right = st.columns([0.88, 2.5, 1.82], gap="medium")
with left:
    watched.part("rail", ("agenda",), _rail)
# The record before the item: whoever sees the next item and begins to type, types into that item.
with right:
    watched.part("record", ("agenda", "attendance"), _record)
with middle:
    watched.part("item", ("agenda", "roles", "attendance", "record"), _middle, pane="room_middle")
watched.listen()
