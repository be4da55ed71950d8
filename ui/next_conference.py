"""次回を決める on the screen: day, hours and place as this body meets; everything else is as today."""

from datetime import date, timedelta

import streamlit as st

import settings
from operations.next_conference import plan_next
from queries.room import Room
from rules.scheduling import coming, read_pattern
from ui.forms import act_form
from ui.menu import href
from ui.show import show
from words import word


def next_one(view: Room) -> None:
    """The next day of the standing pattern, or four weeks on; once it is agreed, the way to it."""
    if view.next_id is not None:
        show(
            '<p class="yo-links"><a href="$to" target="_self">$text</a></p>', to=href("conference", id=view.next_id),
            text=word("room.next_is_planned"),
        )  # fmt: skip
        return
    if "conference.plan_next" not in view.may:
        return
    begin, end = (one.astimezone(settings.TOKYO) for one in (view.row.starts_at, view.row.ends_at))
    show('<p class="s">$text</p>', text=word("room.next_hint"))
    with act_form(plan_next, view.id, border=False) as form:
        form.when(_day(view, begin.date()), f"{begin:%H:%M}", f"{end:%H:%M}")
        form.text("conference_place", view.row.place)
        form.named("place", "conference_place")


def after_the_end(view: Room) -> None:
    """次回 where a sitting ends: folded, or the way to what was agreed."""
    if view.next_id is not None:
        next_one(view)
    elif "conference.plan_next" in view.may:
        with st.expander(word("act.conference_plan_next"), key=f"next:{view.id}"):
            next_one(view)


def _day(view: Room, held: date) -> date:
    pattern = read_pattern(view.row.forum.standing_pattern)
    since = max(settings.today(), held) + timedelta(days=1)
    return next(coming(pattern, since, 1))[0] if pattern else held + timedelta(weeks=4)
