"""The forms of 終結時の振り返り: one question after another, opinions, what is wanted, and how the case ends."""

import streamlit as st

from models.closure import Manageable, Wanted
from models.gaps import GapState
from models.taxonomies import taxonomy
from operations.gaps import advance_gap, take_back_origin
from operations.reviews import (
    answer_review,
    begin_review,
    want_resource,
)
from queries.choices import agencies
from queries.closing import ClosingFile, ReviewView, WantView
from queries.gap import entries
from rules.review import FlowStep
from ui.conferences import conference_title
from ui.forms import ActForm, act_form
from ui.gap_fields import entry_fields, hits_words
from ui.menu import href
from ui.monitoring_forms import conference_choice, labels
from ui.session import read
from ui.show import Safe, definitions, long_day, show, tag
from words import label_of, word

_FLOW_ROWS, _MORE_ROWS = 3, 1


def begin(view: ClosingFile) -> None:
    """振り返りを始める; the short form stands beside it for 死亡 and 転出."""
    for name, is_short in (("whole", False), ("short", True)):
        label = word(f"closing.begin_{name}")
        with act_form(
            begin_review, view.case_id, seen={"state": view.state}, name=name, label=label, border=False,
            primary=not is_short,
        ) as form:  # fmt: skip
            show('<p class="s">$text</p>', text=word(f"closing.begin_{name}_lead"))
            form.fix(is_short=is_short)


def _part(review: ReviewView, name: str, *fields: str) -> ActForm:
    return act_form(  # type: ignore[return-value]
        answer_review, review.id, seen=review.seen(*fields), name=name, border=False, primary=False,
        label=word("closing.keep"),
    )  # fmt: skip


def first(review: ReviewView) -> None:
    """① 既存の事業で対応できたか."""
    with _part(review, "first", "manageable", "manageable_words") as form:  # type: ignore[attr-defined]
        form.maybe_kind("manageable", Manageable, review.manageable)
        form.passage("manageable_words", review.manageable_words, hint=word("hint.manageable_words"))


def second(review: ReviewView) -> None:
    """② できなかった理由."""
    with _part(review, "second", "reason_codes", "reason_words") as form:  # type: ignore[attr-defined]
        form.codes("reason_codes", labels("reason"), review.codes, need=True)
        form.passage("reason_words", review.reason_words, hint=word("hint.reason_words"))


def third(review: ReviewView) -> None:
    """③ どのような支援フローが考えられたか: who turns to whom, when, for what."""
    with _part(review, "third", "flow", "flow_unlikely") as form:  # type: ignore[attr-defined]
        form.fix(flow=_flow(form, review.steps))
        form.text("flow_unlikely", review.flow_unlikely, need=False, hint=word("hint.flow_unlikely"))


def _flow(form: ActForm, steps: tuple[FlowStep, ...]) -> list[FlowStep]:
    rows = max(_FLOW_ROWS, len(steps) + _MORE_ROWS)
    told = [*steps, *(FlowStep("", "", "") for _ in range(rows - len(steps)))]
    found = []
    for place, step in enumerate(told):
        cells = {}
        for column, name in zip(st.columns([1, 1, 1.6], gap="small"), ("who", "whom", "what"), strict=True):
            with column:
                cells[name] = st.text_input(
                    word("closing.flow_cell", name=word(f"flow.{name}"), n=place + 1), getattr(step, name),
                    key=f"{form.key}:flow:{place}:{name}", placeholder=word(f"hint.flow_{name}"),
                    label_visibility="visible" if place == 0 else "collapsed",
                )  # fmt: skip
        found.append(FlowStep(**cells))
    return found


def fourth(review: ReviewView) -> None:
    """④ 望まれる社会資源: there is some, or none and why."""
    with _part(review, "fourth", "wanted", "nothing_words", "good_cooperation") as form:  # type: ignore[attr-defined]
        form.maybe_kind("wanted", Wanted, review.wanted or (Wanted.YES if review.wants else None))
        form.text("nothing_words", review.nothing_words, need=False, hint=word("hint.nothing_words"))
        form.passage("good_cooperation", review.good_cooperation, need=False, hint=word("hint.good_cooperation"))


def want(review: ReviewView) -> None:
    """台帳へ送る: joined to an entry of the same kind, or as a candidate of its own with its 公開文."""
    known = dict(labels("gap"))
    code = st.selectbox(
        word("field.gap_code"), list(known), None, key=f"want:{review.id}", format_func=known.__getitem__,
        placeholder=word("form.choose"),
    )  # fmt: skip
    if code is None:
        return
    same = [one for one in read(entries) if f"　{known[code]}　" in one.label]
    with act_form(want_resource, review.id, name=code, border=False, primary=False) as form:
        form.maybe_one_of("gap_id", same, None, none=word("closing.new_candidate"))
        form.passage("wanted_words", hint=word("hint.wanted_words"))
        form.named("words", "wanted_words")
        form.passage("public_summary", need=False, hint=word("hint.public_summary"))
        entry_fields(form)
        form.fix(code=code)


def wanted(one: WantView, review: ReviewView, *, may_confirm: bool) -> None:
    """What is wanted: its words here, its entry in the ledger one press away, its 公開文."""
    text = one.public_summary or word("gaps.no_public_text")
    state = tag(label_of(one.state), "done" if one.state is GapState.USABLE else "ai" if one.is_confirmed else "soon")
    show(
        '<div class="yo-card"><div class="t"><a href="$to" target="_self">$number　$need</a> $state</div>'
        '<div class="m">$words</div><p>$text</p>$hits</div>',
        to=href("gap", id=one.gap_id), number=one.number, need=taxonomy("gap")[one.code].label, state=state,
        words=one.words, text=text, hits=hits_words(one.hits),
    )  # fmt: skip
    if review.confirmed_on is None:
        with st.expander(word("act.origin_take_back")), act_form(take_back_origin, one.id, border=False, primary=False):
            show('<p class="s">$text</p>', text=word("closing.take_back_lead"))
    if may_confirm and one.state is GapState.CANDIDATE and one.public_summary:
        with act_form(
            advance_gap, one.gap_id, seen={"state": one.state}, name="confirm", label=word("gap_step.confirm"),
            border=False, primary=False,
        ) as form:  # fmt: skip
            form.fix(step="confirm")


def ending(view: ClosingFile, review: ReviewView) -> None:
    """How the case ends: why, and who answers for it from now on."""
    fields = ("closing", "successor_id", "successor_words", "conference_id")
    with _part(review, "end", *fields) as form:  # type: ignore[attr-defined]
        form.code("closing_reason", labels("closing"), review.closing, need=True)
        form.named("closing", "closing_reason")
        form.maybe_one_of("successor_id", read(agencies), review.successor_id, none=word("closing.no_successor"))
        form.text("successor_words", review.successor_words, need=False, hint=word("hint.successor_words"))
        conference_choice(form, view.conferences, review.conference_id)


def ended(view: ClosingFile, review: ReviewView) -> Safe:
    """How the case ended, name by name."""
    met = next((one for one in view.conferences if one.id == review.conference_id), None)
    return definitions(
        [
            (word("field.closing_reason"), taxonomy("closing")[review.closing].label if review.closing else ""),
            (word("field.successor_id"), review.successor or review.successor_words or ""),
            (word("field.closed_on"), long_day(view.closed_on)),
            (word("field.talked_at"), conference_title(met) if met is not None else ""),
        ]
    )
