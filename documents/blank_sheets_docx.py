"""記入用紙: what a conference is held with when the power is off: 出欠, the reading, a sheet an item, the roles."""

from typing import Any

from documents.conference_papers import common, items_of
from documents.word_file import filled
from models.conferences import ItemKind, ItemResult
from models.minutes import LineKind
from models.plans import AssignmentState
from queries.called import OWN_FAMILY, CalledView
from queries.conference import ConferenceFile
from words import label_of, word

_LINES, _ROLES, _MORE_PEOPLE = 5, 10, 4
_KINDS = tuple(kind for kind in LineKind if kind is not LineKind.UNSORTED)
_REPLIES = (AssignmentState.ACCEPTED, AssignmentState.ACCEPTED_WITH_CONDITION, AssignmentState.TAKEN_BACK)


def blank_sheets(view: ConferenceFile) -> bytes:
    """Printed the day before; a case stands by its number, a household by nothing."""
    before = [None, *(one.case_id for one in view.agenda)]
    items = zip(items_of(view), view.agenda, before, strict=False)
    values: dict[str, Any] = {
        "people": [_person(one) for one in view.called],
        "more_people": range(_MORE_PEOPLE),
        "reads": [line for line in view.row.forum.reads_text.strip().splitlines() if line.strip()],
        # The sheets of two cases are two papers: each goes to its own file.
        "items": [
            {
                **told,
                "time": told["time_in_words"],
                "decides": one.kind is ItemKind.DECIDE,
                "begins_case": place > 0 and one.case_id != last,
            }
            for place, (told, one, last) in enumerate(items)
        ],
        "lines": range(_LINES),
        "roles": range(_ROLES),
        "kinds": _boxes([label_of(kind) for kind in _KINDS]),
        "results": _boxes([label_of(result) for result in ItemResult]),
        "replies": _boxes([label_of(reply) for reply in _REPLIES]),
    }
    return filled("blank", {**common(view), **values})


def _person(one: CalledView) -> dict[str, str]:
    """ご本人 and ご家族 stand by their part, as in the 名簿."""
    if one.part in OWN_FAMILY:
        return {"agency": label_of(one.part), "name": ""}
    return {"agency": one.agency, "name": one.name}


def _boxes(labels: list[str]) -> str:
    return " ".join(f"{word('paper.box')}{label}" for label in labels)
