"""わたしの役割 and 役割分担: my agency's roles as cards, the tables of my cases, and the roles of the city."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col, func

import settings
from models.cases import Case, HouseholdMember
from models.people import Agency, Person
from models.plans import Assignment, AssignmentState
from queries.role_rows import counted, role_rows
from queries.role_view import RoleRow
from queries.view import Choice, Confidential, Seen, kana_order
from rules.access import Actor, may
from rules.disclosure import Basis, BasisKind
from rules.refusal import Refused, require
from rules.roles import GOING_ON, OVER, WAITING, asked, concerned, late, without_right
from rules.visibility import visible_to
from rules.visible_cases import cases_by_consent
from rules.visible_conferences import cases_run
from rules.visible_plans import is_own, told_with_its_case

GROUPS: dict[str, frozenset[AssignmentState]] = {"waiting": WAITING, "going_on": GOING_ON, "over": OVER}
CARDS, TABLES = 10, 10
_BY_DAY = (col(Assignment.due_on).is_(None), col(Assignment.due_on), col(Assignment.asked_on))


@dataclass(frozen=True)
class CaseTable(Confidential):
    """The whole 役割分担表 of one case, less what is restricted."""

    case_id: UUID
    number: str
    alias: str
    rows: tuple[RoleRow, ...]


@dataclass(frozen=True)
class MyRoles(Confidential):
    """The roles of my agency in one group, how many there are in each, and the tables of the cases I am in."""

    group: str
    counts: tuple[tuple[str, int], ...]
    cards: tuple[RoleRow, ...]
    total: int
    tables: tuple[CaseTable, ...]
    cases: int


@dataclass(frozen=True)
class RoleBoard(Confidential):
    """The roles of the cases held by office, filtered, one page."""

    rows: tuple[RoleRow, ...]
    total: int


@dataclass(frozen=True)
class RoleFile(Confidential):
    """One role with everything."""

    role: RoleRow
    colleagues: tuple[Choice, ...]
    household: tuple[Choice, ...]


def looks_of(rows: tuple[RoleRow, ...]) -> tuple[Seen, ...]:
    """One look per case and ground."""
    pairs = dict.fromkeys((row.case_id, row.basis.kind.value) for row in rows)
    return tuple(Seen("assignment.look", "cases", case_id, case_id, basis) for case_id, basis in pairs)


def my_roles(
    session: Session, actor: Actor, now: datetime, *, group: str = "", page: int = 0, cases_page: int = 0
) -> MyRoles:
    """The roles my agency was asked to carry, and below them the tables of the cases it shares in.

    Where no group is asked for, the first that has anything is opened.
    """
    require(may(actor, "assignment.look"), "not_found")
    today = settings.tokyo_day(now)
    mine = [is_own(actor, today)]
    counts = _counts(session, mine)
    group = group if group in GROUPS else next((name for name in GROUPS if counts[name]), "waiting")
    chosen = [*mine, col(Assignment.state).in_(GROUPS[group])]
    cards = role_rows(session, actor, now, chosen, order=_BY_DAY, limit=CARDS, offset=page * CARDS)
    tables, cases = _tables(session, actor, now, cases_page)
    rows = (*cards, *(row for table in tables for row in table.rows))
    return MyRoles(
        basis=Basis(BasisKind.ROLE), looks=looks_of(rows), group=group, counts=tuple(counts.items()), cards=cards,
        total=counts[group], tables=tables, cases=cases,
    )  # fmt: skip


def _counts(session: Session, mine: list[ColumnElement[bool]]) -> dict[str, int]:
    statement = select(col(Assignment.state), func.count()).where(*mine).group_by(col(Assignment.state))
    by_state = Counter(dict(row for row in session.execute(statement)))
    return {name: sum(by_state[state] for state in states) for name, states in GROUPS.items()}


def _tables(session: Session, actor: Actor, now: datetime, page: int) -> tuple[tuple[CaseTable, ...], int]:
    today = settings.tokyo_day(now)
    has_roles = select(col(Assignment.case_id)).where(
        visible_to(actor, Assignment, today), col(Assignment.state) != AssignmentState.DRAFT
    )
    mine = (cases_by_consent(actor, today), col(Case.id).in_(has_roles))
    total = int(session.execute(select(func.count()).select_from(Case).where(*mine)).scalar_one())
    newest = select(Case).where(*mine).order_by(col(Case.fiscal_year).desc(), col(Case.serial).desc())
    cases = {case.id: case for case in session.execute(newest.limit(TABLES).offset(page * TABLES)).scalars()}
    shared = [
        col(Assignment.case_id).in_(cases),
        col(Assignment.state) != AssignmentState.DRAFT,
        told_with_its_case(actor, today),
    ]
    order = (col(Assignment.case_id), col(Assignment.position))
    rows = role_rows(session, actor, now, shared, order=order)
    by_case = {case_id: tuple(found) for case_id, found in groupby(rows, key=lambda row: row.case_id)}
    return tuple(_table(case, by_case.get(case.id, ())) for case in cases.values()), total


def _table(case: Case, rows: tuple[RoleRow, ...]) -> CaseTable:
    """The table's ground is that of a row which everybody in it agreed to share, where there is one."""
    grounds = [row.basis for row in rows if row.basis.kind is not BasisKind.ROLE]
    ordered = tuple(sorted(rows, key=lambda row: not row.is_mine))
    basis = grounds[0] if grounds else Basis(BasisKind.ROLE)
    return CaseTable(basis=basis, case_id=case.id, number=case.number, alias=case.alias, rows=ordered)


def role_board(
    session: Session, actor: Actor, now: datetime, *, agency_id: UUID | None = None,
    state: AssignmentState | None = None, only_late: bool = False, page: int = 0,
) -> RoleBoard:  # fmt: skip
    """The roles of the cases this person holds by office."""
    require(may(actor, "assignment.look"), "not_found")
    today = settings.tokyo_day(now)
    wanted: list[ColumnElement[bool]] = [visible_to(actor, Assignment, today)]
    if agency_id is not None:
        wanted.append(col(Assignment.agency_id) == agency_id)
    if state is not None:
        wanted.append(col(Assignment.state) == state)
    if only_late:
        wanted.append(late(today))
    size = settings.city().page_rows
    rows = role_rows(session, actor, now, wanted, order=_BY_DAY, limit=size, offset=page * size)
    basis = Basis(BasisKind.OFFICE if any(row.basis.kind is BasisKind.OFFICE for row in rows) else BasisKind.ROLE)
    return RoleBoard(basis=basis, looks=looks_of(rows), rows=rows, total=counted(session, wanted))


def carriers(session: Session, actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """The agencies that carry a role which this person may see."""
    carried = select(col(Assignment.agency_id)).where(visible_to(actor, Assignment, settings.tokyo_day(now)))
    rows = session.execute(select(Agency).where(col(Agency.id).in_(carried))).scalars()
    return tuple(Choice(one.id, one.name) for one in sorted(rows, key=lambda one: kana_order(one.reading)))


def role_file(session: Session, actor: Actor, now: datetime, role_id: UUID | None) -> RoleFile:
    """One role. Raises Refused("not_found") alike for a forbidden and an absent one."""
    require(may(actor, "assignment.look"), "not_found")
    today, wanted = settings.tokyo_day(now), [col(Assignment.id) == role_id]
    stored = session.execute(
        select(Assignment, Case).join(Case, col(Case.id) == col(Assignment.case_id))
        .where(*wanted, visible_to(actor, Assignment, today))
    ).first()  # fmt: skip
    if stored is None:
        raise Refused("not_found")
    role, case = stored
    members = concerned(session.execute, [role.id])[role.id]
    unknowing = without_right(session.execute, case, [asked(role, members)], today)
    rows = role_rows(session, actor, now, wanted, unknowing=unknowing)
    writes = "assignment.change" in rows[0].may
    answers = writes or rows[0].is_mine
    # An agency that runs the conference writes as well; whom of a household there is, its consent may not reach.
    knows_household = rows[0].basis.kind in {BasisKind.OFFICE, BasisKind.RUNNING}
    return RoleFile(
        basis=rows[0].basis, looks=looks_of(rows), role=rows[0],
        colleagues=people_of(session, role.agency_id, now) if answers else (),
        household=household_of(session, case.id) if writes and knows_household else (),
    )  # fmt: skip


def case_roles(session: Session, actor: Actor, now: datetime, case_id: UUID | None) -> CaseTable:
    """The 役割分担表 of one case, for the room, the case and the paper. Raises Refused("not_found")."""
    require(may(actor, "assignment.look"), "not_found")
    today = settings.tokyo_day(now)
    known = or_(visible_to(actor, Case, today), cases_run(actor, today))
    case = session.execute(select(Case).where(col(Case.id) == case_id, known)).scalars().first()
    if case is None:
        raise Refused("not_found")
    rows = role_rows(session, actor, now, [col(Assignment.case_id) == case.id, told_with_its_case(actor, today)])
    table = _table(case, rows)
    return replace(table, rows=rows, looks=looks_of(rows))


def people_of(session: Session, agency_id: UUID | None, now: datetime) -> tuple[Choice, ...]:
    """Who of an agency has an account today."""
    today = settings.tokyo_day(now)
    statement = select(Person).where(
        col(Person.agency_id) == agency_id,
        col(Person.closed_at).is_(None),
        or_(col(Person.valid_to).is_(None), col(Person.valid_to) >= today),
    )
    people = sorted(session.execute(statement).scalars(), key=lambda one: kana_order(one.reading))
    return tuple(Choice(one.id, one.name) for one in people)


def household_of(session: Session, case_id: UUID) -> tuple[Choice, ...]:
    """The people of a household by their word in the family, for those who may name them."""
    living = (col(HouseholdMember.case_id) == case_id, col(HouseholdMember.died_on).is_(None))
    rows = session.execute(select(HouseholdMember).where(*living).order_by(col(HouseholdMember.position))).scalars()
    return tuple(Choice(one.id, one.relation) for one in rows)
