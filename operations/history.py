"""Writing the history chain, and checking it."""

import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from sqlalchemy import Table, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

import settings
from models.history import ChainHead, HistoryEntry
from models.sealed import bound, opened
from rules.calendar import fiscal_year
from rules.chain import Finding, Head, Link, chain_of, check_anchor, check_chain, digest_of, mac_of, seal_of

_HISTORY: Table = HistoryEntry.__table__  # type: ignore[attr-defined]
_STORED_MOMENT = "%Y-%m-%d %H:%M:%S.%f"
_UNREADABLE = (InvalidTag, ValueError, IndexError, KeyError, TypeError, AttributeError, binascii.Error)
_HEADS: Table = ChainHead.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Event:
    """What an entry says."""

    action: str
    subject_kind: str
    subject_id: UUID
    case_id: UUID | None = None
    basis: str = ""
    changes: str | None = None


def append(session: Session, event: Event, *, actor_id: UUID | None, sign_in_id: UUID | None, now: datetime) -> UUID:
    """Add one entry. Called last in a transaction: the head's row lock puts concurrent writers in order."""
    key = settings.keys().history
    chain = chain_of(fiscal_year(settings.tokyo_day(now)), event.subject_id)
    seq, previous = _next(session, chain)
    row_id, digest = uuid4(), digest_of(key, event.changes)
    link = Link(
        chain, seq, now, actor_id, sign_in_id, event.action, event.subject_kind, event.subject_id,
        event.case_id, event.basis, digest, event.changes, "", row_id,
    )  # fmt: skip
    mac = mac_of(key, previous, link)
    values = {name: getattr(link, name) for name in Link.__dataclass_fields__ if name not in {"row_id", "mac"}}
    values["changes"] = None if event.changes is None else bound(event.changes, row_id)
    session.execute(insert(_HISTORY).values(id=row_id, mac=mac, **values))
    session.execute(update(_HEADS).where(_HEADS.c.chain == chain).values(mac=mac, seal=seal_of(key, chain, seq, mac)))
    return row_id


def _next(session: Session, chain: str) -> tuple[int, str]:
    forward = (
        update(_HEADS).where(_HEADS.c.chain == chain).values(seq=_HEADS.c.seq + 1).returning(_HEADS.c.seq, _HEADS.c.mac)
    )
    row = session.execute(forward).first()
    if row is None:
        _begin_chain(session, chain)
        row = session.execute(forward).one()
    return row.seq, row.mac


def _begin_chain(session: Session, chain: str) -> None:
    """The first entry of a chain in a 年度. Of two at once one begins it, and the other finds it begun."""
    try:
        with session.begin_nested():
            session.execute(insert(_HEADS).values(id=uuid4(), chain=chain, seq=0, mac="", seal=""))
    except IntegrityError:
        pass  # somebody else began this chain a moment ago


def _uuid(stored: object) -> UUID | None:
    """An id as it was written; SQLite would not find it again under another spelling."""
    if stored is None or isinstance(stored, UUID):
        return stored
    found = UUID(str(stored))
    if found.hex != stored:
        raise ValueError("an id is spelled otherwise")
    return found


def _moment(stored: object) -> datetime:
    """A moment as it was written."""
    if isinstance(stored, datetime):
        return stored
    found = datetime.strptime(str(stored), _STORED_MOMENT)  # noqa: DTZ007 - stored in UTC, said in the next line
    if found.strftime(_STORED_MOMENT) != stored:
        raise ValueError("a moment is spelled otherwise")
    return found.replace(tzinfo=UTC)


def _opened(blob: str, row_id: UUID) -> str:
    """The changes in words; where they no longer open, something that no digest stands for."""
    try:
        return opened(blob, row_id.hex, "history.changes")
    except _UNREADABLE:
        return "\x00"


def _link(row: Any) -> Link:
    """One stored row as the chain sees it. Raises one of _UNREADABLE where it is not what append() writes."""
    row_id = _uuid(row.id)
    if row_id is None:
        raise ValueError("an entry without an id")
    subject_id = _uuid(row.subject_id)
    if subject_id is None:
        raise ValueError("an entry about nothing")
    return Link(
        chain=row.chain,
        seq=row.seq,
        moment=_moment(row.moment),
        actor_id=_uuid(row.actor_id),
        sign_in_id=_uuid(row.sign_in_id),
        action=row.action,
        subject_kind=row.subject_kind,
        subject_id=subject_id,
        case_id=_uuid(row.case_id),
        basis=row.basis,
        digest=row.digest,
        changes=None if row.changes is None else _opened(row.changes, row_id),
        mac=row.mac,
        row_id=row_id,
    )


def stored(session: Session) -> tuple[list[Link], list[Finding]]:
    """The whole history in chain order, changes opened, and the rows that can no longer be read."""
    names = ", ".join(column.name for column in _HISTORY.columns)
    read: list[Link] = []
    broken: list[Finding] = []
    for row in session.execute(text(f"SELECT {names} FROM history ORDER BY chain, seq")):  # noqa: S608 - our own names
        try:
            read.append(_link(row))
        except _UNREADABLE:
            broken.append(Finding(str(row.chain), row.seq if isinstance(row.seq, int) else 0, "entry_cannot_be_read"))
    return read, broken


def links(session: Session) -> list[Link]:
    """The whole history in chain order, as far as it can be read."""
    return stored(session)[0]


def heads(session: Session) -> dict[str, Head]:
    """The end of every chain."""
    return {row.chain: Head(row.chain, row.seq, row.mac, row.seal) for row in session.execute(select(_HEADS))}


def findings(session: Session, anchored: Mapping[str, tuple[int, str]] | None = None) -> list[Finding]:
    """Every place where the history does not hold; an empty list says that it is what was written."""
    key, ends = settings.keys().history, heads(session)
    whole, found = stored(session)
    chains = {chain: list(group) for chain, group in groupby(whole, key=lambda link: link.chain)}
    for chain in sorted(chains.keys() | {name for name, head in ends.items() if head.seq > 0}):
        found += check_chain(key, chains.get(chain, []), ends.get(chain))
    if anchored:
        found += check_anchor(anchored, {(link.chain, link.seq): link.mac for link in whole})
    return found


def last_looks(session: Session, sign_in_id: UUID, action: str, since: datetime) -> set[tuple[UUID, str]]:
    """Subjects and bases that this sign-in has already been recorded as looking at since a moment."""
    found = session.execute(
        select(_HISTORY.c.subject_id, _HISTORY.c.basis).where(
            _HISTORY.c.sign_in_id == sign_in_id,
            _HISTORY.c.action == action,
            col(_HISTORY.c.moment) >= since,
        )
    )
    return {(row.subject_id, row.basis) for row in found}
