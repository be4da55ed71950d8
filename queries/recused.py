"""利害関係: a record less the items its reader took no part in, and the roles that were agreed there."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, col, select

from models.conferences import AgendaItem
from models.plans import Assignment
from rules.access import Actor
from rules.record import RecordText
from rules.recused import is_recused


def without_recused(session: Session, actor: Actor, text: RecordText) -> RecordText:
    """The record as somebody reads it who sees the whole but for what they took no part in."""
    items = [UUID(one.item_id) for one in text.items]
    kept_from = is_recused(actor, AgendaItem.id)
    closed = set(session.exec(select(AgendaItem.id).where(col(AgendaItem.id).in_(items), kept_from)))
    if not closed:
        return text
    roles = set(session.exec(select(Assignment.id).where(col(Assignment.item_id).in_(closed))))
    return replace(
        text,
        items=tuple(one for one in text.items if UUID(one.item_id) not in closed),
        roles=tuple(one for one in text.roles if UUID(one.assignment_id) not in roles),
        points=tuple(one for one in text.points if closed.isdisjoint(UUID(item) for item in one.items)),
    )
