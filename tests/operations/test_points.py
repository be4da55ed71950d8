"""要点筆記: lines become paragraphs and lose no letter; after the record is fixed nothing changes until a correction."""

from uuid import UUID

import pytest

from models.history import HistoryEntry
from models.minutes import ConferenceRecord, LineKind, PointSource, RecordPoint, RecordState
from operations.conferences import advance_conference
from operations.minutes import remove_line
from operations.points import add_point, change_point, move_point, remove_point
from operations.records import advance_record, correct_record
from operations.room import read_out, take_attendance
from rules.refusal import Stale
from rules.typed_text import PASSAGE
from tests.operations.recording import Room
from tests.operations.sittings import called, records, rows, step
from tests.operations.stored import refused, why_not


class Said(Room):
    """A conference that is over, with three lines about the case and one about none."""

    def __init__(self, city) -> None:
        super().__init__(city)
        self.opened()
        told = (
            (LineKind.DECISION, "週に一度訪問する。"),
            (LineKind.FACT, " 母は夜眠れていない。"),
            (LineKind.UNSORTED, "電話"),
        )
        self.lines = [self.write(kind=kind, text=text).subject_id for kind, text in told]
        self.other = self.write(item_id=self.rest, text="次回は北庁舎").subject_id
        city.do("kiroku", read_out, self.conference)
        city.do("kiroku", take_attendance, self.conference, present=[one.id for one in called(self.conference)])
        city.do("kiroku", advance_conference, **step(city, self.conference, "adjourn"))
        self.case = city.case("001")
        self.own = records(self.conference, city.case("001"))[0].id

    def add(self, who: str = "kiroku", **inputs) -> UUID:
        """A 要点 of the case."""
        return self.city.do(who, add_point, self.conference, case_id=self.case, **inputs).subject_id

    def texts(self) -> list[str]:
        """What stands, in its order."""
        found = [one for one in rows(RecordPoint, conference_id=self.conference) if one.removed_at is None]
        return [one.text for one in sorted(found, key=lambda one: one.position)]

    def fix(self) -> None:
        """Fix the record of the case."""
        seen = self.city.seen(ConferenceRecord, self.own, advance_record)
        self.city.do("kobayashi", advance_record, self.own, seen=seen, step="fix")


@pytest.fixture
def said(city) -> Said:
    """A conference that is over."""
    return Said(city)


def test_add_point_of_lines_joins_them_in_the_order_of_their_kinds(said) -> None:
    point = said.add(line_ids=said.lines)
    assert said.texts() == ["母は夜眠れていない。\n週に一度訪問する。\n電話"]
    assert {one.line_id for one in rows(PointSource, point_id=point)} == set(said.lines)


def test_add_point_into_another_keeps_what_stood_there(said) -> None:
    point = said.add(text="  これまで  ")
    said.add(line_ids=said.lines[:1], into=point)
    said.add(line_ids=said.lines[:2], into=point)
    assert said.texts() == ["これまで\n週に一度訪問する。\n母は夜眠れていない。\n週に一度訪問する。"]
    assert len(rows(PointSource, point_id=point)) == 2


def test_add_point_of_nothing_or_too_much_is_refused(said) -> None:
    assert refused(said.city, "kiroku", add_point, said.conference, case_id=said.case).facts == {"field": "field.point"}
    assert (
        why_not(said.city, "kiroku", add_point, said.conference, case_id=said.case, text="あ" * (PASSAGE + 1))
        == "text_too_long"
    )
    point = said.add(text="あ" * PASSAGE)
    assert (
        why_not(said.city, "kiroku", add_point, said.conference, case_id=said.case, line_ids=said.lines, into=point)
        == "text_too_long"
    )
    assert said.texts() == ["あ" * PASSAGE]


def test_add_point_of_another_part_is_answered_like_an_absent_one(said) -> None:
    city, rest = said.city, said.conference
    assert why_not(city, "kiroku", add_point, said.conference, case_id=said.case, line_ids=[said.other]) == "not_found"
    assert why_not(city, "kiroku", add_point, said.conference, case_id=said.case, line_ids=[said.own]) == "not_found"
    assert (
        why_not(city, "kiroku", add_point, said.conference, case_id=said.case, text="文", item_id=said.rest)
        == "not_found"
    )
    assert why_not(city, "kiroku", add_point, said.conference, case_id=city.case("002"), text="文") == "not_found"
    point = city.do("kiroku", add_point, rest, case_id=None, line_ids=[said.other]).subject_id
    assert why_not(city, "kiroku", add_point, said.conference, case_id=said.case, text="文", into=point) == "not_found"


def test_add_point_of_a_line_that_was_taken_out_is_refused(said) -> None:
    said.city.do("kiroku", remove_line, said.lines[2])
    assert (
        why_not(said.city, "kiroku", add_point, said.conference, case_id=said.case, line_ids=said.lines) == "not_found"
    )


def test_add_point_of_a_result_can_be_done_once_until_it_is_removed(said) -> None:
    point = said.add(text="決まったこと", item_id=said.item)
    assert (
        why_not(said.city, "kiroku", add_point, said.conference, case_id=said.case, text="もう一度", item_id=said.item)
        == "already_there"
    )
    said.city.do("kiroku", remove_point, point)
    said.add(text="もう一度", item_id=said.item)
    assert said.texts() == ["もう一度"]


def test_change_point_is_refused_stale_with_both_versions(said) -> None:
    point = said.add(text="はじめの文")
    seen = said.city.seen(RecordPoint, point, change_point)
    said.city.do("kobayashi", change_point, point, seen=seen, text="先の文")
    with pytest.raises(Stale) as told:
        said.city.do("kiroku", change_point, point, seen=seen, text="あとの文")
    assert (told.value.stored, said.texts()) == ({"text": "先の文"}, ["先の文"])


def test_move_point_changes_places_and_stops_at_the_end(said) -> None:
    _first, second, third = (said.add(text=text) for text in "一二三")
    said.city.do("kiroku", remove_point, second)
    said.city.do("kiroku", move_point, third, up=True)
    assert said.texts() == ["三", "一"]
    assert why_not(said.city, "kiroku", move_point, third, up=True) == "point_is_at_the_end"
    said.city.do("kiroku", move_point, third, up=False)
    assert said.texts() == ["一", "三"]


def test_remove_point_keeps_it_and_frees_its_lines(said) -> None:
    point = said.add(line_ids=said.lines[:1])
    said.city.do("kiroku", remove_point, point)
    assert (said.texts(), said.city.row(RecordPoint, point).text) == ([], "週に一度訪問する。")
    assert why_not(said.city, "kiroku", remove_point, point) == "not_found"
    said.add(line_ids=said.lines[:1])
    assert said.texts() == ["週に一度訪問する。"]


def test_points_of_a_fixed_record_stay_until_a_correction_is_begun(said) -> None:
    city, point = said.city, said.add(text="要点")
    said.fix()
    seen = city.seen(RecordPoint, point, change_point)
    for operation, subject, inputs in (
        (add_point, said.conference, {"case_id": said.case, "text": "あと"}), (change_point, point, {"seen": seen, "text": "あと"}),
        (move_point, point, {"up": True}), (remove_point, point, {}),
    ):  # fmt: skip
        assert why_not(city, "kiroku", operation, subject, **inputs) == "record_is_fixed"
    assert said.texts() == ["要点"]
    city.do("kobayashi", correct_record, said.own, correction="言いかえ")
    city.do("kiroku", change_point, point, seen=seen, text="言いかえた要点")
    assert said.texts() == ["言いかえた要点"]
    first, second = records(said.conference, city.case("001"))
    assert ("要点" in first.content, "言いかえた" in first.content) == (True, False)
    assert (first.state, second.state) == (RecordState.FIXED, RecordState.DRAFT)


def test_points_leave_their_history(said) -> None:
    point = said.add(text="要点")
    said.city.do("kiroku", remove_point, point)
    assert [one.action for one in rows(HistoryEntry, subject_id=point)] == ["point.add", "point.remove"]
