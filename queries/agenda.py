"""次第 of a conference as one person may see it: each item on its own ground, numbers and times from the whole."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from models.cases import Case, HouseholdMember, InformationClass
from models.conferences import AgendaItem, Conference, ItemAbsence, ItemKind
from models.people import Agency, Role
from queries.view import Choice
from rules.access import Actor, holds_the_office
from rules.disclosure import Basis, BasisKind, Subject, disclosure
from rules.room import concerned_in, shares_in
from rules.visibility import names_visible_to, visible_to

_APPOINTED = frozenset({Role.CONFERENCE_RECORDER, Role.CENTER_WORKER})


@dataclass(frozen=True)
class ItemView:
    """One agenda item as far as this person may see it; of a hidden one only its place, kind and minutes.

    number and starts_at count the whole agenda. members: whom of the household it speaks of, where they may be told;
    nobody means everybody.
    """

    id: UUID
    position: int
    kind: ItemKind
    title: str
    question: str | None
    minutes: int
    case_id: UUID | None
    case: str
    without_names: bool
    away: tuple[tuple[UUID, str], ...]
    number: int = 1
    starts_at: datetime | None = None
    version: int = 1
    members: tuple[Choice, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True)
class Agenda:
    """The items, the ground of each case among them, and what is true of all of it, seen or not.

    cases: every case on it. about_persons: the items that speak of one by name. is_office: all of them held by office.
    """

    items: tuple[ItemView, ...]
    grounds: dict[UUID, Basis]
    cases: frozenset[UUID]
    about_persons: frozenset[UUID]
    is_office: bool


def agenda_of(session: Session, actor: Actor, conference: Conference, today: date, *, runs: bool) -> Agenda:
    """The agenda. Who runs the conference is told the place of an item that is not theirs to read."""
    rows = session.execute(
        columns(
            col(AgendaItem.id),
            col(AgendaItem.kind),
            col(AgendaItem.minutes),
            col(AgendaItem.case_id),
            col(AgendaItem.without_names),
        )
        .where(col(AgendaItem.conference_id) == conference.id, col(AgendaItem.removed_at).is_(None))
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
    ).all()
    ids = [row[0] for row in rows]
    seen = {item.id: item for item in session.exec(_visible(actor, today, ids))}
    appointed = runs and bool(actor.roles & _APPOINTED)
    known = true() if appointed else visible_to(actor, Case, today)
    cases = _cases(session, {item.case_id for item in seen.values() if item.case_id}, known)
    offices = {key for key, case in cases.items() if holds_the_office(actor, case.district_key, case.in_charge_id)}
    # Who waits outside comes for another case: told to those who run it, and to nobody who is called.
    away = _away(session, ids) if runs else {}
    build = _Builder(cases, offices, away, _members(session, actor, today, ids))
    items, at = [], conference.starts_at
    for number, (item_id, kind, minutes, _, without_names) in enumerate(rows, start=1):
        if item_id in seen:
            items.append(build.view(seen[item_id], number, at))
        elif runs:
            items.append(build.hidden(item_id, kind, minutes, number, at, without_names=without_names))
        at += timedelta(minutes=minutes)
    told = {one.case_id for one in items if one.case_id is not None}
    own = dict.fromkeys(told & offices, Basis(BasisKind.OFFICE))
    if appointed:
        others = dict.fromkeys(told - offices, Basis(BasisKind.RUNNING))
    else:
        others = _consents(session, actor, today, [cases[key] for key in told - offices], build, seen)
    every = frozenset(row[3] for row in rows if row[3] is not None)
    about_persons = frozenset(row[0] for row in rows if row[3] is not None and not row[4])
    return Agenda(tuple(items), own | others, every, about_persons, every <= offices)


def _visible(actor: Actor, today: date, ids: list[UUID]) -> Any:
    return select(AgendaItem).where(col(AgendaItem.id).in_(ids), visible_to(actor, AgendaItem, today))


def _cases(session: Session, wanted: set[UUID], known: ColumnElement[bool]) -> dict[UUID, Case]:
    return {case.id: case for case in session.exec(select(Case).where(col(Case.id).in_(wanted), known))}


def _away(session: Session, item_ids: list[UUID]) -> dict[UUID, tuple[tuple[UUID, str], ...]]:
    statement = (
        select(ItemAbsence, Agency.name)
        .join(Agency, col(Agency.id) == ItemAbsence.agency_id)
        .where(col(ItemAbsence.item_id).in_(item_ids))
        .order_by(col(Agency.reading))
    )
    found: dict[UUID, tuple[tuple[UUID, str], ...]] = {}
    for absence, name in session.exec(statement):
        found[absence.item_id] = (*found.get(absence.item_id, ()), (absence.agency_id, name))
    return found


def _members(session: Session, actor: Actor, today: date, ids: list[UUID]) -> dict[UUID, tuple[Choice, ...]]:
    """Whom each item names, as far as this person may know them by name."""
    named = concerned_in(session.execute, ids)
    wanted = {member for members in named.values() for member in members}
    known = session.exec(
        select(HouseholdMember)
        .where(col(HouseholdMember.id).in_(wanted), names_visible_to(actor, today))
        .order_by(col(HouseholdMember.position))
    ).all()
    return {
        item_id: tuple(Choice(one.id, one.relation) for one in known if one.id in members)
        for item_id, members in named.items()
    }


@dataclass(frozen=True)
class _Builder:
    """Makes the views of the items."""

    cases: dict[UUID, Case]
    offices: set[UUID]
    away: dict[UUID, tuple[tuple[UUID, str], ...]]
    members: dict[UUID, tuple[Choice, ...]]

    def view(self, item: AgendaItem, number: int, at: datetime) -> ItemView:
        """An item with its case; 氏名を伏せて its case is known to nobody but those who hold it."""
        case = self.cases.get(item.case_id) if item.case_id else None
        if item.without_names and (case is None or case.id not in self.offices):
            case = None
        return ItemView(
            item.id, item.position, item.kind, item.title, item.question, item.minutes,
            case.id if case is not None else None, f"{case.number} {case.alias}" if case is not None else "",
            item.without_names, self.away.get(item.id, ()), number, at, item.version,
            self.members.get(item.id, ()) if case is not None else (),
        )  # fmt: skip

    def hidden(
        self, item_id: UUID, kind: ItemKind, minutes: int, number: int, at: datetime, *, without_names: bool
    ) -> ItemView:
        """The place of an item whose words this person may not read."""
        return ItemView(
            item_id, number - 1, kind, "", None, minutes, None, "", without_names, self.away.get(item_id, ()), number,
            at, is_hidden=True,
        )  # fmt: skip


def _consents(
    session: Session, actor: Actor, today: date, cases: list[Case], build: _Builder, seen: dict[UUID, AgendaItem]
) -> dict[UUID, Basis]:
    """For an agency the consent that ends first among those it stands on, case by case."""
    if not cases:
        return {}
    shares = shares_in(session.execute, {case.id for case in cases})
    named = {
        case.id: {one.id for item in seen.values() if item.case_id == case.id for one in build.members.get(item.id, ())}
        for case in cases
    }
    household = session.exec(
        select(HouseholdMember.id, HouseholdMember.case_id).where(
            col(HouseholdMember.case_id).in_(list(named)), visible_to(actor, HouseholdMember, today)
        )
    ).all()
    grounds: dict[UUID, Basis] = {}
    for case in cases:
        mine = [one for one, of in household if of == case.id and (not named[case.id] or one in named[case.id])]
        subjects = [Subject(one, case.district_key, case.in_charge_id, shares.get(one, ())) for one in mine]
        found = [disclosure(actor, subject, InformationClass.IDENTITY, today) for subject in subjects]
        ends = [basis for basis in found if basis is not None]
        none = Basis(BasisKind.INVITATION)
        grounds[case.id] = min(ends, key=lambda basis: basis.until or date.max, default=none)
    return grounds
