"""会議録 on the screen: what agencies said of it and what was answered, 決裁, the correction and what it changed."""

import streamlit as st

import settings
from models.minutes import CheckAnswer, RecordState
from operations.record_approvals import approve_record
from operations.record_checks import reply_to_objection
from operations.records import answer_check, correct_record, file_approval
from queries.record import ApprovalView, CheckView, RecordFile
from rules.difference import Change, Piece
from rules.refusal import Refused
from ui.forms import act_form
from ui.session import who
from ui.show import Safe, joined, long_day, made, moment, show, tag
from ui.spoken import said_for
from words import label_of, word

_ANSWERS = (CheckAnswer.AGREED, CheckAnswer.OBJECTED)
_ANSWER_TONES = {CheckAnswer.WAITING: "wait", CheckAnswer.AGREED: "done", CheckAnswer.OBJECTED: "late"}


def checks(view: RecordFile) -> None:
    """What the agencies that were there say of it; their answers by telephone and FAX are typed here."""
    if view.state is RecordState.IN_CHECK and view.check_due_on is not None:
        show("<p>$text</p>", text=word("record.silence_counts", day=long_day(view.check_due_on)))
    for one in view.checks:
        show(
            '<div class="yo-card"><div class="t">$agency $state</div><p>$words</p>$reply</div>',
            agency=one.agency, state=_answered(view, one), words=one.words or "", reply=_reply_words(one),
        )  # fmt: skip
        if one.is_objection and "record.reply" in view.may and view.state is not RecordState.FIXED:
            _reply(one)
        if view.state is not RecordState.IN_CHECK:
            continue
        if one.agency_id == who().agency_id:
            _answer(view, one)
        elif view.is_whole:
            with st.expander(word("record.enter_answer", agency=one.agency), key=f"check_{one.id.hex}"):
                _answer(view, one)


def _reply_words(one: CheckView) -> Safe:
    """What was answered to an objection, and when."""
    if one.replied_at is None:
        return Safe("")
    return made(
        '<p><b>$head</b> $reply <small>$at</small></p>', head=word("record.reply"), reply=one.reply or "",
        at=moment(one.replied_at),
    )  # fmt: skip


def _reply(one: CheckView) -> None:
    seen, label = {"reply": one.reply}, word("act.record_reply")
    with (
        st.expander(label, expanded=one.replied_at is None, key=f"reply_{one.id.hex}"),
        act_form(reply_to_objection, one.id, seen=seen, border=False, primary=False) as form,
    ):
        form.passage("reply_to_objection", one.reply)
        form.named("reply", "reply_to_objection")


def _answered(view: RecordFile, one: CheckView) -> Safe:
    """Silence counts as checked once the day for answers is over."""
    if kept := view.unanswered(one):
        return tag(word(f"record.{kept}"), "done" if kept == "silent" else "wait")
    return tag(label_of(one.answer), _ANSWER_TONES[one.answer])


def _answer(view: RecordFile, one: CheckView) -> None:
    """Nothing is chosen beforehand: a press by mistake would say that all was read."""
    seen = {"answer": one.answer, "words": one.words}
    with act_form(answer_check, one.id, seen=seen, border=False, primary=not view.is_whole) as form:
        chosen = st.radio(
            word("field.answer"), _ANSWERS, None, key=f"{form.key}:answer", format_func=label_of, horizontal=True
        )
        if chosen is None:
            form.refused = form.refused or Refused("check_answer_is_chosen")
        form.fix(answer=chosen)
        form.passage("objection", need=False)
        form.named("words", "objection")
        if view.is_whole and one.agency_id != who().agency_id:
            said_for(form, one.agency_id)


def approval(view: RecordFile) -> None:
    """決裁日・決裁者・文書番号 from the city's 文書管理システム; where 決裁 is given here, its number alone."""
    seen = {name: getattr(view, name) for name in ("approved_on", "approver", "document_number")}
    with act_form(file_approval, view.id, seen=seen, border=False, primary=False) as form:
        if settings.city().approval_route == "here":
            form.fix(approved_on=view.approved_on, approver=view.approver)
        else:
            form.day("approved_on", view.approved_on, need=False)
            form.text("approver", view.approver, need=False)
        form.text("document_number", view.document_number, need=False, hint=word("hint.document_number"))


def route(view: RecordFile) -> None:
    """決裁 given here, step by step: who did when, whose turn it is."""
    city = settings.city()
    if city.approval_route != "here" or view.state is not RecordState.FIXED:
        return
    given = {one.position: one for one in view.approvals}
    lines = (_step(role, given.get(place)) for place, role in enumerate(city.approval_steps))
    show('<ul class="yo-inv">$lines</ul>', lines=joined(lines))
    if "record.approve" in view.may and view.is_newest and len(given) < len(city.approval_steps):
        with act_form(approve_record, view.id, border=False) as form:
            form.text("approval_words", need=False)
            form.named("words", "approval_words")


def _step(role: str, given: ApprovalView | None) -> Safe:
    if given is None:
        name, how = "", tag(word("record.waits_for_approval"), "wait")
    else:
        name, how = given.name, tag(moment(given.at), "done")
    stood_in = word("record.stood_in", why=given.words or "") if given and given.is_for_other else ""
    words = stood_in or (given.words if given and given.words else "")
    return made(
        "<li><b>$role</b> <span>$name <small>$words</small></span> $how</li>", role=word(f"role.{role}"), name=name,
        words=words, how=how,
    )  # fmt: skip


def changes(view: RecordFile) -> None:
    """訂正箇所: what this edition says otherwise than the one before, marked by a word and a line."""
    for one in view.changes:
        show('<p class="yo-dif"><b>$where</b> $pieces</p>', where=one.where, pieces=joined(_pieces(one)))


def _pieces(one: Change) -> list[Safe]:
    return [_piece(piece) for piece in one.pieces]


def _piece(one: Piece) -> Safe:
    if one.was and one.stands:
        return made("<span>$text</span>", text=one.text)
    if one.was:
        return made("<del><small>$head</small>$text</del>", head=word("record.deleted"), text=one.text)
    return made("<ins><small>$head</small>$text</ins>", head=word("record.inserted"), text=one.text)


def correction(view: RecordFile) -> None:
    """訂正(第n版): the fixed one stays."""
    with act_form(correct_record, view.id, border=False, primary=False, onward="record") as form:
        form.passage("correction", hint=word("hint.correction"))
