"""A tab of a browser without a browser: open the workspace as somebody, go to a page, read all that was sent."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToDict  # type: ignore[import-untyped]
from streamlit.testing.v1 import AppTest

import settings
from tests.access.texts import texts_in
from tests.city import City
from words import word


def opened(script: Path, sign_in_id: object = None, **query: object) -> AppTest:
    """The script in a tab of its own, as the person of a sign-in."""
    tab = AppTest.from_file(script, default_timeout=30)
    tab.user = {"sid": str(sign_in_id)} if sign_in_id else {}
    for name, value in query.items():
        tab.query_params[name] = str(value)
    return tab.run()


def workspace(city: City, login: str) -> AppTest:
    """The workspace of somebody who has just signed in."""
    return opened(settings.ROOT / "ui" / "workspace.py", city.sign_in_id(city.sign_in(login)))


def gone_to(tab: AppTest, page: str, **query: object) -> AppTest:
    """Another page in the same tab."""
    tab.query_params.clear()
    for name, value in query.items():
        tab.query_params[name] = str(value)
    return tab.switch_page(f"../pages/{page}").run()


def menu_of(tab: AppTest) -> set[str]:
    """The addresses that the navigation of this run knows; none where there is no navigation."""
    return {str(page["url_pathname"]) for page in tab._registered_pages.values() if "url_pathname" in page}


def _elements(block: Any) -> Iterator[Any]:
    for one in block.children.values():
        if hasattr(one, "children"):
            yield getattr(one, "proto", None)
            yield from _elements(one)
        else:
            yield one.proto


def _opened_json(text: str) -> object:
    try:
        return json.loads(text) if text.startswith("{") else text
    except ValueError:
        return text


def screen(tab: AppTest) -> list[str]:
    """Every text that was sent to the browser, those of our components too."""
    sent = [MessageToDict(proto) for proto in _elements(tab._tree) if proto is not None]
    return list(texts_in([_opened_json(text) for text in texts_in(sent)]))


def is_way_to_sign_in(shown: list[str]) -> bool:
    """Whether the screen says how to sign in."""
    return any(word("web.sign_in_again") in text for text in shown)
