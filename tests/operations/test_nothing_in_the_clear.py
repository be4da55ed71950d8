"""Who is in the city stands nowhere in the clear: not in SQLite's files, not in PostgreSQL's columns."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

import settings
from models.cases import Case, ConsentWay, InformationClass
from models.database import engine, reading
from models.history import Channel
from models.people import Role
from models.relays import RelayConsent, Urgency
from operations.accounts import open_account
from operations.action import Said
from operations.cases import add_member, advance_case
from operations.consents import record_consent, withdraw_consent
from operations.relays import answer_relay, send_relay
from operations.sample_city import _file
from tests.city import City

TOLD = {"name", "reading", "address", "telephone", "health", "livelihood", "alias", "complaint", "witness", "said_by"}
OPEN = "星見野総合病院"  # the name of an agency, which is no secret
NEW = {
    "relation": "同居の姪", "name": "髙﨑 𠮷子", "reading": "たかさき よしこ", "address": "架空町9丁目9番", "telephone": "0533-00-0099",
    "health": "目の手術を受けた", "livelihood": "内職の収入",
}  # fmt: skip


def texts(table: Any) -> set[str]:
    """Every text of the sample city that is told about somebody, with the parts of names."""
    if isinstance(table, list):
        return set().union(*map(texts, table))
    if not isinstance(table, dict):
        return set()
    own = {value for name, value in table.items() if name in TOLD and isinstance(value, str)}
    return own.union(*map(texts, table.values()))


def secrets() -> set[str]:
    """What must not be found: whole texts and parts of names, long enough to mean somebody."""
    whole = texts(_file("cases.toml")) | texts(_file("people.toml")["person"]) | set(NEW.values())
    whole |= {"新田 のぞみ", "架空の理由"}
    open_to_all = (settings.DATA / "agencies.toml").read_text()
    parts = {part for one in whole for part in (one, *one.split()) if len(part) >= 3}
    return {part for part in parts if part not in open_to_all}


def live(city) -> None:
    """Some acts that write every kind of text."""
    case_id, home = city.case("004"), city.agency("community_welfare_division")
    member = city.do("kobayashi", add_member, case_id, **NEW).subject_id
    said = Said(home, "担当の民生委員", Channel.TELEPHONE, settings.now())
    relay = {
        "alias": "灯りのつかない家", "complaint": NEW["health"], "urgency": Urgency.SOON, "to_agency_id": home,
        "consent": RelayConsent.GIVEN,
    }  # fmt: skip
    sent = city.do("kobayashi", send_relay, said=said, **relay).subject_id
    city.do("kobayashi", answer_relay, sent, step="advise", reply=NEW["name"])
    consent = city.do(
        "kobayashi", record_consent, case_id, member_id=member, way=ConsentWay.WRITTEN, given_on=settings.today(),
        agencies=[home], information=[InformationClass.HEALTH], read_out=NEW["address"], witness=NEW["name"],
    ).subject_id  # fmt: skip
    reasons, seen = {"everyone_was_asked": "架空の理由"}, city.seen(Case, case_id, advance_case)
    city.do("kobayashi", advance_case, case_id, step="move_with_consent", seen=seen, reasons=reasons)
    city.do("kobayashi", withdraw_consent, consent, words=NEW["livelihood"])
    city.do(
        "kacho", open_account, login="new.one", name="新田 のぞみ", reading="にった のぞみ", agency_id=home,
        roles={Role.AGENCY_MEMBER}, password="とてもながいあいことば12こ",
    )  # fmt: skip


def found_in(raw: bytes) -> list[str]:
    """The secrets that stand in some bytes, in any of the ways a database or JSON writes a text."""
    ways = ("utf-8", "utf-16-le", "utf-16-be")
    escaped = {one: json.dumps(one).strip('"').encode() for one in secrets()}
    return sorted(one for one, json_ in escaped.items() if json_ in raw or any(one.encode(w) in raw for w in ways))


def test_no_file_of_sqlite_holds_a_person_in_the_clear(small_city) -> None:
    live(small_city)
    file = Path(str(engine().url.database))
    files = [file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")]
    held = {one.name: one.read_bytes() for one in files}
    assert {name: found_in(raw) for name, raw in held.items()} == {name: [] for name in held}
    assert OPEN.encode() in held[file.name]
    assert len(held[file.name + "-wal"]) > 0


def test_no_column_holds_a_person_in_the_clear(city) -> None:
    live(city)
    with reading() as session:
        raw = "\n".join(
            str(tuple(row))
            for name in SQLModel.metadata.tables
            for row in session.execute(text(f"SELECT * FROM {name}"))
        ).encode()
    assert (found_in(raw), OPEN.encode() in raw) == ([], True)


def test_no_column_of_postgresql_as_text_holds_a_person_in_the_clear(postgres_url) -> None:
    live(City())
    with reading() as session:
        dumped = [session.execute(text(f"SELECT t::text FROM {name} t")).scalars() for name in SQLModel.metadata.tables]
        raw = "\n".join(row for rows in dumped for row in rows).encode()
    assert (found_in(raw), OPEN.encode() in raw) == ([], True)


def test_no_error_message_holds_what_was_typed(city) -> None:
    with reading() as session, pytest.raises(DBAPIError) as caught:
        session.execute(text("SELECT :name FROM nowhere"), {"name": NEW["name"]})
    assert (found_in(str(caught.value).encode()), "nowhere" in str(caught.value)) == ([], True)
