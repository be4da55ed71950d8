"""読み上げ確認: the decisions on one screen, every hole filled there; then 閉会, or 閉会後の仕上げ."""

import streamlit as st

from models.conferences import ConferenceState
from operations.conferences import advance_conference
from queries.agreed import agreed_in
from queries.room import Room, room
from ui import readback as parts
from ui import room as room_parts
from ui import room_manners as manners
from ui.attendance import here
from ui.links import asked_id
from ui.menu import switch
from ui.session import read
from ui.show import heading, show, tag
from ui.steps import step_buttons
from words import word


def _ending(view: Room) -> None:
    """閉会する, with what it lacks in words; ending in an emergency stands apart."""
    if view.row.state is not ConferenceState.IN_SESSION:
        show('<p class="s">$text</p>', text=word("readback.finishing"))
        heading(word("room.records"))
        room_parts.records(view)
        return
    heading(word("readback.end"))
    seen = {"state": view.row.state}
    offers = {one.name: one for one in view.offers}
    if "adjourn" in offers:
        step_buttons(
            advance_conference, view.id, [offers["adjourn"]], lifecycle="conference", seen=seen, primary="adjourn"
        )
    if "break_off" in offers:
        with st.expander(word("readback.in_a_hurry")):
            step_buttons(advance_conference, view.id, [offers["break_off"]], lifecycle="conference", seen=seen)


def _summary(left: int) -> None:
    text = word("readback.holes_left", n=left) if left else word("readback.no_holes")
    show("<p>$state</p>", state=tag(text, "hole" if left else "done"))


view = read(room, asked_id())
roles = read(agreed_in, view.id)
manners.tabs(view)
with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="room_head_dense"):
    room_parts.head(view)
    here(view)
    if st.button(word("readback.back"), icon=":material/arrow_back:", key="to_room"):
        switch("room", {"id": str(view.id)})
with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    st.title(word("menu.readback"), anchor=False, width="content")
    _summary(parts.holes_left(view, roles))
left, right = st.columns([1.75, 1], gap="large")
with left:
    for case_id, title in parts.parts(view):
        parts.part(view, roles, case_id, title)
with right:
    _ending(view)
    room_parts.reading(view)
    heading(word("readback.aloud"))
    parts.aloud(view, roles)
