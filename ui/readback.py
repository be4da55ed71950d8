"""読み上げ確認: what was decided, each hole with its own field, and the text to be read aloud."""

from datetime import date
from uuid import UUID

import streamlit as st

from models.conferences import ConferenceState, ItemKind, ItemResult
from models.plans import AssignmentState, DoerKind
from operations.assignments import change_assignment
from operations.room import settle_item
from queries.agreed import Agreed
from queries.role_view import RoleRow
from queries.room import Room, RoomItem
from rules.calendar import short_day
from ui.forms import act_form
from ui.roles import role_table, state_words, who_words
from ui.room_case import answer
from ui.show import Safe, heading, joined, made, show, tag
from words import label_of, word

_OVER = frozenset({AssignmentState.DECLINED, AssignmentState.NOT_NEEDED, AssignmentState.DONE})
_NUMBERS = 10


def parts(view: Room) -> list[tuple[UUID | None, str]]:
    """The cases of the agenda in their order, and the rest at the end."""
    cases = {one.case_id: one.case for one in view.items if one.case_id is not None}
    return [*cases.items(), (None, word("record.rest"))]


def part(view: Room, roles: Agreed, case_id: UUID | None, title: str) -> None:
    """One case: results, roles, and what still lacks."""
    items = [one for one in view.items if one.case_id == case_id]
    decisions = [one for one in items if one.kind is ItemKind.DECIDE]
    own = roles.of(case_id) if case_id is not None else ()
    if not decisions and not own:
        return
    heading(title or word("record.rest"))
    # After the adjournment what is open stands on the list of 閉会後の仕上げ, and nowhere twice.
    is_over = view.row.state is ConferenceState.ADJOURNED
    for one in decisions:
        if one.result is not None or not is_over:
            decision(one)
    if own:
        role_table(own)
    for role in () if is_over else own:
        hole(view, role)


def decision(one: RoomItem) -> None:
    """A decision with its result, or the field for it."""
    if one.result is not None:
        show(
            '<p><b>$title</b> $result $words</p>', title=one.title, words=_words(one),
            result=tag(label_of(one.result), "done" if one.result is ItemResult.DECIDED else "soon"),
        )  # fmt: skip
        return
    with st.container(border=True, key=f"hole_{one.id.hex}"):
        show(
            '<p>$lacks <b>$title</b> $question</p>', lacks=tag(word("readback.no_result"), "hole"), title=one.title,
            question=one.question or "",
        )  # fmt: skip
        _settle(one)


def _settle(one: RoomItem) -> None:
    """The result in one row, so that the holes of several cases stand on one screen."""
    with act_form(settle_item, one.id, seen=one.seen(), border=False) as form:
        kind, words, again = st.columns([1.75, 1.7, 1], gap="small", vertical_alignment="bottom")
        with kind:
            form.kind("result", ItemResult, one.result or ItemResult.DECIDED)
        with words:
            form.text("result_words", one.result_words, need=False, hint=word("hint.result_words"))
        with again:
            form.day("continued_on", one.continued_on, need=False)


def _words(one: RoomItem) -> str:
    again = word("record.again_on", day=short_day(one.continued_on)) if one.continued_on else ""
    return "　".join(text for text in (one.result_words, again) if text)


def lacks(role: RoleRow, *, finishing: bool = False) -> list[str]:
    """What a role still lacks: somebody by name, a day or a frequency; afterwards also its 制度・サービス."""
    if role.state in _OVER or role.state is AssignmentState.TAKEN_BACK:
        return []
    found = [word("readback.no_person")] if role.lacks_person else []
    found += [word("readback.no_day")] if role.due_on is None and not role.frequency else []
    is_bare = finishing and role.doer is DoerKind.AGENCY and not role.service and role.programme is None
    return found + ([word("readback.no_service")] if is_bare else [])


def hole(view: Room, role: RoleRow, *, finishing: bool = False) -> None:
    """A role that lacks something, with its own fields; or 持ち帰り."""
    missing = lacks(role, finishing=finishing)
    if not missing or "assignment.change" not in role.may:
        return
    with st.container(border=True, key=f"hole_{role.id.hex}"):
        show(
            "<p>$lacks <b>$who</b> $task</p>", lacks=tag("　".join(missing), "hole"), who=who_words(role),
            task=role.task,
        )  # fmt: skip
        answers_here = role.lacks_person and role.state is AssignmentState.ASKED and role.doer is DoerKind.AGENCY
        if answers_here:
            answer(role, view.people)
        lacks_name, lacks_day = role.lacks_person and not answers_here, word("readback.no_day") in missing
        lacks_service = word("readback.no_service") in missing
        if lacks_name or lacks_day or lacks_service:
            fill(role, lacks_name=lacks_name, lacks_day=lacks_day, lacks_service=lacks_service)


def fill(role: RoleRow, *, lacks_name: bool, lacks_day: bool, lacks_service: bool) -> None:
    """Only what is missing is asked; the rest of the role stays as it is."""
    seen, label = role.seen(*change_assignment.edits), word("readback.fill")
    with act_form(change_assignment, role.id, seen=seen, name="fill", border=False, label=label) as form:
        form.fix(**seen)
        first, second, third = st.columns([1.4, 1, 1])
        if lacks_name:
            with first:
                form.text("doer_name", role.doer_name, need=False, hint=word("hint.doer_name"))
        if lacks_day:
            with second if lacks_name else first:
                form.day("due_on", role.due_on, need=False)
            with third if lacks_name else second:
                form.text("frequency", role.frequency, need=False, hint=word("hint.frequency"))
        if lacks_service:
            form.text("service", role.service, need=False)


def holes_left(view: Room, roles: Agreed) -> int:
    """How many places are still open on this screen."""
    open_items = sum(one.kind is ItemKind.DECIDE and one.result is None for one in view.items)
    own = (role for case_id, _ in parts(view) if case_id is not None for role in roles.of(case_id))
    return open_items + sum(bool(lacks(role)) for role in own)


def aloud(view: Room, roles: Agreed) -> None:
    """The text as it can be read out."""
    lines: list[Safe] = []
    for case_id, title in parts(view):
        own = [one for one in view.items if one.case_id == case_id]
        said = [
            word("readback.decided", item=one.title, result=label_of(one.result), words=_words(one))
            for one in own
            if one.result
        ]
        said += [_role(number, role) for number, role in enumerate(roles.of(case_id), start=1) if case_id]
        if said:
            lines.append(made("<p><b>$title</b></p>", title=title or word("record.rest")))
            lines += [made("<p>$text</p>", text=text) for text in said]
    if not lines:
        lines.append(made("<p>$text</p>", text=word("readback.nothing")))
    show('<div class="yo-read">$lines</div>', lines=joined(lines))


def _role(number: int, role: RoleRow) -> str:
    # What was taken home is not yet promised, and is not read aloud as if it were.
    is_open = role.state is AssignmentState.TAKEN_BACK
    until = state_words(role) if is_open else _until(role.due_on, role.frequency)
    who = " ".join(text for text in (who_words(role), role.person or role.doer_name) if text)
    return word("readback.role", n=number, task=role.task, who=who, until=until or word("readback.day_open"))


def _until(due_on: date | None, frequency: str | None) -> str:
    day = word("roles.until", day=short_day(due_on)) if due_on else ""
    return "、".join(text for text in (day, frequency or "") if text)
