"""The number of an item: its place on the whole agenda, the same in the room, in the record and on every paper."""

from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.conferences import AgendaItem


def number_on_agenda() -> Any:
    """The number beside each item of a statement on AgendaItem; no other statement is sent for it."""
    other = aliased(AgendaItem)
    same_place = and_(col(other.position) == col(AgendaItem.position), col(other.id) <= col(AgendaItem.id))
    return (
        select(func.count())
        .select_from(other)
        .where(
            col(other.conference_id) == col(AgendaItem.conference_id),
            col(other.removed_at).is_(None),
            or_(col(other.position) < col(AgendaItem.position), same_place),
        )
        .correlate(AgendaItem)
        .scalar_subquery()
    )
