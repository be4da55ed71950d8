"""会議録 of one case of one conference, as a Word file for the city's files."""

from datetime import datetime

import settings
from documents.headings import (
    at_that_time,
    case_words,
    day_words,
    ground,
    in_file_name,
    is_personal,
    numbered,
    year_and_number,
)
from documents.record_after import after, approval
from documents.role_rows import role_row, step_row
from documents.times import clock, span
from documents.word_file import filled, marked
from models.conferences import Part, Presence
from models.forums import Forum, forums
from models.minutes import LineKind, RecordState
from queries.record import RecordFile
from queries.who_ran import recused_words, runner_words
from rules.calendar import in_japanese
from rules.record import RecordAnswer, RecordItem, RecordLine, RecordPerson, RecordText
from words import label_of, short, word

Row = dict[str, object]
_ORDER = {kind.value: place for place, kind in enumerate((*list(LineKind)[1:], LineKind.UNSORTED))}


def record_paper(view: RecordFile) -> bytes:
    """会議録. Until it is fixed it carries 案; facts, assessments and wishes stand apart, each with its speaker."""
    values = record_values(view)
    changes = [{"where": one["where"], "text": marked(one["pieces"])} for one in values["changes"]]  # type: ignore[attr-defined]
    return filled("record", {**values, "changes": changes})


def record_values(view: RecordFile) -> Row:
    """What stands in a 会議録, whichever program sets it."""
    forum = forums()[view.text.forum_key]
    return {**_head(view, forum), **_people(view.text), **_body(view), **after(view), **approval(view)}


def record_name(view: RecordFile) -> str:
    """20260618_R8第3回重層的支援会議_会議録_R8-017.docx; a draft and a later edition say so."""
    text = view.text
    day = datetime.fromisoformat(text.starts_at).astimezone(settings.TOKYO)
    meeting = year_and_number(forums()[text.forum_key], text.fiscal_year, text.serial)
    draft = "" if view.state is RecordState.FIXED else word("paper.draft_in_name")
    edition = word("paper.edition", n=view.edition) if view.edition > 1 else ""
    parts = (f"{day:%Y%m%d}", meeting, short("document.record") + draft, edition, text.case_number)
    return "_".join(in_file_name(part) for part in parts if part) + ".docx"


def _head(view: RecordFile, forum: Forum) -> Row:
    text = view.text
    return {
        "title": _title(forum, text),
        "forum": forum.name,
        "short": forum.short,
        "law": forum.law,
        "sharing": word(f"sharing_basis.{forum.sharing_basis}"),
        "careful": is_personal(forum),
        "mark": "" if view.state is RecordState.FIXED else word("paper.draft"),
        "basis": ground(view),
        "excerpt": "" if view.is_whole else word("record.band_agency"),
        "number": view.number or word("record.number_comes"),
        "edition": _edition(view),
        "state": _state(view),
        "case": case_words(text.case_number, text.case_alias),
        "footer": text.case_number,
        "when": _when(text),
        "place": text.place,
        "facilitator": runner_words(text, "facilitator"),
        "recorder": runner_words(text, "recorder"),
        "read_name": word(f"reads.{forum.reads}") if forum.reads else "",
        "read": _read(text),
    }


def _title(forum: Forum, text: RecordText) -> str:
    return numbered(forum, text.fiscal_year, text.serial) if text.serial else forum.plain


def _edition(view: RecordFile) -> str:
    if view.edition == 1:
        return word("paper.first_edition")
    return word("paper.corrected_edition", n=view.edition, reason=view.correction or word("paper.reason_kept"))


def _state(view: RecordFile) -> str:
    days = {RecordState.IN_CHECK: view.check_due_on, RecordState.FIXED: view.fixed_at}
    day = days.get(view.state)
    if day is None:
        return label_of(view.state)
    told = in_japanese(settings.tokyo_day(day) if isinstance(day, datetime) else day)
    return word(f"paper.state_{view.state.value}", state=label_of(view.state), day=told)


def _when(text: RecordText) -> str:
    """When it was opened and adjourned; as planned where that was not recorded."""
    begins = datetime.fromisoformat(text.opened_at or text.starts_at)
    if text.adjourned_at:
        return span(begins, datetime.fromisoformat(text.adjourned_at))
    return word("paper.since", day=in_japanese(settings.tokyo_day(begins)), since=clock(begins))


def _read(text: RecordText) -> str:
    if not text.read_at:
        return word("paper.unrecorded")
    day = settings.tokyo_day(datetime.fromisoformat(text.opened_at or text.starts_at))
    return word("paper.read_by", at=at_that_time(datetime.fromisoformat(text.read_at), day), who=text.read_by)


def _people(text: RecordText) -> Row:
    absent = [one for one in text.people if one.presence == Presence.ABSENT]
    return {
        "present": [_person(text, one) for one in text.people if one not in absent],
        "absent": [_person(text, one) for one in absent],
    }


def _person(text: RecordText, one: RecordPerson) -> Row:
    told = "" if one.presence in {Presence.PRESENT, Presence.ABSENT} else word(_presence_key(one))
    part = "" if one.part == Part.ATTENDEE else word(f"part.{one.part}")
    also = (part, told, one.remark, recused_words(text, one))
    remark = word("list.and").join(words for words in also if words)
    return {"agency": one.agency, "title": one.title, "name": one.name, "remark": remark}


def _presence_key(one: RecordPerson) -> str:
    return f"presence.{one.presence}" if one.presence else "paper.unrecorded"


def _body(view: RecordFile) -> Row:
    """The 要点 first where the city has it so; then what was said stands as an appendix, or not at all outside."""
    text = view.text
    points = text.points if text.leads_with_points else ()
    withheld = bool(points) and not view.is_whole and not settings.city().record_lines_go_out
    return {
        "points": [{"number": number, "text": one.text} for number, one in enumerate(points, start=1)],
        "items": [_item(item) for item in text.items],
        "no_lines": word("paper.lines_stay_inside" if withheld else "paper.no_lines"),
        "roles": [role_row(number, role) for number, role in enumerate(text.roles, start=1)],
        "emergency": [step_row(number, step) for number, step in enumerate(text.emergency, start=1)],
    }


def _item(item: RecordItem) -> Row:
    ordered = sorted(item.lines, key=lambda line: _ORDER[line.kind])
    return {
        "number": item.number,
        "title": item.title,
        "kind": word(f"item_kind.{item.kind}"),
        "question": item.question,
        "lines": [*(_answer(one) for one in item.answers), *(_line(line) for line in ordered)],
        "result": _result(item),
        "words": item.result_words,
    }


def _answer(one: RecordAnswer) -> Row:
    """An answer in writing stands before what was said of the item; silence stands there too."""
    answer = word("written.silent" if one.answer == "waiting" else f"written_answer_kind.{one.answer}")
    return {"kind": answer, "text": one.text, "speaker": one.agency}


def _line(line: RecordLine) -> Row:
    return {
        "kind": word(f"line_kind.{line.kind}"),
        "text": line.text,
        "speaker": "\n".join(text for text in (line.speaker, line.agency) if text),
    }


def _result(item: RecordItem) -> str:
    if not item.result:
        return ""
    result = word(f"item_result.{item.result}")
    return word("paper.continued", result=result, day=day_words(item.continued_on)) if item.continued_on else result
