"""The room of a conference held otherwise: the tabs of one sitting, the next one in one press, items after the end."""

from dataclasses import replace
from uuid import UUID, uuid4

import streamlit as st

from models.conferences import ConferenceState, Manner
from operations.conferences import advance_conference
from queries.calendar import ConferenceRow
from queries.continuing import sitting_of
from queries.room import Room
from rules.refusal import Refused
from ui.menu import href, switch
from ui.session import perform, read, show_refusal
from ui.show import Safe, joined, made, show
from words import label_of, word

_KEY = "Ctrl+F2"
_BEGUN = frozenset({ConferenceState.IN_SESSION, ConferenceState.ADJOURNED})


def tabs(view: Room) -> None:
    """続けて開催: each body with its colour and name, the one that is typed in marked; and the way to the next."""
    rows = read(sitting_of, view.id)
    if not rows:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="room_tabs_dense"):
        show('<nav class="yo-tabs">$tabs</nav>', tabs=joined(_tab(one, view) for one in rows))
        places = [one.id for one in rows]
        for one in rows[places.index(view.id) + 1 :][:1]:
            if one.state is ConferenceState.IN_SESSION or view.row.state in _BEGUN:
                _onward(one)


def _tab(one: ConferenceRow, view: Room) -> Safe:
    inside = made(
        '<i aria-hidden="true">$sign</i><b>$name</b><small>$state</small>', sign=one.forum.sign, name=one.forum.plain,
        state=label_of(one.state),
    )  # fmt: skip
    if one.id == view.id:
        return made('<span class="on b-$key" aria-current="page">$inside</span>', key=one.forum.key, inside=inside)
    to = href("room" if one.runs and one.state is not ConferenceState.PLANNED else "conference", id=one.id)
    return made('<a class="b-$key" href="$to" target="_self">$inside</a>', key=one.forum.key, to=to, inside=inside)


def _onward(one: ConferenceRow) -> None:
    """One press or one key: the second is opened where it was not, and its room is on the screen."""
    if not one.runs or one.state not in {ConferenceState.CONVENED, ConferenceState.IN_SESSION}:
        return
    opens = one.state is ConferenceState.CONVENED
    label = word("continuing.open" if opens else "continuing.go", forum=one.forum.plain)
    pressed = st.button(label, key=f"onward:{one.id}", shortcut=_KEY, help=word("continuing.key", key=_KEY))
    if pressed and (not opens or _opened(one)):
        switch("room", {"id": str(one.id)})


def _opened(one: ConferenceRow) -> bool:
    try:
        perform(advance_conference, one.id, request_id=uuid4().hex, seen={"state": one.state}, step="open")
    except Refused as refused:
        show_refusal(refused)
        return False
    return True


def written(view: Room) -> None:
    """書面開催: the answers stand on their own screen."""
    if view.row.manner is Manner.IN_WRITING:
        to, name = href("in_writing", id=view.id), word("menu.in_writing")
        show('<p class="yo-go"><a href="$to" target="_self">$name</a></p>', to=to, name=name)


def with_chosen(view: Room) -> Room:
    """After the end no item is in hand; the one that is chosen to be finished stands in its place."""
    if view.row.state is not ConferenceState.ADJOURNED:
        return view
    chosen = st.session_state.get(_place(view.id))
    return replace(view, current=next((one for one in view.items if one.id == chosen), None))


def choose(view: Room) -> None:
    """Which item is finished, or typed from paper: its lines on the right, its result and roles below."""
    labels = {one.id: f"{one.number} {one.title}" for one in view.items}
    st.selectbox(
        word("room.finish_item"), list(labels), None, format_func=labels.__getitem__, key=_place(view.id),
        placeholder=word("form.choose"), on_change=lambda: st.session_state.update(chosen_to_finish=True),
    )  # fmt: skip
    # Its lines stand in another part of the page.
    if st.session_state.pop("chosen_to_finish", False):
        st.rerun()


def _place(conference_id: UUID) -> str:
    return f"finish:{conference_id}"
