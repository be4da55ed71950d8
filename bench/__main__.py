"""`python -m bench [part …]`: measure, print ratios to the goals, and end with 1 where one was missed."""

import sys
from collections.abc import Callable, Iterator

from bench.live import live
from bench.measure import Measure, report
from bench.papers import papers
from bench.search import search

PARTS: dict[str, Callable[[], Iterator[Measure]]] = {"live": live, "papers": papers, "search": search}


def main(names: list[str]) -> int:
    """The named parts, or all of them."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"there is no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
        return 2
    missed = 0
    for name in names or PARTS:
        print(f"===== {name} =====", flush=True)
        missed |= report(PARTS[name]())
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
