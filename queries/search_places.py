"""会議録をさがす: the texts that one person may read, as plain columns: lines, results, records, roles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import Session, col

import settings
from models.cases import Case
from models.conferences import AgendaItem, Conference
from models.minutes import ConferenceRecord, LineKind, MinutesLine, RecordPoint
from models.plans import Assignment, AssignmentState
from rules.access import Actor
from rules.record import from_text
from rules.visibility import visible_to
from rules.visible_conferences import cases_run, held_by, recorded_items, records_held

_AFTER_LINES = 1_000_000
_Part = tuple[UUID, UUID | None]


@dataclass(frozen=True)
class Wish:
    """What is looked for besides words: one body, one 年度, one case; empty means any."""

    forum_key: str = ""
    year: int | None = None
    case_id: UUID | None = None


@dataclass(frozen=True)
class Place:
    """One text and where it stands. item_id of a role is the role's own."""

    what: str
    text: str
    at: datetime
    conference_id: UUID
    case_id: UUID | None
    item_id: UUID
    rank: tuple[int, int]
    key: str
    kind: LineKind | None = None

    @property
    def order(self) -> tuple[float, str, int, int, str]:
        """The newest conference first, each in the order of its agenda."""
        return (-self.at.timestamp(), self.conference_id.hex, *self.rank, self.key)


def places(session: Session, actor: Actor, today: date, wish: Wish) -> Iterator[Place]:
    """Every text. A fixed number of statements; what may not be seen is never read."""
    for read in (_lines, _results, _roles, _records):
        yield from read(session, actor, today, wish)


def cases_named(actor: Actor, today: date) -> ColumnElement[bool]:
    """The cases whose number and 呼称 this person may be told."""
    return or_(visible_to(actor, Case, today), cases_run(actor, today))


def _narrowed(
    statement: Select[*tuple[Any, ...]], actor: Actor, today: date, wish: Wish, case_id: Any
) -> Select[*tuple[Any, ...]]:
    if wish.forum_key:
        statement = statement.where(col(Conference.forum_key) == wish.forum_key)
    if wish.year is not None:
        statement = statement.where(col(Conference.fiscal_year) == wish.year)
    if wish.case_id is not None:
        own = select(col(Case.id)).where(col(Case.id) == wish.case_id, cases_named(actor, today)).correlate(None)
        statement = statement.where(case_id.in_(own))
    return statement


def _of_lines(*wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    line = MinutesLine
    return (
        select(
            col(line.id), col(line.text), col(line.kind), col(line.case_id), col(line.item_id), col(line.position),
            col(line.conference_id), col(Conference.starts_at), col(AgendaItem.position).label("place"),
        )
        .join(Conference, col(Conference.id) == col(line.conference_id))
        .join(AgendaItem, col(AgendaItem.id) == col(line.item_id))
        .where(col(line.removed_at).is_(None), *wanted)
    )  # fmt: skip


def _as_places(rows: Any) -> Iterator[Place]:
    for row in rows:
        rank = (row.place, row.position)
        yield Place(
            "line", row.text, row.starts_at, row.conference_id, row.case_id, row.item_id, rank, row.id.hex, row.kind
        )


def _lines(session: Session, actor: Actor, today: date, wish: Wish) -> Iterator[Place]:
    statement = _of_lines(visible_to(actor, MinutesLine, today))
    yield from _as_places(session.execute(_narrowed(statement, actor, today, wish, col(MinutesLine.case_id))))


def _results(session: Session, actor: Actor, today: date, wish: Wish) -> Iterator[Place]:
    """What was decided of an item, for those whose record it is."""
    item = AgendaItem
    statement = (
        select(
            col(item.id), col(item.result_words), col(item.case_id), col(item.position), col(item.conference_id),
            col(Conference.starts_at),
        )
        .join(Conference, col(Conference.id) == col(item.conference_id))
        .where(
            col(item.removed_at).is_(None), col(item.result_words).is_not(None),
            visible_to(actor, AgendaItem, today), held_by(actor, AgendaItem, today),
        )
    )  # fmt: skip
    for row in session.execute(_narrowed(statement, actor, today, wish, col(item.case_id))):
        rank = (row.position, _AFTER_LINES)
        yield Place("result", row.result_words, row.starts_at, row.conference_id, row.case_id, row.id, rank, row.id.hex)


def _roles(session: Session, actor: Actor, today: date, wish: Wish) -> Iterator[Place]:
    role = Assignment
    statement = (
        select(
            col(role.id), col(role.task), col(role.case_id), col(role.position), col(role.conference_id),
            col(Conference.starts_at),
        )
        .join(Conference, col(Conference.id) == col(role.conference_id))
        .where(
            visible_to(actor, Assignment, today), visible_to(actor, Conference, today),
            col(role.state) != AssignmentState.DRAFT,
        )
    )  # fmt: skip
    for row in session.execute(_narrowed(statement, actor, today, wish, col(role.case_id))):
        rank = (_AFTER_LINES, row.position)
        yield Place("role", row.task, row.starts_at, row.conference_id, row.case_id, row.id, rank, row.id.hex)


def _records(session: Session, actor: Actor, today: date, wish: Wish) -> Iterator[Place]:
    """Records that are read without their lines: by an agency, cut as its own screen cuts them."""
    record = ConferenceRecord
    theirs = and_(visible_to(actor, ConferenceRecord, today), ~records_held(actor, today))
    statement = (
        select(
            col(record.content), col(record.case_id), col(record.conference_id), col(record.edition),
            col(Conference.starts_at),
        )
        .join(Conference, col(Conference.id) == col(record.conference_id))
        .where(theirs)
        .order_by(col(record.edition))
    )  # fmt: skip
    newest = {
        (row.conference_id, row.case_id): row
        for row in session.execute(_narrowed(statement, actor, today, wish, col(record.case_id)))
    }
    if not newest:
        return
    in_check = {key for key, row in newest.items() if row.content is None}
    told = in_check - _lead_with_points(session, in_check)
    of_told = col(MinutesLine.conference_id).in_({conference_id for conference_id, _ in told})
    found = session.execute(_of_lines(of_told, recorded_items(actor, today)))
    yield from (place for place in _as_places(found) if (place.conference_id, place.case_id) in told)
    seen = select(col(AgendaItem.id)).where(
        col(AgendaItem.conference_id).in_({row.conference_id for row in newest.values()}), recorded_items(actor, today)
    )
    read = {one.hex for one in session.execute(seen).scalars()}
    for row in newest.values():
        if row.content is not None:
            yield from _of_record(row, read)


def _lead_with_points(session: Session, parts: set[_Part]) -> set[_Part]:
    """Those of these parts of which no line goes out, because their 要点 do."""
    if settings.city().record_lines_go_out or settings.city().record_style != "points":
        return set()
    met = col(RecordPoint.conference_id).in_({conference_id for conference_id, _ in parts})
    columns = select(col(RecordPoint.conference_id), col(RecordPoint.case_id))
    return {tuple(row) for row in session.execute(columns.where(met, col(RecordPoint.removed_at).is_(None)))}


def _of_record(row: Any, read: set[str]) -> Iterator[Place]:
    """Of a fixed record the items this agency was in the room for; its lines where they go out."""
    whole = from_text(row.content)
    goes_out = settings.city().record_lines_go_out or not whole.leads_with_points
    for item in whole.items:
        item_id = UUID(item.item_id)
        if item_id.hex not in read:
            continue
        lines = item.lines if goes_out else ()
        told: list[tuple[LineKind | None, str]] = [(LineKind(line.kind), line.text) for line in lines]
        told += [(None, item.result_words)] if item.result_words else []
        for place, (kind, text) in enumerate(told):
            what = "line" if kind is not None else "result"
            yield Place(
                what, text, row.starts_at, row.conference_id, row.case_id, item_id, (item.number, place),
                f"{item_id.hex}{place}", kind,
            )  # fmt: skip
