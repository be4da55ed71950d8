"""見た人の記録: who saw, printed or took out what, when, where and on which basis."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, col, func, select

import settings
from models.cases import Case
from models.history import HistoryEntry
from models.people import Agency, Person
from queries.happenings import LOOKS
from queries.view import Confidential, Seen
from rules.access import Actor, may
from rules.disclosure import Basis, BasisKind
from rules.refusal import require
from rules.visibility import visible_to


@dataclass(frozen=True)
class LookRow:
    """One look."""

    moment: datetime
    who: str
    place: str
    action: str
    number: str
    basis: str


@dataclass(frozen=True)
class LookList(Confidential):
    """One page of looks, newest first, and how many people they are of."""

    rows: tuple[LookRow, ...]
    total: int
    people: int


def look_list(
    session: Session, actor: Actor, now: datetime, *, number: str = "", since: date | None = None,
    until: date | None = None, page: int = 0, whole: bool = False,
) -> LookList:  # fmt: skip
    """Who saw, asked as people ask it: a case number, a span of days. whole: for the export, without pages."""
    require(may(actor, "looks.export" if whole else "looks.look"), "not_found")
    today, size = settings.tokyo_day(now), settings.city().page_rows
    wanted = [visible_to(actor, HistoryEntry, today), col(HistoryEntry.action).in_(LOOKS), *_within(since, until)]
    if number.strip():
        asked = number.strip().upper()
        wanted.append(col(Case.number) == asked if asked.isprintable() else false())
    counted = select(func.count(), func.count(func.distinct(HistoryEntry.actor_id))).select_from(HistoryEntry)
    total, people = session.exec(
        counted.join(Case, col(Case.id) == HistoryEntry.case_id, isouter=True).where(*wanted)
    ).one()
    statement = (
        select(HistoryEntry, Person, Agency.name, Case.number)
        .join(Person, col(Person.id) == HistoryEntry.actor_id)
        .join(Agency, col(Agency.id) == Person.agency_id)
        .join(Case, col(Case.id) == HistoryEntry.case_id, isouter=True)
        .where(*wanted)
        .order_by(col(HistoryEntry.moment).desc(), col(HistoryEntry.id))
    )
    if not whole:
        statement = statement.offset(page * size).limit(size)
    rows = tuple(
        LookRow(entry.moment, who.name, place, entry.action, case_number or "", entry.basis)
        for entry, who, place, case_number in session.exec(statement)
    )
    seen = (Seen("looks.export", "people", actor.person_id, None, BasisKind.OFFICE.value),) if whole else ()
    return LookList(basis=Basis(BasisKind.OFFICE), looks=seen, rows=rows, total=total, people=people)


def _within(since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if since is not None:
        wanted.append(col(HistoryEntry.moment) >= _begin(since))
    if until is not None:
        wanted.append(col(HistoryEntry.moment) < _begin(date.fromordinal(until.toordinal() + 1)))
    return wanted


def _begin(day: date) -> datetime:
    """0:00 of a Tokyo day, in UTC."""
    return datetime.combine(day, time(), settings.TOKYO).astimezone(UTC)
