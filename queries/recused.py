"""利害関係: a record less the items its reader took no part in, and the roles that were agreed there."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, col, select

from models.conferences import AgendaItem
from models.plans import Assignment, EmergencyStep
from rules.access import Actor
from rules.record import RecordParagraph, RecordText
from rules.recused import is_recused


def without_recused(session: Session, actor: Actor, text: RecordText, case_id: UUID | None) -> RecordText:
    """The record as somebody reads it who sees the whole but for what they took no part in, here or earlier.

    A record keeps no item of a step of the emergency order, so that goes whole, as does a 要点 that draws on no item.
    """
    closed, roles = _closed(session, actor, text), _closed_roles(session, actor, text)
    of_steps = (EmergencyStep.case_id == case_id, is_recused(actor, EmergencyStep.item_id))
    has_step = session.exec(select(EmergencyStep.id).where(*of_steps).limit(1)).first() is not None
    return replace(
        text,
        items=tuple(one for one in text.items if UUID(one.item_id) not in closed),
        roles=tuple(one for one in text.roles if UUID(one.assignment_id) not in roles),
        emergency=() if has_step else text.emergency,
        points=tuple(one for one in text.points if not closed or _is_of_others(closed, one)),
        # An objection says what it is about in words alone.
        objections=() if closed or roles or has_step else text.objections,
    )


def _closed(session: Session, actor: Actor, text: RecordText) -> set[UUID]:
    named = (col(AgendaItem.id).in_([UUID(one.item_id) for one in text.items]), is_recused(actor, AgendaItem.id))
    return set(session.exec(select(AgendaItem.id).where(*named)))


def _closed_roles(session: Session, actor: Actor, text: RecordText) -> set[UUID]:
    named = (
        col(Assignment.id).in_([UUID(one.assignment_id) for one in text.roles]), is_recused(actor, Assignment.item_id)
    )  # fmt: skip
    return set(session.exec(select(Assignment.id).where(*named)))


def _is_of_others(closed: set[UUID], point: RecordParagraph) -> bool:
    return bool(point.items) and closed.isdisjoint(UUID(item) for item in point.items)
