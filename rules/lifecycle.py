"""How a lifecycle is declared: steps with conditions, each condition with its strength (止・理・知)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.people import Role
from rules.access import Office
from rules.refusal import Refused


class Strength(StrEnum):
    """stop: never. reason: goes on with a recorded reason by who may. notice: shown, never in the way."""

    STOP = "stop"
    REASON = "reason"
    NOTICE = "notice"


Facts = Any


@dataclass(frozen=True)
class Condition:
    """A named question about the facts; its key is the key of the Japanese sentence."""

    key: str
    strength: Strength
    is_met: Callable[[Facts], bool]
    by: frozenset[Role | Office] = frozenset()


def stop(rule: Callable[[Facts], bool]) -> Condition:
    """A condition that no one may pass over."""
    return Condition(rule.__name__, Strength.STOP, rule)


def reason(rule: Callable[[Facts], bool], *, by: frozenset[Role | Office]) -> Condition:
    """A condition that these roles and offices may pass over with a recorded reason and a later approval."""
    return Condition(rule.__name__, Strength.REASON, rule, by)


def notice(rule: Callable[[Facts], bool]) -> Condition:
    """A condition that only warns."""
    return Condition(rule.__name__, Strength.NOTICE, rule)


def weigh(
    conditions: tuple[Condition, ...], facts: Facts, held: frozenset[Role | Office], reasons: dict[str, str]
) -> dict[str, str]:
    """The reasons that were needed, by condition. Raises Refused where a stop stands or a reason lacks."""
    used: dict[str, str] = {}
    for condition in conditions:
        if condition.strength is Strength.NOTICE or condition.is_met(facts):
            continue
        given = reasons.get(condition.key, "").strip()
        if condition.strength is Strength.STOP or not (held & condition.by):
            raise Refused(condition.key)
        if not given:
            raise Refused("reason_is_needed", condition=condition.key)
        used[condition.key] = given
    return used


@dataclass(frozen=True)
class Step:
    """One way from some states to another, for these roles and offices, under these conditions."""

    name: str
    sources: frozenset[StrEnum]
    target: StrEnum
    who: frozenset[Role | Office]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A step as a screen draws it: what stops it, what needs a reason, what is merely told."""

    name: str
    target: StrEnum
    stops: tuple[str, ...]
    needs_reasons: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Lifecycle:
    """A table of steps, read by the screen, the operation, the tests and the glossary."""

    name: str
    first: StrEnum
    steps: tuple[Step, ...]

    def offered(
        self, state: StrEnum, roles: frozenset[Role], offices: frozenset[Office], facts: Facts
    ) -> tuple[Offer, ...]:
        """The steps of this person in this state."""
        return tuple(
            _offer(step, facts, roles | offices)
            for step in self.steps
            if state in step.sources and (roles | offices) & step.who
        )

    def follow(self, name: str, state: StrEnum) -> StrEnum:
        """Where a step leads that another act brings with it; the state itself where it does not lead on from here."""
        return next((one.target for one in self.steps if one.name == name and state in one.sources), state)

    def step(self, name: str, state: StrEnum, roles: frozenset[Role], offices: frozenset[Office]) -> Step:
        """The step of this name. Raises Refused where it does not lead on from here or is not this person's."""
        for step in self.steps:
            if step.name == name and state in step.sources and (roles | offices) & step.who:
                return step
        raise Refused("step_not_open")


def _offer(step: Step, facts: Facts, held: frozenset[Role | Office]) -> Offer:
    unmet = [condition for condition in step.conditions if not condition.is_met(facts)]
    passable = [c for c in unmet if c.strength is Strength.REASON and held & c.by]
    return Offer(
        step.name,
        step.target,
        stops=tuple(c.key for c in unmet if c.strength is not Strength.NOTICE and c not in passable),
        needs_reasons=tuple(c.key for c in passable),
        notices=tuple(c.key for c in unmet if c.strength is Strength.NOTICE),
    )
