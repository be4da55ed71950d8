"""Numbers without gaps: the counter is part of the transaction that uses it."""

from sqlalchemy import Table, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.cases import Counter

_COUNTERS: Table = Counter.__table__  # type: ignore[attr-defined]


def next_number(session: Session, name: str) -> int:
    """The next number under a name, without gaps: the counter is part of the transaction."""
    forward = update(_COUNTERS).where(_COUNTERS.c.name == name).values(last=_COUNTERS.c.last + 1)
    row = session.execute(forward.returning(_COUNTERS.c.last)).first()
    if row is not None:
        return int(row.last)
    try:
        with session.begin_nested():
            session.execute(insert(_COUNTERS).values(id=Counter(name=name).id, name=name, last=0))
    except IntegrityError:
        pass  # somebody else began this counter a moment ago
    return int(session.execute(forward.returning(_COUNTERS.c.last)).scalar_one())
