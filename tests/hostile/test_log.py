"""The server's log tells what the machine did, and of the people and households not a byte."""

import time

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.database import reading, writing
from models.people import Person
from tests.hostile import secrets
from tests.hostile.wire import wire_of
from tests.server import House
from words import word

LOGIN, HASH = "shinjin-san", "$argon2"


def known_texts(house: House) -> list[str]:
    """Names and texts of the whole sample city."""
    numbers = ("R7-001", "R7-002", "R7-003", "R7-004", "R7-005", "R7-006")
    texts = [text for number in numbers for text in secrets.of_case(house.city, house.city.case(number))]
    with reading() as session:
        return texts + [text for person in session.exec(select(Person)) for text in (person.name, person.reading)]


def logged(house: House, texts: list[str]) -> list[str]:
    """Which of the texts stand in the log."""
    log = house.server.log.read_bytes()
    return [text for text in texts if text.encode() in log or text.encode("unicode_escape") in log]


def test_log_holds_no_name_after_a_day_of_work(house) -> None:
    for login in ("kobayashi", "hayashi", "kacho", "system"):
        with wire_of(house.visitor(login)) as tab:
            list(secrets.crawl(tab, house.city.case("R7-001"), house.city.relay("七階の窓の方")))
    house.visitor("kacho").get("/files/looks?number=R7-001")
    house.visitor("kobayashi").get(f"/files/consent-record/{house.city.case('R7-001')}")
    house.visitor().sign_in("青葉 文子", "himitsu-no-kotoba")
    assert logged(house, [*known_texts(house), "himitsu-no-kotoba"]) == []


def test_log_holds_no_address_that_was_asked_for(house) -> None:
    number = f"R7-{time.monotonic_ns()}"
    house.visitor("kacho").get(f"/files/looks?number={number}")
    assert logged(house, [number]) == []


@pytest.mark.parametrize("broken", ["people", "role_holdings"])
def test_log_of_a_fault_holds_neither_login_nor_hash(house, broken) -> None:
    with writing() as session:
        fault = "SELECT zeroblob(2000000000)"  # larger than SQLite allows: fails once, and is not tried again
        session.execute(text(f"CREATE TRIGGER fault BEFORE INSERT ON {broken} BEGIN {fault}; END"))
    with wire_of(house.visitor("kacho")) as tab:
        tab.open("people")
        typed = {"login": LOGIN, "person_name": "新井 はじめ", "reading": "あらい", "agency_id": "福祉部 地域福祉課"}
        values = {word(f"field.{name}"): value for name, value in typed.items()}
        roles = {word("field.roles"): [word("role.agency_member")]}
        run = tab.submit(word("act.account_open"), "people", **values, **roles)
    assert logged(house, ["screen failed", LOGIN, HASH, "新井 はじめ"]) == ["screen failed"]
    assert run.said(["Traceback", "INSERT INTO", "zeroblob", HASH]) == []
