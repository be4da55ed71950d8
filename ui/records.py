"""会議録 on the screen: what stands in it, who has checked it, and what may be done next."""

from datetime import date, datetime

import settings
from models.conferences import ItemKind, ItemResult, Part, Presence
from models.forums import forums
from models.minutes import CheckAnswer, LineKind, RecordState
from models.plans import AssignmentState, DoerKind
from models.sittings import WrittenAnswerKind
from operations.records import advance_record
from queries.record import RecordFile
from queries.who_ran import recused_words, runner_words
from rules.calendar import short_day
from rules.record import RecordAnswer, RecordItem, RecordLine, RecordPerson, RecordRole
from ui.show import Safe, definitions, joined, long_day, made, moment, show, tag
from ui.steps import step_buttons
from ui.written import TONES, answered
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


def points(view: RecordFile) -> None:
    """要点筆記, paragraph by paragraph; it leads where the city has it so."""
    show(
        '<div class="yo-rec">$lines</div>',
        lines=joined(
            made('<p class="yo-pt"><b>$n</b><span>$text</span></p>', n=number, text=one.text)
            for number, one in enumerate(view.text.points, start=1)
        ),
    )


def items(view: RecordFile) -> None:
    """Each item with what was said, facts and assessments apart, and its result."""
    for item in view.text.items:
        result = tag(label_of(ItemResult(item.result)), "ai") if item.result else Safe("")
        show(
            '<section class="yo-rec"><h3>$n　$title <span class="yo-st">$kind</span> $result</h3>$question'
            "<ol>$lines</ol>$end</section>",
            n=item.number, title=item.title, kind=label_of(ItemKind(item.kind)), result=result,
            question=made("<p class='s'>$q</p>", q=item.question) if item.question else Safe(""),
            lines=joined([*map(_written, item.answers), *map(_line, item.lines)]), end=_end(item),
        )  # fmt: skip


def _written(one: RecordAnswer) -> Safe:
    """An answer in writing, the agencies side by side."""
    answer = WrittenAnswerKind(one.answer)
    return made(
        '<li><span class="yo-st $tone">$answer</span> <span class="who">$who</span><span class="x">$text</span></li>',
        tone=TONES[answer], answer=answered(answer, is_past=True), who=one.agency, text=one.text,
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
