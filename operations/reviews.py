"""終結時の振り返り: the four questions, the agencies' opinions, what is wanted and whom to approach."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from sqlmodel import Session, col, select

from models.cases import Case, CaseState, HouseholdMember
from models.closure import ClosureReview, Manageable, ReviewState, Wanted
from models.conferences import AgendaItem, Conference
from models.gaps import Engagement, EngagementKind, GapKind, GapOrigin, OriginKind, ResourceGap
from models.people import Agency
from models.taxonomies import taxonomy
from operations.action import Act, action
from operations.ledger import new_entry
from operations.opinions import ask_carriers
from rules.identifiers import hits_in
from rules.lifecycles import CASE
from rules.refusal import require
from rules.review import FlowStep, flow_text, open_review
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
    _refuse_naming_text(act, gap, review)
    return act.add(
        GapOrigin(
            gap_id=gap.id, kind=OriginKind.REVIEW, case_id=review.case_id, review_id=review.id, raised_on=act.today,
            raised_by_id=act.actor.person_id, words=needed(words, "field.wanted_words", most=PASSAGE),
        )
    )  # fmt: skip


def _refuse_naming_text(act: Act, gap: ResourceGap, review: ClosureReview) -> None:
    """A text that others read already must not name the household that comes to it now."""
    if gap.confirmed_on is None:
        return
    people = act.session.exec(select(HouseholdMember).where(HouseholdMember.case_id == review.case_id)).all()
    case = act.session.get_one(Case, review.case_id)
    require(not hits_in(gap.public_summary, [(case, people)]).certain, "entry_names_the_household")


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
