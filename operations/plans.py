"""支援プラン: drafted with the person's own words, brought before a conference, agreed and decided."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from sqlmodel import col, func, select

from models.cases import Case, CaseState, HouseholdMember
from models.conferences import AgendaItem, Conference, ConferenceState
from models.people import Agency
from models.plans import AgreementWay, Assignment, AssignmentState, PlanState, SupportPlan
from operations.action import Act, action
from operations.asking import mark_asked
from operations.assignments import open_plan
from operations.concerned import name_members
from rules.lifecycles import CASE
from rules.plan_steps import PLAN, SETTLED
from rules.refusal import require
from rules.roles import plan_facts
from rules.typed_text import PASSAGE, kept, needed

_WITHOUT_PLANS = frozenset({CaseState.RECEIVED, CaseState.SUSPENDED, CaseState.CLOSED})
_COMING = frozenset({ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION})


class Frame(TypedDict, total=False):
    """What a plan is measured by: aim, period, the day somebody looks again, who answers for the whole."""

    aim: str | None
    starts_on: date | None
    ends_on: date | None
    monitoring_on: date | None
    lead_agency_id: UUID | None


FRAME = tuple(Frame.__annotations__)


def _write(act: Act, plan: SupportPlan, wish: str, wish_of_id: UUID | None, frame: Frame) -> None:
    require(set(frame) <= set(FRAME), "not_found")
    plan.wish, plan.wish_of_id = needed(wish, "field.wish", most=PASSAGE), wish_of_id
    for name, value in frame.items():
        setattr(plan, name, kept(str(value or ""), most=PASSAGE) if name == "aim" else value)
    if wish_of_id is not None:
        speaker = act.session.get(HouseholdMember, wish_of_id)
        require(speaker is not None and speaker.case_id == plan.case_id, "not_found")
    require(plan.lead_agency_id is None or act.session.get(Agency, plan.lead_agency_id), "not_found")
    both = plan.starts_on is not None and plan.ends_on is not None
    require(not both or plan.starts_on <= plan.ends_on, "plan_ends_before_it_starts")  # type: ignore[operator]
    watched = plan.monitoring_on is not None and plan.starts_on is not None
    require(not watched or plan.monitoring_on >= plan.starts_on, "monitoring_before_the_plan")  # type: ignore[operator]


@action("plan.draft", on=Case)
def draft_plan(
    act: Act, case: Case, *, wish: str, wish_of_id: UUID | None = None, members: Iterable[UUID] = (),
    **frame: Unpack[Frame],
) -> SupportPlan:  # fmt: skip
    """Begin the next plan of a case; the case comes along."""
    require(case.state is not CaseState.CLOSED, "case_is_closed")
    require(case.state not in _WITHOUT_PLANS, "plan_needs_assessment")
    require(open_plan(act, case.id) is None, "plan_is_open")
    last = act.session.exec(select(func.max(SupportPlan.round)).where(SupportPlan.case_id == case.id)).one()
    plan = SupportPlan(case_id=case.id, round=(last or 0) + 1, wish="")
    _write(act, plan, wish, wish_of_id, frame)
    act.add(plan)
    name_members(act, plan.id, case, members)
    case.state = CaseState(CASE.follow("begin_plan", case.state).value)
    return plan


@action("plan.change", on=SupportPlan, edits=("wish", "wish_of_id", *FRAME))
def change_plan(
    act: Act, plan: SupportPlan, *, wish: str, wish_of_id: UUID | None = None,
    members: Iterable[UUID] | None = None, members_were: Iterable[UUID] | None = None, **frame: Unpack[Frame],
) -> SupportPlan:  # fmt: skip
    """Change a plan until it is decided; after that the next plan is drafted."""
    require(plan.state not in SETTLED, "plan_is_decided")
    case = act.session.get_one(Case, plan.case_id)
    require(case.state is not CaseState.CLOSED, "case_is_closed")
    _write(act, plan, wish, wish_of_id, frame)
    if members is not None:
        name_members(act, plan.id, case, members, members_were)
    return plan


@action("plan.agree", on=SupportPlan, edits=("agreed_on", "agreed_way"))
def agree_plan(act: Act, plan: SupportPlan, *, agreed_on: date, agreed_way: AgreementWay) -> SupportPlan:
    """本人同意日: signed, signed for, or spoken. Of a plan that was decided ahead it may come afterwards."""
    require(plan.state not in SETTLED or plan.agreed_on is None, "plan_is_decided")
    require(agreed_on <= act.today, "day_in_future")
    plan.agreed_on, plan.agreed_way = agreed_on, agreed_way
    return plan


@action("plan.advance", on=SupportPlan, edits=("state",))
def advance_plan(
    act: Act, plan: SupportPlan, *, step: str, conference_id: UUID | None = None, opinion: str | None = None,
    decided_on: date | None = None, decision_number: str | None = None,
) -> SupportPlan:  # fmt: skip
    """Bring it before a conference, write down what was found, send it back, or decide it."""
    taken = PLAN.step(step, plan.state, act.actor.roles, act.offices)
    case = act.session.get_one(Case, plan.case_id)
    require(case.state is not CaseState.CLOSED, "case_is_closed")
    if step == "submit":
        _name_conference(act, plan, conference_id)
    act.session.flush()
    facts = plan_facts(act.session.execute, plan, case, act.today)
    act.weigh(taken.conditions, facts)
    plan.state = PlanState(taken.target.value)
    if step == "decide":
        _decide(act, plan, case, decided_on, decision_number, is_ahead=not facts.is_examined)
    elif step != "submit":
        plan.opinion = kept(opinion, most=PASSAGE)
    if step in {"submit", "decide"}:
        _ask_all(act, plan, case)
    return plan


def _name_conference(act: Act, plan: SupportPlan, conference_id: UUID | None) -> None:
    """A coming conference, or the one in session, whose agenda has the case."""
    if conference_id is None:
        plan.conference_id = None
        return
    conference = act.find(Conference, conference_id)
    on_agenda = select(AgendaItem.id).where(
        AgendaItem.conference_id == conference.id,
        AgendaItem.case_id == plan.case_id,
        col(AgendaItem.removed_at).is_(None),
    )
    require(conference.state in _COMING and act.session.exec(on_agenda).first(), "conference_has_not_the_case")
    plan.conference_id = conference.id


def _decide(
    act: Act, plan: SupportPlan, case: Case, decided_on: date | None, number: str | None, *, is_ahead: bool
) -> None:
    """決裁 is given in the city's own 文書管理システム; its day and number are typed back."""
    require(decided_on is not None, "field_is_needed", field="field.decided_on")
    require(decided_on is not None and decided_on <= act.today, "day_in_future")
    plan.decided_on, plan.decision_number, plan.is_ahead = decided_on, kept(number), is_ahead
    case.monitoring_on = plan.monitoring_on or case.monitoring_on
    if plan.lead_agency_id is not None:
        case.lead_agency_id = plan.lead_agency_id
    case.state = CaseState(CASE.follow("begin_support", case.state).value)


def _ask_all(act: Act, plan: SupportPlan, case: Case) -> None:
    """With the plan its support items are asked; that all may know was weighed before."""
    drafts = select(Assignment).where(Assignment.plan_id == plan.id, Assignment.state == AssignmentState.DRAFT)
    for role in act.session.exec(drafts).all():
        role.conference_id = role.conference_id or plan.conference_id
        mark_asked(act, role, case)
