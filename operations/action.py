"""@action: what every act has in common, in one order and one transaction."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session, select

from models.history import RequestDone
from models.people import Agency, Role
from models.record import Record
from operations.act import Act, Done, Said, case_of, offices_held
from operations.remembering import remember
from rules.access import GRANTS, Actor, as_known_to, may, reads_whole
from rules.refusal import Stale, require
from rules.typed_text import needed

__all__ = ["ACTIONS", "Act", "Done", "Operation", "Said", "action", "stroke"]

# In the room it is the recorder who types what an agency answers (practice: the recorder operates).
_MAY_TYPE_FOR_OTHERS = frozenset(
    {Role.WELFARE_WORKER, Role.CENTER_WORKER, Role.DIVISION_CHIEF, Role.CONFERENCE_RECORDER}
)

# Told in a refusal to everybody who sees the record at all.
_NO_SECRET = frozenset({"state"})


class Operation(Protocol):
    """An act as screens and routes call it."""

    key: str
    edits: tuple[str, ...]
    in_parts: bool

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
    key: str, on: type[Record] | None = None, edits: tuple[str, ...] = (), hideable: tuple[str, ...] = ()
) -> Callable[[Callable[..., Record]], Operation]:
    """Declare an act.

    on: the table of its subject. edits: the fields the act overwrites; seen must hold them as the form showed
    them, so that a stale form is refused and a change of something else is not mistaken for one. hideable: those
    of them that a view may keep from somebody who acts; what a form neither showed nor sends stays as it is. Where
    all are, the act is done in parts, and two people may write on two parts at once.
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
            may_at_all(act, key)
            compared = [one for one in edits if one not in hideable or one in (seen or {}) or one in inputs]
            subject = [subject_of(act, key, on, subject_id, seen, compared)] if on else []
            result = body(act, *subject, **inputs)
            session.flush()
            remember(act, key, request_id, result, inputs)
            return Done(result.id)

        operation: Operation = run  # type: ignore[assignment]
        operation.key, operation.edits = key, edits
        operation.in_parts = bool(edits) and set(edits) <= set(hideable)
        ACTIONS[key] = operation
        return operation

    return declare


def stroke(key: str, on: type[Record]) -> Callable[[Callable[..., Done]], Operation]:
    """Declare an act of which many come a minute: it asks what every act asks, in the same order.

    Its body finds repeated requests by itself, and remembers what is worth a line of history.
    """

    def declare(body: Callable[..., Done]) -> Operation:
        @wraps(body)
        def run(
            session: Session, actor: Actor, subject_id: UUID | None = None, *, request_id: str, now: datetime,
            **inputs: Any,
        ) -> Done:  # fmt: skip
            act = Act(session, actor, now)
            may_at_all(act, key)
            done = body(act, subject_of(act, key, on, subject_id), **inputs)
            session.flush()
            return done

        operation: Operation = run  # type: ignore[assignment]
        operation.key, operation.edits, operation.in_parts = key, (), False
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


def may_at_all(act: Act, key: str) -> None:
    """The first question: this person, on any record. Raises Refused."""
    require(may(act.actor, key) or GRANTS[key].offices, "not_yours")
    require(not act.actor.must_change_password or key in {"password.change", "sign_in.end"}, "password_first")
    if act.said is not None:
        require(act.actor.roles & _MAY_TYPE_FOR_OTHERS, "not_yours")
        require(act.session.get(Agency, act.said.agency_id), "not_found")
        needed(act.said.said_by, "field.said_by")
        require(act.said.said_at <= act.now, "said_in_future")


def subject_of(
    act: Act,
    key: str,
    model: type[Record],
    record_id: UUID | None,
    seen: Mapping[str, object] | None = None,
    edits: Collection[str] = (),
) -> Record:
    """The record of the act, if this person sees it and may do this to it. Raises Refused."""
    record = act.find(model, record_id)
    act.offices = offices_held(act.session, act.actor, record, act.today)
    case, is_told = case_of(act.session, record), True
    if case is not None:
        is_told = reads_whole(act.actor, act.offices, case.district_key, case.in_charge_id)
        act.actor = as_known_to(act.actor, case.district_key, case.in_charge_id)
    require(may(act.actor, key, act.offices), "not_yours")
    if edits:
        stored = {name: getattr(record, name) for name in edits}
        if seen is None or any(name not in seen or seen[name] != value for name, value in stored.items()):
            # A refusal must not tell what the view keeps from them; the form then shows what the page shows.
            raise Stale(stored if is_told or stored.keys() <= _NO_SECRET else {})
    return record
