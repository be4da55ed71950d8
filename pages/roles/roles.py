"""わたしの役割 for agencies, 役割分担 for the staff: what is asked of us, how it goes, and who else does what."""

import streamlit as st

import settings
from models.plans import AssignmentState
from queries.people import own_contact
from queries.role_view import RoleRow
from queries.roles import CARDS, GROUPS, TABLES, MyRoles, carriers, my_roles, role_board
from ui import links, menu
from ui.menu import carries_only, href
from ui.role_forms import contact, own_answers, report
from ui.roles import TONES, card, role_table, state_words, when_words, who_words
from ui.session import read, who
from ui.show import band, heading, help_lines, nothing, show
from words import label_of, word


def _card(row: RoleRow) -> None:
    with st.container(border=True, key=f"role_{row.id}"):
        card(row, settings.today())
        own_answers(row)
        if row.ended_on is None:
            with st.expander(word("act.assignment_report")):
                report(row)


def _cards(view: MyRoles) -> None:
    counts = dict(view.counts)
    chosen = st.segmented_control(
        word("roles.groups"), list(GROUPS), default=view.group, required=True, label_visibility="collapsed",
        format_func=lambda name: word(f"roles.group_{name}", count=counts[name]),
    )  # fmt: skip
    if chosen != view.group:
        menu.switch("roles", {"group": str(chosen)})
    if not view.cards:
        nothing(f"roles.nothing_{view.group}")
    for row in view.cards:
        _card(row)


def _mine() -> None:
    page, cases_page = links.asked_page(), links.asked_page("cases")
    view = read(my_roles, group=st.query_params.get("group", ""), page=page, cases_page=cases_page)
    st.title(word("menu.my_roles"), anchor=False)
    band(view.basis, word("roles.band"))
    _cards(view)
    links.pages("roles", page, view.total, size=CARDS, group=view.group)
    heading(word("roles.tables"), word("roles.tables_lead"))
    if not view.tables:
        nothing("roles.no_tables")
    for table in view.tables:
        show('<h3><a href="$to" target="_self">$name</a></h3>', to=href("plan", id=table.case_id),
             name=f"{table.number}　{table.alias}")  # fmt: skip
        band(table.basis)
        role_table(table.rows)
    links.pages("roles", cases_page, view.cases, size=TABLES, name="cases", group=view.group)
    contact(read(own_contact))
    help_lines("my_roles")


def _row(one: RoleRow) -> links.Row:
    return links.Row(
        kind=one.case_number,
        title=one.task,
        note="　".join(part for part in (who_words(one), one.case_alias) if part),
        href=href("role", id=one.id),
        state=word("roles.late_in_state", state=state_words(one)) if one.is_late else state_words(one),
        tone="late" if one.is_late else TONES[one.state],
        when=when_words(one),
    )


def _board() -> None:
    st.title(word("menu.roles"), anchor=False)
    known = {one.id: one.label for one in read(carriers)}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        agency_id = st.selectbox(
            word("field.agency_id"), [None, *known], key="roles:agency", width=320,
            format_func=lambda one: known[one] if one else word("roles.every_agency"),
        )  # fmt: skip
        state = st.selectbox(
            word("field.state"), [None, *AssignmentState], key="roles:state", width=240,
            format_func=lambda one: label_of(one) if one else word("case.every_state"),
        )  # fmt: skip
        only_late = st.checkbox(word("roles.only_late"), key="roles:late")
    page = links.asked_page()
    view = read(role_board, agency_id=agency_id, state=state, only_late=only_late, page=page)
    rows = tuple(_row(one) for one in view.rows)
    title = links.Group(word("menu.roles"), rows, word("today.count", count=view.total))
    links.rows("roles", [title] if rows else [], word("roles.none_found"))
    links.pages("roles", page, view.total)
    contact(read(own_contact))
    help_lines("roles")


if carries_only(who()):
    _mine()
else:
    _board()
