"""The forms of a plan: the person's own words, its support items, and the steps up to the decision."""

from collections.abc import Callable, Iterable

import streamlit as st

import settings
from models.plans import AgreementWay, PlanState
from operations.assignments import add_assignment
from operations.plans import advance_plan, agree_plan, change_plan, draft_plan
from queries.choices import agencies
from queries.plan import PlanFile, PlanView
from queries.view import Choice
from ui.conferences import conference_title
from ui.forms import ActForm, act_form
from ui.role_forms import rest
from ui.roles import about, who
from ui.session import read
from ui.show import definitions, long_day, made, show, tag
from ui.steps import step_buttons
from words import label_of, word

_TONES = {
    PlanState.DRAFT: "", PlanState.SUBMITTED: "soon", PlanState.APPROPRIATE: "ai",
    PlanState.APPROPRIATE_WITH_CHANGES: "ai", PlanState.DECIDED: "done", PlanState.EVALUATED: "wait",
}  # fmt: skip


def told(plan: PlanView) -> None:
    """One plan: the own words first, then what it is measured by."""
    show(
        '<p>$state $ahead</p><div class="yo-wish"><span>$whose</span><q>$wish</q></div>',
        state=tag(label_of(plan.state), _TONES[plan.state]),
        ahead=tag(word("plan.is_ahead"), "soon") if plan.is_ahead else "",
        whose=word("plan.words_of", name=plan.wish_of) if plan.wish_of else word("plan.words"), wish=plan.wish,
    )  # fmt: skip
    period = word("plan.period_is", since=long_day(plan.starts_on), until=long_day(plan.ends_on))
    agreed = f"{long_day(plan.agreed_on)} {label_of(plan.agreed_way)}" if plan.agreed_on and plan.agreed_way else ""
    pairs: list[tuple[str, object]] = [
        (word("field.aim"), plan.aim),
        (word("plan.period"), period if plan.starts_on or plan.ends_on else ""),
        (word("field.monitoring_on"), long_day(plan.monitoring_on)),
        (word("field.lead_agency_id"), plan.lead_agency),
        (word("roles.for"), word("list.and").join(plan.people)),
        (word("field.agreed_on"), agreed),
        (word("plan.conference"), conference_title(plan.conference) if plan.conference else ""),
        (word("field.opinion"), plan.opinion),
        (word("field.decided_on"), long_day(plan.decided_on)),
        (word("field.decision_number"), plan.decision_number),
    ]
    pairs += [(word(f"condition.{condition}"), why) for condition, why in plan.reasoned]
    show("$pairs", pairs=definitions(pairs))


def _frame(form: ActForm, view: PlanFile, plan: PlanView | None = None) -> None:
    form.passage("wish", plan.wish if plan else None, hint=word("hint.wish"))
    form.maybe_one_of("wish_of_id", view.household, plan.wish_of_id if plan else None, none=word("form.none"))
    form.passage("aim", plan.aim if plan else None, need=False, hint=word("hint.aim"))
    first, second, third = st.columns(3)
    for column, name in ((first, "starts_on"), (second, "plan_ends_on"), (third, "monitoring_on")):
        with column:
            form.day(name, getattr(plan, name.removeprefix("plan_")) if plan else None, need=False)
    form.named("ends_on", "plan_ends_on")
    form.maybe_one_of("lead_agency_id", read(agencies), plan.lead_agency_id if plan else None, none=word("form.none"))
    about(form, view.household, plan.members if plan else ())


def draft(view: PlanFile) -> None:
    """A new plan, or the next one."""
    label = word("act.plan_draft")
    with st.expander(label, expanded=not view.plans), act_form(draft_plan, view.case_id, border=False) as form:
        _frame(form, view)


def change(view: PlanFile, plan: PlanView) -> None:
    """The words, the aim, the days and 主担当機関."""
    with (
        st.expander(word("act.plan_change")),
        act_form(change_plan, plan.id, seen=plan.seen(*change_plan.edits), border=False) as form,
    ):
        _frame(form, view, plan)
        form.inputs.setdefault("members", plan.members)
        form.fix(members_were=plan.members)


def agree(plan: PlanView) -> None:
    """本人同意日 and how."""
    with (
        st.expander(word("act.plan_agree")),
        act_form(agree_plan, plan.id, seen=plan.seen("agreed_on", "agreed_way"), border=False) as form,
    ):
        form.day("agreed_on", plan.agreed_on or settings.today())
        form.kind("agreed_way", AgreementWay, plan.agreed_way or AgreementWay.SIGNED)


def _opinion(form: ActForm) -> None:
    form.passage("opinion", need=False, hint=word("hint.opinion"))


# What a conference finds of a plan may be said in words, on the page of the plan and in the room.
OPINIONS: dict[str, Callable[[ActForm], None]] = dict.fromkeys(
    ("find_appropriate", "find_appropriate_with_changes", "reconsider"), _opinion
)


def steps(view: PlanFile, plan: PlanView) -> None:
    """Before the conference, what it found, and the decision."""
    coming = tuple(Choice(one.id, conference_title(one)) for one in view.conferences)

    def conference(form: ActForm) -> None:
        form.one_of("conference_id", coming, coming[0].id if len(coming) == 1 else None)

    def decision(form: ActForm) -> None:
        form.day("decided_on", settings.today())
        form.text("decision_number", need=False, hint=word("hint.decision_number"))

    extra = {**OPINIONS, "submit": conference, "decide": decision}
    for offer in plan.offers:
        is_next = offer.name == "submit" or (offer.name == "decide" and not (offer.stops or offer.needs_reasons))
        with st.expander(word(f"plan_step.{offer.name}"), expanded=is_next):
            step_buttons(
                advance_plan, plan.id, [offer], lifecycle="plan", seen={"state": plan.state}, extra=extra,
                primary=offer.name,
            )  # fmt: skip


def add_role(view: PlanFile, plan: PlanView | None, places: Iterable[Choice]) -> None:
    """A support item of the open plan, or a role between conferences; instead of one that was declined."""
    title = word("roles.add_to_plan") if plan else word("act.assignment_add")
    with st.expander(title), act_form(add_assignment, view.case_id, border=False) as form:
        form.fix(plan_id=plan.id if plan else None)
        who(form, places)
        form.text("task", hint=word("hint.task"))
        form.text("doer_name", need=False, hint=word("hint.doer_name"))
        about(form, view.household)
        declined = [
            Choice(one.id, one.task) for one in view.roles if one.state.value == "declined" and not one.is_replaced
        ]
        if declined:
            form.maybe_one_of("replaces_id", declined, None, none=word("form.none"))
        rest(form)


def unknowing(view: PlanFile) -> None:
    """Whose consent does not reach a drafted role, told before it is asked, with the ways out."""
    for one in view.roles:
        if one.id in view.unknowing:
            text = made("$task: $why", task=f"{one.agency} {one.task}", why=word("condition.assignee_may_know"))
            show('<p class="yo-why bad">$text</p>', text=text)
