"""終結 as it is read: where it stands, one question with its answer, and the reviews before."""

import streamlit as st

from models.cases import CaseState
from models.closure import OpinionState, ReviewState
from models.taxonomies import taxonomy
from queries.closing import ClosingFile, ReviewView
from queries.said_at_closing import OpinionView
from rules.calendar import short_day
from ui.forms import ActForm
from ui.menu import href
from ui.show import Safe, band, definitions, heading, joined, long_day, made, show, tag
from words import label_of, word


def is_open(review: ReviewView) -> bool:
    """Whether it is still talked about."""
    return review.state is ReviewState.OPEN


def head(view: ClosingFile) -> None:
    """The case, the ground, the ways to its other screens, and how far it is."""
    st.title(f"{view.number}　{view.alias}　{word('menu.closing')}", anchor=False)
    band(view.basis, word("case.band_office") if view.is_office else "")
    show(
        '<p class="yo-links">$state<a href="$case" target="_self">$to_case</a>'
        '<a href="$monitoring" target="_self">$to_monitoring</a></p>',
        state=tag(label_of(view.state), "ai"), case=href("case", id=view.case_id), to_case=word("menu.case"),
        monitoring=href("monitoring", id=view.case_id), to_monitoring=word("menu.monitoring"),
    )  # fmt: skip
    if view.review is not None:
        show('<ol class="yo-steps">$steps</ol>', steps=_steps(view, view.review))


def _steps(view: ClosingFile, review: ReviewView) -> Safe:
    """評価 → 4つの問い → 意見 → 望まれる社会資源 → 終結, each with whether it is done, in words."""
    silent = sum(one.state is OpinionState.ASKED and not one.is_late for one in review.opinions)
    open_questions = len(view.lacks) if is_open(review) else 0
    told = (
        ("evaluation", review.evaluation_id is not None or review.is_short, ""),
        ("questions", open_questions == 0, word("closing.left", n=open_questions)),
        ("opinions", silent == 0, word("closing.waiting", n=silent)),
        ("wanted", bool(review.wants) or review.nothing_words is not None, ""),
        ("end", view.closed_on is not None, ""),
    )
    return joined(
        made(
            '<li class="$mark"><b>$name</b><small>$left</small></li>', mark="on" if is_done else "",
            name=word(f"closing_part.{name}"), left=word("closing.done") if is_done else left or word("closing.open"),
        )
        for name, is_done, left in told
    )  # fmt: skip


def heard(review: ReviewView) -> str:
    """How many of those who were asked have answered."""
    answered = sum(one.state is not OpinionState.ASKED for one in review.opinions)
    return word("closing.heard", n=answered, all=len(review.opinions)) if review.opinions else ""


def question(view: ClosingFile, name: str) -> None:
    """One of the four questions in the words of the plan."""
    lacks = name in view.lacks and view.review is not None and is_open(view.review)
    mark = tag(word("closing.open"), "hole") if lacks else tag(word("closing.done"), "done")
    show("<h3>$question $mark</h3>", question=word(f"question.{name}"), mark=mark)


def answered(review: ReviewView, name: str) -> None:
    """The answer to one question as it stands."""
    reasons = word("list.and").join(taxonomy("reason")[code].label for code in review.codes)
    flow = joined(
        made("<li>$who → $whom　$what</li>", who=step.who, whom=step.whom, what=step.what) for step in review.steps
    )
    told: dict[str, list[tuple[str, object]]] = {
        "first": [
            (word("field.manageable"), label_of(review.manageable) if review.manageable else ""),
            (word("field.manageable_words"), review.manageable_words),
        ],
        "second": [(word("field.reason_codes"), reasons), (word("field.reason_words"), review.reason_words)],
        "third": [
            (word("closing.flow"), made("<ol>$flow</ol>", flow=flow) if flow else ""),
            (word("field.flow_unlikely"), review.flow_unlikely),
        ],
        "fourth": [
            (word("field.wanted"), _wanted(review)),
            (word("field.nothing_words"), review.nothing_words),
            (word("field.good_cooperation"), review.good_cooperation),
        ],
    }
    show("$pairs", pairs=definitions(told[name]))


def _wanted(review: ReviewView) -> str:
    """What is wanted by the numbers under which it stands in the ledger; or that there is nothing."""
    if review.wants:
        return word("list.and").join(f"{one.number} {taxonomy('gap')[one.code].label}" for one in review.wants)
    return label_of(review.wanted) if review.wanted else ""


def way_to_the_end(view: ClosingFile) -> None:
    """終結する stands here once the case waits for its review: an evaluation brings it there."""
    if view.state in {CaseState.REVIEWING, CaseState.CLOSED}:
        return
    show(
        '<p class="yo-why">$text <a href="$to" target="_self">$name</a></p>', text=word("closing.evaluate_first"),
        to=href("monitoring", id=view.case_id), name=word("menu.monitoring"),
    )  # fmt: skip


def what_closing_does(_: ActForm) -> None:
    """What is over with the press, and that there is a way back."""
    show('<p class="s">$text</p>', text=word("closing.what_it_does"))


def before(view: ClosingFile) -> None:
    """Reviews of earlier endings of this case."""
    if not view.earlier:
        return
    heading(word("closing.earlier"))
    for one in view.earlier:
        day = long_day(one.confirmed_on) or short_day(one.begun_on)
        with st.expander(word("closing.of", day=day)):
            for name in ("first", "second", "third", "fourth"):
                show("<h3>$question</h3>", question=word(f"question.{name}"))
                answered(one, name)


def own_answer(one: OpinionView) -> None:
    """What an agency said, as it stands."""
    pairs: list[tuple[str, object]] = [
        (word("question.first"), label_of(one.manageable) if one.manageable else ""),
        (word("question.second"), one.reason_words),
        (word("question.third"), one.flow_words),
        (word("question.fourth"), one.wanted_words),
    ]
    show("<p>$state</p>$pairs", state=tag(label_of(one.state), "done"), pairs=definitions(pairs))
