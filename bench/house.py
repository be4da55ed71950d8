"""The real server before a fresh sample city: on SQLite, or on the empty PostgreSQL that DATABASE_URL names."""

import atexit
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_GIVEN = os.environ.get("DATABASE_URL", "")

from jobs.prepare import prepare  # noqa: E402 - the tests' surroundings forget which database was named
from tests.conftest import forget, pytest_sessionfinish, use  # noqa: E402
from tests.server import House, serving  # noqa: E402

# The key is one for all parts of a run, and goes with it.
atexit.register(pytest_sessionfinish)


@contextmanager
def city_house() -> Iterator[House]:
    """Started as `make run` starts it, and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="yoriai-bench-") as name:
        folder = Path(name)
        database = _GIVEN or f"sqlite:///{folder / 'city.db'}"
        use(database)
        prepare()
        try:
            with serving(folder, database) as server:
                yield House(server, database, "")
        finally:
            forget()
