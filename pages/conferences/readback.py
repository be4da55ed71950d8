"""読み上げ確認: the decisions on one screen, every hole filled there; then 閉会, or 閉会後の仕上げ."""

import streamlit as st

from models.conferences import ConferenceState
from operations.conferences import advance_conference
from queries.agreed import agreed_in
from queries.room import Room, room
from ui import readback as parts
from ui import room as room_parts
from ui.links import asked_id
from ui.menu import switch
from ui.session import read
from ui.show import heading, show
from ui.steps import step_buttons
from words import word

_ENDING = ("adjourn", "break_off")


def _ending(view: Room) -> None:
    """閉会する, with what it lacks in words."""
    if view.row.state is not ConferenceState.IN_SESSION:
        show('<p class="s">$text</p>', text=word("readback.finishing"))
        heading(word("room.records"))
        room_parts.records(view)
        return
    heading(word("readback.end"))
    offers = [one for one in view.offers if one.name in _ENDING]
    step_buttons(advance_conference, view.id, offers, lifecycle="conference", seen={"state": view.row.state})


view = read(room, asked_id())
roles = read(agreed_in, view.id)
with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="room_head_dense"):
    room_parts.head(view)
    if st.button(word("readback.back"), icon=":material/arrow_back:", key="to_room"):
        switch("room", {"id": str(view.id)})
st.title(word("menu.readback"), anchor=False)
left, right = st.columns([1.75, 1], gap="large")
with left:
    for case_id, title in parts.parts(view):
        parts.part(view, roles, case_id, title)
with right:
    heading(word("readback.aloud"))
    parts.aloud(view, roles)
    room_parts.reading(view)
    _ending(view)
