"""Guessing passwords many at a time gains nothing over guessing one by one."""

import pytest

import settings
from models.database import reading, writing
from operations.sign_ins import candidate, finish, verified
from tests.server import Visitor, on


def begun(login: str, password: str) -> tuple[object, bool]:
    """A try that has read its candidate and verified the password, but is not finished."""
    with reading() as session:
        found = candidate(session, login, settings.now())
    return found, verified(found, password)


def finished(login: str, found, is_right: bool) -> str | None:
    """The end of a try: its token, or nothing."""
    with writing() as session:
        return finish(session, login, found, is_right=is_right, now=settings.now()).token


def test_right_guess_among_many_at_once_is_paused_with_the_rest(city) -> None:
    tries = [begun("hayashi", password) for password in [*["chigau"] * 5, "toyokawa-mihon"]]
    assert [finished("hayashi", *one) for one in tries] == [None] * 6


def test_pause_begun_by_others_is_not_lengthened_by_late_tries(city) -> None:
    late = begun("hayashi", "chigau")
    for _ in range(5):
        finished("hayashi", *begun("hayashi", "chigau"))
    with reading() as session:
        until = candidate(session, "hayashi", settings.now()).paused_until
    finished("hayashi", *late)
    with reading() as session:
        assert candidate(session, "hayashi", settings.now()).paused_until == until


STRANGE = ("a\x00b", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "x" * 500, "𠮷")


@pytest.mark.parametrize("login", STRANGE)
@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_login_of_strange_signs_is_answered_like_an_unknown_one(house, login) -> None:
    assert Visitor(house.server).sign_in(login, "chigau").status == 403
