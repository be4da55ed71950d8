"""Databases with nothing in them, on SQLite and PostgreSQL, for what happens before the sample city is there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text

from models.database import engine


@contextmanager
def in_use(url: str) -> Iterator[str]:
    """Point the product at a database for a while."""
    before = os.environ.get("DATABASE_URL")
    _forget()
    os.environ["DATABASE_URL"] = url
    try:
        yield url
    finally:
        _forget()
        os.environ.pop("DATABASE_URL")
        if before is not None:
            os.environ["DATABASE_URL"] = before


def _forget() -> None:
    if engine.cache_info().currsize:
        engine().dispose()
    engine.cache_clear()


@contextmanager
def empty_sqlite(folder: Path) -> Iterator[str]:
    """A file that is not there yet."""
    with in_use(f"sqlite:///{folder / 'empty.db'}") as url:
        yield url


@contextmanager
def empty_postgres(server: str) -> Iterator[str]:
    """A new database on the server of the tests."""
    name = f"empty_{uuid4().hex[:12]}"
    _sql(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        with in_use(f"{server.rsplit('/', 1)[0]}/{name}") as url:
            yield url
    finally:
        _sql(server, f"DROP DATABASE {name} WITH (FORCE)")


def _sql(server: str, statement: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()
