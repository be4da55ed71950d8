"""Small numbers: exact inside the office, a range outside, nothing at all of what is sensitive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import settings
from rules.small_cells import Count, told_count

SMALL = settings.city().small_cell


@pytest.mark.parametrize("count", [0, 1, SMALL - 1, SMALL, 40])
def test_count_inside_is_exact(count) -> None:
    assert told_count(count, is_inside=True) == Count(exact=count)
    assert told_count(count, is_inside=True, is_sensitive=True) == Count(exact=count)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, Count(exact=0)),
        (1, Count(at_most=SMALL - 1)),
        (SMALL - 1, Count(at_most=SMALL - 1)),
        (SMALL, Count(exact=SMALL)),
        (SMALL + 1, Count(exact=SMALL + 1)),
    ],
)
def test_count_outside_is_a_range_while_it_is_small(count, told) -> None:
    assert told_count(count, is_inside=False) == told


@given(st.integers(0, 500))
def test_sensitive_count_outside_is_never_told(count) -> None:
    assert told_count(count, is_inside=False, is_sensitive=True) == Count()


@given(st.integers(1, 500), st.integers(1, 500))
def test_small_counts_outside_are_told_alike(one, other) -> None:
    if max(one, other) < SMALL:
        assert told_count(one, is_inside=False) == told_count(other, is_inside=False)
