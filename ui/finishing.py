"""閉会後の仕上げ on the screen: everything left open on one list, the quick things first; what is done vanishes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import streamlit as st

import settings
from models.conferences import ItemKind
from models.minutes import RecordState
from models.plans import AssignmentState
from queries.agreed import Agreed
from queries.finishing import PartLeft
from queries.role_view import RoleRow
from queries.room import Room
from ui import readback as parts
from ui import room as room_parts
from ui.attendance import attendance
from ui.menu import href
from ui.show import heading, joined, made, nothing, show, tag
from words import word

# How many minutes each thing takes about: the list says how long it will be.
_MOMENT, _SHORT, _LONG = 1, 2, 8


@dataclass(frozen=True)
class Open:
    """One thing left open: filled in here, or done where the link leads."""

    minutes: int
    title: str
    case: str = ""
    draw: Callable[[], None] | None = None
    href: str = ""


def finishing(view: Room, roles: Agreed, left: tuple[PartLeft, ...]) -> int:
    """The list; how many things are on it."""
    open_things = sorted(_open(view, roles, left), key=lambda one: one.minutes)
    total = sum(one.minutes for one in open_things)
    told = word("finishing.left", n=len(open_things), minutes=total) if open_things else ""
    heading(word("finishing.open"), told)
    if not open_things:
        nothing("finishing.done")
    links = [one for one in open_things if one.draw is None]
    for place, one in enumerate(one for one in open_things if one.draw is not None):
        _filled_here(one, expanded=place == 0)
    if links:
        show('<ul class="yo-links">$lines</ul>', lines=joined(
            made('<li>$minutes <b>$case</b> <a href="$to" target="_self">$title</a></li>', to=one.href, title=one.title,
                 case=one.case, minutes=tag(word("finishing.minutes", n=one.minutes), "wait"))
            for one in links
        ))  # fmt: skip
    return len(open_things)


def _filled_here(one: Open, *, expanded: bool) -> None:
    label = word("finishing.row", title=one.title, n=one.minutes)
    with st.expander(label, expanded=expanded):
        if one.draw is not None:
            one.draw()


def _open(view: Room, roles: Agreed, left: tuple[PartLeft, ...]) -> Iterator[Open]:
    yield from _of_the_sitting(view)
    # Somebody who facilitates may record too, so this asks only until the first record goes out.
    if not view.recorder and any(part.state is RecordState.DRAFT for part in left):
        yield Open(_MOMENT, word("finishing.recorder"), href=href("conference", id=view.id))
    yield from _of_the_items(view, roles)
    for part in left:
        if part.state is not RecordState.FIXED:
            yield from _of_the_record(view, part)


def _of_the_sitting(view: Room) -> Iterator[Open]:
    """The reading with its time, and who came."""
    if view.row.forum.reads and view.read_at is None and "conference.read_out" in view.may:
        what = word("room.unread", what=word(f"reads.{view.row.forum.reads}"))
        yield Open(_MOMENT, what, draw=lambda: room_parts.reading_form(view))
    unknown = sum(one.presence is None for one in view.people)
    if unknown and "attendance.take" in view.may:
        yield Open(_MOMENT, word("finishing.attendance", n=unknown), draw=lambda: attendance(view))


def _of_the_items(view: Room, roles: Agreed) -> Iterator[Open]:
    """Decisions without a result, roles without somebody, a day or a 制度, 持ち帰り without a day."""
    for one in view.items:
        if one.kind is ItemKind.DECIDE and one.result is None:
            title = word("finishing.result", case=one.case, title=one.title)
            yield Open(_MOMENT, title, draw=lambda one=one: parts.decision(one))  # type: ignore[misc]
    for role in (role for case_id, _ in parts.parts(view) if case_id for role in roles.of(case_id)):
        missing = parts.lacks(role, finishing=True)
        if missing and "assignment.change" in role.may:
            title = word("finishing.role", task=role.task, missing="　".join(missing))
            yield Open(_MOMENT, title, draw=lambda role=role: parts.hole(view, role, finishing=True))  # type: ignore[misc]
        if _is_without_day(role):
            yield Open(_SHORT, word("finishing.taken_back", task=role.task), href=href("role", id=role.id))


def _is_without_day(role: RoleRow) -> bool:
    return role.state is AssignmentState.TAKEN_BACK and role.answer_due_on is None


def _of_the_record(view: Room, part: PartLeft) -> Iterator[Open]:
    """Lines to sort or to choose between, the 要点, and the way to the agencies."""
    case, room_href = part.case or word("record.rest"), href("room", id=view.id)
    if part.branches:
        yield Open(_SHORT, word("finishing.branches", n=part.branches), case, href=room_href)
    if part.unsorted:
        yield Open(_SHORT, word("finishing.unsorted", n=part.unsorted), case, href=room_href)
    if part.lines and not part.points and settings.city().record_style == "points":
        yield Open(_LONG, word("finishing.points", n=part.lines), case, href=href("points", id=part.record_id))
    if part.state is RecordState.DRAFT:
        # Where nothing was written there is nothing to read through before it goes out.
        minutes = _LONG + 1 if part.lines or part.points else _MOMENT
        yield Open(minutes, word("finishing.send"), case, href=href("record", id=part.record_id))
