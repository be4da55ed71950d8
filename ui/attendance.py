"""出欠 on the screen: how many are here, one row a person, one press a state; whoever came uncalled."""

from typing import Any

import streamlit as st

import settings
from models.conferences import ConferenceState, Part, Presence
from operations.conferences import invite
from operations.room import note_attendance, take_attendance
from queries.attendees import Attendee
from queries.choices import agencies, colleagues
from queries.room import Room
from queries.view import Choice
from ui.forms import act_form
from ui.room_rail import do_at_once
from ui.session import read
from ui.show import show
from words import label_of, word

_THERE = (Presence.PRESENT, Presence.ONLINE, Presence.STAND_IN, Presence.LATE, Presence.LEFT_EARLY)
# Of these more is told: from when, until when, why.
_EXPLAINED = (Presence.LATE, Presence.LEFT_EARLY, Presence.ABSENT)
_BY_THE_CLOCK = {Presence.LATE: "attendance.since", Presence.LEFT_EARLY: "attendance.until"}


def here(view: Room) -> None:
    """Who came, in the head; it stays open from one person to the next, because nothing of it changes but its rows."""
    if "attendance.take" not in view.may or not view.people or view.row.state is ConferenceState.CONVENED:
        return
    opened = st.popover(word("room.attendance"), icon=":material/groups:", key=f"here:{view.id}", on_change="rerun")
    if opened.open:
        with opened:
            attendance(view)
            _uncalled(view)


def count(view: Room) -> str:
    """出席4/5, once anything is noted."""
    if view.row.state is ConferenceState.CONVENED or not view.people:
        return ""
    return word("room.here", here=sum(one.presence in _THERE for one in view.people), called=len(view.people))


def attendance(view: Room) -> None:
    """出欠: a press on a state keeps it at once; whoever nothing was said of is here in one press more."""
    if "attendance.take" not in view.may or not view.people:
        return
    with st.container(key="attendance_rows", gap="xxsmall"):
        for one in view.people:
            _row(one)
    if any(one.presence is None for one in view.people):
        _everybody(view)


def _row(one: Attendee) -> None:
    """One person: the name, the states side by side; the word that goes with it right behind."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"row_{one.id.hex}", gap="small"):
        show('<span class="yo-came">$name</span>', name=one.label)
        # The key follows what is stored, so that a refused press does not stay.
        chosen = st.segmented_control(
            word("field.presence"), list(Presence), default=one.presence, format_func=label_of,
            key=f"came:{one.id}:{one.presence}", label_visibility="collapsed",
        )  # fmt: skip
        _tell_what_was_not_kept(one)
        waits = st.session_state.get(f"instead:{one.id}")
        if waits or _is_named(one):
            _field(one, "who_came", Presence.STAND_IN if waits else one.presence or Presence.PRESENT)
        if one.presence in _EXPLAINED and not waits:
            _field(one, "remark", one.presence)
    if chosen is None or chosen is one.presence:
        return
    if chosen is Presence.STAND_IN:
        # Nobody stands in without a name: asked for before anything is kept.
        if not waits:
            st.session_state[f"instead:{one.id}"] = True
            st.rerun()
        return
    _keep(one, presence=chosen, who_came=_named(one), remark=_clock(one, chosen))


def _tell_what_was_not_kept(one: Attendee) -> None:
    """A press on a state that somebody else changed in the meantime is nobody's: it is told, and may be made again."""
    shown = st.session_state.get(f"shown:{one.id}", one.presence)
    pressed = st.session_state.get(f"came:{one.id}:{shown}")
    if shown is not one.presence and pressed not in {None, shown, one.presence}:
        st.warning(word("refusal.attendance_was_changed"), icon=":material/info:")
    st.session_state[f"shown:{one.id}"] = one.presence


def _named(one: Attendee) -> str | None:
    """Who came for an agency stays; who came instead of somebody goes with the state."""
    return None if one.presence is Presence.STAND_IN else one.who_came


def _clock(one: Attendee, presence: Presence) -> str | None:
    """Late and left early are told with the moment of the press; it may be put right."""
    if presence not in _BY_THE_CLOCK:
        return None
    now = word(_BY_THE_CLOCK[presence], at=f"{settings.now().astimezone(settings.TOKYO):%H:%M}")
    came_late = one.presence is Presence.LATE and presence is Presence.LEFT_EARLY and one.remark
    return f"{one.remark}{now}" if came_late else now


def _is_named(one: Attendee) -> bool:
    """A stand-in has a name, and so has whoever came for an agency that was called without one."""
    is_here = one.presence in _THERE
    return one.presence is Presence.STAND_IN or (is_here and one.part is Part.ATTENDEE and not one.name)


def _field(one: Attendee, name: str, presence: Presence) -> None:
    """The word that belongs to the state: who came, or when and why; kept when it is left."""
    label = word("field.who_came" if name == "who_came" else "field.remark")
    stored = getattr(one, name) or ""
    typed = st.text_input(
        label, stored, label_visibility="collapsed", placeholder=label, key=f"{name}:{one.id}:{presence}:{stored}"
    ).strip()
    if typed != stored:
        _keep(one, **{"presence": presence, "who_came": one.who_came, "remark": one.remark, name: typed})


def _keep(one: Attendee, **told: Any) -> None:
    st.session_state.pop(f"instead:{one.id}", None)
    do_at_once(note_attendance, one.id, was=one.noted(), **told)


def _everybody(view: Room) -> None:
    """Who is not said to be away is here."""
    wanted = [one.id for one in view.people if one.presence is not Presence.ABSENT]
    online = [one.id for one in view.people if one.presence is Presence.ONLINE]
    was = {one.id: one.presence for one in view.people}
    if st.button(word("attendance.everybody"), icon=":material/done_all:", key=f"everybody:{view.id}", type="primary"):
        do_at_once(take_attendance, view.id, present=wanted, online=online, was=was)


def _uncalled(view: Room) -> None:
    """Somebody came who was not called: a person with an account, or an agency with a name."""
    if view.row.state is not ConferenceState.IN_SESSION or "invitation.add" not in view.may:
        return
    part = st.expander(word("attendance.uncalled"), key=f"uncalled:{len(view.people)}", on_change="rerun")
    if part.open:
        with part:
            _call(view)


def _call(view: Room) -> None:
    about = [Choice(one.id, f"{one.number} {one.title}") for one in view.items if one.case]
    show('<p class="s">$text</p>', text=word("attendance.uncalled_hint"))
    known, new = st.tabs([word("conference.call_person"), word("conference.call_agency")])
    with known, act_form(invite, view.id, name="came:person", border=False, label=word("attendance.came")) as form:
        form.one_of("called_person", read(colleagues))
        form.named("person_id", "called_person")
        if about:
            form.some_of("outside", about)
    with new, act_form(invite, view.id, name="came:agency", border=False, label=word("attendance.came")) as form:
        form.maybe_one_of("agency_id", read(agencies), None, none=word("conference.no_agency"))
        form.text("called_name", need=False, hint=word("hint.called_name"))
        form.named("name", "called_name")
        form.kind("part", Part, Part.ATTENDEE)
        if about:
            form.some_of("outside", about)
