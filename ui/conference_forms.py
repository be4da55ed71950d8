"""The forms of a conference: schedule it, move it, call people. Nothing is read for a part that is folded."""

from datetime import date, timedelta

import streamlit as st

import settings
from models.conferences import ConferenceState, Part
from models.forums import Forum, forums
from operations.conferences import change_conference, invite, schedule_conference, withdraw_invitation
from queries.choices import agencies, colleagues
from queries.conference import ConferenceFile
from queries.view import Choice
from rules.access import Actor
from rules.calendar import in_japanese
from rules.scheduling import coming, materials_day, read_pattern
from ui.forms import ActForm, act_form
from ui.session import read
from ui.show import show
from words import word


def _mine(actor: Actor) -> list[Forum]:
    roles = {role.value for role in actor.roles}
    return [forum for forum in forums().values() if forum.convened_here and roles & set(forum.may_convene)]


def _proposals(forum: Forum) -> list[tuple[date, bool]]:
    pattern = read_pattern(forum.standing_pattern)
    return list(coming(pattern, settings.today() + timedelta(days=1), 3)) if pattern else []


def schedule(actor: Actor) -> None:
    """A new conference from the standing pattern of its body."""
    own = _mine(actor)
    if not own:
        return
    part = st.expander(word("act.conference_schedule"), icon=":material/add:", key="schedule", on_change="rerun")
    if not part.open:
        return
    with part:
        forum = st.selectbox(
            word("field.forum_key"), own, format_func=lambda one: f"{one.plain}〔{one.short}〕", key="schedule:forum"
        )
        days = _proposals(forum)
        for day, moved in days:
            why = word("conference.moved_off") if moved else ""
            show("<p>$day $why</p>", day=word("conference.proposed", day=in_japanese(day)), why=why)
        _schedule_form(actor, forum, days)


def _schedule_form(actor: Actor, forum: Forum, days: list[tuple[date, bool]]) -> None:
    pattern, people = read_pattern(forum.standing_pattern), read(colleagues)
    first = days[0][0] if days else None
    minutes = sum(item.minutes for item in forum.standing_agenda) or 60
    begin = f"{pattern.at:%H:%M}" if pattern else ""
    end = _after(begin, minutes) if begin else ""
    with act_form(schedule_conference, name=forum.key, onward="conference", border=False) as form:
        form.fix(forum_key=forum.key)
        form.when(first, begin, end)
        form.text("conference_place", hint=word("hint.conference_place"))
        form.named("place", "conference_place")
        form.text("theme", need=False)
        left, right = st.columns(2)
        with left:
            form.one_of("facilitator_id", people, actor.person_id)
        with right:
            form.maybe_one_of("recorder_id", people, None, none=word("conference.recorded_by_facilitator"))
        form.day("materials_due_on", materials_day(first, 5) if first else None, need=False)


def _after(begin: str, minutes: int) -> str:
    hour, minute = (int(part) for part in begin.split(":"))
    total = hour * 60 + minute + minutes
    return f"{total // 60 % 24:02d}:{total % 60:02d}"


def change(view: ConferenceFile) -> None:
    """Move it, or give it to somebody else."""
    part = st.expander(word("act.conference_change"), key=f"change:{view.id}", on_change="rerun")
    if not part.open:
        return
    begin, end = (one.astimezone(settings.TOKYO) for one in (view.row.starts_at, view.row.ends_at))
    people = read(colleagues)
    with part, act_form(change_conference, view.id, seen=view.seen(), border=False) as form:
        form.when(begin.date(), f"{begin:%H:%M}", f"{end:%H:%M}")
        form.text("conference_place", view.row.place)
        form.named("place", "conference_place")
        form.text("theme", view.row.theme, need=False)
        form.one_of("facilitator_id", people, view.facilitator_id)
        form.maybe_one_of("recorder_id", people, view.recorder_id, none=word("conference.recorded_by_facilitator"))
        form.day("materials_due_on", view.materials_due_on, need=False)


def call(view: ConferenceFile) -> None:
    """Call a person, an agency, or somebody by name without an account; take a call back."""
    part = st.expander(word("act.invitation_add"), key=f"call:{view.id}", on_change="rerun")
    if part.open:
        with part:
            _call_person(view)
            _call_agency(view)
    if view.called:
        part = st.expander(word("act.invitation_withdraw"), key=f"uncall:{view.id}", on_change="rerun")
        if part.open:
            with part:
                _uncall(view)


def _call_person(view: ConferenceFile) -> None:
    with act_form(invite, view.id, name="person", border=False, label=word("conference.call_person")) as form:
        form.one_of("called_person", read(colleagues))
        form.named("person_id", "called_person")
        form.kind("part", Part, Part.ATTENDEE)
        _outside(form, view)


def _call_agency(view: ConferenceFile) -> None:
    with act_form(invite, view.id, name="agency", border=False, label=word("conference.call_agency")) as form:
        form.maybe_one_of("agency_id", read(agencies), None, none=word("conference.no_agency"))
        form.text("called_name", need=False, hint=word("hint.called_name"))
        form.named("name", "called_name")
        form.text("reading", need=False)
        form.kind("part", Part, Part.ATTENDEE)
        _outside(form, view)


def _outside(form: ActForm, view: ConferenceFile) -> None:
    """Once the notice is out, who comes late may have to wait outside for what no consent opens to them."""
    if view.row.state is ConferenceState.PLANNED:
        return
    about = [Choice(one.id, f"{one.number} {one.title}") for one in view.agenda if one.case and not one.is_hidden]
    if about:
        form.some_of("outside", about)


def _uncall(view: ConferenceFile) -> None:
    for one in view.called:
        label = word("conference.uncall", name=one.name or one.agency)
        with act_form(withdraw_invitation, one.id, border=False, primary=False, label=label):
            pass
