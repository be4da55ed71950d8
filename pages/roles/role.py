"""役割ひとつ: what was asked, who carries it, what was answered, and what is going on."""

import streamlit as st

from queries.role_view import RoleRow
from queries.roles import role_file
from ui import role_forms as forms
from ui.links import asked_id
from ui.menu import href
from ui.roles import facts, heading_words, state_tag
from ui.session import read
from ui.show import band, heading, joined, made, moment, nothing, show, tag
from words import label_of, word


def _head(row: RoleRow) -> None:
    st.title(row.task, anchor=False)
    band(row.basis)
    where = heading_words(row)
    to_plan = made('<a href="$to" target="_self">$where</a>', to=href("plan", id=row.case_id), where=where)
    check = tag(word("roles.to_confirm"), "hole") if row.needs_confirming else ""
    show(
        "<p>$state $check $where</p>",
        state=state_tag(row),
        check=check,
        where=to_plan if row.case_number else where,
    )


def _reports(row: RoleRow) -> None:
    heading(word("roles.reports"))
    if not row.reports:
        nothing("roles.no_reports")
    lines = [
        made(
            '<li><time>$at</time><span class="who">$who<small>$said</small></span>'
            '<span class="what">$words</span></li>',
            at=moment(one.at),
            who=one.who,
            said=f"{one.spoken.said_by} {label_of(one.spoken.channel)}" if one.spoken else "",
            words=one.words,
        )
        for one in row.reports
    ]
    show('<ol class="yo-tl">$lines</ol>', lines=joined(lines))


view = read(role_file, asked_id())
row = view.role
_head(row)
left, right = st.columns([1.2, 1], gap="large")
speaks = row.is_mine or row.agency_id is None
with left:
    show("$facts", facts=facts(row))
    _reports(row)
    is_open = row.ended_on is None and row.asked_on is not None
    if "assignment.report" in row.may and is_open:
        with st.expander(word("act.assignment_report")):
            forms.report(row, for_others=not speaks)
with right:
    if "assignment.advance" in row.may:
        heading(word("roles.answer"))
        if speaks:
            forms.own_answers(row, view.colleagues)
        else:
            forms.answer_of_others(row)
    forms.settle(row)
    if "assignment.change" in row.may and row.ended_on is None:
        forms.change(view)
