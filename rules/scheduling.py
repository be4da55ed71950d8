"""When a body meets: standing patterns, shifted off closed days, and the three tests of a clash."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, rrule, weekday

import settings
from rules.calendar import fiscal_year, is_business_day

_DAYS: dict[str, weekday] = dict(zip("月火水木金土日", (MO, TU, WE, TH, FR, SA, SU), strict=True))
_PATTERN = re.compile(
    r"(?P<every>毎月|隔月)\s*(?:第(?P<nth>[1-5])|最終)\s*(?P<day>[月火水木金土日])曜日?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})"
)


@dataclass(frozen=True)
class Pattern:
    """A standing pattern: every n months on the nth weekday, at a time of day."""

    months: int
    nth: int
    day: weekday
    at: time


def read_pattern(text: str) -> Pattern | None:
    """Read 「毎月第3水曜 13:30」. None where the body has no pattern that can be read."""
    match = _PATTERN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None or not (int(match["hour"]) < 24 and int(match["minute"]) < 60):
        return None
    nth = int(match["nth"]) if match["nth"] else -1
    months = 1 if match["every"] == "毎月" else 2
    return Pattern(months, nth, _DAYS[match["day"]], time(int(match["hour"]), int(match["minute"])))


def open_day(day: date) -> date:
    """The day itself, or the next one on which the city hall is open (a holiday, 12/29 to 1/3 and weekends shift)."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def coming(pattern: Pattern, after: date, count: int) -> Iterator[tuple[date, bool]]:
    """The next days of a pattern from a day on, and whether each was moved off a closed day."""
    # Counted from April, so that every other month is the same month whoever asks and whenever; and from the month
    # before, because its day may have been moved into this one.
    month_before = after.replace(day=1) - timedelta(days=1)
    april = datetime.combine(date(fiscal_year(month_before), 4, 1), time())
    rule = rrule(MONTHLY, interval=pattern.months, byweekday=pattern.day(pattern.nth), dtstart=april)
    given = 0
    for found in rule:
        day = open_day(found.date())
        if day < after:
            continue
        yield day, day != found.date()
        given += 1
        if given == count:
            return


@dataclass(frozen=True)
class Slot:
    """A conference as the clash tests see it; who are the people called and those who run it."""

    conference_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    place: str
    who: frozenset[UUID]
    materials_due_on: date | None = None


@dataclass(frozen=True)
class Clash:
    """One warning: its kind, and whom it is about where that may be told."""

    kind: str
    person_id: UUID | None = None


def _overlap(one: Slot, other: Slot) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _same_place(one: str, other: str) -> bool:
    plain = [re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold() for text in (one, other)]
    return plain[0] != "" and plain[0] == plain[1]


def clashes(wanted: Slot, others: Iterable[Slot], today: date) -> tuple[Clash, ...]:
    """A person in two conferences, the room, and a day for the materials that has passed or lies behind the conference.

    A clash never says which conference the other one is: who sits in a 支援会議 is itself confidential.
    """
    found: list[Clash] = []
    for other in others:
        if other.conference_id == wanted.conference_id or not _overlap(wanted, other):
            continue
        found += [Clash("person_is_taken", person) for person in sorted(wanted.who & other.who)]
        if _same_place(wanted.place, other.place):
            found.append(Clash("room_is_taken"))
    due = wanted.materials_due_on
    if due is not None and (due < today or due > settings.tokyo_day(wanted.starts_at)):
        found.append(Clash("materials_day_is_wrong"))
    return tuple(dict.fromkeys(found))


def materials_day(day: date, business_days: int) -> date:
    """資料締切: that many 営業日 before the conference."""
    while business_days > 0:
        day -= timedelta(days=1)
        business_days -= is_business_day(day)
    return day


def month_grid(year: int, month: int) -> list[list[date]]:
    """The weeks of a month, Sunday to Saturday, with the days of its neighbours."""
    first = date(year, month, 1)
    begin = first - timedelta(days=(first.weekday() + 1) % 7)
    last = first + relativedelta(months=1, days=-1)
    weeks = ((last - begin).days // 7) + 1
    return [[begin + timedelta(days=7 * week + day) for day in range(7)] for week in range(weeks)]
