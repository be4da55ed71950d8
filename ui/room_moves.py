"""Somebody took another item in hand while something is being typed here: it stays, and the way on is offered."""

from dataclasses import replace

import streamlit as st

from queries.room import Room, RoomItem
from ui.show import show
from words import word


def stays(view: Room, *, may_move_on: bool) -> tuple[Room, RoomItem | None]:
    """The room with the item that is shown here, and the item in hand where that is another one."""
    place = f"shown:{view.id}"
    shown = next((one for one in view.items if one.id == st.session_state.get(place)), None)
    if (
        shown is None
        or view.current is None
        or shown.id == view.current.id
        or (
            # Held before one item, it goes on with another: that was this person's own press.
            may_move_on and st.session_state.get(_held(view)) != view.current.id
        )
    ):
        st.session_state[place] = view.current.id if view.current else None
        st.session_state.pop(_held(view), None)
        return view, None
    st.session_state[_held(view)] = view.current.id
    return replace(view, current=shown), view.current


def offer_to_move(view: Room, moved_to: RoomItem) -> None:
    """In the place of 次の項目へ: where the conference is, and one press to go there. Nothing above it moves."""
    show('<div class="yo-why">$text</div>', text=word("room.moved_on", n=moved_to.number, title=moved_to.title))
    if st.button(word("room.move_on"), key=f"move:{moved_to.id}", type="primary", width="stretch"):
        st.session_state.pop(_held(view), None)
        st.session_state.pop(f"shown:{view.id}", None)
        st.rerun()


def _held(view: Room) -> str:
    return f"held:{view.id}"
