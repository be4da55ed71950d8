"""The steps of 望まれる社会資源: from 候補 to 使えるようになった."""

from dataclasses import dataclass

from models.gaps import GapState as G
from models.people import Role
from rules.access import Office
from rules.lifecycle import Lifecycle, Step, notice, reason, stop

Who = frozenset[Role | Office]
_KEEPER: Who = frozenset({Role.WELFARE_WORKER})
_DECIDES: Who = _KEEPER | {Role.DIVISION_CHIEF}
# 所管課 proposes and works; that it is usable is confirmed by whoever keeps the ledger (practice: I-22).
_WORKS: Who = _DECIDES | {Office.OWNER}
TOLD = frozenset({G.CONFIRMED, G.ASSIGNED, G.IN_WORK, G.ON_TRIAL, G.USABLE, G.PUT_OFF, G.NOT_WANTED})
FINAL = frozenset({G.USABLE, G.PUT_OFF, G.NOT_WANTED})


@dataclass(frozen=True)
class GapFacts:
    """What the conditions of an entry ask about."""

    has_public_text: bool = False
    certain: int = 0
    possible: int = 0
    has_owner: bool = False
    has_disposition: bool = False
    has_due_day: bool = False
    approaches: int = 0
    has_resource: bool = False
    was_used: bool = False
    has_words: bool = False
    has_again_day: bool = False


def public_text_is_written(facts: GapFacts) -> bool:
    """Only 公開文 leaves case work."""
    return facts.has_public_text


def public_text_names_nobody(facts: GapFacts) -> bool:
    """A whole name, a telephone, an address, the number of a case."""
    return facts.certain == 0


def public_text_was_looked_through(facts: GapFacts) -> bool:
    """A word that may be a place or a name is rewritten, or looked at and said to be a general word."""
    return facts.possible == 0


def owner_is_named(facts: GapFacts) -> bool:
    """所管課."""
    return facts.has_owner


def disposition_is_chosen(facts: GapFacts) -> bool:
    """方策: how it is to be filled."""
    return facts.has_disposition


def due_day_is_set(facts: GapFacts) -> bool:
    """By when the owner comes back with it."""
    return facts.has_due_day


def somebody_was_approached(facts: GapFacts) -> bool:
    """働きかけ is what makes it move; without any it is told."""
    return facts.approaches > 0


def resource_is_named(facts: GapFacts) -> bool:
    """What has opened, by its name."""
    return facts.has_resource


def it_was_used_once(facts: GapFacts) -> bool:
    """使えるようになった: a resource, and somebody who used it."""
    return facts.was_used


def move_is_explained(facts: GapFacts) -> bool:
    """Those who raised it are told why."""
    return facts.has_words


def day_to_look_again_is_set(facts: GapFacts) -> bool:
    """見送り is not forgetting."""
    return facts.has_again_day


def _assigned(*sources: G) -> Step:
    needs = (stop(owner_is_named), stop(disposition_is_chosen), stop(due_day_is_set))
    return Step("assign", frozenset(sources), G.ASSIGNED, _DECIDES, needs)


PUBLIC_TEXT = (
    stop(public_text_is_written),
    stop(public_text_names_nobody),
    reason(public_text_was_looked_through, by=frozenset({Role.WELFARE_WORKER})),
)
GAP = Lifecycle(
    "gap",
    G.CANDIDATE,
    (
        Step("confirm", frozenset({G.CANDIDATE}), G.CONFIRMED, _KEEPER, PUBLIC_TEXT),
        _assigned(G.CONFIRMED, G.PUT_OFF),
        Step("begin", frozenset({G.ASSIGNED}), G.IN_WORK, _WORKS, (notice(somebody_was_approached),)),
        Step("try_out", frozenset({G.ASSIGNED, G.IN_WORK}), G.ON_TRIAL, _WORKS, (stop(resource_is_named),)),
        Step(
            "make_usable",
            frozenset({G.IN_WORK, G.ON_TRIAL}),
            G.USABLE,
            _KEEPER,
            (stop(resource_is_named), stop(it_was_used_once)),
        ),
        Step(
            "put_off",
            frozenset({G.CONFIRMED, G.ASSIGNED, G.IN_WORK, G.ON_TRIAL}),
            G.PUT_OFF,
            _DECIDES,
            (stop(move_is_explained), stop(day_to_look_again_is_set)),
        ),
        Step(
            "no_longer_wanted",
            frozenset({G.CANDIDATE, G.CONFIRMED, G.ASSIGNED, G.IN_WORK, G.ON_TRIAL, G.PUT_OFF}),
            G.NOT_WANTED,
            _KEEPER,
            (stop(move_is_explained),),
        ),
        # Putting it to another brings this.
        Step("merge", frozenset(G) - {G.MERGED}, G.MERGED, frozenset()),
        Step("take_up_again", frozenset({G.PUT_OFF, G.USABLE}), G.CONFIRMED, _KEEPER, (stop(move_is_explained),)),
    ),
)
