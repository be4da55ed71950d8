"""On this record? One clause per table: lists, counts, search and single records go through it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlmodel import col

from models.cases import Case, Consent, ConsentShare, HouseholdMember, InformationClass, Involvement
from models.history import HistoryEntry, ReasonedAct
from models.people import Agency, Person, Role
from models.record import Record
from models.relays import Relay
from rules.access import Actor, may


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
    if actor.roles & {Role.WELFARE_WORKER, Role.DIVISION_CHIEF}:
        return true()
    if Role.CENTER_WORKER in actor.roles:
        own_district = and_(col(Case.district_key) != "", col(Case.district_key) == actor.district_key)
        return or_(own_district, col(Case.in_charge_id) == actor.person_id)
    return false()


def _cases_by_consent(actor: Actor, today: date) -> ColumnElement[bool]:
    if Role.AGENCY_MEMBER not in actor.roles:
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
    if actor.roles & {Role.WELFARE_WORKER, Role.DIVISION_CHIEF}:
        return true()
    if Role.CENTER_WORKER in actor.roles:
        ways.append(col(Relay.to_agency_id) == actor.agency_id)
    if actor.roles & {Role.CENTER_WORKER, Role.AGENCY_MEMBER}:
        ways.append(col(Relay.from_agency_id) == actor.agency_id)
    return or_(*ways) if ways else false()


def _history(actor: Actor) -> ColumnElement[bool]:
    if Role.DIVISION_CHIEF in actor.roles:
        return true()
    return _within(HistoryEntry.case_id, cases_by_office(actor))


def _people(actor: Actor) -> ColumnElement[bool]:
    return true() if may(actor, "people.look") else col(Person.id) == actor.person_id


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
    }
    if model not in clauses:
        raise LookupError(f"no rule says who may see {model.__name__}")
    return clauses[model]()
