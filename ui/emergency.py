"""緊急のときの連絡の順番と判断する人: the order as a table, one line to add a step, and its place in the order."""

from collections.abc import Iterable
from uuid import UUID

import streamlit as st

from operations.action import Operation
from operations.emergency import add_step, agree_step, change_step, remove_step
from queries.emergency import EmergencyPlan, StepView, emergency_plan
from queries.view import Choice
from rules.record import RecordStep
from ui.forms import ActForm, act_form
from ui.session import read
from ui.show import Safe, heading, joined, made, show, tag
from words import word

_COLUMNS = ("sign", "response", "step_agency", "contact")


def is_spoken_of(title: str) -> bool:
    """Whether the item in hand is the one of the standing agenda that asks for it."""
    return word("emergency.item") in title


def in_the_room(case_id: UUID, item_id: UUID, places: Iterable[Choice], *, may_add: bool) -> None:
    """The order with the line by which a step is agreed here and now."""
    view = read(emergency_plan, case_id)
    heading(word("emergency.title"))
    _order(view)
    if may_add:
        _line(agree_step, item_id, places)
    _mending(view, tuple(places))


def of_case(case_id: UUID, places: Iterable[Choice], *, may_add: bool) -> None:
    """The order on the page of the plan."""
    view = read(emergency_plan, case_id)
    if not view.steps and not may_add:
        return
    heading(word("emergency.title"))
    _order(view)
    if may_add:
        with st.expander(word("act.emergency_add")):
            _line(add_step, case_id, places)
    _mending(view, tuple(places))


def _order(view: EmergencyPlan) -> None:
    if view.steps:
        told(view.steps)
    else:
        show('<p class="yo-none">$text</p>', text=word("emergency.none"))


def _mending(view: EmergencyPlan, places: tuple[Choice, ...]) -> None:
    """Each step with its fields and its place, folded in below the order."""
    last = len(view.steps) - 1
    for place, one in enumerate(view.steps):
        if "emergency.change" in one.may:
            with st.expander(word("emergency.mend", n=place + 1, sign=one.sign), key=f"step:{one.id}"):
                _mend(one, places, place, last)


def told(steps: Iterable[StepView | RecordStep]) -> None:
    """The order as a table."""
    head = joined(made('<th scope="col">$name</th>', name=word(f"field.{name}")) for name in _COLUMNS)
    body = joined(_row(number, one) for number, one in enumerate(steps, start=1))
    show(
        '<table class="yo-tb stack"><thead><tr><th scope="col">$n</th>$head</tr></thead><tbody>$body</tbody></table>',
        n=word("emergency.order"), head=head, body=body,
    )  # fmt: skip


def _row(number: int, one: StepView | RecordStep) -> Safe:
    cells = {
        "sign": made("$text", text=one.sign), "response": made("$text", text=one.response),
        "step_agency": made(
            "<b>$name</b> $mark", name=one.agency, mark=tag(word("emergency.decides"), "ai") if one.decides else ""
        ),
        "contact": made('<span class="num">$text</span>', text=one.contact or ""),
    }  # fmt: skip
    drawn = joined(
        made('<td data-h="$head">$cell</td>', head=word(f"field.{name}"), cell=cells[name]) for name in _COLUMNS
    )
    return made('<tr><td data-h="$head">$n</td>$cells</tr>', head=word("emergency.order"), n=number, cells=drawn)


def _line(operation: Operation, subject_id: UUID, places: Iterable[Choice]) -> None:
    """Two fields are enough; whom to tell and who decides may be said at once."""
    label = word(f"act.{operation.key.replace('.', '_')}")
    with act_form(operation, subject_id, name="line", label=label, border=False, primary=False) as form:
        _fields(form, places)


def _fields(form: ActForm, places: Iterable[Choice], one: StepView | None = None) -> None:
    first, second = st.columns([1, 1.4], gap="small")
    with first:
        form.text("sign", one.sign if one else None, hint=word("hint.sign"))
    with second:
        form.text("response", one.response if one else None, hint=word("hint.response"))
    third, fourth, fifth = st.columns([1.4, 1.1, 0.9], gap="small", vertical_alignment="bottom")
    with third:
        form.maybe_one_of("step_agency", places, one.agency_id if one else None, none=word("emergency.no_agency"))
        form.named("agency_id", "step_agency")
    with fourth:
        form.text("contact", one.contact if one else None, need=False)
    with fifth:
        form.flag("decides", value=one.decides if one else False)


def _mend(one: StepView, places: tuple[Choice, ...], place: int, last: int) -> None:
    known = places
    if one.agency_id is not None and one.agency_id not in {known.id for known in places}:
        known = (*places, Choice(one.agency_id, one.agency))
    with act_form(
        change_step, one.id, seen=one.seen(*change_step.edits), name="mend", border=False, primary=False
    ) as form:
        _fields(form, known, one)
        if last:
            form.number("emergency_place", place + 1, least=1, most=last + 1)
            form.inputs["position"] = form.inputs.pop("emergency_place") - 1
    with act_form(remove_step, one.id, name="remove", border=False, primary=False):
        pass
