"""見た人の記録 as Excel opens it: Japanese at once, days as days, and no cell that runs."""

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest

from documents.looks_csv import harmless, looks_table
from queries.looks import LookList, LookRow, look_list
from rules.disclosure import Basis, BasisKind
from tests.queries.many import more_looks
from words import word

ROW = {
    "moment": datetime(2026, 6, 18, 1, 30, 5, tzinfo=UTC), "who": "小林 あかり", "place": "福祉部 地域福祉課",
    "action": "case.look", "number": "R8-001", "basis": "office",
}  # fmt: skip


def table(*rows: dict[str, Any]) -> list[list[str]]:
    """The cells of a file of such rows."""
    looks = tuple(LookRow(**{**ROW, **row}) for row in rows)
    raw = looks_table(LookList(basis=Basis(BasisKind.OFFICE), rows=looks, total=len(looks), people=1))
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(raw.decode("utf-8-sig"), newline="")))


def test_looks_table_has_a_head_and_a_line_for_each_look() -> None:
    head, *lines = table({}, {"number": "", "basis": "", "who": "髙﨑 𠮷次"})
    assert head == [word(f"field.{name}") for name in ("moment", "who", "place", "what", "case", "basis")]
    look, office = word("action.case_look"), word("basis_kind.office")
    assert lines == [
        ["2026/06/18 10:30:05", "小林 あかり", "福祉部 地域福祉課", look, "R8-001", office],
        ["2026/06/18 10:30:05", "髙﨑 𠮷次", "福祉部 地域福祉課", look, "", ""],
    ]


def test_looks_table_keeps_commas_quotes_and_lines_in_their_cells() -> None:
    hard = 'a,b "c"\nd;e\tf'
    assert table({"who": hard})[1][1] == hard


def test_looks_table_of_nothing_is_its_head(city) -> None:
    assert len(table()) == 1
    view = city.look("kacho", look_list, whole=True)
    assert looks_table(view).decode("utf-8-sig").count("\n") == 1


def test_looks_table_of_the_city_holds_every_look(city) -> None:
    more_looks(city.actor("kacho"), city.case("001"), 35)
    view = city.look("kacho", look_list, whole=True)
    lines = list(csv.reader(StringIO(looks_table(view).decode("utf-8-sig"))))
    assert (len(lines), {line[1] for line in lines[1:]}) == (36, {"大橋 みのる"})


@pytest.mark.parametrize(
    "start",
    [
        "=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20", " =", "\t=", "\r=", "\n=", "\u3000=",
        "\ufeff=", "\u3000\uff1d", "\x00=",
    ],
)  # fmt: skip
def test_cell_that_begins_like_a_formula_does_not_run(start) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    assert harmless(text) == "'" + text
    assert table({"who": text})[1][1].startswith("'")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "小林 あかり",
        "2026/06/18 10:30:05",
        "R8-001",
        "0533",
        "1",
        ".5",
        "/",
        ":",
        ";",
        "a=b",
        "('=1')",
        "ー",
        "−1",
        "<b>",
        "?",
    ],
)
def test_cell_that_is_no_formula_stays_as_it_is(text) -> None:
    assert harmless(text) == text
