"""会議録の中身: what stands in the record of one case of a conference, as plain values that can be kept whole.

A fixed record is stored as the text of this value, so that it prints the same for ever, whatever changes later.
"""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class RecordPerson:
    """Somebody who was called: 敬称略, in 五十音順 of the reading. presence and part are enum values."""

    agency: str
    title: str
    name: str
    reading: str
    part: str
    presence: str
    remark: str


@dataclass(frozen=True)
class RecordLine:
    """One line: kind is an enum value, at a moment in ISO 8601 with UTC, speaker and agency as they were called."""

    kind: str
    speaker: str
    agency: str
    text: str
    at: str
    line_id: str = ""


@dataclass(frozen=True)
class RecordAnswer:
    """What one agency answered in writing; answer is an enum value."""

    agency: str
    answer: str
    text: str


@dataclass(frozen=True)
class RecordItem:
    """One item of the agenda with what was said; kind and result are enum values, days are ISO days or nothing.

    recused: the names of those who took no part for 利害関係.
    """

    item_id: str
    number: int
    kind: str
    title: str
    question: str
    minutes: int
    result: str
    result_words: str
    continued_on: str
    lines: tuple[RecordLine, ...]
    recused: tuple[str, ...] = ()
    answers: tuple[RecordAnswer, ...] = ()


@dataclass(frozen=True)
class RecordHandOver:
    """進行役・記録者の交代: office is facilitator or recorder, names as they stood, at a moment in ISO 8601."""

    office: str
    before: str
    after: str
    at: str


@dataclass(frozen=True)
class RecordRole:
    """One row of the 役割分担表; state, doer and programme are enum values, due_on an ISO day or nothing."""

    assignment_id: str
    agency_id: str
    agency: str
    doer: str
    doer_name: str
    problem: str
    task: str
    service: str
    programme: str
    due_on: str
    frequency: str
    done_when: str
    state: str
    answer: str


@dataclass(frozen=True)
class RecordStep:
    """One step of 緊急のときの連絡, in its order; decides: who is told decides too."""

    sign: str
    response: str
    agency: str
    contact: str
    decides: bool


@dataclass(frozen=True)
class RecordParagraph:
    """One 要点; items: the items of the agenda it draws on; role: the assignment it tells.

    Without either it is for those who see the whole record.
    """

    text: str
    items: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True)
class RecordObjection:
    """申出と対応: what an agency asked to correct, and what was answered."""

    agency_id: str
    agency: str
    words: str
    reply: str
    replied_at: str


@dataclass(frozen=True)
class RecordText:
    """The record of one case (or, without a case, of the rest). Moments are ISO 8601 in UTC.

    style: whether the 要点 lead, where there are any, or the lines; records fixed before there were 要点 have lines.
    """

    forum_key: str
    fiscal_year: int
    serial: int
    starts_at: str
    opened_at: str
    adjourned_at: str
    place: str
    facilitator: str
    recorder: str
    read_at: str
    read_by: str
    case_number: str
    case_alias: str
    people: tuple[RecordPerson, ...]
    items: tuple[RecordItem, ...]
    roles: tuple[RecordRole, ...]
    handed_over: tuple[RecordHandOver, ...] = ()
    emergency: tuple[RecordStep, ...] = ()
    points: tuple[RecordParagraph, ...] = ()
    objections: tuple[RecordObjection, ...] = ()
    style: str = "lines"

    @property
    def leads_with_points(self) -> bool:
        """要点筆記: the points come first, the lines after them."""
        return self.style == "points" and bool(self.points)


def to_text(record: RecordText) -> str:
    """The value as one text."""
    return json.dumps(asdict(record), ensure_ascii=False)


def _item(table: dict[str, Any]) -> RecordItem:
    """What a record that was fixed in earlier days does not know is empty."""
    lines = tuple(RecordLine(**line) for line in table["lines"])
    answers = tuple(RecordAnswer(**one) for one in table.get("answers", ()))
    recused = tuple(table.get("recused", ()))
    return RecordItem(**{**table, "lines": lines, "answers": answers, "recused": recused})


def _paragraph(table: dict[str, Any]) -> RecordParagraph:
    return RecordParagraph(table["text"], tuple(table["items"]), table.get("role", ""))


def from_text(text: str) -> RecordText:
    """The value back from its text. Raises ValueError, KeyError where it is not one."""
    table: dict[str, Any] = json.loads(text)
    items = tuple(_item(item) for item in table["items"])
    parts: dict[str, Any] = {
        "people": tuple(RecordPerson(**one) for one in table["people"]),
        "items": items,
        "roles": tuple(RecordRole(**one) for one in table["roles"]),
        "handed_over": tuple(RecordHandOver(**one) for one in table.get("handed_over", ())),
        "emergency": tuple(RecordStep(**one) for one in table.get("emergency", ())),
        "points": tuple(_paragraph(one) for one in table.get("points", ())),
        "objections": tuple(RecordObjection(**one) for one in table.get("objections", ())),
    }
    # A record that was fixed before there were 要点 says nothing of them.
    style = table.get("style", "lines")
    named = {field.name for field in fields(RecordText)} - {*parts, "style"}
    return RecordText(**{**{name: table[name] for name in named}, **parts, "style": style})
