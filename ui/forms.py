"""act_form(): one act as a form. Its key is the request id, and after a refusal everything typed is still there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import streamlit as st

from operations.action import Operation
from rules.calendar import short_day
from rules.refusal import Refused, Stale
from ui import menu
from ui.fields import ActForm
from ui.request_ids import another_id, given_up, request_id
from ui.session import perform
from ui.show import definitions, moment, show
from words import label_of, sentence, vocabulary, word

__all__ = ["ActForm", "act_form", "told"]


@contextmanager
def act_form(
    operation: Operation,
    subject_id: UUID | None = None,
    *,
    seen: Mapping[str, object] | None = None,
    border: bool = True,
    name: str = "",
    label: str = "",
    primary: bool = True,
    onward: str = "",
) -> Iterator[ActForm]:
    """Draw the inputs inside; the button, the act and whatever it answers come after them."""
    place = f"form:{operation.key}:{subject_id}:{name}"
    if place not in st.session_state:
        st.session_state[place] = {"id": request_id(place, seen or {}), "seen": dict(seen or {})}
    state = st.session_state[place]
    if state.pop("outdated", False):
        _look_again(operation, state, seen or {})
    with st.form(f"{operation.key}:{state['id']}", border=border, enter_to_submit=False):
        form = ActForm(state["id"], state)
        yield form
        reasons = form.reasons()
        _tell(state, form)
        pressed, kept, dropped = _buttons(
            state, label or word(f"act.{operation.key.replace('.', '_')}"), primary=primary
        )
    if dropped:
        given_up(state["id"])
        st.session_state.pop(place, None)
        st.rerun()
    if kept:
        state["seen"] = state.pop("stored")
    if pressed or kept:
        _submit(operation, subject_id, place, state, form, reasons, onward)


def _look_again(operation: Operation, state: dict[str, Any], seen: Mapping[str, object]) -> None:
    """Refused as out of date without what is stored: beside what was typed stands what this page shows now."""
    shown = {name: seen[name] for name in operation.edits if name in seen}
    if any(state["seen"].get(name) != value for name, value in shown.items()):
        state["stored"] = shown
    else:
        state["seen"] = dict(seen)
        state["refused"] = ("stale_unseen", {})


def _buttons(state: dict[str, Any], label: str, *, primary: bool) -> tuple[bool, bool, bool]:
    """The act; or, where somebody else was first, the choice between the two texts."""
    key = state["id"]
    if not state.get("stored"):
        kind = "primary" if primary else "secondary"
        return st.form_submit_button(label, type=kind, key=f"{key}:go"), False, False  # type: ignore[arg-type]
    mine = st.form_submit_button(word("form.mine_stands"), type="primary", key=f"{key}:mine")
    return False, mine, st.form_submit_button(word("form.stored_stands"), key=f"{key}:theirs")


def _submit(
    operation: Operation, subject_id: UUID | None, place: str, state: dict[str, Any], form: ActForm,
    reasons: dict[str, str], onward: str,
) -> None:  # fmt: skip
    state.pop("refused", None)
    # Sent once without an answer, an id that was answered is our own.
    is_first, state["sent"] = not state.get("sent"), True
    try:
        if form.refused is not None:
            raise form.refused
        done = perform(
            operation,
            subject_id,
            request_id=state["id"],
            seen=state["seen"],
            reasons=reasons,
            said=form.said,
            another_id=(lambda: another_id(place, state)) if is_first else None,
            **form.inputs,
        )
    except Stale as stale:
        state |= {"refused": ("stale", {}), "stored": stale.stored or None, "outdated": not stale.stored, "sent": False}
    except Refused as refused:
        state |= {"refused": (refused.reason_key, refused.facts), "sent": False}
        if refused.reason_key == "reason_is_needed":
            asked = [*state.get("asked", []), str(refused.facts["condition"])]
            state["asked"] = list(dict.fromkeys(asked))
    else:
        given_up(state["id"])
        st.session_state.pop(place, None)
        _begin_anew(operation, subject_id)
        said = "form.repeated" if done.repeated else "form.done"
        st.session_state["told"] = word(said)
        if onward:
            menu.switch(onward, {"id": str(done.subject_id)})
    st.rerun()


def _begin_anew(operation: Operation, subject_id: UUID | None) -> None:
    """Other forms of this record are out of date by one's own hand: those for the same fields, and its other steps."""
    for place in [key for key in st.session_state if str(key).startswith("form:") and f":{subject_id}:" in str(key)]:
        is_same = bool(operation.edits) and not operation.in_parts and str(place).startswith(f"form:{operation.key}:")
        if is_same or "state" in st.session_state[place]["seen"]:
            del st.session_state[place]


def _label_of(form: ActForm, name: str) -> str:
    field = f"field.{name}"
    return form.labels.get(name) or (word(field) if field in vocabulary() else "")


def _text_of(form: ActForm, name: str, value: object) -> str:
    """A value as the form itself says it: a choice by its label, a moment in Tokyo; never an id."""
    if isinstance(value, list | tuple):
        return word("list.and").join(_text_of(form, name, one) for one in value)
    if value in form.known.get(name, {}):
        return form.known[name][value]
    if isinstance(value, StrEnum):
        return label_of(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, bool):
        return word("form.yes" if value else "form.no")
    return "" if value is None or isinstance(value, UUID) else str(value)


def _tell(state: dict[str, Any], form: ActForm) -> None:
    """Why it was refused, and both versions where somebody else was first."""
    refused = state.get("refused")
    if refused is None:
        return
    st.warning(sentence(*refused), icon=":material/info:")
    stored = state.get("stored")
    if not stored:
        return
    labels = {name: label for name in stored if (label := _label_of(form, name))}
    theirs = [(label, _text_of(form, name, stored[name])) for name, label in labels.items()]
    mine = [(label, _text_of(form, name, form.inputs.get(name))) for name, label in labels.items()]
    differing = [place for place, pair in enumerate(theirs) if pair != mine[place]]
    show(
        '<div class="yo-vs"><section><h3>$stored_now</h3>$theirs</section>'
        '<section class="mine"><h3>$typed</h3>$mine</section></div>',
        stored_now=word("form.stored_now"),
        typed=word("form.typed_by_you"),
        theirs=definitions(theirs[place] for place in differing),
        mine=definitions(mine[place] for place in differing),
    )


def told() -> None:
    """What the last act answered, once."""
    text = st.session_state.pop("told", None)
    if text:
        st.toast(text, icon=":material/check:")
