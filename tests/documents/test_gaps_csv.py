"""望まれる社会資源 as Excel opens it: confirmed 公開文 alone, counts as far as they are told, no cell that runs."""

import csv
from io import StringIO

import pytest

import settings
from documents.gaps_csv import gaps_table
from models.gaps import GapState
from operations.gaps import merge_gap
from queries.gaps import Wish, gap_list
from tests.operations.endings import CASE, PUBLIC, confirmed, evaluated, go, owned_by, raised, wanted
from tests.operations.working import DAY
from tests.queries.many import more_cases
from tests.queries.many_gaps import more_gaps, more_of_one
from words import label_of, word

COLUMNS = [
    "gap_number", "gap_code", "public_summary", "state", "gap_district", "severity", "gap_count", "owner_id", "due_on",
    "resource",
]  # fmt: skip
DRAFT = "候補のままの文"


def table(city, who: str) -> list[dict[str, str]]:
    """The lines of the file as somebody gets it, by column."""
    raw = gaps_table(city.look(who, gap_list, Wish(), whole=True))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert not raw[3:].startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(StringIO(raw.decode("utf-8-sig"), newline=""))
    assert head == [word(f"field.{name}") for name in COLUMNS]
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines]


def test_table_of_nothing_is_its_head(small_city) -> None:
    assert table(small_city, "kobayashi") == table(small_city, "kaigo-kacho") == []


def test_table_tells_an_entry_with_all_that_is_known(city) -> None:
    gap_id = confirmed(city, district_key="south", severity=3)
    go(city, gap_id, "assign", **owned_by(city))
    go(city, gap_id, "try_out", resource="朝露農園の午前の会")
    (line,) = table(city, "kobayashi")
    assert (line["public_summary"], line["gap_district"], line["gap_count"]) == (PUBLIC, "南部圏域", "1")
    assert (line["state"], line["severity"]) == (label_of(GapState.ON_TRIAL), word("severity.3"))
    assert (line["resource"], line["due_on"][:2]) == ("朝露農園の午前の会", "令和")


@pytest.mark.parametrize("who", ["kobayashi", "kacho", "kaigo-kacho", "minami"])
def test_text_that_was_not_looked_through_is_in_no_file(city, who) -> None:
    review_id = evaluated(city)
    wanted(city, review_id, public_summary=DRAFT, words="もとの言葉")
    raised(city, public_summary=DRAFT)
    confirmed(city)
    lines = table(city, who)
    assert [line for line in lines if DRAFT in str(line) or "もとの言葉" in str(line)] == []
    assert len(lines) == {"kobayashi": 3, "kacho": 3, "kaigo-kacho": 1, "minami": 2}[who]


def test_counts_are_a_range_for_a_division_and_exact_for_the_city(city) -> None:
    few, many = more_gaps(city, 2, cases=(city.case(CASE),))
    more_of_one(city, many, more_cases(city, 2))
    range_of = word("gaps.up_to", most=settings.city().small_cell - 1)
    assert {line["gap_number"][-3:]: line["gap_count"] for line in table(city, "kaigo-kacho")} == {
        "001": range_of, "002": "3",
    }  # fmt: skip
    assert {line["gap_number"][-3:]: line["gap_count"] for line in table(city, "kacho")} == {"001": "1", "002": "3"}
    assert few != many


def test_sensitive_need_has_neither_count_nor_district_for_a_division(city) -> None:
    more_gaps(city, 1, code="G21", cases=(city.case(CASE),))
    (line,) = table(city, "kaigo-kacho")
    assert (line["gap_count"], line["gap_district"]) == ("", "")
    (line,) = table(city, "kobayashi")
    assert (line["gap_count"], line["gap_district"]) == ("1", "南部圏域")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", " ="])
def test_cell_that_begins_like_a_formula_does_not_run(small_city, start) -> None:
    more_gaps(small_city, 1, text=f"{start}cmd|' /C calc'!A0")
    (line,) = table(small_city, "kaigo-kacho")
    assert line["public_summary"].startswith("'")


def test_resource_and_lines_stay_in_their_cell(small_city) -> None:
    hard = 'はじめ,"二つ"\n終わり'
    gap_id = confirmed(small_city, public_summary=hard)
    go(small_city, gap_id, "assign", **owned_by(small_city))
    go(small_city, gap_id, "try_out", resource="=HYPERLINK(1)")
    (line,) = table(small_city, "kaigo-kacho")
    assert (line["public_summary"], line["resource"]) == (hard, "'=HYPERLINK(1)")


def test_merged_entry_has_no_line(city) -> None:
    one, two = confirmed(city), confirmed(city)
    city.do("kobayashi", merge_gap, one, seen={"state": GapState.CONFIRMED}, into_id=two)
    assert [line["gap_count"] for line in table(city, "kobayashi")] == ["2"]


def test_put_off_entry_stays_in_the_file(city) -> None:
    gap_id = confirmed(city)
    go(city, gap_id, "put_off", words="予算のあとで", again_on=settings.today() + DAY)
    assert [line["state"] for line in table(city, "kaigo-kacho")] == [label_of(GapState.PUT_OFF)]
