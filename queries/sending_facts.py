"""What is loaded once for all papers of a conference: cases, grounds, roles, plans, agencies. So many statements."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.cases import Case, CaseState, Consent, ConsentShare, HouseholdMember, InformationClass, Involvement
from models.conferences import AgendaItem, Conference, Invitation, ItemAbsence
from models.people import Agency, Person
from models.plans import Assignment, PlanState, SupportPlan
from rules.access import Actor
from rules.nameless import listeners_without_names
from rules.paper_rights import CaseGrounds
from rules.recused import is_recused
from rules.roles import concerned
from rules.room import absences_in, offices_in
from rules.visibility import cases_by_office, consent_is_valid
from rules.visible_cases import is_recent
from rules.visible_conferences import cases_run

Fetch = Callable[[Executable], Iterable[Any]]


@dataclass(frozen=True)
class Carried:
    """One role with the agency and the person that carry it, and whom it is about."""

    role: Assignment
    agency: str
    person: Person | None
    members: frozenset[UUID]


@dataclass(frozen=True)
class SendingFacts:
    """Everything the papers of one conference are made of."""

    cases: dict[UUID, Case]
    held: frozenset[UUID]
    grounds: dict[UUID, CaseGrounds]
    in_room: dict[UUID, frozenset[UUID]]
    roles: dict[UUID, tuple[Carried, ...]]
    plans: dict[UUID, tuple[SupportPlan, str, frozenset[UUID]]]
    agencies: tuple[Agency, ...]


def sending_facts(session: Session, actor: Actor, today: date, conference_id: UUID) -> SendingFacts:
    """All of it, for however many cases, agencies and roles: about sixteen statements."""
    fetch = session.execute
    items = list(fetch(_items(conference_id)))
    found = list(fetch(_cases(actor, today, {row.case_id for row in items})))
    cases = {case.id: case for case, _ in found}
    roles = _roles(fetch, actor, set(cases))
    called = {row[0] for row in fetch(_called(conference_id))}
    away = absences_in(fetch, conference_id)
    in_room: dict[UUID, frozenset[UUID]] = defaultdict(frozenset)
    for row in items:
        if not row.without_names:
            in_room[row.case_id] |= called - away.get(row.id, frozenset())
    carriers = {one.role.agency_id for rows in roles.values() for one in rows} - {None}
    wanted = {agency for case_id in cases for agency in in_room[case_id]} | carriers
    return SendingFacts(
        cases=cases, held=frozenset(case.id for case, is_held in found if is_held),
        grounds=_grounds(fetch, cases, today), in_room=dict(in_room), roles=roles, plans=_plans(fetch, set(cases)),
        agencies=tuple(row[0] for row in fetch(select(Agency).where(col(Agency.id).in_(wanted)))),
    )  # fmt: skip


def _items(conference_id: UUID) -> Executable:
    columns = (col(AgendaItem.id), col(AgendaItem.case_id), col(AgendaItem.without_names))
    of_case = (col(AgendaItem.case_id).is_not(None), col(AgendaItem.removed_at).is_(None))
    return select(*columns).where(col(AgendaItem.conference_id) == conference_id, *of_case)


def _cases(actor: Actor, today: date, wanted: set[UUID]) -> Executable:
    """The cases whose papers this person may give to others: held by office, or run as the appointed recorder."""
    by_office = cases_by_office(actor)
    may_print = or_(by_office, cases_run(actor, today))
    statement = select(Case, by_office.label("is_held")).where(col(Case.id).in_(wanted), may_print)
    return statement.order_by(col(Case.fiscal_year), col(Case.serial))


def _called(conference_id: UUID) -> Executable:
    return select(col(Invitation.agency_id)).where(
        col(Invitation.conference_id) == conference_id,
        col(Invitation.withdrawn_at).is_(None),
        col(Invitation.agency_id).is_not(None),
    )


def _roles(fetch: Fetch, actor: Actor, cases: set[UUID]) -> dict[UUID, tuple[Carried, ...]]:
    # 利害関係: the papers pass through the hands of who makes them.
    statement = (
        select(Assignment, col(Agency.name), Person)
        .join(Agency, col(Agency.id) == col(Assignment.agency_id), isouter=True)
        .join(Person, col(Person.id) == col(Assignment.person_id), isouter=True)
        .where(col(Assignment.case_id).in_(cases), ~is_recused(actor, Assignment.item_id))
        .order_by(col(Assignment.position), col(Assignment.id))
    )
    rows = list(fetch(statement))
    named = concerned(fetch, [role.id for role, _, _ in rows])
    found: dict[UUID, tuple[Carried, ...]] = defaultdict(tuple)
    for role, agency, person in rows:
        found[role.case_id] += (Carried(role, agency or "", person, named[role.id]),)
    return found


def _plans(fetch: Fetch, cases: set[UUID]) -> dict[UUID, tuple[SupportPlan, str, frozenset[UUID]]]:
    """The newest plan of each case that was brought before a conference."""
    statement = (
        select(SupportPlan, col(Agency.name))
        .join(Agency, col(Agency.id) == col(SupportPlan.lead_agency_id), isouter=True)
        .where(col(SupportPlan.case_id).in_(cases), col(SupportPlan.state) != PlanState.DRAFT)
        .order_by(col(SupportPlan.round))
    )
    newest = {plan.case_id: (plan, lead or "") for plan, lead in fetch(statement)}
    named = concerned(fetch, [plan.id for plan, _ in newest.values()])
    return {case_id: (plan, lead, named[plan.id]) for case_id, (plan, lead) in newest.items()}


def _grounds(fetch: Fetch, cases: dict[UUID, Case], today: date) -> dict[UUID, CaseGrounds]:
    offices = offices_in(fetch, set(cases))
    parts: dict[UUID, set[UUID]] = defaultdict(set)
    for statement in (_involved(set(cases), today), _called_for(set(cases), today)):
        for case_id, agency_id in fetch(statement):
            parts[case_id].add(agency_id)
    nameless: dict[UUID, set[tuple[UUID | None, UUID]]] = defaultdict(set)
    for case_id, item_id, agency_id in fetch(listeners_without_names(set(cases))):
        nameless[case_id].add((item_id, agency_id))
    living: dict[UUID, set[UUID]] = defaultdict(set)
    for case_id, member_id in fetch(_living(set(cases))):
        living[case_id].add(member_id)
    reached: dict[UUID, dict[tuple[UUID, InformationClass], frozenset[UUID]]] = defaultdict(dict)
    until: dict[UUID, dict[UUID, date | None]] = defaultdict(dict)
    for consent, share in fetch(_shares(set(cases), today)):
        key, own = (share.agency_id, share.information), reached[consent.case_id]
        own[key] = own.get(key, frozenset()) | {consent.member_id}
        ends = [day for day in (until[consent.case_id].get(share.agency_id), consent.ends_on) if day is not None]
        until[consent.case_id][share.agency_id] = min(ends, default=None)
    return {
        case.id: CaseGrounds(
            case.state is CaseState.CLOSED, case.state is CaseState.IN_SUPPORT_CONFERENCE,
            offices.get(case.id, frozenset()), frozenset(parts[case.id]), frozenset(living[case.id]),
            reached[case.id], until[case.id], frozenset(nameless[case.id]),
        )
        for case in cases.values()
    }  # fmt: skip


def _involved(cases: set[UUID], today: date) -> Executable:
    return select(col(Involvement.case_id), col(Involvement.agency_id)).where(
        col(Involvement.case_id).in_(cases), col(Involvement.since) <= today,
        or_(col(Involvement.until).is_(None), col(Involvement.until) >= today),
    )  # fmt: skip


def _called_for(cases: set[UUID], today: date) -> Executable:
    """The twin of visible_cases: called to a conference about the case, and in the room when it is spoken of."""
    away = aliased(ItemAbsence)
    waits = and_(col(away.item_id) == col(AgendaItem.id), col(away.agency_id) == col(Invitation.agency_id))
    return (
        select(col(AgendaItem.case_id), col(Invitation.agency_id))
        .join(Conference, col(Conference.id) == col(AgendaItem.conference_id))
        .join(Invitation, col(Invitation.conference_id) == col(Conference.id))
        .join(away, waits, isouter=True)
        .where(
            col(AgendaItem.case_id).in_(cases), col(AgendaItem.removed_at).is_(None), ~col(AgendaItem.without_names),
            col(Invitation.agency_id).is_not(None), col(Invitation.withdrawn_at).is_(None),
            is_recent(today), col(away.id).is_(None),
        )
        .distinct()
    )  # fmt: skip


def _living(cases: set[UUID]) -> Executable:
    alive = (col(HouseholdMember.case_id).in_(cases), col(HouseholdMember.died_on).is_(None))
    return select(col(HouseholdMember.case_id), col(HouseholdMember.id)).where(*alive)


def _shares(cases: set[UUID], today: date) -> Executable:
    return (
        select(Consent, ConsentShare)
        .join(ConsentShare, col(ConsentShare.consent_id) == col(Consent.id))
        .where(col(Consent.case_id).in_(cases), consent_is_valid(today))
    )
