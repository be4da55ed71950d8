"""明日の会議の穴 on きょう, and この会議の穴 on the conference's own page."""

from datetime import date
from uuid import UUID

import streamlit as st

import settings
from queries.hole_finder import Hole
from queries.holes import ConferenceHoles, holes_ahead, holes_of_conference
from rules.calendar import short_day
from ui.menu import href
from ui.session import read
from ui.show import Safe, chip, heading, joined, made, moment, show, tag
from words import word


def ahead() -> None:
    """The conferences of the next working day, from the hour of the day before; before that nothing."""
    view = read(holes_ahead)
    if not view.told or not view.conferences:
        return
    count = sum(len(one.holes) for one in view.conferences)
    heading(word("holes.ahead"), word("holes.count", n=count) if count else "")
    for one in view.conferences:
        _conference(one)


def _conference(one: ConferenceHoles) -> None:
    show(
        '<p class="yo-when">$chip <b>$when</b> <a href="$to" target="_self">$nth</a> $none</p>'
        '<ul class="yo-holes">$holes</ul>',
        chip=chip(one.forum), when=moment(one.starts_at), to=href("conference", id=one.id),
        nth=word("conference.nth", n=one.serial) if one.serial else word("menu.conference"),
        none=Safe("") if one.holes else tag(word("holes.none"), "done"),
        holes=joined(_hole(hole) for hole in one.holes),
    )  # fmt: skip


def _hole(hole: Hole, *, here: str = "") -> Safe:
    values = (
        {**hole.values, "day": short_day(date.fromisoformat(hole.values["day"]))}
        if "day" in hole.values
        else hole.values
    )
    text, kind = word(f"hole.{hole.key}", **values), tag(word(f"hole.{hole.key}_kind"), "hole")
    if hole.page == here:
        return made("<li>$kind<span>$text</span></li>", kind=kind, text=text)
    return made(
        '<li>$kind<a href="$to" target="_self">$text</a></li>', kind=kind, to=href(hole.page, id=hole.id), text=text
    )


def of_conference(conference_id: UUID) -> None:
    """What this conference lacks, for those who prepare it; nothing once it is open."""
    view = read(holes_of_conference, conference_id)
    for one in view.conferences:
        if not one.holes:
            show("<p>$none</p>", none=tag(word("holes.none"), "done"))
            return
        is_near = (settings.tokyo_day(one.starts_at) - settings.today()).days <= 1
        with st.expander(word("holes.here", n=len(one.holes)), expanded=is_near, key="holes_here"):
            show('<ul class="yo-holes">$holes</ul>', holes=joined(_hole(hole, here="conference") for hole in one.holes))
