"""会議ひとつ: who is called, what is asked, what clashes, and whose consent does not reach the room."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.cases import Case, HouseholdMember
from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, ItemAbsence, ItemKind, Part
from models.people import Agency, Person
from queries.calendar import ConferenceRow, conference_rows
from queries.view import Confidential, Seen, kana_order
from rules.access import GRANTS, Actor, Office, may
from rules.conference_steps import CONFERENCE, ConferenceFacts
from rules.disclosure import Basis, BasisKind
from rules.lifecycle import Offer
from rules.refusal import Refused, require
from rules.room import uncovered_in
from rules.scheduling import Clash, Slot, clashes
from rules.visibility import visible_to

_LIVE = (ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION)


@dataclass(frozen=True)
class CalledView:
    """Somebody called: 五十音順 by reading, 敬称略 on paper."""

    id: UUID
    agency: str
    name: str
    reading: str
    title: str
    part: Part


@dataclass(frozen=True)
class ItemView:
    """One agenda item as far as this person may see it."""

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


@dataclass(frozen=True)
class UncoveredView:
    """One agency in the room for one item, and the persons whose consent does not reach it."""

    item: ItemView
    agency_id: UUID
    agency: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class ClashView:
    """A warning in words: its kind, and who it is about."""

    kind: str
    name: str


@dataclass(frozen=True)
class ConferenceFile(Confidential):
    """One conference for one person."""

    row: ConferenceRow
    version: int
    facilitator_id: UUID
    recorder_id: UUID | None
    recorder: str
    materials_due_on: date | None
    convened_on: date | None
    cancel_reason: str | None
    called: tuple[CalledView, ...]
    agenda: tuple[ItemView, ...]
    clashes: tuple[ClashView, ...]
    uncovered: tuple[UncoveredView, ...]
    offers: tuple[Offer, ...]
    may: frozenset[str]

    @property
    def id(self) -> UUID:
        """The conference's id."""
        return self.row.id

    def seen(self) -> dict[str, object]:
        """What the form for moving it shows."""
        named = {"facilitator_id": self.facilitator_id, "recorder_id": self.recorder_id}
        shown = {name: getattr(self.row, name) for name in ("starts_at", "ends_at", "place", "theme")}
        return {**shown, **named, "materials_due_on": self.materials_due_on}


def conference_file(session: Session, actor: Actor, now: datetime, conference_id: UUID | None) -> ConferenceFile:
    """One conference. Raises Refused("not_found") alike for a forbidden and an absent one."""
    require(may(actor, "conference.look"), "not_found")
    today = settings.tokyo_day(now)
    found = session.exec(
        select(Conference).where(col(Conference.id) == conference_id, visible_to(actor, Conference, today))
    ).first()
    if found is None:
        raise Refused("not_found")
    row = conference_rows(session, actor, now, [col(Conference.id) == found.id])[0]
    called, agenda = _called(session, found.id), _agenda(session, actor, found.id, today)
    offices = _offices(actor, found)
    silent = [one for one in agenda if one.kind is ItemKind.DECIDE and not one.question]
    rights = frozenset(action for action in GRANTS if may(actor, action, offices))
    runs = "conference.change" in rights
    room = _uncovered(session, found, agenda) if runs else ()
    facts = ConferenceFacts(
        row.items, len(called), len(silent), records_alone=found.recorder_id is None, uncovered=len(room)
    )
    return ConferenceFile(
        basis=Basis(BasisKind.OFFICE if runs else BasisKind.INVITATION),
        looks=_looks(found, agenda),
        row=row, version=found.version, facilitator_id=found.facilitator_id, recorder_id=found.recorder_id,
        recorder=_name(session, found.recorder_id), materials_due_on=found.materials_due_on,
        convened_on=found.convened_on, cancel_reason=found.cancel_reason, called=called, agenda=agenda,
        clashes=_clashes(session, found, today) if runs else (), uncovered=room,
        offers=CONFERENCE.offered(found.state, actor.roles, offices, facts), may=rights,
    )  # fmt: skip


def _looks(conference: Conference, agenda: Iterable[ItemView]) -> tuple[Seen, ...]:
    """A look is written down where the agenda speaks of a case."""
    cases = {one.case_id for one in agenda if one.case_id is not None}
    basis = BasisKind.OFFICE.value
    return tuple(Seen("conference.look", "conferences", conference.id, case_id, basis) for case_id in sorted(cases))


def _name(session: Session, person_id: UUID | None) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person is not None else ""


def _offices(actor: Actor, conference: Conference) -> frozenset[Office]:
    runs = ((conference.facilitator_id, Office.FACILITATOR), (conference.recorder_id, Office.RECORDER))
    return frozenset(office for person_id, office in runs if person_id == actor.person_id)


def _called(session: Session, conference_id: UUID) -> tuple[CalledView, ...]:
    rows = session.exec(
        select(Invitation, Agency, Person)
        .join(Agency, col(Agency.id) == Invitation.agency_id, isouter=True)
        .join(Person, col(Person.id) == Invitation.person_id, isouter=True)
        .where(col(Invitation.conference_id) == conference_id, col(Invitation.withdrawn_at).is_(None))
    )
    views = [_called_view(invitation, agency, person) for invitation, agency, person in rows]
    return tuple(sorted(views, key=lambda one: (kana_order(one.reading or None), one.agency)))


def _called_view(invitation: Invitation, agency: Agency | None, person: Person | None) -> CalledView:
    name, reading, title = (person.name, person.reading, person.title) if person is not None else ("", "", "")
    return CalledView(
        invitation.id, agency.name if agency is not None else "", invitation.name or name,
        invitation.reading or reading, title, invitation.part,
    )  # fmt: skip


def _agenda(session: Session, actor: Actor, conference_id: UUID, today: date) -> tuple[ItemView, ...]:
    rows = session.exec(
        select(AgendaItem, Case)
        .join(Case, (col(Case.id) == AgendaItem.case_id) & visible_to(actor, Case, today), isouter=True)
        .where(
            col(AgendaItem.conference_id) == conference_id,
            col(AgendaItem.removed_at).is_(None),
            visible_to(actor, AgendaItem, today),
        )
        .order_by(col(AgendaItem.position))
    ).all()
    away = _away(session, [item.id for item, _ in rows])
    return tuple(_item(item, case, away.get(item.id, ())) for item, case in rows)


def _away(session: Session, item_ids: list[UUID]) -> dict[UUID, tuple[tuple[UUID, str], ...]]:
    statement = (
        select(ItemAbsence, Agency.name)
        .join(Agency, col(Agency.id) == ItemAbsence.agency_id)
        .where(col(ItemAbsence.item_id).in_(item_ids))
        .order_by(col(Agency.reading))
    )
    found: dict[UUID, tuple[tuple[UUID, str], ...]] = defaultdict(tuple)
    for absence, name in session.exec(statement):
        found[absence.item_id] += ((absence.agency_id, name),)
    return found


def _item(item: AgendaItem, case: Case | None, away: tuple[tuple[UUID, str], ...]) -> ItemView:
    known = case is not None
    return ItemView(
        item.id, item.position, item.kind, item.title, item.question, item.minutes, item.case_id if known else None,
        f"{case.number} {case.alias}" if case is not None else "", item.without_names, away,
    )  # fmt: skip


def _uncovered(session: Session, conference: Conference, agenda: tuple[ItemView, ...]) -> tuple[UncoveredView, ...]:
    """The findings of rules/room.py with their names, for those who prepare the conference."""
    found = uncovered_in(session.execute, conference.id, settings.tokyo_day(conference.starts_at))
    items = {item.id: item for item in agenda}
    agencies = dict(
        session.exec(select(Agency.id, Agency.name).where(col(Agency.id).in_({one.agency_id for one in found}))).all()
    )
    members = session.exec(select(HouseholdMember).where(col(HouseholdMember.id).in_({one.member_id for one in found})))
    words = {member.id: member.relation for member in members}
    people: dict[tuple[UUID, UUID], tuple[str, ...]] = defaultdict(tuple)
    for one in found:
        people[(one.item_id, one.agency_id)] += (words[one.member_id],)
    return tuple(
        UncoveredView(items[item_id], agency_id, agencies[agency_id], names)
        for (item_id, agency_id), names in people.items()
        if item_id in items
    )


def _clashes(session: Session, conference: Conference, today: date) -> tuple[ClashView, ...]:
    """The three tests against everything on those days, told without saying which conference it is."""
    near = session.exec(
        select(Conference).where(
            col(Conference.state).in_(_LIVE),
            col(Conference.starts_at) < conference.ends_at,
            col(Conference.ends_at) > conference.starts_at,
        )
    ).all()
    everybody = [*near, conference] if conference not in near else list(near)
    called: dict[UUID, set[UUID]] = defaultdict(set)
    named = select(Invitation.conference_id, Invitation.person_id).where(
        col(Invitation.conference_id).in_([one.id for one in everybody]),
        col(Invitation.person_id).is_not(None),
        col(Invitation.withdrawn_at).is_(None),
    )
    for conference_id, person_id in session.exec(named):
        called[conference_id].add(person_id)  # type: ignore[arg-type]
    slots = {one.id: _slot(one, called[one.id]) for one in everybody}
    found = clashes(slots[conference.id], slots.values(), today) if conference.state in _LIVE else ()
    return _told(session, found)


def _slot(one: Conference, called: set[UUID]) -> Slot:
    runs = {person_id for person_id in (one.facilitator_id, one.recorder_id) if person_id}
    return Slot(one.id, one.starts_at, one.ends_at, one.place, frozenset(called | runs), one.materials_due_on)


def _told(session: Session, found: tuple[Clash, ...]) -> tuple[ClashView, ...]:
    ids = {clash.person_id for clash in found if clash.person_id}
    names = {person.id: person.name for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}
    return tuple(ClashView(clash.kind, names.get(clash.person_id, "") if clash.person_id else "") for clash in found)
