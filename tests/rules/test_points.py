"""Lines become one text without losing a letter; the length of the 要点 is told in sheets of A4."""

import pytest

from models.minutes import LineKind
from rules.points import KIND_ORDER, joined, sheets, width


def test_every_kind_has_its_place() -> None:
    assert sorted(KIND_ORDER) == sorted(LineKind)


def test_joined_puts_facts_first_and_keeps_the_order_within_a_kind() -> None:
    lines = [(LineKind.DECISION, "決"), (LineKind.FACT, " 事一\n"), (LineKind.OPINION, "意"), (LineKind.FACT, "事二")]
    assert joined(lines) == "事一\n事二\n意\n決"


def test_joined_leaves_out_what_says_nothing() -> None:
    assert joined([(LineKind.FACT, "  "), (LineKind.WISH, "髙﨑𠮷 葛\U000e0100")]) == "髙﨑𠮷 葛\U000e0100"
    assert joined([]) == ""


@pytest.mark.parametrize(
    ("text", "wide"),
    [("", 0), ("母の話", 3), ("abc1", 2), ("ｱｲｳ", 1.5), ("𠮷髙", 2), ("葛\U000e0100", 1), ("か\u3099", 1)],
)
def test_width_counts_letters_as_they_are_seen(text, wide) -> None:
    assert width(text) == wide


@pytest.mark.parametrize(
    ("texts", "told"),
    [([], 0.4), (["あ" * 44] * 28, 1.0), (["あ" * 45] * 28, 1.7), (["短い"] * 72, 2.0), (["短い\n短い"] * 36, 2.0)],
)
def test_sheets_count_lines_with_the_head(texts, told) -> None:
    assert sheets(texts) == told
