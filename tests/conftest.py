"""Real databases for tests: the sample city on SQLite and on PostgreSQL, a fresh copy for every test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from sqlalchemy import create_engine, text

# A busy machine is no counterexample: what is slow is told by the benchmark.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

_VAR = Path(tempfile.mkdtemp(prefix="yoriai-tests-"))
os.environ["YORIAI_VAR"] = str(_VAR)
os.environ["YORIAI_SAMPLE"] = "core"
for name in ("DATABASE_URL", "YORIAI_MODE", "YORIAI_KEY_FILE", "YORIAI_TLS", "YORIAI_ANCHORS"):
    os.environ.pop(name, None)

from jobs.prepare import prepare  # noqa: E402 - the environment must be set before settings are read
from models.database import engine  # noqa: E402
from tests.city import City  # noqa: E402
from tests.postgres import throwaway_cluster  # noqa: E402


def use(url: str) -> None:
    """Point the product at another database."""
    forget()
    os.environ["DATABASE_URL"] = url


def forget() -> None:
    """Close the engine of the database used so far."""
    if engine.cache_info().currsize:
        engine().dispose()
    engine.cache_clear()


def pytest_sessionfinish() -> None:
    """Leave nothing behind."""
    forget()
    shutil.rmtree(_VAR, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    """The sample city in one file."""
    path = _VAR / "template.db"
    use(f"sqlite:///{path}")
    prepare()
    with engine().connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    forget()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """TEST_DATABASE_URL, or a server of our own for this session."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with throwaway_cluster() as url:
        yield url


def _sql(server: str, statement: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The sample city in one database; its name."""
    name = f"template_{uuid4().hex[:12]}"
    _sql(postgres_server, f"CREATE DATABASE {name}")
    use(database_of(postgres_server, name))
    prepare()
    forget()
    yield name
    _sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


def database_of(server: str, name: str) -> str:
    """The URL of a database on a server."""
    return server.rsplit("/", 1)[0] + "/" + name


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> Iterator[str]:
    """A fresh sample city on SQLite."""
    path = tmp_path / "city.db"
    shutil.copy2(sqlite_template, path)
    use(f"sqlite:///{path}")
    yield os.environ["DATABASE_URL"]
    forget()


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A fresh sample city on PostgreSQL."""
    name = f"city_{uuid4().hex[:12]}"
    _sql(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    use(database_of(postgres_server, name))
    yield os.environ["DATABASE_URL"]
    forget()
    _sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """A fresh sample city on each database in turn; its URL."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def city(database: str) -> City:
    """The sample city, on both databases."""
    return City()


@pytest.fixture
def small_city(sqlite_url: str) -> City:
    """The sample city on SQLite alone, where the database makes no difference."""
    return City()
