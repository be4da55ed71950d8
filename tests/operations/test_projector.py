"""投影: a code opens one screen, once, for one conference; it is taken back, and wrong codes have to wait."""

from datetime import timedelta
from uuid import UUID

import pytest

import settings
from models.conferences import Conference
from models.database import reading, writing
from models.history import HistoryEntry
from models.sittings import ProjectorPass
from operations.projector import Opened, lend, open_screen, project, take_back
from operations.sign_ins import hashed_token
from queries.projector_door import desk, showing
from rules.projector import code_of
from tests.operations.sittings import adjourned, opened, planned, rows
from tests.operations.stored import why_not


def code(city, conference: UUID) -> str:
    """A fresh code, as the recorder reads it out."""
    return code_of(city.do("kiroku", lend, conference).subject_id)


def typed(text: str, address: str = "10.0.0.9", **later: int) -> Opened:
    """Somebody types it at a screen."""
    with writing() as session:
        return open_screen(session, text, address, settings.now() + timedelta(**later))


def is_on(found: Opened, conference: UUID, **later: int) -> bool:
    """Whether the screen with this token shows this conference."""
    with reading() as session:
        lent = hashed_token(found.tried.token or "")
        return showing(session, settings.now() + timedelta(**later), conference, sign_in=None, lent=lent) is not None


def test_lend_gives_a_code_that_opens_its_conference_and_no_other(city) -> None:
    conference, _ = opened(city)
    other, _ = opened(city, "002")
    found = typed(code(city, conference))
    assert (found.conference_id, is_on(found, conference), is_on(found, other)) == (conference, True, False)


def test_lend_stores_neither_code_nor_token(city) -> None:
    conference, _ = opened(city)
    text = code(city, conference)
    found = typed(text)
    (row,) = rows(ProjectorPass)
    told = [str(value) for value in vars(row).values()]
    assert (len(text), [one for one in told if text in one or str(found.tried.token) in one]) == (8, [])


def test_code_opens_one_screen_only_once(city) -> None:
    conference, _ = opened(city)
    text = code(city, conference)
    assert typed(text).tried.token is not None
    assert typed(text).tried.token is None


def test_lend_again_makes_the_code_that_nobody_typed_worthless(city) -> None:
    conference, _ = opened(city)
    first, second = code(city, conference), code(city, conference)
    assert (typed(first).tried.token, typed(second).tried.token is None) == (None, False)


def test_screen_that_is_on_stays_on_when_another_one_is_lent(city) -> None:
    conference, _ = opened(city)
    first, second = typed(code(city, conference)), typed(code(city, conference))
    assert is_on(first, conference)
    assert is_on(second, conference)


def test_take_back_ends_the_screen(city) -> None:
    conference, _ = opened(city)
    found = typed(code(city, conference))
    (row,) = rows(ProjectorPass)
    city.do("kobayashi", take_back, row.id)
    assert not is_on(found, conference)
    assert why_not(city, "kobayashi", take_back, row.id) == "already_there"


def test_screen_ends_after_twelve_hours_however_busy(city) -> None:
    conference, _ = opened(city)
    found = typed(code(city, conference))
    assert (is_on(found, conference, hours=11, minutes=59), is_on(found, conference, hours=12, minutes=1)) == (
        True,
        False,
    )


def test_screen_ends_a_quarter_of_an_hour_after_the_adjournment(city) -> None:
    conference, _ = opened(city)
    found = typed(code(city, conference))
    with writing() as session:
        row = session.get_one(Conference, conference)
        row.state, row.adjourned_at = "adjourned", settings.now()
    assert (is_on(found, conference, minutes=14), is_on(found, conference, minutes=16)) == (True, False)


def test_code_is_worthless_once_the_conference_is_over(city) -> None:
    conference, _ = opened(city)
    text = code(city, conference)
    with writing() as session:
        row = session.get_one(Conference, conference)
        row.state, row.adjourned_at = "adjourned", settings.now()
    assert typed(text, minutes=16).tried.token is None


@pytest.mark.parametrize("make", [planned, lambda city: adjourned(city)[0]])
def test_lend_before_the_notice_or_after_the_end_is_why_not(city, make) -> None:
    assert why_not(city, "kobayashi", lend, make(city)) == "conference_is_not_open"


def test_lend_by_somebody_who_does_not_run_it_is_why_not(city) -> None:
    conference, _ = opened(city)
    assert why_not(city, "hayashi", lend, conference) == "not_found"
    assert why_not(city, "ogawa", lend, conference) == "not_yours"


def test_wrong_codes_from_one_place_have_to_wait_and_others_do_not(city) -> None:
    conference, _ = opened(city)
    right = code(city, conference)
    wrong = [typed("00000000").tried for _ in range(settings.city().tries_before_pause)]
    assert (wrong[-1].paused_until is not None, wrong[0].tries_left) == (True, settings.city().tries_before_pause - 1)
    assert typed(right).tried.token is None
    assert typed(right, address="10.0.0.10").tried.token is not None


def test_opening_stands_in_the_history_without_its_code(city) -> None:
    conference, _ = opened(city)
    text = code(city, conference)
    typed(text)
    found = [one for one in rows(HistoryEntry) if one.action.startswith("projector.")]
    assert [one.action for one in found] == ["projector.lend", "projector.open"]
    assert [one for one in found if text in (one.changes or "")] == []


def test_project_shows_the_names_and_hides_them_again(city) -> None:
    conference, _ = opened(city)
    for shown in (True, False):
        seen = city.seen(Conference, conference, project)
        city.do("kobayashi", project, conference, seen=seen, shows_names=shown)
        assert city.row(Conference, conference).shows_names is shown


def test_desk_tells_the_code_until_it_was_typed(city) -> None:
    conference, _ = opened(city)
    text = code(city, conference)
    assert [one.code for one in city.look("kobayashi", desk, conference).lent] == [text]
    typed(text)
    assert [one.code for one in city.look("kobayashi", desk, conference).lent] == [None]
