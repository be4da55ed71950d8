"""Signing in: the cookie, the one answer for every wrong try, the pause, and where it leads."""

import html
import re
import time
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from sqlmodel import select

import settings
from models.database import writing
from models.people import Person, SignInTry
from tests.server import Visitor
from words import word

WRONG = "chigau-aikotoba"


def cookie_flags(given: str) -> set[str]:
    """The attributes of a Set-Cookie header, in lower case."""
    return {part.strip().lower() for part in given.split(";")[1:]}


def said(answer) -> str:
    """What the page says about a failed try."""
    (text,) = re.findall(r'<p id="error"[^>]*>(.*?)</p>', answer.text, re.DOTALL)
    return html.unescape(re.sub("<[^>]+>", "", text)).strip()


def test_right_password_gives_a_cookie_that_scripts_and_other_sites_cannot_use(house) -> None:
    answer = Visitor(house.server).sign_in("hayashi")
    (given,) = answer.all("set-cookie")
    assert (answer.status, answer.one("location")) == (303, "/")
    assert given.startswith("yoriai=")
    assert len(given.partition(";")[0].removeprefix("yoriai=")) >= 43
    assert cookie_flags(given) == {"httponly", "samesite=lax", "path=/", "max-age=43200"}


def test_cookie_opens_the_screens(house) -> None:
    visitor = house.visitor()
    assert visitor.get("/").status == 303
    visitor.sign_in("hayashi")
    assert visitor.get("/").status == 200


def test_every_sign_in_gets_its_own_token(house) -> None:
    first, second = house.visitor(), house.visitor()
    first.sign_in("hayashi")
    second.sign_in("hayashi")
    assert first.cookies["yoriai"] != second.cookies["yoriai"]


def test_login_is_found_whatever_its_case_and_spaces(house) -> None:
    assert [house.visitor().sign_in(login).status for login in (" hayashi ", "HAYASHI")] == [303, 303]


def test_wrong_password_and_unknown_login_get_the_same_answer(house) -> None:
    known, unknown = (house.visitor().sign_in(login, WRONG) for login in ("hayashi", "nobody"))
    assert (known.status, known.all("set-cookie")) == (unknown.status, unknown.all("set-cookie")) == (403, [])
    assert said(known) == said(unknown)
    assert word("web.sign_in_wrong_title") in said(known)
    assert known.text.replace('value="hayashi"', "") == unknown.text.replace('value="nobody"', "")


def quickest(house, login: str) -> float:
    """Seconds of the quickest of four wrong tries; the fifth would pause."""
    taken = []
    for _ in range(4):
        began = time.perf_counter()
        house.visitor().sign_in(login, WRONG)
        taken.append(time.perf_counter() - began)
    return min(taken)


def test_unknown_login_takes_as_long_as_a_wrong_password(house) -> None:
    house.visitor().sign_in("warm-up", WRONG)
    known, unknown = quickest(house, "hayashi"), quickest(house, "nobody")
    assert 0.5 < known / unknown < 2


@pytest.mark.parametrize("login", ["hayashi", "nobody"])
def test_fifth_wrong_try_pauses_every_login_known_or_not(house, login) -> None:
    tries = [said(house.visitor().sign_in(login, WRONG)) for _ in range(6)]
    left = [word("web.sign_in_wrong", left=left, minutes=15) for left in (4, 3, 2, 1)]
    assert tries[:4] == [word("web.sign_in_wrong_title") + text for text in left]
    assert [word("web.sign_in_paused_title") in text for text in tries] == [False] * 4 + [True] * 2


def test_pause_holds_back_the_right_password_too_until_it_is_over(house) -> None:
    for _ in range(5):
        house.visitor().sign_in("hayashi", WRONG)
    assert house.visitor().sign_in("hayashi").status == 403
    with writing() as session:
        session.exec(select(SignInTry)).one().paused_until = settings.now() - timedelta(seconds=1)
    assert house.visitor().sign_in("hayashi").status == 303


def test_pause_of_one_login_leaves_the_others_alone(house) -> None:
    for _ in range(5):
        house.visitor().sign_in("hayashi", WRONG)
    assert house.visitor().sign_in("kobayashi").status == 303


def test_right_password_forgets_earlier_wrong_tries(house) -> None:
    for _ in range(4):
        house.visitor().sign_in("hayashi", WRONG)
    house.visitor().sign_in("hayashi")
    assert "4" in said(house.visitor().sign_in("hayashi", WRONG))


def change(login: str, **values: object) -> None:
    """Change a person's row, as time or an act would."""
    with writing() as session:
        person = session.exec(select(Person).where(Person.login == login)).one()
        for name, value in values.items():
            setattr(person, name, value)


@pytest.mark.parametrize(
    "ended",
    [
        {"closed_at": settings.now()},
        {"valid_to": settings.today() - timedelta(days=1)},
        {"valid_from": settings.today() + timedelta(days=1)},
    ],
)
def test_closed_expired_and_future_accounts_are_told_the_same_as_a_wrong_password(house, ended) -> None:
    wrong = said(house.visitor().sign_in("ogawa", WRONG))
    change("hayashi", **ended)
    answer = house.visitor().sign_in("hayashi")
    assert (answer.status, said(answer), answer.all("set-cookie")) == (403, wrong, [])


def test_last_day_of_an_account_still_counts(house) -> None:
    change("hayashi", valid_to=settings.today())
    assert house.visitor().sign_in("hayashi").status == 303


ELSEWHERE = (
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "\t//evil.example",
    "/\n/evil.example", "/\r\n/evil.example", "https://evil.example/", "https:evil.example", "javascript:alert(1)",
    "/\\/evil.example", "/%09/evil.example", "//127.0.0.1:1@evil.example/", "data:text/html,x", "", " //evil.example",
)  # fmt: skip


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_next_never_leads_to_another_site(house, onward) -> None:
    answer = house.visitor().sign_in("hayashi", onward=onward)
    # Browsers drop tabs and line ends and read a backslash as a slash before they follow an address.
    followed = re.sub(r"[\t\r\n]", "", answer.one("location")).replace("\\", "/")
    assert answer.status == 303
    assert urlsplit(urljoin(house.server.origin + "/signin", followed))[:2] == urlsplit(house.server.origin)[:2]


def test_next_leads_back_to_the_page_that_was_asked_for(house) -> None:
    asked = house.visitor().get("/case?id=123&x=1")
    assert asked.one("location") == "/signin?next=%2Fcase%3Fid%3D123%26x%3D1"
    form = house.visitor().get(asked.one("location"))
    (onward,) = re.findall(r'name="next" value="([^"]*)"', form.text)
    assert html.unescape(onward) == "/case?id=123&x=1"
    assert house.visitor().sign_in("hayashi", onward=html.unescape(onward)).one("location") == "/case?id=123&x=1"


def test_typed_text_never_becomes_markup(house) -> None:
    attack = '"><script>alert(1)</script>'
    answer = house.visitor().sign_in(attack, WRONG, onward="/" + attack)
    assert "<script>alert" not in answer.text
    assert answer.text.count(html.escape(attack).replace("&quot;", "&#34;")) == 2


def test_sample_accounts_stand_on_the_page_of_a_sample_city(house) -> None:
    shown = re.findall(r'data-login="([^"]+)"', house.visitor().get("/signin").text)
    assert shown == [
        "kobayashi", "mizuno", "kacho", "nishi", "minami", "kiroku", "hayashi", "ogawa", "suishin", "kaigo-kacho",
        "iin", "system",
    ]  # fmt: skip
