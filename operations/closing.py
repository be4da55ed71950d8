"""終結 and its way back: what ends with a case, and what comes back when it is opened again."""

from datetime import date, timedelta

from sqlmodel import col, select

from models.cases import Case, Involvement
from models.closure import AgencyOpinion, OpinionState, ReviewState
from models.people import Agency
from models.plans import Assignment, AssignmentState, PlanState, SupportPlan
from operations.action import Act
from operations.concerned import take_part
from operations.reviews import review_in_hand
from rules.plan_steps import ASSIGNMENT, PLAN
from rules.roles import GOING_ON, WAITING

A = AssignmentState


def close(act: Act, case: Case) -> None:
    """Confirm the review, end what still goes on, and say who answers for it from now on."""
    review = review_in_hand(act.session, case.id)
    if review is None:  # the steps of a case do not lead here without one
        raise LookupError(f"case {case.id} is closed without its review")
    review.state, review.confirmed_on = ReviewState.CONFIRMED, act.today
    for opinion in act.session.exec(select(AgencyOpinion).where(AgencyOpinion.review_id == review.id)).all():
        if opinion.state is OpinionState.ASKED:
            opinion.state = OpinionState.NO_ANSWER
    case.closed_on, case.monitoring_on, case.recontact_on = act.today, None, None
    case.lead_agency_id = review.successor_id or case.lead_agency_id
    _end_roles(act, case)
    _end_parts(act, case)


def _end_roles(act: Act, case: Case) -> None:
    """A role ends with the case and remembers where it stood; a draft was never anybody's."""
    wanted = (Assignment.case_id == case.id, col(Assignment.state).in_(WAITING | GOING_ON | {A.DRAFT}))
    for role in act.session.exec(select(Assignment).where(*wanted)).all():
        role.state_before, role.ended_on = role.state, act.today
        role.state = A(ASSIGNMENT.follow("end_with_case", role.state).value)
    decided = (SupportPlan.case_id == case.id, SupportPlan.state == PlanState.DECIDED)
    for plan in act.session.exec(select(SupportPlan).where(*decided)).all():
        plan.state = PlanState(PLAN.follow("evaluate", plan.state).value)


def _end_parts(act: Act, case: Case) -> None:
    """Sharing ends when its purpose does: from the next look on the agencies find the case nowhere."""
    for part in _parts(act, case, ended_with_case=False):
        part.until, part.ended_with_case = _day_before(act.today), True


def _day_before(today: date) -> date:
    """until is the last whole day; what ends today must be over now."""
    return today - timedelta(days=1)


def _parts(act: Act, case: Case, *, ended_with_case: bool) -> list[Involvement]:
    wanted = select(Involvement).where(
        Involvement.case_id == case.id,
        Involvement.ended_with_case == ended_with_case,
        col(Involvement.until).is_not(None) if ended_with_case else col(Involvement.until).is_(None),
    )
    return list(act.session.exec(wanted).all())


def reopen(act: Act, case: Case) -> None:
    """The case goes on with its history: roles stand where they stood, and who took part takes part again."""
    case.reopened_on, case.closed_on = act.today, None
    for role in act.session.exec(
        select(Assignment).where(Assignment.case_id == case.id, Assignment.state == A.ENDED_WITH_CASE)
    ).all():
        role.state, role.state_before, role.ended_on = role.state_before or A.NOT_NEEDED, None, None
    for part in _parts(act, case, ended_with_case=True):
        part.ended_with_case = False
        if act.session.get_one(Agency, part.agency_id).valid_to is None:
            take_part(act, case, part.agency_id)
