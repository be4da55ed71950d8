"""Our packaged components: lists of links, and the ear that hears a sign-out in another tab."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import streamlit as st

import settings
from models.forums import Forum
from ui import menu
from words import word


@dataclass(frozen=True)
class Row:
    """One row of a list: a real link."""

    kind: str
    title: str
    note: str
    href: str
    state: str = ""
    tone: str = ""
    when: str = ""

    def data(self) -> dict[str, object]:
        """As rows.js reads it."""
        return {**vars(self), "chip": None}


@dataclass(frozen=True)
class Group:
    """Rows under a heading."""

    title: str
    rows: tuple[Row, ...]
    count: str = ""
    late: bool = False

    def data(self) -> dict[str, object]:
        """As rows.js reads it."""
        return {"title": self.title, "late": self.late, "count": self.count, "rows": [row.data() for row in self.rows]}


@dataclass(frozen=True)
class Event:
    """One conference in the calendar."""

    href: str
    time: str
    forum: Forum
    title: str
    place: str
    state: str
    tone: str = ""
    planned: bool = False
    cancelled: bool = False

    def data(self) -> dict[str, object]:
        """As calendar.js reads it."""
        forum = self.forum
        chip = {
            "key": forum.key,
            "sign": forum.sign,
            "short": f"〔{forum.short}〕",
            "name": forum.plain,
            "solid": forum.solid,
        }
        return {**{name: value for name, value in vars(self).items() if name != "forum"}, "chip": chip, "warn": ""}


@dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    date: str
    label: str
    aria: str
    events: tuple[Event, ...] = ()
    out: bool = False
    today: bool = False
    closed: bool = False
    note: str = ""

    def data(self) -> dict[str, object]:
        """As calendar.js reads it."""
        return {**vars(self), "events": [event.data() for event in self.events]}


def calendar(key: str, view: str, caption: str, weekdays: str, weeks: list[list[Day]], empty: str) -> None:
    """Month, week or list; a plain click on a conference goes there."""
    data = {
        "view": view,
        "caption": caption,
        "weekdays": list(weekdays),
        "weeks": [[day.data() for day in week] for week in weeks],
        "days": [day.data() for week in weeks for day in week if day.events],
        "empty": empty,
    }
    pressed = component("calendar")(key=key, data=data, on_open_change=lambda: None)
    if pressed.open:
        go(pressed.open)


@cache
def component(name: str) -> Callable[..., Any]:
    """One of our packaged components, registered once."""
    return st.components.v2.component(f"yoriai-pieces.{name}", js=f"{name}.js", isolate_styles=False)


def rows(key: str, groups: list[Group], empty: str) -> None:
    """Lists of links; a plain click goes there without loading the whole page anew."""
    data = {"groups": [group.data() for group in groups], "empty": empty}
    pressed = component("rows")(key=key, data=data, on_open_change=lambda: None)
    if pressed.open:
        go(pressed.open)


def asked_id() -> UUID | None:
    """The id in the address, if it is one."""
    return id_of(st.query_params.get("id", ""))


def id_of(given: str) -> UUID | None:
    """What a browser says is an id, if it is one."""
    try:
        return UUID(given)
    except ValueError:
        return None


def asked_page(name: str = "page") -> int:
    """The page of a list in the address, counted from 0."""
    text = st.query_params.get(name, "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def pages(key: str, page: int, total: int, *, size: int = 0, name: str = "page", **kept: str) -> None:
    """Earlier and later pages of a list, where there are any; what is kept stays in the address."""
    size = size or settings.city().page_rows
    if total <= size:
        return
    with st.container(horizontal=True, key=f"dense_pages_{key}_{name}"):
        if page > 0 and st.button(word("list.newer"), key=f"{key}:{name}:newer"):
            menu.switch(key, {**kept, name: str(page - 1)})
        if (page + 1) * size < total and st.button(word("list.older"), key=f"{key}:{name}:older"):
            menu.switch(key, {**kept, name: str(page + 1)})


def go(href: str) -> None:
    """Follow a link of ours to another screen."""
    parts = urlsplit(href)
    menu.switch(parts.path.strip("/"), dict(parse_qsl(parts.query)))


def leave() -> None:
    """Blanks this tab when another one signs out."""
    with st.container(key="leave"):
        component("leave")(key="leave_ear", data={})


def at_head(mark: UUID, pane: str) -> None:
    """Another thing in a pane that scrolls is shown from its head; drawn again it stays where one reads."""
    with st.container(key="head"):
        component("head")(key=f"head:{pane}", data={"mark": str(mark), "pane": pane})
