"""機関の意見 on the screen: the four questions side by side, and one agency's answer to them."""

import streamlit as st

from models.closure import Manageable, OpinionState
from operations.opinions import ask_opinions, give_opinion
from queries.closing import ReviewView
from queries.said_at_closing import OpinionView
from rules.calendar import short_day
from ui.forms import act_form
from ui.session import who
from ui.show import Safe, joined, made, show, tag
from ui.spoken import said_for
from words import label_of, word

_QUESTIONS = ("first", "second", "third", "fourth")
_TONES = {
    OpinionState.ASKED: "soon", OpinionState.GIVEN: "done", OpinionState.NO_OPINION: "wait",
    OpinionState.NO_ANSWER: "wait",
}  # fmt: skip


def table(review: ReviewView) -> None:
    """Questions down, agencies across: everybody's view at a glance, and nobody's is written over."""
    head = joined(
        made('<th scope="col">$agency<small>$when</small></th>', agency=one.agency, when=when_words(one))
        for one in review.opinions
    )
    rows = joined(
        made(
            '<tr><th scope="row">$question</th>$cells</tr>', question=word(f"question.{name}"),
            cells=joined(_cell(one, name) for one in review.opinions),
        )
        for name in _QUESTIONS
    )  # fmt: skip
    show(
        '<div class="yo-wide"><table class="yo-tb stack"><thead><tr><th scope="col">$corner</th>$head</tr></thead>'
        "<tbody>$rows</tbody></table></div>",
        corner=word("closing.question"), head=head, rows=rows,
    )  # fmt: skip


def when_words(one: OpinionView) -> str:
    """When it came and from whom, or until when it is waited for."""
    if one.spoken is not None:
        return word(
            "relay.spoken", who=one.spoken.said_by, how=label_of(one.spoken.channel), day=short_day(one.spoken.said_on)
        )
    if one.state is OpinionState.ASKED:
        again = word("closing.reminded", day=short_day(one.reminded_on)) if one.reminded_on else ""
        return word("closing.asked", day=short_day(one.asked_on), due=short_day(one.due_on)) + again
    return label_of(one.state)


def _cell(one: OpinionView, question: str) -> Safe:
    if one.state is not OpinionState.GIVEN:
        shown = tag(word("closing.silent") if one.is_late else label_of(one.state), _TONES[one.state])
        text: object = shown if question == "first" else ""
    else:
        told = {
            "first": label_of(one.manageable) if one.manageable else "", "second": one.reason_words,
            "third": one.flow_words, "fourth": one.wanted_words,
        }  # fmt: skip
        text = told[question] or word("closing.nothing_said")
    return made('<td data-h="$agency">$text</td>', agency=one.agency, text=text)


def unheard_first(review: ReviewView) -> list[OpinionView]:
    """Those still to be typed before those that may be corrected."""
    return sorted(review.opinions, key=lambda one: not one.is_unheard)


def opinion_of_others(one: OpinionView) -> None:
    """電話・FAXの返事を入力, for an agency that does not answer here itself."""
    title = "closing.enter_opinion" if one.is_unheard else "closing.correct_opinion"
    with st.expander(word(title, agency=one.agency)):
        opinion(one, is_own=one.agency_id == who().agency_id)


def opinion(one: OpinionView, *, is_own: bool) -> None:
    """The four questions as one agency sees them; every field may stay empty, 意見なし is an answer too."""
    label = word("act.opinion_give" if is_own else "closing.keep_opinion")
    with act_form(give_opinion, one.id, seen={"state": one.state}, border=False, primary=is_own, label=label) as form:
        form.maybe_kind("opinion_manageable", Manageable, one.manageable)
        form.named("manageable", "opinion_manageable")
        form.passage("opinion_reason", one.reason_words, need=False, hint=word("hint.reason_words"))
        form.named("reason_words", "opinion_reason")
        form.passage("opinion_flow", one.flow_words, need=False, hint=word("hint.opinion_flow"))
        form.named("flow_words", "opinion_flow")
        form.passage("opinion_wanted", one.wanted_words, need=False, hint=word("hint.opinion_wanted"))
        form.named("wanted_words", "opinion_wanted")
        form.flag("no_opinion", value=one.state is OpinionState.NO_OPINION)
        form.fix(has_opinion=not form.inputs.pop("no_opinion"))
        if not is_own:
            said_for(form, one.agency_id)


def ask(review: ReviewView) -> None:
    """まだの機関にお尋ねする."""
    with act_form(ask_opinions, review.id, border=False, primary=False):
        pass
