"""出欠 on the screen: how many are here, everybody ticked in one press, one person told apart."""

import streamlit as st

from models.conferences import ConferenceState, Presence
from operations.room import note_attendance, take_attendance
from queries.attendees import Attendee
from queries.room import Room
from queries.view import Choice
from ui.forms import act_form
from words import word

_THERE = (Presence.PRESENT, Presence.ONLINE, Presence.STAND_IN, Presence.LATE, Presence.LEFT_EARLY)


def here(view: Room) -> None:
    """出席4/5 in the head; who came is told behind it."""
    if "attendance.take" not in view.may or not view.people or view.row.state is ConferenceState.CONVENED:
        return
    there = sum(one.presence in _THERE for one in view.people)
    # What is kept closes it: the key follows what is stored.
    key = f"here:{view.id}:{hash(view.people)}"
    told = word("room.here", here=there, called=len(view.people))
    with st.popover(told, icon=":material/groups:", key=key, on_change="rerun"):
        attendance(view)


def attendance(view: Room) -> None:
    """出欠: everybody is ticked; one press keeps it. Below it one person: late, instead of whom, absent why."""
    if "attendance.take" not in view.may or not view.people:
        return
    choices = [Choice(one.id, one.label) for one in view.people]
    here = [one.id for one in view.people if one.presence is not Presence.ABSENT]
    online = [one.id for one in view.people if one.presence is Presence.ONLINE]
    with act_form(take_attendance, view.id, border=False, name=_stamp(view.people), primary=False) as form:
        form.ticks("present", choices, here)
        form.ticks("online", choices, online, need=False)
    with st.expander(word("act.attendance_note")):
        chosen = st.selectbox(
            word("field.invitation_id"), view.people, None, format_func=lambda one: one.label,
            key=f"note:{view.id}", placeholder=word("form.choose"),
        )  # fmt: skip
        if chosen is not None:
            _note(chosen)


def _stamp(people: tuple[Attendee, ...]) -> str:
    """Changes with what is stored, so that the ticks follow it."""
    return "".join(one.presence.value[0] if one.presence else "-" for one in people)


def _note(one: Attendee) -> None:
    with act_form(note_attendance, one.id, border=False) as form:
        form.kind("presence", Presence, one.presence or Presence.PRESENT)
        form.text("who_came", one.who_came, need=False, hint=word("hint.who_came"))
        form.text("remark", one.remark, need=False)
