"""会議: schedule from the standing pattern, call people, set the agenda, send the notice, cancel."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import col, func, select

import settings
from models.cases import Case
from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, ItemKind, Part
from models.forums import Forum, forums
from models.people import Agency, Person
from operations.action import Act, action
from operations.numbers import next_number
from rules.calendar import fiscal_year
from rules.lifecycles import CONFERENCE, ConferenceFacts
from rules.refusal import Refused, require
from rules.typed_text import PASSAGE, kept, needed

_LONGEST = timedelta(hours=12)


def _forum_for(act: Act, key: str) -> Forum:
    """The body, if it is convened here and by somebody like this person."""
    forum = forums().get(key)
    if forum is None or not forum.convened_here:
        raise Refused("forum_is_not_convened_here")
    if not {role.value for role in act.actor.roles} & set(forum.may_convene):
        # 社会福祉法 第106条の6: 支援会議 is organised by the municipality.
        by_duty = forum.sharing_basis == "confidentiality_duty"
        raise Refused("support_conference_is_convened_by_city" if by_duty else "forum_is_convened_by_others")
    return forum


def _person(act: Act, person_id: UUID | None) -> UUID | None:
    if person_id is None:
        return None
    person = act.session.get(Person, person_id)
    require(person is not None and person.closed_at is None, "not_found")
    return person_id


def _times(starts_at: datetime, ends_at: datetime) -> None:
    require(starts_at < ends_at, "conference_ends_before_it_starts")
    require(ends_at - starts_at <= _LONGEST, "conference_is_too_long")


@action("conference.schedule")
def schedule_conference(
    act: Act, *, forum_key: str, starts_at: datetime, ends_at: datetime, place: str, facilitator_id: UUID,
    recorder_id: UUID | None = None, theme: str | None = None, materials_due_on: date | None = None,
    with_standing_agenda: bool = True,
) -> Conference:  # fmt: skip
    """Plan one sitting of a body; its standing agenda is copied, so that it can be changed for this day."""
    forum = _forum_for(act, forum_key)
    _times(starts_at, ends_at)
    conference = act.add(
        Conference(
            forum_key=forum.key,
            fiscal_year=fiscal_year(settings.tokyo_day(starts_at)),
            theme=kept(theme) or "",
            starts_at=starts_at,
            ends_at=ends_at,
            place=needed(place, "field.conference_place"),
            facilitator_id=_person(act, facilitator_id) or act.actor.person_id,
            recorder_id=_person(act, recorder_id),
            materials_due_on=materials_due_on,
        )
    )
    for position, item in enumerate(forum.standing_agenda if with_standing_agenda else ()):
        act.session.add(
            AgendaItem(
                conference_id=conference.id,
                position=position,
                kind=ItemKind(item.kind),
                title=item.title,
                minutes=item.minutes,
            )
        )
    return conference


@action(
    "conference.change",
    on=Conference,
    edits=("starts_at", "ends_at", "place", "theme", "facilitator_id", "recorder_id", "materials_due_on"),
)
def change_conference(
    act: Act, conference: Conference, *, starts_at: datetime, ends_at: datetime, place: str, facilitator_id: UUID,
    recorder_id: UUID | None = None, theme: str | None = None, materials_due_on: date | None = None,
) -> Conference:  # fmt: skip
    """Move it or give it to somebody else; once convened it stays in its 年度, because its number counts there."""
    require(conference.state in {ConferenceState.PLANNED, ConferenceState.CONVENED}, "step_not_open")
    _times(starts_at, ends_at)
    year = fiscal_year(settings.tokyo_day(starts_at))
    require(conference.serial is None or year == conference.fiscal_year, "conference_leaves_its_year")
    conference.starts_at, conference.ends_at, conference.fiscal_year = starts_at, ends_at, year
    conference.place, conference.theme = needed(place, "field.conference_place"), kept(theme) or ""
    conference.facilitator_id = _person(act, facilitator_id) or conference.facilitator_id
    conference.recorder_id, conference.materials_due_on = _person(act, recorder_id), materials_due_on
    return conference


@action("invitation.add", on=Conference)
def invite(
    act: Act, conference: Conference, *, agency_id: UUID | None = None, person_id: UUID | None = None,
    name: str | None = None, reading: str | None = None, part: Part = Part.ATTENDEE,
) -> Invitation:  # fmt: skip
    """Call an agency, a person of it, or somebody by name who has no account."""
    require(conference.state in {ConferenceState.PLANNED, ConferenceState.CONVENED}, "step_not_open")
    person = act.session.get(Person, _person(act, person_id)) if person_id else None
    agency_id = person.agency_id if person else agency_id
    require(agency_id or kept(name), "field_is_needed", field="field.agency_id")
    require(agency_id is None or act.session.get(Agency, agency_id), "not_found")
    same = select(Invitation).where(
        Invitation.conference_id == conference.id,
        Invitation.agency_id == agency_id,
        Invitation.person_id == person_id,
        col(Invitation.withdrawn_at).is_(None),
    )
    texts = kept(name), kept(reading)
    require(texts[0] or act.session.exec(same).first() is None, "is_already_called")
    return act.add(
        Invitation(
            conference_id=conference.id,
            agency_id=agency_id,
            person_id=person_id,
            name=texts[0],
            reading=texts[1],
            part=part,
        )
    )


@action("invitation.withdraw", on=Invitation)
def withdraw_invitation(act: Act, invitation: Invitation) -> Invitation:
    """Take a call back; who was called sees the conference no longer."""
    require(invitation.withdrawn_at is None, "already_there")
    invitation.withdrawn_at = act.now
    return invitation


@action("item.add", on=Conference)
def add_item(
    act: Act, conference: Conference, *, kind: ItemKind, title: str, minutes: int, question: str | None = None,
    case_id: UUID | None = None,
) -> AgendaItem:  # fmt: skip
    """Put something on the agenda. A case stands only on the agenda of a body that may speak of persons."""
    _agenda_is_open(conference)
    if case_id is not None:
        require(forums()[conference.forum_key].scope == "case", "forum_speaks_of_no_case")
        act.find(Case, case_id)
    last = act.session.exec(
        select(func.max(AgendaItem.position)).where(AgendaItem.conference_id == conference.id)
    ).one()
    return act.add(
        AgendaItem(
            conference_id=conference.id,
            position=0 if last is None else last + 1,
            kind=kind,
            title=needed(title, "field.item_title"),
            minutes=_minutes(minutes),
            question=kept(question),
            case_id=case_id,
        )
    )


def _agenda_is_open(conference: Conference) -> None:
    open_states = {ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION}
    require(conference.state in open_states, "step_not_open")


def _minutes(minutes: int) -> int:
    require(1 <= minutes <= 480, "minutes_out_of_range")
    return minutes


@action("item.change", on=AgendaItem, edits=("kind", "title", "question", "minutes", "position"))
def change_item(
    act: Act, item: AgendaItem, *, kind: ItemKind, title: str, minutes: int, question: str | None = None,
    position: int | None = None,
) -> AgendaItem:  # fmt: skip
    """Change an item or its place in the order."""
    _agenda_is_open(act.session.get_one(Conference, item.conference_id))
    item.kind, item.title, item.minutes = kind, needed(title, "field.item_title"), _minutes(minutes)
    item.question = kept(question)
    if position is not None and position != item.position:
        _move(act, item, position)
    return item


def _move(act: Act, item: AgendaItem, position: int) -> None:
    """Put the item at a place and count the others anew."""
    kept_items = select(AgendaItem).where(
        AgendaItem.conference_id == item.conference_id, col(AgendaItem.removed_at).is_(None), AgendaItem.id != item.id
    )
    others = sorted(act.session.exec(kept_items), key=lambda one: one.position)
    others.insert(max(0, min(position, len(others))), item)
    for place, one in enumerate(others):
        one.position = place


@action("item.remove", on=AgendaItem)
def remove_item(act: Act, item: AgendaItem) -> AgendaItem:
    """Take an item off the agenda; what it was stays in the history."""
    _agenda_is_open(act.session.get_one(Conference, item.conference_id))
    require(item.removed_at is None, "already_there")
    item.removed_at = act.now
    return item


def facts_of(act: Act, conference: Conference, reason: str | None) -> ConferenceFacts:
    """What the conditions of a conference ask about, counted now."""
    items = act.session.exec(
        select(AgendaItem).where(AgendaItem.conference_id == conference.id, col(AgendaItem.removed_at).is_(None))
    ).all()
    called = select(func.count()).where(
        Invitation.conference_id == conference.id, col(Invitation.withdrawn_at).is_(None)
    )
    silent = [one for one in items if one.kind is ItemKind.DECIDE and one.question is None]
    return ConferenceFacts(
        len(items), act.session.exec(called).one(), len(silent), reason is not None, conference.recorder_id is None
    )


@action("conference.advance", on=Conference, edits=("state",))
def advance_conference(act: Act, conference: Conference, *, step: str, reason: str | None = None) -> Conference:
    """Convene it (with the notice comes its number) or cancel it."""
    taken = CONFERENCE.step(step, conference.state, act.actor.roles, act.offices)
    why = kept(reason, most=PASSAGE)
    act.weigh(taken.conditions, facts_of(act, conference, why))
    conference.state = ConferenceState(taken.target.value)
    if conference.state is ConferenceState.CONVENED:
        conference.serial = next_number(act.session, f"{conference.forum_key}:{conference.fiscal_year}")
        conference.convened_on = act.today
    if conference.state is ConferenceState.CANCELLED:
        conference.cancel_reason = why
    return conference
