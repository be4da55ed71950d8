"""One's own password: forced at the first sign-in, changed at will, and every other browser is out."""

import pytest

from models.people import Person, Role
from operations.accounts import open_account, reset_password
from tests.server import Visitor
from words import word

FIRST, OWN = "saisho-no-aikotoba", "jibun-dake-no-kotoba"


@pytest.fixture
def newcomer(house) -> Visitor:
    """Somebody with a first password, signed in."""
    house.city.do(
        "kacho", open_account, login="shinjin", name="新井 はじめ", reading="あらい はじめ", password=FIRST,
        agency_id=house.city.agency("community_welfare_division"), roles={Role.WELFARE_WORKER},
    )  # fmt: skip
    visitor = Visitor(house.server)
    visitor.sign_in("shinjin", FIRST)
    return visitor


def typed(current: str, new: str, again: str | None = None) -> dict[str, str]:
    """The form as filled in."""
    return {"current": current, "new": new, "again": new if again is None else again}


@pytest.mark.parametrize("path", ["/", "/today", "/cases", "/files/looks", "/_stcore/stream", "/nowhere"])
def test_first_password_leads_to_the_form_from_everywhere(newcomer, path) -> None:
    answer = newcomer.get(path)
    assert (answer.status, answer.one("location")) == (303, "/password")
    assert word("web.password_forced") in newcomer.get("/password").text


def test_first_password_may_sign_out(newcomer) -> None:
    assert newcomer.post("/signout").one("location").startswith("/signed-out#")


def test_own_password_opens_the_screens(house, newcomer) -> None:
    answer = newcomer.post("/password", typed(FIRST, OWN))
    assert (answer.status, answer.one("location")) == (303, "/")
    assert newcomer.get("/").status == 200
    assert [Visitor(house.server).sign_in("shinjin", one).status for one in (FIRST, OWN)] == [403, 303]
    assert house.city.row(Person, house.city.person("shinjin")).must_change_password is False


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (typed("chigau", OWN), "password_is_wrong"),
        (typed(FIRST, OWN, OWN + "x"), "passwords_differ"),
        (typed(FIRST, FIRST), "password_is_the_same"),
        (typed(FIRST, "shinjin-no-kotoba"), "password_holds_login"),
        (typed(FIRST, "ababababababab"), "password_is_simple"),
        (typed("", ""), "password_is_wrong"),
    ],
)
def test_refused_password_says_why_and_changes_nothing(house, newcomer, given, reason) -> None:
    answer = newcomer.post("/password", given)
    assert answer.status == 400
    assert word(f"refusal.{reason}") in answer.text
    assert Visitor(house.server).sign_in("shinjin", FIRST).status == 303


def test_short_password_is_refused_with_its_least_length(newcomer) -> None:
    answer = newcomer.post("/password", typed(FIRST, "mijikai"))
    assert (answer.status, word("refusal.password_is_short", least=12) in answer.text) == (400, True)


def test_long_password_is_refused_and_never_cut(house, newcomer) -> None:
    long = OWN * 30
    assert newcomer.post("/password", typed(FIRST, long)).status == 400
    assert Visitor(house.server).sign_in("shinjin", long[:500]).status == 403


def test_change_ends_every_other_browser_but_this_one(house) -> None:
    here, there = house.visitor("hayashi"), house.visitor("hayashi")
    here.post("/password", typed("toyokawa-mihon", OWN))
    assert [one.get("/").status for one in (here, there)] == [200, 303]


def test_reset_in_person_ends_every_browser_and_forces_a_change(house) -> None:
    visitor = house.visitor("hayashi")
    house.city.do("kacho", reset_password, house.city.person("hayashi"), password=FIRST)
    assert visitor.get("/").status == 303
    again = Visitor(house.server)
    again.sign_in("hayashi", FIRST)
    assert again.get("/").one("location") == "/password"


def test_password_form_needs_a_sign_in(house) -> None:
    nobody = Visitor(house.server)
    assert (nobody.get("/password").status, nobody.post("/password", typed("a", "b")).status) == (303, 401)


def test_wrong_current_passwords_are_counted_like_wrong_sign_ins(house) -> None:
    visitor = house.visitor("hayashi")
    for _ in range(5):
        visitor.post("/password", typed("chigau-aikotoba", OWN))
    visitor.post("/password", typed("toyokawa-mihon", OWN))
    assert Visitor(house.server).sign_in("hayashi", OWN).status == 403
