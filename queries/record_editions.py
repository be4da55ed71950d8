"""訂正箇所: what an edition says otherwise than the one before, place by place, as far as one sees both."""

from collections.abc import Iterator

from models.conferences import ItemResult, Part, Presence
from models.minutes import LineKind
from models.plans import AssignmentState
from rules.difference import Change, Passage, changes
from rules.record import RecordItem, RecordPerson, RecordRole, RecordText
from words import label_of, word


def edition_changes(before: RecordText, after: RecordText) -> tuple[Change, ...]:
    """The places that read otherwise."""
    return changes(tuple(_passages(before)), tuple(_passages(after)))


def _passages(text: RecordText) -> Iterator[Passage]:
    """The record paragraph by paragraph, each as it is read."""
    for name in ("conference_place", "facilitator_id", "recorder_id"):
        told = {"conference_place": text.place, "facilitator_id": text.facilitator, "recorder_id": text.recorder}[name]
        yield Passage(word(f"field.{name}"), told)
    yield from (Passage(word("record.people"), _person(one)) for one in text.people)
    yield from (Passage(word("record.points"), one.text) for one in text.points)
    for item in text.items:
        yield from _item(item)
    yield from (Passage(word("record.roles"), _role(one)) for one in text.roles)


def _joined(*parts: str) -> str:
    return "　".join(part for part in parts if part)


def _person(one: RecordPerson) -> str:
    came = label_of(Presence(one.presence)) if one.presence else ""
    part = label_of(Part(one.part)) if one.part != Part.ATTENDEE else ""
    return _joined(one.agency, one.title, one.name, part, came, one.remark)


def _item(item: RecordItem) -> Iterator[Passage]:
    where = word("record.in_item", n=item.number)
    yield Passage(where, _joined(item.title, item.question))
    for line in item.lines:
        yield Passage(where, _joined(label_of(LineKind(line.kind)), line.speaker, line.text))
    if item.result:
        yield Passage(where, _joined(label_of(ItemResult(item.result)), item.result_words, item.continued_on))


def _role(one: RecordRole) -> str:
    told = (one.agency, one.doer_name, one.problem, one.task, one.service, one.due_on, one.frequency, one.done_when)
    return _joined(*told, label_of(AssignmentState(one.state)), one.answer)
