"""Which conferences, what of their agenda, whose lines and which records: by being called, by running it, by office."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.cases import Case, InformationClass
from models.conferences import AgendaItem, Attendance, Conference, Invitation
from models.forums import Forum, forums
from models.minutes import ConferenceRecord, MinutesLine, RecordCheck, RecordState
from models.people import Role
from models.record import Record
from rules.access import CONVENORS, Actor
from rules.visible_cases import cases_by_consent, cases_by_office, covers_everyone, is_away, is_recent, within

_CITY = frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF})
_INSIDE = frozenset({*CONVENORS, Role.CONFERENCE_RECORDER})


def _readers(forum: Forum) -> frozenset[Role]:
    """Who knows of the meetings of a body without being called: nobody where personal cases are its matter."""
    if forum.scope == "open":
        return frozenset(Role)
    if forum.scope not in {"inside", "city", "district"}:
        return frozenset()
    # 内部利用 ends at the city hall's door: a commissioned center is outside it.
    known = _INSIDE - ({Role.CENTER_WORKER} if forum.sharing_basis == "internal_use" else set())
    # 委員 from outside the city hall sit where everything is public.
    return known | ({Role.COUNCIL_MEMBER} if forum.scope == "city" and forum.confidentiality == "P0" else set())


def _runs(actor: Actor) -> ColumnElement[bool]:
    return or_(col(Conference.facilitator_id) == actor.person_id, col(Conference.recorder_id) == actor.person_id)


def conferences(actor: Actor) -> ColumnElement[bool]:
    """Everybody who is called or runs it; bodies without personal cases also those they are made for."""
    if actor.roles & _CITY:
        return true()
    call = aliased(Invitation)
    by_agency = and_(col(call.agency_id) == actor.agency_id, col(call.person_id).is_(None))
    is_called = exists().where(
        col(call.conference_id) == col(Conference.id),
        col(call.withdrawn_at).is_(None),
        or_(col(call.person_id) == actor.person_id, by_agency if Role.AGENCY_MEMBER in actor.roles else false()),
    )
    known = [forum.key for forum in forums().values() if actor.roles & _readers(forum)]
    # A notice that was never sent is nobody's business but theirs who prepared it, not even when it is cancelled.
    is_told = col(Conference.convened_on).is_not(None)
    return or_(_runs(actor), and_(is_told, or_(is_called, col(Conference.forum_key).in_(known))))


def of_conferences(actor: Actor, model: type[Record]) -> ColumnElement[bool]:
    """Every row of the conferences this person may know of."""
    own = select(col(Conference.id)).where(conferences(actor))
    return col(model.conference_id).in_(own)  # type: ignore[attr-defined]


def _run_by(actor: Actor, model: type[Record]) -> ColumnElement[bool]:
    """Rows of a conference that this person runs as its appointed recorder or facilitator (R5, or a center's CSW)."""
    if not actor.roles & {Role.CONFERENCE_RECORDER, Role.CENTER_WORKER}:
        return false()
    return col(model.conference_id).in_(select(col(Conference.id)).where(_runs(actor)))  # type: ignore[attr-defined]


def cases_run(actor: Actor, today: date) -> ColumnElement[bool]:
    """The cases on the agenda of a conference this person runs, from its notice until its record is finished."""
    items = select(col(AgendaItem.case_id)).join(Conference, col(Conference.id) == col(AgendaItem.conference_id))
    own = items.where(_run_by(actor, AgendaItem), col(AgendaItem.removed_at).is_(None), is_recent(today))
    return col(Case.id).in_(own)


def items(actor: Actor, today: date) -> ColumnElement[bool]:
    """Items of the agenda; one that speaks of persons only where everybody it speaks of agreed."""
    seen = of_conferences(actor, AgendaItem)
    if actor.roles & _CITY:
        return seen
    names_nobody = or_(col(AgendaItem.case_id).is_(None), col(AgendaItem.without_names))
    agreed = and_(
        within(AgendaItem.case_id, cases_by_consent(actor, today)),
        covers_everyone(actor, today, AgendaItem.id, AgendaItem.case_id, InformationClass.IDENTITY),
    )
    by_office = within(AgendaItem.case_id, cases_by_office(actor))
    in_the_room = and_(~is_away(actor), or_(names_nobody, agreed))
    return and_(seen, or_(by_office, _run_by(actor, AgendaItem), in_the_room))


def attendances(actor: Actor) -> ColumnElement[bool]:
    """Who came, for those who may know who was called."""
    return of_conferences(actor, Attendance)


def lines(actor: Actor) -> ColumnElement[bool]:
    """Lines as they are typed: those who run the conference, and who hold the case by office.

    A body without personal cases is run by others too: lines that belong to no case are theirs, whatever their role.
    """
    if actor.roles & _CITY:
        return true()
    own = col(MinutesLine.conference_id).in_(select(col(Conference.id)).where(_runs(actor)))
    of_no_case = and_(col(MinutesLine.case_id).is_(None), own)
    return or_(of_no_case, _run_by(actor, MinutesLine), within(MinutesLine.case_id, cases_by_office(actor)))


def records(actor: Actor, today: date) -> ColumnElement[bool]:
    """会議録: by office, by running it, and for an agency that was in the room from the day it is asked to check it."""
    if actor.roles & _CITY:
        return true()
    check = aliased(RecordCheck)
    asked = exists().where(col(check.record_id) == col(ConferenceRecord.id), col(check.agency_id) == actor.agency_id)
    told = and_(
        col(ConferenceRecord.state) != RecordState.DRAFT,
        asked,
        or_(col(ConferenceRecord.case_id).is_(None), within(ConferenceRecord.case_id, cases_by_consent(actor, today))),
    )
    by_office = within(ConferenceRecord.case_id, cases_by_office(actor))
    return or_(by_office, _run_by(actor, ConferenceRecord), told if Role.AGENCY_MEMBER in actor.roles else false())


def checks(actor: Actor, today: date) -> ColumnElement[bool]:
    """Answers to a record one may see; an agency sees its own."""
    seen = col(RecordCheck.record_id).in_(select(col(ConferenceRecord.id)).where(records(actor, today)))
    if actor.roles & {*_CITY, Role.CENTER_WORKER, Role.CONFERENCE_RECORDER}:
        return seen
    return and_(seen, col(RecordCheck.agency_id) == actor.agency_id)
