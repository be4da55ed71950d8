"""@action: what every act has in common, in one order and one transaction."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import wraps
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

import settings
from models.cases import Case, Involvement
from models.conferences import Conference
from models.history import Channel, EnteredFor, ReasonedAct, RequestDone
from models.people import Agency, Role
from models.record import Record, Versioned
from models.relays import Relay
from operations import history
from rules.access import GRANTS, Actor, Office, as_known_to, may, visible_to
from rules.lifecycle import Condition, weigh
from rules.refusal import Refused, Stale, require
from rules.typed_text import needed

Kept = TypeVar("Kept", bound=Record)

SECRET_INPUTS = frozenset({"password", "current", "new"})
_MAY_TYPE_FOR_OTHERS = frozenset({Role.WELFARE_WORKER, Role.CENTER_WORKER, Role.DIVISION_CHIEF})


@dataclass(frozen=True)
class Said:
    """代理入力: whose words these are, for which agency, how and when they came."""

    agency_id: UUID
    said_by: str
    channel: Channel
    said_at: datetime


@dataclass(frozen=True)
class Done:
    """The answer of an act: the record it is about, and whether this very request had been answered before."""

    subject_id: UUID
    repeated: bool = False


@dataclass
class Act:
    """One act in progress: who, when, in which transaction, with which reasons, for whom."""

    session: Session
    actor: Actor
    now: datetime
    reasons: Mapping[str, str] = field(default_factory=dict)
    said: Said | None = None
    offices: frozenset[Office] = frozenset()
    used_reasons: dict[str, str] = field(default_factory=dict)
    basis: str = ""

    @property
    def today(self) -> date:
        """The Tokyo day of the act."""
        return settings.tokyo_day(self.now)

    @property
    def agency_id(self) -> UUID:
        """The agency that acts: the one that spoke, else the actor's own."""
        return self.said.agency_id if self.said else self.actor.agency_id

    def find(self, model: type[Kept], record_id: UUID | None) -> Kept:
        """The record, if this person may see it. Forbidden and absent answer the same."""
        return find(self.session, self.actor, model, record_id, self.today)

    def add(self, record: Kept) -> Kept:
        """Keep a new record."""
        self.session.add(record)
        self.session.flush()
        return record

    def weigh(self, conditions: tuple[Condition, ...], facts: object) -> None:
        """Refuse, or go on and remember which conditions were passed over with which reason."""
        self.used_reasons |= weigh(conditions, facts, self.actor.roles, dict(self.reasons))


def find(session: Session, actor: Actor, model: type[Kept], record_id: UUID | None, today: date) -> Kept:
    """One record through the same clause as every list. Raises Refused("not_found")."""
    statement = select(model).where(model.id == record_id, visible_to(actor, model, today)).with_for_update()
    found = session.exec(statement).first()
    if found is None:
        raise Refused("not_found")
    return found


class Operation(Protocol):
    """An act as screens and routes call it."""

    key: str
    edits: tuple[str, ...]

    def __call__(
        self,
        session: Session,
        actor: Actor,
        subject_id: UUID | None = None,
        *,
        request_id: str,
        now: datetime,
        seen: Mapping[str, object] | None = None,
        reasons: Mapping[str, str] | None = None,
        said: Said | None = None,
        **inputs: Any,
    ) -> Done: ...


ACTIONS: dict[str, Operation] = {}


def action(
    key: str, on: type[Record] | None = None, edits: tuple[str, ...] = ()
) -> Callable[[Callable[..., Record]], Operation]:
    """Declare an act.

    on: the table of its subject. edits: the fields the act overwrites; seen must hold them as the form showed
    them, so that a stale form is refused and a change of something else is not mistaken for one.
    """

    def declare(body: Callable[..., Record]) -> Operation:
        @wraps(body)
        def run(
            session: Session,
            actor: Actor,
            subject_id: UUID | None = None,
            *,
            request_id: str,
            now: datetime,
            seen: Mapping[str, object] | None = None,
            reasons: Mapping[str, str] | None = None,
            said: Said | None = None,
            **inputs: Any,
        ) -> Done:
            act = Act(session, actor, now, reasons or {}, said)
            answered = _claim(act, key, request_id)
            if answered is not None:
                return Done(answered, repeated=True)
            _may_at_all(act, key)
            subject = [_subject(act, key, on, subject_id, seen, edits)] if on else []
            result = body(act, *subject, **inputs)
            session.flush()
            _remember(act, key, request_id, result, inputs)
            return Done(result.id)

        operation: Operation = run  # type: ignore[assignment]
        operation.key, operation.edits = key, edits
        ACTIONS[key] = operation
        return operation

    return declare


def _claim(act: Act, key: str, request_id: str) -> UUID | None:
    """Take the request, or find the answer it already had. The unique insert makes racing twins wait."""
    done = act.session.exec(select(RequestDone).where(RequestDone.request_id == request_id)).first()
    if done is not None:
        require(done.actor_id == act.actor.person_id and done.action == key, "not_found")
        return done.subject_id
    act.session.add(RequestDone(request_id=request_id, actor_id=act.actor.person_id, action=key, done_at=act.now))
    act.session.flush()
    return None


def _may_at_all(act: Act, key: str) -> None:
    require(may(act.actor, key) or GRANTS[key].offices, "not_yours")
    require(not act.actor.must_change_password or key in {"password.change", "sign_in.end"}, "password_first")
    if act.said is not None:
        require(act.actor.roles & _MAY_TYPE_FOR_OTHERS, "not_yours")
        require(act.session.get(Agency, act.said.agency_id), "not_found")
        needed(act.said.said_by, "field.said_by")
        require(act.said.said_at <= act.now, "said_in_future")


def _subject(
    act: Act,
    key: str,
    model: type[Record],
    record_id: UUID | None,
    seen: Mapping[str, object] | None,
    edits: tuple[str, ...],
) -> Record:
    record = act.find(model, record_id)
    case = case_of(act.session, record)
    if case is not None:
        act.actor = as_known_to(act.actor, case.district_key, case.in_charge_id)
    act.offices = offices_held(act.session, act.actor, record, act.today)
    require(may(act.actor, key, act.offices), "not_yours")
    if edits:
        stored = {name: getattr(record, name) for name in edits}
        if seen is None or any(seen[name] != value for name, value in stored.items()):
            raise Stale(stored)
    return record


def case_of(session: Session, record: Record) -> Case | None:
    """The case a record is or belongs to; a つなぎ stands before its case."""
    if isinstance(record, Relay):
        return None
    case_id = record.id if isinstance(record, Case) else getattr(record, "case_id", None)
    return session.get(Case, case_id) if case_id else None


def offices_held(session: Session, actor: Actor, record: Record, today: date) -> frozenset[Office]:
    """What this person is for this record; a part lends the offices of its whole."""
    if isinstance(record, Relay):
        ends = ((record.from_agency_id, Office.SENDER), (record.to_agency_id, Office.RECEIVER))
        return frozenset(office for agency_id, office in ends if agency_id == actor.agency_id)
    return _of_conference(session, actor, record) | _of_case(session, actor, record, today)


def _of_conference(session: Session, actor: Actor, record: Record) -> frozenset[Office]:
    whole = record.id if isinstance(record, Conference) else getattr(record, "conference_id", None)
    conference = session.get(Conference, whole) if whole else None
    if conference is None:
        return frozenset()
    runs = ((conference.facilitator_id, Office.FACILITATOR), (conference.recorder_id, Office.RECORDER))
    return frozenset(office for person_id, office in runs if person_id == actor.person_id)


def _of_case(session: Session, actor: Actor, record: Record, today: date) -> frozenset[Office]:
    case = case_of(session, record)
    if case is None:
        return frozenset()
    held = {Office.IN_CHARGE} if case.in_charge_id == actor.person_id else set()
    current = select(Involvement).where(
        Involvement.case_id == case.id,
        Involvement.agency_id == actor.agency_id,
        col(Involvement.until).is_(None) | (col(Involvement.until) >= today),
    )
    if Role.AGENCY_MEMBER in actor.roles and session.exec(current).first() is not None:
        held.add(Office.INVOLVED_AGENCY)
    return frozenset(held)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, set | frozenset | tuple):
        return [_plain(one) for one in value]
    return str(value)


def _remember(act: Act, key: str, request_id: str, result: Record, inputs: Mapping[str, Any]) -> None:
    """Signal, answer, history: the last writes, so that the chain's lock is held shortly."""
    case_id = result.id if isinstance(result, Case) else getattr(result, "case_id", None)
    _signal(act.session, {(type(result), result.id), (Case, case_id)})
    act.session.execute(
        update(RequestDone).where(RequestDone.request_id == request_id).values(subject_id=result.id)  # type: ignore[arg-type]
    )
    told = {name: value for name, value in inputs.items() if name not in SECRET_INPUTS}
    changes = json.dumps(told, ensure_ascii=False, default=_plain) if told else None
    event = history.Event(key, type(result).__tablename__, result.id, case_id, act.basis, changes)  # type: ignore[arg-type]
    entry = history.append(
        act.session, event, actor_id=act.actor.person_id, sign_in_id=act.actor.sign_in_id, now=act.now
    )
    _remember_people(act, key, entry, result.id, case_id)


def _signal(session: Session, touched: set[tuple[type[Record], UUID | None]]) -> None:
    """Raise the numbers that live screens listen to; past the version, which belongs to forms."""
    for model, record_id in touched:
        if record_id is not None and issubclass(model, Versioned):
            table = model.__table__  # type: ignore[attr-defined]
            raised = update(table).where(table.c.id == record_id).values(signal_no=table.c.signal_no + 1)
            session.execute(raised)


def _remember_people(act: Act, key: str, entry: UUID, subject_id: UUID, case_id: UUID | None) -> None:
    if act.said is not None:
        act.session.add(
            EnteredFor(
                history_id=entry,
                subject_id=subject_id,
                agency_id=act.said.agency_id,
                said_by=needed(act.said.said_by, "field.said_by"),
                channel=act.said.channel,
                said_at=act.said.said_at,
            )
        )
    for condition, text in act.used_reasons.items():
        act.session.add(
            ReasonedAct(
                history_id=entry,
                subject_id=subject_id,
                case_id=case_id,
                action=key,
                condition=condition,
                reason=needed(text, "field.reason"),
                by_id=act.actor.person_id,
                at=act.now,
            )
        )
