"""事例の一覧: what this person may see, newest first, one page at a time."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, true, tuple_
from sqlmodel import Session, col, func, select

import settings
from models.cases import Case, CaseState, Consent, HouseholdMember
from models.people import Person
from models.places import District
from models.relays import Urgency
from queries.case import told_state
from rules.access import Actor, holds_the_office, may
from rules.finding import search_key
from rules.refusal import require
from rules.visibility import cases_by_office, consent_is_valid, names_visible_to, visible_to


@dataclass(frozen=True)
class CaseRow:
    """One case in a list; the 呼称 names nobody."""

    id: UUID
    number: str
    alias: str
    state: CaseState | None
    urgency: Urgency
    district: str
    in_charge: str
    received_on: date
    has_consent: bool
    recontact_on: date | None


@dataclass(frozen=True)
class CaseList:
    """One page of cases; older is the key of the next page, None at the end."""

    rows: tuple[CaseRow, ...]
    total: int
    older: tuple[int, int] | None


def case_list(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    words: str = "",
    state: CaseState | None = None,
    before: tuple[int, int] | None = None,
) -> CaseList:
    """The cases this person may see, by number, 呼称 or the name of somebody whose name they may see."""
    require(may(actor, "case.look"), "not_found")
    today = settings.tokyo_day(now)
    wanted: list[ColumnElement[bool]] = [visible_to(actor, Case, today)]
    if state is not None:
        told = true() if state is CaseState.CONSENTED else cases_by_office(actor)
        wanted += [col(Case.state) == state, told]
    if words.strip():
        wanted.append(col(Case.id).in_(_found(session, actor, today, search_key(words))))
    total = session.exec(select(func.count()).select_from(Case).where(*wanted)).one()
    if before is not None:
        wanted.append(tuple_(col(Case.fiscal_year), col(Case.serial)) < tuple_(*before))
    size = settings.city().page_rows
    rows = _rows(session, wanted, today, size + 1)
    older = (rows[size - 1][0].fiscal_year, rows[size - 1][0].serial) if len(rows) > size else None
    views = tuple(_row(actor, *row) for row in rows[:size])
    return CaseList(views, total, older)


def _found(session: Session, actor: Actor, today: date, key: str) -> set[UUID]:
    """Nothing confidential is indexed in the clear: what may be seen is opened and scanned."""
    cases = session.exec(select(Case.id, Case.number, Case.alias).where(visible_to(actor, Case, today)))
    found = {case_id for case_id, number, alias in cases if key in search_key(number + " " + alias)}
    names = select(HouseholdMember.case_id, HouseholdMember.name, HouseholdMember.reading).where(
        names_visible_to(actor, today)
    )
    found |= {case_id for case_id, *texts in session.exec(names) if key in search_key(" ".join(t or "" for t in texts))}
    return found


def _rows(
    session: Session, wanted: list[ColumnElement[bool]], today: date, most: int
) -> list[tuple[Case, str, str, bool]]:
    consented = select(Consent.id).where(Consent.case_id == Case.id, consent_is_valid(today)).correlate(Case).exists()
    statement = (
        select(Case, Person, District.name, consented)
        .join(Person, col(Person.id) == Case.in_charge_id, isouter=True)
        .join(District, col(District.key) == Case.district_key, isouter=True)
        .where(*wanted)
        .order_by(col(Case.fiscal_year).desc(), col(Case.serial).desc())
        .limit(most)
    )
    return [
        (case, person.name if person is not None else "", district or "", has)
        for case, person, district, has in session.exec(statement)
    ]


def _row(actor: Actor, case: Case, in_charge: str, district: str, has_consent: bool) -> CaseRow:  # noqa: FBT001
    is_office = holds_the_office(actor, case.district_key, case.in_charge_id)
    return CaseRow(
        case.id, case.number, case.alias, told_state(case.state, is_office=is_office), case.urgency, district,
        in_charge, case.received_on, has_consent, case.recontact_on if is_office else None,
    )  # fmt: skip
