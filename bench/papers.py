"""From the adjournment to all papers: one press for three cases × eight agencies, from the browser's side."""

import io
import time
from collections.abc import Iterator
from zipfile import ZipFile

from bench.house import city_house
from bench.measure import Measure
from tests.operations.sending import AGENCIES, CASES, over

_MOST, _AGAIN = 2000, 5


def papers() -> Iterator[Measure]:
    """The first press after the start of the server, and the slowest of five more."""
    with city_house() as house:
        conference = over(house.city, CASES, AGENCIES, lines=20)
        visitor, taken, files = house.visitor("kobayashi"), [], 0
        for _ in range(1 + _AGAIN):
            began = time.perf_counter()
            answer = visitor.get(f"/files/sending/{conference}")
            taken.append((time.perf_counter() - began) * 1000)
            files = len(ZipFile(io.BytesIO(answer.body)).namelist())
        what = f"{len(CASES)} cases × {len(AGENCIES)} agencies, {files} files"
        yield Measure(f"all papers after a conference, first press ({what})", taken[0], _MOST)
        yield Measure("the same again, slowest of five", max(taken[1:]), _MOST)
