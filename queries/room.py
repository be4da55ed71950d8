"""会議室: the sitting for those who run it: the agenda with its clock, who is here, the item in hand."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select

import settings
from models.cases import Case
from models.conferences import (
    AgendaItem,
    Conference,
    ConferenceState,
    ItemAbsence,
    ItemKind,
    ItemResult,
)
from models.people import Agency, Person, Role
from queries.agenda import agenda_of
from queries.attendees import Attendee, attendees
from queries.calendar import ConferenceRow, conference_rows, conference_seen
from queries.carried import Carried, carried_from
from queries.records import RecordRow, records_of
from queries.room_check import UncoveredView, holes_of
from queries.view import Confidential, Seen
from rules.access import GRANTS, Actor, may, runs
from rules.agenda_number import number_on_agenda
from rules.conference_steps import CONFERENCE, ConferenceFacts
from rules.disclosure import Basis, BasisKind
from rules.lifecycle import Offer
from rules.preparation import conference_facts, holes_in
from rules.refusal import require
from rules.room import runners_in
from rules.visibility import cases_by_office, visible_to
from rules.visible_conferences import cases_run, runs_by_appointment
from rules.who_ran import recused_in

_CITY = frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF})


@dataclass(frozen=True)
class RoomItem:
    """One item of the agenda in the room; away are the agencies that wait outside.

    recused: by their call those who take no part for 利害関係. carried: what it goes on with.
    """

    id: UUID
    number: int
    kind: ItemKind
    title: str
    question: str | None
    minutes: int
    case_id: UUID | None
    case: str
    without_names: bool
    began_at: datetime | None
    ended_at: datetime | None
    result: ItemResult | None
    result_words: str | None
    continued_on: date | None
    away: tuple[str, ...]
    is_parked: bool = False
    family_present: bool = False
    carried: Carried | None = None
    recused: tuple[tuple[UUID, str], ...] = ()

    def seen(self) -> dict[str, object]:
        """What the form of its result shows."""
        return {name: getattr(self, name) for name in ("result", "result_words", "continued_on")}


@dataclass(frozen=True)
class Room(Confidential):
    """One sitting."""

    row: ConferenceRow
    version: int
    recorder: str
    opened_at: datetime | None
    adjourned_at: datetime | None
    read_at: datetime | None
    read_by: str
    items: tuple[RoomItem, ...]
    current: RoomItem | None
    people: tuple[Attendee, ...]
    records: tuple[RecordRow, ...]
    facts: ConferenceFacts
    uncovered: tuple[UncoveredView, ...]
    offers: tuple[Offer, ...]
    may: frozenset[str]
    facilitator_id: UUID
    recorder_id: UUID | None
    next_id: UUID | None

    @property
    def id(self) -> UUID:
        """The conference's id."""
        return self.row.id


def room(session: Session, actor: Actor, now: datetime, conference_id: UUID | None) -> Room:
    """The sitting, for those who run it or belong to it. Raises Refused("not_found") for everybody else."""
    require(may(actor, "conference.look"), "not_found")
    today = settings.tokyo_day(now)
    found = conference_seen(session, actor, today, conference_id)
    offices = runs(actor, found.facilitator_id, found.recorder_id)
    rights = frozenset(action for action in GRANTS if may(actor, action, offices))
    require("line.write" in rights, "not_found")
    items = _items(session, actor, found.id, today)
    facts = conference_facts(session.execute, found, actor.roles, today)
    holes = _holes(session, actor, found, today) if facts.uncovered else ()
    basis = Basis(BasisKind.OFFICE if may(actor, "line.write") else BasisKind.RUNNING)
    return Room(
        basis=basis, looks=_looks(found, items, basis),
        row=conference_rows(session, actor, now, [col(Conference.id) == found.id])[0], version=found.version,
        recorder=_name(session, found.recorder_id), opened_at=found.opened_at, adjourned_at=found.adjourned_at,
        read_at=found.read_at, read_by=_name(session, found.read_by_id),
        items=items, current=next((one for one in items if one.id == found.current_item_id), None),
        people=attendees(session, found.id, with_family=_knows_family(actor, found, today)),
        records=records_of(session, actor, found.id, today), facts=facts, uncovered=holes,
        offers=CONFERENCE.offered(found.state, actor.roles, offices, facts), may=rights,
        facilitator_id=found.facilitator_id, recorder_id=found.recorder_id, next_id=_next(session, actor, found, today),
    )  # fmt: skip


def _next(session: Session, actor: Actor, conference: Conference, today: date) -> UUID | None:
    """次回, where it was agreed and may be known."""
    agreed = (Conference.previous_id == conference.id, Conference.state != ConferenceState.CANCELLED)
    return session.exec(select(Conference.id).where(*agreed, visible_to(actor, Conference, today))).first()


def _knows_family(actor: Actor, conference: Conference, today: date) -> bool:
    return bool(actor.roles & _CITY) or runs_by_appointment(actor, conference, today)


def _holes(session: Session, actor: Actor, found: Conference, today: date) -> tuple[UncoveredView, ...]:
    """Asked only where there are any: a consent was taken back after the notice."""
    agenda = agenda_of(session, actor, found, today, runs=True)
    lacking = holes_in(session.execute, found, today)
    return holes_of(session, actor, lacking, agenda.items, runners_in(session.execute, found.id), today)


def _looks(conference: Conference, items: tuple[RoomItem, ...], basis: Basis) -> tuple[Seen, ...]:
    cases = sorted({one.case_id for one in items if one.case_id is not None})
    return tuple(Seen("conference.look", "conferences", conference.id, one, basis.kind.value) for one in cases)


def _name(session: Session, person_id: UUID | None) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person is not None else ""


def _items(session: Session, actor: Actor, conference_id: UUID, today: date) -> tuple[RoomItem, ...]:
    # 氏名を伏せて its case is known to nobody but those who hold it, or were appointed to run the conference.
    named = and_(visible_to(actor, Case, today), ~col(AgendaItem.without_names))
    known = or_(named, cases_by_office(actor), cases_run(actor, today))
    rows = session.exec(
        select(AgendaItem, Case, number_on_agenda())
        .join(Case, (col(Case.id) == AgendaItem.case_id) & known, isouter=True)
        .where(
            col(AgendaItem.conference_id) == conference_id,
            col(AgendaItem.removed_at).is_(None),
            visible_to(actor, AgendaItem, today),
        )
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
    ).all()
    ids = [item.id for item, *_ in rows]
    away, recused = _away(session, ids), recused_in(session.execute, ids)
    carried = carried_from(session, actor, today, [item for item, *_ in rows])
    built = [_item(number, item, case, away[item.id]) for item, case, number in rows]
    return tuple(replace(one, recused=tuple(recused[one.id].items()), carried=carried.get(one.id)) for one in built)


def _item(number: int, item: AgendaItem, case: Case | None, away: list[str]) -> RoomItem:
    return RoomItem(
        item.id, number, item.kind, item.title, item.question, item.minutes, case.id if case is not None else None,
        f"{case.number} {case.alias}" if case is not None else "", item.without_names, item.began_at, item.ended_at,
        item.result, item.result_words, item.continued_on, tuple(away),
        item.parked_at is not None, item.family_present,
    )  # fmt: skip


def _away(session: Session, item_ids: list[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    statement = (
        select(ItemAbsence.item_id, Agency.name)
        .join(Agency, col(Agency.id) == ItemAbsence.agency_id)
        .where(col(ItemAbsence.item_id).in_(item_ids))
        .order_by(col(Agency.reading))
    )
    for item_id, name in session.exec(statement):
        found[item_id].append(name)
    return found
