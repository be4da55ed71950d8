"""editor(): the lines of one item and the line being typed; letters go to web/autosave.py, not through a run."""

from uuid import UUID

from models.minutes import LineKind
from queries.view import Choice
from ui.links import component
from words import label_of, word

# Unsorted has no mark: it is what a line is until somebody says otherwise.
_MARKS: dict[LineKind, str] = dict(
    zip((kind for kind in LineKind if kind is not LineKind.UNSORTED), "123456", strict=True)
)


def editor(room_conference_id: UUID, item_id: UUID, people: tuple[Choice, ...], key: str) -> None:
    """Show it. people: who may have spoken, by the ids of their invitations.

    When another item comes, what was typed goes to its own item first.
    """
    data = {
        "conference": room_conference_id.hex,
        "item": item_id.hex,
        "people": [{"id": one.id.hex, "label": one.label} for one in people],
        "kinds": [{"key": kind.value, "label": label_of(kind), "mark": _MARKS.get(kind, "")} for kind in LineKind],
        "words": _words(),
    }
    component("minutes")(key=key, data=data)


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
        "compare": word("minutes.compare"),
        "stands": word("minutes.stands"),
        "written_by": word("minutes.written_by"),
        "sign_in": word("minutes.sign_in"),
        "sign_in_here": word("minutes.sign_in_here"),
        "choose": word("act.line_choose"),
        "remove": word("act.line_remove"),
    }
