"""/minutes/key: what a browser seals its unsent lines with is one person's own, and nobody else's."""

import base64
from dataclasses import replace
from uuid import uuid4

import settings
from queries.typists import is_typist, typist
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


def mark_of(visitor: Visitor) -> str:
    """By which the browser knows whose its page and its drafts are."""
    return str(told(visitor.get(KEY, sec_fetch_mode="cors"))["who"])


def test_mark_is_one_persons_own_at_every_sign_in_and_tells_nothing_of_them(house) -> None:
    first, again, other = (mark_of(house.visitor(login)) for login in ("kiroku", "kiroku", "kobayashi"))
    assert first == again != other
    assert not {first[:12], first} & {house.city.person("kiroku").hex[:12], house.city.person("kiroku").hex}


def test_mark_of_a_page_that_was_opened_before_the_keys_were_changed_is_still_known(monkeypatch) -> None:
    somebody, kept = uuid4(), settings.keys()
    before = typist(somebody)
    newer = replace(kept, seal={**kept.seal, kept.current + 1: b"n" * 32}, current=kept.current + 1)
    monkeypatch.setattr(settings, "keys", lambda: newer)
    assert (typist(somebody) == before, is_typist(somebody, before), is_typist(uuid4(), before)) == (False, True, False)


def test_sign_out_tells_the_browser_whose_drafts_go_and_leaves_those_of_others(house) -> None:
    visitor = house.visitor("kiroku")
    mark, answer = mark_of(visitor), visitor.post("/signout")
    assert (answer.one("location"), answer.one("clear-site-data")) == (f"/signed-out#{mark}", '"cache"')
    assert visitor.get(KEY, sec_fetch_mode="cors").status == 401
