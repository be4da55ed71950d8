"""Small numbers crossed with a place may point to somebody: outside the city office they are told as a range."""

from dataclasses import dataclass

import settings


@dataclass(frozen=True)
class Count:
    """A number as somebody may read it: exact, or 1 up to at_most; neither where it is not told at all."""

    exact: int | None = None
    at_most: int | None = None


def told_count(count: int, *, is_inside: bool, is_sensitive: bool = False) -> Count:
    """A count for somebody inside the city office or outside of it (practice: I-05, 「1〜2」 rather than blank)."""
    if is_inside:
        return Count(exact=count)
    if is_sensitive:
        return Count()
    smallest = settings.city().small_cell
    return Count(exact=count) if count == 0 or count >= smallest else Count(at_most=smallest - 1)
