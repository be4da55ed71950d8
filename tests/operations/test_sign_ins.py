"""Sign in, sign out, and one's own password."""

from datetime import timedelta

import pytest
from sqlmodel import select

import settings
from models.database import reading, writing
from models.history import HistoryEntry
from models.people import Person, SignIn, SignInEnd, SignInTry
from operations.sign_ins import (
    Tried,
    candidate,
    change_password,
    checked_password,
    finish,
    hashed_token,
    needs_touch,
    sign_out,
    touch,
    verified,
)
from queries.signed_in import by_token, signed_in
from rules.refusal import Refused
from tests.operations.stored import everything, why_not

RIGHT, NEW = "toyokawa-mihon", "とてもながいあいことば12こ"
MINUTE = timedelta(minutes=1)
NOW = settings.now()


def attempt(login: str, *, is_right: bool, now=NOW) -> Tried:
    """One try whose slow verification is already over."""
    with reading() as session:
        found = candidate(session, login, now)
    with writing() as session:
        return finish(session, login, found, is_right=is_right and found.person_id is not None, now=now)


def person_of(token: str, now=NOW) -> object:
    """Who the sign-in of this token is."""
    with reading() as session:
        found = by_token(session, hashed_token(token), now)
        known = signed_in(session, found.sign_in_id, now) if found else None
    return known.actor.person_id if known else None


@pytest.mark.parametrize("login", ["kobayashi", "KOBAYASHI", " kobayashi "])
def test_sign_in_with_the_right_password_begins_one(city, login) -> None:
    with reading() as session:
        found = candidate(session, login, NOW)
    assert (verified(found, RIGHT), verified(found, RIGHT + " ")) == (True, False)
    tried = attempt(login, is_right=True)
    assert tried.token is not None
    assert (person_of(tried.token), tried.token in str(everything())) == (city.person("kobayashi"), False)


def test_sign_in_is_told_to_history(city) -> None:
    attempt("kobayashi", is_right=True)
    attempt("kobayashi", is_right=False)
    with reading() as session:
        rows = session.exec(select(HistoryEntry).where(HistoryEntry.subject_kind != "cases")).all()
    told = {row.action: row.actor_id for row in rows if row.action.startswith("sign_in")}
    assert told == {"sign_in.begin": city.person("kobayashi"), "sign_in.failed": None}


@pytest.mark.parametrize("login", ["kobayashi", "nobody", "髙﨑"])
def test_sign_in_after_five_wrong_tries_waits_whoever_it_is(city, login) -> None:
    answers = [attempt(login, is_right=False) for _ in range(5)]
    assert [one.tries_left for one in answers] == [4, 3, 2, 1, 0]
    until = NOW + 15 * MINUTE
    assert [one.paused_until for one in answers] == [None] * 4 + [until]
    assert attempt(login, is_right=True) == Tried(paused_until=until)
    assert attempt(login, is_right=False, now=until - MINUTE) == Tried(paused_until=until)


def test_sign_in_after_the_pause_is_open_again(city) -> None:
    for _ in range(5):
        attempt("kobayashi", is_right=False)
    after = NOW + 15 * MINUTE
    assert attempt("kobayashi", is_right=False, now=after).tries_left == 4
    assert attempt("kobayashi", is_right=True, now=after).token is not None
    assert attempt("kobayashi", is_right=False, now=after).tries_left == 4


@pytest.mark.parametrize("login", ["KOBAYASHI", " kobayashi", "kobayashi "])
def test_sign_in_tries_count_together_however_the_login_is_typed(city, login) -> None:
    attempt("kobayashi", is_right=False)
    assert attempt(login, is_right=False).tries_left == 3


def test_sign_in_tries_of_one_login_do_not_touch_another(city) -> None:
    for _ in range(5):
        attempt("kobayashi", is_right=False)
    assert attempt("mizuno", is_right=True).token is not None
    with reading() as session:
        assert "kobayashi" not in "".join(session.exec(select(SignInTry.login_digest)))


@pytest.mark.parametrize("field", ["closed_at", "valid_to", "valid_from"])
def test_sign_in_to_an_account_that_is_not_open_is_like_an_unknown_one(city, field) -> None:
    day = timedelta(days=1)
    value = {"closed_at": NOW, "valid_to": settings.today() - day, "valid_from": settings.today() + day}[field]
    with writing() as session:
        setattr(session.get_one(Person, city.person("kobayashi")), field, value)
    with reading() as session:
        found = candidate(session, "kobayashi", NOW)
    assert (found.person_id, verified(found, RIGHT)) == (None, False)
    assert attempt("kobayashi", is_right=True) == Tried(tries_left=4)


def test_sign_in_to_an_account_on_its_last_day_is_open(city) -> None:
    with writing() as session:
        session.get_one(Person, city.person("kobayashi")).valid_to = settings.tokyo_day(NOW)
    assert attempt("kobayashi", is_right=True).token is not None


def test_sign_in_ends_when_idle_or_after_a_working_day(city) -> None:
    token = attempt("kobayashi", is_right=True).token or ""
    who = city.person("kobayashi")
    assert (person_of(token, NOW + 29 * MINUTE), person_of(token, NOW + 30 * MINUTE)) == (who, None)
    with writing() as session:
        touch(session, city.sign_in_id(token), NOW + 9 * 60 * MINUTE - MINUTE)
    assert person_of(token, NOW + 9 * 60 * MINUTE - MINUTE) == who
    assert person_of(token, NOW + 9 * 60 * MINUTE) is None
    assert person_of("another token") is None


def test_touch_is_written_at_most_every_half_minute(city) -> None:
    token = city.sign_in("kobayashi")
    sign_in_id = city.sign_in_id(token)
    began = city.row(SignIn, sign_in_id).last_act_at
    for seconds, expected in ((30, 0), (31, 31), (60, 31), (62, 62)):
        moment = began + timedelta(seconds=seconds)
        assert needs_touch(city.row(SignIn, sign_in_id).last_act_at, moment) is (expected == seconds)
        with writing() as session:
            touch(session, sign_in_id, moment)
        assert city.row(SignIn, sign_in_id).last_act_at == began + timedelta(seconds=expected)


def test_sign_out_ends_this_sign_in_alone(city) -> None:
    here, there = city.actor("kobayashi"), city.actor("kobayashi")
    city.do(here, sign_out)
    ended = city.row(SignIn, here.sign_in_id)
    assert (ended.ended_because, ended.ended_at is not None) == (SignInEnd.SIGNED_OUT, True)
    assert city.row(SignIn, there.sign_in_id).ended_at is None
    with reading() as session:
        assert signed_in(session, here.sign_in_id, settings.now()) is None


def test_change_password_keeps_this_sign_in_and_ends_the_others(city) -> None:
    here, there = city.actor("kobayashi"), city.actor("kobayashi")
    with writing() as session:
        session.get_one(Person, here.person_id).must_change_password = True
    city.do(here, change_password, current=RIGHT, new=NEW)
    assert city.row(SignIn, here.sign_in_id).ended_at is None
    assert city.row(SignIn, there.sign_in_id).ended_because is SignInEnd.PASSWORD_CHANGED
    with reading() as session:
        found = candidate(session, "kobayashi", settings.now())
    assert (verified(found, NEW), verified(found, RIGHT)) == (True, False)
    assert city.row(Person, here.person_id).must_change_password is False


@pytest.mark.parametrize(
    ("current", "new", "key"),
    [
        ("wrong-password", NEW, "password_is_wrong"),
        (RIGHT, RIGHT, "password_is_the_same"),
        (RIGHT, "あ" * 11, "password_is_short"),
        (RIGHT, "xxKobayashixx12", "password_holds_login"),
        (RIGHT, "aaaabbbbccccdddd", "password_is_simple"),
    ],
)
def test_change_password_that_does_not_hold_is_refused(city, current, new, key) -> None:
    assert why_not(city, "kobayashi", change_password, current=current, new=new) == key


def test_checked_password_takes_any_signs_but_not_endless_ones() -> None:
    for password in (
        "correct horse battery",
        "ぱすわーどはながいほどよい",
        "😀😁😂🤣😃😄😅😆😉😊😋😎",
        "x y" * 5 + "zw",
    ):
        assert checked_password(password, "kobayashi") == password
    with pytest.raises(Refused):
        checked_password("abcde" * 41, "kobayashi")
