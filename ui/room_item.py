"""The middle of the 会議室: the item in hand, and after the end the one that is finished."""

import streamlit as st

from models.conferences import ItemKind
from queries.agreed import agreed_in, case_in_hand
from queries.room import Room, RoomItem
from ui import room as parts
from ui import room_case as case_parts
from ui import room_manners as manners
from ui.next_conference import after_the_end
from ui.room_run import family_band, promises
from ui.session import read
from words import word


def in_hand(view: Room, current: RoomItem) -> None:
    """The item: what it asks, whom it is about, what was promised, and what is agreed here."""
    family_band(current)
    parts.item_head(current)
    case_id = current.case_id
    case = read(case_in_hand, view.id, case_id) if case_id is not None else None
    if case is not None:
        case_parts.wish(case)
        promises(case)
    if current.kind is ItemKind.DECIDE:
        with st.expander(word("act.item_settle"), expanded=case is None and current.result is None):
            parts.settle(current, is_open=False)
    if case is not None:
        case_parts.asked_for(view)
        case_parts.agreed(view, read(agreed_in, view.id))
        case_parts.beside(view)
        # Before those it is about, what a conference makes of their plan is not on the screen.
        if not current.family_present:
            case_parts.findings(case)


def after(view: Room) -> None:
    """After the end: the records, what is next, and the item that is still to be finished."""
    parts.after(view)
    after_the_end(view)
    manners.choose(view)
    if view.current is not None:
        in_hand(view, view.current)
