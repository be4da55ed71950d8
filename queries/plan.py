"""支援プラン of one case: the person's own words, what is agreed, what was found, and who carries what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import Session, col

import settings
from models.cases import Case, HouseholdMember
from models.conferences import AgendaItem, Conference, ConferenceState
from models.history import ReasonedAct
from models.people import Agency
from models.plans import AgreementWay, Assignment, AssignmentState, PlanState, SupportPlan
from queries.calendar import ConferenceRow, conference_rows
from queries.role_rows import role_rows
from queries.role_view import RoleRow
from queries.roles import household_of, looks_of
from queries.view import Choice, Confidential, Seen
from rules.access import GRANTS, Actor, Office, as_known_to, holds_the_office, may, runs
from rules.disclosure import Basis, BasisKind
from rules.lifecycle import Offer
from rules.plan_steps import PLAN, SETTLED, PlanFacts
from rules.refusal import Refused, require
from rules.roles import asked, concerned, plan_facts, without_right
from rules.visibility import names_visible_to, visible_to
from rules.visible_cases import within
from rules.visible_conferences import cases_run
from rules.visible_plans import told_with_its_case

_RIGHTS = ("plan.change", "plan.agree", "plan.advance")
_COMING = (ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION)


@dataclass(frozen=True)
class PlanView:
    """One plan of the case; offers only for the one that is not decided."""

    id: UUID
    version: int
    round: int
    state: PlanState
    wish: str
    wish_of_id: UUID | None
    wish_of: str
    aim: str | None
    starts_on: date | None
    ends_on: date | None
    monitoring_on: date | None
    lead_agency_id: UUID | None
    lead_agency: str
    conference: ConferenceRow | None
    opinion: str | None
    agreed_on: date | None
    agreed_way: AgreementWay | None
    decided_on: date | None
    decision_number: str | None
    is_ahead: bool
    members: tuple[UUID, ...]
    people: tuple[str, ...]
    offers: tuple[Offer, ...]
    may: frozenset[str]
    reasoned: tuple[tuple[str, str], ...]

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.state not in SETTLED

    def seen(self, *names: str) -> dict[str, object]:
        """What a form of the plan shows."""
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class PlanFile(Confidential):
    """The plans of one case, newest first, and its whole 役割分担表."""

    case_id: UUID
    number: str
    alias: str
    plans: tuple[PlanView, ...]
    roles: tuple[RoleRow, ...]
    unknowing: frozenset[UUID]
    conferences: tuple[ConferenceRow, ...]
    household: tuple[Choice, ...]
    may: frozenset[str]
    is_office: bool


def case_plan(session: Session, actor: Actor, now: datetime, case_id: UUID | None) -> PlanFile:
    """The plans of a case. Raises Refused("not_found") alike for a forbidden and an absent one."""
    require(may(actor, "assignment.look"), "not_found")
    today = settings.tokyo_day(now)
    known = or_(visible_to(actor, Case, today), cases_run(actor, today))
    case = session.execute(select(Case).where(col(Case.id) == case_id, known)).scalars().first()
    if case is None:
        raise Refused("not_found")
    is_office = holds_the_office(actor, case.district_key, case.in_charge_id)
    is_run = session.execute(select(col(Case.id)).where(col(Case.id) == case.id, cases_run(actor, today))).first()
    unknowing = _unknowing(session, case, today) if is_office else frozenset()
    roles = role_rows(
        session, actor, now, [col(Assignment.case_id) == case.id, told_with_its_case(actor, today)], unknowing=unknowing
    )
    kind = BasisKind.OFFICE if is_office else BasisKind.RUNNING if is_run else BasisKind.CONSENT
    basis = next((row.basis for row in roles if row.basis.kind is kind), Basis(kind))
    here = as_known_to(actor, case.district_key, case.in_charge_id)
    held = frozenset({Office.IN_CHARGE} if case.in_charge_id == actor.person_id else ())
    return PlanFile(
        basis=basis, looks=(Seen("assignment.look", "cases", case.id, case.id, kind.value), *looks_of(roles)),
        case_id=case.id, number=case.number, alias=case.alias,
        plans=_plans(session, actor, now, case, is_office=is_office), roles=roles, unknowing=unknowing,
        conferences=_coming(session, actor, now, case) if is_office else (),
        household=household_of(session, case.id) if is_office else (),
        may=frozenset(action for action in GRANTS if may(here, action, held)), is_office=is_office,
    )  # fmt: skip


def _unknowing(session: Session, case: Case, today: date) -> frozenset[UUID]:
    """The drafted roles whose agency may not know the case yet: told before they are asked."""
    drafts = session.execute(
        select(Assignment).where(col(Assignment.case_id) == case.id, col(Assignment.state) == AssignmentState.DRAFT)
    ).scalars().all()  # fmt: skip
    named = concerned(session.execute, [role.id for role in drafts])
    return without_right(session.execute, case, [asked(role, named[role.id]) for role in drafts], today)


def _coming(session: Session, actor: Actor, now: datetime, case: Case) -> tuple[ConferenceRow, ...]:
    """The coming conferences whose agenda has the case."""
    has_case = select(col(AgendaItem.conference_id)).where(
        col(AgendaItem.case_id) == case.id, col(AgendaItem.removed_at).is_(None)
    )
    seen = visible_to(actor, Conference, settings.tokyo_day(now))
    wanted = [seen, col(Conference.id).in_(has_case), col(Conference.state).in_(_COMING)]
    return conference_rows(session, actor, now, wanted)


@dataclass(frozen=True)
class _Beside:
    """What stands beside the plans of a case, read once for all of them."""

    relations: dict[UUID, str]
    members: dict[UUID, frozenset[UUID]]
    met: dict[UUID, ConferenceRow]
    reasons: dict[UUID, tuple[tuple[str, str], ...]]


def _plans(session: Session, actor: Actor, now: datetime, case: Case, *, is_office: bool) -> tuple[PlanView, ...]:
    today = settings.tokyo_day(now)
    rows = session.execute(
        select(SupportPlan, col(Agency.name), Conference)
        .join(Agency, col(Agency.id) == col(SupportPlan.lead_agency_id), isouter=True)
        .join(Conference, col(Conference.id) == col(SupportPlan.conference_id), isouter=True)
        .where(col(SupportPlan.case_id) == case.id, visible_to(actor, SupportPlan, today))
        .order_by(col(SupportPlan.round).desc())
    ).all()
    ids = [plan.id for plan, *_ in rows]
    held = {one.id for *_, one in rows if one is not None}
    seen = [visible_to(actor, Conference, today), col(Conference.id).in_(held)]
    beside = _Beside(
        _relations(session, actor, today, case.id),
        concerned(session.execute, ids),
        {one.id: one for one in conference_rows(session, actor, now, seen)},
        _reasons(session, ids) if is_office else {},
    )
    # Only one plan of a case is not decided, so its facts are counted once.
    facts = {
        plan.id: plan_facts(session.execute, plan, case, today, has_conference=True)
        for plan, *_ in rows
        if plan.state not in SETTLED
    }
    return tuple(_view(actor, case, beside, facts.get(plan.id), *row) for row in rows for plan in row[:1])


def _relations(session: Session, actor: Actor, today: date, case_id: UUID) -> dict[UUID, str]:
    known = or_(names_visible_to(actor, today), within(HouseholdMember.case_id, cases_run(actor, today)))
    rows = session.execute(select(HouseholdMember).where(col(HouseholdMember.case_id) == case_id, known))
    return {one.id: one.relation for one in rows.scalars()}


def _reasons(session: Session, ids: list[UUID]) -> dict[UUID, tuple[tuple[str, str], ...]]:
    found: dict[UUID, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    statement = select(ReasonedAct).where(col(ReasonedAct.subject_id).in_(ids)).order_by(col(ReasonedAct.at))
    for one in session.execute(statement).scalars():
        found[one.subject_id] += ((one.condition, one.reason),)
    return found


def _view(
    actor: Actor, case: Case, beside: _Beside, facts: PlanFacts | None, plan: SupportPlan, lead: str | None,
    conference: Conference | None,
) -> PlanView:  # fmt: skip
    offices, named = _offices(actor, case, conference), beside.members[plan.id]
    here = as_known_to(actor, case.district_key, case.in_charge_id)
    return PlanView(
        id=plan.id, version=plan.version, round=plan.round, state=plan.state, wish=plan.wish,
        wish_of_id=plan.wish_of_id, wish_of=beside.relations.get(plan.wish_of_id, "") if plan.wish_of_id else "",
        aim=plan.aim, starts_on=plan.starts_on, ends_on=plan.ends_on, monitoring_on=plan.monitoring_on,
        lead_agency_id=plan.lead_agency_id, lead_agency=lead or "",
        conference=beside.met.get(conference.id) if conference is not None else None,
        opinion=plan.opinion, agreed_on=plan.agreed_on, agreed_way=plan.agreed_way, decided_on=plan.decided_on,
        decision_number=plan.decision_number, is_ahead=plan.is_ahead, members=tuple(sorted(named)),
        people=tuple(beside.relations[one] for one in sorted(named) if one in beside.relations),
        # The conference is named in the very form that submits the plan: its absence stops nothing before the press.
        offers=PLAN.offered(plan.state, here.roles, offices, facts) if facts is not None else (),
        may=frozenset(right for right in _RIGHTS if may(here, right, offices)),
        reasoned=beside.reasons.get(plan.id, ()),
    )  # fmt: skip


def _offices(actor: Actor, case: Case, conference: Conference | None) -> frozenset[Office]:
    held = frozenset({Office.IN_CHARGE}) if case.in_charge_id == actor.person_id else frozenset()
    return held if conference is None else held | runs(actor, conference.facilitator_id, conference.recorder_id)
