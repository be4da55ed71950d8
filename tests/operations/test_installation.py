"""What a database is, and how the first administrator of a real one is made."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlmodel import select

import settings
from jobs.prepare import migrate
from models.database import reading, writing
from models.people import Installation, Person, Role, RoleHolding
from operations.history import findings
from operations.installation import check, is_waiting_for_first, make, make_first_administrator, new_first_code
from operations.master import load_master
from operations.sign_ins import candidate, verified
from rules.refusal import Refused
from tests.models.empty import empty_postgres, empty_sqlite

FIRST = {
    "login": "Admin.1", "name": "最初 のひと", "reading": "さいしょ のひと", "password": "とてもながいあいことば12こ",
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def real(request, tmp_path) -> Iterator[str]:
    """A real installation before its first administrator; its code."""
    server = request.param == "postgresql" and request.getfixturevalue("postgres_server")
    with empty_postgres(server) if server else empty_sqlite(tmp_path):
        migrate()
        with writing() as session:
            load_master(session)
            make(session, is_sample=False, now=settings.now())
            code = new_first_code(session)
        assert code is not None
        yield code


def first(code: str, **other: str) -> Person:
    """Make the first administrator."""
    with writing() as session:
        return make_first_administrator(session, code=code, now=settings.now(), **{**FIRST, **other})


def refusal(code: str, **other: str) -> str:
    """Why the first administrator was not made."""
    with pytest.raises(Refused) as caught:
        first(code, **other)
    with reading() as session:
        assert (session.exec(select(Person)).all(), is_waiting_for_first(session)) == ([], True)
    return caught.value.reason_key


def test_first_code_is_for_the_console_only(real) -> None:
    assert [len(part) for part in real.split("-")] == [4, 4, 4, 4]
    with reading() as session:
        stored = str(session.execute(text("SELECT * FROM installations")).one())
        assert is_waiting_for_first(session)
    assert (real in stored, real.replace("-", "") in stored) == (False, False)


def test_first_administrator_is_made_once_by_the_code(real) -> None:
    person = first(f" {real.lower()} ")
    with reading() as session:
        roles = session.exec(select(RoleHolding.role).where(RoleHolding.person_id == person.id)).all()
        found = candidate(session, "admin.1", settings.now())
        assert (roles, verified(found, FIRST["password"])) == ([Role.SYSTEM_ADMINISTRATOR], True)
        assert (person.is_sample, person.must_change_password, findings(session)) == (False, False, [])
        assert is_waiting_for_first(session) is False
    with pytest.raises(Refused, match="first_run_is_over"):
        first(real, login="admin.2")


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"login": ""}, "field_is_needed"),
        ({"login": "かんり"}, "login_has_other_signs"),
        ({"name": " "}, "field_is_needed"),
        ({"reading": ""}, "field_is_needed"),
        ({"password": "short"}, "password_is_short"),
        ({"password": "xxadmin.1xxyz"}, "password_holds_login"),
    ],
)
def test_first_administrator_who_does_not_hold_is_refused_and_the_code_lives_on(real, other, key) -> None:
    assert refusal(real, **other) == key
    assert first(real).login == "admin.1"


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA-AAAA", "髙"])
def test_first_administrator_with_a_wrong_code_is_refused(real, code) -> None:
    assert refusal(code) == "first_code_is_wrong"
    assert refusal(real[:-1]) == "first_code_is_wrong"


def test_first_code_is_made_anew_at_every_start_until_it_was_used(real) -> None:
    with writing() as session:
        newer = new_first_code(session)
    assert newer not in {None, real}
    assert refusal(real) == "first_code_is_wrong"
    first(str(newer))
    with writing() as session:
        assert new_first_code(session) is None


def test_first_code_of_a_sample_city_is_none(city) -> None:
    with writing() as session:
        assert (new_first_code(session), is_waiting_for_first(session)) == (None, False)
    with pytest.raises(Refused, match="first_run_is_over"):
        first("AAAA-AAAA-AAAA-AAAA")


def wrong(mode: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What check() says when the product is started in this mode."""
    monkeypatch.setenv("YORIAI_MODE", mode)
    with pytest.raises(settings.SettingsError) as caught, reading() as session:
        check(session)
    return str(caught.value)


def test_check_of_a_sample_city(city, monkeypatch) -> None:
    with reading() as session:
        check(session)
    assert "見本の市" in wrong("real", monkeypatch)


def test_check_of_a_real_installation(real, monkeypatch) -> None:
    monkeypatch.setenv("YORIAI_MODE", "real")
    with reading() as session:
        check(session)
    with writing() as session:
        session.get_one(Person, first_id(real)).is_sample = True
    assert "見本の利用者" in wrong("real", monkeypatch)


def first_id(code: str) -> object:
    """The id of the first administrator."""
    return first(code).id


def test_check_before_the_first_start(real, monkeypatch) -> None:
    with writing() as session:
        session.delete(session.exec(select(Installation)).one())
    assert "python -m jobs prepare" in wrong("real", monkeypatch)


def test_check_with_the_key_of_another_database(real, monkeypatch, tmp_path) -> None:
    other = tmp_path / "other.keys.toml"
    settings.write_new_keys(other)
    with monkeypatch.context() as changed:
        changed.setenv("YORIAI_KEY_FILE", str(other))
        settings.keys.cache_clear()
        said = wrong("real", changed)
    settings.keys.cache_clear()
    assert "このデータベースのものではありません" in said
