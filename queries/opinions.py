"""意見: what one agency is asked at the end of a case, and what came of what it said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

import settings
from models.cases import Case
from models.closure import AgencyOpinion, ClosureReview, ReviewState
from models.gaps import GapOrigin, ResourceGap
from models.plans import Assignment, AssignmentState
from queries.gaps import GapRow, gap_rows, in_ledger
from queries.role_rows import role_rows
from queries.role_view import RoleRow
from queries.said_at_closing import OpinionView, opinions_of
from queries.view import Confidential, Seen
from rules.access import Actor, Office, as_known_to, holds_the_office, may
from rules.disclosure import Basis, BasisKind
from rules.refusal import Refused, require
from rules.visibility import visible_to


@dataclass(frozen=True)
class OpinionFile(Confidential):
    """One opinion. number is empty where the household may not be told; then its office is asked."""

    opinion: OpinionView
    case_id: UUID
    number: str
    alias: str
    is_confirmed: bool
    roles: tuple[RoleRow, ...]
    became: tuple[GapRow, ...]
    is_own: bool
    may_give: bool


def opinion_file(session: Session, actor: Actor, now: datetime, opinion_id: UUID | None) -> OpinionFile:
    """One opinion. Raises Refused("not_found") alike for a forbidden and an absent one."""
    require(may(actor, "opinion.look"), "not_found")
    today = settings.tokyo_day(now)
    found = opinions_of(session, actor, today, [col(AgencyOpinion.id) == opinion_id])
    if not found:
        raise Refused("not_found")
    opinion = found[0]
    review, case = session.execute(
        select(ClosureReview, Case)
        .join(AgencyOpinion, col(AgencyOpinion.review_id) == col(ClosureReview.id))
        .join(Case, col(Case.id) == col(ClosureReview.case_id))
        .where(col(AgencyOpinion.id) == opinion.id)
    ).one()
    is_told = session.execute(
        select(col(Case.id)).where(col(Case.id) == case.id, visible_to(actor, Case, today))
    ).first()
    is_own = opinion.agency_id == actor.agency_id
    is_office = holds_the_office(actor, case.district_key, case.in_charge_id)
    basis = Basis(BasisKind.OFFICE if is_office else BasisKind.OPINION)
    here = as_known_to(actor, case.district_key, case.in_charge_id)
    own = [
        col(Assignment.case_id) == case.id,
        col(Assignment.agency_id) == opinion.agency_id,
        col(Assignment.state) != AssignmentState.DRAFT,
    ]
    return OpinionFile(
        basis=basis, looks=(Seen("opinion.look", "agency_opinions", opinion.id, case.id, basis.kind.value),),
        opinion=opinion, case_id=case.id, number=case.number if is_told else "", alias=case.alias if is_told else "",
        is_confirmed=review.state is ReviewState.CONFIRMED, roles=role_rows(session, actor, now, own),
        became=_became(session, actor, now, review.id), is_own=is_own,
        may_give=may(here, "opinion.give", frozenset({Office.ASKED_AGENCY} if is_own else ())),
    )  # fmt: skip


def _became(session: Session, actor: Actor, now: datetime, review_id: UUID) -> tuple[GapRow, ...]:
    """What the review brought into the ledger, as far as its 公開文 may be read."""
    today = settings.tokyo_day(now)
    own = select(col(GapOrigin.gap_id)).where(col(GapOrigin.review_id) == review_id)
    return gap_rows(session, actor, today, [*in_ledger(actor, today), col(ResourceGap.id).in_(own)])
