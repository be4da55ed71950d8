"""One account: roles, stop, reset in person, sign out everywhere."""

import streamlit as st

from models.people import Role
from operations.accounts import close_account, end_role, give_role, reset_password, sign_out_everywhere
from queries.people import PersonRow, person_one
from ui.forms import act_form
from ui.links import asked_id
from ui.session import read
from ui.show import definitions, heading, long_day, show
from words import label_of, word


def _roles(one: PersonRow, gives: tuple[Role, ...]) -> None:
    heading(word("people.roles"))
    for role in one.roles:
        show("<p>$role</p>", role=label_of(role))
        if role in gives:
            with act_form(end_role, one.id, name=role.value, border=False, primary=False) as form:
                form.fix(role=role)
    left_over = [role for role in gives if role not in one.roles]
    if left_over:
        with st.expander(word("act.account_give_role")), act_form(give_role, one.id, border=False) as form:
            form.kind("role", Role, only=left_over)
            form.day("until", need=False)


def _account(one: PersonRow) -> None:
    heading(word("people.account"), word("people.sign_ins", count=one.sign_ins))
    with act_form(sign_out_everywhere, one.id, border=False, primary=False):
        show("<p>$text</p>", text=word("people.sign_out_lead"))
    with st.expander(word("act.account_reset_password")), act_form(reset_password, one.id, border=False) as form:
        form.first_password()
    with st.expander(word("act.account_close")), act_form(close_account, one.id, border=False):
        show("<p>$text</p>", text=word("people.close_lead"))


view = read(person_one, asked_id())
one = view.rows[0]
st.title(one.name, anchor=False)
pairs = [
    (word("field.login"), one.login), (word("field.reading"), one.reading), (word("field.title"), one.title),
    (word("field.agency_id"), one.agency), (word("field.valid_to"), long_day(one.valid_to)),
    (word("people.state"), word("people.closed") if one.is_closed else word("people.open")),
    (word("people.password"), word("people.password_first") if one.must_change_password else ""),
]  # fmt: skip
show("$pairs", pairs=definitions(pairs))
if one.is_mine_to_keep and not one.is_closed:
    left, right = st.columns(2, gap="large")
    with left:
        _roles(one, view.gives)
    with right:
        _account(one)
else:
    show('<p class="yo-none">$text</p>', text=word("people.kept_by_others"))
