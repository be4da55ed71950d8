"""What comes from elsewhere is refused: another site's form, another host's name, a body without end."""

import http.client
from contextlib import closing

import pytest

from tests.server import FORM
from words import word

FORMS = ("/signin", "/signout", "/password", "/first-run", "/files/looks", "/today")
EVIL = "http://evil.example"


@pytest.mark.parametrize("origin", [EVIL, "null", "", "http://127.0.0.1", "http://localhost:1", "{https}", "{longer}"])
def test_post_from_another_origin_is_refused(house, origin) -> None:
    given = {"{https}": f"https://{house.server.host}", "{longer}": house.server.origin + ".evil.example"}
    visitor = house.visitor("kacho")
    answers = {path: visitor.post(path, {"login": "x"}, origin=given.get(origin, origin)) for path in FORMS}
    told = {path: (answer.status, answer.text) for path, answer in answers.items()}
    assert told == dict.fromkeys(FORMS, (403, word("web.from_elsewhere")))


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "SAME-ORIGIN", "x"])
def test_post_that_the_browser_says_comes_from_elsewhere_is_refused(house, site) -> None:
    answer = house.visitor("kacho").post("/signout", sec_fetch_site=site)
    assert (answer.status, answer.text) == (403, word("web.from_elsewhere"))


def test_post_from_our_own_page_goes_on(house) -> None:
    assert house.visitor("kacho").post("/signout", sec_fetch_site="same-origin").status == 303


def test_refused_post_did_nothing(house) -> None:
    visitor = house.visitor("kacho")
    visitor.post("/signout", origin=EVIL)
    assert visitor.get("/").status == 200


def test_right_password_from_another_site_signs_nobody_in(house) -> None:
    answer = house.visitor().post("/signin", {"login": "kacho", "password": "toyokawa-mihon"}, origin=EVIL)
    assert (answer.status, answer.all("set-cookie")) == (403, [])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_without_our_origin_are_refused(house, method) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in house.visitor("kacho").cookies.items())
    assert house.server.ask(method, "/today", headers={"cookie": cookie}).status == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "0.0.0.0", "[::1]"]
)
def test_unknown_host_is_refused_everywhere(house, host) -> None:
    visitor, paths = house.visitor("kacho"), ("/", "/signin", "/_stcore/health", "/assets/look.css")
    answers = [visitor.get(path, host=f"{host}:{house.server.port}") for path in paths]
    assert [(answer.status, answer.text) for answer in answers] == [(400, word("web.unknown_host"))] * len(paths)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1"])
def test_known_host_is_answered_whatever_its_case(house, host) -> None:
    assert house.visitor().get("/signin", host=f"{host}:{house.server.port}").status == 200


@pytest.mark.parametrize("path", ["/signin", "/password", "/first-run"])
def test_body_that_is_too_large_is_refused(house, path) -> None:
    answer = house.visitor("kacho").post(path, {"login": "x" * 65_536})
    assert (answer.status, answer.text) == (413, word("web.too_large"))


def test_body_of_a_large_form_within_the_limit_is_read(house) -> None:
    assert house.visitor().post("/signin", {"login": "x" * 60_000, "password": "y"}).status == 403


def test_body_without_a_length_is_measured_as_it_comes(house) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", house.server.port, timeout=20)) as connection:
        pieces = (b"login=" + b"x" * 32_000 for _ in range(100))
        headers = {"origin": house.server.origin, "content-type": FORM, "transfer-encoding": "chunked"}
        connection.request("POST", "/signin", pieces, headers, encode_chunked=True)
        assert connection.getresponse().status in {400, 413}


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "99999999999999999999"])
def test_length_that_is_no_length_is_refused(house, length) -> None:
    headers = {"origin": house.server.origin, "content-type": FORM, "content-length": length}
    assert house.server.ask("POST", "/signin", b"login=x", headers).status in {400, 413}
