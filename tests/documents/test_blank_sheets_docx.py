"""記入用紙: printed the day before a power cut, with the body, the number and the ground on every part, and no name."""

from pathlib import Path
from uuid import uuid4

import pytest

from documents.blank_sheets_docx import blank_sheets
from models.cases import Case
from models.conferences import ItemKind, ItemResult, Part
from models.forums import forums
from models.minutes import LineKind
from operations.agenda import add_item
from operations.conferences import invite
from queries.conference import conference_file
from tests.documents.test_conference_papers import HOSTILE, HOUSEHOLD, letters, lines
from tests.documents.views import called, conference, item
from tests.libreoffice import opened
from tests.operations.sittings import item as typed
from tests.operations.sittings import prepared
from words import label_of, word

PARTS = 4


def test_sheets_are_printed_on_a4_each_part_with_its_head(tmp_path: Path, profile: Path) -> None:
    decision = item("見守りの回数", kind=ItemKind.DECIDE)
    people = (called("総合病院", "森 あや"), called("警察署"))
    pdf = opened(blank_sheets(conference(item("ようす"), decision, people=people)), tmp_path, profile)
    forum = forums()["multilayer_support_conference"]
    assert tuple(round(one) for one in pdf.size) == (595, 842)
    assert pdf.letters.count(letters("令和8年度第3回 重層的支援会議")) == PARTS
    assert pdf.letters.count(letters(word(f"care.{forum.sharing_basis}"))) == PARTS
    assert pdf.letters.count(letters(forum.law)) >= PARTS
    boxes = [f"□{label_of(kind)}" for kind in LineKind if kind is not LineKind.UNSORTED]
    results = [f"□{label_of(result)}" for result in ItemResult]
    told = ["総合病院", "森あや", "警察署", "1ようす", "2見守りの回数", *boxes, *results]
    assert [one for one in told if letters(one) not in pdf.letters] == []
    # A result is asked of a decision alone.
    assert pdf.letters.count(letters(results[0])) - pdf.letters.count(letters(boxes[4])) <= 1


def test_sheets_hold_what_is_read_out_and_rows_for_those_who_come_uncalled() -> None:
    paper = lines(blank_sheets(conference(people=(called("総合病院"),))))
    read = [one for one in forums()["multilayer_support_conference"].reads_text.strip().splitlines() if one.strip()]
    assert [one for one in read if one not in paper] == []
    assert paper.count("出席・オンライン・代理・欠席") == 1 + 4


def test_sheet_of_an_item_says_in_words_when_it_begins_and_for_how_long() -> None:
    paper = "".join(lines(blank_sheets(conference(item("ようす")))))
    assert ("13:30(10分)" in paper, "13:30(10)" in paper) == (True, False)


def test_sheets_of_two_cases_begin_a_page_each(tmp_path: Path, profile: Path) -> None:
    first, second = uuid4(), uuid4()
    agenda = (
        item("議題甲", case_id=first, case="R8-001 丘の上の二人"),
        item("議題乙", case_id=second, case="R8-002 朝の早い姉弟"),
    )
    pdf = opened(blank_sheets(conference(*agenda)), tmp_path, profile)
    pages = [[name for name in ("議題甲", "議題乙") if name in letters(page)] for page in pdf.pages]
    assert [one for one in pages if one] == [["議題甲"], ["議題乙"]]
    assert ("R8-001" in pdf.letters, "丘の上の二人" in pdf.letters) == (True, False)


@pytest.mark.parametrize("text", HOSTILE)
def test_sheets_hold_hostile_texts_as_they_were_typed(text) -> None:
    people = (called(f"{text}課", f"{text}さん"),)
    held = "\n".join(lines(blank_sheets(conference(item(f"題{text}", question=f"問{text}"), people=people))))
    assert [one for one in (f"題{text}", f"問{text}", f"{text}課", f"{text}さん") if one not in held] == []


def test_sheets_name_nobody_of_a_household(city) -> None:
    conference_id, _ = prepared(city, "006")
    city.do("kobayashi", invite, conference_id, name="髙﨑 𠮷次", reading="たかさき", part=Part.PERSON_CONCERNED)
    city.do("kobayashi", add_item, conference_id, **typed(case_id=city.case("006"), title="通院の日"))
    paper = letters(*lines(blank_sheets(city.look("kobayashi", conference_file, conference_id))))
    number = city.row(Case, city.case("006")).number
    assert (number in paper, label_of(Part.PERSON_CONCERNED) in paper) == (True, True)
    assert [one for one in HOUSEHOLD if one in paper] == []
