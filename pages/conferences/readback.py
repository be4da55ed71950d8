"""読み上げ確認: the decisions on one screen, every hole filled there; then 閉会, or 閉会後の仕上げ."""

from typing import NamedTuple

import streamlit as st

from models.conferences import ConferenceState
from operations.conferences import advance_conference
from queries.agreed import Agreed, agreed_in
from queries.finishing import finishing
from queries.room import Room, room
from ui import readback as parts
from ui import room as room_parts
from ui import room_manners as manners
from ui.attendance import here
from ui.finishing import finishing as finishing_list
from ui.links import asked_id
from ui.live_signal import OPEN_LIST, Watched
from ui.menu import switch
from ui.next_conference import after_the_end
from ui.session import read
from ui.show import heading, show, tag
from ui.steps import step_buttons
from words import word


class Seen(NamedTuple):
    """What this screen shows."""

    view: Room
    roles: Agreed


def _ending(view: Room) -> None:
    """閉会する, with what it lacks in words; ending in an emergency stands apart."""
    if view.row.state is not ConferenceState.IN_SESSION:
        show('<p class="s">$text</p>', text=word("readback.finishing"))
        heading(word("room.records"))
        room_parts.records(view)
        after_the_end(view)
        return
    heading(word("readback.end"))
    seen = {"state": view.row.state}
    offers = {one.name: one for one in view.offers}
    if "adjourn" in offers:
        step_buttons(
            advance_conference, view.id, [offers["adjourn"]], lifecycle="conference", seen=seen, primary="adjourn"
        )
    after_the_end(view)
    if "break_off" in offers:
        with st.expander(word("readback.in_a_hurry")):
            step_buttons(advance_conference, view.id, [offers["break_off"]], lifecycle="conference", seen=seen)


def _summary(left: int) -> None:
    text = word("readback.holes_left", n=left) if left else word("readback.no_holes")
    show("<p>$state</p>", state=tag(text, "hole" if left else "done"))


def _head(seen: Seen) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="room_head_dense"):
        room_parts.head(seen.view)
        here(seen.view)
        if st.button(word("readback.back"), icon=":material/arrow_back:", key="to_room"):
            switch("room", {"id": str(seen.view.id)})


def _title(seen: Seen) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        is_over = seen.view.row.state is ConferenceState.ADJOURNED
        st.title(word("finishing.title" if is_over else "menu.readback"), anchor=False, width="content")
        if not is_over:
            _summary(parts.holes_left(seen.view, seen.roles))


def _decisions(seen: Seen) -> None:
    with st.container(key="readback_decisions"):
        if seen.view.row.state is ConferenceState.ADJOURNED:
            finishing_list(seen.view, seen.roles, read(finishing, seen.view.id))
        for case_id, title in parts.parts(seen.view):
            parts.part(seen.view, seen.roles, case_id, title)


def _aloud(seen: Seen) -> None:
    _ending(seen.view)
    if seen.view.row.state is not ConferenceState.ADJOURNED:
        room_parts.reading(seen.view)
    heading(word("readback.aloud"))
    parts.aloud(seen.view, seen.roles)


def _look() -> Seen:
    view = read(room, asked)
    return Seen(view, read(agreed_in, view.id))


asked = asked_id()
watched = Watched(asked, _look)
watched.part("tabs", ("agenda",), lambda seen: manners.tabs(seen.view))
watched.part("head", ("agenda", "attendance"), _head, waits=OPEN_LIST)
watched.part("title", ("agenda", "roles"), _title)
left, right = st.columns([1.75, 1], gap="large")
with left:
    # A hole that somebody else fills goes away, but not under the hand of who is filling it.
    watched.part("decisions", ("agenda", "roles"), _decisions, pane="readback_decisions", holds=True)
with right:
    watched.part("aloud", ("agenda", "roles", "record"), _aloud)
watched.listen()
