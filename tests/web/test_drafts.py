"""/minutes/key: what a browser seals its unsent lines with is one person's own, and nobody else's."""

import base64

import settings
from tests.server import Visitor
from tests.web.test_autosave import told

KEY = "/minutes/key"


def key_of(visitor: Visitor) -> str:
    """The key as the script gets it."""
    answer = visitor.get(KEY, sec_fetch_mode="cors")
    assert (answer.status, answer.one("cache-control")) == (200, "no-store")
    return str(told(answer)["key"])


def test_key_is_the_same_at_every_sign_in_of_one_person_and_another_for_everybody_else(house) -> None:
    first, again, other = (key_of(house.visitor(login)) for login in ("kiroku", "kiroku", "kobayashi"))
    assert (first, len(base64.b64decode(first))) == (again, 32)
    assert first != other
    kept = settings.keys()
    assert base64.b64decode(first) not in {*kept.seal.values(), kept.history}


def test_key_is_told_to_nobody_who_is_not_signed_in(house) -> None:
    answer = house.visitor().get(KEY, sec_fetch_mode="cors")
    assert (answer.status, b"key" in answer.body) == (401, False)


def test_key_is_not_told_across_origins(house) -> None:
    answer = house.visitor("kiroku").get(KEY, sec_fetch_mode="cors", origin="http://evil.example")
    assert answer.all("access-control-allow-origin") == []
    assert answer.one("cross-origin-resource-policy") == "same-origin"


def test_sign_out_wipes_what_the_browser_kept(house) -> None:
    visitor = house.visitor("kiroku")
    assert '"storage"' in visitor.post("/signout").one("clear-site-data")
    assert b'deleteDatabase("yoriai-minutes")' in visitor.get("/assets/signed_out.js").body
    assert visitor.get(KEY, sec_fetch_mode="cors").status == 401
