"""What 終結 needs: the four questions of the 実施計画, the agencies heard, what follows named."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class ReviewFacts:
    """What closing a case asks about its review. silent: agencies that carried a role and still may answer."""

    is_begun: bool = False
    is_short: bool = False
    may_be_short: bool = True
    is_evaluated: bool = False
    first: bool = False
    second: bool = False
    third: bool = False
    fourth: bool = False
    is_linked: bool = True
    could: bool = False
    approaches: int = 0
    silent: int = 0
    has_closing: bool = False
    has_successor: bool = False
    unconfirmed: int = 0
    unchecked: int = 0
    going_on: int = 0


class Closable(Protocol):
    """Facts that carry those of a review."""

    @property
    def review(self) -> ReviewFacts: ...


def review_is_begun(facts: Closable) -> bool:
    """実施計画 2(5): at the end the four questions are shared, never skipped silently."""
    return facts.review.is_begun


def support_was_evaluated(facts: Closable) -> bool:
    """評価シート: closing is one of three outcomes; 死亡 and 転出 need none."""
    return facts.review.is_evaluated or facts.review.is_short


def short_form_is_for_leaving(facts: Closable) -> bool:
    """The short form is for 死亡 and 転出."""
    return facts.review.may_be_short or not facts.review.is_short


def first_question_is_answered(facts: Closable) -> bool:
    """① Could the existing 事業 have handled it?"""
    return facts.review.first


def second_question_is_answered(facts: Closable) -> bool:
    """② Why not?"""
    return facts.review.second


def third_question_is_answered(facts: Closable) -> bool:
    """③ Which 支援フロー would have been conceivable, or why none?"""
    return facts.review.third


def fourth_question_is_answered(facts: Closable) -> bool:
    """④ Which social resource is wanted, or none and why?"""
    return facts.review.fourth


def wanted_resource_is_linked(facts: Closable) -> bool:
    """What is wanted stands in the ledger, new or with what is there already."""
    return facts.review.is_linked


def approach_follows(facts: Closable) -> bool:
    """Where the existing 事業 could have handled it somebody is approached, or it is said why nobody is."""
    return not facts.review.could or facts.review.approaches > 0


def every_agency_was_heard(facts: Closable) -> bool:
    """Each agency that carried a role gave an opinion, had none, or was silent until its day was over."""
    return facts.review.silent == 0 or facts.review.is_short


def closing_reason_is_told(facts: Closable) -> bool:
    """終結理由."""
    return facts.review.has_closing


def successor_is_named(facts: Closable) -> bool:
    """引継先 主担当機関; it may be nobody (the person, the neighbourhood), and then it is said why."""
    return facts.review.has_successor or facts.review.is_short


def roles_are_over(facts: Closable) -> bool:
    """Roles that still go on end with the case; that is told."""
    return facts.review.going_on == 0


def public_texts_are_confirmed(facts: Closable) -> bool:
    """公開文 that waits to be looked through is told; the case need not wait for it."""
    return facts.review.unconfirmed == 0


def records_are_checked(facts: Closable) -> bool:
    """A record that agencies still check is out of their sight once the case is closed; that is told."""
    return facts.review.unchecked == 0
