"""What a record says beside its lines: the 要点 of one case, and what agencies asked to correct."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, or_, select
from sqlmodel import col

from models.minutes import CheckAnswer, MinutesLine, PointSource, RecordCheck, RecordPoint
from models.people import Agency
from models.plans import Assignment
from rules.record import RecordObjection, RecordParagraph

Fetch = Callable[[Executable], Iterable[Any]]


def standing_points(conference_id: UUID, case_id: UUID | None) -> Any:
    """The statement for the 要点 of one part of a conference, in their order."""
    part = col(RecordPoint.case_id) == case_id if case_id else col(RecordPoint.case_id).is_(None)
    standing = (col(RecordPoint.conference_id) == conference_id, part, col(RecordPoint.removed_at).is_(None))
    return select(RecordPoint).where(*standing).order_by(col(RecordPoint.position), col(RecordPoint.id))


def sources_of(fetch: Fetch, points: Iterable[RecordPoint]) -> dict[UUID, list[tuple[UUID, UUID]]]:
    """The lines that went into each 要点, with the item each belongs to. One statement."""
    statement = (
        select(col(PointSource.point_id), col(MinutesLine.id), col(MinutesLine.item_id))
        .join(MinutesLine, col(MinutesLine.id) == col(PointSource.line_id))
        .where(col(PointSource.point_id).in_([one.id for one in points]))
    )
    found: dict[UUID, list[tuple[UUID, UUID]]] = defaultdict(list)
    for point_id, line_id, item_id in fetch(statement):
        found[point_id].append((line_id, item_id))
    return found


def paragraphs(fetch: Fetch, conference_id: UUID, case_id: UUID | None) -> tuple[RecordParagraph, ...]:
    """The 要点 as they stand in the record, each with the items it draws on and its role. Three statements."""
    points = [row[0] for row in fetch(standing_points(conference_id, case_id))]
    sources = sources_of(fetch, points)
    agreed = _agreed_at(fetch, points)
    return tuple(
        RecordParagraph(
            one.text, _items(one, sources[one.id], agreed), str(one.assignment_id) if one.assignment_id else ""
        )
        for one in points
    )  # fmt: skip


def _agreed_at(fetch: Fetch, points: Iterable[RecordPoint]) -> dict[UUID | None, UUID]:
    """The item at which each role was agreed that a 要点 tells, where it was at one."""
    told = [one.assignment_id for one in points if one.assignment_id]
    statement = select(col(Assignment.id), col(Assignment.item_id)).where(col(Assignment.id).in_(told))
    return {role_id: item_id for role_id, item_id in fetch(statement) if item_id is not None}


def _items(
    one: RecordPoint, sources: list[tuple[UUID, UUID]], agreed: dict[UUID | None, UUID]
) -> tuple[str, ...]:  # fmt: skip
    own = {item_id for _, item_id in sources} | {one.item_id, agreed.get(one.assignment_id)}
    return tuple(sorted(str(item_id) for item_id in own if item_id is not None))


def objections(fetch: Fetch, record_id: UUID | None) -> tuple[RecordObjection, ...]:
    """申出と対応 of one record; an answered one stays when the record goes round again. One statement."""
    if record_id is None:
        return ()
    statement = (
        select(RecordCheck, Agency)
        .join(Agency, col(Agency.id) == col(RecordCheck.agency_id))
        .where(
            col(RecordCheck.record_id) == record_id,
            or_(col(RecordCheck.answer) == CheckAnswer.OBJECTED, col(RecordCheck.replied_at).is_not(None)),
        )
        .order_by(col(Agency.reading), col(Agency.id))
    )
    return tuple(_objection(check, agency) for check, agency in fetch(statement))


def _objection(check: RecordCheck, agency: Agency) -> RecordObjection:
    replied = check.replied_at.isoformat() if check.replied_at else ""
    return RecordObjection(str(agency.id), agency.name, check.words or "", check.reply or "", replied)
