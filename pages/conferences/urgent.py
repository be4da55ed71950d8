"""緊急の会議: which case, which body, whom, where and why; then the room."""

import streamlit as st

from queries.choices import open_cases
from ui import urgent_forms as forms
from ui.links import asked_id
from ui.session import read, who
from ui.show import help_lines, show
from words import word

actor = who()
st.title(word("menu.urgent"), anchor=False)
if forms.bodies(actor):
    show("<p>$text</p>", text=word("urgent.lead"))
    known = {one.id: one.label for one in read(open_cases)}
    asked = asked_id()
    place = list(known).index(asked) if asked in known else None
    case_id = st.selectbox(
        word("field.case_id"), list(known), place, format_func=known.__getitem__, placeholder=word("form.choose"),
        key=f"urgent:{asked}",
    )  # fmt: skip
    if case_id is not None:
        forms.call(actor, case_id)
    help_lines("urgent")
else:
    show("<p>$text</p>", text=word("refusal.support_conference_is_convened_by_city"))
