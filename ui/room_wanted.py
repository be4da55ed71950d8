"""望まれる社会資源 in one press from the room: the words, the kind, and it is a candidate of the ledger."""

import streamlit as st

from models.taxonomies import taxonomy
from operations.gaps import note_gap
from queries.room import Room
from ui.forms import act_form
from ui.monitoring_forms import labels
from words import word

_MOST_OFTEN = "G99"


def is_about_wants(title: str) -> bool:
    """Whether the item in hand is the one of the standing agenda that asks for it."""
    return word("room.wanted_item") in title


def wanted(view: Room, *, is_open: bool) -> None:
    """One line about the case in hand, for those who run the room."""
    current = view.current
    if current is None or current.case_id is None or "gap.note" not in view.may:
        return
    code = _MOST_OFTEN if _MOST_OFTEN in taxonomy("gap") else next(iter(taxonomy("gap")))
    with (
        st.expander(word("room.wanted"), key=f"wanted:{current.id}", expanded=is_open),
        act_form(note_gap, current.id, border=False, primary=False) as form,
    ):
        words, kind = st.columns([1.9, 1], gap="small", vertical_alignment="bottom")
        with words:
            form.text("wanted_words", hint=word("hint.wanted_words"))
            form.named("words", "wanted_words")
        with kind:
            form.code("gap_code", labels("gap"), code, need=True)
            form.named("code", "gap_code")
