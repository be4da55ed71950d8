"""The calendar on the screen: its days and conferences, by month, week or list."""

from datetime import date, timedelta

import jpholiday

import settings
from models.conferences import ConferenceState
from queries.calendar import ConferenceRow
from rules.calendar import is_business_day, short_day
from rules.scheduling import month_grid
from ui import links
from ui.conferences import conference_title, hours
from ui.menu import href
from words import label_of

_TONES = {ConferenceState.CONVENED: "ai", ConferenceState.IN_SESSION: "soon", ConferenceState.ADJOURNED: "done"}
VIEWS = ("month", "week", "list")


def _event(row: ConferenceRow, view: str) -> links.Event:
    return links.Event(
        href=href("conference", id=row.id),
        time=hours(row, short=view != "list"),
        forum=row.forum,
        title=conference_title(row, short=True),
        place=row.place,
        state=label_of(row.state),
        tone=_TONES.get(row.state, "wait"),
        planned=row.state is ConferenceState.PLANNED,
        cancelled=row.state is ConferenceState.CANCELLED,
    )


def _day(day: date, rows: tuple[ConferenceRow, ...], view: str, month: int) -> links.Day:
    own = tuple(_event(row, view) for row in rows if settings.tokyo_day(row.starts_at) == day)
    return links.Day(
        date=day.isoformat(),
        label=str(day.day),
        aria=short_day(day),
        events=own,
        out=view == "month" and day.month != month,
        today=day == settings.today(),
        closed=not is_business_day(day),
        note=jpholiday.is_holiday_name(day) or "",
    )


def weeks_of(view: str, day: date) -> list[list[date]]:
    """The days that are shown, week by week from Sunday."""
    if view == "week":
        sunday = day - timedelta(days=(day.weekday() + 1) % 7)
        return [[sunday + timedelta(days=place) for place in range(7)]]
    return month_grid(day.year, day.month)


def grid(weeks: list[list[date]], rows: tuple[ConferenceRow, ...], view: str, month: int) -> list[list[links.Day]]:
    """The days with their conferences."""
    return [[_day(one, rows, view, month) for one in week] for week in weeks]
