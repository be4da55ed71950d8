"""働きかけ on the screen: whom somebody goes to for what, and what came of it."""

import streamlit as st

from models.gaps import EngagementKind
from operations.gaps import report_engagement
from operations.reviews import approach_from_review
from queries.choices import agencies
from queries.closing import ReviewView
from queries.said_at_closing import ApproachView
from rules.calendar import short_day
from ui.forms import ActForm, act_form
from ui.session import read
from ui.show import Safe, definitions, show, tag
from words import label_of, word


def approach(view: ReviewView) -> None:
    """働きかけ out of the review."""
    with (
        st.expander(word("act.review_approach")),
        act_form(approach_from_review, view.id, border=False, primary=False) as form,
    ):
        approach_fields(form)


def approach_fields(form: ActForm) -> None:
    """What is asked of whom, by when."""
    form.kind("approach_kind", EngagementKind)
    form.named("kind", "approach_kind")
    form.one_of("approached_id", read(agencies))
    form.named("agency_id", "approached_id")
    form.passage("approach_words", hint=word("hint.approach_words"))
    form.named("words", "approach_words")
    form.day("due_on", need=False)


def approached(one: ApproachView, *, may_report: bool) -> None:
    """One 働きかけ and what came of it."""
    state = tag(word("gaps.done_on", day=short_day(one.done_on)), "done") if one.done_on else _open(one)
    show(
        '<div class="yo-card"><div class="t">$kind　$agency $state</div><div class="m">$by</div>'
        "<p>$words</p>$result</div>",
        kind=label_of(one.kind), agency=one.agency, state=state, by=one.by, words=one.words,
        result=definitions([(word("field.result"), one.result)]),
    )  # fmt: skip
    if may_report and one.done_on is None:
        seen = {"done_on": one.done_on, "result": one.result}
        with (
            st.expander(word("act.engagement_report")),
            act_form(report_engagement, one.id, seen=seen, border=False, primary=False) as form,
        ):
            form.passage("result", hint=word("hint.result"))
            form.day("done_on")


def _open(one: ApproachView) -> Safe:
    return tag(word("roles.until", day=short_day(one.due_on)) if one.due_on else word("gaps.under_way"), "soon")
