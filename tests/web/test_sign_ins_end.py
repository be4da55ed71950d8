"""A sign-in ends: by hand, by idling, after a working day, with the account; then its cookie opens nothing."""

from datetime import timedelta

import pytest
from sqlmodel import select

import settings
from models.database import reading, writing
from models.history import HistoryEntry
from models.people import Person, SignIn
from operations.accounts import close_account, sign_out_everywhere
from tests.server import Visitor


def opens(visitor: Visitor) -> bool:
    """Whether the screens open for this browser."""
    return visitor.get("/").status == 200


def only_sign_in_of(login: str) -> SignIn:
    """The one sign-in of a person."""
    with reading() as session:
        return session.exec(select(SignIn).join(Person).where(Person.login == login)).one()


def shift(login: str, **by: timedelta) -> None:
    """Move moments of a person's only sign-in into the past."""
    row = only_sign_in_of(login)
    with writing() as session:
        for name, value in by.items():
            setattr(session.get_one(SignIn, row.id), name, getattr(row, name) - value)


@pytest.mark.parametrize(("minutes", "is_open"), [(29, True), (31, False)])
def test_sign_in_idles_for_half_an_hour(house, minutes, is_open) -> None:
    visitor = house.visitor("hayashi")
    shift("hayashi", last_act_at=timedelta(minutes=minutes))
    assert opens(visitor) is is_open


@pytest.mark.parametrize(("seconds", "is_open"), [(-60, True), (60, False)])
def test_sign_in_lasts_nine_hours_at_most(house, seconds, is_open) -> None:
    visitor = Visitor(house.server)
    visitor.sign_in("hayashi")
    row = only_sign_in_of("hayashi")
    assert row.ends_at - row.began_at == timedelta(hours=9)
    shift("hayashi", ends_at=timedelta(hours=9, seconds=seconds))
    assert opens(visitor) is is_open


def test_sign_out_ends_the_sign_in_in_every_tab_of_the_browser(house) -> None:
    visitor = Visitor(house.server)
    visitor.sign_in("hayashi")
    other_tab = Visitor(house.server, dict(visitor.cookies))
    answer = visitor.post("/signout")
    assert (answer.status, answer.one("location").partition("#")[0]) == (303, "/signed-out")
    assert not opens(other_tab)


def test_sign_out_clears_cookie_and_cache_and_its_page_the_storage(house) -> None:
    answer = house.visitor("hayashi").post("/signout")
    (given,) = answer.all("set-cookie")
    assert given.startswith('yoriai=""; ')
    assert "max-age=0" in given.lower()
    assert answer.one("clear-site-data") == '"cache"'
    script = house.visitor().get("/assets/signed_out.js").body
    assert all(one in script for one in (b"localStorage.clear()", b"sessionStorage.clear()", b"IDBKeyRange.bound"))


def test_sign_out_leaves_other_browsers_of_the_same_person_signed_in(house) -> None:
    office, laptop = house.visitor("hayashi"), house.visitor("hayashi")
    office.post("/signout")
    assert [opens(office), opens(laptop)] == [False, True]


def test_sign_out_cannot_be_done_by_a_link(house) -> None:
    visitor = house.visitor("hayashi")
    answer = visitor.get("/signout")
    assert (answer.all("set-cookie"), answer.all("clear-site-data")) == ([], [])
    assert opens(visitor)


def test_sign_in_and_sign_out_stand_in_the_history(house) -> None:
    visitor = Visitor(house.server)
    visitor.sign_in("hayashi", "chigau-aikotoba")
    visitor.sign_in("hayashi")
    visitor.post("/signout")
    with reading() as session:
        rows = session.exec(
            select(HistoryEntry.action, HistoryEntry.actor_id)
            .where(HistoryEntry.action.startswith("sign_in."))
            .order_by(HistoryEntry.moment)
        ).all()
    person = house.city.person("hayashi")
    assert rows == [("sign_in.failed", None), ("sign_in.begin", person), ("sign_in.end", person)]


@pytest.mark.parametrize("act", [close_account, sign_out_everywhere])
def test_closing_or_signing_out_everywhere_ends_every_browser_at_once(house, act) -> None:
    office, laptop = house.visitor("hayashi"), house.visitor("hayashi")
    house.city.do("kacho", act, house.city.person("hayashi"))
    assert [opens(office), opens(laptop)] == [False, False]


def test_account_past_its_last_day_is_out_with_the_next_request(house) -> None:
    visitor = house.visitor("hayashi")
    with writing() as session:
        person = session.exec(select(Person).where(Person.login == "hayashi")).one()
        person.valid_to = settings.today() - timedelta(days=1)
    assert not opens(visitor)


@pytest.mark.parametrize("cookie", ["", "x", "=", "a;b", "\xff", '"', "x" * 5000, "../../etc/passwd", "' OR 1=1 --"])
def test_made_up_cookies_open_nothing(house, cookie) -> None:
    answer = Visitor(house.server, {"yoriai": cookie}).get("/")
    assert answer.status in {303, 400, 431}
    assert "yo-ac" not in answer.text


def test_hash_that_is_stored_is_not_a_cookie(house) -> None:
    house.visitor("hayashi")
    assert not opens(Visitor(house.server, {"yoriai": only_sign_in_of("hayashi").token_hash}))
