"""きょう: the roles of my agency, those of my cases that got stuck, and plans that wait for the decision."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from models.cases import Case
from models.closure import AgencyOpinion, OpinionState
from models.people import Agency, Role
from models.plans import Assignment, AssignmentState, PlanState, SupportPlan
from queries.waiting import MOST, Waiting
from rules.access import Actor
from rules.roles import GOING_ON
from rules.visibility import visible_to
from rules.visible_plans import is_own, told_with_its_case

A = AssignmentState
_NEAR = timedelta(days=7)
_BY_DAY = (col(Assignment.answer_due_on), col(Assignment.due_on), col(Assignment.asked_on))


def _roles(session: Session, actor: Actor, day: date, wanted: list[ColumnElement[bool]]) -> Iterator[Any]:
    """Roles with their agency, the case, and whether the case may be told."""
    is_told = and_(visible_to(actor, Case, day), told_with_its_case(actor, day))
    statement = (
        select(Assignment, col(Agency.name), Case, is_told.label("is_told"))
        .join(Case, col(Case.id) == col(Assignment.case_id))
        .join(Agency, col(Agency.id) == col(Assignment.agency_id), isouter=True)
        .where(*wanted)
        .order_by(*_BY_DAY, col(Assignment.id))
        .limit(3 * MOST)
    )
    yield from session.execute(statement)


def _lines(rows: Iterable[Any], keys: dict[AssignmentState, str]) -> Iterator[Waiting]:
    """At most twenty of each kind."""
    given: Counter[str] = Counter()
    for role, agency, case, is_told in rows:
        key = keys[role.state]
        given[key] += 1
        if given[key] > MOST:
            continue
        heading = f"{case.number}「{case.alias}」" if is_told and not role.without_contents else ""
        # What is to be done is confidential text and stays on the role's own screen, where a look is written down.
        values = {"agency": agency or "", "heading": heading}
        yield Waiting(key, values, "role", role.id, role.answer_due_on or role.due_on)


def own_roles(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """承諾を待つ役割, 持ち帰りの回答日, 期限の近い・過ぎた役割 of my agency."""
    near = and_(col(Assignment.state).in_(GOING_ON), col(Assignment.due_on) <= day + _NEAR)
    waits = col(Assignment.state).in_([A.ASKED, A.TAKEN_BACK])
    keys = {A.ASKED: "role_waits", A.TAKEN_BACK: "role_answer_due", **dict.fromkeys(GOING_ON, "role_due")}
    yield from _lines(_roles(session, actor, day, [is_own(actor, day), or_(waits, near)]), keys)


def stuck_roles(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """Of the cases I am in charge of: open conditions, refusals without another, answers and days that are over."""
    after = aliased(Assignment)
    is_replaced = exists().where(col(after.replaces_id) == col(Assignment.id))
    late = and_(col(Assignment.state) == A.ACCEPTED, col(Assignment.due_on) < day)
    wanted = [
        visible_to(actor, Assignment, day),
        col(Case.in_charge_id) == actor.person_id,
        or_(col(Assignment.agency_id) != actor.agency_id, col(Assignment.agency_id).is_(None)),
        or_(
            and_(col(Assignment.state) == A.ACCEPTED_WITH_CONDITION, col(Assignment.condition_accepted_at).is_(None)),
            and_(col(Assignment.state) == A.DECLINED, ~is_replaced),
            and_(col(Assignment.state) == A.TAKEN_BACK, col(Assignment.answer_due_on) <= day),
            late,
        ),
    ]
    keys = {
        A.ACCEPTED_WITH_CONDITION: "role_condition", A.DECLINED: "role_declined", A.TAKEN_BACK: "role_answer_due",
        A.ACCEPTED: "role_due",
    }  # fmt: skip
    yield from _lines(_roles(session, actor, day, wanted), keys)


def waiting_plans(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """Plans that a conference found appropriate and nobody decided yet."""
    found = (PlanState.APPROPRIATE, PlanState.APPROPRIATE_WITH_CHANGES)
    statement = (
        select(col(SupportPlan.case_id), Case)
        .join(Case, col(Case.id) == col(SupportPlan.case_id))
        .where(visible_to(actor, SupportPlan, day), col(SupportPlan.state).in_(found))
        .order_by(col(Case.fiscal_year), col(Case.serial))
        .limit(MOST)
    )
    for case_id, case in session.execute(statement):
        yield Waiting("plan_waits", {"number": case.number, "alias": case.alias}, "plan", case_id)


def unanswered_by(session: Session, actor: Actor) -> int:
    """課の未返信の件数: how many requests one's own 課 has not answered, for those who coordinate inside it.

    実施計画: 推進員 coordinate inside their 課. They are told the number alone, never what it is about.
    """
    if not actor.roles & {Role.PROMOTION_OFFICER, Role.DIVISION_MANAGER}:
        return 0
    roles = select(func.count()).select_from(Assignment).where(
        col(Assignment.agency_id) == actor.agency_id, col(Assignment.state).in_([A.ASKED, A.TAKEN_BACK])
    )  # fmt: skip
    opinions = select(func.count()).select_from(AgencyOpinion).where(
        col(AgencyOpinion.agency_id) == actor.agency_id, col(AgencyOpinion.state) == OpinionState.ASKED
    )  # fmt: skip
    return int(session.execute(roles).scalar_one()) + int(session.execute(opinions).scalar_one())
