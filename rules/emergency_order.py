"""緊急のときの連絡の順番: as it stands in the record of a conference and on the papers of a case."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, select
from sqlmodel import col

from models.people import Agency
from models.plans import EmergencyStep
from rules.record import RecordStep

Fetch = Callable[[Executable], Iterable[Any]]


def steps_in_order(fetch: Fetch, case_id: UUID, *seen: ColumnElement[bool]) -> tuple[RecordStep, ...]:
    """緊急のときの連絡の順番: the standing steps of a case, less what a reader may not see."""
    statement = (
        select(EmergencyStep, Agency)
        .join(Agency, col(Agency.id) == col(EmergencyStep.agency_id), isouter=True)
        .where(col(EmergencyStep.case_id) == case_id, col(EmergencyStep.removed_at).is_(None), *seen)
        .order_by(col(EmergencyStep.position), col(EmergencyStep.created_at))
    )
    return tuple(
        RecordStep(one.sign, one.response, agency.name if agency else "", one.contact or "", one.decides)
        for one, agency in fetch(statement)
    )
