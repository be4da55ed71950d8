"""要点 on the screen: what is ready to be taken over, and the paragraphs, of which one at a time is written."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import streamlit as st

from models.conferences import ItemResult
from models.plans import AssignmentState, DoerKind
from operations.action import Operation
from operations.points import add_point, change_point, move_point, remove_point
from queries.points import PointsFile, PointView
from rules.calendar import short_day
from rules.record import RecordItem, RecordRole
from rules.refusal import Refused
from ui.forms import act_form
from ui.session import perform, show_refusal
from ui.show import show
from words import label_of, word


def ready(view: PointsFile) -> None:
    """決まったこと and 役割, as they stand: all in one press, or one by one."""
    offered: list[tuple[str, str, dict[str, Any]]] = [
        (f"item:{one.item_id}", decision_text(one), {"item_id": UUID(one.item_id)}) for one in view.decisions
    ]
    offered += [
        (f"role:{one.assignment_id}", role_text(one), {"assignment_id": UUID(one.assignment_id)}) for one in view.roles
    ]
    if not offered or not view.is_open or "point.add" not in view.may:
        return
    with st.expander(word("points.ready", n=len(offered)), expanded=not view.points):
        if st.button(word("points.take_all"), key="points_ready_all", icon=":material/playlist_add:"):
            _do_all(view, [(text, told) for _, text, told in offered])
        for key, text, told in offered:
            with st.container(
                horizontal=True, wrap=False, vertical_alignment="center", key=f"dense_ready_{key}", gap="small"
            ):
                with st.container(width="stretch"):
                    show('<p class="yo-pt"><span>$text</span></p>', text=text)
                pressed = st.button(word("points.take_one"), key=f"points_{key}")
            if pressed:
                _do_all(view, [(text, told)])


def _do_all(view: PointsFile, wanted: list[tuple[str, dict[str, Any]]]) -> None:
    try:
        for text, told in wanted:
            perform(add_point, view.conference_id, request_id=uuid4().hex, case_id=view.case_id, text=text, **told)
    except Refused as refused:
        show_refusal(refused)
    else:
        st.rerun()


def decision_text(one: RecordItem) -> str:
    """What was decided, in one sentence."""
    again = word("record.again_on", day=short_day(date.fromisoformat(one.continued_on))) if one.continued_on else ""
    words = "　".join(text for text in (one.result_words, again) if text)
    return word("readback.decided", item=one.title, result=label_of(ItemResult(one.result)), words=words)


def role_text(one: RecordRole) -> str:
    """Who does what by when, in one sentence."""
    doer = one.agency or label_of(DoerKind(one.doer))
    who = " ".join(text for text in (doer, one.doer_name) if text)
    if one.state == AssignmentState.TAKEN_BACK:
        return word("points.role", who=who, task=one.task, until=label_of(AssignmentState.TAKEN_BACK))
    day = word("roles.until", day=short_day(date.fromisoformat(one.due_on))) if one.due_on else ""
    until = word("list.and").join(text for text in (day, one.frequency) if text)
    return word("points.role", who=who, task=one.task, until=until or word("readback.day_open"))


def points(view: PointsFile) -> None:
    """The paragraphs in their order; one at a time is open for writing."""
    for one in view.points:
        _point(view, one)
    if view.is_open and "point.add" in view.may:
        with st.expander(word("points.write"), key=f"points_write_{len(view.points)}"), act_form(
            add_point, view.conference_id, name=f"write:{view.record_id}", border=False, primary=False
        ) as form:  # fmt: skip
            form.fix(case_id=view.case_id)
            form.passage("point", need=True)
            form.named("text", "point")


def _point(view: PointsFile, one: PointView) -> None:
    may_write = view.is_open and "point.change" in view.may
    with st.container(
        horizontal=True, wrap=False, key=f"dense_point_{one.id.hex}", vertical_alignment="top", gap="small"
    ):
        with st.container(width="stretch"):
            if may_write and _is_in_hand(one):
                _write(one)
            else:
                lines_in = word("points.from_lines", n=one.lines) if one.lines else ""
                show(
                    '<div class="yo-pt"><b>$n</b><span>$text</span><small>$from</small></div>', n=one.number,
                    text=one.text, **{"from": lines_in},
                )  # fmt: skip
        if may_write:
            _handles(view, one)


def _is_in_hand(one: PointView) -> bool:
    """Open until it is kept, or put back."""
    hand = st.session_state.get("points:hand")
    if hand is None or hand["id"] != one.id:
        return False
    place = f"form:{change_point.key}:{one.id}:"
    if hand["drawn"] and place not in st.session_state:
        del st.session_state["points:hand"]
        return False
    hand["drawn"] = True
    return True


def _write(one: PointView) -> None:
    with act_form(change_point, one.id, seen={"text": one.text}, border=False) as form:
        form.passage("point", one.text)
        form.named("text", "point")


def _handles(view: PointsFile, one: PointView) -> None:
    """直す, up, down, out; each says in words what it does."""
    key = one.id.hex
    if st.button("", icon=":material/edit:", help=word("act.point_change"), key=f"edit_{key}"):
        is_open = st.session_state.get("points:hand", {}).get("id") == one.id
        st.session_state["points:hand"] = None if is_open else {"id": one.id, "drawn": False}
        st.rerun()
    up, down = one.number > 1, one.number < len(view.points)
    if st.button("", icon=":material/arrow_upward:", help=word("points.up"), disabled=not up, key=f"up_{key}"):
        _do(move_point, one.id, up=True)
    if st.button("", icon=":material/arrow_downward:", help=word("points.down"), disabled=not down, key=f"down_{key}"):
        _do(move_point, one.id, up=False)
    if st.button("", icon=":material/close:", help=word("act.point_remove"), key=f"out_{key}"):
        _do(remove_point, one.id)


def _do(operation: Operation, point_id: UUID, **inputs: Any) -> None:
    try:
        perform(operation, point_id, request_id=uuid4().hex, **inputs)
    except Refused as refused:
        show_refusal(refused)
    else:
        st.rerun()
