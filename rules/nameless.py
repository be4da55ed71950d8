"""氏名を伏せて協議: what was agreed there must not tell, by the table of the case, whose it was."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.conferences import AgendaItem, Invitation
from rules.access import Actor


def heard_without_names(actor: Actor, item_id: Any) -> ColumnElement[bool]:
    """The item of the row names nobody, and the actor's agency is called to its conference."""
    return heard_by(actor.agency_id, item_id)


def heard_by(agency_id: UUID, item_id: Any) -> ColumnElement[bool]:
    """The same for any agency, such as the one a paper is made for."""
    # Under names of their own, so that a statement which joins these tables itself is not taken for ours.
    item, call = aliased(AgendaItem), aliased(Invitation)
    return exists(
        select(1)
        .select_from(item)
        .join(call, col(call.conference_id) == col(item.conference_id))
        .where(
            col(item.id) == col(item_id), col(item.without_names), col(call.withdrawn_at).is_(None),
            col(call.agency_id) == agency_id,
        )
    )  # fmt: skip


def listeners_without_names(cases: Any) -> Executable:
    """The same for all agencies at once: case, item, agency."""
    item, call = aliased(AgendaItem), aliased(Invitation)
    return (
        select(col(item.case_id), col(item.id), col(call.agency_id))
        .join(call, col(call.conference_id) == col(item.conference_id))
        .where(
            col(item.case_id).in_(cases), col(item.without_names), col(call.withdrawn_at).is_(None),
            col(call.agency_id).is_not(None),
        )
    )  # fmt: skip
