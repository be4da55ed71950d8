"""書面での会議: an agency answers its items, who runs it sees all answers, types those that came otherwise, settles."""

import streamlit as st

from models.conferences import ConferenceState, ItemKind
from queries.in_writing import AskedItem, InWriting, in_writing
from queries.room import room
from ui import room as room_parts
from ui import written as parts
from ui.conferences import conference_title
from ui.links import asked_id
from ui.menu import href
from ui.session import read
from ui.show import band, help_lines, joined, made, nothing, show
from words import word


def _links(view: InWriting) -> None:
    pages = (
        ("conference", word("written.to_conference")),
        ("room", word("record.room")),
        ("readback", word("menu.readback")),
    )
    shown = pages if view.runs else pages[:1]
    links = (
        made('<a href="$to" target="_self">$name</a> ', to=href(key, id=view.row.id), name=name) for key, name in shown
    )
    show('<p class="yo-links">$links</p>', links=joined(links))


def _for_runner(view: InWriting) -> None:
    """Item by item: the answers, those typed for others, and the result of a 判断."""
    settled = {one.id: one for one in read(room, view.row.id).items}
    for asked in view.items:
        parts.question(asked, is_past=view.is_past)
        parts.answers(asked, is_past=view.is_past)
        parts.of_others(asked)
        one = settled.get(asked.item.id)
        if one is not None and one.kind is ItemKind.DECIDE and view.row.state is ConferenceState.IN_SESSION:
            with st.expander(word("act.item_settle"), expanded=one.result is None and not view.waiting):
                room_parts.settle(one, is_open=False)


def _for_agency(asked: AskedItem, view: InWriting) -> None:
    parts.question(asked, is_past=view.is_past, own=True)
    for one in asked.answers:
        parts.own(one, is_past=view.is_past)


view = read(in_writing, asked_id())
st.title(f"{word('menu.in_writing')}　{conference_title(view.row)}", anchor=False)
band(view.basis, word(f"care.{view.row.forum.sharing_basis}"))
parts.head(view)
_links(view)
if view.runs:
    _for_runner(view)
else:
    for each in view.items:
        _for_agency(each, view)
if not view.items:
    nothing("written.nothing_asked")
help_lines("in_writing")
