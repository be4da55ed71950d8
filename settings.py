"""Typed settings, keys, mode and the one clock; with words.py the only module every room may read."""

import base64
import os
import secrets
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent
DATA = ROOT / "data"
TOKYO = ZoneInfo("Asia/Tokyo")


class SettingsError(RuntimeError):
    """The installation cannot start; the sentence says what to mend."""


def now() -> datetime:
    """The present moment, aware, in UTC: the only place that asks a clock."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Tokyo; an expiry is inclusive to 24:00 of such a day."""
    return tokyo_day(now())


def tokyo_day(moment: datetime) -> date:
    """The Tokyo day in which an aware moment falls."""
    return moment.astimezone(TOKYO).date()


@cache
def var() -> Path:
    """The folder of the embedded database and, in sample mode only, of its key."""
    folder = Path(os.environ.get("YORIAI_VAR", DATA / "var"))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def database_url() -> str:
    """DATABASE_URL, with PostgreSQL always through psycopg 3; unset means SQLite in data/var."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{var() / 'yoriai.db'}"
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def is_real() -> bool:
    """YORIAI_MODE=real: an installation for real people. Anything else is the sample city."""
    return os.environ.get("YORIAI_MODE", "sample") == "real"


def sample_is_whole() -> bool:
    """YORIAI_SAMPLE=core: the sample city without its earlier years, which tests begin with."""
    return os.environ.get("YORIAI_SAMPLE", "whole") != "core"


def behind_tls() -> bool:
    """YORIAI_TLS=1: browsers reach us by https, so cookies are Secure and carry the __Host- prefix."""
    return os.environ.get("YORIAI_TLS", "") == "1"


@dataclass(frozen=True)
class City:
    """What the municipality decides; every value stands in data/city.toml with its 初期値 marked there."""

    name: str
    office: str
    office_contact: str
    office_fax: str
    home_agency: str
    idle_minutes: int
    absolute_hours: int
    tries_before_pause: int
    pause_minutes: int
    password_minimum: int
    relay_reply_business_days: int
    consent_warning_days: int
    small_cell: int
    record_numbering: str
    record_check_business_days: int
    record_style: str
    record_lines_go_out: bool
    approval_route: str
    approval_steps: list[str]
    gap_numbering: str
    opinion_business_days: int
    gap_unassigned_days: int
    page_rows: int
    keep_drafts: bool
    holes_told_at: str


@cache
def city() -> City:
    """The city's settings, read once."""
    table = tomllib.loads((DATA / "city.toml").read_text(encoding="utf-8"))
    return City(**{name: value for part in table.values() if isinstance(part, dict) for name, value in part.items()})


@cache
def abbreviations() -> dict[str, str]:
    """What the recorder may type short, from data/abbreviations.toml: the short form and what stands in the minutes."""
    table = tomllib.loads((DATA / "abbreviations.toml").read_text(encoding="utf-8"))
    return {str(short): str(whole) for short, whole in table["abbreviation"].items()}


@dataclass(frozen=True)
class Keys:
    """Secrets that live outside the database: sealing keys by number, and the history key."""

    current: int
    seal: dict[int, bytes]
    history: bytes


def key_file() -> Path:
    """YORIAI_KEY_FILE; only the sample city may keep its key beside its database."""
    given = os.environ.get("YORIAI_KEY_FILE")
    if given:
        return Path(given)
    if is_real():
        raise SettingsError("YORIAI_KEY_FILE に、data フォルダーの外にある鍵ファイルを指定してください。")
    return var() / "sample.keys.toml"


def write_new_keys(path: Path) -> None:
    """Create a key file that only its owner may read; an existing one is never replaced."""
    seal, history = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
    text = f'current = 1\nhistory = "{history}"\n\n[seal]\n1 = "{seal}"\n'
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


@cache
def keys() -> Keys:
    """Read and check the key file. Raises SettingsError where it is missing, weak or readable by others."""
    path = key_file()
    if is_real() and path.resolve().is_relative_to(DATA):
        raise SettingsError("鍵ファイルは data フォルダーの外に置いてください。")
    if not path.exists():
        if is_real():
            raise SettingsError(f"鍵ファイルがありません:{path}。`python -m jobs new-keys` で作れます。")
        write_new_keys(path)
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"鍵ファイルをほかの利用者が読めます:{path}。chmod 600 にしてください。")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as broken:
        raise SettingsError("鍵ファイルの形が正しくありません。") from broken
    return _checked(table)


def _checked(table: dict[str, object]) -> Keys:
    try:
        seal = {int(number): base64.b64decode(text) for number, text in table["seal"].items()}  # type: ignore[attr-defined]
        found = Keys(int(table["current"]), seal, base64.b64decode(table["history"]))  # type: ignore[call-overload, arg-type]
    except (KeyError, ValueError, TypeError, AttributeError) as broken:
        raise SettingsError("鍵ファイルの形が正しくありません。") from broken
    secrets_in_it = [*found.seal.values(), found.history]
    if found.current not in seal or any(len(k) != 32 or len(set(k)) < 12 for k in secrets_in_it):
        raise SettingsError("鍵が短いか、でたらめさが足りません。`python -m jobs new-keys` で作り直してください。")
    return found


def hosts() -> frozenset[str]:
    """YORIAI_HOSTS: the host names people type, separated by commas; other Host headers are refused."""
    given = os.environ.get("YORIAI_HOSTS", "127.0.0.1,localhost")
    return frozenset(name.strip().lower() for name in given.split(",") if name.strip())


def cookie_name() -> str:
    """The sign-in cookie; __Host- binds it to this host and https, where there is https."""
    return "__Host-yoriai" if behind_tls() else "yoriai"


def screen_cookie_name() -> str:
    """The cookie of a lent screen (投影): it is sent to /projector alone, so it cannot be __Host-."""
    return "__Secure-yoriai-screen" if behind_tls() else "yoriai-screen"
