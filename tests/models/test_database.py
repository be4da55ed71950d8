"""The engine, the only commit, and the queue in which SQLite's writers stand."""

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, select

import settings
from models.cases import Case, Involvement
from models.database import FairLock, engine, make_engine, reading, writing


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition, at most five seconds."""
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_fair_lock_serves_in_the_order_of_arrival() -> None:
    lock, served, threads = FairLock(), [], []

    def stand(number: int) -> None:
        with lock:
            served.append(number)

    with lock:
        for number in range(8):
            threads.append(threading.Thread(target=stand, args=(number,)))
            threads[-1].start()
            until(lambda: len(lock._queue) == len(threads))
        assert served == []
    for thread in threads:
        thread.join(5)
    assert served == list(range(8))


def test_fair_lock_lets_one_in_at_a_time() -> None:
    lock, inside, most = FairLock(), [0], [0]

    def work() -> None:
        for _ in range(200):
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (inside[0], most[0], lock._taken) == (0, 1, False)


def test_fair_lock_is_free_again_after_an_exception() -> None:
    lock = FairLock()
    for _ in range(2):
        with pytest.raises(RuntimeError, match="x"), lock:
            raise RuntimeError("x")
    assert lock._taken is False


def test_make_engine_refuses_other_databases() -> None:
    with pytest.raises(settings.SettingsError, match="DATABASE_URL"):
        make_engine("mysql://localhost/yoriai")


def test_sqlite_writes_safely(small_city) -> None:
    with reading() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000, "secure_delete": 1,
    }  # fmt: skip


def test_writing_keeps_all_or_nothing(city) -> None:
    case_id = city.case("001")
    with pytest.raises(RuntimeError, match="x"), writing() as session:
        session.get_one(Case, case_id).pattern = "P01"
        session.flush()
        raise RuntimeError("x")
    assert city.row(Case, case_id).pattern == ""
    with writing() as session:
        session.get_one(Case, case_id).pattern = "P01"
    assert city.row(Case, case_id).pattern == "P01"


def test_reading_keeps_nothing(city) -> None:
    case_id = city.case("001")
    with reading() as session:
        session.get_one(Case, case_id).pattern = "P01"
        session.flush()
    assert city.row(Case, case_id).pattern == ""


def test_foreign_key_to_nowhere_is_refused(city) -> None:
    stray = Involvement(case_id=city.agency("farm"), agency_id=city.agency("farm"), since=settings.today())
    with pytest.raises(IntegrityError), writing() as session:
        session.add(stray)


def test_writers_on_sqlite_wait_for_each_other(small_city) -> None:
    case_id, begun = small_city.case("001"), threading.Event()

    def write(place: int) -> None:
        with writing() as session:
            begun.set()
            session.get_one(Case, case_id).pattern += str(place)

    threads = [threading.Thread(target=write, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(small_city.row(Case, case_id).pattern) == list("012345")


def test_readers_on_sqlite_see_one_moment(small_city) -> None:
    case_id = small_city.case("001")
    with reading() as session:
        before = session.exec(select(Case.pattern).where(Case.id == case_id)).one()
        with writing() as other:
            other.get_one(Case, case_id).pattern = "P02"
        assert session.exec(select(Case.pattern).where(Case.id == case_id)).one() == before
    assert small_city.row(Case, case_id).pattern == "P02"


def test_every_table_of_the_models_is_in_the_database(city) -> None:
    assert set(inspect(engine()).get_table_names()) == {*SQLModel.metadata.tables, "alembic_version"}
