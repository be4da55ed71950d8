"""The forms of one entry of the ledger: its words, its steps, putting it to another, and whom to approach."""

from collections.abc import Callable

import streamlit as st

from models.gaps import Disposition
from operations.gaps import advance_gap, describe_gap, merge_gap
from operations.gaps import approach as approach_act
from queries.gap import GapFile, divisions, entries
from ui.approach_forms import approach_fields
from ui.forms import ActForm, act_form
from ui.gap_fields import entry_fields
from ui.monitoring_forms import conference_choice, labels
from ui.session import read
from ui.show import show
from ui.steps import step_buttons
from words import word

_NEXT = ("confirm", "assign", "begin", "try_out", "make_usable")


def describe(view: GapFile) -> None:
    """What is missing, and its 公開文."""
    with (
        st.expander(word("act.gap_describe"), expanded=view.row.public_summary is None),
        act_form(describe_gap, view.row.id, seen=view.seen(*describe_gap.edits), border=False, primary=False) as form,
    ):
        form.passage("public_summary", view.row.public_summary, need=False, hint=word("hint.public_summary"))
        form.code("gap_code", labels("gap"), view.row.code, need=True)
        form.named("code", "gap_code")
        entry_fields(form, view.kind, view.row.district_key, view.row.severity)


def merge(view: GapFile) -> None:
    """Put it to another that says the same; every origin goes along."""
    others = [one for one in read(entries) if one.id != view.row.id]
    with (
        st.expander(word("act.gap_merge")),
        act_form(
            merge_gap, view.row.id, seen={"state": view.row.state}, border=False, primary=False, onward="gap"
        ) as form,
    ):
        show('<p class="s">$text</p>', text=word("gaps.merge_lead"))
        form.one_of("into_id", others)


def approach(view: GapFile) -> None:
    """働きかけを書く."""
    with (
        st.expander(word("act.gap_approach")),
        act_form(approach_act, view.row.id, border=False, primary=False) as form,
    ):
        approach_fields(form)
        form.passage("result", need=False, hint=word("hint.result"))
        form.day("done_on", need=False)


def steps(view: GapFile) -> None:
    """The next step stands open, the others wait folded."""
    extra: dict[str, Callable[[ActForm], None]] = {
        "assign": lambda form: _assign(form, view), "begin": _begin, "try_out": lambda form: _resource(form, view),
        "make_usable": lambda form: _usable(form, view), "put_off": lambda form: _put_off(form, view),
        "no_longer_wanted": lambda form: _told(form, view), "take_up_again": lambda form: _told(form, view),
    }  # fmt: skip
    first = next((offer.name for offer in view.offers if offer.name in _NEXT), "")
    for offer in view.offers:
        with st.expander(word(f"gap_step.{offer.name}"), expanded=offer.name == first):
            step_buttons(
                advance_gap, view.row.id, [offer], lifecycle="gap", seen={"state": view.row.state}, extra=extra,
                primary=first,
            )  # fmt: skip


def _assign(form: ActForm, view: GapFile) -> None:
    form.one_of("owner_id", read(divisions), view.owner_id)
    form.kind("disposition", Disposition, view.disposition)
    form.day("due_on", view.row.due_on)
    conference_choice(form, view.conferences)


def _begin(form: ActForm) -> None:
    form.passage("move_words", need=False, hint=word("hint.begin_words"))
    form.named("words", "move_words")


def _resource(form: ActForm, view: GapFile) -> None:
    form.text("resource", view.row.resource, hint=word("hint.resource"))


def _usable(form: ActForm, view: GapFile) -> None:
    _resource(form, view)
    form.day("first_used_on", view.first_used_on)


def _told(form: ActForm, view: GapFile) -> None:
    """Why, which those who raised it read, and where it was talked about."""
    form.passage("move_words", hint=word("hint.move_words"))
    form.named("words", "move_words")
    conference_choice(form, view.conferences)


def _put_off(form: ActForm, view: GapFile) -> None:
    _told(form, view)
    form.day("again_on")
