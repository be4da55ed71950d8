"""紙で行い、あとから入力: the true hours stand, and everything may be typed until the record is fixed."""

from datetime import datetime
from uuid import uuid4

import pytest

import settings
from models.conferences import Conference, ConferenceState, ItemKind, ItemResult, Manner, Presence
from models.minutes import MinutesLine
from operations.agenda import add_item
from operations.assignments import agree_assignment
from operations.conferences import advance_conference
from operations.minutes import write_line
from operations.on_paper import enter_from_paper
from operations.room import note_attendance, settle_item, take_attendance
from tests.city import City
from tests.operations.sittings import (
    HOUR,
    LIAISON,
    agreed,
    called,
    convene,
    item,
    prepared,
    ready,
    records,
    rows,
    standing,
    step,
    was,
)
from tests.operations.stored import why_not


def hours(ago: float = 3, long: float = 1) -> dict[str, datetime]:
    """Began so many hours ago."""
    began = settings.now() - ago * HOUR
    return {"began_at": began, "ended_at": began + long * HOUR}


def typed(city: City, conference, who: str = "kiroku", **other) -> Conference:
    """Enter it; what is stored."""
    inputs = {**hours(), **other}
    city.do(who, enter_from_paper, conference, seen=city.seen(Conference, conference, enter_from_paper), **inputs)
    row: Conference = city.row(Conference, conference)
    return row


def test_enter_from_paper_keeps_the_hours_and_opens_a_record_for_each_case(city) -> None:
    conference, _ = prepared(city)
    agreed(city, "001", "general_hospital")
    convene(city, conference)
    told = hours()
    row = typed(city, conference, **told, was_read=True)
    assert (row.state, row.manner) == (ConferenceState.ADJOURNED, Manner.ON_PAPER)
    assert (row.opened_at, row.adjourned_at) == (told["began_at"], told["ended_at"])
    assert (row.read_at, row.read_by_id) == (told["began_at"], city.person("kiroku"))
    assert (len(records(conference, city.case("001"))), len(records(conference))) == (1, 1)


def test_what_stands_on_the_paper_is_typed_after_it_until_the_record_is_fixed(city) -> None:
    conference, _ = prepared(city)
    asked = item(kind=ItemKind.DECIDE, case_id=city.case("001"))
    decision = city.do("kobayashi", add_item, conference, **asked).subject_id
    agreed(city, "001", "general_hospital")
    convene(city, conference)
    row = typed(city, conference)
    assert (row.read_at, [one.result for one in standing(conference)]) == (None, [None, None])
    line = {"line_id": uuid4(), "client": uuid4().hex, "seq": 1, "base": 0, "text": "週に一度は会えている"}
    city.do("kiroku", write_line, conference, item_id=decision, finished=True, **line)
    city.do("kiroku", take_attendance, conference, present=[one.id for one in called(conference)])
    city.do(
        "kiroku", note_attendance, called(conference)[0].id, was=was(called(conference)[0].id), presence=Presence.LATE
    )
    seen = dict.fromkeys(settle_item.edits)
    told = {"result": ItemResult.DECIDED, "result_words": "週に一度"}
    city.do("kiroku", settle_item, decision, seen=seen, **told)
    role = {"task": "電話で様子を聞く", "agency_id": city.agency("general_hospital")}
    city.do("kiroku", agree_assignment, decision, **role)
    assert [one.text for one in rows(MinutesLine, conference_id=conference)] == ["週に一度は会えている"]
    assert {one.id: one.result for one in standing(conference)}[decision] is ItemResult.DECIDED


def test_enter_from_paper_after_the_power_went_in_the_middle(city) -> None:
    conference = ready(city, forum_key=LIAISON)
    convene(city, conference)
    city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    told = hours(2, 0.5)
    row = typed(city, conference, **told)
    assert (row.state, row.opened_at, row.adjourned_at) == (
        ConferenceState.ADJOURNED, told["began_at"], told["ended_at"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "key"),
    [
        (hours(1, 0), "conference_ends_before_it_starts"),
        (hours(1, 2), "paper_in_future"),
        (hours(20, 13), "conference_is_too_long"),
    ],
)
def test_enter_from_paper_with_impossible_hours_is_refused(city, told, key) -> None:
    conference = ready(city, forum_key=LIAISON)
    convene(city, conference)
    seen = city.seen(Conference, conference, enter_from_paper)
    assert why_not(city, "kobayashi", enter_from_paper, conference, seen=seen, **told) == key


@pytest.mark.parametrize("state", ["planned", "cancelled", "adjourned"])
def test_enter_from_paper_of_what_was_not_announced_or_is_over_is_refused(city, state) -> None:
    conference = ready(city, forum_key=LIAISON)
    if state != "planned":
        convene(city, conference)
    if state == "cancelled":
        city.do("kobayashi", advance_conference, **step(city, conference, "cancel", reason="大雨のため"))
    if state == "adjourned":
        typed(city, conference, "kobayashi")
    seen = city.seen(Conference, conference, enter_from_paper)
    assert why_not(city, "kobayashi", enter_from_paper, conference, seen=seen, **hours()) == "step_not_open"
