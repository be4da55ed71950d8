"""会議録 on the screen: what stands in it, who has checked it, and what may be done next."""

from datetime import date, datetime

import streamlit as st

import settings
from models.conferences import ItemKind, ItemResult, Part, Presence
from models.forums import forums
from models.minutes import CheckAnswer, LineKind, RecordState
from models.plans import AssignmentState, DoerKind
from operations.records import advance_record, answer_check, correct_record, file_approval
from queries.record import CheckView, RecordFile
from queries.who_ran import recused_words, runner_words
from rules.calendar import short_day
from rules.record import RecordItem, RecordLine, RecordPerson, RecordRole
from ui.forms import act_form
from ui.session import who
from ui.show import Safe, definitions, joined, long_day, made, moment, show, tag
from ui.spoken import said_for
from ui.steps import step_buttons
from words import label_of, word

_LINE_TONES = {LineKind.DECISION: "ai", LineKind.HELD_OVER: "hole", LineKind.WISH: "wish", LineKind.UNSORTED: ""}
STATE_TONES = {RecordState.DRAFT: "wait", RecordState.IN_CHECK: "soon", RecordState.FIXED: "done"}
_ANSWER_TONES = {CheckAnswer.WAITING: "wait", CheckAnswer.AGREED: "done", CheckAnswer.OBJECTED: "late"}


def at_moment(text: str) -> str:
    """An ISO moment as a day and a time in Tokyo, or nothing."""
    return moment(datetime.fromisoformat(text)) if text else ""


def standing(view: RecordFile) -> None:
    """The head of the record: where and when, who ran it, the reading, the numbers of the other system."""
    text = view.text
    began = datetime.fromisoformat(text.opened_at or text.starts_at).astimezone(settings.TOKYO)
    until = at_moment(text.adjourned_at).split(" ")[-1]
    pairs: list[tuple[str, object]] = [
        (word("field.state"), tag(label_of(view.state), STATE_TONES[view.state])),
        (word("record.number"), view.number or word("record.number_comes")),
        (word("record.edition"), word("record.nth_edition", n=view.edition) if view.edition > 1 else ""),
        (word("field.correction"), view.correction),
        (word("conference.when"), word("record.when", day=long_day(began.date()), since=f"{began:%H:%M}", until=until)),
        (word("field.conference_place"), text.place),
        (word("field.facilitator_id"), runner_words(text, "facilitator")),
        (word("field.recorder_id"), runner_words(text, "recorder")),
        *_reading(view),
        (word("field.check_due_on"), long_day(view.check_due_on)),
        (word("record.fixed_at"), moment(view.fixed_at) if view.fixed_at else ""),
        (word("field.approved_on"), long_day(view.approved_on)),
        (word("field.approver"), view.approver),
        (word("field.document_number"), view.document_number),
    ]
    show("$pairs", pairs=definitions(pairs))


def _reading(view: RecordFile) -> list[tuple[str, object]]:
    reads = forums()[view.text.forum_key].reads
    if not reads:
        return []
    at, by = at_moment(view.text.read_at), view.text.read_by
    return [(word(f"reads.{reads}"), word("record.read_by", at=at, by=by) if at else word("record.not_read"))]


def people(view: RecordFile) -> None:
    """出席者, 敬称略・五十音順."""
    lines = joined(
        made("<li><b>$name</b> <span>$agency</span> <small>$how</small></li>",
             name=one.name or one.agency or _part(one),
             agency=one.agency if one.name else "", how=_how(view, one))
        for one in view.text.people
    )  # fmt: skip
    show('<ul class="yo-inv">$lines</ul>', lines=lines)


def _part(one: RecordPerson) -> str:
    return label_of(Part(one.part))


def _how(view: RecordFile, one: RecordPerson) -> str:
    came = label_of(Presence(one.presence)) if one.presence else ""
    part = "" if one.part == Part.ATTENDEE else _part(one)
    also = (part, came, one.remark, recused_words(view.text, one))
    return "　".join(text for text in also if text)


def items(view: RecordFile) -> None:
    """Each item with what was said, facts and assessments apart, and its result."""
    for item in view.text.items:
        result = tag(label_of(ItemResult(item.result)), "ai") if item.result else Safe("")
        show(
            '<section class="yo-rec"><h3>$n　$title <span class="yo-st">$kind</span> $result</h3>$question'
            "<ol>$lines</ol>$end</section>",
            n=item.number, title=item.title, kind=label_of(ItemKind(item.kind)), result=result,
            question=made("<p class='s'>$q</p>", q=item.question) if item.question else Safe(""),
            lines=joined(_line(line) for line in item.lines), end=_end(item),
        )  # fmt: skip


def _line(one: RecordLine) -> Safe:
    kind = LineKind(one.kind)
    who_said = "　".join(text for text in (one.speaker, one.agency) if text)
    return made(
        '<li><span class="yo-st $tone">$kind</span> <span class="who">$who</span><span class="x">$text</span></li>',
        tone=_LINE_TONES.get(kind, "wait"), kind=label_of(kind), who=who_said, text=one.text,
    )  # fmt: skip


def _end(item: RecordItem) -> Safe:
    again = word("record.again_on", day=short_day(date.fromisoformat(item.continued_on))) if item.continued_on else ""
    words = "　".join(text for text in (item.result_words, again) if text)
    return made("<p class='end'>$words</p>", words=words) if words else Safe("")


def roles(rows: tuple[RecordRole, ...]) -> None:
    """役割分担表 as it stands in the record."""
    head = joined(
        made('<th scope="col">$name</th>', name=word(f"role_table.{name}"))
        for name in ("who", "what", "when", "service", "state")
    )
    body = joined(_role(one) for one in rows)
    show(
        '<table class="yo-tb yo-rl stack"><thead><tr>$head</tr></thead><tbody>$body</tbody></table>',
        head=head,
        body=body,
    )


def _role(one: RecordRole) -> Safe:
    doer = one.agency or label_of(DoerKind(one.doer))
    when = "　".join(
        text for text in (short_day(date.fromisoformat(one.due_on)) if one.due_on else "", one.frequency) if text
    )
    return made(
        '<tr><td data-h="$h1"><b>$doer</b><small>$name</small></td><td data-h="$h2">$task<small>$done</small></td>'
        '<td data-h="$h3">$when</td><td data-h="$h4">$service</td><td data-h="$h5">$state</td></tr>',
        h1=word("role_table.who"), h2=word("role_table.what"), h3=word("role_table.when"),
        h4=word("role_table.service"), h5=word("role_table.state"),
        name=one.doer_name, doer=doer, task=one.task, done=one.done_when, when=when, service=one.service,
        state=label_of(AssignmentState(one.state)),
    )  # fmt: skip


def steps(view: RecordFile) -> None:
    """Send for checking, take back, fix; beside each what it lacks."""
    extra = {"send_for_check": lambda form: form.day("check_due_on", need=False)}
    main = "send_for_check" if view.state is RecordState.DRAFT else "fix"
    seen = {"state": view.state}
    step_buttons(advance_record, view.id, view.offers, lifecycle="record", seen=seen, extra=extra, primary=main)


def checks(view: RecordFile) -> None:
    """What the agencies that were there say of it; their answers by telephone and FAX are typed here."""
    for one in view.checks:
        show(
            '<div class="yo-card"><div class="t">$agency $state</div><p>$words</p></div>',
            agency=one.agency, state=_answered(view, one), words=one.words or "",
        )  # fmt: skip
        if view.state is not RecordState.IN_CHECK:
            continue
        if one.agency_id == who().agency_id:
            _answer(view, one)
        elif view.is_whole:
            with st.expander(word("record.enter_answer", agency=one.agency), key=f"check_{one.id.hex}"):
                _answer(view, one)


def _answered(view: RecordFile, one: CheckView) -> Safe:
    """Silence counts as checked once the record is fixed."""
    if view.state is RecordState.FIXED and one.answer is CheckAnswer.WAITING:
        return tag(word("record.silent"), "done")
    return tag(label_of(one.answer), _ANSWER_TONES[one.answer])


def _answer(view: RecordFile, one: CheckView) -> None:
    with act_form(answer_check, one.id, border=False, primary=not view.is_whole) as form:
        form.kind("answer", CheckAnswer, CheckAnswer.AGREED, only=(CheckAnswer.AGREED, CheckAnswer.OBJECTED))
        form.text("objection", need=False)
        form.inputs["words"] = form.inputs.pop("objection")
        if view.is_whole and one.agency_id != who().agency_id:
            said_for(form, one.agency_id)


def approval(view: RecordFile) -> None:
    """決裁日・決裁者・文書番号 from the city's 文書管理システム."""
    seen = {name: getattr(view, name) for name in ("approved_on", "approver", "document_number")}
    with act_form(file_approval, view.id, seen=seen, border=False, primary=False) as form:
        form.day("approved_on", view.approved_on, need=False)
        form.text("approver", view.approver, need=False)
        form.text("document_number", view.document_number, need=False, hint=word("hint.document_number"))


def correction(view: RecordFile) -> None:
    """訂正(第n版): the fixed one stays."""
    with act_form(correct_record, view.id, border=False, primary=False, onward="record") as form:
        form.passage("correction", hint=word("hint.correction"))
