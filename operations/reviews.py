"""終結時の振り返り: the four questions, the agencies' opinions, what is wanted and whom to approach."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.cases import Case, CaseState
from models.closure import AgencyOpinion, ClosureReview, Manageable, OpinionState, ReviewState, Wanted
from models.conferences import AgendaItem, Conference
from models.gaps import Engagement, EngagementKind, GapKind, GapOrigin, OriginKind, ResourceGap
from models.people import Agency
from models.taxonomies import taxonomy
from operations.action import Act, action
from operations.ledger import new_entry
from rules.calendar import after_business_days
from rules.lifecycles import CASE
from rules.refusal import require
from rules.review import FlowStep, carriers_of, flow_text, open_review
from rules.typed_text import LINE, PASSAGE, kept, needed


class Answers(TypedDict, total=False):
    """The four questions and how the case ends; what is not said stays as it is."""

    manageable: Manageable | None
    manageable_words: str | None
    reason_codes: Iterable[str]
    reason_words: str | None
    flow: Iterable[FlowStep]
    flow_unlikely: str | None
    wanted: Wanted | None
    nothing_words: str | None
    good_cooperation: str | None
    closing: str
    successor_id: UUID | None
    successor_words: str | None
    conference_id: UUID | None


ANSWERS = tuple(Answers.__annotations__)
_TEXTS = frozenset(
    {"manageable_words", "reason_words", "flow_unlikely", "nothing_words", "good_cooperation", "successor_words"}
)


def review_in_hand(session: Session, case_id: UUID) -> ClosureReview | None:
    """The review of a case that is still talked about."""
    return session.execute(open_review(case_id)).scalars().first()


def open_or_begin(act: Act, case: Case) -> ClosureReview:
    """One review at a time: begun at the end of a plan it is carried to the end of the case."""
    found = review_in_hand(act.session, case.id)
    if found is None:
        found = act.add(ClosureReview(case_id=case.id, begun_on=act.today))
    ask_carriers(act, found)
    return found


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


def check_conference(act: Act, case_id: UUID, conference_id: UUID) -> UUID:
    """終結の判断をした会議: one that had the case on its agenda."""
    conference = act.find(Conference, conference_id)
    on_agenda = select(AgendaItem.id).where(
        AgendaItem.conference_id == conference.id, AgendaItem.case_id == case_id, col(AgendaItem.removed_at).is_(None)
    )
    require(act.session.exec(on_agenda).first(), "conference_has_not_the_case")
    return conference.id


@action("review.begin", on=Case, edits=("state",))
def begin_review(act: Act, case: Case, *, is_short: bool = False) -> ClosureReview:
    """振り返りを始める: at the end of a plan; for 死亡 and 転出 in a short form, which no evaluation goes before."""
    require(case.state is not CaseState.CLOSED, "case_is_closed")
    review = open_or_begin(act, case)
    review.is_short = is_short
    if is_short:
        case.state = CaseState(CASE.follow("begin_review", case.state).value)
    return review


@action("review.answer", on=ClosureReview, edits=ANSWERS, hideable=ANSWERS)
def answer_review(act: Act, review: ClosureReview, **answers: Unpack[Answers]) -> ClosureReview:
    """Write down what was talked through; one question after another, as the conversation goes."""
    require(review.state is ReviewState.OPEN, "review_is_confirmed")
    require(set(answers) <= set(ANSWERS), "not_found")
    for name, value in answers.items():
        setattr(review, name, _checked(act, review, name, value))
    return review


def _checked(act: Act, review: ClosureReview, name: str, value: object) -> object:
    if name in _TEXTS:
        return kept(str(value or ""), most=PASSAGE)
    if name == "reason_codes":
        wanted = sorted(set(value))  # type: ignore[call-overload]
        require(set(wanted) <= set(taxonomy("reason")), "not_found")
        return " ".join(wanted)
    if name == "flow":
        return _flow(value)  # type: ignore[arg-type]
    if name == "closing":
        require(value == "" or value in taxonomy("closing"), "not_found")
    if name == "successor_id":
        require(value is None or act.session.get(Agency, value), "not_found")
    if name == "conference_id" and value is not None:
        return check_conference(act, review.case_id, value)  # type: ignore[arg-type]
    return value


def _flow(steps: Iterable[FlowStep]) -> str | None:
    """Steps with somebody who turns to somebody; an empty line is no step."""
    told = []
    for step in steps:
        who, whom, what = kept(step.who), kept(step.whom), kept(step.what, most=LINE)
        if who is None and whom is None and what is None:
            continue
        require(who is not None and whom is not None, "flow_step_needs_both")
        told.append(FlowStep(who or "", whom or "", what or ""))
    return flow_text(told) if told else None


@action("review.want", on=ClosureReview)
def want_resource(
    act: Act, review: ClosureReview, *, words: str, gap_id: UUID | None = None, code: str = "",
    kind: GapKind = GapKind.ABSENT, district_key: str = "", severity: int = 2, public_summary: str | None = None,
) -> GapOrigin:  # fmt: skip
    """問い4: what is wanted goes to the ledger, as a candidate of its own or joined to what is there already."""
    require(review.state is ReviewState.OPEN, "review_is_confirmed")
    if gap_id is not None:
        gap = act.find(ResourceGap, gap_id)
        require(gap.merged_into_id is None, "gap_is_merged")
        twice = select(GapOrigin.id).where(GapOrigin.gap_id == gap.id, GapOrigin.review_id == review.id)
        require(act.session.exec(twice).first() is None, "already_there")
    else:
        gap = new_entry(
            act, code=code, kind=kind, district_key=district_key, severity=severity, public_summary=public_summary
        )
    return act.add(
        GapOrigin(
            gap_id=gap.id, kind=OriginKind.REVIEW, case_id=review.case_id, review_id=review.id, raised_on=act.today,
            raised_by_id=act.actor.person_id, words=needed(words, "field.wanted_words", most=PASSAGE),
        )
    )  # fmt: skip


@action("review.approach", on=ClosureReview)
def approach_from_review(
    act: Act, review: ClosureReview, *, kind: EngagementKind, agency_id: UUID, words: str, due_on: date | None = None
) -> Engagement:
    """働きかけ out of a review: where the existing 事業 could have handled it, somebody is told and asked."""
    require(review.state is ReviewState.OPEN, "review_is_confirmed")
    require(act.session.get(Agency, agency_id), "not_found")
    require(due_on is None or due_on >= act.today, "day_in_past")
    return act.add(
        Engagement(
            review_id=review.id, case_id=review.case_id, kind=kind, agency_id=agency_id, due_on=due_on,
            words=needed(words, "field.approach_words", most=PASSAGE), by_id=act.actor.person_id,
        )
    )  # fmt: skip


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
    # What comes late is still written down; what was heard stands with the closed case.
    is_late = opinion.state in {OpinionState.ASKED, OpinionState.NO_ANSWER}
    require(review.state is ReviewState.OPEN or is_late, "review_is_confirmed")
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
