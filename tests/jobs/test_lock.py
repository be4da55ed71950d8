"""One of several processes runs the jobs, and another takes over when it dies."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlmodel import select

import settings
from jobs.lock import LEASE, take
from models.database import reading
from models.jobs import JobLock

NOW = settings.now()
SECOND = timedelta(seconds=1)


def holders() -> list[tuple[str, str]]:
    """Who holds what."""
    with reading() as session:
        return [(row.name, row.holder) for row in session.exec(select(JobLock))]


def test_lock_is_held_by_the_first_and_renewed_by_it(city) -> None:
    assert take("jobs", "one", NOW)
    assert not take("jobs", "two", NOW)
    assert take("jobs", "one", NOW + LEASE - SECOND)
    assert not take("jobs", "two", NOW + LEASE + SECOND)
    assert holders() == [("jobs", "one")]


def test_lock_passes_on_when_the_lease_is_over(city) -> None:
    assert take("jobs", "one", NOW)
    assert not take("jobs", "two", NOW + LEASE)
    assert take("jobs", "two", NOW + LEASE + SECOND)
    assert not take("jobs", "one", NOW + LEASE + SECOND)
    assert holders() == [("jobs", "two")]


def test_lock_of_another_name_is_another_lock(city) -> None:
    assert take("jobs", "one", NOW)
    assert take("backup", "two", NOW)
    assert sorted(holders()) == [("backup", "two"), ("jobs", "one")]


def test_lock_goes_to_one_of_eight_who_ask_at_once(city) -> None:
    for moment in (NOW, NOW + LEASE + SECOND):
        gate = threading.Barrier(8)

        def ask(number: int, gate: threading.Barrier = gate, moment=moment) -> bool:
            gate.wait(10)
            return take("jobs", f"{moment}:{number}", moment)

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(ask, range(8))) == 1
    assert len(holders()) == 1
