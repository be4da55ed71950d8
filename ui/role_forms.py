"""The forms of one role: answered by its agency or as somebody said, told about, and filled in by the staff."""

from collections.abc import Iterable

import streamlit as st

from models.plans import AssignmentState, Programme
from operations.accounts import tell_contact
from operations.assignments import accept_condition, advance_assignment, change_assignment, report_progress
from queries.people import Contact
from queries.role_view import RoleRow
from queries.roles import RoleFile
from queries.view import Choice
from ui.forms import ActForm, act_form
from ui.roles import about
from ui.show import show
from ui.spoken import said_for
from ui.steps import step_reasons
from words import label_of, word

A = AssignmentState
STEP_OF = {
    A.ACCEPTED: "accept", A.ACCEPTED_WITH_CONDITION: "accept_with_condition", A.DECLINED: "decline",
    A.TAKEN_BACK: "take_back", A.DONE: "finish",
}  # fmt: skip


def own_answers(row: RoleRow, colleagues: Iterable[Choice] = ()) -> None:
    """引き受けます, with a condition, declined with another way, taken back to ask, done: in the agency's own voice."""
    known = tuple(colleagues)
    for name in (offer.name for offer in row.offers if offer.name in set(STEP_OF.values())):
        label = word(f"assignment_step.{name}")
        if name in {"accept", "finish"}:
            _step(row, name, label, known)
        else:
            with st.expander(label):
                _step(row, name, label, known)


def _step(row: RoleRow, name: str, label: str, colleagues: tuple[Choice, ...]) -> None:
    with act_form(
        advance_assignment, row.id, seen={"state": row.state}, name=name, label=label, border=False,
        primary=name in {"accept", "finish"},
    ) as form:  # fmt: skip
        form.fix(step=name)
        if name == "accept_with_condition":
            words_of(form, "condition")
        elif name == "decline":
            words_of(form, "proposal")
        elif name == "take_back":
            form.text("answer_by", hint=word("hint.answer_by"))
            form.day("answer_due_on")
        elif name == "no_longer_needed":
            words_of(form, "ending")
        elif name == "accept" and len(colleagues) > 1:
            form.maybe_one_of("person_id", colleagues, row.person_id, none=word("roles.myself"))


def words_of(form: ActForm, name: str) -> None:
    """A condition, a proposal or why it ends: each under its own word, stored as the answer."""
    form.passage(name, hint=word(f"hint.{name}"))
    form.named("answer", name)


def report(row: RoleRow, *, for_others: bool = False) -> None:
    """途中を知らせる."""
    with act_form(report_progress, row.id, border=False, primary=False) as form:
        form.passage("progress", hint=word("hint.progress"))
        form.named("words", "progress")
        if for_others and row.agency_id is not None:
            said_for(form, row.agency_id)


def answer_of_others(row: RoleRow) -> None:
    """電話・FAXの返事を入力: who said it, how and when, typed by somebody else."""
    states = [state for state, step in STEP_OF.items() if step in {offer.name for offer in row.offers}]
    if not states or row.agency_id is None:
        return
    with (
        st.expander(word("roles.enter_answer")),
        act_form(
            advance_assignment, row.id, seen={"state": row.state}, name="said", label=word("roles.keep_answer"),
            border=False,
        ) as form,
    ):  # fmt: skip
        form.kind("reply_state", AssignmentState, only=states)
        form.fix(step=STEP_OF[form.inputs.pop("reply_state")])
        form.passage("reply_words", need=False, hint=word("hint.reply_words"))
        form.named("answer", "reply_words")
        left, right = st.columns(2)
        with left:
            form.text("answer_by", need=False, hint=word("hint.answer_by"))
        with right:
            form.day("answer_due_on", need=False)
        form.text("doer_name", row.doer_name, need=False, hint=word("hint.doer_name"))
        said_for(form, row.agency_id)


def settle(row: RoleRow) -> None:
    """What the staff does with a role: ask, accept a condition, end it."""
    offers = {offer.name: offer for offer in row.offers}
    # A condition is accepted as it stands in words: by nobody from whom they are kept.
    is_open = row.state is A.ACCEPTED_WITH_CONDITION and row.condition_accepted_at is None and row.answer is not None
    if is_open and "assignment.accept_condition" in row.may:
        show('<p class="yo-why">$text</p>', text=word("roles.condition_is", words=row.answer or ""))
        with act_form(accept_condition, row.id, seen=row.seen("state", "answer"), border=False):
            pass
    if "ask" in offers:
        label = word("assignment_step.ask")
        step_reasons(offers["ask"].stops)
        if not offers["ask"].stops:
            with act_form(
                advance_assignment, row.id, seen={"state": row.state}, name="ask", label=label, border=False
            ) as form:
                form.fix(step="ask")
    if "no_longer_needed" in offers:
        label = word("assignment_step.no_longer_needed")
        with st.expander(label):
            _step(row, "no_longer_needed", label, ())


def change(view: RoleFile) -> None:
    """閉会後の仕上げ: the person, the day, 制度・サービス and the rest."""
    row = view.role
    seen = row.seen("state", *change_assignment.edits)
    with (
        st.expander(word("act.assignment_change")),
        act_form(change_assignment, row.id, seen=seen, border=False) as form,
    ):
        form.passage("task", row.task)
        if row.agency_id is not None:
            form.maybe_one_of("person_id", view.colleagues, row.person_id, none=word("form.none"))
        else:
            form.fix(person_id=None)
        if "doer_name" not in row.hides:
            form.text("doer_name", row.doer_name, need=False, hint=word("hint.doer_name"))
        rest(form, row)
        about(form, view.household, row.members)
        if "members" in form.inputs:
            form.fix(members_were=row.members)


def rest(form: ActForm, row: RoleRow | None = None) -> None:
    """Day, frequency, 制度・サービス, 事業, 完了条件, problem, and who may read it."""
    left, right = st.columns(2)
    with left:
        form.day("due_on", row.due_on if row else None, need=False)
        form.text("service", row.service if row else None, need=False, hint=word("hint.service"))
    with right:
        form.text("frequency", row.frequency if row else None, need=False, hint=word("hint.frequency"))
        programmes = [(one.value, label_of(one)) for one in Programme]
        form.code("programme", programmes, row.programme.value if row and row.programme else "")
        chosen = form.inputs["programme"]
        form.inputs["programme"] = Programme(chosen) if chosen else None
    form.text("done_when", row.done_when if row else None, need=False, hint=word("hint.done_when"))
    if row is None or "problem" not in row.hides:
        form.text("problem", row.problem if row else None, need=False, hint=word("hint.problem"))
    form.flag("is_restricted", value=row.is_restricted if row else False)
    form.flag("without_contents", value=row.without_contents if row else False)


def contact(own: Contact) -> None:
    """直通電話・勤務曜日: what those who carry a plan together need to reach each other."""
    with st.expander(word("act.contact_tell")), act_form(tell_contact, border=False, primary=False) as form:
        left, right = st.columns(2)
        with left:
            form.text("direct_line_only", own.direct_line, need=False, hint=word("hint.direct_line"))
            form.inputs["direct_line"] = form.inputs.pop("direct_line_only")
        with right:
            form.text("work_days", own.work_days, need=False, hint=word("hint.work_days"))
