"""A real installation: its first administrator comes from a one-time code on the console, and no sample is in it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import settings
from tests.server import Server, Visitor, environment, serving
from words import word

OWN = "hajimete-no-kotoba"


def prepare(folder: Path, key: Path) -> str:
    """`python -m jobs prepare` of a real installation; what it says."""
    given = {"YORIAI_MODE": "real", "YORIAI_KEY_FILE": str(key), "YORIAI_VAR": str(folder)}
    said = subprocess.run(
        [sys.executable, "-m", "jobs", "prepare"], cwd=settings.ROOT, capture_output=True, text=True, check=False,
        env=environment(folder, f"sqlite:///{folder / 'city.db'}", **given),
    )  # fmt: skip
    return said.stdout + said.stderr


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> Path:
    """A key file outside data."""
    path = tmp_path_factory.mktemp("keys") / "keys.toml"
    settings.write_new_keys(path)
    return path


@pytest.fixture(scope="module")
def real(tmp_path_factory, key) -> Iterator[tuple[Server, str, Path]]:
    """A real installation on its first day: the server, the code on its console, its folder."""
    folder = tmp_path_factory.mktemp("real")
    (code,) = re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", prepare(folder, key))
    given = {"YORIAI_MODE": "real", "YORIAI_KEY_FILE": str(key), "YORIAI_VAR": str(folder)}
    with serving(folder, f"sqlite:///{folder / 'city.db'}", **given) as server:
        yield server, code, folder


def filled(code: str, login: str = "kanri", **other: str) -> dict[str, str]:
    """The form as filled in."""
    named = {"code": code, "login": login, "name": "管理 はじめ", "reading": "かんり はじめ"}
    return named | {"password": OWN, "password_again": OWN} | other


def test_first_run_before_anybody_is_there(real) -> None:
    server, code, _ = real
    nobody = Visitor(server)
    assert nobody.get("/signin").one("location") == "/first-run"
    form = nobody.get("/first-run")
    assert (form.status, code in form.text) == (200, False)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"code": "AAAA-AAAA-AAAA-AAAA"}, "first_code_is_wrong"),
        ({"code": ""}, "first_code_is_wrong"),
        ({"password_again": "x"}, "passwords_differ"),
        ({"password": "a" * 20, "password_again": "a" * 20}, "password_is_simple"),
        ({"login": "管理"}, "login_has_other_signs"),
    ],
)
def test_first_run_refuses_and_keeps_what_was_typed_but_no_secret(real, changed, reason) -> None:
    server, code, _ = real
    answer = Visitor(server).post("/first-run", filled(code) | changed)
    assert (answer.status, word(f"refusal.{reason}") in answer.text) == (400, True)
    assert 'value="管理 はじめ"' in answer.text
    assert [secret for secret in (code, OWN) if secret in answer.text] == []


def test_first_run_makes_one_administrator_however_often_the_code_is_sent(real, key) -> None:
    server, code, folder = real
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: Visitor(server).post("/first-run", filled(code, f"kanri{n}")), range(4)))
    assert sorted(answer.status for answer in answers) == [303, 400, 400, 400]
    again = Visitor(server).post("/first-run", filled(code, "another"))
    assert (again.status, word("refusal.first_run_is_over") in again.text) == (400, True)
    assert Visitor(server).get("/first-run").one("location") == "/signin"
    form = Visitor(server).get("/signin")
    assert (form.status, "toyokawa-mihon" in form.text, "data-login" in form.text) == (200, False, False)
    signed = [Visitor(server).sign_in(f"kanri{n}", OWN).status for n in range(4)]
    assert sorted(signed) == [303, 403, 403, 403]
    assert prepare(folder, key) == ""


def test_first_run_of_a_sample_city_is_over(house) -> None:
    nobody = Visitor(house.server)
    assert nobody.get("/first-run").one("location") == "/signin"
    assert nobody.post("/first-run", filled("AAAA-AAAA-AAAA-AAAA")).status == 400


def test_real_installation_needs_a_key_outside_data(tmp_path) -> None:
    inside = settings.DATA / "agencies.toml"
    assert "鍵ファイルは data フォルダーの外に" in prepare(tmp_path, inside)
    assert "鍵ファイルがありません" in prepare(tmp_path, tmp_path / "missing.toml")


def test_key_that_others_can_read_is_refused(tmp_path) -> None:
    path = tmp_path / "keys.toml"
    settings.write_new_keys(path)
    path.chmod(0o644)
    assert "chmod 600" in prepare(tmp_path, path)
