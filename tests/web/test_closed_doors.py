"""What Streamlit leaves open is closed by the wall, signed in or not; and nothing opens without a sign-in."""

import pytest

from words import word

CLOSED = (
    "/media/", "/media/0f1e2d3c.pdf", "/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp",
    "/_stcore/upload_file/1/1", "/component/x/index.html", "/auth/login", "/auth/logout", "/oauth2callback",
    "/_stcore/%6detrics", "/media/../media/1",
)  # fmt: skip
BEHIND = (
    "/", "/today", "/relays", "/case", "/people", "/password", "/files/looks", "/nowhere", "/_stcore/stream",
    "/app/static/x", "/favicon.png", "/index.html", "/manifest.json", "/signin-x", "/first-runner",
)  # fmt: skip
SPELLINGS = (
    "//media/1", "/./media/1", "/x/../media/1", "/media%2f1", "/_stcore//metrics", "/_STCORE/metrics", "/media;x/1",
    "/static/../_stcore/metrics", "/static/%2e%2e/_stcore/metrics", "/assets/../_stcore/metrics", "/signin/../media/1",
    "/signin/_stcore/metrics", "/static/..%2f..%2fweb/wall.py", "/assets/..%2f..%2fsettings.py",
    "/static/../../settings.py", "/assets/%2e%2e/wall.py", "/app/static/../../settings.py",
)  # fmt: skip
SECRETS = ("class Wall", "def write_new_keys", "# HELP", '"openapi":', "cache_memory_bytes")


@pytest.mark.parametrize("login", ["", "kacho"])
def test_closed_address_answers_like_one_that_does_not_exist(house, login) -> None:
    visitor = house.visitor(login)
    answers = {path: visitor.get(path) for path in CLOSED}
    told = {path: (answer.status, answer.text) for path, answer in answers.items()}
    assert told == dict.fromkeys(CLOSED, (404, word("web.not_found")))


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_closed_address_is_closed_for_every_method(house, method) -> None:
    headers = {"origin": house.server.origin}
    paths = ("/_stcore/upload_file/1/1", "/media/1", "/_stcore/metrics", "/_stcore/agent/mcp")
    assert [house.server.ask(method, path, b"x", headers).status for path in paths] == [404] * 4


@pytest.mark.parametrize("login", ["", "kacho"])
def test_other_spellings_open_no_closed_address_and_no_file_of_ours(house, login) -> None:
    visitor = house.visitor(login)
    answers = {path: visitor.get(path) for path in SPELLINGS}
    assert [path for path, answer in answers.items() if answer.status >= 500] == []
    assert [path for path, answer in answers.items() if any(secret in answer.text for secret in SECRETS)] == []


def test_address_behind_the_wall_leads_to_the_sign_in(house) -> None:
    nobody = house.visitor()
    told = {path: (nobody.get(path).status, nobody.get(path, sec_fetch_mode="cors").status) for path in BEHIND}
    assert told == {path: (401 if path.startswith("/_stcore/") else 303, 401) for path in BEHIND}


def test_host_config_keeps_streamlit_to_itself(house) -> None:
    answer = house.visitor().get("/_stcore/host-config")
    assert answer.status == 200
    assert '"allowedOrigins":[]' in answer.text
    assert '"blockErrorDialogs":true' in answer.text


def test_health_says_nothing_but_ok(house) -> None:
    assert house.visitor().get("/_stcore/health").text == "ok"


def test_head_opens_no_more_than_get(house) -> None:
    paths = ("/", "/media/1", "/files/looks")
    assert [house.server.ask("HEAD", path).status for path in paths] == [401, 404, 401]
