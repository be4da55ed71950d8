"""What a transaction changed of a conference, told once it is stored: which part, about which item or case, no text."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import event, text
from sqlmodel import Session

import settings
from models.conferences import AgendaItem, Attendance, Conference, Invitation, ItemAbsence
from models.minutes import (
    ConferenceRecord,
    MinutesLine,
    MinutesRevision,
    PointSource,
    RecordApproval,
    RecordCheck,
    RecordPoint,
)
from models.plans import Assignment, EmergencyStep, SupportPlan
from models.record import Record
from models.sittings import ItemRecusal, WrittenAnswer

CHANNEL = "yoriai_live"
PARTS = ("lines", "agenda", "roles", "attendance", "record")
# Each table: its part of the conference, and the column of the item or case that decides who may hear of it.
_PART_OF: dict[type[Record], tuple[str, str]] = {
    MinutesLine: ("lines", "item_id"),
    Conference: ("agenda", ""),
    AgendaItem: ("agenda", "id"),
    WrittenAnswer: ("agenda", "item_id"),
    Attendance: ("attendance", ""),
    Invitation: ("attendance", ""),
    Assignment: ("roles", "item_id"),
    EmergencyStep: ("roles", "item_id"),
    SupportPlan: ("roles", ""),
    ConferenceRecord: ("record", "case_id"),
    RecordPoint: ("record", "case_id"),
}
# Rows without a conference of their own. Who leaves the room for an item hears that the agenda changed.
_WITHIN: dict[type[Record], tuple[type[Record], str]] = {
    ItemAbsence: (AgendaItem, "item_id"),
    ItemRecusal: (AgendaItem, "item_id"),
    RecordCheck: (ConferenceRecord, "record_id"),
    RecordApproval: (ConferenceRecord, "record_id"),
    PointSource: (RecordPoint, "point_id"),
}
_MOST_IN_ONE = 60  # a NOTIFY carries less than 8,000 bytes
_MOST_KEPT = 2_000


class Signal(NamedTuple):
    """Something changed there. about: only for those who may know of this item or case; None: the whole conference."""

    conference_id: UUID
    part: str
    about: UUID | None


Ear = Callable[[UUID, str, UUID | None, int], None]


class Numbers:
    """When each part of each conference last changed, as this process heard it. A number only ever grows."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._last = self._floor = int(settings.now().timestamp() * 1_000_000)
        self._known: dict[UUID, dict[tuple[str, UUID | None], int]] = {}

    def raised(self, signal: Signal) -> int:
        """A new number for what changed."""
        with self._guard:
            if len(self._known) > _MOST_KEPT:
                self._forget()
            number = self._next()
            self._known.setdefault(signal.conference_id, {})[signal.part, signal.about] = number
            return number

    def all_raised(self) -> int:
        """Something may have been missed: every part of every conference counts as changed now."""
        with self._guard:
            self._forget()
            return self._floor

    def of(self, conference_id: UUID) -> tuple[int, dict[tuple[str, UUID | None], int]]:
        """What is known of one conference, and the number of everything else."""
        with self._guard:
            return self._floor, dict(self._known.get(conference_id, {}))

    def _forget(self) -> None:
        self._known.clear()
        self._floor = self._next()

    def _next(self) -> int:
        self._last = max(self._last + 1, int(settings.now().timestamp() * 1_000_000))
        return self._last


numbers = Numbers()
ears: set[Ear] = set()


def heard(signals: Iterable[Signal]) -> None:
    """Tell everybody in this process."""
    for one in signals:
        number = numbers.raised(one)
        for ear in tuple(ears):
            ear(*one, number)


def heard_payload(payload: str) -> None:
    """What another process, or this one, told through PostgreSQL."""
    heard(Signal(UUID(whole), part, UUID(about) if about else None) for whole, part, about in json.loads(payload))


def tell_within(session: Session) -> tuple[Signal, ...]:
    """Before the commit: PostgreSQL tells every process when it is stored, and nobody when it is not."""
    signals = tuple(sorted(set(_signals(session)), key=str))
    if not signals or session.get_bind().dialect.name != "postgresql":
        return signals
    for first in range(0, len(signals), _MOST_IN_ONE):
        some = [(one[0].hex, one[1], one[2].hex if one[2] else "") for one in signals[first : first + _MOST_IN_ONE]]
        told = {"channel": CHANNEL, "payload": json.dumps(some, separators=(",", ":"))}
        session.execute(text("SELECT pg_notify(:channel, :payload)"), told)
    return ()


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _: object) -> None:
    touched = session.info.setdefault("touched", [])
    touched += session.new
    touched += (row for row in session.dirty if session.is_modified(row))
    touched += session.deleted


def _signals(session: Session) -> Iterator[Signal]:
    touched: list[Any] = session.info.pop("touched", [])
    typed = {row.line_id for row in touched if isinstance(row, MinutesRevision) and not row.is_branch}
    for row in touched:
        if isinstance(row, MinutesLine) and row.id in typed and not row.is_finished:
            continue  # a line that is being written is nobody's business yet
        kind: Any = type(row)
        whole, name = _WITHIN.get(kind, (None, ""))
        seen: Any = row if whole is None else session.get(whole, getattr(row, name))
        part, about = _PART_OF.get(type(seen), ("", ""))
        conference_id = seen.id if isinstance(seen, Conference) else getattr(seen, "conference_id", None)
        if part and conference_id is not None:
            told_to_all = not about or whole is AgendaItem
            yield Signal(conference_id, part, None if told_to_all else getattr(seen, about))
