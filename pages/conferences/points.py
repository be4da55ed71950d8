"""要点筆記: on the left what was said, on the right the paragraphs that are made of it."""

import streamlit as st

from queries.points import PointsFile, points_file
from ui import point_text as text
from ui import points as parts
from ui.links import asked_id
from ui.menu import switch
from ui.session import read
from ui.show import band, heading, nothing, show
from words import word


def _head(view: PointsFile) -> None:
    """The name of the page, how long it became, and the way back."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="points_head_dense"):
        st.title(word("menu.points"), anchor=False, width="content")
        show('<p class="yo-pt-head"><b>$case</b> $length</p>', case=parts.title(view), length=parts.length(view))
        if st.button(word("points.to_record"), icon=":material/arrow_back:", key="points_to_record"):
            switch("record", {"id": str(view.record_id)})


view = read(points_file, asked_id())
_head(view)
band(view.basis, word("record.band"))
left, right = st.columns([1, 1.08], gap="medium")
with left, st.container(key="points_lines"):
    heading(word("points.lines"), word("points.unused", n=view.unused))
    if view.items:
        parts.lines(view)
    else:
        nothing("points.no_lines")
with right, st.container(key="points_text"):
    heading(word("record.points"), word("points.count", n=len(view.points)))
    if not view.is_open:
        show("<p>$text</p>", text=word("refusal.record_is_fixed"))
    text.ready(view)
    text.points(view)
