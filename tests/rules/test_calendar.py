"""年度, 和暦 and 営業日, as people write and count them."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.calendar import (
    after_business_days,
    era_of,
    fiscal_year,
    fiscal_year_short,
    in_japanese,
    is_business_day,
    read_day,
    read_time,
    short_day,
)

TODAY = date(2026, 6, 1)
DAY = date(2026, 6, 18)
DAYS = st.dates(date(1912, 7, 30), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "year", "short"),
    [
        (date(2026, 3, 31), 2025, "R7"),
        (date(2026, 4, 1), 2026, "R8"),
        (date(2027, 1, 1), 2026, "R8"),
        (date(2019, 4, 1), 2019, "R1"),
        (date(2019, 3, 31), 2018, "H30"),
    ],
)
def test_fiscal_year_begins_in_april(day, year, short) -> None:
    assert (fiscal_year(day), fiscal_year_short(fiscal_year(day))) == (year, short)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2019, 5, 1), "令和元年5月1日(水)"),
        (date(2019, 4, 30), "平成31年4月30日(火)"),
        (date(1989, 1, 8), "平成元年1月8日(日)"),
        (date(1989, 1, 7), "昭和64年1月7日(土)"),
        (date(1926, 12, 25), "昭和元年12月25日(土)"),
        (date(1926, 12, 24), "大正15年12月24日(金)"),
        (DAY, "令和8年6月18日(木)"),
    ],
)
def test_in_japanese_at_the_turn_of_an_era(day, text) -> None:
    assert in_japanese(day) == text
    assert in_japanese(day, weekday=False) == text.split("(")[0]


def test_short_day_names_the_weekday() -> None:
    assert short_day(DAY) == "6月18日(木)"


def test_era_of_a_day_before_taisho_is_refused() -> None:
    with pytest.raises(ValueError, match="1912-07-29"):
        era_of(date(1912, 7, 29))


@pytest.mark.parametrize(
    "text",
    [
        "R8.6.18", "r8.6.18", "R8.06.18", "8.6.18", "8/6/18", "8-6-18", "令和8年6月18日", "令和8年6月18日(木)",
        "令和 8 年 6 月 18 日", "\uff32\uff18.\uff16.\uff11\uff18", "\uff18\uff0e\uff16\uff0e\uff11\uff18",
        "令和\uff18年\uff16月\uff11\uff18日\uff08木\uff09", "\uff12\uff10\uff12\uff16\uff0f\uff16\uff0f\uff11\uff18",
        "2026/6/18", "2026-06-18", "2026年6月18日", "2026.6.18", " 2026/6/18 ", "\u32ff8年6月18日",
    ],
)  # fmt: skip
def test_read_day_as_people_type_it(text) -> None:
    assert read_day(text, era_now=TODAY) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("R1.5.1", date(2019, 5, 1)),
        ("昭和31年2月29日", date(1956, 2, 29)),
        ("S64.1.7", date(1989, 1, 7)),
        ("H31.4.30", date(2019, 4, 30)),
        ("T15.12.24", date(1926, 12, 24)),
        ("R8.2.28", date(2026, 2, 28)),
        ("R10.2.29", date(2028, 2, 29)),
    ],
)
def test_read_day_of_every_era(text, day) -> None:
    assert read_day(text, era_now=TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "きょう", "R8", "R8.6", "13/1", "2/30", "0/5", "6.18", "R8.13.1", "R8.0.1", "R8.6.0", "R8.6.31", "R8.2.29", "2027/2/29",
        "R8.6.18 15:00", "2026-06-18T00:00", "X8.6.18", "明治45年1月1日", "R8.6.18.1", "R8..6.18", "20260618",
        "R8.6.18(X)", "-8.6.18", "令和8年6月18日に", "R0.6.18", "0.6.18", "令和0年6月18日", "0000.6.18",
    ],
)  # fmt: skip
def test_read_day_of_no_day_at_all(text) -> None:
    assert read_day(text, era_now=TODAY) is None


@pytest.mark.parametrize("text", ["126.6.18", "0126/6/18", "1826.6.18", "1912/7/29"])
def test_read_day_too_early_to_be_written_again(text) -> None:
    # A day without an era cannot be shown (era_of refuses it), so a slip of the pen must not be read as one.
    assert read_day(text, era_now=TODAY) is None


@settings(deadline=None, max_examples=60)
@given(DAYS)
def test_read_day_reads_what_in_japanese_writes(day) -> None:
    assert read_day(in_japanese(day), era_now=TODAY) == day
    assert read_day(in_japanese(day, weekday=False), era_now=TODAY) == day
    name, letter, year = era_of(day)
    assert read_day(f"{letter}{year}.{day.month}.{day.day}", era_now=TODAY) == day
    assert read_day(f"{name}{year}年{day.month}月{day.day}日", era_now=TODAY) == day


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), False),
        (date(2025, 1, 3), False),  # a Friday
        (date(2027, 1, 4), True),
        (date(2026, 6, 20), False),  # Saturday
        (date(2026, 6, 21), False),  # Sunday
        (date(2026, 5, 6), False),  # 振替休日 of 憲法記念日
        (date(2026, 9, 22), False),  # 国民の休日 between two holidays
        (date(2026, 5, 7), True),
    ],
)
def test_is_business_day_of_the_city_hall(day, is_open) -> None:
    assert is_business_day(day) is is_open


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 6, 15), 1, date(2026, 6, 16)),
        (date(2026, 6, 18), 3, date(2026, 6, 23)),  # over a weekend
        (date(2026, 12, 28), 1, date(2027, 1, 4)),  # over the turn of the year
        (date(2026, 12, 28), 3, date(2027, 1, 6)),
        (date(2026, 5, 1), 1, date(2026, 5, 7)),  # over 3, 4, 5 and the 振替休日 6 of May
        (date(2026, 12, 30), 1, date(2027, 1, 4)),  # counted from a closed day
        (date(2026, 6, 18), 0, date(2026, 6, 18)),
    ],
)
def test_after_business_days_counts_open_days_only(day, count, due) -> None:
    assert after_business_days(day, count) == due


@settings(deadline=None, max_examples=60)
@given(DAYS, st.integers(1, 12))
def test_after_business_days_ends_on_an_open_day(day, count) -> None:
    due = after_business_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert is_business_day(due)
    assert sum(is_business_day(one) for one in between) == count


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("13:30", time(13, 30)),
        ("\uff11\uff13\uff1a\uff13\uff10", time(13, 30)),
        ("13時30分", time(13, 30)),
        ("\uff11\uff13時\uff13\uff10分", time(13, 30)),
        ("13時", time(13)),
        ("午後1時30分", time(13, 30)),
        ("午後 1:30", time(13, 30)),
        ("午後13:30", time(13, 30)),
        ("午前9時", time(9)),
        ("午前9:05", time(9, 5)),
        ("9:5", time(9, 5)),
        ("正午", time(12)),
        ("午後12時15分", time(12, 15)),
        ("午前0時", time()),
        ("0:00", time()),
        ("23:59", time(23, 59)),
        (" 13 : 30 ", time(13, 30)),
    ],
)
def test_read_time_as_people_type_it(text, at) -> None:
    assert read_time(text) == at


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "ひる",
        "13",
        "1330",
        "24:00",
        "13:60",
        "25時",
        "午後24時",
        "13:30:00",
        "13:30から",
        "-1:00",
        "午後",
        ":30",
    ],
)
def test_read_time_of_no_time_at_all(text) -> None:
    assert read_time(text) is None


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_read_time_reads_what_forms_write(at) -> None:
    assert read_time(f"{at:%H:%M}") == read_time(f"{at.hour}時{at.minute}分") == at


@pytest.mark.parametrize(
    ("text", "day"),
    [("6/18", date(2026, 6, 18)), ("６月１８日", date(2026, 6, 18)), ("12/20", date(2026, 12, 20)),
     ("1/15", date(2027, 1, 15)), ("5/25(月)", date(2026, 5, 25)), ("2/29", date(2028, 2, 29))],
)  # fmt: skip
def test_read_day_without_a_year_is_the_nearest(text, day) -> None:
    now = date(2027, 12, 1) if text == "2/29" else date(2026, 11, 23)
    assert read_day(text, era_now=now) == day
