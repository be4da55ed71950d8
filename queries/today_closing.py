"""きょう, to the end of a case and beyond: monitoring, reviews, opinions, new problems, and the ledger."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, false, func, or_, select, true
from sqlmodel import Session, col

import settings
from models.cases import Case, CaseState
from models.closure import AgencyOpinion, CaseProblem, ClosureReview, OpinionState, ReviewState
from models.gaps import Engagement, GapMove, GapOrigin, GapState, ResourceGap
from models.people import Agency, Role
from models.plans import PlanState, SupportPlan
from models.taxonomies import taxonomy
from queries.waiting import MOST, Waiting
from rules.access import Actor, may
from rules.gap_steps import FINAL
from rules.visibility import visible_to
from rules.visible_gaps import CITY, owns

_NEAR = timedelta(days=7)
_PLAN_ENDS = timedelta(days=30)
_TOLD_FOR = timedelta(days=30)
# The board shows them all; きょう begins with the oldest.
_FIRST = 2


def _of_mine(actor: Actor) -> ColumnElement[bool]:
    return col(Case.in_charge_id) == actor.person_id


def _named(case: Case) -> dict[str, str]:
    return {"number": case.number, "alias": case.alias}


def monitorings(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """モニタリング that is due, and plans that end without having been evaluated, of the cases I am in charge of."""
    due = select(Case).where(visible_to(actor, Case, day), _of_mine(actor), col(Case.monitoring_on) <= day + _NEAR)
    for case in session.execute(due.order_by(col(Case.monitoring_on)).limit(MOST)).scalars():
        yield Waiting("monitoring_due", _named(case), "monitoring", case.id, case.monitoring_on)
    ends = (
        select(SupportPlan, Case)
        .join(Case, col(Case.id) == col(SupportPlan.case_id))
        .where(
            visible_to(actor, SupportPlan, day),
            _of_mine(actor),
            col(SupportPlan.state) == PlanState.DECIDED,
            col(SupportPlan.ends_on) <= day + _PLAN_ENDS,
            col(Case.state) != CaseState.CLOSED,
        )
        .order_by(col(SupportPlan.ends_on))
        .limit(MOST)
    )
    for plan, case in session.execute(ends):
        yield Waiting("plan_ends", _named(case), "monitoring", case.id, plan.ends_on)


def reviews(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """振り返り待ち: of the cases I am in charge of; ready to close where nobody is waited for."""
    waits = exists().where(
        col(AgencyOpinion.review_id) == col(ClosureReview.id),
        col(AgencyOpinion.state) == OpinionState.ASKED,
        col(AgencyOpinion.due_on) >= day,
    )
    statement = (
        select(Case, waits)
        .join(ClosureReview, col(ClosureReview.case_id) == col(Case.id))
        .where(
            visible_to(actor, Case, day),
            or_(_of_mine(actor), true() if Role.DIVISION_CHIEF in actor.roles else false()),
            col(Case.state) == CaseState.REVIEWING,
            col(ClosureReview.state) == ReviewState.OPEN,
        )
        .order_by(col(ClosureReview.begun_on))
        .limit(MOST)
    )
    for case, is_waiting in session.execute(statement):
        yield Waiting("review_waits" if is_waiting else "review_is_ready", _named(case), "closing", case.id)


def opinions(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """意見 that one's agency was asked for. Which household it is about stands on its own screen."""
    statement = (
        select(AgencyOpinion, Case, visible_to(actor, Case, day).label("is_told"))
        .join(Case, col(Case.id) == col(AgencyOpinion.case_id))
        .join(ClosureReview, col(ClosureReview.id) == col(AgencyOpinion.review_id))
        .where(
            visible_to(actor, AgencyOpinion, day),
            col(ClosureReview.state) == ReviewState.OPEN,
            col(AgencyOpinion.agency_id) == actor.agency_id,
            col(AgencyOpinion.state) == OpinionState.ASKED,
        )
        .order_by(col(AgencyOpinion.due_on))
        .limit(MOST)
    )
    for opinion, case, is_told in session.execute(statement):
        heading = f"{case.number} {case.alias}" if is_told else ""
        yield Waiting("opinion_asked", {"heading": heading}, "opinion", opinion.id, opinion.due_on)


def problems(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """New problems in the cases I am in charge of, until somebody says what became of them."""
    statement = (
        select(CaseProblem, Case, col(Agency.name))
        .join(Case, col(Case.id) == col(CaseProblem.case_id))
        .join(Agency, col(Agency.id) == col(CaseProblem.noticed_by_id))
        .where(visible_to(actor, CaseProblem, day), _of_mine(actor), col(CaseProblem.settled_on).is_(None))
        .order_by(col(CaseProblem.noticed_on))
        .limit(MOST)
    )
    for _, case, agency in session.execute(statement):
        yield Waiting("problem_noted", {**_named(case), "agency": agency}, "monitoring", case.id)


def _entry(gap: ResourceGap) -> dict[str, str]:
    return {"number": gap.number, "need": taxonomy("gap")[gap.code].label, "text": gap.public_summary or ""}


def _entries(session: Session, key: str, days: str, wanted: list[Any], most: int = MOST) -> Iterator[Waiting]:
    """The first of these; how many there are is said with each of them."""
    order = (col(ResourceGap.due_on), col(ResourceGap.fiscal_year), col(ResourceGap.serial))
    total = func.count().over()
    for gap, count in session.execute(select(ResourceGap, total).where(*wanted).order_by(*order).limit(most)):
        values = {**_entry(gap), "total": str(count)}
        yield Waiting(key, values, "gap", gap.id, getattr(gap, days) if days else None)


def ledger(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """公開文 to look through, entries without a 所管課 for too long, and put-off ones whose day has come."""
    seen = visible_to(actor, ResourceGap, day)
    if may(actor, "gap.describe"):
        waits = (col(ResourceGap.state) == GapState.CANDIDATE, col(ResourceGap.public_summary).is_not(None))
        yield from _entries(session, "gap_to_confirm", "", [seen, *waits], _FIRST)
    if actor.roles & CITY:
        long_ago = day - timedelta(days=settings.city().gap_unassigned_days)
        stands = (col(ResourceGap.state) == GapState.CONFIRMED, col(ResourceGap.confirmed_on) <= long_ago)
        yield from _entries(session, "gap_to_assign", "", [seen, *stands], _FIRST)
        again = (col(ResourceGap.state) == GapState.PUT_OFF, col(ResourceGap.again_on) <= day)
        yield from _entries(session, "gap_again", "again_on", [seen, *again])


def owned(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """What one's own 課 answers for and comes back with by a day."""
    open_states = (GapState.ASSIGNED, GapState.IN_WORK)
    wanted = [visible_to(actor, ResourceGap, day), owns(actor), col(ResourceGap.state).in_(open_states)]
    yield from _entries(session, "gap_due", "due_on", wanted)


def approaches(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """働きかけ that I took on, and whose day is near or over."""
    statement = (
        select(Engagement, col(Agency.name))
        .join(Agency, col(Agency.id) == col(Engagement.agency_id))
        .where(
            visible_to(actor, Engagement, day),
            col(Engagement.by_id) == actor.person_id,
            col(Engagement.done_on).is_(None),
            col(Engagement.due_on) <= day + _NEAR,
        )
        .order_by(col(Engagement.due_on))
        .limit(MOST)
    )
    for one, agency in session.execute(statement):
        page, place = ("gap", one.gap_id) if one.gap_id is not None else ("closing", one.case_id)
        yield Waiting("approach_due", {"agency": agency}, page, place, one.due_on)


def answers(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """ご意見・つなぎから生まれたもの: an entry came to its end, told to whoever raised it."""
    said = exists().where(
        col(GapOrigin.gap_id) == col(ResourceGap.id),
        col(GapOrigin.review_id) == col(AgencyOpinion.review_id),
        col(AgencyOpinion.agency_id) == actor.agency_id,
        col(AgencyOpinion.state) == OpinionState.GIVEN,
    )
    relayed = exists().where(
        col(GapOrigin.gap_id) == col(ResourceGap.id),
        col(GapOrigin.case_id) == col(Case.id),
        col(Case.relayed_by_id) == actor.agency_id,
        col(Case.state) == CaseState.CLOSED,
    )
    ended = exists().where(
        col(GapMove.gap_id) == col(ResourceGap.id),
        col(GapMove.step).in_(["make_usable", "put_off", "no_longer_wanted"]),
        col(GapMove.moved_on) >= day - _TOLD_FOR,
    )
    wanted = [visible_to(actor, ResourceGap, day), col(ResourceGap.state).in_(FINAL), or_(said, relayed), ended]
    yield from _entries(session, "gap_answered", "", [*wanted, col(ResourceGap.confirmed_on).is_not(None)])


def to_the_end(session: Session, actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Everything of this kind that waits for this person."""
    day = settings.tokyo_day(now)
    if may(actor, "monitoring.record"):
        yield from (*monitorings(session, actor, day), *problems(session, actor, day))
    if may(actor, "case.advance"):
        yield from reviews(session, actor, day)
    if may(actor, "opinion.look"):
        yield from opinions(session, actor, day)
    if may(actor, "gap.look"):
        yield from (*ledger(session, actor, day), *owned(session, actor, day), *approaches(session, actor, day))
    if Role.AGENCY_MEMBER in actor.roles:
        yield from answers(session, actor, day)
