"""What every act leaves behind: the raised signal, the answer to its request, its history, whose words it was."""

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session

from models.cases import Case
from models.history import EnteredFor, ReasonedAct, RequestDone
from models.record import Record, Versioned
from operations import history
from operations.act import Act
from rules.typed_text import needed

SECRET_INPUTS = frozenset({"password", "current", "new"})


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, set | frozenset | tuple):
        return [_plain(one) for one in value]
    return str(value)


def _by_text(value: object) -> object:
    """What is told by record is written down by its id."""
    return {str(key): one for key, one in value.items()} if isinstance(value, Mapping) else value


def remember(act: Act, key: str, request_id: str | None, result: Record, inputs: Mapping[str, Any]) -> None:
    """Signal, answer, history: the last writes, so that the chain's lock is held shortly."""
    case_id = result.id if isinstance(result, Case) else getattr(result, "case_id", None)
    _signal(act.session, {(type(result), result.id), (Case, case_id)})
    if request_id is not None:
        act.session.execute(
            update(RequestDone).where(RequestDone.request_id == request_id).values(subject_id=result.id)  # type: ignore[arg-type]
        )
    told = {name: _by_text(value) for name, value in {**inputs, **act.told}.items() if name not in SECRET_INPUTS}
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
