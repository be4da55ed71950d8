"""What each person may hear of a conference: the same clauses as everywhere, and few statements."""

import pytest

import settings
from models.database import reading, writing
from models.people import SignIn
from queries.live import hearing_of, live_numbers
from queries.signed_in import alive_among
from tests.operations.recording import Room
from tests.queries.statements import statements

WHOLE = ["lines", "agenda", "roles", "attendance", "record"]


def heard(city, room, login):
    """The parts a person hears of."""
    with reading() as session:
        found = hearing_of(session, city.actor(login), settings.now(), room.conference)
    return None if found is None else list(found.parts)


def test_who_runs_it_hears_everything_who_is_called_no_line_and_nobody_else_anything(city) -> None:
    room = Room(city, called=("ogawa",)).opened()
    logins = ("kobayashi", "kacho", "kiroku", "ogawa", "hayashi")
    assert [heard(city, room, login) for login in logins] == [
        WHOLE, WHOLE, WHOLE, ["agenda", "roles", "attendance"], None,
    ]  # fmt: skip


def test_line_of_a_case_is_heard_by_its_item_once_there_is_one(small_city) -> None:
    room = Room(small_city).opened()
    with reading() as session:
        before = hearing_of(session, small_city.actor("kiroku"), settings.now(), room.conference)
    room.write(finished=True)
    with reading() as session:
        after = hearing_of(session, small_city.actor("kiroku"), settings.now(), room.conference)
    assert (before.hears("lines", room.item), after.hears("lines", room.item)) == (False, True)
    assert (after.hears("lines", room.rest), after.hears("lines", None)) == (False, True)


def test_numbers_of_a_conference_that_is_not_theirs_are_none(small_city) -> None:
    room = Room(small_city).opened()
    with reading() as session:
        assert live_numbers(session, small_city.actor("hayashi"), settings.now(), room.conference) == {}
        assert set(live_numbers(session, small_city.actor("kacho"), settings.now(), room.conference)) == set(WHOLE)


@pytest.mark.parametrize("login", ["kobayashi", "kiroku", "ogawa"])
def test_hearing_takes_four_statements_however_much_was_written(small_city, login) -> None:
    room = Room(small_city, called=("ogawa",)).opened()
    for _ in range(5):
        room.write(finished=True)
    assert statements(small_city, small_city.actor(login), hearing_of, room.conference) == 5  # BEGIN too


def test_living_sign_ins_are_those_that_are_not_over(small_city) -> None:
    tokens = [small_city.sign_in(login) for login in ("kobayashi", "kiroku")]
    over, alive = (small_city.sign_in_id(token) for token in tokens)
    with writing() as session:
        session.get_one(SignIn, over).ended_at = settings.now()
    with reading() as session:
        assert alive_among(session, (over, alive), settings.now()) == {alive}
