"""事例: the cases I may see."""

import streamlit as st

from models.cases import CaseState
from models.relays import Urgency
from queries.cases import CaseRow, case_list
from rules.access import may
from rules.calendar import short_day
from ui import links, menu
from ui.menu import href
from ui.session import read, who
from ui.show import help_lines
from words import label_of, word

_TONES = {
    CaseState.RECEIVED: "soon", CaseState.CONSENTED: "done", CaseState.SUSPENDED: "wait", CaseState.CLOSED: "wait",
    CaseState.REVIEWING: "soon",
}  # fmt: skip


def _row(one: CaseRow) -> links.Row:
    parts = [one.district, one.in_charge and word("case.in_charge_named", name=one.in_charge)]
    parts.append(word("case.has_consent") if one.has_consent else word("case.no_consent"))
    if one.urgency in {Urgency.EMERGENCY, Urgency.SOON}:
        parts.insert(0, label_of(one.urgency))
    state = label_of(one.state) if one.state else ""
    if one.recontact_on is not None:
        state = word("case.suspended_until", day=short_day(one.recontact_on))
    return links.Row(
        kind=one.number,
        title=one.alias,
        note="　".join(part for part in parts if part),
        href=href("case", id=one.id),
        state=state,
        tone=_TONES.get(one.state, "ai") if one.state else "",
        when=word("case.received", day=short_day(one.received_on)),
    )


def _before() -> tuple[int, int] | None:
    parts = st.query_params.get("before", "").split("-")
    is_place = len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 9 for part in parts)
    return (int(parts[0]), int(parts[1])) if is_place else None


st.title(word("menu.cases"), anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    words = st.text_input(word("case.search"), placeholder=word("case.search_hint"), key="cases:words", width=360)
    states = list(CaseState) if may(who(), "case.advance") else [CaseState.CONSENTED]
    state = st.selectbox(
        word("field.state"), [None, *states], key="cases:state", width=280,
        format_func=lambda one: label_of(one) if one else word("case.every_state"),
    )  # fmt: skip
view = read(case_list, words=words, state=state, before=_before())
rows = tuple(_row(one) for one in view.rows)
empty = word("case.none_found") if words or state else word("case.none_yet")
links.rows(
    "cases", [links.Group(word("case.list"), rows, word("today.count", count=view.total))] if rows else [], empty
)
if view.older is not None and st.button(word("list.older")):
    menu.switch("cases", {"before": "{}-{}".format(*view.older)})
help_lines("cases")
