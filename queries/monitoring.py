"""進み具合 of one case: each role with what is new since the last look, new problems, and the evaluations so far."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

import settings
from models.cases import Case, CaseState
from models.closure import Attainment, CaseProblem, Evaluation, MonitoringCheck, Outcome, Progress, RoleProgress
from models.conferences import Conference
from models.people import Agency, Person
from models.plans import Assignment, AssignmentState, PlanState, SupportPlan
from queries.calendar import ConferenceRow, conference_rows
from queries.held import Held, conferences_of, held_case
from queries.role_rows import role_rows
from queries.role_view import RoleRow
from queries.roles import looks_of
from queries.view import Confidential, Seen
from rules.access import Actor, may
from rules.refusal import require
from rules.roles import GOING_ON, WAITING
from rules.visibility import visible_to

_UNSEEN = frozenset({AssignmentState.DRAFT, AssignmentState.NOT_NEEDED})


@dataclass(frozen=True)
class ProgressView:
    """How one role went at one look."""

    role_id: UUID
    progress: Progress
    words: str | None


@dataclass(frozen=True)
class CheckView:
    """One モニタリング."""

    id: UUID
    checked_on: date
    who: str
    changes: str
    wish: str | None
    next_on: date | None
    roles: tuple[ProgressView, ...]

    def of(self, role_id: UUID) -> ProgressView | None:
        """How one role went then."""
        return next((one for one in self.roles if one.role_id == role_id), None)


@dataclass(frozen=True)
class ProblemView:
    """A new problem: noticed by whom, and what became of it."""

    id: UUID
    code: str
    words: str
    noticed_on: date
    noticed_by: str
    settled_on: date | None
    settled_words: str | None


@dataclass(frozen=True)
class EvaluationView:
    """One evaluation."""

    id: UUID
    evaluated_on: date
    who: str
    round: int | None
    attainment: Attainment
    attainment_words: str
    changes: tuple[str, ...]
    remaining: str | None
    wish: str | None
    outcome: Outcome


@dataclass(frozen=True)
class PlanBrief:
    """The plan that is carried out."""

    id: UUID
    round: int
    wish: str
    aim: str | None
    ends_on: date | None


@dataclass(frozen=True)
class MonitoringFile(Confidential):
    """How one case goes. since: the last look, or the day of the decision; what is newer is new."""

    case_id: UUID
    number: str
    alias: str
    state: CaseState
    plan: PlanBrief | None
    since: date | None
    next_on: date | None
    roles: tuple[RoleRow, ...]
    checks: tuple[CheckView, ...]
    problems: tuple[ProblemView, ...]
    evaluations: tuple[EvaluationView, ...]
    conferences: tuple[ConferenceRow, ...]
    may: frozenset[str]
    is_office: bool

    def is_new(self, role: RoleRow) -> bool:
        """Whether anything happened to a role since the last look."""
        moments = [settings.tokyo_day(one.at) for one in role.reports]
        moments += [day for day in (role.asked_on, role.ended_on) if day is not None]
        moments += [settings.tokyo_day(role.answered_at)] if role.answered_at else []
        return self.since is not None and any(day > self.since for day in moments)


def monitoring_file(session: Session, actor: Actor, now: datetime, case_id: UUID | None) -> MonitoringFile:
    """How one case goes. Raises Refused("not_found") alike for a forbidden and an absent one."""
    require(may(actor, "review.look"), "not_found")
    today = settings.tokyo_day(now)
    held = held_case(session, actor, today, case_id)
    case = held.case
    shown = [col(Assignment.case_id) == case.id, col(Assignment.state).not_in(_UNSEEN)]
    roles = role_rows(session, actor, now, shown)
    ordered = tuple(sorted(roles, key=lambda role: role.state not in WAITING | GOING_ON))
    plan, decided_on = _plan(session, case)
    checks = _checks(session, actor, today, case)
    return MonitoringFile(
        basis=held.basis,
        looks=(Seen("review.look", "cases", case.id, case.id, held.basis.kind.value), *looks_of(roles)),
        case_id=case.id, number=case.number, alias=case.alias, state=case.state, plan=plan,
        since=checks[0].checked_on if checks else decided_on, next_on=case.monitoring_on, roles=ordered, checks=checks,
        problems=_problems(session, actor, today, case), evaluations=_evaluations(session, actor, today, case),
        conferences=conferences_held(session, actor, now, held), may=held.may(), is_office=held.is_office,
    )  # fmt: skip


def conferences_held(session: Session, actor: Actor, now: datetime, held: Held) -> tuple[ConferenceRow, ...]:
    """The conferences about the case, newest first, to say where something was talked through."""
    seen = [visible_to(actor, Conference, settings.tokyo_day(now)), conferences_of(held.case.id)]
    return tuple(reversed(conference_rows(session, actor, now, seen)))


def _plan(session: Session, case: Case) -> tuple[PlanBrief | None, date | None]:
    decided = (col(SupportPlan.case_id) == case.id, col(SupportPlan.state) == PlanState.DECIDED)
    newest = select(SupportPlan).where(*decided).order_by(col(SupportPlan.round).desc())
    plan = session.execute(newest).scalars().first()
    if plan is None:
        return None, None
    return PlanBrief(plan.id, plan.round, plan.wish, plan.aim, plan.ends_on), plan.decided_on


def _checks(session: Session, actor: Actor, today: date, case: Case) -> tuple[CheckView, ...]:
    rows = session.execute(
        select(MonitoringCheck, Person)
        .join(Person, col(Person.id) == col(MonitoringCheck.by_id))
        .where(col(MonitoringCheck.case_id) == case.id, visible_to(actor, MonitoringCheck, today))
        .order_by(col(MonitoringCheck.checked_on).desc(), col(MonitoringCheck.created_at).desc())
        .limit(10)
    ).all()
    told: dict[UUID, tuple[ProgressView, ...]] = defaultdict(tuple)
    own = select(RoleProgress).where(col(RoleProgress.check_id).in_([check.id for check, _ in rows]))
    for one in session.execute(own).scalars():
        told[one.check_id] += (ProgressView(one.assignment_id, one.progress, one.words),)
    return tuple(
        CheckView(one.id, one.checked_on, who.name, one.changes, one.wish, one.next_on, told[one.id])
        for one, who in rows
    )


def _problems(session: Session, actor: Actor, today: date, case: Case) -> tuple[ProblemView, ...]:
    rows = session.execute(
        select(CaseProblem, col(Agency.name))
        .join(Agency, col(Agency.id) == col(CaseProblem.noticed_by_id))
        .where(col(CaseProblem.case_id) == case.id, visible_to(actor, CaseProblem, today))
        .order_by(col(CaseProblem.settled_on).is_not(None), col(CaseProblem.created_at).desc())
        .limit(20)
    )
    return tuple(
        ProblemView(one.id, one.code, one.words, one.noticed_on, agency, one.settled_on, one.settled_words)
        for one, agency in rows
    )


def evaluation_rows(session: Session, actor: Actor, today: date, case: Case) -> list[Any]:
    """The evaluations of a case with who made them and of which plan, newest first."""
    statement = (
        select(Evaluation, Person, col(SupportPlan.round))
        .join(Person, col(Person.id) == col(Evaluation.by_id))
        .join(SupportPlan, col(SupportPlan.id) == col(Evaluation.plan_id), isouter=True)
        .where(col(Evaluation.case_id) == case.id, visible_to(actor, Evaluation, today))
        .order_by(col(Evaluation.evaluated_on).desc(), col(Evaluation.created_at).desc())
    )
    return list(session.execute(statement))


def _evaluations(session: Session, actor: Actor, today: date, case: Case) -> tuple[EvaluationView, ...]:
    return tuple(evaluation_view(*row) for row in evaluation_rows(session, actor, today, case))


def evaluation_view(one: Evaluation, who: Person, nth: int | None) -> EvaluationView:
    """One evaluation as it is shown."""
    return EvaluationView(
        one.id, one.evaluated_on, who.name, nth, one.attainment, one.attainment_words, tuple(one.changes.split()),
        one.remaining, one.wish, one.outcome,
    )  # fmt: skip
