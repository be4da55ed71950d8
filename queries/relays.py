"""つなぎ: what waits for an answer, what was sent, and one of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

import settings
from models.cases import Case
from models.history import Channel, EnteredFor
from models.people import Agency, Person
from models.relays import Relay, RelayConsent, RelayState, Urgency
from queries.view import Confidential, Seen
from rules.access import Actor, Office, may
from rules.disclosure import Basis, BasisKind
from rules.lifecycle import Offer
from rules.lifecycles import RELAY, RelayFacts
from rules.refusal import Refused, require
from rules.visibility import visible_to


@dataclass(frozen=True)
class RelayRow:
    """One つなぎ in a list; age and due day are the same for both sides."""

    id: UUID
    alias: str
    sender: str
    receiver: str
    urgency: Urgency
    state: RelayState
    sent_on: date
    age_days: int
    due_on: date
    is_late: bool
    is_mine_to_answer: bool


@dataclass(frozen=True)
class RelayList:
    """The latest つなぎ this person may see, those without an answer first."""

    rows: tuple[RelayRow, ...]
    total: int


@dataclass(frozen=True)
class Spoken:
    """代理入力: who said it, how and on which day; the one who sent the form typed it."""

    said_by: str
    channel: Channel
    said_on: date


@dataclass(frozen=True)
class RelayFile(Confidential):
    """One つなぎ with its answer."""

    id: UUID
    version: int
    row: RelayRow
    complaint: str
    consent: RelayConsent
    sent_at: datetime
    sent_by: str
    reply: str | None
    replied_at: datetime | None
    replied_by: str
    spoken: Spoken | None
    case_id: UUID | None
    case_number: str
    offers: tuple[Offer, ...]


def relay_list(session: Session, actor: Actor, now: datetime, *, page: int = 0) -> RelayList:
    """Those that wait first, then the latest."""
    require(may(actor, "relay.look"), "not_found")
    today, size = settings.tokyo_day(now), settings.city().page_rows
    seen = visible_to(actor, Relay, today)
    total = session.exec(select(func.count()).select_from(Relay).where(seen)).one()
    sender, receiver = aliased(Agency), aliased(Agency)
    rows = session.exec(
        select(Relay, sender.name, receiver.name)
        .join(sender, col(sender.id) == Relay.from_agency_id)
        .join(receiver, col(receiver.id) == Relay.to_agency_id)
        .where(seen)
        .order_by(col(Relay.state) != RelayState.ARRIVED, col(Relay.sent_at).desc(), col(Relay.id))
        .offset(page * size)
        .limit(size)
    ).all()
    return RelayList(tuple(relay_row(actor, relay, come, gone, today) for relay, come, gone in rows), total)


def relay_row(actor: Actor, relay: Relay, sender: str, receiver: str, today: date) -> RelayRow:
    """The row of a つなぎ for one reader."""
    sent_on, waits = settings.tokyo_day(relay.sent_at), relay.state is RelayState.ARRIVED
    is_receiver = may(actor, "relay.answer") and bool(_offers(actor, relay))
    return RelayRow(
        relay.id, relay.alias, sender, receiver, relay.urgency, relay.state, sent_on,
        (today - sent_on).days, relay.reply_due_on, waits and relay.reply_due_on < today, waits and is_receiver,
    )  # fmt: skip


def _offers(actor: Actor, relay: Relay) -> tuple[Offer, ...]:
    ends = ((relay.from_agency_id, Office.SENDER), (relay.to_agency_id, Office.RECEIVER))
    offices = frozenset(office for agency_id, office in ends if agency_id == actor.agency_id)
    # A reply is typed in the same form as the step, so its absence stops nothing before the press.
    return RELAY.offered(relay.state, actor.roles, offices, RelayFacts(True, relay.consent is RelayConsent.GIVEN))


def relay_file(session: Session, actor: Actor, now: datetime, relay_id: UUID | None) -> RelayFile:
    """One つなぎ. Its ground is the office of those who sent and received it."""
    require(may(actor, "relay.look"), "not_found")
    today = settings.tokyo_day(now)
    sender, receiver, writer = aliased(Agency), aliased(Agency), aliased(Person)
    found = session.execute(
        sql_select(Relay, col(sender.name), col(receiver.name), Person, writer, col(Case.number))
        .join(sender, col(sender.id) == Relay.from_agency_id)
        .join(receiver, col(receiver.id) == Relay.to_agency_id)
        .join(Person, col(Person.id) == Relay.sent_by_id)
        .join(writer, col(writer.id) == Relay.replied_by_id, isouter=True)
        .join(Case, (col(Case.id) == Relay.case_id) & visible_to(actor, Case, today), isouter=True)
        .where(col(Relay.id) == relay_id, visible_to(actor, Relay, today))
    ).first()
    if found is None:
        raise Refused("not_found")
    relay, come, gone, person, answered_by, number = found
    return RelayFile(
        basis=Basis(BasisKind.OFFICE),
        looks=(Seen("relay.look", "relays", relay.id, relay.case_id, BasisKind.OFFICE.value),),
        id=relay.id, version=relay.version, row=relay_row(actor, relay, come, gone, today),
        complaint=relay.complaint, consent=relay.consent, sent_at=relay.sent_at, sent_by=person.name,
        reply=relay.reply, replied_at=relay.replied_at, replied_by=answered_by.name if answered_by else "",
        spoken=_spoken(session, relay.id), case_id=relay.case_id if number else None, case_number=number or "",
        offers=_offers(actor, relay) if may(actor, "relay.answer") else (),
    )  # fmt: skip


def _spoken(session: Session, relay_id: UUID) -> Spoken | None:
    first = select(EnteredFor).where(EnteredFor.subject_id == relay_id).order_by(col(EnteredFor.said_at)).limit(1)
    found = session.exec(first).first()
    return Spoken(found.said_by, found.channel, settings.tokyo_day(found.said_at)) if found else None
