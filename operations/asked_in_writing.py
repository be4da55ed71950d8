"""書面開催: who was asked stands where others were in the room."""

from uuid import UUID

from sqlmodel import col, select

from models.sittings import WrittenAnswer
from operations.act import Act


def asked_about(act: Act, items: list[UUID]) -> set[UUID]:
    """The agencies that were asked any of these items in writing."""
    rows = select(WrittenAnswer.agency_id).where(col(WrittenAnswer.item_id).in_(items))
    return set(act.session.exec(rows).all())
