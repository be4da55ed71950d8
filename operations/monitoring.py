"""モニタリング, 新しい課題 and 評価: how it goes, what is new, and what follows at the end of a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from models.cases import Case, CaseState
from models.closure import (
    Attainment,
    CaseProblem,
    ClosureReview,
    Evaluation,
    MonitoringCheck,
    Outcome,
    Progress,
    RoleProgress,
)
from models.plans import Assignment, PlanState, SupportPlan
from models.taxonomies import taxonomy
from operations.action import Act, action
from operations.reviews import check_conference, open_or_begin
from rules.lifecycles import CASE
from rules.plan_steps import PLAN
from rules.refusal import require
from rules.typed_text import PASSAGE, kept, needed


@dataclass(frozen=True)
class Look:
    """How one role goes, as it is typed at a モニタリング."""

    progress: Progress
    words: str | None = None


def codes(name: str, chosen: Iterable[str]) -> str:
    """Codes of one list, as they are stored. Raises Refused for one that is none."""
    wanted = list(dict.fromkeys(chosen))
    require(set(wanted) <= set(taxonomy(name)), "not_found")
    return " ".join(sorted(wanted))


def plan_in_hand(act: Act, case_id: UUID) -> SupportPlan | None:
    """The last plan that was decided and not evaluated yet."""
    decided = (SupportPlan.case_id == case_id, SupportPlan.state == PlanState.DECIDED)
    return act.session.exec(select(SupportPlan).where(*decided).order_by(col(SupportPlan.round).desc())).first()


@action("monitoring.record", on=Case)
def record_monitoring(
    act: Act, case: Case, *, checked_on: date, changes: str, wish: str | None = None, next_on: date | None = None,
    roles: Mapping[UUID, Look] | None = None,
) -> MonitoringCheck:  # fmt: skip
    """One モニタリング: what changed, how each role goes, and when somebody looks again."""
    require(case.state is not CaseState.CLOSED, "case_is_closed")
    require(checked_on <= act.today, "day_in_future")
    require(next_on is None or next_on > checked_on, "next_monitoring_must_follow")
    plan = plan_in_hand(act, case.id)
    check = act.add(
        MonitoringCheck(
            case_id=case.id, plan_id=plan.id if plan is not None else None, checked_on=checked_on,
            changes=needed(changes, "field.changes", most=PASSAGE), wish=kept(wish, most=PASSAGE), next_on=next_on,
            by_id=act.actor.person_id,
        )
    )  # fmt: skip
    told = dict(roles or {})
    own = select(Assignment.id).where(Assignment.case_id == case.id, col(Assignment.id).in_(told))
    require(len(act.session.exec(own).all()) == len(told), "not_found")
    for role_id, look in told.items():
        words = kept(look.words, most=PASSAGE)
        act.session.add(
            RoleProgress(check_id=check.id, case_id=case.id, assignment_id=role_id, progress=look.progress, words=words)
        )
    case.monitoring_on = next_on
    return check


@action("problem.note", on=Case)
def note_problem(act: Act, case: Case, *, words: str, code: str = "") -> CaseProblem:
    """新しい課題: at any time, by whoever takes part; what becomes of it is said later."""
    require(case.state is not CaseState.CLOSED, "case_is_closed")
    require(code == "" or code in taxonomy("issue"), "not_found")
    return act.add(
        CaseProblem(
            case_id=case.id, code=code, words=needed(words, "field.problem", most=PASSAGE), noticed_on=act.today,
            noticed_by_id=act.agency_id,
        )
    )  # fmt: skip


@action("problem.settle", on=CaseProblem, edits=("settled_on",))
def settle_problem(act: Act, problem: CaseProblem, *, settled_words: str) -> CaseProblem:
    """What became of a new problem: a role, the next plan, or nothing and why."""
    require(problem.settled_on is None, "already_there")
    problem.settled_on, problem.settled_words = act.today, needed(settled_words, "field.settled_words", most=PASSAGE)
    return problem


@action("evaluation.record", on=Case, edits=("state",))
def record_evaluation(
    act: Act, case: Case, *, evaluated_on: date, attainment: Attainment, attainment_words: str, outcome: Outcome,
    changes: Iterable[str] = (), remaining: str | None = None, wish: str | None = None,
    conference_id: UUID | None = None, recontact_on: date | None = None,
) -> Evaluation:  # fmt: skip
    """評価: how far the goal was reached, what changed, and 終結, 再プラン or 中断. The plan is over with it."""
    require(case.state not in {CaseState.CLOSED, CaseState.RECEIVED}, "case_is_not_under_way")
    require(evaluated_on <= act.today, "day_in_future")
    plan = plan_in_hand(act, case.id)
    if conference_id is not None:
        check_conference(act, case.id, conference_id)
    evaluation = act.add(
        Evaluation(
            case_id=case.id, plan_id=plan.id if plan is not None else None, conference_id=conference_id,
            evaluated_on=evaluated_on, attainment=attainment, outcome=outcome, by_id=act.actor.person_id,
            attainment_words=needed(attainment_words, "field.attainment_words", most=PASSAGE),
            changes=codes("change", changes), remaining=kept(remaining, most=PASSAGE), wish=kept(wish, most=PASSAGE),
        )
    )  # fmt: skip
    if plan is not None:
        plan.state = PlanState(PLAN.follow("evaluate", plan.state).value)
    review = open_or_begin(act, case)
    review.plan_id, review.conference_id = evaluation.plan_id or review.plan_id, conference_id or review.conference_id
    _go_on(act, case, evaluation, review, recontact_on)
    return evaluation


def _go_on(act: Act, case: Case, evaluation: Evaluation, review: ClosureReview, recontact_on: date | None) -> None:
    """What follows: the case comes along to its review, pauses, or waits for the next plan."""
    if evaluation.outcome is Outcome.CLOSE:
        review.evaluation_id = evaluation.id
        case.state = CaseState(CASE.follow("begin_review", case.state).value)
        case.monitoring_on = None
    if evaluation.outcome is Outcome.SUSPEND:
        require(recontact_on is not None, "field_is_needed", field="field.recontact_on")
        require(recontact_on is not None and recontact_on > act.today, "recontact_must_lie_ahead")
        case.state, case.recontact_on = CaseState(CASE.follow("suspend", case.state).value), recontact_on
    if evaluation.outcome is Outcome.REPLAN:
        case.state = CaseState(CASE.follow("go_on", case.state).value)
