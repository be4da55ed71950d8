"""会議ひとつ: who is called, what is asked, what clashes, and whose consent does not reach the room."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col

import settings
from models.conferences import Conference, ConferenceState
from models.people import Person, Role
from queries.agenda import Agenda, ItemView, agenda_of
from queries.calendar import ConferenceRow, conference_rows, conference_seen
from queries.called import CalledView, called_to, with_letters
from queries.clashes import ClashView, clashes_of
from queries.room_check import UncoveredView, holes_of
from queries.view import Confidential, Seen
from rules.access import GRANTS, Actor, may, runs
from rules.conference_steps import CONFERENCE
from rules.disclosure import Basis, BasisKind
from rules.lifecycle import Offer
from rules.preparation import conference_facts, holes_in
from rules.refusal import require
from rules.room import runners_in
from rules.visible_conferences import runs_by_appointment

__all__ = ["CalledView", "ClashView", "ConferenceFile", "ItemView", "UncoveredView", "conference_file"]

_CITY = frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF})
_LIVE = (ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION)


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
    follows_id: UUID | None = None
    answers_due_on: date | None = None
    urgent_reason: str | None = None

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
    found = conference_seen(session, actor, today, conference_id)
    offices = runs(actor, found.facilitator_id, found.recorder_id)
    rights = frozenset(action for action in GRANTS if may(actor, action, offices))
    prepares = "conference.change" in rights
    agenda = agenda_of(session, actor, found, today, runs=prepares)
    # An agency that facilitates may not know the household; who came as its family, it is told by their part.
    appointed = bool(actor.roles & _CITY) or runs_by_appointment(actor, found, today)
    with_family = appointed or (bool(agenda.cases) and agenda.is_office)
    called = called_to(session, actor, found.id, today, with_family=with_family)
    holes: tuple[UncoveredView, ...] = ()
    offers: tuple[Offer, ...] = ()
    if prepares:
        lacking = holes_in(session.execute, found, today) if found.state in _LIVE else ()
        called = with_letters(called, found, agenda, lacking)
        holes = holes_of(session, actor, lacking, agenda.items, runners_in(session.execute, found.id), today)
        facts = conference_facts(session.execute, found, actor.roles, today)
        offers = CONFERENCE.offered(found.state, actor.roles, offices, facts)
    return ConferenceFile(
        basis=_basis(agenda, runs=prepares, is_city=bool(actor.roles & _CITY)),
        looks=_looks(found, agenda),
        row=conference_rows(session, actor, now, [col(Conference.id) == found.id])[0],
        version=found.version, facilitator_id=found.facilitator_id, recorder_id=found.recorder_id,
        recorder=_name(session, found.recorder_id), materials_due_on=found.materials_due_on,
        convened_on=found.convened_on, cancel_reason=found.cancel_reason, called=called, agenda=agenda.items,
        clashes=clashes_of(session, found, today) if prepares else (), uncovered=holes, offers=offers, may=rights,
        follows_id=found.follows_id if prepares else None, answers_due_on=found.answers_due_on,
        urgent_reason=found.urgent_reason if prepares else None,
    )  # fmt: skip


def _basis(agenda: Agenda, *, runs: bool, is_city: bool) -> Basis:
    """The ground of the whole page: the weakest of those on which its cases stand there."""
    kinds = {basis.kind for basis in agenda.grounds.values()}
    if is_city or kinds == {BasisKind.OFFICE}:
        return Basis(BasisKind.OFFICE)
    if runs:
        return Basis(BasisKind.RUNNING)
    consents = [basis for basis in agenda.grounds.values() if basis.kind is BasisKind.CONSENT]
    return min(consents, key=lambda basis: basis.until or date.max, default=Basis(BasisKind.INVITATION))


def _looks(conference: Conference, agenda: Agenda) -> tuple[Seen, ...]:
    """A look is written down for each case the agenda speaks of, with the ground on which it is shown."""
    return tuple(
        Seen("conference.look", "conferences", conference.id, case_id, basis.kind.value)
        for case_id, basis in sorted(agenda.grounds.items())
    )


def _name(session: Session, person_id: UUID | None) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person is not None else ""
