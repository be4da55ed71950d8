"""A server that has not run a page yet shows nothing to nobody, whether a page is asked by name or by hash."""

from collections.abc import Iterator

import pytest
from streamlit.util import calc_hash

import settings
from operations.accounts import close_account
from tests.hostile import secrets
from tests.hostile.wire import Run, wire_of
from tests.server import House, serving
from words import word


@pytest.fixture
def cold(sqlite_url, tmp_path) -> Iterator[House]:
    """A server just started."""
    with serving(tmp_path, sqlite_url) as server:
        yield House(server, sqlite_url, "")


def asked(house: House) -> list[tuple[str, str, str]]:
    """Every screen by name and by every hash it could have: of its address, of its file."""
    query = f"id={house.city.case('R7-001')}"
    files = sorted((settings.ROOT / "pages").rglob("*.py"))
    spelt = [text for file in files for text in (file.stem, str(file), str(file.relative_to(settings.ROOT)))]
    names = [(name, query, "") for one in secrets.PAGES for name in (one, f"/{one}", f"{one}.py", f"x/{one}")]
    return names + [("", query, calc_hash(text)) for text in spelt]


def test_first_page_of_a_cold_server_is_never_shown_to_nobody(cold) -> None:
    visitor = cold.visitor("kobayashi")
    texts = secrets.of_case(cold.city, cold.city.case("R7-001"))
    with wire_of(visitor) as tab:
        # The wall lets in nobody without a sign-in; so this one ends between the handshake and the first page.
        cold.city.do("kacho", close_account, cold.city.person("kobayashi"))
        runs: list[Run] = [tab.open(name, query, by_hash=hashed) for name, query, hashed in asked(cold)]
    assert [run.said([*texts, "小林 あかり", word("case.search")]) for run in runs] == [[]] * len(runs)
    assert [run.widgets for run in runs] == [{}] * len(runs)
    assert all(run.says(word("web.sign_in_again")) for run in runs)
