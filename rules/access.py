"""May this person do this at all, and on this record? GRANTS answers the first, visible_to the second."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlmodel import col

from models.cases import Case, Consent, ConsentShare, HouseholdMember, InformationClass, Involvement
from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, ItemAbsence
from models.forums import forums
from models.history import HistoryEntry, ReasonedAct
from models.people import Agency, Person, Role
from models.record import Record
from models.relays import Relay

R = Role


class Office(StrEnum):
    """What a person is for one record, looked up on it."""

    IN_CHARGE = "in_charge"
    INVOLVED_AGENCY = "involved_agency"
    SENDER = "sender"
    RECEIVER = "receiver"
    FACILITATOR = "facilitator"
    RECORDER = "recorder"


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with the roles held today, in one sign-in."""

    person_id: UUID
    sign_in_id: UUID
    agency_id: UUID
    district_key: str
    roles: frozenset[Role]
    name: str
    place: str
    must_change_password: bool = False


@dataclass(frozen=True)
class Grant:
    """Roles of the person or offices of the record that carry a right."""

    roles: frozenset[Role] = frozenset()
    offices: frozenset[Office] = frozenset()


def _grant(*holders: Role | Office) -> Grant:
    return Grant(
        frozenset(holder for holder in holders if isinstance(holder, Role)),
        frozenset(holder for holder in holders if isinstance(holder, Office)),
    )


_CASE_STAFF = (R.WELFARE_WORKER, R.DIVISION_CHIEF, R.CENTER_WORKER)
_WORKERS = (R.WELFARE_WORKER, R.CENTER_WORKER)
_EVERYBODY = tuple(Role)
_CONVENORS = (R.WELFARE_WORKER, R.DIVISION_CHIEF, R.CENTER_WORKER, R.PROMOTION_OFFICER, R.DIVISION_MANAGER)
_RUNNING = (Office.FACILITATOR, Office.RECORDER)

GRANTS: dict[str, Grant] = {
    "relay.send": _grant(*_WORKERS, R.AGENCY_MEMBER),
    "relay.take": _grant(*_WORKERS),
    "relay.answer": _grant(*_WORKERS),
    "relay.look": _grant(*_CASE_STAFF, R.AGENCY_MEMBER),
    "case.look": _grant(*_CASE_STAFF, R.AGENCY_MEMBER),
    "case.describe": _grant(*_WORKERS),
    "case.put_in_charge": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "case.advance": _grant(*_CASE_STAFF),
    "member.add": _grant(*_WORKERS),
    "member.correct": _grant(*_WORKERS),
    "agency.involve": _grant(*_WORKERS),
    "agency.release": _grant(*_WORKERS),
    "consent.record": _grant(*_WORKERS),
    "consent.refuse": _grant(*_WORKERS),
    # 撤回 must be easy: whoever in the case hears it may enter it, and it counts from that second.
    "consent.withdraw": _grant(*_CASE_STAFF, Office.INVOLVED_AGENCY),
    "consent.file_paper": _grant(*_WORKERS),
    "consent.print": _grant(*_CASE_STAFF),
    "approval.give": _grant(R.DIVISION_CHIEF),
    "looks.look": _grant(R.DIVISION_CHIEF),
    "looks.export": _grant(R.DIVISION_CHIEF),
    "people.look": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.open": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.close": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.give_role": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.end_role": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.reset_password": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.sign_out": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "password.change": _grant(*_EVERYBODY),
    "sign_in.end": _grant(*_EVERYBODY),
    "today.look": _grant(*_EVERYBODY),
    "forums.look": _grant(*_EVERYBODY),
    "conference.look": _grant(*_EVERYBODY),
    # Which of these may convene which body stands in data/forums.toml (may_convene).
    "conference.schedule": _grant(*_CONVENORS),
    "conference.change": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "conference.advance": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "conference.print": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "invitation.add": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "invitation.withdraw": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.add": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.change": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.remove": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.leave_out": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.let_in": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
}

# Who may make somebody what. An administrator of the system must not be able to give himself a case.
_OUTSIDE = frozenset({R.AGENCY_MEMBER, R.COUNCIL_MEMBER, R.CONFERENCE_RECORDER})
_WITHOUT_CASES = frozenset({R.SYSTEM_ADMINISTRATOR, R.PROMOTION_OFFICER, R.DIVISION_MANAGER, R.COUNCIL_MEMBER})
APPOINTS: dict[Role, frozenset[Role]] = {
    R.SYSTEM_ADMINISTRATOR: _WITHOUT_CASES,
    R.WELFARE_WORKER: _OUTSIDE | {R.PROMOTION_OFFICER},
    R.DIVISION_CHIEF: frozenset(Role),
}


def may(actor: Actor, action: str, offices: frozenset[Office] = frozenset()) -> bool:
    """Whether a role of the person, or an office held on the record, carries the right."""
    grant = GRANTS[action]
    return bool(actor.roles & grant.roles or offices & grant.offices)


def holds_the_office(actor: Actor, district_key: str, in_charge_id: UUID | None) -> bool:
    """多機関協働事業を担当する者: the city's CSW and 課長, and the center's CSW of the case's 圏域."""
    # 社会福祉法 第106条の4第2項第5号: the works of 多機関協働 are theirs, directly or by commission.
    if actor.roles & {R.WELFARE_WORKER, R.DIVISION_CHIEF}:
        return True
    is_own = in_charge_id == actor.person_id or (district_key != "" and district_key == actor.district_key)
    return R.CENTER_WORKER in actor.roles and is_own


def as_known_to(actor: Actor, district_key: str, in_charge_id: UUID | None) -> Actor:
    """The actor as one case knows them: where they do not hold its office, the roles of an office carry nothing.

    A center's CSW may sit in an agency of another district's case: there they are that agency, and no more.
    """
    if holds_the_office(actor, district_key, in_charge_id):
        return actor
    return replace(actor, roles=actor.roles & {R.AGENCY_MEMBER})


def appointable(actor: Actor, *, is_without_chief: bool = False) -> frozenset[Role]:
    """The roles this person may give. Before there is a 課長, an administrator appoints the first one."""
    given = frozenset().union(*(APPOINTS.get(role, frozenset()) for role in actor.roles))
    if is_without_chief and R.SYSTEM_ADMINISTRATOR in actor.roles:
        given |= {R.DIVISION_CHIEF}
    return given


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
    return exists().where(
        col(Involvement.case_id) == col(Case.id),
        col(Involvement.agency_id) == actor.agency_id,
        col(Involvement.since) <= today,
        or_(col(Involvement.until).is_(None), col(Involvement.until) >= today),
    )


def cases_by_office(actor: Actor) -> ColumnElement[bool]:
    """The cases this person holds by office; the SQL twin of holds_the_office()."""
    if actor.roles & {R.WELFARE_WORKER, R.DIVISION_CHIEF}:
        return true()
    if R.CENTER_WORKER in actor.roles:
        own_district = and_(col(Case.district_key) != "", col(Case.district_key) == actor.district_key)
        return or_(own_district, col(Case.in_charge_id) == actor.person_id)
    return false()


def _cases_by_consent(actor: Actor, today: date) -> ColumnElement[bool]:
    if R.AGENCY_MEMBER not in actor.roles:
        return false()
    agreed = exists().where(col(Consent.case_id) == col(Case.id), _shared_with(actor, today))
    return and_(_is_involved(actor, today), agreed)


def _within(case_id: Any, cases: ColumnElement[bool]) -> ColumnElement[bool]:
    return col(case_id).in_(select(col(Case.id)).where(cases))


def _of_cases(actor: Actor, model: type[Record], today: date) -> ColumnElement[bool]:
    cases = or_(cases_by_office(actor), _cases_by_consent(actor, today))
    return _within(model.case_id, cases)  # type: ignore[attr-defined]


def _members(actor: Actor, today: date, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    shared = exists().where(col(Consent.member_id) == col(HouseholdMember.id), _shared_with(actor, today, *more))
    return or_(
        _within(HouseholdMember.case_id, cases_by_office(actor)),
        and_(_within(HouseholdMember.case_id, _cases_by_consent(actor, today)), shared),
    )


def _consents(actor: Actor, today: date) -> ColumnElement[bool]:
    return or_(
        _within(Consent.case_id, cases_by_office(actor)),
        and_(_within(Consent.case_id, _cases_by_consent(actor, today)), _shared_with(actor, today)),
    )


def _relays(actor: Actor) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = []
    if actor.roles & {R.WELFARE_WORKER, R.DIVISION_CHIEF}:
        return true()
    if R.CENTER_WORKER in actor.roles:
        ways.append(col(Relay.to_agency_id) == actor.agency_id)
    if actor.roles & {R.CENTER_WORKER, R.AGENCY_MEMBER}:
        ways.append(col(Relay.from_agency_id) == actor.agency_id)
    return or_(*ways) if ways else false()


def _history(actor: Actor) -> ColumnElement[bool]:
    if R.DIVISION_CHIEF in actor.roles:
        return true()
    return _within(HistoryEntry.case_id, cases_by_office(actor))


def _people(actor: Actor) -> ColumnElement[bool]:
    return true() if may(actor, "people.look") else col(Person.id) == actor.person_id


_INSIDE = frozenset({*_CONVENORS, R.CONFERENCE_RECORDER})
_READERS_BY_SCOPE: dict[str, frozenset[Role]] = {
    "open": frozenset(Role),
    "inside": _INSIDE,
    "city": _INSIDE | {R.COUNCIL_MEMBER},
    "district": _INSIDE,
}


def _conferences(actor: Actor) -> ColumnElement[bool]:
    """Everybody who is called or runs it; bodies without personal cases also those they are made for."""
    if actor.roles & {R.WELFARE_WORKER, R.DIVISION_CHIEF}:
        return true()
    by_agency = and_(col(Invitation.agency_id) == actor.agency_id, col(Invitation.person_id).is_(None))
    is_called = exists().where(
        col(Invitation.conference_id) == col(Conference.id),
        col(Invitation.withdrawn_at).is_(None),
        or_(col(Invitation.person_id) == actor.person_id, by_agency if R.AGENCY_MEMBER in actor.roles else false()),
    )
    runs_it = or_(col(Conference.facilitator_id) == actor.person_id, col(Conference.recorder_id) == actor.person_id)
    known = [f.key for f in forums().values() if actor.roles & _READERS_BY_SCOPE.get(f.scope, frozenset())]
    # A notice that has not been sent is nobody's business but theirs who prepare it.
    is_told = col(Conference.state) != ConferenceState.PLANNED
    return or_(runs_it, and_(is_told, or_(is_called, col(Conference.forum_key).in_(known))))


def _items(actor: Actor, today: date) -> ColumnElement[bool]:
    seen = col(AgendaItem.conference_id).in_(select(col(Conference.id)).where(_conferences(actor)))
    cases = or_(cases_by_office(actor), _cases_by_consent(actor, today))
    is_away = exists().where(
        col(ItemAbsence.item_id) == col(AgendaItem.id), col(ItemAbsence.agency_id) == actor.agency_id
    )
    names_nobody = or_(col(AgendaItem.case_id).is_(None), col(AgendaItem.without_names))
    by_office = _within(AgendaItem.case_id, cases_by_office(actor))
    return and_(seen, or_(by_office, and_(~is_away, or_(names_nobody, _within(AgendaItem.case_id, cases)))))


def names_visible_to(actor: Actor, today: date) -> ColumnElement[bool]:
    """The people of a household whose name this person may see, and so may search by."""
    return _members(actor, today, col(ConsentShare.information) == InformationClass.IDENTITY)


def visible_to(actor: Actor, model: type[Record], today: date) -> ColumnElement[bool]:
    """One clause per table: lists, counts and single records go through it, so they cannot disagree."""
    clauses: dict[type[Record], Callable[[], ColumnElement[bool]]] = {
        Case: lambda: or_(cases_by_office(actor), _cases_by_consent(actor, today)),
        HouseholdMember: lambda: _members(actor, today),
        Consent: lambda: _consents(actor, today),
        Involvement: lambda: _of_cases(actor, Involvement, today),
        Relay: lambda: _relays(actor),
        HistoryEntry: lambda: _history(actor),
        ReasonedAct: lambda: _within(ReasonedAct.case_id, cases_by_office(actor)),
        Person: lambda: _people(actor),
        Agency: true,
        Conference: lambda: _conferences(actor),
        Invitation: lambda: col(Invitation.conference_id).in_(select(col(Conference.id)).where(_conferences(actor))),
        AgendaItem: lambda: _items(actor, today),
    }
    if model not in clauses:
        raise LookupError(f"no rule says who may see {model.__name__}")
    return clauses[model]()
