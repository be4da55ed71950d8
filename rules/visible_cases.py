"""Which cases, and what of them: by office, by consent, by being called to a conference about them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlmodel import col

from models.cases import Case, CaseState, Consent, ConsentShare, HouseholdMember, InformationClass, Involvement
from models.conferences import AgendaItem, ConcernedMember, Conference, ConferenceState, Invitation, ItemAbsence
from models.history import HistoryEntry, ReasonedAct
from models.people import Person, Role
from models.record import Record
from models.relays import Relay
from rules.access import Actor, may
from rules.own_names import own_names
from rules.recused import is_recused

# So long after a conference those who ran it or were called to it may still finish and check its record.
AFTER_CONFERENCE = timedelta(days=30)
_TOLD = (ConferenceState.CONVENED, ConferenceState.IN_SESSION, ConferenceState.ADJOURNED)


def consent_is_valid(today: date) -> ColumnElement[bool]:
    """A consent that counts on this Tokyo day: begun, not ended (the last day is inclusive), not withdrawn."""
    return and_(
        col(Consent.withdrawn_at).is_(None),
        col(Consent.starts_on) <= today,
        or_(col(Consent.ends_on).is_(None), col(Consent.ends_on) >= today),
    )


def _shared_with(actor: Actor, today: date, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    own = (col(ConsentShare.consent_id) == col(Consent.id), col(ConsentShare.agency_id) == actor.agency_id)
    return and_(exists().where(*own, *more), consent_is_valid(today))


def _is_involved(actor: Actor, today: date) -> ColumnElement[bool]:
    own = exists().where(
        col(Involvement.case_id) == col(Case.id),
        col(Involvement.agency_id) == actor.agency_id,
        col(Involvement.since) <= today,
        or_(col(Involvement.until).is_(None), col(Involvement.until) >= today),
    )
    return own.correlate(Case)


def since_when(today: date) -> datetime:
    """A conference that ended before this moment is over for those who ran it or were called to it."""
    return datetime.combine(today, time(), UTC) - AFTER_CONFERENCE


def is_recent(today: date) -> ColumnElement[bool]:
    """The conference was announced, and it lies ahead or not long ago."""
    return and_(
        col(Conference.state).in_(_TOLD),
        col(Conference.convened_on).is_not(None),
        col(Conference.ends_at) >= since_when(today),
    )


def is_away(actor: Actor) -> ColumnElement[bool]:
    """The actor's agency is not in the room for the item."""
    (absence,) = own_names("is_away", ItemAbsence)
    return exists().where(col(absence.item_id) == col(AgendaItem.id), col(absence.agency_id) == actor.agency_id)


def _is_called_for(actor: Actor, today: date) -> ColumnElement[bool]:
    """Called to a conference, and in the room when the case is spoken of."""
    return exists(
        select(1)
        .select_from(AgendaItem)
        .join(Conference, col(Conference.id) == col(AgendaItem.conference_id))
        .join(Invitation, col(Invitation.conference_id) == col(Conference.id))
        .where(
            col(AgendaItem.case_id) == col(Case.id),
            col(AgendaItem.removed_at).is_(None),
            # 氏名を伏せて協議: to be called for it must not tell, by the case that comes into the list, whose it is.
            ~col(AgendaItem.without_names),
            col(Invitation.agency_id) == actor.agency_id,
            col(Invitation.withdrawn_at).is_(None),
            is_recent(today),
            ~is_away(actor),
            ~is_recused(actor, AgendaItem.id),
        )
    )


def cases_by_office(actor: Actor) -> ColumnElement[bool]:
    """The cases this person holds by office; the SQL twin of holds_the_office()."""
    if actor.roles & {Role.WELFARE_WORKER, Role.DIVISION_CHIEF}:
        return true()
    if Role.CENTER_WORKER in actor.roles:
        own_district = and_(col(Case.district_key) != "", col(Case.district_key) == actor.district_key)
        return or_(own_district, col(Case.in_charge_id) == actor.person_id)
    return false()


def cases_by_consent(actor: Actor, today: date) -> ColumnElement[bool]:
    """The cases an agency takes part in, as far as somebody of the household agreed.

    A closed case is none of them, however it was shared: by a part in it or by a call to a conference about it.
    """
    if Role.AGENCY_MEMBER not in actor.roles:
        return false()
    # Whatever the statement joins besides, these consents are looked for by themselves.
    agreed = exists().where(col(Consent.case_id) == col(Case.id), _shared_with(actor, today)).correlate(Case)
    goes_on = col(Case.state) != CaseState.CLOSED
    return and_(goes_on, or_(_is_involved(actor, today), _is_called_for(actor, today)), agreed)


def within(case_id: Any, cases: ColumnElement[bool]) -> ColumnElement[bool]:
    """The case of the row is among these cases."""
    # Whatever the statement joins besides, these cases are counted by themselves.
    return col(case_id).in_(select(col(Case.id)).where(cases).correlate(None))


def of_cases(actor: Actor, model: type[Record], today: date) -> ColumnElement[bool]:
    """Every row of the cases this person may see."""
    cases = or_(cases_by_office(actor), cases_by_consent(actor, today))
    return within(model.case_id, cases)  # type: ignore[attr-defined]


def _reached(actor: Actor, today: date, information: InformationClass) -> Select[Any]:
    shared = _shared_with(actor, today, col(ConsentShare.information) == information)
    return select(col(Consent.member_id)).where(shared)


def covers_everyone(
    actor: Actor, today: date, subject_id: Any, case_id: Any, information: InformationClass
) -> ColumnElement[bool]:
    """Everybody the row speaks of agreed that this agency may know this class; nobody named means the household."""
    reached = _reached(actor, today, information)
    concerned, member = own_names("covers_everyone", ConcernedMember, HouseholdMember)
    speaks_of = col(concerned.subject_id) == col(subject_id)
    named = exists().where(speaks_of)
    # A consent ends with a person's death, and so does the need for one; the record of the living stays readable.
    lives = (col(member.id) == col(concerned.member_id), col(member.died_on).is_(None))
    named_lacks = exists().where(speaks_of, *lives, col(concerned.member_id).not_in(reached))
    return or_(and_(named, ~named_lacks), and_(~named, covers_household(actor, today, case_id, information)))


def covers_household(actor: Actor, today: date, case_id: Any, information: InformationClass) -> ColumnElement[bool]:
    """Every living person of the household agreed that this agency may know this class."""
    reached, (member,) = _reached(actor, today, information), own_names("covers_household", HouseholdMember)
    return ~exists().where(
        col(member.case_id) == col(case_id), col(member.died_on).is_(None), col(member.id).not_in(reached)
    )


def members(actor: Actor, today: date, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """The people of a household of whom anything may be shown."""
    shared = exists().where(col(Consent.member_id) == col(HouseholdMember.id), _shared_with(actor, today, *more))
    return or_(
        within(HouseholdMember.case_id, cases_by_office(actor)),
        and_(within(HouseholdMember.case_id, cases_by_consent(actor, today)), shared),
    )


def consents(actor: Actor, today: date) -> ColumnElement[bool]:
    """The consents that open something to this person."""
    return or_(
        within(Consent.case_id, cases_by_office(actor)),
        and_(within(Consent.case_id, cases_by_consent(actor, today)), _shared_with(actor, today)),
    )


def relays(actor: Actor) -> ColumnElement[bool]:
    """つなぎ: those of the own agency, sent or received; the city sees them all."""
    ways: list[ColumnElement[bool]] = []
    if actor.roles & {Role.WELFARE_WORKER, Role.DIVISION_CHIEF}:
        return true()
    if Role.CENTER_WORKER in actor.roles:
        ways.append(col(Relay.to_agency_id) == actor.agency_id)
    if actor.roles & {Role.CENTER_WORKER, Role.AGENCY_MEMBER}:
        ways.append(col(Relay.from_agency_id) == actor.agency_id)
    return or_(*ways) if ways else false()


def history(actor: Actor) -> ColumnElement[bool]:
    """What happened in the cases held by office; 課長 sees everything."""
    if Role.DIVISION_CHIEF in actor.roles:
        return true()
    return within(HistoryEntry.case_id, cases_by_office(actor))


def reasoned(actor: Actor) -> ColumnElement[bool]:
    """理由つきで進めたこと in the cases held by office; what is about no single case is the city's."""
    of_no_case = col(ReasonedAct.case_id).is_(None)
    is_city = bool(actor.roles & {Role.WELFARE_WORKER, Role.DIVISION_CHIEF})
    return or_(within(ReasonedAct.case_id, cases_by_office(actor)), of_no_case if is_city else false())


def people(actor: Actor) -> ColumnElement[bool]:
    """Accounts: everybody's, or the own."""
    return true() if may(actor, "people.look") else col(Person.id) == actor.person_id
