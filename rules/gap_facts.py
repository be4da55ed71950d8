"""What an entry of the ledger still lacks, counted alike for the screen and for the act."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, func, select, true
from sqlmodel import col

from models.cases import Case, HouseholdMember
from models.gaps import Engagement, GapOrigin, ResourceGap
from rules.gap_steps import GapFacts
from rules.identifiers import Hits, hits_in

Fetch = Callable[[Executable], Iterable[Any]]


def hits_of(fetch: Fetch, gaps: Iterable[ResourceGap], known: ColumnElement[bool] | None = None) -> dict[UUID, Hits]:
    """Words of 公開文 that point to a household it came from, or to anybody; by entry. Two statements for all.

    known: the origins whose households are compared, for a reader who may not read all of them.
    """
    texts = {gap.id: gap.public_summary for gap in gaps}
    if not texts:
        return {}
    joined = col(GapOrigin.case_id) == col(Case.id)
    found: dict[UUID, dict[UUID, Case]] = defaultdict(dict)
    for gap_id, case in fetch(
        select(col(GapOrigin.gap_id), Case)
        .join(GapOrigin, joined)
        .where(col(GapOrigin.gap_id).in_(texts), true() if known is None else known)
    ):
        found[gap_id][case.id] = case
    cases = {case_id for own in found.values() for case_id in own}
    people: dict[UUID, list[HouseholdMember]] = defaultdict(list)
    for row in fetch(select(HouseholdMember).where(col(HouseholdMember.case_id).in_(cases))):
        people[row[0].case_id].append(row[0])
    return {
        gap_id: hits_in(text, [(case, people[case.id]) for case in found[gap_id].values()])
        for gap_id, text in texts.items()
    }


def gap_facts(
    fetch: Fetch, gap: ResourceGap, *, has_words: bool = False, has_again_day: bool = False, brings_terms: bool = False
) -> GapFacts:
    """The facts of one entry. brings_terms: the form of the step asks for owner, day and resource itself."""
    hits = hits_of(fetch, [gap])[gap.id]
    approaches = select(func.count()).select_from(Engagement).where(col(Engagement.gap_id) == gap.id)
    return GapFacts(
        has_public_text=gap.public_summary is not None,
        certain=len(hits.certain),
        possible=len(hits.possible),
        has_owner=brings_terms or gap.owner_id is not None,
        has_disposition=brings_terms or gap.disposition is not None,
        has_due_day=brings_terms or gap.due_on is not None,
        approaches=int(next(iter(fetch(approaches)))[0]),
        has_resource=brings_terms or gap.resource is not None,
        was_used=brings_terms or gap.first_used_on is not None,
        has_words=has_words,
        has_again_day=has_again_day,
    )
