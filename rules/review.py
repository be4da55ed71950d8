"""終結時の振り返り as rules see it: the flow of question 3, and what its four questions and opinions still lack."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, func, select
from sqlmodel import col

from models.cases import Case
from models.closure import AgencyOpinion, ClosureReview, Manageable, OpinionState, ReviewState, Wanted
from models.gaps import Engagement, GapOrigin, ResourceGap
from models.minutes import ConferenceRecord, RecordState
from models.plans import Assignment, AssignmentState
from models.taxonomies import taxonomy
from rules.closing_steps import ReviewFacts
from rules.roles import GOING_ON, WAITING

Fetch = Callable[[Executable], Iterable[Any]]


_IN_CHECK = col(ConferenceRecord.state) == RecordState.IN_CHECK


@dataclass(frozen=True)
class FlowStep:
    """One step of a conceivable 支援フロー: who turns to whom, when or for what."""

    who: str
    whom: str
    what: str


def flow_text(steps: Iterable[FlowStep]) -> str:
    """The steps as one text."""
    return json.dumps([asdict(step) for step in steps], ensure_ascii=False)


def flow_of(text: str | None) -> tuple[FlowStep, ...]:
    """The steps of such a text, in their order."""
    return tuple(FlowStep(**step) for step in json.loads(text)) if text else ()


def open_review(case_id: UUID) -> Executable:
    """The review of a case that is still talked about."""
    return select(ClosureReview).where(
        col(ClosureReview.case_id) == case_id, col(ClosureReview.state) == ReviewState.OPEN
    )


def carriers_of(case_id: UUID) -> Executable:
    """意見をうかがう機関: every agency that carried a role; one that knew nothing of the case is not asked about it."""
    return select(col(Assignment.agency_id)).distinct().where(
        col(Assignment.case_id) == case_id,
        col(Assignment.agency_id).is_not(None),
        col(Assignment.state).not_in([AssignmentState.DRAFT, AssignmentState.DECLINED]),
        ~col(Assignment.without_contents),
    )  # fmt: skip


def is_heard(state: OpinionState, due_on: date, today: date) -> bool:
    """An opinion, 意見なし, or silence until its day was over."""
    return state is not OpinionState.ASKED or due_on < today


def review_facts(fetch: Fetch, case: Case, today: date) -> ReviewFacts:
    """What closing asks about the review of a case, the same for the screen and for the act. Six statements."""
    review = next((row[0] for row in fetch(open_review(case.id))), None)
    going_on = _count(
        fetch, Assignment, col(Assignment.case_id) == case.id, col(Assignment.state).in_(WAITING | GOING_ON)
    )
    if review is None:
        return ReviewFacts(going_on=going_on)
    origins = [
        row[0]
        for row in fetch(
            select(ResourceGap)
            .join(GapOrigin, col(GapOrigin.gap_id) == col(ResourceGap.id))
            .where(col(GapOrigin.review_id) == review.id)
        )
    ]
    opinions = [row[0] for row in fetch(select(AgencyOpinion).where(col(AgencyOpinion.review_id) == review.id))]
    asked = {one.agency_id for one in opinions}
    carriers = {row[0] for row in fetch(carriers_of(case.id))}
    return ReviewFacts(
        is_begun=True,
        is_short=review.is_short,
        may_be_short=_is_leaving(review.closing),
        is_evaluated=review.evaluation_id is not None,
        first=_first(review),
        second=review.manageable is Manageable.COULD
        or (bool(review.reason_codes) and _said(review, review.reason_words)),
        third=bool(flow_of(review.flow)) or review.flow_unlikely is not None,
        fourth=_fourth(review, len(origins)),
        is_linked=review.wanted is not Wanted.YES or bool(origins),
        could=review.manageable is Manageable.COULD,
        approaches=_count(fetch, Engagement, col(Engagement.review_id) == review.id),
        silent=len(carriers - asked) + sum(not is_heard(one.state, one.due_on, today) for one in opinions),
        has_closing=bool(review.closing),
        has_successor=review.successor_id is not None or review.successor_words is not None,
        unconfirmed=sum(gap.confirmed_on is None for gap in origins),
        unchecked=_count(fetch, ConferenceRecord, col(ConferenceRecord.case_id) == case.id, _IN_CHECK),
        going_on=going_on,
    )


def _said(review: ClosureReview, words: str | None) -> bool:
    """In the short form a choice is enough; else it stands in words too."""
    return review.is_short or words is not None


def _first(review: ClosureReview) -> bool:
    return review.manageable is not None and _said(review, review.manageable_words)


def _fourth(review: ClosureReview, linked: int) -> bool:
    """Something is wanted, or nothing and it is said why."""
    is_nothing = review.wanted is Wanted.NOTHING and review.nothing_words is not None
    return is_nothing or review.wanted is Wanted.YES or linked > 0


def _is_leaving(closing: str) -> bool:
    """死亡 and 転出 have a short form of their own."""
    return not closing or taxonomy("closing")[closing].is_short


def _count(fetch: Fetch, model: type, *where: Any) -> int:
    return int(next(iter(fetch(select(func.count()).select_from(model).where(*where))))[0])
