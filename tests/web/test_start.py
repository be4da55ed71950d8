"""The server starts only where its settings are in force, and it says in a sentence what is wrong."""

import os
import subprocess
from pathlib import Path

import settings
from tests.postgres import _free_port
from tests.server import command, environment


def refusal(cwd: Path, folder: Path, database: str, **given: str) -> tuple[int, str]:
    """How a server that must not start ends, and what it says."""
    started = subprocess.run(
        command(_free_port()), cwd=cwd, timeout=60, capture_output=True, text=True, check=False,
        env=environment(folder, database, PYTHONPATH=str(settings.ROOT), **given),
    )  # fmt: skip
    return started.returncode, started.stdout + started.stderr


def test_server_from_another_folder_refuses_to_start(sqlite_url, tmp_path) -> None:
    code, said = refusal(tmp_path, tmp_path, sqlite_url)
    assert code != 0
    assert "Streamlit の設定が効いていません" in said
    assert "make run" in said
    assert "server.trustedUserHeaders" in said


def test_server_with_one_setting_bent_names_that_setting(sqlite_url, tmp_path) -> None:
    config = (settings.ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    bent = config.replace('showErrorDetails = "none"', 'showErrorDetails = "full"')
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(bent, encoding="utf-8")
    code, said = refusal(tmp_path, tmp_path, sqlite_url)
    assert (code != 0, "(client.showErrorDetails)" in said) == (True, True)


def test_server_without_a_prepared_database_refuses_to_start(tmp_path) -> None:
    code, said = refusal(settings.ROOT, tmp_path, f"sqlite:///{tmp_path / 'empty.db'}")
    assert code != 0
    assert "python -m jobs prepare" in said


def test_server_with_the_key_of_another_city_refuses_to_start(sqlite_url, tmp_path) -> None:
    key = tmp_path / "other.toml"
    settings.write_new_keys(key)
    code, said = refusal(settings.ROOT, tmp_path, sqlite_url, YORIAI_KEY_FILE=str(key))
    assert (code != 0, "鍵ファイルが、このデータベースのものではありません" in said) == (True, True)


def test_real_mode_refuses_the_database_of_a_sample_city(sqlite_url, tmp_path) -> None:
    key = Path(os.environ["YORIAI_VAR"]) / "sample.keys.toml"
    code, said = refusal(settings.ROOT, tmp_path, sqlite_url, YORIAI_MODE="real", YORIAI_KEY_FILE=str(key))
    assert (code != 0, "見本の市のデータベース" in said) == (True, True)
