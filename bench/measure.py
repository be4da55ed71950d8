"""A measured value beside its goal; what is printed is the ratio of the two, for machines differ."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One value and the most it may be. A goal of 0 stands for none: it is printed and never fails."""

    name: str
    value: float
    most: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """Measured to promised: at most 1 is kept."""
        return self.value / self.most if self.most else 0.0

    def __str__(self) -> str:
        goal = f"{self.ratio:5.2f} × {self.most:g} {self.unit}" if self.most else " " * 6 + "no goal"
        return f"{self.name:<60}{goal:<20}{self.value:9.1f} {self.unit}"


def at(share: float, values: Sequence[float]) -> float:
    """The value below which this share of them lies: 0.5 for the median, 0.95 for p95."""
    if not values:
        raise ValueError("nothing was measured")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def report(measures: Iterable[Measure]) -> int:
    """Print them; 0 where every goal was kept."""
    missed = 0
    for one in measures:
        print(f"{'  ' if one.ratio <= 1 else '✗ '}{one}", flush=True)
        missed += one.ratio > 1
    return 1 if missed else 0
