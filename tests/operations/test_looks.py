"""見た人の記録: one entry per sign-in, record, basis and ten minutes; a file leaves one every time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlmodel import select

import settings
from models.database import reading, writing
from models.history import HistoryEntry
from operations import looks
from operations.history import findings
from operations.looks import Look
from queries.case import case_file
from rules.access import Actor
from tests.operations.stored import entries

NOW = settings.now()
MINUTE = timedelta(minutes=1)


def look_at(city, number: str, actor: Actor) -> Look:
    """What looking at a case leaves."""
    return Look(**vars(city.look(actor, case_file, city.case(number)).looks[0]))


def seen(actor: Actor, *wanted: Look, now: datetime = NOW) -> int:
    """Look as read() does; how many entries it made."""
    with reading() as session:
        waiting = looks.unrecorded(session, actor, wanted, now)
    with writing() as session:
        looks.record(session, actor, waiting, now)
    return len(waiting)


def test_look_is_recorded_with_who_what_and_why(city) -> None:
    actor = city.actor("kobayashi")
    look = look_at(city, "001", actor)
    assert look == Look("case.look", "cases", city.case("001"), city.case("001"), "office")
    assert seen(actor, look) == 1
    entry = entries(city.case("001"))[-1]
    assert (entry.action, entry.actor_id, entry.sign_in_id) == ("case.look", actor.person_id, actor.sign_in_id)
    assert (entry.moment, entry.basis, entry.changes) == (NOW, "office", None)


def test_look_again_within_ten_minutes_leaves_nothing(city) -> None:
    actor = city.actor("kobayashi")
    look = look_at(city, "001", actor)
    minutes = [0, 1, 5, 10, 11, 20, 21, 22]
    assert [seen(actor, look, now=NOW + m * MINUTE) for m in minutes] == [1, 0, 0, 0, 1, 0, 0, 1]


def test_look_of_something_else_leaves_its_own_entry(city) -> None:
    actor = city.actor("kobayashi")
    look = look_at(city, "001", actor)
    others = [
        replace(look, basis="consent"), replace(look, subject_id=city.case("002")), replace(look, action="relay.look"),
    ]  # fmt: skip
    assert seen(actor, look) == 1
    assert [seen(actor, one) for one in others] == [1, 1, 1]
    assert [seen(actor, one) for one in (look, *others)] == [0, 0, 0, 0]
    assert seen(city.actor("kobayashi"), look) == 1
    assert seen(city.actor("kacho"), look) == 1


def test_look_that_stands_twice_in_a_view_is_recorded_once(city) -> None:
    actor = city.actor("kobayashi")
    look = look_at(city, "001", actor)
    assert seen(actor, look, look) == 1


def test_file_is_recorded_every_time(city) -> None:
    actor = city.actor("kobayashi")
    printed = replace(look_at(city, "001", actor), action="consent.print")
    for _ in range(3):
        with writing() as session:
            looks.record(session, actor, (printed,), NOW)
    assert [entry.action for entry in entries(city.case("001"))][-3:] == ["consent.print"] * 3


def test_looks_of_eight_at_once_are_all_recorded(city) -> None:
    actors, look = [city.actor("kobayashi") for _ in range(8)], look_at(city, "001", city.actor("kobayashi"))
    later = replace(look, subject_id=city.case("002"))
    before = len(entries(look.subject_id)) + len(entries(later.subject_id))
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda actor: seen(actor, look, later), actors)) == [2] * 8
    assert len(entries(look.subject_id)) + len(entries(later.subject_id)) == before + 16
    with reading() as session:
        assert findings(session) == []


def test_looks_of_eight_at_once_on_the_first_morning_of_a_year_are_all_recorded(city) -> None:
    april, gate = datetime(2031, 4, 1, 0, tzinfo=UTC), threading.Barrier(8)
    actors, look = [city.actor("kobayashi") for _ in range(8)], look_at(city, "001", city.actor("kobayashi"))

    def open_the_case(actor: Actor) -> int:
        with writing() as session:
            if session.get_bind().dialect.name == "postgresql":
                gate.wait(10)
            looks.record(session, actor, [look], april)
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(open_the_case, actors)) == [1] * 8
    with reading() as session:
        rows = session.exec(select(HistoryEntry).where(HistoryEntry.moment == april)).all()
        assert (len(rows), findings(session)) == (8, [])


def test_look_of_nothing_known_is_still_recorded(city) -> None:
    actor, stray = city.actor("kacho"), Look("looks.export", "people", uuid4(), None, "office")
    assert seen(actor, stray) == 1
    assert entries(stray.subject_id)[0].case_id is None
