"""What the steps of a case ask about, counted alike for the screen and for the act."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy import Executable, select
from sqlmodel import col

from models.cases import Case, CaseState, Consent, HouseholdMember
from rules.closing_steps import ReviewFacts
from rules.lifecycles import CaseFacts
from rules.review import review_facts
from rules.visible_cases import consent_is_valid

Fetch = Callable[[Executable], Iterable[Any]]


def case_facts(
    fetch: Fetch, case: Case, today: date, *, has_recontact_day: bool = True, has_words: bool = True
) -> CaseFacts:
    """The facts of one case. What a form asks for in the very step counts as there until it is pressed."""
    living = (col(HouseholdMember.case_id) == case.id, col(HouseholdMember.died_on).is_(None))
    members = [row[0] for row in fetch(select(HouseholdMember).where(*living))]
    asked = {row[0] for row in fetch(select(col(Consent.member_id)).where(col(Consent.case_id) == case.id))}
    valid = select(col(Consent.member_id)).where(col(Consent.case_id) == case.id, consent_is_valid(today))
    consenting = {row[0] for row in fetch(valid)} & {member.id for member in members}
    waiting = [member for member in members if member.refused_on is None and member.id not in asked]
    return CaseFacts(
        case.in_charge_id is not None, len(members), len(consenting), len(waiting), has_recontact_day, has_words,
        # Only from 振り返り待ち does a step lead to 終結, and only that step asks about the review.
        review_facts(fetch, case, today) if case.state is CaseState.REVIEWING else ReviewFacts(),
    )  # fmt: skip
