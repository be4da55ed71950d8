"""editor(): the lines of one item and the line being typed; letters go to web/autosave.py, not through a run."""

from uuid import UUID

import settings
from models.minutes import LineKind
from queries.attendees import Attendee
from queries.room import RoomItem
from queries.typists import typist
from ui.links import component
from ui.session import who
from words import label_of, word

# Unsorted has no mark: it is what a line is until somebody says otherwise.
_MARKS: dict[LineKind, str] = dict(
    zip((kind for kind in LineKind if kind is not LineKind.UNSORTED), "123456", strict=True)
)


def editor(room_conference_id: UUID, item: RoomItem, people: tuple[Attendee, ...], key: str) -> None:
    """Show it. people: who may have spoken, by the ids of their invitations.

    When another item comes, what was typed goes to its own item first.
    """
    data = {
        "who": typist(who().person_id),
        "conference": room_conference_id.hex,
        "item": item.id.hex,
        "place": " ".join((word("room.item_number", n=item.number), *item.case.split()[:1])),
        "people": [{"id": one.id.hex, "label": one.label, "keys": _keys(one)} for one in people],
        "kinds": [{"key": kind.value, "label": label_of(kind), "mark": _MARKS.get(kind, "")} for kind in LineKind],
        "shorts": settings.abbreviations(),
        "words": _words(),
    }
    component("minutes")(key=key, data=data)


def _keys(one: Attendee) -> list[str]:
    """By what they are found: reading, reading of the agency, names, each also by its later parts."""
    told = (one.reading, one.agency_reading, one.who_came or "", one.name, one.agency)
    return [part for text in told if text for part in (text, *text.split()[1:])]


def _words() -> dict[str, str]:
    return {
        "heading": word("minutes.heading"),
        "lines": word("minutes.lines"),
        "none": word("minutes.none"),
        "input": word("minutes.input"),
        "hint": word("minutes.hint"),
        "keys": word("minutes.keys"),
        "kind": word("minutes.kind"),
        "speaker": word("minutes.speaker"),
        "speaker_none": word("minutes.speaker_none"),
        "saved": word("minutes.saved"),
        "saved_until": word("minutes.saved_until"),
        "saving": word("minutes.saving"),
        "unsaved": word("minutes.unsaved"),
        "waiting_line": word("minutes.waiting_line"),
        "being_written": word("minutes.being_written"),
        "correcting": word("minutes.correcting"),
        "back": word("minutes.back_to_new"),
        "moved_on": word("minutes.moved_on"),
        "compare": word("minutes.compare"),
        "stands": word("minutes.stands"),
        "written_by": word("minutes.written_by"),
        "sign_in": word("minutes.sign_in"),
        "sign_in_here": word("minutes.sign_in_here"),
        "another": word("refusal.typed_by_another"),
        "another_kept": word("minutes.another_kept"),
        "choose": word("act.line_choose"),
        "remove": word("act.line_remove"),
        "undo": word("act.line_restore"),
        "pick": word("minutes.pick"),
        "picked": word("minutes.picked"),
        "unpick": word("minutes.unpick"),
        "short": word("minutes.short"),
        "hidden": word("minutes.hidden"),
        "sign_in_kept": word("minutes.sign_in_kept"),
        "unsaved_kept": word("minutes.unsaved_kept"),
    }
