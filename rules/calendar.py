"""年度, 和暦 and 営業日: Tokyo days only."""

import re
import unicodedata
from datetime import date, time, timedelta

import jpholiday

_ERAS = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
)
_TIME = re.compile(r"(?P<half>午前|午後)?\s*(?P<hour>\d{1,2})\s*[:時]\s*((?P<minute>\d{1,2})\s*分?)?")
_WITHOUT_YEAR = re.compile(r"(?P<month>\d{1,2})\s*[月/]\s*(?P<day>\d{1,2})\s*日?(\s*\([月火水木金土日]\))?")
_WEEKDAYS = "月火水木金土日"
_WRITTEN = re.compile(
    r"(?P<era>令和|平成|昭和|大正|[RHST])?\s*(?P<year>\d{1,4}|元)\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*日?"
    r"\s*(\([月火水木金土日]\))?",
    re.IGNORECASE,
)


def fiscal_year(day: date) -> int:
    """The 年度 of a day, named by the year in which it begins (April to March)."""
    return day.year if day.month >= 4 else day.year - 1


def era_of(day: date) -> tuple[str, str, int]:
    """Era name, its letter and the year in it. Raises ValueError before 大正."""
    for name, letter, begins in _ERAS:
        if day >= begins:
            return name, letter, day.year - begins.year + 1
    raise ValueError(f"no era in use here for {day}")


def fiscal_year_short(year: int) -> str:
    """R8 for 令和8年度 (the era of its first day of April)."""
    _, letter, number = era_of(date(year, 5, 1))
    return f"{letter}{number}"


def in_japanese(day: date, *, weekday: bool = True) -> str:
    """令和8年6月18日(木); the first year of an era is 元年."""
    name, _, year = era_of(day)
    text = f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{text}({_WEEKDAYS[day.weekday()]})" if weekday else text


def short_day(day: date) -> str:
    """6月18日(木): for lists within the year."""
    return f"{day.month}月{day.day}日({_WEEKDAYS[day.weekday()]})"


def read_day(text: str, *, era_now: date) -> date | None:
    """A day as people type it: R8.6.18, 令和８年６月１８日, 8.6.18, 2026/6/18, 6/18. None where it cannot be read."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _WRITTEN.fullmatch(plain)
    if match is None:
        return _nearest(plain, era_now)
    year = _western_year(match["era"], match["year"], era_now)
    try:
        found = date(year or 0, int(match["month"]), int(match["day"]))
        era_of(found)
    except ValueError:
        return None
    return found


def _nearest(text: str, now: date) -> date | None:
    """A day without a year, 6/18 or 6月18日, is the one that lies nearest to today."""
    match = _WITHOUT_YEAR.fullmatch(text)
    if match is None:
        return None
    found = []
    for year in (now.year - 1, now.year, now.year + 1):
        try:
            found.append(date(year, int(match["month"]), int(match["day"])))
        except ValueError:
            continue
    return min(found, key=lambda day: abs(day - now), default=None)


def _western_year(era: str | None, written: str, era_now: date) -> int | None:
    number = 1 if written == "元" else int(written)
    if number == 0 or len(written) == 3:
        return None
    if era is None and len(written) == 4:
        return number
    letter = era.upper() if era else era_of(era_now)[1]
    begins = next(start for name, short, start in _ERAS if letter in (name, short))
    return begins.year + number - 1


def read_time(text: str) -> time | None:
    """A time of day as people type it: 13:30, １３：３０, 13時30分, 午後1時30分, 正午. None where it cannot be read."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _TIME.fullmatch("12:00" if plain == "正午" else plain)
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"] == "午後" and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def is_business_day(day: date) -> bool:
    """The city hall is open: no weekend, no holiday, not 12/29 to 1/3."""
    closed_for_new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not closed_for_new_year and not jpholiday.is_holiday(day)


def after_business_days(day: date, count: int) -> date:
    """The count-th 営業日 after a day (count ≥ 1)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day
