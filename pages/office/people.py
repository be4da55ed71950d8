"""人と権限: who has an account, and a new one."""

import streamlit as st

from models.people import Role
from operations.accounts import open_account
from queries.choices import agencies
from queries.people import PersonRow, people_list
from rules.calendar import short_day
from ui import links
from ui.forms import act_form
from ui.menu import href
from ui.session import read
from ui.show import help_lines
from words import label_of, word


def _row(one: PersonRow) -> links.Row:
    until = word("people.until", day=short_day(one.valid_to)) if one.valid_to else ""
    state, tone = (word("people.closed"), "") if one.is_closed else (word("people.open"), "done")
    return links.Row(
        kind=one.login,
        title=one.name,
        note="　".join(
            part for part in (one.agency, one.title, "・".join(label_of(role) for role in one.roles)) if part
        ),
        href=href("person", id=one.id),
        state=state,
        tone=tone,
        when=until,
    )


st.title(word("menu.people"), anchor=False)
left, right = st.columns([1.5, 1], gap="large")
with left:
    words = st.text_input(word("people.search"), placeholder=word("people.search_hint"), key="people:words", width=360)
    view = read(people_list, words=words)
    rows = tuple(_row(one) for one in view.rows)
    links.rows(
        "people",
        [links.Group(word("people.list"), rows, word("today.count", count=len(rows)))] if rows else [],
        word("people.nothing"),
    )
with right:
    st.subheader(word("people.new"), anchor=False)
    with act_form(open_account, onward="person") as form:
        form.text("login", hint=word("hint.login"))
        form.text("person_name")
        form.text("reading")
        form.text("title", need=False)
        form.one_of("agency_id", read(agencies))
        form.kinds("roles", Role, only=view.gives)
        form.day("valid_to", need=False)
        form.first_password()
        form.inputs["name"] = form.inputs.pop("person_name")
    help_lines("people")
