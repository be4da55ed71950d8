"""python -m jobs as the console runs it: what it does, and the sentences with which it refuses."""

import base64
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

import settings
from jobs.__main__ import main
from models.database import reading, writing
from models.people import Person
from operations.installation import is_waiting_for_first, make_first_administrator
from tests.models.empty import in_use

SECONDS = 60


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    words: str


@dataclass(frozen=True)
class Console:
    """A shell in the folder of the product, with its own database, keys and anchors."""

    folder: Path
    mode: str = "real"

    @property
    def keys(self) -> Path:
        """The key file."""
        return self.folder / "yoriai.keys.toml"

    @property
    def url(self) -> str:
        """The database."""
        return f"sqlite:///{self.folder / 'city.db'}"

    def environment(self, **other: str) -> dict[str, str]:
        """What the process is told; an empty value is left out."""
        own = {
            "YORIAI_MODE": self.mode, "YORIAI_KEY_FILE": str(self.keys), "DATABASE_URL": self.url,
            "YORIAI_VAR": str(self.folder), "YORIAI_ANCHORS": str(self.folder / "anchors"),
        }  # fmt: skip
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {name: value for name, value in (kept | own | other).items() if value}

    def start(self, *arguments: str, **other: str) -> subprocess.Popen[str]:
        """Begin a command."""
        return subprocess.Popen(
            [sys.executable, "-m", "jobs", *arguments], cwd=settings.ROOT, env=self.environment(**other),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def run(self, *arguments: str, **other: str) -> Said:
        """Run a command to its end."""
        with self.start(*arguments, **other) as process:
            try:
                words, _ = process.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return Said(process.returncode, words)


@pytest.fixture
def console(tmp_path) -> Console:
    """A real installation with nothing in it."""
    return Console(tmp_path)


@pytest.fixture
def real(console) -> Console:
    """A real installation with its keys."""
    settings.write_new_keys(console.keys)
    return console


@pytest.fixture
def sample(console, sqlite_template) -> Console:
    """The sample city, started as if it were real."""
    shutil.copy2(sqlite_template, console.folder / "city.db")
    shutil.copy2(settings.key_file(), console.keys)
    console.keys.chmod(0o600)
    return console


@pytest.fixture
def at_hand(real, monkeypatch) -> Iterator[None]:
    """This process on the database of the console, with its keys."""
    monkeypatch.setenv("YORIAI_KEY_FILE", str(real.keys))
    settings.keys.cache_clear()
    with in_use(real.url):
        yield
    monkeypatch.undo()
    settings.keys.cache_clear()


def refused(said: Said, sentence: str) -> None:
    """One sentence for people, no traceback."""
    assert (said.code, "Traceback" in said.words, sentence in said.words) == (1, False, True), said.words


def test_prepare_without_a_key_file_is_refused(console) -> None:
    refused(console.run("prepare", YORIAI_KEY_FILE=""), "YORIAI_KEY_FILE")
    refused(console.run("prepare"), "python -m jobs new-keys")
    assert sorted(one.name for one in console.folder.iterdir()) == []


def unusable(path: Path, monkeypatch: pytest.MonkeyPatch, mode: str = "real") -> str:
    """Why a key file is not used, as settings says it in this process."""
    with monkeypatch.context() as changed:
        changed.setenv("YORIAI_MODE", mode)
        changed.setenv("YORIAI_KEY_FILE", str(path))
        settings.keys.cache_clear()
        with pytest.raises(settings.SettingsError) as caught:
            settings.keys()
    settings.keys.cache_clear()
    return str(caught.value)


INSIDE = settings.DATA / "never.keys.toml"


@pytest.mark.parametrize("way", ["plain", "around", "linked"])
def test_keys_inside_data_are_refused(tmp_path, monkeypatch, way) -> None:
    linked = tmp_path / "linked.toml"
    linked.symlink_to(INSIDE)
    path = {"plain": INSIDE, "around": settings.ROOT / "docs" / ".." / "data" / INSIDE.name, "linked": linked}[way]
    assert "data フォルダーの外" in unusable(path, monkeypatch)
    assert not INSIDE.exists()


def test_prepare_with_a_key_inside_data_is_refused(console) -> None:
    refused(console.run("prepare", YORIAI_KEY_FILE=str(INSIDE)), "data フォルダーの外")
    assert (INSIDE.exists(), (console.folder / "city.db").exists()) == (False, False)


def key(secret: bytes) -> str:
    """A secret as the key file writes it."""
    return base64.b64encode(secret).decode()


GOOD = key(bytes(range(32)))
SHORT, SAME = key(secrets.token_bytes(16)), key(b"\x00" * 32)
WEAK = {
    "short seal": f'current = 1\nhistory = "{GOOD}"\n[seal]\n1 = "{SHORT}"\n',
    "short history": f'current = 1\nhistory = "{SHORT}"\n[seal]\n1 = "{GOOD}"\n',
    "all the same": f'current = 1\nhistory = "{GOOD}"\n[seal]\n1 = "{SAME}"\n',
    "old one weak": f'current = 2\nhistory = "{GOOD}"\n[seal]\n1 = "{SAME}"\n2 = "{GOOD}"\n',
    "current missing": f'current = 2\nhistory = "{GOOD}"\n[seal]\n1 = "{GOOD}"\n',
}
BROKEN = {
    "no history": f'current = 1\n[seal]\n1 = "{GOOD}"\n',
    "no seal": f'current = 1\nhistory = "{GOOD}"\n',
    "not base64": f'current = 1\nhistory = "{GOOD}"\n[seal]\n1 = "あ"\n',
    "not a number": f'current = "x"\nhistory = "{GOOD}"\n[seal]\n1 = "{GOOD}"\n',
    "seal is text": f'current = 1\nhistory = "{GOOD}"\nseal = "{GOOD}"\n',
    "empty": "",
    "not toml": "これは鍵ではありません",
}


@pytest.mark.parametrize("name", [*WEAK, *BROKEN])
def test_keys_that_are_weak_or_broken_are_refused(console, name, monkeypatch) -> None:
    console.keys.write_text((WEAK | BROKEN)[name])
    console.keys.chmod(0o600)
    sentence = unusable(console.keys, monkeypatch)
    assert ("でたらめさ" if name in WEAK else "形が正しくありません") in sentence


@pytest.mark.parametrize(("content", "sentence"), [(WEAK["all the same"], "でたらめさ"), (BROKEN["not toml"], "形が")])
def test_prepare_with_a_weak_or_broken_key_is_refused(console, content, sentence) -> None:
    console.keys.write_text(content)
    console.keys.chmod(0o600)
    refused(console.run("prepare"), sentence)
    assert not (console.folder / "city.db").exists()


@pytest.mark.parametrize("mode", ["real", "sample"])
@pytest.mark.parametrize("rights", [0o640, 0o604, 0o660, 0o601])
def test_keys_that_others_can_read_are_refused(real, monkeypatch, mode, rights) -> None:
    real.keys.chmod(rights)
    assert "chmod 600" in unusable(real.keys, monkeypatch, mode)


def test_prepare_with_a_key_that_others_can_read_is_refused(real) -> None:
    real.keys.chmod(0o644)
    refused(real.run("prepare"), "chmod 600")


def test_prepare_of_a_sample_database_for_real_is_refused_and_changes_nothing(sample) -> None:
    with in_use(sample.url):
        before = stored()
    refused(sample.run("prepare"), "見本の市のデータベースです")
    with in_use(sample.url):
        assert stored() == before


def stored() -> list[str]:
    """The people and the installation as they stand."""
    with reading() as session:
        return [str(row) for name in ("people", "installations", "agencies") for row in rows(session, name)]


def rows(session, name: str) -> list[object]:
    """The rows of a table."""
    return list(session.execute(text(f"SELECT * FROM {name} ORDER BY id")))


@pytest.mark.parametrize("command", ["anchor", "verify", "run"])
def test_command_without_its_key_is_refused(sample, command) -> None:
    sample.keys.unlink()
    refused(run_or_kill(sample, command), "鍵ファイルがありません")


@pytest.mark.parametrize("command", ["anchor", "verify", "run"])
def test_command_before_prepare_is_refused(real, command) -> None:
    refused(run_or_kill(real, command), "python -m jobs prepare")


def run_or_kill(console: Console, command: str) -> Said:
    """A command that should end by itself; one that stays is ended and has not refused."""
    process = console.start(command)
    try:
        words, _ = process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        words, _ = process.communicate()
        return Said(-1, f"{command} stayed; {words}")
    return Said(process.returncode, words)


def test_prepare_with_the_keys_of_another_database_is_refused(sample) -> None:
    sample.keys.unlink()
    settings.write_new_keys(sample.keys)
    refused(sample.run("prepare", YORIAI_MODE="sample"), "このデータベースのものではありません")


def test_new_keys_are_for_their_owner_alone_and_never_replaced(console) -> None:
    said = console.run("new-keys", str(console.keys), YORIAI_KEY_FILE="")
    assert (said.code, str(console.keys) in said.words, console.keys.stat().st_mode & 0o777) == (0, True, 0o600)
    before = console.keys.read_text()
    assert before not in said.words
    refused(console.run("new-keys"), "もうあります")
    assert console.keys.read_text() == before


def test_new_keys_where_no_file_can_be_is_refused(console) -> None:
    refused(console.run("new-keys", str(console.folder / "nowhere" / "keys.toml")), "nowhere")


def code_in(said: Said) -> str:
    """The one-time code that stands on the console."""
    assert said.code == 0, said.words
    return said.words.splitlines()[0].split(":")[-1].split(":")[-1].strip()


def test_first_run_from_an_empty_folder_to_the_first_administrator(real, at_hand) -> None:
    old, code = code_in(real.run("prepare")), code_in(real.run("prepare"))
    assert (len(code.split("-")), old != code) == (4, True)
    inputs = {"login": "admin", "name": "最初 のひと", "reading": "さいしょ", "password": "とてもながいあいことば12こ"}
    with writing() as session:
        assert is_waiting_for_first(session)
        make_first_administrator(session, code=code, now=settings.now(), **inputs)
    assert real.run("prepare") == Said(0, "")
    with reading() as session:
        assert [(one.login, one.is_sample) for one in session.exec(select(Person))] == [("admin", False)]
    assert real.run("verify").code == 0


def test_prepare_of_the_sample_city_is_silent_and_makes_its_own_key(tmp_path) -> None:
    console = Console(tmp_path, mode="sample")
    assert console.run("prepare", YORIAI_KEY_FILE="") == Said(0, "")
    assert (tmp_path / "sample.keys.toml").stat().st_mode & 0o777 == 0o600
    assert sorted(one.name.split("-")[0] for one in tmp_path.iterdir()) == ["city.db", "sample.keys.toml"]


def test_anchor_and_verify_tell_what_they_found(sample) -> None:
    as_sample = {"YORIAI_MODE": "sample"}
    said = sample.run("anchor", **as_sample)
    assert (said.code, Path(said.words.strip()).parent) == (0, sample.folder / "anchors")
    assert sample.run("verify", **as_sample) == Said(0, "記録は書かれたままです。\n")
    with in_use(sample.url), writing() as session:
        session.execute(text("UPDATE history SET action = 'case.look' WHERE action = 'member.add'"))
    said = sample.run("verify", **as_sample)
    changed = [line for line in said.words.splitlines() if line.endswith("entry_was_changed")]
    assert (said.code, len(changed), f"{len(changed)} か所" in said.words) == (1, 12, True)


def test_verify_of_an_anchor_that_was_changed_is_refused(sample) -> None:
    as_sample = {"YORIAI_MODE": "sample"}
    path = Path(sample.run("anchor", **as_sample).words.strip())
    path.write_text(path.read_text().replace('"day": "20', '"day": "19'))
    refused(sample.run("verify", **as_sample), path.name)


@pytest.mark.parametrize("arguments", [[], ["close"], ["--help"], [""]])
def test_unknown_command_shows_the_known_ones(arguments, capsys) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().out.startswith("python -m jobs prepare | new-keys FILE")


def test_run_ends_when_it_is_told_to(sample) -> None:
    with sample.start("run", YORIAI_MODE="sample") as process:
        until_it_listens(process.pid)
        process.send_signal(signal.SIGTERM)
        words, _ = process.communicate(timeout=SECONDS)
    assert (process.returncode, words) == (0, "")


def until_it_listens(pid: int) -> None:
    """Wait until a process has its own answer to SIGTERM."""
    end, wanted = time.monotonic() + SECONDS, 1 << (signal.SIGTERM - 1)
    while time.monotonic() < end:
        status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        if int(status["SigCgt"], 16) & wanted:
            return
        time.sleep(0.01)
    raise AssertionError("the process never listened")
