"""Every answer carries the headers that keep a browser safe, whoever asks and whatever the answer is."""

import base64
import hashlib
import re

import pytest
from sqlalchemy import text

from models.database import writing

FIXED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
ROUTES = (
    "/", "/today", "/relays", "/case?id=1", "/nowhere", "/signin", "/signed-out", "/first-run", "/password",
    "/files/looks", "/files/consent-record/1", "/files/nothing/1", "/assets/look.css", "/assets/nothing.css",
    "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/bidi-components/nothing/rows.js",
    "/media/1", "/component/x/index.html", "/static/nothing.js", "/robots.txt",
)  # fmt: skip
PIECE = "/_stcore/bidi-components/yoriai-pieces.rows/rows.js"


@pytest.mark.parametrize("login", ["", "kacho"])
def test_answer_carries_every_header_once(house, login) -> None:
    visitor = house.visitor(login)
    answers = {path: visitor.get(path) for path in ROUTES}
    told = {path: {name: answer.all(name) for name in FIXED} for path, answer in answers.items()}
    assert told == {path: {name: [value] for name, value in FIXED.items()} for path in ROUTES}
    assert {len(answer.all("content-security-policy")) for answer in answers.values()} == {1}
    assert {tuple(answer.all("server")) for answer in answers.values()} == {()}


def test_policy_allows_our_own_and_the_one_inline_script(house) -> None:
    page = house.visitor("kacho").get("/")
    (inline,) = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    told = dict(part.split(" ", 1) for part in page.one("content-security-policy").split("; "))
    assert told == {
        "default-src": "'self'",
        "script-src": f"'self' 'wasm-unsafe-eval' 'sha256-{digest}'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize("login", ["", "kacho"])
def test_answer_is_never_kept_by_the_browser(house, login) -> None:
    visitor = house.visitor(login)
    confidential = [path for path in ROUTES if not path.startswith(("/assets/", "/static/", "/_stcore/b"))]
    kept = {path: visitor.get(path).all("cache-control") for path in confidential}
    assert kept == {path: ["no-store"] for path in confidential}


def test_files_without_secrets_may_be_kept(house) -> None:
    visitor = house.visitor("kacho")
    (script,) = set(re.findall(r'src="\.?(/static/js/index\.[^"]+\.js)"', visitor.get("/").text))
    kept = {path: visitor.get(path) for path in ("/assets/look.css", script, PIECE)}
    assert {path: answer.status for path, answer in kept.items()} == dict.fromkeys(kept, 200)
    assert [path for path, answer in kept.items() if "no-store" in answer.one("cache-control")] == []


@pytest.mark.parametrize("path", ["/assets/look.css", "/assets/bodies.css", PIECE, PIECE.replace("rows.js", "kit.js")])
@pytest.mark.parametrize("packing", ["gzip", "identity"])
def test_script_of_ours_is_asked_for_again_each_time_and_sent_again_only_when_it_changed(house, path, packing) -> None:
    visitor = house.visitor("kacho")
    first = visitor.get(path, accept_encoding=packing)
    assert (first.status, first.all("cache-control"), len(first.body) > 0) == (200, ["no-cache"], True)
    again = visitor.get(path, accept_encoding=packing, if_none_match=first.one("etag"))
    assert (again.status, again.body, again.one("etag")) == (304, b"", first.one("etag"))
    assert {name: again.one(name) for name in FIXED} == FIXED
    changed = visitor.get(path, accept_encoding=packing, if_none_match='"of-another-day"')
    assert (changed.status, changed.body) == (200, first.body)


def test_script_that_is_not_there_is_not_kept(house) -> None:
    answers = [house.visitor("kacho").get(path) for path in ("/assets/nothing.css", "/_stcore/bidi-components/x/y.js")]
    assert [(answer.status, answer.all("cache-control"), answer.one("etag")) for answer in answers] == [
        (404, ["no-store"], "")
    ] * 2


def test_bundle_whose_name_changes_with_its_content_is_kept_long(house) -> None:
    visitor = house.visitor("kacho")
    (script,) = set(re.findall(r'src="\.?(/static/js/index\.[^"]+\.js)"', visitor.get("/").text))
    assert "immutable" in visitor.get(script).one("cache-control")


def test_refused_answers_carry_the_headers_too(house) -> None:
    visitor = house.visitor()
    answers = {
        403: visitor.post("/signin", origin="http://evil.example"),
        400: visitor.get("/", host="evil.example"),
        413: visitor.post("/signin", {"login": "x" * 70_000}),
        401: visitor.get("/", sec_fetch_mode="cors"),
    }
    assert {status: answer.status for status, answer in answers.items()} == {status: status for status in answers}
    for answer in answers.values():
        assert {name: answer.one(name) for name in FIXED} == FIXED
        assert answer.one("cache-control") == "no-store"


def test_fault_of_the_server_is_answered_with_the_headers_and_without_details(house) -> None:
    visitor = house.visitor("kacho")
    with writing() as session:
        session.execute(text("ALTER TABLE sign_ins RENAME TO elsewhere"))
    answer = visitor.get("/today")
    assert (answer.status, "sign_ins" in answer.text) == (500, False)
    assert {name: answer.one(name) for name in FIXED} == FIXED
    assert answer.one("cache-control") == "no-store"
