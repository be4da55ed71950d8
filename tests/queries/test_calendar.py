"""会議の予定: the conferences of some Tokyo days, as far as this person may know of them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

import settings
from models.conferences import ConferenceState
from operations.agenda import add_item
from operations.conferences import advance_conference, invite, withdraw_invitation
from queries.calendar import ConferenceRow, conference_list, moment_of
from queries.today import today_of
from rules.refusal import Refused
from tests.operations.sittings import CONSENT, DUTY, HOUR, LIAISON, ahead, at, convene, item, planned, ready, step
from tests.queries.statements import statements

DAY = timedelta(days=1)
EVERYBODY = (
    "kobayashi", "mizuno", "kacho", "nishi", "minami", "kiroku", "hayashi", "ogawa", "suishin", "kaigo-kacho", "iin",
    "system",
)  # fmt: skip


def seen_by(city, who: str, *conferences: UUID, day: date | None = None, **more: Any) -> list[UUID]:
    """Which of the conferences stand in the calendar of this person on the day."""
    on = day or ahead()
    found = city.look(who, conference_list, since=on, until=on, **more)
    return [row.id for row in found if row.id in conferences]


def readers(city, conference: UUID) -> set[str]:
    """Everybody who finds it in the calendar."""
    return {who for who in EVERYBODY if seen_by(city, who, conference)}


def row_of(city, who: str, conference: UUID) -> ConferenceRow:
    """The row of a conference."""
    rows: tuple[ConferenceRow, ...] = city.look(who, conference_list, since=ahead(), until=ahead())
    return next(row for row in rows if row.id == conference)


def test_moment_of_a_day_is_midnight_in_tokyo() -> None:
    assert moment_of(date(2026, 6, 18)) == datetime(2026, 6, 18, tzinfo=settings.TOKYO)


def test_calendar_row_says_what_a_list_needs(city) -> None:
    conference = ready(city, theme="夏の見守り")
    number = convene(city, conference).serial
    row = row_of(city, "kobayashi", conference)
    assert (row.forum.key, row.serial, row.theme, row.state) == (
        CONSENT, number, "夏の見守り", ConferenceState.CONVENED,
    )  # fmt: skip
    assert (row.starts_at, row.ends_at, row.facilitator, row.called, row.items) == (
        at(13, 30), at(14, 30), "小林 あかり", 1, 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("hour", "since", "until", "is_there"),
    [(0, 0, 0, True), (23, 0, 0, True), (0, -1, -1, False), (23, 1, 1, False), (8, 0, 0, True), (8, -3, 3, True)],
)
def test_calendar_counts_tokyo_days_both_inclusive(city, hour, since, until, is_there) -> None:
    conference = planned(city, starts_at=at(hour), ends_at=at(hour) + HOUR / 2)
    rows = city.look("kobayashi", conference_list, since=ahead() + since * DAY, until=ahead() + until * DAY)
    assert (conference in [row.id for row in rows]) is is_there


def test_calendar_stands_in_the_order_of_the_day(city) -> None:
    made = [planned(city, starts_at=at(hour), ends_at=at(hour) + HOUR) for hour in (15, 9, 12)]
    assert seen_by(city, "kobayashi", *made) == [made[1], made[2], made[0]]


def test_calendar_of_one_body(city) -> None:
    made = [planned(city), planned(city, forum_key=DUTY)]
    assert [seen_by(city, "kobayashi", *made, forum_key=key) for key in (CONSENT, DUTY, "nothing")] == [
        [made[0]], [made[1]], [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("forum", "others"),
    [
        (CONSENT, set()),
        (DUTY, set()),
        (LIAISON, {"nishi", "minami", "suishin", "kaigo-kacho"}),
        ("system_promotion_council", {"nishi", "minami", "suishin", "kaigo-kacho", "iin"}),
        ("platform_conference", set(EVERYBODY)),
    ],
)
def test_calendar_shows_a_body_to_those_it_is_made_for(city, forum, others) -> None:
    conference = planned(city, forum_key=forum)
    prepare = {"kobayashi", "mizuno", "kacho", "kiroku"}
    assert readers(city, conference) == prepare
    city.do("kobayashi", invite, conference, agency_id=city.agency("farm"))
    city.do("kobayashi", add_item, conference, **item())
    convene(city, conference)
    assert readers(city, conference) == prepare | others


def test_calendar_shows_who_is_called_after_the_notice(city) -> None:
    conference = ready(city)  # the hospital, as an agency
    city.do("kobayashi", invite, conference, person_id=city.person("nishi"))
    assert (seen_by(city, "ogawa", conference), seen_by(city, "nishi", conference)) == ([], [])
    convene(city, conference)
    assert (seen_by(city, "ogawa", conference), seen_by(city, "nishi", conference)) == ([conference], [conference])
    assert seen_by(city, "hayashi", conference) == []


def test_calendar_forgets_whose_call_was_taken_back(city) -> None:
    conference = ready(city)
    call = city.do("kobayashi", invite, conference, person_id=city.person("hayashi")).subject_id
    convene(city, conference)
    assert seen_by(city, "hayashi", conference) == [conference]
    city.do("kobayashi", withdraw_invitation, call)
    assert seen_by(city, "hayashi", conference) == []


def test_calendar_keeps_a_cancelled_conference_for_who_had_the_notice(city) -> None:
    conference = ready(city)
    convene(city, conference)
    city.do("kobayashi", advance_conference, **step(city, conference, "cancel", reason="大雨"))
    assert row_of(city, "ogawa", conference).state is ConferenceState.CANCELLED


def test_calendar_never_tells_of_one_cancelled_before_its_notice(city) -> None:
    conference = ready(city, forum_key=DUTY)
    city.do("kobayashi", advance_conference, **step(city, conference, "cancel", reason="ご家族が入院した"))
    assert readers(city, conference) == {"kobayashi", "mizuno", "kacho", "kiroku"}


def test_calendar_counts_only_the_items_this_person_may_see(city) -> None:
    conference = planned(city, forum_key=DUTY)
    city.do("kobayashi", invite, conference, person_id=city.person("ogawa"))
    city.do("kobayashi", add_item, conference, **item())
    city.do("kobayashi", add_item, conference, **item(case_id=city.case("002")))
    convene(city, conference)
    assert [row_of(city, who, conference).items for who in ("kobayashi", "ogawa")] == [2, 1]


def test_calendar_sends_the_same_statements_however_many_conferences(city) -> None:
    actor, span = city.actor("kobayashi"), {"since": ahead(), "until": ahead()}
    planned(city)
    few = statements(city, actor, conference_list, **span)
    for _ in range(6):
        ready(city)
    assert statements(city, actor, conference_list, **span) == few


def test_today_shows_what_lies_ahead_and_is_not_cancelled(city) -> None:
    made = [ready(city, starts_at=at(9, day=ahead(3)), ends_at=at(10, day=ahead(3))) for _ in range(2)]
    city.do("kobayashi", advance_conference, **step(city, made[1], "cancel", reason="大雨"))
    rows = city.look("kobayashi", today_of).ahead
    assert [row.id for row in rows if row.id in made] == [made[0]]
    assert len(rows) <= 6


def test_calendar_of_somebody_without_any_role_is_absent(city) -> None:
    nobody = replace(city.actor("ogawa"), roles=frozenset())
    with pytest.raises(Refused, match="not_found"):
        city.look(nobody, conference_list, since=ahead(), until=ahead())
