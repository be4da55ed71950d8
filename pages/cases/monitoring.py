"""進み具合: how the roles go, what changed since the last look, new problems, and the evaluation at the end."""

import streamlit as st

from queries.monitoring import MonitoringFile, monitoring_file
from rules.calendar import short_day
from ui import monitoring_forms as forms
from ui.links import asked_id
from ui.menu import href
from ui.session import read
from ui.show import band, heading, help_lines, long_day, nothing, show
from words import word


def _head(view: MonitoringFile) -> None:
    st.title(f"{view.number}　{view.alias}　{word('menu.monitoring')}", anchor=False)
    band(view.basis, word("case.band_office") if view.is_office else "")
    show(
        '<p class="yo-links"><a href="$case" target="_self">$to_case</a><a href="$plan" target="_self">$to_plan</a>'
        '<a href="$closing" target="_self">$to_closing</a></p>',
        case=href("case", id=view.case_id), to_case=word("menu.case"),
        plan=href("plan", id=view.case_id), to_plan=word("menu.plan"),
        closing=href("closing", id=view.case_id), to_closing=word("menu.closing"),
    )  # fmt: skip
    if view.plan is not None:
        show(
            '<div class="yo-wish"><span>$whose</span><q>$wish</q></div><p class="s">$aim</p>',
            whose=word("plan.words"), wish=view.plan.wish,
            aim=word("monitoring.aim", aim=view.plan.aim) if view.plan.aim else "",
        )  # fmt: skip


def _going(view: MonitoringFile) -> None:
    since = word("monitoring.since", day=short_day(view.since)) if view.since else ""
    heading(word("monitoring.roles"), since)
    if not view.roles:
        nothing("roles.none_yet")
    forms.newest(view)
    if "monitoring.record" in view.may:
        with st.expander(word("act.monitoring_record"), expanded=not view.checks):
            forms.look(view)


def _before(view: MonitoringFile) -> None:
    heading(word("monitoring.checks"), word("monitoring.next", day=long_day(view.next_on)) if view.next_on else "")
    if not view.checks:
        nothing("monitoring.none_yet")
    for place, one in enumerate(view.checks):
        forms.check(one, view.roles, view.checks[place + 1] if place + 1 < len(view.checks) else None)


view = read(monitoring_file, asked_id())
_head(view)
left, right = st.columns([1.35, 1], gap="large")
with left:
    _going(view)
    _before(view)
with right:
    heading(word("monitoring.problems"))
    if not view.problems:
        nothing("monitoring.no_problems")
    for one in view.problems:
        forms.problem(one, may_settle="problem.settle" in view.may)
    if "problem.note" in view.may:
        forms.note(view.case_id, for_others=True)
    heading(word("monitoring.evaluations"))
    if not view.evaluations:
        nothing("monitoring.no_evaluation")
    for told in view.evaluations:
        forms.evaluation(told)
    if "evaluation.record" in view.may:
        forms.evaluate(view)
    help_lines("monitoring")
