"""進行台本 as a Word file: what is read out, each item with its time, who comes in and what to ask, the last words."""

from datetime import timedelta
from typing import Any

import settings
from documents.conference_papers import conference_title, file_name
from documents.headings import case_words, ground, is_personal
from documents.times import span
from documents.word_file import filled
from models.conferences import ItemKind
from queries.conference import ItemView
from queries.script import Promise, Script
from rules.calendar import short_day
from words import label_of, word

_ASKS = {
    ItemKind.SHARE: ("script.ask_share",),
    ItemKind.DISCUSS: ("script.ask_views", "script.ask_wish"),
    ItemKind.DECIDE: ("script.ask_wish", "script.ask_roles", "script.ask_again"),
}


def script_paper(view: Script) -> bytes:
    """The script. A case stands by 呼称 and number, nobody of a household by name."""
    row = view.whole.row
    more = {
        "title": conference_title(row), "forum": row.forum.name, "short": row.forum.short, "law": row.forum.law,
        "when": span(row.starts_at, row.ends_at), "place": row.place, "facilitator": row.facilitator,
        "recorder": view.whole.recorder or word("conference.recorded_by_facilitator"),
        "care": word(f"care.{row.forum.sharing_basis}"), "careful": is_personal(row.forum), "basis": ground(view),
        "reading": _lines(row.forum.reads_text), "items": _items(view),
        "total": sum(one.minutes for one in view.whole.agenda), "closing": _closing(view),
    }  # fmt: skip
    return filled("script", more)


def script_name(view: Script) -> str:
    """20260618_R8第3回重層的支援会議_進行台本.docx."""
    return file_name(view.whole, "script")


def _closing(view: Script) -> list[str]:
    """What is said at the end; where persons were spoken of, what was heard here stays here."""
    care = word("script.closing_care") if is_personal(view.whole.row.forum) else ""
    return [*_lines(word("script.closing_read")), *_lines(care), word("script.closing_end")]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _items(view: Script) -> list[dict[str, Any]]:
    """The agenda in its order, with the planned time of each item and who comes and goes before it."""
    begins, before, items = view.whole.row.starts_at, None, []
    spoken_of: set[object] = {None}
    for one in view.whole.agenda:
        ends = begins + timedelta(minutes=one.minutes)
        is_new, is_same = one.case_id not in spoken_of, before is not None and _about(before) == _about(one)
        spoken_of.add(one.case_id)
        items.append(
            {
                "number": one.number, "kind": label_of(one.kind), "time": _hours(begins, ends),
                "minutes": word("forum.minutes", minutes=one.minutes), **_words(view, one, is_same=is_same),
                "promises": _promises(view, one) if is_new else [], "moves": _moves(before, one),
                "asks": _asks(before if is_same else None, one), "outside": _outside(one),
            }
        )  # fmt: skip
        begins, before = ends, one
    return items


def _about(one: ItemView) -> tuple[object, bool]:
    return one.case_id, one.without_names


def _asks(before: ItemView | None, one: ItemView) -> list[str]:
    """What to ask about persons; not again where the item before asked the same of the same case."""
    is_of_persons = not one.is_hidden and (one.case_id is not None or one.without_names)
    if not is_of_persons or (before is not None and before.kind is one.kind):
        return []
    return [word(key) for key in _ASKS[one.kind]]


def _outside(one: ItemView) -> str:
    return word("script.outside", agencies=_listed([name for _, name in one.away])) if one.away else ""


def _words(view: Script, one: ItemView, *, is_same: bool) -> dict[str, str]:
    """The case is named where it changes."""
    if one.is_hidden:
        return {"title": word("agenda.hidden"), "question": "", "case": ""}
    told = view.words[one.id]
    number, _, alias = one.case.partition(" ")
    named = case_words(number, alias) if one.case and not one.without_names else ""
    nameless = word("script.without_names") if one.without_names else ""
    on_wall = word("script.on_wall", letter=told.letter) if told.letter else ""
    case = "　".join(part for part in (named, nameless, on_wall) if part)
    return {"title": told.title, "question": told.question, "case": "" if is_same else case}


def _hours(begins: Any, ends: Any) -> str:
    since, until = (f"{at.astimezone(settings.TOKYO):%H:%M}" for at in (begins, ends))
    return word("script.hours", since=since, until=until)


def _moves(before: ItemView | None, one: ItemView) -> list[str]:
    """Whom to call in, and to whom to say that they may go; before the first item only who waits outside."""
    if before is None:
        return []
    outside, away = ({name for _, name in item.away} for item in (before, one))
    told = (("room.call_in", sorted(outside - away)), ("room.see_out", sorted(away - outside)))
    return [word(key, agencies=_listed(names)) for key, names in told if names]


def _listed(names: list[str]) -> str:
    return word("list.and").join(names)


def _promises(view: Script, one: ItemView) -> list[str]:
    return [_promise(told) for told in view.promises.get(one.case_id, ())] if one.case_id else []


def _promise(one: Promise) -> str:
    until = word("script.until", day=short_day(one.due_on)) if one.due_on else ""
    return word(
        "script.promise", who=one.agency or label_of(one.doer), task=one.task, until=until, state=label_of(one.state)
    )
