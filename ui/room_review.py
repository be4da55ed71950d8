"""終結時の振り返り in the room: one question after another, with what each agency said of it beside."""

from uuid import UUID

import streamlit as st

from models.closure import OpinionState
from operations.reviews import answer_review
from queries.room import Room
from queries.room_review import RoomReview, review_in_room
from queries.said_at_closing import OpinionView
from rules.access import may
from ui import closing_parts as parts
from ui import review_forms as forms
from ui.forms import act_form
from ui.menu import href
from ui.session import read, who
from ui.show import Safe, heading, joined, made, show, tag
from words import label_of, word

_QUESTIONS = ("first", "second", "third", "fourth")
_FORMS = {"first": forms.first, "second": forms.second, "third": forms.third, "fourth": forms.fourth}


def is_about_the_end(title: str) -> bool:
    """Whether the item in hand is one of the standing agenda in which the four questions are talked through."""
    return any(word(f"room.review_{mark}") in title for mark in ("questions", "end"))


def review(view: Room) -> None:
    """The review of the case in hand, where one is open; where the agenda asks for it, the way to begin it."""
    current = view.current
    if current is None or current.case_id is None:
        return
    told = read(review_in_room, view.id, current.id)
    if told is not None:
        _talked_through(view.id, told)
    elif is_about_the_end(current.title) and may(who(), "review.look"):
        show(
            '<p class="yo-links"><a href="$to" target="_self">$text</a></p>', to=href("closing", id=current.case_id),
            text=word("room.review_begin"),
        )  # fmt: skip


def _talked_through(conference_id: UUID, told: RoomReview) -> None:
    file, review = told.file, told.review
    heading(word("room.review"), parts.heard(review) if not told.hides_opinions else "")
    if review.conference_id is None and "review.answer" in file.may:
        _here(conference_id, told)
    lacking = next((name for name in _QUESTIONS if name in file.lacks), "first")
    name = st.segmented_control(
        word("closing.questions"), _QUESTIONS, default=lacking, key=f"review:{review.id}",
        label_visibility="collapsed", format_func=lambda one: word(f"room.question_{one}"),
    )  # fmt: skip
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        parts.question(file, name or lacking)
        _answer(told, name or lacking)
    with right:
        _opinions(told, name or lacking)
    show(
        '<p class="yo-links"><a href="$to" target="_self">$text</a></p>', to=href("closing", id=file.case_id),
        text=word("room.review_open"),
    )  # fmt: skip


def _here(conference_id: UUID, told: RoomReview) -> None:
    """From then on whoever runs this conference may write the answers."""
    seen = told.review.seen("conference_id")
    with act_form(
        answer_review, told.review.id, seen=seen, name="here", label=word("room.review_here"), border=False,
        primary=False,
    ) as form:  # fmt: skip
        form.fix(conference_id=conference_id)


def _answer(told: RoomReview, name: str) -> None:
    if "review.answer" not in told.file.may:
        parts.answered(told.review, name)
        return
    _FORMS[name](told.review)
    if name == "fourth" and "review.want" in told.file.may:
        with st.expander(word("act.review_want")):
            forms.want(told.review)


def _opinions(told: RoomReview, name: str) -> None:
    """Hidden while ご本人 or ご家族 are in the room."""
    if told.hides_opinions:
        show('<p class="s">$text</p>', text=word("room.review_hidden"))
        return
    rows = joined(_opinion(one, name) for one in told.review.opinions)
    show('<ul class="yo-said">$rows</ul>', rows=rows or word("closing.no_opinions"))


def _opinion(one: OpinionView, name: str) -> Safe:
    said = {
        "first": label_of(one.manageable) if one.manageable else "", "second": one.reason_words or "",
        "third": one.flow_words or "", "fourth": one.wanted_words or "",
    }[name]  # fmt: skip
    is_silent = one.state is OpinionState.ASKED
    state = tag(label_of(one.state), "wait" if is_silent else "done")
    return made("<li><b>$name</b> $state<p>$said</p></li>", name=one.agency, state=state, said=said)
