"""会議の予定 and 会議ひとつ: what is planned, who is called, what is asked, and what clashes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

import settings
from models.cases import Case
from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, ItemKind, Part
from models.forums import Forum, forums
from models.people import Agency, Person
from queries.view import Confidential, Seen, kana_order
from rules.access import GRANTS, Actor, Office, may, visible_to
from rules.disclosure import Basis, BasisKind
from rules.lifecycle import Offer
from rules.lifecycles import CONFERENCE, ConferenceFacts
from rules.refusal import Refused, require
from rules.scheduling import Clash, Slot, clashes

_LIVE = (ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION)


@dataclass(frozen=True)
class ConferenceRow:
    """One conference in the calendar or a list; nothing in it names a person of a household."""

    id: UUID
    forum: Forum
    serial: int | None
    fiscal_year: int
    theme: str
    starts_at: datetime
    ends_at: datetime
    place: str
    state: ConferenceState
    facilitator: str
    called: int
    items: int


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


def moment_of(day: date) -> datetime:
    """0:00 of a Tokyo day, in UTC."""
    return datetime.combine(day, time(), settings.TOKYO).astimezone(UTC)


def conference_list(
    session: Session, actor: Actor, now: datetime, *, since: date, until: date, forum_key: str = ""
) -> tuple[ConferenceRow, ...]:
    """The conferences of these days (both inclusive) that this person may know of."""
    require(may(actor, "conference.look"), "not_found")
    wanted = [
        visible_to(actor, Conference, settings.tokyo_day(now)),
        col(Conference.starts_at) >= moment_of(since),
        col(Conference.starts_at) < moment_of(until + timedelta(days=1)),
    ]
    if forum_key:
        wanted.append(col(Conference.forum_key) == forum_key)
    return _rows(session, actor, now, wanted)


def _rows(
    session: Session, actor: Actor, now: datetime, wanted: list[ColumnElement[bool]]
) -> tuple[ConferenceRow, ...]:
    found = session.exec(
        select(Conference, Person)
        .join(Person, col(Person.id) == Conference.facilitator_id)
        .where(*wanted)
        .order_by(col(Conference.starts_at), col(Conference.id))
    ).all()
    ids = [conference.id for conference, _ in found]
    called = _count(session, Invitation, ids, col(Invitation.withdrawn_at).is_(None))
    seen = visible_to(actor, AgendaItem, settings.tokyo_day(now))
    items = _count(session, AgendaItem, ids, col(AgendaItem.removed_at).is_(None), seen)
    return tuple(_row(one, who.name, called.get(one.id, 0), items.get(one.id, 0)) for one, who in found)


def _count(
    session: Session, model: type[Invitation] | type[AgendaItem], ids: list[UUID], *wanted: object
) -> dict[UUID, int]:
    statement = (
        select(model.conference_id, func.count())
        .where(col(model.conference_id).in_(ids), *wanted)  # type: ignore[arg-type]
        .group_by(col(model.conference_id))
    )
    return dict(session.exec(statement).all())


def _row(one: Conference, facilitator: str, called: int, items: int) -> ConferenceRow:
    return ConferenceRow(
        one.id, forums()[one.forum_key], one.serial, one.fiscal_year, one.theme, one.starts_at, one.ends_at, one.place,
        one.state, facilitator, called, items,
    )  # fmt: skip


def conference_file(session: Session, actor: Actor, now: datetime, conference_id: UUID | None) -> ConferenceFile:
    """One conference. Raises Refused("not_found") alike for a forbidden and an absent one."""
    require(may(actor, "conference.look"), "not_found")
    today = settings.tokyo_day(now)
    found = session.exec(
        select(Conference).where(col(Conference.id) == conference_id, visible_to(actor, Conference, today))
    ).first()
    if found is None:
        raise Refused("not_found")
    row = _rows(session, actor, now, [col(Conference.id) == found.id])[0]
    called, agenda = _called(session, found.id), _agenda(session, actor, found.id, today)
    offices = _offices(actor, found)
    silent = [one for one in agenda if one.kind is ItemKind.DECIDE and not one.question]
    facts = ConferenceFacts(row.items, len(called), len(silent), records_alone=found.recorder_id is None)
    rights = frozenset(action for action in GRANTS if may(actor, action, offices))
    return ConferenceFile(
        basis=Basis(BasisKind.OFFICE if rights & {"conference.change"} else BasisKind.INVITATION),
        looks=_looks(found, agenda),
        row=row, version=found.version, facilitator_id=found.facilitator_id, recorder_id=found.recorder_id,
        recorder=_name(session, found.recorder_id), materials_due_on=found.materials_due_on,
        convened_on=found.convened_on, cancel_reason=found.cancel_reason, called=called, agenda=agenda,
        clashes=_clashes(session, found, today) if "conference.change" in rights else (),
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
        .join(Case, col(Case.id) == AgendaItem.case_id, isouter=True)
        .where(
            col(AgendaItem.conference_id) == conference_id,
            col(AgendaItem.removed_at).is_(None),
            visible_to(actor, AgendaItem, today),
        )
        .order_by(col(AgendaItem.position))
    )
    return tuple(
        ItemView(
            item.id,
            item.position,
            item.kind,
            item.title,
            item.question,
            item.minutes,
            item.case_id,
            f"{case.number} {case.alias}" if case is not None else "",
        )
        for item, case in rows
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
