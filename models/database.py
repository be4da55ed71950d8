"""The engine and the only commit."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session, create_engine

import settings
from models import announcing

Answer = TypeVar("Answer")
_PATIENCE_SECONDS = 5.0


class FairLock:
    """First come, first served: SQLite's own waiting lets a busy writer starve the others."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._taken = False
        self._holder = 0

    def __enter__(self) -> None:
        if self._holder == threading.get_ident():
            raise RuntimeError("a transaction is begun inside a transaction")
        with self._guard:
            turn = threading.Event()
            if self._taken:
                self._queue.append(turn)
            else:
                turn.set()
            self._taken = True
        turn.wait()
        self._holder = threading.get_ident()

    def __exit__(self, *_: object) -> None:
        self._holder = 0
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._taken = False


_sqlite_writers = FairLock()
# hide_parameters: an error message must not carry what somebody typed into a log.
_POOL: dict[str, Any] = {"pool_size": 20, "max_overflow": 40, "hide_parameters": True}


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, synchronous FULL) or PostgreSQL; other databases are refused."""
    if url.startswith("postgresql+psycopg://"):
        return create_engine(url, pool_pre_ping=True, isolation_level="READ COMMITTED", **_POOL)
    if not url.startswith("sqlite"):
        raise settings.SettingsError("DATABASE_URL は postgresql:// か sqlite:/// で始めてください。")
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, **_POOL)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    # A reader that turns into a writer cannot wait for its turn; BEGIN IMMEDIATE can.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


@cache
def engine() -> Engine:
    """The engine of this process."""
    return make_engine(settings.database_url())


@contextmanager
def writing(on: Engine | None = None) -> Iterator[Session]:
    """One transaction: everything in it is stored together, or nothing."""
    target = on or engine()
    if target.dialect.name == "sqlite":
        with _sqlite_writers, _transaction(target) as session:
            yield session
    else:
        with _transaction(target) as session:
            yield session


@contextmanager
def _transaction(target: Engine) -> Iterator[Session]:
    with Session(target.execution_options(writes=True), expire_on_commit=False) as session:
        yield session
        session.flush()
        told = announcing.tell_within(session)
        session.commit()
    announcing.heard(told)


@contextmanager
def reading(on: Engine | None = None) -> Iterator[Session]:
    """A view of one moment; nothing written in it is kept."""
    with Session(on or engine()) as session:
        yield session


def again(work: Callable[[], Answer]) -> Answer:
    """Do it, and do it again for up to five seconds while the database is away; what is done twice must be harmless."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return work()
        except DBAPIError as lost:
            if not (lost.connection_invalidated or isinstance(lost, OperationalError)) or time.monotonic() > until:
                raise
            time.sleep(0.25)
