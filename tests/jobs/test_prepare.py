"""Making the database ready: once, again without a change, and with a copy kept before a migration."""

import sqlite3
from pathlib import Path

from sqlalchemy import text

from jobs import prepare as preparing
from jobs.prepare import check, migrate, prepare
from models.database import engine, reading
from tests.operations.stored import everything


def test_prepare_again_changes_nothing_and_says_nothing(city) -> None:
    before = everything()
    assert prepare() == []
    check()
    assert everything() == before


def test_migrate_of_the_newest_version_keeps_no_copy(small_city) -> None:
    migrate()
    file = Path(str(engine().url.database))
    assert [one.name for one in file.parent.iterdir() if ".before-" in one.name] == []


def test_copy_before_a_migration_is_a_whole_database(small_city) -> None:
    with reading() as session:
        cases = session.execute(text("SELECT count(*) FROM cases")).scalar_one()
    small_city.sign_in("kobayashi")  # so that something stands in the -wal file
    preparing._back_up("0001")
    copy = sqlite3.connect(f"{engine().url.database}.before-0001")
    found = [copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("cases", "sign_ins")]
    checked = copy.execute("PRAGMA integrity_check").fetchone()[0]
    copy.close()
    assert (found, checked) == ([cases, 1], "ok")


def test_copy_before_the_first_migration_is_not_made(small_city) -> None:
    preparing._back_up(None)
    file = Path(str(engine().url.database))
    assert not Path(f"{file}.before-None").exists()
