"""What was agreed: the roles of one conference; of the case in hand the person's wish and what stood before."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.cases import Case, HouseholdMember
from models.conferences import Conference
from models.plans import Assignment, AssignmentState, PlanState, SupportPlan
from queries.calendar import conference_seen
from queries.role_rows import role_rows
from queries.role_view import RoleRow
from queries.roles import looks_of
from queries.view import Confidential
from rules.access import Actor, Office, as_known_to, may, runs
from rules.disclosure import Basis, BasisKind
from rules.lifecycle import Offer
from rules.plan_steps import PLAN, PlanFacts
from rules.refusal import require
from rules.visibility import visible_to

_STANDING = tuple(one for one in AssignmentState if one not in {AssignmentState.DRAFT, AssignmentState.NOT_NEEDED})
# What a conference may find of a plan; bringing it there and deciding it happen outside the room.
_FINDINGS = frozenset({"find_appropriate", "find_appropriate_with_changes", "reconsider"})


@dataclass(frozen=True)
class PlanBrief:
    """The newest plan of the case in the person's own words; offers: what this conference may find of it."""

    id: UUID
    round: int
    state: PlanState
    wish: str
    wish_of: str
    aim: str | None
    monitoring_on: date | None
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class CaseInHand(Confidential):
    """The case that is spoken of: the wish, and the roles that stood before this conference."""

    case_id: UUID
    plan: PlanBrief | None
    promises: tuple[RoleRow, ...]


@dataclass(frozen=True)
class Agreed(Confidential):
    """The roles that were agreed in one conference, case by case in the order they were said."""

    roles: tuple[RoleRow, ...]

    def of(self, case_id: UUID | None) -> tuple[RoleRow, ...]:
        """Those of one case."""
        return tuple(role for role in self.roles if role.case_id == case_id)


def agreed_in(session: Session, actor: Actor, now: datetime, conference_id: UUID) -> Agreed:
    """The roles of a conference, of the plans brought before it too, as far as this person may see them."""
    require(may(actor, "conference.look"), "not_found")
    found = conference_seen(session, actor, settings.tokyo_day(now), conference_id)
    wanted = [col(Assignment.conference_id) == found.id, col(Assignment.state).in_(_STANDING)]
    rows = role_rows(session, actor, now, wanted, order=(col(Assignment.case_id), col(Assignment.position)))
    return Agreed(basis=_basis(rows), looks=looks_of(rows), roles=rows)


def case_in_hand(session: Session, actor: Actor, now: datetime, conference_id: UUID, case_id: UUID) -> CaseInHand:
    """The wish and the promises of the case, as far as this person may see them; else the page shows nothing of it."""
    today = settings.tokyo_day(now)
    found = conference_seen(session, actor, today, conference_id)
    before = col(Assignment.conference_id).is_(None) | (col(Assignment.conference_id) != found.id)
    wanted = [col(Assignment.case_id) == case_id, col(Assignment.state).in_(_STANDING), before]
    rows = role_rows(session, actor, now, wanted)
    return CaseInHand(
        basis=_basis(rows), looks=looks_of(rows), case_id=case_id,
        plan=_plan(session, actor, today, found, case_id), promises=rows,
    )  # fmt: skip


def _basis(rows: tuple[RoleRow, ...]) -> Basis:
    return rows[0].basis if rows else Basis(BasisKind.RUNNING)


def _plan(session: Session, actor: Actor, today: date, here: Conference, case_id: UUID) -> PlanBrief | None:
    newest = session.exec(
        select(SupportPlan, Case, HouseholdMember)
        .join(Case, col(Case.id) == SupportPlan.case_id)
        .join(HouseholdMember, col(HouseholdMember.id) == SupportPlan.wish_of_id, isouter=True)
        .where(SupportPlan.case_id == case_id, visible_to(actor, SupportPlan, today))
        .order_by(col(SupportPlan.round).desc())
        .limit(1)
    ).first()
    if newest is None:
        return None
    plan, case, whose = newest
    return PlanBrief(
        plan.id, plan.round, plan.state, plan.wish, whose.relation if whose is not None else "", plan.aim,
        plan.monitoring_on, _findings(actor, here, plan, case),
    )  # fmt: skip


def _findings(actor: Actor, here: Conference, plan: SupportPlan, case: Case) -> tuple[Offer, ...]:
    """Only of a plan that was brought before this very conference; none of these steps asks about facts."""
    known = as_known_to(actor, case.district_key, case.in_charge_id)
    in_charge = frozenset({Office.IN_CHARGE} if case.in_charge_id == actor.person_id else ())
    offices = runs(actor, here.facilitator_id, here.recorder_id) | in_charge
    if plan.conference_id != here.id or not may(known, "plan.advance", offices):
        return ()
    offered = PLAN.offered(plan.state, known.roles, offices, PlanFacts())
    return tuple(one for one in offered if one.name in _FINDINGS)
