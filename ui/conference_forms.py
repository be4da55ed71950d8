"""The forms of a conference: schedule it, move it, call people, set its agenda."""

from datetime import date, timedelta

import streamlit as st

import settings
from models.conferences import ItemKind, Part
from models.forums import Forum, forums
from operations.agenda import add_item, change_item, leave_out, let_in, remove_item
from operations.conferences import change_conference, invite, schedule_conference, withdraw_invitation
from queries.choices import agencies, cases, colleagues
from queries.conference import ConferenceFile, ItemView
from rules.access import Actor
from rules.calendar import in_japanese
from rules.scheduling import coming, materials_day, read_pattern
from ui.forms import ActForm, act_form
from ui.menu import href
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
    with st.expander(word("act.conference_schedule"), icon=":material/add:"):
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
        form.inputs["place"] = form.inputs.pop("conference_place")
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
    begin, end = (one.astimezone(settings.TOKYO) for one in (view.row.starts_at, view.row.ends_at))
    people = read(colleagues)
    with (
        st.expander(word("act.conference_change")),
        act_form(change_conference, view.id, seen=view.seen(), border=False) as form,
    ):
        form.when(begin.date(), f"{begin:%H:%M}", f"{end:%H:%M}")
        form.text("conference_place", view.row.place)
        form.inputs["place"] = form.inputs.pop("conference_place")
        form.text("theme", view.row.theme, need=False)
        form.one_of("facilitator_id", people, view.facilitator_id)
        form.maybe_one_of("recorder_id", people, view.recorder_id, none=word("conference.recorded_by_facilitator"))
        form.day("materials_due_on", view.materials_due_on, need=False)


def call(view: ConferenceFile) -> None:
    """Call a person, an agency, or somebody by name without an account."""
    with st.expander(word("act.invitation_add")):
        with act_form(invite, view.id, name="person", border=False, label=word("conference.call_person")) as form:
            form.one_of("called_person", read(colleagues))
            form.inputs["person_id"] = form.inputs.pop("called_person")
            form.kind("part", Part, Part.ATTENDEE)
        with act_form(invite, view.id, name="agency", border=False, label=word("conference.call_agency")) as form:
            form.one_of("agency_id", read(agencies))
            form.text("called_name", need=False, hint=word("hint.called_name"))
            form.text("reading", need=False)
            form.kind("part", Part, Part.ATTENDEE)
            form.inputs["name"] = form.inputs.pop("called_name")
    if view.called:
        with st.expander(word("act.invitation_withdraw")):
            for one in view.called:
                label = word("conference.uncall", name=one.name or one.agency)
                with act_form(withdraw_invitation, one.id, border=False, primary=False, label=label):
                    pass


def _item_fields(form: ActForm, one: ItemView | None = None) -> None:
    form.kind("kind", ItemKind, one.kind if one else ItemKind.DISCUSS)
    form.text("item_title", one.title if one else None)
    form.inputs["title"] = form.inputs.pop("item_title")
    form.text("question", one.question if one else None, need=False, hint=word("hint.question"))
    form.number("minutes", one.minutes if one else 10)


def agenda(view: ConferenceFile) -> None:
    """Add, change and remove items."""
    speaks_of_cases = view.row.forum.scope == "case"
    with st.expander(word("act.item_add")), act_form(add_item, view.id, border=False) as form:
        _item_fields(form)
        if speaks_of_cases:
            form.maybe_one_of("case_id", read(cases), None, none=word("form.none"))
            form.flag("without_names")
    with st.expander(word("act.item_change")):
        chosen = st.selectbox(
            word("conference.which_item"), view.agenda, format_func=lambda one: f"{one.position + 1} {one.title}",
            key=f"item:{view.id}", index=None, placeholder=word("form.choose"),
        )  # fmt: skip
        if chosen is not None:
            _change(view, chosen)


def _change(view: ConferenceFile, chosen: ItemView) -> None:
    names = ("kind", "title", "question", "minutes", "position", "without_names")
    seen = {name: getattr(chosen, name) for name in names}
    with act_form(change_item, chosen.id, seen=seen, border=False) as form:
        _item_fields(form, chosen)
        form.number("item_place", chosen.position + 1, most=max(chosen.position + 1, len(view.agenda)))
        form.inputs["position"] = form.inputs.pop("item_place") - 1
        form.flag("without_names", value=chosen.without_names)
    with act_form(remove_item, chosen.id, border=False, primary=False):
        pass
    for agency_id, agency in chosen.away:
        label = word("conference.let_in", agency=agency)
        with act_form(let_in, chosen.id, name=str(agency_id), border=False, primary=False, label=label) as form:
            form.fix(agency_id=agency_id)


def holes(view: ConferenceFile) -> None:
    """Whose consent does not reach the room, told before the day, with the four ways out."""
    for one in view.uncovered:
        with st.container(border=True, key=f"hole_{one.item.id}_{one.agency_id}"):
            people = word("list.and").join(one.people)
            show("<p>$text</p>", text=word("room.uncovered", agency=one.agency, people=people, item=one.item.title))
            label = word("room.leave_out", agency=one.agency)
            with act_form(leave_out, one.item.id, name=str(one.agency_id), border=False, label=label) as form:
                form.fix(agency_id=one.agency_id)
            seen = {name: getattr(one.item, name) for name in change_item.edits}
            label = word("room.without_names")
            with act_form(
                change_item, one.item.id, seen=seen, name="names", border=False, primary=False, label=label
            ) as form:
                form.fix(**{**seen, "without_names": True})
            to = href("case", id=one.item.case_id)
            show(
                '<p><a href="$to" target="_self">$label</a> $else</p>',
                to=to,
                label=word("room.widen"),
                **{"else": word("room.support")},
            )
