"""/projector: a lent screen looks at one conference and does nothing else, and nothing of it stays anywhere."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

import settings
from models.database import reading, writing
from models.history import HistoryEntry
from models.people import SignIn
from models.sittings import ProjectorPass
from operations.projector import lend, take_back
from operations.room import begin_item
from rules.projector import code_of
from tests.operations.sittings import opened
from tests.server import Answer, House, Visitor, on
from tests.web.test_closed_doors import BEHIND, CLOSED
from tests.web.test_headers import ROUTES
from words import word

OF_A_SIGN_IN = sorted({*BEHIND, "/signout", "/minutes/lines", "/room", "/steer", "/records", "/files/agenda"})


@pytest.fixture
def begun(house: House) -> tuple[UUID, UUID]:
    """A conference in session about case 001, with its item in hand."""
    conference, item = opened(house.city)
    house.city.do("kobayashi", begin_item, item)
    return conference, item


def screen(house: House, conference: UUID) -> Visitor:
    """The computer at the projector, after the code was typed."""
    visitor = house.visitor()
    answer = visitor.post("/projector", {"code": code_of(house.city.do("kiroku", lend, conference).subject_id)})
    assert (answer.status, answer.one("location")) == (303, f"/projector/{conference}")
    name, _, value = answer.one("set-cookie").partition(";")[0].partition("=")
    visitor.cookies[name] = value
    return visitor


def now(visitor: Visitor, conference: UUID) -> Any:
    """What is on the wall."""
    answer = visitor.get(f"/projector/{conference}/now")
    return json.loads(answer.body) if answer.status == 200 else answer.status


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_screen_shows_its_conference_after_the_code_was_typed(house, begun) -> None:
    conference, _ = begun
    visitor = screen(house, conference)
    assert visitor.get(f"/projector/{conference}").status == 200
    told = now(visitor, conference)
    assert (told["phase"], told["item"]["label"], told["item"]["title"]) == ("item", "事例A", "朝の過ごし方")


def test_page_itself_holds_nothing_of_what_is_spoken_of(house, begun) -> None:
    conference, _ = begun
    page = screen(house, conference).get(f"/projector/{conference}").text
    assert [text for text in ("朝の過ごし方", "だれが声をかけるか", "事例A") if text in page] == []
    assert ("社会福祉法第106条の4" in page, "<script>" in page, "style=" in page) == (True, False, False)


def test_cookie_of_a_screen_is_sent_to_the_projector_alone(house, begun) -> None:
    conference, _ = begun
    code = code_of(house.city.do("kiroku", lend, conference).subject_id)
    cookie = house.visitor().post("/projector", {"code": code}).one("set-cookie").lower()
    assert [part for part in ("path=/projector", "httponly", "samesite=strict") if part not in cookie] == []


@pytest.mark.parametrize("path", OF_A_SIGN_IN)
def test_screen_opens_nothing_that_needs_a_sign_in(house, begun, path) -> None:
    visitor, stranger = screen(house, begun[0]), house.visitor()
    got = (visitor.get(path), stranger.get(path))
    posted = (visitor.post(path), stranger.post(path))
    assert (got[0].status, got[0].body) == (got[1].status, got[1].body)
    assert (posted[0].status, posted[0].body) == (posted[1].status, posted[1].body)
    assert got[0].status in {303, 401, 404}


def test_token_of_a_screen_is_no_sign_in(house, begun) -> None:
    visitor = screen(house, begun[0])
    token = next(iter(visitor.cookies.values()))
    for path in (*ROUTES, *CLOSED, "/files/looks"):
        stranger = house.visitor().get(path)
        claimed = Visitor(house.server, {settings.cookie_name(): token}).get(path)
        assert (path, claimed.status, claimed.body) == (path, stranger.status, stranger.body)


def test_screen_shows_no_other_conference(house, begun) -> None:
    other, _ = opened(house.city, "002")
    visitor = screen(house, begun[0])
    for asked in (other, uuid4()):
        page, told = visitor.get(f"/projector/{asked}"), visitor.get(f"/projector/{asked}/now")
        assert (page.status, page.one("location"), told.status) == (303, "/projector", 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_screen_can_only_look(house, begun, method) -> None:
    conference, _ = begun
    visitor, before = screen(house, conference), entries()
    for path in (f"/projector/{conference}", f"/projector/{conference}/now"):
        named = {"origin": house.server.origin, "cookie": "; ".join(f"{n}={v}" for n, v in visitor.cookies.items())}
        assert house.server.ask(method, path, "", named).status in {401, 405}
    now(visitor, conference)
    assert entries() == before


def entries() -> int:
    """How much history there is."""
    with reading() as session:
        return len(session.exec(select(HistoryEntry.id)).all())


def test_screen_that_was_taken_back_shows_nothing(house, begun) -> None:
    conference, _ = begun
    visitor = screen(house, conference)
    with reading() as session:
        lent = session.exec(select(ProjectorPass.id)).one()
    house.city.do("kobayashi", take_back, lent)
    assert (now(visitor, conference), visitor.get(f"/projector/{conference}").status) == (404, 303)


def test_screen_whose_time_is_over_shows_nothing(house, begun) -> None:
    conference, _ = begun
    visitor = screen(house, conference)
    with writing() as session:
        session.exec(select(ProjectorPass)).one().ends_at = settings.now() - timedelta(seconds=1)
    assert now(visitor, conference) == 404


@pytest.mark.parametrize(
    ("login", "is_shown"), [("kobayashi", True), ("kiroku", True), ("ogawa", False), ("hayashi", False), ("", False)]
)
def test_who_runs_the_conference_needs_no_code(house, begun, login, is_shown) -> None:
    conference, _ = begun
    assert (now(house.visitor(login), conference) != 404) is is_shown


def test_sitting_is_no_idleness_for_its_screen(house, begun) -> None:
    conference, _ = begun
    visitor = house.visitor("kobayashi")
    with writing() as session:
        for one in session.exec(select(SignIn)):
            one.last_act_at = settings.now() - timedelta(minutes=settings.city().idle_minutes + 5)
    assert (now(visitor, conference)["phase"], visitor.get("/files/looks").status) == ("item", 303)


def test_look_of_somebody_who_signed_in_is_written_down_once(house, begun) -> None:
    conference, _ = begun
    visitor, before = house.visitor("kobayashi"), entries()
    for _ in range(3):
        now(visitor, conference)
    assert entries() == before + 1


def test_sign_in_that_ended_shows_nothing(house, begun) -> None:
    conference, _ = begun
    visitor = house.visitor("kobayashi")
    visitor.post("/signout")
    assert now(visitor, conference) == 404


@pytest.mark.parametrize("path", ["", "/now"])
def test_answer_is_kept_by_no_browser(house, begun, path) -> None:
    conference, _ = begun
    assert screen(house, conference).get(f"/projector/{conference}{path}").one("cache-control") == "no-store"


def test_wrong_codes_are_answered_alike_and_then_have_to_wait(house, begun) -> None:
    house.city.do("kiroku", lend, begun[0])
    answers: list[Answer] = [house.visitor().post("/projector", {"code": code}) for code in ("00000000", "x", "")]
    assert [one.status for one in answers] == [403] * 3
    for _ in range(settings.city().tries_before_pause):
        last = house.visitor().post("/projector", {"code": "11111111"})
    assert word("projector.code_paused", time="").partition("、")[0][:6] in last.text
    assert "set-cookie" not in dict(last.headers)


def test_code_is_typed_with_spaces_or_in_full_width(house, begun) -> None:
    conference, _ = begun
    code = code_of(house.city.do("kiroku", lend, conference).subject_id)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert house.visitor().post("/projector", {"code": f" {wide[:4]} {wide[4:]}"}).status == 303


@pytest.mark.parametrize(
    "path", ["/projector/", "/projector/x", "/projector/x/now", "/projectors", "/projector/_stcore/stream"]
)
def test_other_address_beside_it_is_behind_the_wall(house, begun, path) -> None:
    assert screen(house, begun[0]).get(path).status in {303, 401}


def test_form_from_another_site_is_refused(house) -> None:
    assert house.visitor().post("/projector", {"code": "00000000"}, origin="https://example.org").status == 403
