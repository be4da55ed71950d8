"""Who is called to a conference: 五十音順, names of the household only for those who may know them."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from models.conferences import Conference, Invitation, Part
from models.forums import forums
from models.people import Agency, Person
from queries.agenda import Agenda
from queries.view import kana_order
from rules.access import Actor
from rules.room import Uncovered
from rules.visibility import visible_to

OWN_FAMILY = frozenset({Part.PERSON_CONCERNED, Part.FAMILY})


@dataclass(frozen=True)
class CalledView:
    """Somebody called: 五十音順 by reading, 敬称略 on paper.

    kept_from: the items their letter must not speak of; only told to those who send the letters.
    """

    id: UUID
    agency: str
    name: str
    reading: str
    title: str
    part: Part
    agency_id: UUID | None = None
    person_id: UUID | None = None
    kept_from: frozenset[UUID] = frozenset()


def called_to(
    session: Session, actor: Actor, conference_id: UUID, today: date, *, with_family: bool
) -> tuple[CalledView, ...]:
    """Everybody called of whom this person may know. with_family: whether ご本人 and ご家族 are told by name."""
    rows = session.exec(
        select(Invitation, Agency, Person)
        .join(Agency, col(Agency.id) == Invitation.agency_id, isouter=True)
        .join(Person, col(Person.id) == Invitation.person_id, isouter=True)
        .where(
            col(Invitation.conference_id) == conference_id,
            col(Invitation.withdrawn_at).is_(None),
            visible_to(actor, Invitation, today),
        )
    )
    views = [(_view(one, agency, person), agency) for one, agency, person in rows]
    # An agency called without a name stands by its own reading, between the people.
    ordered = sorted(views, key=lambda pair: (kana_order(_reading(*pair)), pair[0].agency))
    told = [view if with_family or view.part not in OWN_FAMILY else _nameless(view) for view, _ in ordered]
    return tuple(told)


def _reading(view: CalledView, agency: Agency | None) -> str | None:
    return view.reading or (agency.reading if agency is not None and not view.name else None)


def _nameless(view: CalledView) -> CalledView:
    return replace(view, agency="", name="", reading="", title="", agency_id=None, person_id=None)


def _view(one: Invitation, agency: Agency | None, person: Person | None) -> CalledView:
    name, reading, title = (person.name, person.reading, person.title) if person is not None else ("", "", "")
    return CalledView(
        one.id, agency.name if agency is not None else "", one.name or name, one.reading or reading, title, one.part,
        one.agency_id, one.person_id,
    )  # fmt: skip


def with_letters(
    called: tuple[CalledView, ...], conference: Conference, agenda: Agenda, holes: tuple[Uncovered, ...]
) -> tuple[CalledView, ...]:
    """Each with the items their letter leaves out: those they wait outside for, and those no consent opens to them."""
    closed = {(one.item_id, one.agency_id) for one in holes}
    by_consent = forums()[conference.forum_key].sharing_basis == "consent"
    return tuple(replace(one, kept_from=_kept_from(one, agenda, closed, by_consent=by_consent)) for one in called)


def _kept_from(one: CalledView, agenda: Agenda, closed: set[tuple[UUID, UUID]], *, by_consent: bool) -> frozenset[UUID]:
    if one.part in OWN_FAMILY:
        # Their own matter is theirs to read; where two households are spoken of, the letter cannot tell which it is.
        return agenda.about_persons if len(agenda.cases) > 1 else frozenset()
    if one.agency_id is None:
        return agenda.about_persons if by_consent else frozenset()
    waits = {item.id for item in agenda.items if one.agency_id in {agency for agency, _ in item.away}}
    return frozenset(waits | {item_id for item_id, agency in closed if agency == one.agency_id})
