"""会議録をさがす: fifteen thousand lines, each opened and looked through, as long as one person waits for it."""

import time
from collections.abc import Iterator

from bench.house import city_house
from bench.measure import Measure
from queries.search import found_in_minutes
from tests.queries.many_said import held, more_said

_LINES, _MOST, _AGAIN = 15_000, 1000, 5


def search() -> Iterator[Measure]:
    """Words that stand nowhere, and words that stand in every line; the slowest of five each."""
    with city_house() as house:
        more_said(house.city, held(house.city), _LINES)
        actor = house.city.actor("kobayashi")
        for name, words in (("words that stand nowhere", "どこにもない言葉"), ("words of every line", "行")):
            taken, found = [], 0
            for _ in range(_AGAIN):
                began = time.perf_counter()
                found = house.city.look(actor, found_in_minutes, words).total
                taken.append((time.perf_counter() - began) * 1000)
            yield Measure(f"{_LINES} lines searched for {name}, {found} found", max(taken), _MOST)
