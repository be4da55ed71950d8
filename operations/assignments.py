"""役割: who does what by when; asked, answered by those who carry it, and what became of it."""

from collections.abc import Iterable
from datetime import date
from typing import Unpack
from uuid import UUID

from sqlmodel import col, select

from models.cases import Case, CaseState
from models.conferences import AgendaItem, Conference, ConferenceState
from models.plans import Assignment, AssignmentReport, AssignmentState, DoerKind, PlanState, SupportPlan
from operations.action import Act, action
from operations.asking import TERMS, Terms, ask, facts_of, new_role, write_terms
from operations.concerned import name_members
from operations.records import refuse_if_fixed
from rules.lifecycle import stop
from rules.plan_steps import ASSIGNMENT, SETTLED, assignee_may_know
from rules.refusal import require
from rules.roles import GOING_ON, OVER, WAITING
from rules.typed_text import PASSAGE, kept, needed

A = AssignmentState


def open_plan(act: Act, case_id: UUID) -> SupportPlan | None:
    """The plan of a case that is not decided yet."""
    statement = select(SupportPlan).where(SupportPlan.case_id == case_id, col(SupportPlan.state).not_in(SETTLED))
    return act.session.exec(statement.order_by(col(SupportPlan.round).desc())).first()


@action("assignment.add", on=Case)
def add_assignment(
    act: Act, case: Case, *, task: str, doer: DoerKind = DoerKind.AGENCY, agency_id: UUID | None = None,
    plan_id: UUID | None = None, replaces_id: UUID | None = None, members: Iterable[UUID] = (),
    **terms: Unpack[Terms],
) -> Assignment:  # fmt: skip
    """A support item of a plan, or a role between conferences. In the draft of a plan nobody is asked yet."""
    require(case.state is not CaseState.CLOSED, "case_is_closed")
    role = new_role(act, case, doer, agency_id, task, terms)
    plan = act.find(SupportPlan, plan_id) if plan_id is not None else None
    if plan is not None:
        require(plan.case_id == case.id, "not_found")
        require(plan.state not in SETTLED, "plan_is_decided")
        role.plan_id, role.conference_id = plan.id, plan.conference_id
    if replaces_id is not None:
        _replace(act, role, replaces_id)
    act.add(role)
    name_members(act, role.id, case, members)
    if plan is None or plan.state is not PlanState.DRAFT:
        act.session.flush()
        ask(act, role, case)
    return role


def _replace(act: Act, role: Assignment, replaces_id: UUID) -> None:
    """Instead of one that was declined; the new one stands where the old one stood."""
    old = act.find(Assignment, replaces_id)
    require(old.case_id == role.case_id, "not_found")
    require(old.state is A.DECLINED, "only_declined_is_replaced")
    again = act.session.exec(select(Assignment.id).where(Assignment.replaces_id == old.id)).first()
    require(again is None, "already_there")
    role.replaces_id, role.plan_id = old.id, role.plan_id or old.plan_id


@action("assignment.agree", on=AgendaItem)
def agree_assignment(
    act: Act, item: AgendaItem, *, task: str, doer: DoerKind = DoerKind.AGENCY, agency_id: UUID | None = None,
    members: Iterable[UUID] = (), **terms: Unpack[Terms],
) -> Assignment:  # fmt: skip
    """役割を加える in the room: who and what are enough, the rest waits for afterwards."""
    conference = act.session.get_one(Conference, item.conference_id)
    is_open = conference.state in {ConferenceState.IN_SESSION, ConferenceState.ADJOURNED}
    require(is_open and item.removed_at is None, "step_not_open")
    require(item.case_id is not None, "item_has_no_case")
    refuse_if_fixed(act.session, conference.id, item.case_id)
    case = act.session.get_one(Case, item.case_id)
    require(case.state is not CaseState.CLOSED, "case_is_closed")
    role = new_role(act, case, doer, agency_id, task, terms)
    plan = open_plan(act, case.id)
    role.conference_id, role.item_id, role.plan_id = conference.id, item.id, plan.id if plan is not None else None
    act.add(role)
    name_members(act, role.id, case, members)
    act.session.flush()
    ask(act, role, case)
    return role


@action("assignment.change", on=Assignment, edits=("task", *TERMS), hideable=("doer_name", "problem"))
def change_assignment(
    act: Act, role: Assignment, *, task: str, members: Iterable[UUID] | None = None,
    members_were: Iterable[UUID] | None = None, **terms: Unpack[Terms],
) -> Assignment:  # fmt: skip
    """閉会後の仕上げ: person, day, frequency, 制度・サービス and the rest. What was accepted stays what it was."""
    require(role.state not in OVER, "step_not_open")
    case, words = act.session.get_one(Case, role.case_id), needed(task, "field.task", most=PASSAGE)
    require(words == role.task or role.state not in GOING_ON, "task_was_accepted")
    role.task = words
    write_terms(act, role, terms)
    if members is not None:
        name_members(act, role.id, case, members, members_were)
    act.session.flush()
    if role.state is not A.DRAFT:
        # Whom the role speaks of may have grown: who was asked must still be allowed to know.
        act.weigh((stop(assignee_may_know),), facts_of(act, role, case))
    return role


def _speaks_for_its_agency(act: Act, role: Assignment) -> None:
    """代理入力: an agency answers itself, or somebody types what it said; nobody answers over its head."""
    require(role.agency_id is None or act.agency_id == role.agency_id, "answer_is_its_agencys")


@action("assignment.advance", on=Assignment, edits=("state",))
def advance_assignment(
    act: Act, role: Assignment, *, step: str, answer: str | None = None, answer_by: str | None = None,
    answer_due_on: date | None = None, person_id: UUID | None = None, doer_name: str | None = None,
) -> Assignment:  # fmt: skip
    """Ask, answer, finish, or say that it is no longer needed."""
    taken = ASSIGNMENT.step(step, role.state, act.actor.roles, act.offices)
    words, by = kept(answer, most=PASSAGE), kept(answer_by)
    case = act.session.get_one(Case, role.case_id)
    if step == "ask":
        ask(act, role, case)
        return role
    if step != "no_longer_needed":
        _speaks_for_its_agency(act, role)
    require(answer_due_on is None or answer_due_on >= act.today, "answer_day_is_over")
    act.weigh(taken.conditions, facts_of(act, role, case, words, by, answer_due_on))
    role.state = A(taken.target.value)
    role.answer = words
    role.answered_at = act.said.said_at if act.said else act.now
    is_taken_back = role.state is A.TAKEN_BACK
    role.answer_by, role.answer_due_on = (by, answer_due_on) if is_taken_back else (None, None)
    role.condition_accepted_at = None
    if role.state in GOING_ON:
        _who_does_it(act, role, person_id, doer_name)
    if role.state in OVER:
        role.ended_on = role.ended_on or act.today
    return role


def _who_does_it(act: Act, role: Assignment, person_id: UUID | None, doer_name: str | None) -> None:
    """A role has a person: who accepts for an agency carries it, unless somebody else is named."""
    if person_id is not None or kept(doer_name) is not None:
        write_terms(act, role, {"person_id": person_id, "doer_name": doer_name})
    is_own_voice = act.said is None and role.agency_id == act.actor.agency_id
    if is_own_voice and role.person_id is None and role.doer_name is None:
        role.person_id = act.actor.person_id


@action("assignment.accept_condition", on=Assignment, edits=("state", "answer"))
def accept_condition(act: Act, role: Assignment) -> Assignment:
    """進行役 accepts the condition as it stands in words."""
    require(role.state is A.ACCEPTED_WITH_CONDITION, "step_not_open")
    require(role.condition_accepted_at is None, "already_there")
    role.condition_accepted_at = act.now
    return role


@action("assignment.report", on=Assignment)
def report_progress(act: Act, role: Assignment, *, words: str) -> AssignmentReport:
    """途中を知らせる: how it is going, for everybody who shares in the case."""
    require(role.state in GOING_ON | WAITING, "step_not_open")
    _speaks_for_its_agency(act, role)
    return act.add(
        AssignmentReport(
            assignment_id=role.id, case_id=role.case_id, reported_at=act.said.said_at if act.said else act.now,
            words=needed(words, "field.progress", most=PASSAGE), by_id=act.actor.person_id,
        )
    )  # fmt: skip
