"""望まれる社会資源: the ledger as a board, as a list and as need × 圏域, each with as much as this person may read."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col, func

import settings
from models.gaps import GapOrigin, GapState, ResourceGap
from models.people import Agency
from models.taxonomies import taxonomy
from queries.places import district_names
from queries.view import Confidential
from rules.access import Actor, may
from rules.disclosure import Basis, BasisKind
from rules.finding import search_key
from rules.refusal import require
from rules.small_cells import Count, told_count
from rules.visibility import visible_to
from rules.visible_gaps import CITY, owns, text_is_told

# The columns of the board, and which states stand in each.
COLUMNS: dict[str, tuple[GapState, ...]] = {
    "candidate": (GapState.CANDIDATE,),
    "confirmed": (GapState.CONFIRMED,),
    "assigned": (GapState.ASSIGNED,),
    "in_work": (GapState.IN_WORK,),
    "on_trial": (GapState.ON_TRIAL,),
    "usable": (GapState.USABLE,),
}
RESTING = (GapState.PUT_OFF, GapState.NOT_WANTED)
CARDS = 8
_OLDEST_FIRST: tuple[Any, ...] = (col(ResourceGap.fiscal_year), col(ResourceGap.serial))
# What counts as one: a case however often it says the same, and each voice that came without a case.
ONE = func.coalesce(col(GapOrigin.case_id), col(GapOrigin.id))


@dataclass(frozen=True)
class GapRow:
    """One entry in a list. public_summary: None too where it was not looked through and speaks for others' cases."""

    id: UUID
    number: str
    code: str
    district: str
    district_key: str
    severity: int
    public_summary: str | None
    is_confirmed: bool
    state: GapState
    owner: str
    due_on: date | None
    resource: str | None
    again_on: date | None
    count: Count
    is_late: bool


@dataclass(frozen=True)
class Column:
    """One column of the board: how many stand in it, and the first."""

    name: str
    total: int
    rows: tuple[GapRow, ...]


@dataclass(frozen=True)
class Board:
    """The whole board."""

    columns: tuple[Column, ...]
    resting: int
    total: int
    is_city: bool


@dataclass(frozen=True)
class GapList(Confidential):
    """One page of the ledger."""

    rows: tuple[GapRow, ...]
    total: int


@dataclass(frozen=True)
class Wish:
    """What a list is narrowed to."""

    words: str = ""
    code: str = ""
    district_key: str | None = None
    column: str = ""
    only_own: bool = False


def in_ledger(actor: Actor, today: date) -> list[ColumnElement[bool]]:
    """The entries that stand by themselves, of those this person may see."""
    return [visible_to(actor, ResourceGap, today), col(ResourceGap.state) != GapState.MERGED]


def gap_board(session: Session, actor: Actor, now: datetime) -> Board:
    """候補 to 使えるようになった, the oldest first in each column. Five statements, however many entries."""
    require(may(actor, "gap.look"), "not_found")
    today = settings.tokyo_day(now)
    seen = in_ledger(actor, today)
    totals = dict(
        session.execute(
            select(col(ResourceGap.state), func.count()).where(*seen).group_by(col(ResourceGap.state))
        ).all()
    )
    nth = func.row_number().over(partition_by=col(ResourceGap.state), order_by=_OLDEST_FIRST).label("nth")
    first = select(col(ResourceGap.id), nth).where(*seen).subquery()
    shown = select(first.c.id).where(first.c.nth <= CARDS)
    by_state: dict[GapState, list[GapRow]] = defaultdict(list)
    for row in gap_rows(session, actor, today, [*seen, col(ResourceGap.id).in_(shown)]):
        by_state[row.state].append(row)
    columns = tuple(
        Column(name, sum(totals.get(one, 0) for one in states), tuple(row for one in states for row in by_state[one]))
        for name, states in COLUMNS.items()
    )
    return Board(columns, sum(totals.get(one, 0) for one in RESTING), sum(totals.values()), bool(actor.roles & CITY))


def gap_list(
    session: Session, actor: Actor, now: datetime, wish: Wish, *, page: int = 0, whole: bool = False
) -> GapList:
    """The ledger, newest first, one page; whole: every entry, for the file."""
    require(may(actor, "gap.look"), "not_found")
    today = settings.tokyo_day(now)
    wanted = [*in_ledger(actor, today), *_narrowed(wish, actor)]
    if wish.words.strip():
        wanted.append(col(ResourceGap.id).in_(_found(session, actor, today, wanted, search_key(wish.words))))
    total = int(session.execute(select(func.count()).select_from(ResourceGap).where(*wanted)).scalar_one())
    size = settings.city().page_rows
    order = (col(ResourceGap.fiscal_year).desc(), col(ResourceGap.serial).desc())
    rows = gap_rows(
        session, actor, today, wanted, order=order, limit=None if whole else size, offset=0 if whole else page * size
    )
    return GapList(basis=Basis(BasisKind.PUBLIC_TEXT), rows=rows, total=total)


def _narrowed(wish: Wish, actor: Actor) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if wish.code:
        wanted.append(col(ResourceGap.code) == wish.code)
    if wish.district_key is not None:
        wanted.append(not_sensitive(actor))
        wanted.append(col(ResourceGap.district_key) == wish.district_key)
    if wish.column == "resting":
        wanted.append(col(ResourceGap.state).in_(RESTING))
    elif wish.column in COLUMNS:
        wanted.append(col(ResourceGap.state).in_(COLUMNS[wish.column]))
    if wish.only_own:
        wanted.append(owns(actor))
    return wanted


def not_sensitive(actor: Actor) -> ColumnElement[bool]:
    """Outside the city office the district of a sensitive need is not told, so nothing is found by it."""
    sensitive = [code for code, one in taxonomy("gap").items() if one.sensitive]
    return col(ResourceGap.code).not_in([] if actor.roles & CITY else sensitive)


def _found(session: Session, actor: Actor, today: date, wanted: list[ColumnElement[bool]], key: str) -> set[UUID]:
    """公開文 is sealed like everything that is typed: what may be seen is opened and scanned."""
    found = set()
    for gap, is_told in session.execute(select(ResourceGap, text_is_told(actor, today)).where(*wanted)):
        text = gap.public_summary if is_told else None
        if key in search_key(f"{gap.number} {taxonomy('gap')[gap.code].label} {text or ''} {gap.resource or ''}"):
            found.add(gap.id)
    return found


def gap_rows(
    session: Session, actor: Actor, today: date, wanted: list[ColumnElement[bool]], *, order: tuple[Any, ...] = (),
    limit: int | None = None, offset: int = 0,
) -> tuple[GapRow, ...]:  # fmt: skip
    """Entries with their counts. Three statements, however many entries."""
    statement = (
        select(ResourceGap, col(Agency.name), text_is_told(actor, today))
        .join(Agency, col(Agency.id) == col(ResourceGap.owner_id), isouter=True)
        .where(*wanted)
        .order_by(*(order or _OLDEST_FIRST))
        .limit(limit)
        .offset(offset)
    )
    found = session.execute(statement).all()
    counts = counted(session, [gap.id for gap, _, _ in found])
    names = district_names(session)
    return tuple(_row(actor, gap, owner, counts.get(gap.id, 0), names, today, told=told) for gap, owner, told in found)


def counted(session: Session, ids: list[UUID]) -> dict[UUID, int]:
    """In how many distinct cases it was said, and how often besides."""
    statement = (
        select(col(GapOrigin.gap_id), func.count(ONE.distinct()))
        .where(col(GapOrigin.gap_id).in_(ids))
        .group_by(col(GapOrigin.gap_id))
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _row(
    actor: Actor, gap: ResourceGap, owner: str | None, count: int, names: dict[str, str], today: date, *, told: bool
) -> GapRow:
    is_city = bool(actor.roles & CITY)
    is_hidden = taxonomy("gap")[gap.code].sensitive and not is_city
    return GapRow(
        id=gap.id, number=gap.number, code=gap.code, district="" if is_hidden else names.get(gap.district_key, ""),
        district_key="" if is_hidden else gap.district_key, severity=gap.severity,
        public_summary=gap.public_summary if told else None, is_confirmed=gap.confirmed_on is not None,
        state=gap.state, owner=owner or "", due_on=gap.due_on, resource=gap.resource, again_on=gap.again_on,
        count=told_count(count, is_inside=is_city, is_sensitive=is_hidden),
        is_late=gap.due_on is not None and gap.due_on < today and gap.state in {GapState.ASSIGNED, GapState.IN_WORK},
    )  # fmt: skip
