"""The flow of question 3 as it is kept, and which states of an opinion count as heard."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.closure import OpinionState
from rules.closing_steps import ReviewFacts
from rules.lifecycle import Strength
from rules.lifecycles import CASE, CaseFacts
from rules.review import FlowStep, flow_of, flow_text, is_heard

DATE, DAY = date(2026, 6, 17), timedelta(days=1)
WHOLE = ReviewFacts(
    is_begun=True, is_evaluated=True, first=True, second=True, third=True, fourth=True, has_closing=True,
    has_successor=True,
)  # fmt: skip
CLOSE = next(step for step in CASE.steps if step.name == "close")


def unmet(**other: object) -> dict[str, Strength]:
    """The conditions of closing that such a review does not meet."""
    review = ReviewFacts(**{**WHOLE.__dict__, **other})
    facts = CaseFacts(True, 1, 1, 0, review=review)
    return {one.key: one.strength for one in CLOSE.conditions if not one.is_met(facts)}


@given(st.lists(st.builds(FlowStep, st.text(), st.text(), st.text())))
def test_flow_is_read_as_it_was_kept(steps) -> None:
    assert flow_of(flow_text(steps)) == tuple(steps)


@pytest.mark.parametrize("text", [None, ""])
def test_flow_of_nothing_has_no_steps(text) -> None:
    assert flow_of(text) == ()


@pytest.mark.parametrize("state", list(OpinionState))
@pytest.mark.parametrize(("due", "is_over"), [(DATE - DAY, True), (DATE, False), (DATE + DAY, False)])
def test_silence_counts_only_after_its_day(state, due, is_over) -> None:
    assert is_heard(state, due, DATE) is (state is not OpinionState.ASKED or is_over)


def test_whole_review_meets_everything() -> None:
    assert unmet() == {}


@pytest.mark.parametrize(
    ("other", "key", "strength"),
    [
        ({"is_begun": False}, "review_is_begun", Strength.STOP),
        ({"is_evaluated": False}, "support_was_evaluated", Strength.STOP),
        ({"first": False}, "first_question_is_answered", Strength.STOP),
        ({"second": False}, "second_question_is_answered", Strength.STOP),
        ({"third": False}, "third_question_is_answered", Strength.STOP),
        ({"fourth": False}, "fourth_question_is_answered", Strength.STOP),
        ({"is_linked": False}, "wanted_resource_is_linked", Strength.STOP),
        ({"has_closing": False}, "closing_reason_is_told", Strength.STOP),
        ({"is_short": True, "may_be_short": False}, "short_form_is_for_leaving", Strength.STOP),
        ({"has_successor": False}, "successor_is_named", Strength.STOP),
        ({"could": True}, "approach_follows", Strength.REASON),
        ({"silent": 1}, "every_agency_was_heard", Strength.REASON),
        ({"going_on": 2}, "roles_are_over", Strength.NOTICE),
        ({"unconfirmed": 1}, "public_texts_are_confirmed", Strength.NOTICE),
        ({"unchecked": 1}, "records_are_checked", Strength.NOTICE),
    ],
)
def test_each_lack_has_its_own_sentence(other, key, strength) -> None:
    assert unmet(**other) == {key: strength}


def test_every_condition_of_closing_is_told_apart() -> None:
    assert len({one.key for one in CLOSE.conditions}) == len(CLOSE.conditions) == 15


def test_short_form_asks_for_neither_evaluation_nor_opinions_nor_successor() -> None:
    assert unmet(is_short=True, is_evaluated=False, silent=3, has_successor=False) == {}


def test_approach_is_enough_where_it_could_have_been_handled() -> None:
    assert unmet(could=True, approaches=1) == {}
