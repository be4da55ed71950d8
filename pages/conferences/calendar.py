"""会議の予定: every conference I may know of, by month, week or list, and a new one from the body's pattern."""

from datetime import date, timedelta

import jpholiday
import streamlit as st
from dateutil.relativedelta import relativedelta

import settings
from models.conferences import ConferenceState
from models.forums import forums
from queries.calendar import ConferenceRow, conference_list
from rules.access import may
from rules.calendar import era_of, is_business_day, read_day, short_day
from rules.scheduling import month_grid
from ui import conference_forms as forms
from ui import links, menu
from ui.conferences import conference_title, hours
from ui.menu import href
from ui.session import read, who
from ui.show import help_lines
from words import label_of, word

_TONES = {ConferenceState.CONVENED: "ai", ConferenceState.IN_SESSION: "soon", ConferenceState.ADJOURNED: "done"}
_VIEWS = ("month", "week", "list")


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


def _weeks(view: str, day: date) -> list[list[date]]:
    if view == "week":
        sunday = day - timedelta(days=(day.weekday() + 1) % 7)
        return [[sunday + timedelta(days=place) for place in range(7)]]
    return month_grid(day.year, day.month)


view = st.query_params.get("view", "month") if st.query_params.get("view") in _VIEWS else "month"
day = read_day(st.query_params.get("day", ""), era_now=settings.today()) or settings.today()
weeks = _weeks(view, day)
rows = read(conference_list, since=weeks[0][0], until=weeks[-1][-1], forum_key=st.query_params.get("forum", ""))

caption = word("calendar.caption", era=era_of(day)[0], year=era_of(day)[2], month=day.month)
st.title(f"{word('menu.calendar')}　{caption}", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom", key="dense_calendar"):
    step = relativedelta(weeks=1) if view == "week" else relativedelta(months=1)
    for label, moved in (("before", day - step), ("today", settings.today()), ("after", day + step)):
        if st.button(word(f"calendar.{label}"), key=f"calendar:{label}"):
            menu.switch("calendar", {"view": view, "day": moved.isoformat(), "forum": st.query_params.get("forum", "")})
    chosen = st.segmented_control(
        word("calendar.view"), _VIEWS, default=view, format_func=lambda one: word(f"calendar.{one}"), required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen != view:
        menu.switch("calendar", {"view": chosen, "day": day.isoformat(), "forum": st.query_params.get("forum", "")})
    known = ["", *(key for key, forum in forums().items() if forum.convened_here)]
    asked = st.query_params.get("forum", "")
    forum_key = st.selectbox(
        word("calendar.forum"),
        known,
        known.index(asked) if asked in known else 0,
        format_func=lambda key: forums()[key].plain if key else word("calendar.every_forum"),
        width=280,
        label_visibility="collapsed",
    )
    if forum_key != asked:
        menu.switch("calendar", {"view": view, "day": day.isoformat(), "forum": forum_key})
grid = [[_day(one, rows, view, day.month) for one in week] for week in weeks]
links.calendar("calendar", view, caption, word("calendar.weekdays"), grid, word("calendar.nothing"))
if may(who(), "conference.schedule"):
    forms.schedule(who())
help_lines("calendar")
