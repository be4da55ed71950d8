"""What the front door does before a page is drawn."""

import pytest

import settings


@pytest.fixture(autouse=True)
def _pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our components are found."""
    monkeypatch.syspath_prepend(settings.ROOT / "ui" / "pieces")
