"""Who is this? Only the cookie says it: no header, no session id of somebody else, no other site."""

import pytest
from websockets.exceptions import InvalidStatus

from operations.accounts import reset_password
from tests.hostile import secrets
from tests.hostile.wire import wire, wire_of

SPELLINGS = ("X-Yoriai-Session", "x-yoriai-session", "X-YORIAI-SESSION")


def refused(server, *given, **claims) -> int:
    """The status with which a connection is refused."""
    with pytest.raises(InvalidStatus) as answer, wire(server, *given, **claims):
        pass
    return answer.value.response.status_code


def test_socket_without_a_cookie_is_refused(house) -> None:
    assert refused(house.server) == 403


@pytest.mark.parametrize("cookie", ["", "x", "None", "0" * 32])
def test_socket_with_a_made_up_cookie_is_refused(house, cookie) -> None:
    assert refused(house.server, {"yoriai": cookie}) == 403


@pytest.mark.parametrize("name", SPELLINGS)
def test_socket_with_a_claimed_session_but_no_cookie_is_refused(house, name) -> None:
    victim = house.city.sign_in_id(house.city.sign_in("kobayashi"))
    assert refused(house.server, headers={name: victim.hex}) == 403


@pytest.mark.parametrize("name", SPELLINGS)
def test_claimed_session_beside_a_cookie_is_dropped(house, name) -> None:
    victim = house.city.sign_in_id(house.city.sign_in("kobayashi"))
    with wire_of(house.visitor("hayashi"), headers={name: victim.hex}) as attacker:
        run = attacker.open("cases")
    assert run.said(["林 ゆうま", "R7-001", "R7-002", "R7-003", "R7-004"]) == ["林 ゆうま", "R7-001"]


def test_claimed_session_is_dropped_for_files_too(house) -> None:
    victim = house.city.sign_in_id(house.city.sign_in("kobayashi"))
    path = f"/files/consent-record/{house.city.case('R7-001')}"
    attacker = house.visitor("hayashi")
    assert attacker.get(path, x_yoriai_session=victim.hex).status == 404
    assert house.visitor().get(path, x_yoriai_session=victim.hex).status == 303


@pytest.mark.parametrize("login", ["hayashi", "kobayashi"])
def test_session_of_another_sign_in_is_not_resumed_while_it_lives(house, login) -> None:
    with wire_of(house.visitor("kobayashi")) as victim:
        shown = victim.open("case", f"id={house.city.case('R7-004')}")
        assert shown.says("椎名 まこと")
        with wire_of(house.visitor(login), session=shown.session) as attacker:
            run = attacker.open("")
    assert run.session not in {"", shown.session}
    assert not run.says("椎名 まこと")


def test_session_of_another_sign_in_is_not_resumed_after_its_tab_closed(house) -> None:
    with wire_of(house.visitor("kobayashi")) as victim:
        shown = victim.open("case", f"id={house.city.case('R7-004')}")
    with wire_of(house.visitor("hayashi"), session=shown.session) as attacker:
        runs = list(secrets.crawl(attacker, house.city.case("R7-004")))
    assert shown.session not in {run.session for run in runs}
    assert [run.said(secrets.of_case(house.city, house.city.case("R7-004"))) for run in runs] == [[]] * len(runs)


def test_own_session_is_resumed_after_a_lost_connection(house) -> None:
    visitor = house.visitor("kobayashi")
    with wire_of(visitor) as before:
        first = before.open("cases")
    with wire_of(visitor, session=first.session) as after:
        assert after.open("cases").session == first.session


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1", "http://localhost:1"])
def test_socket_from_another_site_is_refused_with_a_live_cookie(house, origin) -> None:
    assert refused(house.server, house.visitor("kobayashi").cookies, origin=origin) == 403


def test_socket_that_the_browser_says_comes_from_another_site_is_refused(house) -> None:
    cookies = house.visitor("kobayashi").cookies
    assert refused(house.server, cookies, headers={"Sec-Fetch-Site": "cross-site"}) == 403


@pytest.mark.parametrize("path", ["/signin/_stcore/stream", "/assets/_stcore/stream", "/static/_stcore/stream", "/x"])
def test_no_other_address_leads_to_the_socket(house, path) -> None:
    assert refused(house.server, house.visitor("kobayashi").cookies, path=path) in {403, 404}


def test_first_password_keeps_the_socket_closed(house) -> None:
    house.city.do("kacho", reset_password, house.city.person("hayashi"), password="saisho-no-aikotoba")
    visitor = house.visitor()
    visitor.sign_in("hayashi", "saisho-no-aikotoba")
    assert refused(house.server, visitor.cookies) == 403
