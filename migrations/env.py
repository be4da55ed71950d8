"""Alembic's environment: our engine, our metadata; on SQLite tables are rebuilt with foreign keys off."""

from alembic import context
from sqlalchemy import Connection, Text
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from models import (  # noqa: F401 - tables register themselves
    cases,
    closure,
    conferences,
    gaps,
    history,
    jobs,
    minutes,
    people,
    places,
    plans,
    relays,
    sittings,
)  # fmt: skip
from models.database import engine
from models.sealed import Sealed


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Own types as plain ones, so that an old migration never needs our code."""
    if kind == "type" and isinstance(item, Sealed):
        return "sa.Text()"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(ctx: object, inspected: object, column: object, seen: object, wanted: object) -> bool | None:
    """Sealed text is text to the database."""
    return False if isinstance(wanted, Sealed) and isinstance(seen, Text) else None


def run(connection: Connection) -> None:
    """Migrate over one connection."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=compare_type,
    )
    if is_sqlite:
        _in_one_piece(connection)
    else:
        with context.begin_transaction():
            context.run_migrations()


def _in_one_piece(connection: Connection) -> None:
    """SQLite heeds foreign_keys only outside a transaction, so ours begins after it; a fault undoes every step."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        context.run_migrations()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"foreign keys point nowhere after the migration: {broken[:3]}")
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("PRAGMA foreign_keys=ON")


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    # SQLite's PRAGMA foreign_keys counts only outside a transaction, so there every statement stands alone.
    alone = "AUTOCOMMIT" if engine().dialect.name == "sqlite" else "READ COMMITTED"
    with engine().connect().execution_options(isolation_level=alone) as own:
        run(own)
        own.commit()
