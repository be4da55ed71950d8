"""What one person may hear of a conference while it goes on: that something changed, never what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

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
    asked = _asked(actor, settings.tokyo_day(now), conference_id)
    runners = session.execute(asked["conference"]).first() if may(actor, "conference.look") else None
    if runners is None:
        return None
    items, lines, records = (frozenset(session.execute(asked[name]).scalars()) for name in ("items", "lines", "record"))
    parts = {"agenda": items, "roles": items, "attendance": NEVER}
    writes = may(actor, "line.write", runs(actor, runners.facilitator_id, runners.recorder_id))
    parts |= {name: own for name, own in (("lines", lines), ("record", records)) if own or writes}
    return Hearing({part: parts[part] for part in PARTS if part in parts})


@lru_cache(maxsize=1_000)
def _asked(actor: Actor, today: date, conference_id: UUID) -> dict[str, Any]:
    """The statements, kept: their clauses take ten times as long to build as to run. What they find is asked anew."""
    seen = {
        model: (own == conference_id, visible_to(actor, model, today))
        for model, own in (
            (Conference, col(Conference.id)),
            (AgendaItem, col(AgendaItem.conference_id)),
            (MinutesLine, col(MinutesLine.conference_id)),
            (ConferenceRecord, col(ConferenceRecord.conference_id)),
        )
    }
    return {
        "conference": select(col(Conference.facilitator_id), col(Conference.recorder_id)).where(*seen[Conference]),
        "items": select(col(AgendaItem.id)).where(*seen[AgendaItem]),
        "lines": select(col(MinutesLine.item_id)).where(*seen[MinutesLine]).distinct(),
        "record": select(col(ConferenceRecord.case_id)).where(*seen[ConferenceRecord]).distinct(),
    }
