"""What one person may hear of a conference while it goes on: that something changed, never what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.announcing import PARTS, numbers
from models.conferences import AgendaItem, Conference
from models.minutes import ConferenceRecord, MinutesLine
from queries.signed_in import signed_in
from rules.access import Actor, may, runs
from rules.visibility import visible_to

NEVER: frozenset[UUID | None] = frozenset()


@dataclass(frozen=True)
class Hearing:
    """For each part the items or cases this person hears of; a part that is not theirs is not there."""

    parts: Mapping[str, frozenset[UUID | None]]

    def hears(self, part: str, about: UUID | None) -> bool:
        """Whether a change is theirs to hear of; None: it concerns the conference as a whole."""
        return part in self.parts and (about is None or about in self.parts[part])

    def numbers(self, conference_id: UUID) -> dict[str, int]:
        """The number of the last change of each part that they hear of."""
        floor, known = numbers.of(conference_id)
        found = dict.fromkeys(self.parts, floor)
        for (part, about), number in known.items():
            if self.hears(part, about):
                found[part] = max(found[part], number)
        return found


def live_numbers(session: Session, actor: Actor, now: datetime, conference_id: UUID) -> dict[str, int]:
    """The numbers as they are now; none where the conference is not this person's to know of."""
    hearing = hearing_of(session, actor, now, conference_id)
    return hearing.numbers(conference_id) if hearing is not None else {}


def heard_by(session: Session, sign_in_id: UUID, now: datetime, conference_id: UUID) -> tuple[bool, Hearing | None]:
    """Whether the sign-in lives, and what its person may hear of this conference now."""
    known = signed_in(session, sign_in_id, now)
    if known is None or known.actor.must_change_password:
        return False, None
    return True, hearing_of(session, known.actor, now, conference_id)


def hearing_of(session: Session, actor: Actor, now: datetime, conference_id: UUID) -> Hearing | None:
    """Through the same clauses as every list; None where the conference is not theirs to know of."""
    today = settings.tokyo_day(now)
    known = (col(Conference.id) == conference_id, visible_to(actor, Conference, today))
    conference = session.exec(select(Conference).where(*known)).first() if may(actor, "conference.look") else None
    if conference is None:
        return None
    items = _ids(session, actor, today, AgendaItem, AgendaItem.id, conference_id)
    parts: dict[str, frozenset[UUID | None]] = {"agenda": items, "roles": items, "attendance": NEVER}
    offices = runs(actor, conference.facilitator_id, conference.recorder_id)
    for part, model, about in (
        ("lines", MinutesLine, MinutesLine.item_id),
        ("record", ConferenceRecord, ConferenceRecord.case_id),
    ):
        own = _ids(session, actor, today, model, about, conference_id)
        if own or may(actor, "line.write", offices):
            parts[part] = own
    return Hearing({part: parts[part] for part in PARTS if part in parts})


def _ids(
    session: Session, actor: Actor, today: date, model: type, about: object, conference_id: UUID
) -> frozenset[UUID | None]:
    seen = (model.conference_id == conference_id, visible_to(actor, model, today))  # type: ignore[attr-defined]
    found = session.exec(select(about).where(*seen).distinct())  # type: ignore[call-overload]
    return frozenset(cast("Iterable[UUID | None]", found))
