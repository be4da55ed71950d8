"""What is stored, table by table, and a refusal that must have changed nothing of it."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from models.database import reading
from models.history import HistoryEntry
from operations.action import Operation
from rules.access import Actor
from rules.refusal import Refused
from tests.city import City


def everything() -> dict[str, list[str]]:
    """Every row of every table as the database holds it."""
    with reading() as session:
        return {
            name: sorted(str(tuple(row)) for row in session.execute(text(f"SELECT * FROM {name}")))
            for name in SQLModel.metadata.tables
        }


def refused(
    city: City, who: str | Actor, operation: Operation, subject_id: UUID | None = None, **inputs: Any
) -> Refused:
    """The refusal of an act, after which the database is what it was before."""
    actor = city.actor(who) if isinstance(who, str) else who
    before = everything()
    with pytest.raises(Refused) as caught:
        city.do(actor, operation, subject_id, **inputs)
    assert everything() == before
    return caught.value


def why_not(city: City, who: str | Actor, operation: Operation, subject_id: UUID | None = None, **inputs: Any) -> str:
    """The key of such a refusal."""
    return refused(city, who, operation, subject_id, **inputs).reason_key


def entries(subject_id: UUID) -> list[HistoryEntry]:
    """The history of one subject in its order."""
    with reading() as session:
        rows = session.exec(select(HistoryEntry).where(HistoryEntry.subject_id == subject_id)).all()
    return sorted(rows, key=lambda row: (row.chain, row.seq))
