"""What this database is: a sample city or a real one, and how the first administrator is made."""

import hashlib
import secrets
from datetime import datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session, col, func, select

import settings
from models.people import Agency, Installation, Person, Role, RoleHolding
from operations import history
from operations.sign_ins import checked_login, checked_password, hashed_password
from rules.refusal import Refused, require
from rules.typed_text import needed

_KEY_CHECK = "yoriai"
_CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def installation(session: Session) -> Installation | None:
    """The one row, or None before the first start."""
    try:
        return session.exec(select(Installation)).first()
    except (OperationalError, ProgrammingError):
        return None  # there are no tables yet
    except (InvalidTag, KeyError) as wrong:
        raise settings.SettingsError("鍵ファイルが、このデータベースのものではありません。") from wrong


def make(session: Session, *, is_sample: bool, now: datetime) -> None:
    """Write down what this database is, once."""
    session.add(Installation(is_sample=is_sample, key_check=_KEY_CHECK, made_at=now))
    session.flush()


def check(session: Session) -> None:
    """Raise SettingsError where the database and the way it is started do not belong together."""
    found = installation(session)
    if found is None:
        raise settings.SettingsError("データベースが準備されていません。`python -m jobs prepare` を実行してください。")
    if settings.is_real() and found.is_sample:
        raise settings.SettingsError("これは見本の市のデータベースです。本番では使えません。")
    samples = session.exec(select(func.count()).select_from(Person).where(col(Person.is_sample))).one()
    if not found.is_sample and samples:
        raise settings.SettingsError("本番のデータベースに見本の利用者がいます。取り除いてから始めてください。")


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().replace("-", "").encode()).hexdigest()


def new_first_code(session: Session) -> str | None:
    """A one-time code for the console, while nobody has an account; None afterwards."""
    found = installation(session)
    if found is None or session.exec(select(func.count()).select_from(Person)).one():
        return None
    plain = "".join(secrets.choice(_CODE_SIGNS) for _ in range(16))
    found.first_code_hash = _hash(plain)
    session.add(found)
    return "-".join(plain[i : i + 4] for i in range(0, 16, 4))


def is_waiting_for_first(session: Session) -> bool:
    """Whether the first administrator is still to be made."""
    found = installation(session)
    return found is not None and found.first_code_hash is not None


def make_first_administrator(
    session: Session, *, code: str, login: str, name: str, reading: str, password: str, now: datetime
) -> Person:
    """The first account, by the code that was printed on the console; the code dies with it."""
    found = installation(session)
    if found is None or found.first_code_hash is None:
        raise Refused("first_run_is_over")
    require(secrets.compare_digest(found.first_code_hash, _hash(code)), "first_code_is_wrong")
    home = session.exec(select(Agency).where(Agency.key == settings.city().home_agency)).one()
    login, today = checked_login(login), settings.tokyo_day(now)
    person = Person(
        login=login, name=needed(name, "field.person_name"), reading=needed(reading, "field.reading"),
        agency_id=home.id, valid_from=today, password_hash=hashed_password(checked_password(password, login)),
    )  # fmt: skip
    session.add(person)
    session.flush()
    session.add(RoleHolding(person_id=person.id, role=Role.SYSTEM_ADMINISTRATOR, since=today))
    found.first_code_hash = None
    event = history.Event("account.first", "people", person.id)
    history.append(session, event, actor_id=person.id, sign_in_id=None, now=now)
    return person
