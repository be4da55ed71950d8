"""機関の意見: asked of every agency that carried a role, given by itself or typed for it."""

from sqlmodel import select

import settings
from models.closure import AgencyOpinion, ClosureReview, Manageable, OpinionState, ReviewState
from operations.action import Act, action
from rules.calendar import after_business_days
from rules.refusal import require
from rules.review import carriers_of
from rules.typed_text import PASSAGE, kept


def ask_carriers(act: Act, review: ClosureReview) -> int:
    """Ask every agency that carried a role and was not asked yet; returns how many are asked now."""
    asked = set(act.session.exec(select(AgencyOpinion.agency_id).where(AgencyOpinion.review_id == review.id)))
    due = after_business_days(act.today, settings.city().opinion_business_days)
    missing = sorted({row[0] for row in act.session.execute(carriers_of(review.case_id))} - asked)
    for agency_id in missing:
        act.session.add(
            AgencyOpinion(
                review_id=review.id, case_id=review.case_id, agency_id=agency_id, asked_on=act.today, due_on=due
            )
        )
    act.session.flush()
    return len(missing)


@action("opinion.ask", on=ClosureReview)
def ask_opinions(act: Act, review: ClosureReview) -> ClosureReview:
    """まだの機関にお尋ねする: those not asked yet, and once more those who have not answered."""
    require(review.state is ReviewState.OPEN, "review_is_confirmed")
    asked_now = ask_carriers(act, review)
    waiting = select(AgencyOpinion).where(
        AgencyOpinion.review_id == review.id,
        AgencyOpinion.state == OpinionState.ASKED,
        AgencyOpinion.asked_on < act.today,
    )
    again = act.session.exec(waiting).all()
    require(asked_now or again, "nobody_is_left_to_ask")
    for one in again:
        one.reminded_on = act.today
    return review


@action("opinion.give", on=AgencyOpinion, edits=("state",))
def give_opinion(
    act: Act, opinion: AgencyOpinion, *, has_opinion: bool = True, manageable: Manageable | None = None,
    reason_words: str | None = None, flow_words: str | None = None, wanted_words: str | None = None,
) -> AgencyOpinion:  # fmt: skip
    """The agency's own view of the four questions, or 意見なし; typed for it where it came by telephone or FAX."""
    review = act.session.get_one(ClosureReview, opinion.review_id)
    require(review.state is ReviewState.OPEN, "review_is_confirmed")
    require(act.agency_id == opinion.agency_id, "answer_is_its_agencys")
    texts = {"reason_words": reason_words, "flow_words": flow_words, "wanted_words": wanted_words}
    for name, text in texts.items():
        setattr(opinion, name, kept(text, most=PASSAGE) if has_opinion else None)
    opinion.manageable = manageable if has_opinion else None
    said_something = opinion.manageable is not None or any(getattr(opinion, name) for name in texts)
    require(said_something or not has_opinion, "opinion_is_empty")
    opinion.state = OpinionState.GIVEN if has_opinion else OpinionState.NO_OPINION
    opinion.answered_at = act.said.said_at if act.said else act.now
    return opinion
