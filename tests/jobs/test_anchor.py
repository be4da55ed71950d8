"""The anchor: written once a day outside the database, and believed only as it was written."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

import settings
from jobs import anchor, loop
from models.database import reading, writing
from models.history import ChainHead, HistoryEntry
from operations import looks
from operations.cases import add_member
from operations.history import heads
from operations.looks import Look
from rules.chain import seal_of
from settings import SettingsError
from tests.operations.stored import entries

DAY = date(2026, 6, 18)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """Anchors of this test alone."""
    monkeypatch.setenv("YORIAI_ANCHORS", str(tmp_path / "anchors"))
    return tmp_path / "anchors"


def test_anchor_holds_the_end_of_every_chain(city, folder) -> None:
    path = anchor.write(DAY)
    with reading() as session:
        ends = {chain: (head.seq, head.mac) for chain, head in heads(session).items()}
    assert (path, anchor.anchored()) == (folder / "2026-06-18.json", ends)
    assert ([one.name for one in folder.iterdir()], len(ends) > 3) == (["2026-06-18.json"], True)
    assert folder.stat().st_mode & 0o077 == 0


def test_anchor_of_a_day_is_written_once(city) -> None:
    before = anchor.write(DAY).read_text()
    city.do("kobayashi", add_member, city.case("004"), relation="長男")
    assert anchor.write(DAY).read_text() == before
    assert anchor.write(DAY + timedelta(days=1)).read_text() != before


def test_verify_of_an_untouched_history_finds_nothing(city) -> None:
    assert anchor.verify() == []
    anchor.write(DAY)
    city.do("kobayashi", add_member, city.case("004"), relation="長男")
    assert anchor.verify() == []


def test_verify_holds_to_the_latest_anchor(city) -> None:
    anchor.write(DAY)
    city.do("kobayashi", add_member, city.case("004"), relation="長男")
    last = anchor.write(DAY + timedelta(days=1))
    assert anchor.anchored() == {k: tuple(v) for k, v in json.loads(last.read_text())["heads"].items()}


def rewind(head: ChainHead) -> None:
    """Cut the last entry of a chain and put back the very head that stood there before it."""
    with writing() as session:
        place = (HistoryEntry.chain == head.chain, HistoryEntry.seq == head.seq - 1)
        mac = session.exec(select(HistoryEntry.mac).where(*place)).one()
        seal = seal_of(settings.keys().history, head.chain, head.seq - 1, mac)
        session.execute(
            text("DELETE FROM history WHERE chain = :chain AND seq = :seq"), {"chain": head.chain, "seq": head.seq}
        )
        session.execute(
            text("UPDATE chain_heads SET seq = :seq, mac = :mac, seal = :seal WHERE chain = :chain"),
            {"seq": head.seq - 1, "mac": mac, "seal": seal, "chain": head.chain},
        )


def grown(city) -> ChainHead:
    """The head of a chain that has just grown by two entries."""
    actor = city.actor("kacho")
    seen = [Look("case.look", "cases", city.case("001"), city.case("001"), basis) for basis in ("office", "consent")]
    with writing() as session:
        looks.record(session, actor, seen, settings.now())
    chain = entries(city.case("001"))[-1].chain
    with reading() as session:
        return session.exec(select(ChainHead).where(ChainHead.chain == chain)).one()


def test_verify_finds_an_old_end_put_back(city) -> None:
    head = grown(city)
    anchor.write(DAY)
    rewind(head)
    assert [(one.chain, one.seq, one.what) for one in anchor.verify()] == [
        (head.chain, head.seq, "anchor_does_not_match")
    ]


def test_verify_without_an_anchor_cannot_know_an_old_end(city) -> None:
    rewind(grown(city))
    assert anchor.verify() == []


@pytest.mark.parametrize("change", ["seq", "mac", "day", "chain gone", "all gone"])
def test_anchor_that_was_changed_is_not_believed(small_city, change) -> None:
    path = anchor.write(DAY)
    table = json.loads(path.read_text())
    chain = min(table["heads"])
    match change:
        case "seq":
            table["heads"][chain][0] -= 1
        case "mac":
            table["mac"] = "0" * 64
        case "day":
            table["day"] = "2026-06-19"
        case "chain gone":
            del table["heads"][chain]
        case "all gone":
            table["heads"] = {}
    path.write_text(json.dumps(table))
    with pytest.raises(SettingsError, match=path.name):
        anchor.verify()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null", '{"day": "2026-06-18"}', "\udcff"])
def test_anchor_that_is_no_anchor_any_more_is_not_believed(small_city, content) -> None:
    path = anchor.write(DAY)
    path.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(SettingsError, match=path.name):
        anchor.verify()


def test_anchor_of_an_earlier_day_under_a_later_name_is_not_believed(small_city, folder) -> None:
    old = anchor.write(DAY)
    (folder / "2099-01-01.json").write_text(old.read_text())
    with pytest.raises(SettingsError, match=r"2099-01-01\.json"):
        anchor.verify()


def test_anchor_half_written_is_not_taken_for_one(small_city, folder) -> None:
    anchor.write(DAY)
    (folder / "2099-01-01.part").write_text("{")
    assert anchor.verify() == []


def test_turn_of_the_loop_writes_the_anchor_of_today(city, folder) -> None:
    assert loop.turn("one")
    assert [one.name for one in folder.iterdir()] == [f"{settings.today().isoformat()}.json"]


def test_turn_of_the_loop_without_the_lock_does_nothing(city, folder) -> None:
    assert loop.turn("one")
    for path in folder.iterdir():
        path.unlink()
    assert not loop.turn("two")
    assert list(folder.iterdir()) == []
