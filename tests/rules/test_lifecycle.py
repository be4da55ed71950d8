"""How a lifecycle works: who is offered a step can take it, and a condition is as strong as it says."""

from dataclasses import fields
from enum import StrEnum
from itertools import product

import pytest

from models.people import Role
from rules.access import Office
from rules.closing_steps import ReviewFacts
from rules.conference_steps import ConferenceFacts
from rules.gap_steps import GapFacts
from rules.lifecycle import Condition, Lifecycle, Step, Strength, notice, reason, stop, weigh
from rules.lifecycles import CASE, LIFECYCLES, RELAY, CaseFacts, RelayFacts
from rules.plan_steps import AssignmentFacts, PlanFacts
from rules.record_steps import RecordFacts
from rules.refusal import Refused

WHO = [*Role, *Office]
RELAY_FACTS = [RelayFacts(*one) for one in product((True, False), (True, False))]


def varied(kind: type) -> list[object]:
    """The facts as they are at best and at worst, and each of them otherwise than the rest."""
    named = {field.name: field.default for field in fields(kind)}
    other = {name: not value if isinstance(value, bool) else 1 - value for name, value in named.items()}
    return [kind(), kind(**other), *(kind(**{name: value}) for name, value in other.items())]


CASE_FACTS = [
    *(CaseFacts(*one) for one in product((True, False), (0, 2), (0, 1, 2), (0, 1), (True, False), (True, False))),
    *(CaseFacts(True, 1, 1, 0, review=one) for one in varied(ReviewFacts)),
]
FACTS = {
    "case": CASE_FACTS, "relay": RELAY_FACTS, "conference": varied(ConferenceFacts), "record": varied(RecordFacts),
    "plan": varied(PlanFacts), "assignment": varied(AssignmentFacts), "gap": varied(GapFacts),
}  # fmt: skip
# Steps that nobody presses: another act brings them along.
BROUGHT = {"begin_plan", "begin_support", "begin_review", "evaluate", "end_with_case", "merge"}
EVERY_STEP = [(life, step) for life in LIFECYCLES for step in life.steps]
STEP_IDS = [f"{life.name}-{step.name}" for life, step in EVERY_STEP]


def split(*holders: Role | Office) -> tuple[frozenset[Role], frozenset[Office]]:
    """Roles and offices apart, as the lifecycle takes them."""
    roles = frozenset(one for one in holders if isinstance(one, Role))
    return roles, frozenset(one for one in holders if isinstance(one, Office))


def states(life: Lifecycle) -> list[StrEnum]:
    """Every state that the enum of a lifecycle knows."""
    return list(type(life.first))


def outcome(step: Step, facts: object, roles: frozenset[Role], reasons: dict[str, str]) -> str | dict[str, str]:
    """The reasons that were used, or the key of the refusal."""
    try:
        return weigh(step.conditions, facts, roles, reasons)
    except Refused as refused:
        return refused.reason_key


@pytest.mark.parametrize(("life", "step"), EVERY_STEP, ids=STEP_IDS)
def test_step_is_open_to_its_people_in_its_states_and_to_nobody_else(life, step) -> None:
    for state, holder in product(states(life), WHO):
        try:
            found = life.step(step.name, state, *split(holder))
        except Refused as refused:
            found = refused.reason_key
        assert found == (step if state in step.sources and holder in step.who else "step_not_open")


@pytest.mark.parametrize("life", LIFECYCLES, ids=lambda life: life.name)
def test_offered_are_exactly_the_steps_that_may_be_taken(life) -> None:
    facts = FACTS[life.name][0]
    for state, holder in product(states(life), WHO):
        offered = {(one.name, one.target) for one in life.offered(state, *split(holder), facts)}
        takes = {(s.name, s.target) for s in life.steps if state in s.sources and holder in s.who}
        assert offered == takes


@pytest.mark.parametrize(("life", "step"), EVERY_STEP, ids=STEP_IDS)
def test_offer_says_what_weigh_will_answer(life, step) -> None:
    state = next(iter(step.sources))
    for facts, holder in product(FACTS[life.name], step.who):
        roles, offices = split(holder)
        offer = next(one for one in life.offered(state, roles, offices, facts) if one.name == step.name)
        given = dict.fromkeys(offer.needs_reasons, "わけ")
        if offer.stops:
            assert outcome(step, facts, roles | offices, given) in offer.stops
        else:
            assert outcome(step, facts, roles | offices, given) == given
            assert outcome(step, facts, roles | offices, {}) == ("reason_is_needed" if given else {})


@pytest.mark.parametrize("life", LIFECYCLES, ids=lambda life: life.name)
def test_every_state_is_reached_from_the_first(life) -> None:
    reached = {life.first}
    for _ in states(life):
        reached |= {step.target for step in life.steps if step.sources & reached}
    assert reached == set(states(life))


@pytest.mark.parametrize("life", LIFECYCLES, ids=lambda life: life.name)
def test_every_step_stands_once_and_leads_on(life) -> None:
    assert len({step.name for step in life.steps}) == len(life.steps)
    assert [step.name for step in life.steps if step.target in step.sources] == []
    assert {step.name for step in life.steps if not step.who} <= BROUGHT


@pytest.mark.parametrize(("life", "step"), EVERY_STEP, ids=STEP_IDS)
def test_follow_leads_on_from_its_states_and_stays_elsewhere(life, step) -> None:
    for state in states(life):
        assert life.follow(step.name, state) == (step.target if state in step.sources else state)


def test_step_with_an_unknown_name_is_refused() -> None:
    with pytest.raises(Refused, match="step_not_open"):
        CASE.step("close", CASE.first, frozenset(Role), frozenset(Office))
    with pytest.raises(Refused, match="step_not_open"):
        RELAY.step("", RELAY.first, frozenset(Role), frozenset(Office))


def is_small(facts: int) -> bool:
    """A rule for the tests below."""
    return facts < 10


def is_even(facts: int) -> bool:
    """Another rule."""
    return facts % 2 == 0


CHIEF, RECORDER = frozenset({Role.DIVISION_CHIEF}), frozenset({Role.CONFERENCE_RECORDER})


def test_weigh_of_a_stop_is_passed_by_no_reason() -> None:
    assert weigh((stop(is_small),), 1, CHIEF, {"is_small": "わけ"}) == {}
    with pytest.raises(Refused, match="is_small"):
        weigh((stop(is_small),), 10, frozenset(Role), {"is_small": "わけ"})


def test_weigh_of_a_reason_asks_who_may_give_it() -> None:
    conditions = (reason(is_small, by=CHIEF),)
    assert weigh(conditions, 10, CHIEF, {"is_small": " わけ ", "other": "x"}) == {"is_small": "わけ"}
    assert weigh(conditions, 1, RECORDER, {}) == {}
    with pytest.raises(Refused, match="is_small"):
        weigh(conditions, 10, RECORDER, {"is_small": "わけ"})


@pytest.mark.parametrize("reasons", [{}, {"is_small": ""}, {"is_small": " \u3000"}, {"is_even": "わけ"}])
def test_weigh_of_a_reason_that_is_not_given_names_the_condition(reasons) -> None:
    with pytest.raises(Refused) as caught:
        weigh((reason(is_small, by=CHIEF),), 11, CHIEF, reasons)
    assert (caught.value.reason_key, caught.value.facts) == ("reason_is_needed", {"condition": "is_small"})


def test_weigh_of_several_keeps_every_reason_that_was_needed() -> None:
    conditions = (notice(is_even), reason(is_small, by=CHIEF), reason(is_even, by=CHIEF))
    given = {"is_small": "一", "is_even": "二"}
    assert weigh(conditions, 11, CHIEF, given) == given
    assert weigh(conditions, 12, CHIEF, given) == {"is_small": "一"}


def test_weigh_of_a_notice_is_never_in_the_way() -> None:
    assert weigh((notice(is_small),), 10, frozenset(), {}) == {}


def test_condition_is_named_after_its_rule() -> None:
    assert stop(is_small) == Condition("is_small", Strength.STOP, is_small)
    assert reason(is_small, by=CHIEF) == Condition("is_small", Strength.REASON, is_small, CHIEF)
    assert notice(is_small) == Condition("is_small", Strength.NOTICE, is_small)
