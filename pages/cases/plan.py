"""支援プラン of one case: the person's own words, who does what by when, and the steps up to the decision."""

import streamlit as st

from queries.choices import agencies
from queries.plan import PlanFile, PlanView, case_plan
from ui import plan_forms as forms
from ui.emergency import of_case as emergency
from ui.links import asked_id
from ui.menu import href
from ui.roles import papers, role_table
from ui.session import read
from ui.show import band, heading, help_lines, nothing, show
from words import word


def _head(view: PlanFile) -> None:
    st.title(f"{view.number}　{view.alias}　{word('menu.plan')}", anchor=False)
    band(view.basis, word("case.band_office") if view.is_office else word("case.band_agency"))
    if view.is_office:
        show(
            '<p><a href="$to" target="_self">$label</a></p>',
            to=href("case", id=view.case_id),
            label=word("plan.to_case"),
        )


def _plan(view: PlanFile, plan: PlanView) -> None:
    heading(word("plan.nth", n=plan.round))
    forms.told(plan)
    if plan.is_open and "plan.change" in plan.may:
        forms.change(view, plan)
    if "plan.agree" in plan.may and (plan.is_open or plan.agreed_on is None):
        forms.agree(plan)


view = read(case_plan, asked_id())
_head(view)
left, right = st.columns([1.55, 1], gap="large")
is_open = bool(view.plans) and view.plans[0].is_open
with left:
    heading(word("menu.roles"))
    role_table(view.roles)
    forms.unknowing(view)
    if view.roles:
        papers(view.case_id, view.roles if view.is_office else ())
    if "assignment.add" in view.may:
        forms.add_role(view, view.plans[0] if is_open else None, read(agencies))
    emergency(view.case_id, read(agencies), may_add="emergency.add" in view.may)
    help_lines("plan")
with right:
    if not view.plans:
        nothing("plan.none_yet")
    for plan in view.plans:
        _plan(view, plan)
        if plan.offers:
            heading(word("case.next_steps"))
            forms.steps(view, plan)
    if "plan.draft" in view.may and not is_open:
        forms.draft(view)
