"""A lease in the database: of several processes one runs the jobs, and another takes over when it dies."""

from datetime import datetime, timedelta

from sqlalchemy import Table, insert, update
from sqlalchemy.exc import IntegrityError

from models.database import writing
from models.jobs import JobLock

LEASE = timedelta(minutes=2)
_LOCKS: Table = JobLock.__table__  # type: ignore[attr-defined]


def take(name: str, holder: str, now: datetime) -> bool:
    """Take or renew the lease. False while somebody else holds it."""
    mine_or_over = (_LOCKS.c.holder == holder) | (_LOCKS.c.held_until < now)
    renewed = update(_LOCKS).where(_LOCKS.c.name == name, mine_or_over).values(holder=holder, held_until=now + LEASE)
    with writing() as session:
        if session.execute(renewed).rowcount:  # type: ignore[attr-defined]
            return True
    return _first(name, holder, now)


def _first(name: str, holder: str, now: datetime) -> bool:
    row = JobLock(name=name, holder=holder, held_until=now + LEASE)
    try:
        with writing() as session:
            session.execute(insert(_LOCKS).values(id=row.id, name=name, holder=holder, held_until=row.held_until))
    except IntegrityError:
        return False
    return True
