"""終結: the four questions of one case, the agencies' opinions side by side, what is wanted, and what still lacks."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

import settings
from models.cases import Case, CaseState
from models.closure import AgencyOpinion, ClosureReview, Manageable, ReviewState, Wanted
from models.conferences import Conference
from models.gaps import Engagement, GapOrigin, GapState, ResourceGap
from models.people import Agency
from queries.calendar import ConferenceRow
from queries.held import held_case
from queries.monitoring import EvaluationView, conferences_held, evaluation_rows, evaluation_view
from queries.said_at_closing import ApproachView, OpinionView, approaches_of, opinions_of
from queries.view import Confidential, Seen
from rules.access import Actor, may
from rules.case_facts import case_facts
from rules.gap_facts import hits_of
from rules.identifiers import Hits
from rules.lifecycle import Offer
from rules.lifecycles import CASE
from rules.refusal import require
from rules.review import FlowStep, flow_of, review_facts
from rules.visibility import visible_to
from rules.visible_gaps import text_is_told

_STEPS = frozenset({"close", "go_on", "reopen"})


@dataclass(frozen=True)
class WantView:
    """What is wanted: the words of this case, and the entry of the ledger it stands in."""

    id: UUID
    gap_id: UUID
    number: str
    code: str
    state: GapState
    public_summary: str | None
    is_confirmed: bool
    words: str
    hits: Hits


@dataclass(frozen=True)
class ReviewView:
    """The four questions as they were talked through."""

    id: UUID
    version: int
    state: ReviewState
    is_short: bool
    begun_on: date
    confirmed_on: date | None
    manageable: Manageable | None
    manageable_words: str | None
    reason_codes: str
    reason_words: str | None
    flow: str | None
    flow_unlikely: str | None
    wanted: Wanted | None
    nothing_words: str | None
    good_cooperation: str | None
    closing: str
    successor_id: UUID | None
    successor: str
    successor_words: str | None
    conference_id: UUID | None
    evaluation_id: UUID | None
    opinions: tuple[OpinionView, ...] = ()
    wants: tuple[WantView, ...] = ()
    approaches: tuple[ApproachView, ...] = ()

    @property
    def steps(self) -> tuple[FlowStep, ...]:
        """The flow of question 3."""
        return flow_of(self.flow)

    @property
    def codes(self) -> tuple[str, ...]:
        """The reasons of question 2."""
        return tuple(self.reason_codes.split())

    def seen(self, *names: str) -> dict[str, object]:
        """What a form of the review shows."""
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class ClosingFile(Confidential):
    """One case at its end. review: the one in hand, or the last one confirmed; earlier: those before it."""

    case_id: UUID
    number: str
    alias: str
    state: CaseState
    closed_on: date | None
    review: ReviewView | None
    earlier: tuple[ReviewView, ...]
    evaluation: EvaluationView | None
    conferences: tuple[ConferenceRow, ...]
    offers: tuple[Offer, ...]
    lacks: tuple[str, ...]
    silent: int
    may: frozenset[str]
    is_office: bool


def closing_file(session: Session, actor: Actor, now: datetime, case_id: UUID | None) -> ClosingFile:
    """One case at its end. Raises Refused("not_found") alike for a forbidden and an absent one."""
    require(may(actor, "review.look"), "not_found")
    today = settings.tokyo_day(now)
    held = held_case(session, actor, today, case_id)
    case = held.case
    found = _reviews(session, actor, today, case)
    review = _whole(session, actor, today, found[0]) if found else None
    evaluations = evaluation_rows(session, actor, today, case)
    offers = CASE.offered(case.state, held.here.roles, held.offices, case_facts(session.execute, case, today))
    told = tuple(one for one in offers if one.name in _STEPS)
    facts = review_facts(session.execute, case, today)
    return ClosingFile(
        basis=held.basis, looks=(Seen("review.look", "cases", case.id, case.id, held.basis.kind.value),),
        case_id=case.id, number=case.number, alias=case.alias, state=case.state, closed_on=case.closed_on,
        review=review, earlier=tuple(found[1:]),
        evaluation=evaluation_view(*evaluations[0]) if evaluations else None,
        conferences=conferences_held(session, actor, now, held), offers=told,
        lacks=tuple(name for name in ("first", "second", "third", "fourth") if not getattr(facts, name)),
        silent=facts.silent,
        may=held.may(_conference(session, found)), is_office=held.is_office,
    )  # fmt: skip


def _conference(session: Session, reviews: list[ReviewView]) -> Conference | None:
    return session.get(Conference, reviews[0].conference_id) if reviews and reviews[0].conference_id else None


def _reviews(session: Session, actor: Actor, today: date, case: Case) -> list[ReviewView]:
    rows = session.execute(
        select(ClosureReview, col(Agency.name))
        .join(Agency, col(Agency.id) == col(ClosureReview.successor_id), isouter=True)
        .where(col(ClosureReview.case_id) == case.id, visible_to(actor, ClosureReview, today))
        .order_by(col(ClosureReview.created_at).desc())
    )
    plain = [name for name in ReviewView.__dataclass_fields__ if name in ClosureReview.model_fields]
    return [
        ReviewView(**{name: getattr(one, name) for name in plain}, successor=successor or "") for one, successor in rows
    ]


def _whole(session: Session, actor: Actor, today: date, review: ReviewView) -> ReviewView:
    """The review with its opinions, what is wanted and whom to approach."""
    return replace(
        review,
        opinions=opinions_of(session, actor, today, [col(AgencyOpinion.review_id) == review.id]),
        wants=_wants(session, actor, today, review),
        approaches=approaches_of(session, actor, today, [col(Engagement.review_id) == review.id]),
    )


def _wants(session: Session, actor: Actor, today: date, review: ReviewView) -> tuple[WantView, ...]:
    rows = session.execute(
        select(GapOrigin, ResourceGap, text_is_told(actor, today))
        .join(ResourceGap, col(ResourceGap.id) == col(GapOrigin.gap_id))
        .where(col(GapOrigin.review_id) == review.id, visible_to(actor, GapOrigin, today))
        .order_by(col(GapOrigin.raised_on), col(ResourceGap.number))
    ).all()
    waiting = [gap for _, gap, is_told in rows if is_told and gap.confirmed_on is None]
    hits = hits_of(session.execute, waiting, visible_to(actor, GapOrigin, today))
    return tuple(
        WantView(
            origin.id, gap.id, gap.number, gap.code, gap.state, gap.public_summary if is_told else None,
            gap.confirmed_on is not None, origin.words, hits.get(gap.id, Hits()),
        )
        for origin, gap, is_told in rows
    )  # fmt: skip
