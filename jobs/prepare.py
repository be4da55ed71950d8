"""Make the database ready: migrate, load the master data, fill the sample city or ask for the first administrator."""

import shutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import Session

import settings
from models.database import engine, reading, writing
from operations import installation
from operations.master import load_master
from operations.sample_city import fill


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(settings.ROOT / "migrations"))
    return config


def _back_up(from_revision: str | None) -> None:
    """SQLite cannot undo a table rebuild; the file as it was is kept beside it."""
    database = engine().url.database
    if engine().dialect.name == "sqlite" and database and from_revision and Path(database).exists():
        with engine().connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy2(database, f"{database}.before-{from_revision}")


def migrate() -> None:
    """Bring the tables to the newest version."""
    with engine().connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == ScriptDirectory.from_config(_config()).get_current_head():
        return
    _back_up(current)
    command.upgrade(_config(), "head")


def _first_start(session: Session) -> None:
    installation.make(session, is_sample=not settings.is_real(), now=settings.now())
    if not settings.is_real():
        fill(session, settings.now(), whole=settings.sample_is_whole())


def check() -> None:
    """Raise SettingsError unless key, database and mode belong together; nothing is served before."""
    settings.keys()
    with reading() as session:
        installation.check(session)


def prepare() -> list[str]:
    """Returns the lines for the console."""
    settings.keys()
    migrate()
    with writing() as session:
        load_master(session)
        if installation.installation(session) is None:
            _first_start(session)
        code = installation.new_first_code(session) if settings.is_real() else None
    check()
    if code is None:
        return []
    return [
        f"最初の管理者をつくる番号(一度だけ使えます):{code}",
        "サインインの画面を開くと、入力するところがあります。",
    ]
