"""When a body meets: standing patterns against a second way of counting, and the three tests of a clash."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, pairwise
from uuid import UUID

import pytest
from dateutil.rrule import weekday
from hypothesis import example, given
from hypothesis import strategies as st

import settings
from models.forums import forums
from rules.calendar import is_business_day
from rules.scheduling import (
    Clash,
    Pattern,
    Slot,
    clashes,
    coming,
    materials_day,
    month_grid,
    open_day,
    read_pattern,
)

DAY, TODAY = timedelta(days=1), date(2026, 6, 1)
SIGNS = "月火水木金土日"
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
ANNE, BEN, HERE, THERE = (UUID(int=number) for number in range(1, 5))
ROOM = "第5会議室"


def nth_of_month(year: int, month: int, nth: int, sign: str) -> date | None:
    """The nth weekday of a month, -1 for the last, as calendar.monthcalendar counts; None in a month without it."""
    days = [week[SIGNS.index(sign)] for week in calendar.monthcalendar(year, month)]
    found = [day for day in days if day]
    place = nth - 1 if nth > 0 else len(found) - 1
    return date(year, month, found[place]) if place < len(found) else None


def months_from(day: date, step: int) -> list[tuple[int, int]]:
    """Some months from the one before a day on (its meeting may have been shifted into this one)."""
    first = day.year * 12 + day.month - 2
    return [divmod(number, 12) for number in range(first, first + 60, step)]


def by_hand(after: date, nth: int, sign: str, count: int) -> list[tuple[date, bool]]:
    """The days of a monthly pattern, counted without rrule."""
    found = (nth_of_month(year, month + 1, nth, sign) for year, month in months_from(after, 1))
    shifted = [(open_day(day), open_day(day) != day) for day in found if day]
    return [one for one in shifted if one[0] >= after][:count]


@pytest.mark.parametrize(
    ("text", "months", "nth", "sign", "at"),
    [
        ("毎月第3水曜 13:30", 1, 3, "水", time(13, 30)),
        ("毎月第3水曜日 13:30", 1, 3, "水", time(13, 30)),
        ("毎月第1金曜日 9:00", 1, 1, "金", time(9)),
        ("隔月第2火曜 10:00", 2, 2, "火", time(10)),
        ("毎月第5土曜 00:00", 1, 5, "土", time()),
        ("毎月最終金曜 15:00", 1, -1, "金", time(15)),
        ("隔月最終木曜日 23:59", 2, -1, "木", time(23, 59)),
        ("毎月第\uff13水曜\u3000\uff11\uff13\uff1a\uff13\uff10", 1, 3, "水", time(13, 30)),
        (" 毎月 第3 水曜  13:30 ", 1, 3, "水", time(13, 30)),
    ],
)
def test_read_pattern_as_a_city_writes_it(text, months, nth, sign, at) -> None:
    found = read_pattern(text)
    assert found is not None
    assert (found.months, found.nth, SIGNS[found.day.weekday], found.at) == (months, nth, sign, at)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "随時", "年2回", "毎週水曜 13:30", "毎月第6水曜 13:30", "毎月第0水曜 13:30", "毎月第3祝日 13:30",
        "毎月第3水曜", "毎月第3水曜 24:00", "毎月第3水曜 13:60", "毎月第3水曜 13:3", "毎月第3水曜 13:30ごろ",
        "毎月水曜 13:30",
    ],
)  # fmt: skip
def test_read_pattern_that_says_no_day_is_none(text) -> None:
    assert read_pattern(text) is None


def test_read_pattern_of_every_body_of_the_city() -> None:
    written = {key: forum.standing_pattern for key, forum in forums().items() if forum.standing_pattern}
    assert {key: read_pattern(text) is not None for key, text in written.items()} == dict.fromkeys(written, True)


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 6, 17), date(2026, 6, 17)),
        (date(2026, 6, 20), date(2026, 6, 22)),  # Saturday
        (date(2026, 5, 3), date(2026, 5, 7)),  # four holidays in a row
        (date(2026, 12, 29), date(2027, 1, 4)),
        (date(2027, 1, 3), date(2027, 1, 4)),
        (date(2026, 12, 28), date(2026, 12, 28)),
    ],
)
def test_open_day_is_the_next_one_of_the_city_hall(day, opens) -> None:
    assert open_day(day) == opens


@given(DAYS, st.sampled_from([1, 2, 3, 4, 5, -1]), st.sampled_from(SIGNS), st.integers(1, 6))
@example(date(2027, 1, 2), -1, "木", 1)  # 12/31 of the year before, shifted to 1/4
def test_coming_days_are_those_counted_by_hand(after, nth, sign, count) -> None:
    pattern = Pattern(1, nth, weekday(SIGNS.index(sign)), time(13, 30))
    assert list(coming(pattern, after, count)) == by_hand(after, nth, sign, count)


def days_of(text: str, after: date, count: int) -> list[tuple[date, bool]]:
    """The coming days of a written pattern."""
    pattern = read_pattern(text)
    assert pattern is not None
    return list(coming(pattern, after, count))


@pytest.mark.parametrize(
    ("text", "after", "day", "moved"),
    [
        ("毎月第3水曜 13:30", date(2026, 6, 1), date(2026, 6, 17), False),
        ("毎月第3水曜 13:30", date(2026, 6, 17), date(2026, 6, 17), False),
        ("毎月第3水曜 13:30", date(2026, 6, 18), date(2026, 7, 15), False),
        ("毎月第1日曜 10:00", date(2026, 5, 1), date(2026, 5, 7), True),  # 憲法記念日 and the three days after it
        ("毎月第5木曜 10:00", date(2026, 12, 1), date(2027, 1, 4), True),  # 12/31
        ("毎月第1金曜日 10:00", date(2027, 1, 1), date(2027, 1, 4), True),  # 1/1
        ("毎月第1水曜 10:00", date(2025, 12, 31), date(2026, 1, 7), False),
        ("毎月第4水曜 10:00", date(2026, 12, 24), date(2027, 1, 27), False),
    ],
)
def test_coming_day_of_a_written_pattern(text, after, day, moved) -> None:
    assert days_of(text, after, 1) == [(day, moved)]


def test_coming_day_shifted_out_of_the_month_before_is_not_lost() -> None:
    assert days_of("毎月第5木曜 10:00", date(2027, 1, 2), 1) == [(date(2027, 1, 4), True)]


def test_coming_days_every_other_month_do_not_depend_on_the_day_of_asking() -> None:
    told = [days_of("隔月第2火曜 10:00", after, 6)[-3:] for after in (date(2026, 6, 1), date(2026, 7, 1))]
    months = [{day.month % 2 for day, _ in days} for days in told]
    assert months[0] == months[1]


@given(DAYS)
def test_coming_days_every_other_month_leave_one_month_out(after) -> None:
    days = [day for day, _ in days_of("隔月第2火曜 10:00", after, 4)]
    numbers = [day.year * 12 + day.month for day in days]
    assert [later - earlier for earlier, later in pairwise(numbers)] == [2, 2, 2]


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 6, 17), 5, date(2026, 6, 10)),
        (date(2026, 6, 17), 0, date(2026, 6, 17)),
        (date(2027, 1, 5), 2, date(2026, 12, 28)),  # over the turn of the year
        (date(2026, 5, 7), 1, date(2026, 5, 1)),
    ],
)
def test_materials_day_counts_open_days_back(day, count, due) -> None:
    assert materials_day(day, count) == due


def at(hour: int, minute: int = 0, day: date = date(2026, 6, 17)) -> datetime:
    """A moment of the day of the conference, in UTC as the database gives it."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=settings.TOKYO).astimezone(UTC)


def slot(
    begin: int, end: int, *who: UUID, place: str = ROOM, due: date | None = None, own: UUID | None = THERE
) -> Slot:
    """A conference between two hours."""
    return Slot(own, at(begin), at(end), place, frozenset(who), due)


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (slot(14, 15, ANNE, place="別の部屋"), [("person_is_taken", ANNE)]),
        (slot(13, 14, ANNE, BEN, place="別の部屋"), [("person_is_taken", ANNE), ("person_is_taken", BEN)]),
        (slot(12, 13, ANNE), []),  # ends as ours begins
        (slot(15, 16, ANNE), []),
        (slot(12, 16, THERE, place="別の部屋"), []),
        (slot(12, 16, place=ROOM), [("room_is_taken", None)]),
        (slot(14, 15, place="第\uff15会議室 "), [("room_is_taken", None)]),
        (slot(14, 15, place="第 5 会議室"), [("room_is_taken", None)]),
        (slot(14, 15, BEN), [("person_is_taken", BEN), ("room_is_taken", None)]),
        (slot(14, 15, ANNE, own=HERE), []),  # itself
    ],
)
def test_clashes_of_people_and_rooms(other, kinds) -> None:
    wanted = slot(13, 15, ANNE, BEN, own=HERE)
    assert clashes(wanted, [other], TODAY) == tuple(Clash(*one) for one in kinds)


def test_clashes_of_two_places_without_a_name_are_none() -> None:
    assert clashes(slot(13, 15, place=" ", own=HERE), [slot(13, 15, place="")], TODAY) == ()


def test_clashes_are_told_once() -> None:
    others = [slot(13, 14, ANNE), slot(14, 15, ANNE, own=None)]
    assert clashes(slot(13, 15, ANNE, own=HERE), others, TODAY) == (
        Clash("person_is_taken", ANNE), Clash("room_is_taken"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("due", "is_wrong"),
    [
        (None, False),
        (TODAY, False),
        (TODAY - DAY, True),
        (date(2026, 6, 17), False),
        (date(2026, 6, 18), True),
    ],
)
@pytest.mark.parametrize("hour", [8, 13])
def test_clashes_of_the_day_for_the_materials(due, is_wrong, hour) -> None:
    found = clashes(slot(hour, 15, due=due, own=HERE), [], TODAY)
    assert found == ((Clash("materials_day_is_wrong"),) if is_wrong else ())


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_month_grid_is_the_calendar_from_sunday(year, month) -> None:
    weeks = calendar.Calendar(calendar.SUNDAY).monthdatescalendar(year, month)
    assert month_grid(year, month) == weeks


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_month_grid_has_each_day_once_and_in_order(year, month) -> None:
    days = list(chain.from_iterable(month_grid(year, month)))
    assert days == [days[0] + DAY * n for n in range(len(days))]
    assert sum(day.month == month for day in days) == calendar.monthrange(year, month)[1]


@given(DAYS, st.sampled_from(SIGNS))
def test_coming_days_are_all_open(after, sign) -> None:
    assert [is_business_day(day) for day, _ in days_of(f"毎月第1{sign}曜 10:00", after, 4)] == [True] * 4
