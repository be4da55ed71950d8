"""会議録: all records one may see, the latest conference first."""

import streamlit as st

import settings
from models.minutes import RecordState
from queries.records import RecordRow, record_list
from rules.calendar import short_day
from ui import links
from ui.menu import href
from ui.records import STATE_TONES
from ui.session import read
from ui.show import help_lines
from words import label_of, word


def _row(one: RecordRow) -> links.Row:
    return links.Row(
        kind=one.forum.plain,
        title=one.case or word("record.rest"),
        note="　".join(text for text in (word("conference.nth", n=one.serial or 0), one.number) if text),
        href=href("record", id=one.id),
        state=label_of(one.state),
        tone=STATE_TONES[one.state],
        when=short_day(settings.tokyo_day(one.starts_at)),
    )


st.title(word("menu.records"), anchor=False)
states: list[RecordState | None] = [None, *RecordState]
chosen = st.segmented_control(
    word("field.state"), states, default=None, key="records:state", label_visibility="collapsed",
    format_func=lambda one: label_of(one) if one else word("record.every_state"),
)  # fmt: skip
page = links.asked_page()
found = read(record_list, state=chosen, page=page)
links.rows("records", [links.Group("", tuple(_row(one) for one in found.rows))], word("record.none"))
links.pages("records", page, found.total)
help_lines("records")
