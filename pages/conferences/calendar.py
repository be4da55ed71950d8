"""会議の予定: every conference I may know of, by month, week or list, and a new one from the body's pattern."""

import streamlit as st
from dateutil.relativedelta import relativedelta

import settings
from models.forums import forums
from queries.calendar import conference_list
from rules.access import may
from rules.calendar import era_of, read_day
from ui import conference_forms as forms
from ui import links, menu
from ui.calendar import VIEWS, grid, weeks_of
from ui.session import read, who
from ui.show import help_lines
from ui.urgent_forms import way_there
from words import word

view = st.query_params.get("view", "month") if st.query_params.get("view") in VIEWS else "month"
day = read_day(st.query_params.get("day", ""), era_now=settings.today()) or settings.today()
weeks = weeks_of(view, day)
rows = read(conference_list, since=weeks[0][0], until=weeks[-1][-1], forum_key=st.query_params.get("forum", ""))

caption = word("calendar.caption", era=era_of(day)[0], year=era_of(day)[2], month=day.month)
st.title(f"{word('menu.calendar')}　{caption}", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom", key="dense_calendar"):
    step = relativedelta(weeks=1) if view == "week" else relativedelta(months=1)
    for label, moved in (("before", day - step), ("today", settings.today()), ("after", day + step)):
        if st.button(word(f"calendar.{label}"), key=f"calendar:{label}"):
            menu.switch("calendar", {"view": view, "day": moved.isoformat(), "forum": st.query_params.get("forum", "")})
    chosen = st.segmented_control(
        word("calendar.view"), VIEWS, default=view, format_func=lambda one: word(f"calendar.{one}"), required=True,
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
days = grid(weeks, rows, view, day.month)
links.calendar("calendar", view, caption, word("calendar.weekdays"), days, word("calendar.nothing"))
way_there(who())
if may(who(), "conference.schedule"):
    forms.schedule(who())
help_lines("calendar")
