"""役割 as rules see them: who may be asked, who has said yes, what is over, what is late."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, and_, or_, select
from sqlmodel import col

from models.cases import Case, CaseState, Consent, ConsentShare, HouseholdMember, InformationClass
from models.conferences import ConcernedMember
from models.people import Agency
from models.plans import Assignment, AssignmentState, DoerKind, PlanState, SupportPlan
from rules.plan_steps import PlanFacts
from rules.visible_cases import consent_is_valid

Fetch = Callable[[Executable], Iterable[Any]]
A = AssignmentState
WAITING = frozenset({A.ASKED, A.TAKEN_BACK})
GOING_ON = frozenset({A.ACCEPTED, A.ACCEPTED_WITH_CONDITION})
OVER = frozenset({A.DONE, A.NOT_NEEDED, A.DECLINED, A.ENDED_WITH_CASE})
# Monitoring so long after the end of the plan is told; later than that needs a reason.
_MONITORING_MAY_FOLLOW = timedelta(days=30)


def has_somebody(role: Assignment) -> bool:
    """A role has a person: somebody of the agency by account or by name, or the doer themselves."""
    return role.doer is not DoerKind.AGENCY or role.person_id is not None or role.doer_name is not None


def is_late(role: Assignment, today: date) -> bool:
    """Its day is over and it is not, or the day on which an answer was promised is."""
    if role.state is A.TAKEN_BACK and role.answer_due_on is not None and role.answer_due_on < today:
        return True
    return role.state in WAITING | GOING_ON and role.due_on is not None and role.due_on < today


def late(today: date) -> ColumnElement[bool]:
    """The SQL twin of is_late()."""
    answer_is_late = and_(col(Assignment.state) == A.TAKEN_BACK, col(Assignment.answer_due_on) < today)
    return or_(answer_is_late, and_(col(Assignment.state).in_(WAITING | GOING_ON), col(Assignment.due_on) < today))


def is_agreed(role: Assignment) -> bool:
    """Somebody said yes; a condition counts as yes once 進行役 accepted it."""
    is_conditional = role.state is A.ACCEPTED_WITH_CONDITION
    return role.state in {A.ACCEPTED, A.DONE} or (is_conditional and role.condition_accepted_at is not None)


@dataclass(frozen=True)
class Asked:
    """A role as far as the right to know is concerned: of which agency, about whom (nobody: the household)."""

    role_id: UUID
    agency_id: UUID | None
    members: frozenset[UUID]
    without_contents: bool


def without_right(fetch: Fetch, case: Case, roles: Iterable[Asked], today: date) -> frozenset[UUID]:
    """The roles whose agency may not know the case on this day. Four statements, however many roles.

    Who holds the case by office needs no consent; in 支援会議 a division of the municipality needs none either.
    Somebody without an account (the person, the family, a neighbour, 民生委員) is asked in words, by a person.
    """
    wanted = [one for one in roles if one.agency_id is not None and not one.without_contents]
    if not wanted:
        return frozenset()
    free = {row.id for row in fetch(select(col(Agency.id)).where(may_know_without_consent(case)))}
    living = {row.id for row in fetch(_living(case.id))}
    reached: dict[UUID | None, set[UUID]] = defaultdict(set)
    for agency_id, member_id in fetch(_reached(case.id, today)):
        reached[agency_id].add(member_id)
    return frozenset(
        one.role_id
        for one in wanted
        if one.agency_id not in free and not _is_reached(one.members & living or living, reached[one.agency_id])
    )


def _is_reached(members: set[UUID] | frozenset[UUID], reached: set[UUID]) -> bool:
    return bool(members) and members <= reached


def by_office(case: Case) -> ColumnElement[bool]:
    """多機関協働 is run by 地域福祉課 and the center of the case's 圏域: 社会福祉法 第106条の4第2項第5号."""
    runs = col(Agency.programmes).contains("multi_agency_collaboration")
    return and_(runs, or_(col(Agency.district_key) == "", col(Agency.district_key) == case.district_key))


def may_know_without_consent(case: Case) -> ColumnElement[bool]:
    """Agencies that need no consent to be asked to do something in this case."""
    # 社会福祉法 第106条の6: within 支援会議, until the case moves with consent, the municipality's own divisions.
    if case.state is CaseState.IN_SUPPORT_CONFERENCE:
        return or_(by_office(case), col(Agency.is_municipal))
    return by_office(case)


def _living(case_id: UUID) -> Executable:
    return select(col(HouseholdMember.id)).where(
        col(HouseholdMember.case_id) == case_id, col(HouseholdMember.died_on).is_(None)
    )


def _reached(case_id: UUID, today: date) -> Executable:
    """Who a person is must at least be covered, as in the room."""
    return (
        select(col(ConsentShare.agency_id), col(Consent.member_id))
        .join(Consent, col(Consent.id) == col(ConsentShare.consent_id))
        .where(
            col(Consent.case_id) == case_id,
            consent_is_valid(today),
            col(ConsentShare.information).in_([InformationClass.IDENTITY, InformationClass.SITUATION]),
        )
    )


def concerned(fetch: Fetch, subjects: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The members each plan or role names. One statement."""
    statement = select(col(ConcernedMember.subject_id), col(ConcernedMember.member_id)).where(
        col(ConcernedMember.subject_id).in_(list(subjects))
    )
    found: dict[UUID, frozenset[UUID]] = defaultdict(frozenset)
    for subject_id, member_id in fetch(statement):
        found[subject_id] |= {member_id}
    return found


def asked(role: Assignment, members: frozenset[UUID]) -> Asked:
    """A stored role with the members it names."""
    return Asked(role.id, role.agency_id, members, role.without_contents)


def plan_facts(
    fetch: Fetch, plan: SupportPlan, case: Case, today: date, *, has_conference: bool | None = None
) -> PlanFacts:
    """What the conditions of a plan ask about, counted alike for the screen and for the act. Six statements."""
    rows = [row[0] for row in fetch(select(Assignment).where(col(Assignment.plan_id) == plan.id))]
    standing = [
        row for row in rows if row.state not in {A.NOT_NEEDED, A.ENDED_WITH_CASE} and not _is_replaced(row, rows)
    ]
    named = concerned(fetch, [row.id for row in rows])
    unknowing = without_right(
        fetch, case, [asked(row, named[row.id]) for row in standing if row.state is A.DRAFT], today
    )
    return PlanFacts(
        items=len(standing),
        has_period=plan.starts_on is not None and plan.ends_on is not None,
        has_conference=plan.conference_id is not None if has_conference is None else has_conference,
        has_monitoring_day=plan.monitoring_on is not None,
        monitoring_is_late=_follows(plan, timedelta(0)),
        monitoring_is_much_later=_follows(plan, _MONITORING_MAY_FOLLOW),
        has_lead_agency=plan.lead_agency_id is not None,
        is_agreed=plan.agreed_on is not None,
        not_accepted=sum(not is_agreed(row) for row in standing),
        without_person=sum(not has_somebody(row) for row in standing),
        is_examined=plan.state in {PlanState.APPROPRIATE, PlanState.APPROPRIATE_WITH_CHANGES},
        unknowing=len(unknowing),
    )


def _is_replaced(role: Assignment, rows: list[Assignment]) -> bool:
    """Somebody else was asked instead of the agency that declined."""
    return role.state is A.DECLINED and any(row.replaces_id == role.id for row in rows)


def _follows(plan: SupportPlan, after: timedelta) -> bool:
    both = plan.monitoring_on is not None and plan.ends_on is not None
    return both and plan.monitoring_on > plan.ends_on + after  # type: ignore[operator]
