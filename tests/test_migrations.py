"""The tables can go up, down and up again on both databases, and end as the models say."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Enum, inspect, text
from sqlmodel import SQLModel

import settings
from jobs.prepare import _config, migrate
from models.database import engine
from models.sealed import Sealed
from tests.models.empty import empty_postgres, empty_sqlite


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path) -> Iterator[str]:
    """A database with nothing in it."""
    server = request.param == "postgresql" and request.getfixturevalue("postgres_server")
    with empty_postgres(server) if server else empty_sqlite(tmp_path) as url:
        yield url


def same_type(_: object, __: object, column: object, seen: object, wanted: object) -> bool | None:
    """Sealed text is text to the database."""
    return False if isinstance(wanted, Sealed) else None


def differences() -> list[object]:
    """What Alembic would still change."""
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": same_type})
        return list(compare_metadata(context, SQLModel.metadata))


def shape() -> dict[str, object]:
    """Columns, keys and indexes of every table, as the database tells them."""
    seen = inspect(engine())
    return {
        name: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(name)),
            sorted(str(key["constrained_columns"]) + key["referred_table"] for key in seen.get_foreign_keys(name)),
            sorted(str(index["name"]) for index in seen.get_indexes(name)),
            sorted(str(check["name"]) for check in seen.get_check_constraints(name)),
        )
        for name in sorted(seen.get_table_names())
    }


def test_migrations_lead_to_the_models(empty) -> None:
    migrate()
    assert differences() == []
    assert set(shape()) == {*SQLModel.metadata.tables, "alembic_version"}


def test_migrations_go_down_to_nothing_and_up_again(empty) -> None:
    migrate()
    up = shape()
    command.downgrade(_config(), "base")
    assert set(shape()) == {"alembic_version"}
    migrate()
    assert (shape(), differences()) == (up, [])


def test_migrations_one_step_down_and_up_again_each(empty) -> None:
    steps = [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()]
    migrate()
    up = shape()
    for _ in steps:
        command.downgrade(_config(), "-1")
    for _ in steps:
        command.upgrade(_config(), "+1")
    assert (shape(), differences()) == (up, [])


def test_migrations_have_one_head_and_one_line() -> None:
    script = ScriptDirectory.from_config(_config())
    assert (len(script.get_heads()), len(script.get_bases())) == (1, 1)
    assert [one.revision for one in script.walk_revisions() if one.is_merge_point] == []


def test_migrations_keep_every_check_of_an_enum(empty) -> None:
    migrate()
    wanted = {
        (table.name, str(check.name))
        for table in SQLModel.metadata.sorted_tables
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    choices = [c for t in SQLModel.metadata.sorted_tables for c in t.columns if isinstance(c.type, Enum)]
    found = {(name, check) for name, (*_, checks) in rows(shape()) for check in checks}
    assert (found, len(wanted)) == (wanted, len(choices))


def rows(shapes: dict[str, object]) -> list[tuple[str, tuple[object, object, object, list[str]]]]:
    """The tables with their parts."""
    return list(shapes.items())  # type: ignore[arg-type]


def test_migration_of_a_city_with_people_in_it_keeps_them(city) -> None:
    migrate()
    with engine().connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM people")).scalar_one() == 12
    assert differences() == []


def counts() -> dict[str, int]:
    """How many rows stand in every table."""
    with engine().connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}


def test_migration_of_a_city_at_work_loses_no_row(city) -> None:
    before = counts()
    command.downgrade(_config(), "-1")
    fewer = counts()
    command.upgrade(_config(), "+1")
    assert {name: before[name] for name in fewer} == fewer
    assert (counts(), differences()) == (before, [])
    assert min(before["conferences"], before["agenda_items"], before["agencies"], before["history"]) > 0


def test_migration_that_fails_leaves_the_city_as_it_was(city, monkeypatch) -> None:
    before, form = counts(), shape()
    monkeypatch.setattr("alembic.operations.BatchOperations.drop_column", _fault)
    with pytest.raises(RuntimeError, match="in the middle"):
        command.downgrade(_config(), "-1")
    assert (counts(), shape()) == (before, form)


def _fault(*_: object, **__: object) -> None:
    raise RuntimeError("in the middle")


def test_migrations_need_none_of_our_code() -> None:
    files = sorted((settings.ROOT / "migrations" / "versions").glob("*.py"))
    ours = ("models", "rules", "operations", "queries", "settings", "words", "sqlmodel")
    imports = [line for file in files for line in file.read_text().splitlines() if "import" in line.split("#")[0]]
    assert len(files) >= 1
    assert [line for line in imports if any(f"import {one}" in line or f"from {one}" in line for one in ours)] == []
