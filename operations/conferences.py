"""会議: schedule from the standing pattern, call people, set the agenda, send the notice, cancel."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

import settings
from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, ItemKind, Part
from models.forums import Forum, forums
from models.people import Agency, Person
from operations.action import Act, action
from operations.agenda import send_out
from operations.continuing import stays_in_its_chain
from operations.covering import room_stays_covered
from operations.numbers import next_number
from operations.room import begin_session, came_uncalled, end_session
from rules.calendar import fiscal_year
from rules.conference_steps import CONFERENCE
from rules.preparation import conference_facts, may_convene
from rules.refusal import Refused, require
from rules.typed_text import PASSAGE, kept, needed

_LONGEST = timedelta(hours=12)
_LIVE = frozenset({ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION})


def forum_for(act: Act, key: str) -> Forum:
    """The body, if it is convened here and by somebody like this person."""
    forum = forums().get(key)
    if forum is None or not forum.convened_here:
        raise Refused("forum_is_not_convened_here")
    if not may_convene(act.actor.roles, forum):
        # 社会福祉法 第106条の6: 支援会議 is organised by the municipality.
        by_duty = forum.sharing_basis == "confidentiality_duty"
        raise Refused("support_conference_is_convened_by_city" if by_duty else "forum_is_convened_by_others")
    return forum


def person_of(act: Act, person_id: UUID | None) -> UUID | None:
    """An account that is still open. Raises Refused("not_found")."""
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
    forum = forum_for(act, forum_key)
    _times(starts_at, ends_at)
    conference = act.add(
        Conference(
            forum_key=forum.key,
            fiscal_year=fiscal_year(settings.tokyo_day(starts_at)),
            theme=kept(theme) or "",
            starts_at=starts_at,
            ends_at=ends_at,
            place=needed(place, "field.conference_place"),
            facilitator_id=person_of(act, facilitator_id) or act.actor.person_id,
            recorder_id=person_of(act, recorder_id),
            materials_due_on=materials_due_on,
        )
    )
    # What is gone through for each case comes with the case (item.take_up).
    standing = [item for item in forum.standing_agenda if not item.each_case] if with_standing_agenda else []
    for position, item in enumerate(standing):
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
    # Another day may lie beyond a consent, and somebody else who runs it brings their agency into the room.
    with room_stays_covered(act, conference):
        conference.starts_at, conference.ends_at, conference.fiscal_year = starts_at, ends_at, year
        conference.place, conference.theme = needed(place, "field.conference_place"), kept(theme) or ""
        conference.facilitator_id = person_of(act, facilitator_id) or conference.facilitator_id
        conference.recorder_id, conference.materials_due_on = person_of(act, recorder_id), materials_due_on
    stays_in_its_chain(act, conference)
    return conference


@action("invitation.add", on=Conference)
def invite(
    act: Act, conference: Conference, *, agency_id: UUID | None = None, person_id: UUID | None = None,
    name: str | None = None, reading: str | None = None, part: Part = Part.ATTENDEE, outside: Iterable[UUID] = (),
) -> Invitation:  # fmt: skip
    """Call an agency, a person of it, or somebody by name who has no account; outside: items they wait outside for."""
    require(conference.state in _LIVE, "step_not_open")
    person = act.session.get(Person, person_of(act, person_id)) if person_id else None
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
    with room_stays_covered(act, conference, calls=True):
        call = act.add(
            Invitation(
                conference_id=conference.id,
                agency_id=agency_id,
                person_id=person_id,
                name=texts[0],
                reading=texts[1],
                part=part,
            )
        )
        for item_id in dict.fromkeys(outside):
            _keep_out(act, conference, agency_id, item_id)
    came_uncalled(act, conference, call)
    return call


def _keep_out(act: Act, conference: Conference, agency_id: UUID | None, item_id: UUID) -> None:
    item = act.find(AgendaItem, item_id)
    require(item.conference_id == conference.id, "not_found")
    require(agency_id, "field_is_needed", field="field.agency_id")
    send_out(act, item, agency_id)  # type: ignore[arg-type]


@action("invitation.withdraw", on=Invitation)
def withdraw_invitation(act: Act, invitation: Invitation) -> Invitation:
    """Take a call back; who was called sees the conference no longer."""
    conference = act.session.get_one(Conference, invitation.conference_id)
    require(conference.state in _LIVE, "step_not_open")
    require(invitation.withdrawn_at is None, "already_there")
    invitation.withdrawn_at = act.now
    return invitation


@action("conference.advance", on=Conference, edits=("state",))
def advance_conference(act: Act, conference: Conference, *, step: str, reason: str | None = None) -> Conference:
    """Convene it (with the notice comes its number), open it, adjourn it or cancel it."""
    return take_step(act, conference, step, kept(reason, most=PASSAGE))


def take_step(act: Act, conference: Conference, step: str, why: str | None = None) -> Conference:
    """One step of its lifecycle with what that brings: the number, the opening, the records."""
    taken = CONFERENCE.step(step, conference.state, act.actor.roles, act.offices)
    facts = conference_facts(act.session.execute, conference, act.actor.roles, act.today, has_reason=why is not None)
    act.weigh(taken.conditions, facts)
    conference.state = ConferenceState(taken.target.value)
    if conference.state is ConferenceState.CONVENED:
        conference.serial = next_number(act.session, f"{conference.forum_key}:{conference.fiscal_year}")
        conference.convened_on = act.today
    if conference.state is ConferenceState.CANCELLED:
        conference.cancel_reason = why
    if conference.state is ConferenceState.IN_SESSION:
        begin_session(act, conference)
    if conference.state is ConferenceState.ADJOURNED:
        end_session(act, conference, is_broken_off=step == "break_off")
    return conference
