"""書面開催 on the screen: the question, the answers side by side, and the form for one of them."""

import streamlit as st

from models.sittings import WrittenAnswerKind
from operations.in_writing import answer_in_writing
from queries.in_writing import AskedItem, InWriting, WrittenView
from ui.forms import act_form
from ui.show import Safe, definitions, joined, long_day, made, moment, show, tag
from ui.spoken import said_for
from words import label_of, word

_ANSWERS = tuple(one for one in WrittenAnswerKind if one is not WrittenAnswerKind.WAITING)
TONES = {
    WrittenAnswerKind.WAITING: "wait", WrittenAnswerKind.AGREED: "done", WrittenAnswerKind.AGREED_WITH_OPINION: "soon",
    WrittenAnswerKind.OBJECTED: "late",
}  # fmt: skip


def head(view: InWriting) -> None:
    """Until when, where it stands, and the text that would be read out in a room."""
    came = word("written.all_came" if view.runs else "written.you_answered")
    waiting = word("written.waiting", n=view.waiting) if view.waiting else came
    pairs: list[tuple[str, object]] = [
        (word("field.answers_due_on"), long_day(view.due_on)),
        (word("field.state"), word("written.past", text=waiting) if view.is_past and view.waiting else waiting),
    ]
    show("$pairs", pairs=definitions(pairs))
    forum = view.row.forum
    if forum.reads:
        with st.expander(word("written.instead_of_reading", what=word(f"reads.{forum.reads}")), expanded=not view.runs):
            lines = joined(made("<p>$p</p>", p=one) for one in forum.written_text.strip().splitlines() if one.strip())
            show('<div class="yo-read">$lines</div>', lines=lines)


def question(one: AskedItem, *, is_past: bool, own: bool = False) -> None:
    """The item as it stands on the agenda, and how many of whom have answered it."""
    item = one.item
    show(
        '<h2 class="yo-h"><span class="big">$number　$case$title</span> $kind $came</h2>$question',
        number=word("room.item_number", n=item.number), title=item.title, kind=tag(label_of(item.kind)),
        case=made("<b>$case</b>　", case=item.case) if item.case else Safe(""),
        came=_came(one, is_past=is_past, own=own),
        question=made("<p>$text</p>", text=item.question) if item.question else Safe(""),
    )  # fmt: skip


def _came(one: AskedItem, *, is_past: bool, own: bool) -> Safe:
    """An agency is told of itself alone; who runs it, of how many agencies the answer came, and whose did not."""
    waiting = [each for each in one.answers if each.answer is WrittenAnswerKind.WAITING]
    if not waiting:
        return tag(word("written.you_answered") if own else word("written.all_answered", all=len(one.answers)), "done")
    if own:
        return tag(answered(WrittenAnswerKind.WAITING, is_past=is_past), "wait")
    names = word("list.and").join(each.agency for each in waiting)
    return tag(
        word("written.some_answered", n=len(one.answers) - len(waiting), all=len(one.answers), names=names), "wait"
    )


def answers(one: AskedItem, *, is_past: bool) -> None:
    """Agencies side by side."""
    rows = joined(
        made(
            '<tr><td data-h="$h1"><b>$agency</b></td><td data-h="$h2">$answer</td><td data-h="$h3">$words</td>'
            '<td data-h="$h4">$when</td></tr>',
            h1=word("field.agency_id"), h2=word("field.written_answer"), h3=word("field.written_words"),
            h4=word("written.when"), agency=each.agency, answer=state(each, is_past=is_past), words=each.words or "",
            when=moment(each.answered_at) if each.answered_at else "",
        )
        for each in one.answers
    )  # fmt: skip
    names = ("field.agency_id", "field.written_answer", "field.written_words", "written.when")
    head_row = joined(made('<th scope="col">$name</th>', name=word(name)) for name in names)
    show(
        '<table class="yo-tb stack"><thead><tr>$head</tr></thead><tbody>$rows</tbody></table>', head=head_row, rows=rows
    )


def state(one: WrittenView, *, is_past: bool) -> Safe:
    """The same with its colour."""
    return tag(answered(one.answer, is_past=is_past), TONES[one.answer])


def answered(answer: WrittenAnswerKind, *, is_past: bool) -> str:
    """The answer in a word; silence after the day is 回答なし."""
    silent = is_past and answer is WrittenAnswerKind.WAITING
    return word("written.silent") if silent else label_of(answer)


def own(one: WrittenView, *, is_past: bool) -> None:
    """The agency's own answer; it may be changed until the conference is over."""
    if one.may_answer:
        _form(one)
    else:
        show("<p>$state $words</p>", state=state(one, is_past=is_past), words=one.words or "")


def of_others(one: AskedItem) -> None:
    """電話・FAXの返事を入力: an answer that came otherwise is typed as it was said."""
    open_ones = [each for each in one.answers if each.may_answer]
    if not open_ones:
        return
    with st.expander(word("written.enter")):
        chosen = st.selectbox(
            word("field.agency_id"), open_ones, None, format_func=lambda each: each.agency,
            key=f"written:{one.item.id}", placeholder=word("form.choose"),
        )  # fmt: skip
        if chosen is not None:
            _form(chosen)


def _form(one: WrittenView) -> None:
    with act_form(answer_in_writing, one.id, seen=one.seen(), border=False, primary=one.is_own) as form:
        before = _ANSWERS.index(one.answer) if one.answer in _ANSWERS else None
        chosen = st.radio(
            word("field.written_answer"), _ANSWERS, before, key=f"{form.key}:answer", format_func=label_of,
            horizontal=True,
        )  # fmt: skip
        if chosen is None:
            form.lacks("written_answer")
        form.fix(answer=chosen)
        form.passage("written_words", one.words, need=False, hint=word("hint.written_words"))
        form.named("words", "written_words")
        if not one.is_own:
            said_for(form, one.agency_id)
