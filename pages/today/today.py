"""きょう: what waits for me, in order of urgency."""

from datetime import timedelta

import streamlit as st

import settings
from queries.today import Today, today_of
from queries.waiting import Waiting
from rules.calendar import short_day
from ui import holes, links
from ui.conferences import hours, leads_in
from ui.menu import href
from ui.projector import steers
from ui.session import read, who
from ui.show import chip, definitions, heading, help_lines, joined, long_day, made, show
from ui.urgent_forms import way_there
from words import word


def _row(one: Waiting, day: Today) -> links.Row:
    tone, state = "", word(f"today.{one.key}_state")
    if one.due_on is not None:
        left = (one.due_on - day.day).days
        tone = "late" if left < 0 else "soon" if left <= 7 else "wait"
        state = (
            word("today.days_over", days=-left)
            if left < 0
            else word("today.until_today")
            if left == 0
            else word("today.days_left", days=left)
        )
    if one.is_urgent:
        tone = "late"
    return links.Row(
        kind=word(f"today.{one.key}_kind"),
        title=word(f"today.{one.key}", **one.values),
        note=word(f"today.{one.key}_note", **one.values),
        href=href(one.page, id=one.id),
        state=state,
        tone=tone,
        when=short_day(one.due_on) if one.due_on else "",
    )


def _groups(day: Today) -> list[links.Group]:
    late = [one for one in day.waiting if one.is_urgent or (one.due_on is not None and one.due_on < day.day)]
    soon = [
        one
        for one in day.waiting
        if one not in late and one.due_on is not None and one.due_on <= day.day + timedelta(days=7)
    ]
    rest = [one for one in day.waiting if one not in late and one not in soon]
    named = (("late", late, True), ("soon", soon, False), ("rest", rest, False))
    return [
        links.Group(
            word(f"today.group_{name}"),
            tuple(_row(one, day) for one in found),
            word("today.count", count=len(found)),
            is_late,
        )
        for name, found, is_late in named
        if found
    ]


def _conferences(day: Today) -> None:
    own = [one for one in day.ahead if settings.tokyo_day(one.starts_at) == day.day]
    heading(word("today.conferences"), word("today.count", count=len(own)))
    for one in own:
        show(
            '<div class="yo-card b-$key"><div class="t">$hours</div>$chip<div class="m">$place</div>'
            '<a href="$to" target="_self">$open</a>$steer</div>',
            key=one.forum.key,
            hours=hours(one),
            chip=chip(one.forum),
            place=one.place,
            to=href("room" if leads_in(one) else "conference", id=one.id),
            open=word("room.enter" if leads_in(one) else "today.open_conference"),
            steer=steers(one),
        )
    later = [one for one in day.ahead if one not in own]
    if later:
        heading(word("today.later"))
        lines = joined(
            made('<li><a href="$to" target="_self">$when</a> $chip</li>', to=href("conference", id=one.id),
                 when=f"{short_day(settings.tokyo_day(one.starts_at))} {hours(one, short=True)}", chip=chip(one.forum))
            for one in later
        )  # fmt: skip
        show('<ul class="yo-ahead">$lines</ul>', lines=lines)


day = read(today_of)
actor = who()

with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    st.title(word("menu.today"), anchor=False, width="content")
    show(
        "<span>$day　$place　$name</span>",
        day=long_day(day.day),
        place=actor.place,
        name=word("today.named", name=actor.name),
    )

left, right = st.columns([1.75, 1], gap="large")
with left:
    holes.ahead()
    links.rows("waiting", _groups(day), word("today.nothing"))
with right:
    way_there(actor)
    _conferences(day)
    heading(word("today.at_hand"))
    at_hand = (("cases", day.cases), ("relays_open", day.relays_open), ("unanswered", day.unanswered))
    pairs = [(word(f"today.{name}"), count or None) for name, count in at_hand]
    if any(value for _, value in pairs):
        show("$pairs", pairs=definitions(pairs))
    else:
        show("<p class='yo-none'>$text</p>", text=word("today.no_cases"))
    st.space("small")
    help_lines("today")
