"""How a text of a line is kept: append-only, as the head, as a branch to choose from, or behind a later one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from models.minutes import MinutesLine, MinutesRevision


@dataclass(frozen=True)
class Batch:
    """What one browser typed of one line since its last batch; base is the revision it had before its eyes."""

    client: str
    seq: int
    base: int
    text: str


def append(session: Session, line: MinutesLine, batch: Batch, *, by_id: UUID, at: datetime) -> MinutesRevision:
    """Keep the text, whatever else was typed meanwhile; the line is locked by its conference."""
    own = MinutesRevision.line_id == line.id
    last = session.exec(select(func.max(MinutesRevision.revision)).where(own)).one() or 0
    newer = (own, MinutesRevision.client == batch.client, MinutesRevision.seq > batch.seq)
    is_late = session.exec(select(MinutesRevision.id).where(*newer).limit(1)).first() is not None
    is_branch = not is_late and not _follows_head(session, line, batch)
    if not is_late:
        close_branches(session, line, batch.client)
    revision = MinutesRevision(
        line_id=line.id, revision=last + 1, base=batch.base, client=batch.client, seq=batch.seq, text=batch.text,
        is_branch=is_branch, by_id=by_id, at=at,
    )  # fmt: skip
    session.add(revision)
    if not is_late and not is_branch:
        _put_at_head(line, revision)
    return revision


def _put_at_head(line: MinutesLine, revision: MinutesRevision) -> None:
    if revision.text != line.text:
        line.removed_at = None  # somebody took the line away while somebody else still wrote it
    line.text, line.revision = revision.text, revision.revision


def _follows_head(session: Session, line: MinutesLine, batch: Batch) -> bool:
    """Typed on the head, by the browser that wrote it, or where the texts are the same: nothing to choose between."""
    if batch.base == line.revision or line.revision == 0 or batch.text == line.text:
        return True
    both = col(MinutesRevision.revision).in_({batch.base, line.revision})
    found = session.exec(select(MinutesRevision).where(MinutesRevision.line_id == line.id, both)).all()
    return any(one.client == batch.client if one.revision == line.revision else one.text == line.text for one in found)


def close_branches(session: Session, line: MinutesLine, client: str | None = None) -> None:
    """Those of one browser, which goes on typing, or all of them; their texts stay."""
    waiting = [MinutesRevision.line_id == line.id, col(MinutesRevision.is_branch)]
    if client is not None:
        waiting.append(MinutesRevision.client == client)
    session.execute(update(MinutesRevision).where(*waiting).values(is_branch=False))  # type: ignore[arg-type]
