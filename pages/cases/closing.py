"""終結: the four questions talked through, the agencies side by side, what is wanted, and the end of the case."""

import streamlit as st

from models.cases import CaseState
from operations.cases import advance_case
from queries.closing import ClosingFile, ReviewView, closing_file
from ui import approach_forms as approaches
from ui import closing_parts as parts
from ui import opinion_forms as opinions
from ui import review_forms as forms
from ui.forms import ActForm
from ui.links import asked_id
from ui.session import read
from ui.show import heading, help_lines, nothing, show
from ui.steps import step_buttons
from words import word


def _questions(view: ClosingFile, review: ReviewView) -> None:
    heading(word("closing.questions"), word("closing.questions_lead"))
    for name, draw in (
        ("first", forms.first),
        ("second", forms.second),
        ("third", forms.third),
        ("fourth", forms.fourth),
    ):
        with st.container(border=True, key=f"question_{name}"):
            parts.question(view, name)
            if parts.is_open(review) and "review.answer" in view.may:
                draw(review)
            else:
                parts.answered(review, name)


def _opinions(view: ClosingFile, review: ReviewView) -> None:
    heading(word("closing.opinions"), parts.heard(review))
    if not review.opinions:
        nothing("closing.no_opinions")
        return
    opinions.table(review)
    if not parts.is_open(review):
        return
    if "opinion.give" in view.may:
        for one in opinions.unheard_first(review):
            opinions.opinion_of_others(one)
    if "opinion.ask" in view.may and (view.silent or any(one.is_unheard for one in review.opinions)):
        opinions.ask(review)


def _wanted(view: ClosingFile, review: ReviewView) -> None:
    heading(word("closing.wanted"), word("closing.wanted_lead"))
    if not review.wants:
        nothing("closing.nothing_linked")
    for one in review.wants:
        forms.wanted(one, review, may_confirm="gap.describe" in view.may)
    if parts.is_open(review) and "review.want" in view.may:
        with st.expander(word("act.review_want"), expanded=not review.wants):
            forms.want(review)
    heading(word("closing.approaches"))
    for told in review.approaches:
        approaches.approached(told, may_report="engagement.report" in view.may)
    if parts.is_open(review) and "review.approach" in view.may:
        approaches.approach(review)


def _reopening(form: ActForm) -> None:
    form.passage("reopening", hint=word("hint.reopening"))
    form.named("words", "reopening")


def _end(view: ClosingFile, review: ReviewView | None) -> None:
    heading(word("closing.end"))
    if review is not None:
        if parts.is_open(review) and "review.answer" in view.may:
            forms.ending(view, review)
        else:
            show("$ended", ended=forms.ended(view, review))
    parts.way_to_the_end(view)
    seen = {"state": view.state}
    step_buttons(
        advance_case, view.case_id, view.offers, lifecycle="case", seen=seen, primary="close",
        extra={"reopen": _reopening, "close": parts.what_closing_does},
    )  # fmt: skip


view = read(closing_file, asked_id())
parts.head(view)
review = view.review
left, right = st.columns([1.55, 1], gap="large")
with left:
    if review is None:
        nothing("closing.not_begun")
    else:
        _opinions(view, review)
        _questions(view, review)
with right:
    if review is not None:
        _wanted(view, review)
    if (
        view.state is not CaseState.CLOSED
        and "review.begin" in view.may
        and (review is None or not parts.is_open(review))
    ):
        forms.begin(view)
    _end(view, review)
    parts.before(view)
    help_lines("closing")
