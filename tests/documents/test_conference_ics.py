"""予定表に入れる: another program reads the same day, place and state, and nothing about people or cases."""

from datetime import UTC, datetime, timedelta

import pytest
import vobject  # type: ignore[import-untyped]

from documents.conference_ics import invitation
from models.conferences import ConferenceState
from operations.conferences import advance_conference, change_conference
from queries.conference import conference_file
from tests.documents.views import CONFERENCE, at, called, conference, item
from tests.operations.sittings import convene, ready, step
from tests.operations.test_conferences import moving

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)


def read(made: bytes) -> vobject.base.Component:
    """The calendar as vobject reads it."""
    return vobject.readOne(made.decode())


def test_invitation_says_when_where_and_what() -> None:
    event = read(invitation(conference(place="髙﨑会館; 第5会議室, 2階"), NOW)).vevent
    assert event.summary.value == "令和8年度第3回 重層的支援会議"
    assert event.location.value == "髙﨑会館; 第5会議室, 2階"
    assert (event.dtstart.value, event.dtend.value) == (at(13, 30), at(14, 40))
    assert event.uid.value == f"{CONFERENCE}@yoriai"
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "3")


def test_invitation_is_in_the_time_of_tokyo() -> None:
    made = invitation(conference(starts_at=at(8), ends_at=at(9)), NOW)
    calendar = read(made)
    assert calendar.vevent.dtstart.value.utcoffset() == timedelta(hours=9)
    assert calendar.vevent.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Asia/Tokyo"]
    assert b"DTSTART;TZID=Asia/Tokyo:20260618T080000" in made
    assert calendar.vtimezone.tzid.value == "Asia/Tokyo"


def test_invitation_names_nobody_and_no_item() -> None:
    view = conference(
        item("お金のこと", case="R7-006 退院のあと"), people=(called("病院", "小川 なぎさ"),), theme="青葉さんのこと"
    )
    calendar = read(invitation(view, NOW))
    held = calendar.serialize()
    assert [text for text in ("お金", "R7-006", "退院", "小川", "小林", "青葉", "病院") if text in held] == []
    assert {one.name for one in calendar.vevent.getChildren()} == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "SEQUENCE", "STATUS",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("state", "status", "method"),
    [
        (ConferenceState.CONVENED, "CONFIRMED", "PUBLISH"),
        (ConferenceState.CANCELLED, "CANCELLED", "CANCEL"),
        (ConferenceState.PLANNED, "TENTATIVE", "PUBLISH"),
    ],
)
def test_invitation_says_whether_it_takes_place(state, status, method) -> None:
    calendar = read(invitation(conference(state=state), NOW))
    assert (calendar.vevent.status.value, calendar.method.value) == (status, method)


def test_invitation_after_a_change_replaces_the_one_before(small_city) -> None:
    made = ready(small_city)
    convene(small_city, made)
    first = read(invitation(small_city.look("kobayashi", conference_file, made), NOW)).vevent
    small_city.do("kobayashi", change_conference, **moving(small_city, made, place="庁議室"))
    small_city.do("kobayashi", advance_conference, **step(small_city, made, "cancel", reason="大雨"))
    last = read(invitation(small_city.look("ogawa", conference_file, made), NOW)).vevent
    assert last.uid.value == first.uid.value
    assert int(last.sequence.value) > int(first.sequence.value)
    assert (last.location.value, last.status.value) == ("庁議室", "CANCELLED")


@pytest.mark.parametrize("place", ["a\nATTENDEE:mailto:x@example.org", "=1+1", "あ" * 200, "\\n;,:\"'"])
def test_invitation_keeps_a_hostile_place_as_it_is(place) -> None:
    event = read(invitation(conference(place=place), NOW)).vevent
    assert event.location.value == place
    assert "attendee" not in event.contents
