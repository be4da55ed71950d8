"""What an agenda item goes on with: when it was spoken of before, and what was said then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.conferences import AgendaItem, Conference, ItemResult
from queries.calendar import conference_seen
from rules.access import Actor
from rules.left_over import left_over, sitting_before
from rules.visibility import visible_to


@dataclass(frozen=True)
class Carried:
    """The item of an earlier conference: its day, what became of it, and in which words."""

    held_at: datetime
    parked: bool
    result: ItemResult | None
    result_words: str | None

    @property
    def day(self) -> date:
        """The Tokyo day of that conference."""
        return settings.tokyo_day(self.held_at)


def carried_from(session: Session, actor: Actor, today: date, items: Iterable[AgendaItem]) -> dict[UUID, Carried]:
    """By item, as far as this person may see the earlier one. One statement, or none."""
    wanted = {one.carried_from_id: one.id for one in items if one.carried_from_id is not None}
    if not wanted:
        return {}
    rows = session.exec(
        select(AgendaItem, Conference.starts_at)
        .join(Conference, col(Conference.id) == AgendaItem.conference_id)
        .where(col(AgendaItem.id).in_(wanted), visible_to(actor, AgendaItem, today))
    )
    return {wanted[old.id]: Carried(at, old.parked_at is not None, old.result, old.result_words) for old, at in rows}


def left_over_before(session: Session, actor: Actor, now: datetime, conference_id: UUID) -> int:
    """How many items of 前回 could go on at this conference, as far as this person may see them."""
    today = settings.tokyo_day(now)
    here = conference_seen(session, actor, today, conference_id)
    before = sitting_before(session.execute, here, visible_to(actor, Conference, today))
    if before is None:
        return 0
    left = [one.id for one in left_over(session.execute, before)]
    seen = select(AgendaItem.id).where(col(AgendaItem.id).in_(left), visible_to(actor, AgendaItem, today))
    return len(session.exec(seen).all())
