"""Writing the history chain, and checking it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID, uuid4

from sqlalchemy import Table, insert, select, update
from sqlmodel import Session, col

import settings
from models.history import ChainHead, HistoryEntry
from models.sealed import bound
from rules.calendar import fiscal_year
from rules.chain import Finding, Head, Link, chain_of, check_anchor, check_chain, digest_of, mac_of, seal_of

_HISTORY: Table = HistoryEntry.__table__  # type: ignore[attr-defined]
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
    """The first entry of a chain in a 年度; two at once meet at the unique name, and one of them tries again."""
    session.execute(insert(_HEADS).values(id=uuid4(), chain=chain, seq=0, mac="", seal=""))


def links(session: Session) -> list[Link]:
    """The whole history in chain order, changes opened. Raises InvalidTag where a sealed text was moved."""
    rows = session.execute(select(_HISTORY).order_by(_HISTORY.c.chain, _HISTORY.c.seq))
    named = [name for name in Link.__dataclass_fields__ if name != "row_id"]
    return [Link(**{name: getattr(row, name) for name in named}, row_id=row.id) for row in rows]


def heads(session: Session) -> dict[str, Head]:
    """The end of every chain."""
    return {row.chain: Head(row.chain, row.seq, row.mac, row.seal) for row in session.execute(select(_HEADS))}


def findings(session: Session, anchored: Mapping[str, tuple[int, str]] | None = None) -> list[Finding]:
    """Every place where the history does not hold; an empty list says that it is what was written."""
    key, ends, found = settings.keys().history, heads(session), []
    whole = links(session)
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
