"""Looking is an act too: one entry per sign-in, subject, basis and ten minutes; files and exports always one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from operations import history
from rules.access import Actor

SAME_LOOK = timedelta(minutes=10)


@dataclass(frozen=True)
class Look:
    """What was looked at and on which basis."""

    action: str
    subject_kind: str
    subject_id: UUID
    case_id: UUID | None
    basis: str


def unrecorded(session: Session, actor: Actor, looks: Iterable[Look], now: datetime) -> list[Look]:
    """The looks of which this sign-in has no entry yet within the last ten minutes."""
    waiting = list(dict.fromkeys(looks))
    known = {
        (action, *pair)
        for action in {look.action for look in waiting}
        for pair in history.last_looks(session, actor.sign_in_id, action, now - SAME_LOOK)
    }
    return [look for look in waiting if (look.action, look.subject_id, look.basis) not in known]


def record(session: Session, actor: Actor, looks: Iterable[Look], now: datetime) -> None:
    """Write one entry per look, in the order of their chains so that two readers never wait for each other."""
    for look in sorted(looks, key=lambda one: (one.subject_id.int % 16, one.basis)):
        event = history.Event(look.action, look.subject_kind, look.subject_id, look.case_id, look.basis)
        history.append(session, event, actor_id=actor.person_id, sign_in_id=actor.sign_in_id, now=now)
