"""LibreOffice for papers: one folder of its own for the whole session."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreOffice's own folder for this session."""
    return tmp_path_factory.mktemp("libreoffice")
