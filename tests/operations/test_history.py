"""The history as it stands in the database: whatever is changed in it past the product is found."""

import base64
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

import settings
from models.cases import Case
from models.database import reading, writing
from operations.cases import add_member, describe_case
from operations.history import Event, append, findings, heads, links
from rules.chain import seal_of
from tests.operations.stored import everything

Row = dict[str, Any]
TEXTS = ("chain", "action", "subject_kind", "basis", "digest", "mac", "moment")
IDS = ("id", "actor_id", "sign_in_id", "subject_id", "case_id")


@dataclass(frozen=True)
class Tamperer:
    """Somebody with the file of the database in hand and without the keys."""

    connection: Connection
    chance: random.Random
    rows: list[Row]
    ends: list[Row]

    def run(self, statement: str, *values: Any) -> None:
        """Some SQL."""
        self.connection.exec_driver_sql(statement, values)

    def row(self) -> Row:
        """Any entry."""
        return self.chance.choice(self.rows)

    def chain(self, least: int = 1) -> list[Row]:
        """The entries of a chain that has at least so many."""
        names = [end["chain"] for end in self.ends if end["seq"] >= least]
        name = self.chance.choice(names)
        return sorted((row for row in self.rows if row["chain"] == name), key=lambda row: row["seq"])

    def flipped(self, text: str) -> str:
        """A text with one bit changed, still a text."""
        raw = bytearray(text.encode())
        while raw.decode(errors="replace") == text or b"\x00" in raw or "\ufffd" in raw.decode(errors="replace"):
            raw = bytearray(text.encode())
            raw[self.chance.randrange(len(raw))] ^= 1 << self.chance.randrange(7)
        return raw.decode()

    def put(self, row: Row, column: str, value: Any) -> None:
        """Overwrite one cell."""
        self.run(f"UPDATE history SET {column} = ? WHERE id = ?", value, row["id"])


def change_a_text(at: Tamperer) -> None:
    """One bit of a plain column, as it stands in the file."""
    row, column = at.row(), at.chance.choice(TEXTS)
    if not row[column]:
        return at.put(row, column, "x")
    taken = {(one["chain"], one["seq"]) for one in at.rows}
    value = at.flipped(row[column])
    while column == "chain" and (value, row["seq"]) in taken:
        value = at.flipped(row[column])
    return at.put(row, column, value)


def change_an_id(at: Tamperer) -> None:
    """One bit of an id."""
    row = at.row()
    column = at.chance.choice([name for name in IDS if row[name]])
    value = int(row[column], 16) ^ (1 << at.chance.randrange(128))
    at.put(row, column, f"{value:032x}")


def change_how_an_id_is_written(at: Tamperer) -> None:
    """The same id in capitals: no search in the database finds it any more."""
    row = at.row()
    column = at.chance.choice([name for name in IDS if row[name] and row[name] != row[name].upper()])
    at.put(row, column, row[column].upper())


def change_a_seq(at: Tamperer) -> None:
    """An entry under another number."""
    at.put(at.row(), "seq", at.chance.choice([0, -1, 10_000 + at.chance.randrange(1000)]))


def change_the_changes(at: Tamperer) -> None:
    """One bit of the sealed text."""
    row = at.chance.choice([row for row in at.rows if row["changes"]])
    raw = bytearray(base64.b64decode(row["changes"]))
    raw[at.chance.randrange(len(raw))] ^= 1 << at.chance.randrange(8)
    at.put(row, "changes", base64.b64encode(raw).decode())


def change_the_changes_for_others(at: Tamperer) -> None:
    """The sealed text of another entry, or none."""
    ours, theirs = at.chance.sample([row for row in at.rows if row["changes"]], 2)
    at.put(ours, "changes", at.chance.choice([theirs["changes"], None, ""]))


def empty_a_cell(at: Tamperer) -> None:
    """Nobody, no sign-in or no case where there was one."""
    row = at.row()
    column = at.chance.choice([name for name in ("actor_id", "sign_in_id", "case_id") if row[name]])
    at.put(row, column, None)


def delete_entries(at: Tamperer) -> None:
    """One entry or some."""
    for row in at.chance.sample(at.rows, at.chance.randint(1, 3)):
        at.run("DELETE FROM history WHERE id = ?", row["id"])


def insert_a_copy(at: Tamperer) -> None:
    """An entry once more: at the end of its chain or of another, or in a chain of its own, with or without a head."""
    row, end = at.row(), at.chance.choice(at.ends)
    chain, seq = at.chance.choice([(end["chain"], end["seq"] + 1), ("2099:00", 1), (row["chain"], 10_000)])
    copy = {**row, "id": uuid4().hex, "chain": chain, "seq": seq}
    marks = ", ".join("?" * len(copy))
    at.run(f"INSERT INTO history ({', '.join(copy)}) VALUES ({marks})", *copy.values())
    if at.chance.random() < 0.5:
        at.run("UPDATE chain_heads SET seq = ?, mac = ? WHERE chain = ?", seq, row["mac"], chain)


def swap_two(at: Tamperer) -> None:
    """Two entries of a chain in the other order."""
    one, two = at.chance.sample(at.chain(2), 2)
    for row, seq in ((one, -5), (two, one["seq"]), (one, two["seq"])):
        at.put(row, "seq", seq)


def move_to_another_chain(at: Tamperer) -> None:
    """The whole place of one entry for another's."""
    one, two = at.chance.sample(at.rows, 2)
    places = ((one, "x", -5), (two, one["chain"], one["seq"]), (one, two["chain"], two["seq"]))
    for row, chain, seq in places:
        at.run("UPDATE history SET chain = ?, seq = ? WHERE id = ?", chain, seq, row["id"])


def cut_a_tail(at: Tamperer) -> Row:
    """The last entries of a chain, and the head put back to what is left; its last entry."""
    chain = at.chain(2)
    last = chain[at.chance.randrange(len(chain) - 1)]
    at.run("DELETE FROM history WHERE chain = ? AND seq > ?", last["chain"], last["seq"])
    at.run("UPDATE chain_heads SET seq = ?, mac = ? WHERE chain = ?", last["seq"], last["mac"], last["chain"])
    return last


def replay_an_old_head(at: Tamperer) -> None:
    """A cut tail with the very head that stood there once."""
    last = cut_a_tail(at)
    seal = seal_of(settings.keys().history, last["chain"], last["seq"], last["mac"])
    at.run("UPDATE chain_heads SET seal = ? WHERE chain = ?", seal, last["chain"])


def change_a_head(at: Tamperer) -> None:
    """One bit of a head, a head of another chain, or none."""
    one, two = at.chance.sample(at.ends, 2)
    column = at.chance.choice(["mac", "seal", "seq", "chain", "none"])
    if column == "none":
        return at.run("DELETE FROM chain_heads WHERE chain = ?", one["chain"])
    others = {"seq": one["seq"] + at.chance.choice([-1, 1]), "chain": "2099:01"}
    value = others.get(column, two.get(column))
    return at.run(f"UPDATE chain_heads SET {column} = ? WHERE chain = ?", value, one["chain"])


def delete_a_chain(at: Tamperer) -> None:
    """A whole chain with its head."""
    name = at.chance.choice(at.ends)["chain"]
    at.run("DELETE FROM history WHERE chain = ?", name)
    at.run("DELETE FROM chain_heads WHERE chain = ?", name)


WAYS: tuple[Callable[[Tamperer], object], ...] = (
    change_a_text, change_an_id, change_how_an_id_is_written, change_a_seq, change_the_changes,
    change_the_changes_for_others, empty_a_cell, delete_entries, insert_a_copy, swap_two, move_to_another_chain,
    cut_a_tail, replay_an_old_head, change_a_head, delete_a_chain,
)  # fmt: skip


@contextmanager
def past_the_product(url: str) -> Iterator[Connection]:
    """A connection of its own to the file, without foreign keys."""
    engine = create_engine(url, poolclass=StaticPool, connect_args={"isolation_level": None})
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def tampered(connection: Connection, way: Callable[[Tamperer], object], seed: int) -> Tamperer:
    """Begin a transaction in which the history was tampered with."""
    connection.exec_driver_sql("BEGIN")
    rows = [dict(row._mapping) for row in connection.exec_driver_sql("SELECT * FROM history")]
    ends = [dict(row._mapping) for row in connection.exec_driver_sql("SELECT * FROM chain_heads WHERE seq > 0")]
    at = Tamperer(connection, random.Random(seed), rows, ends)
    way(at)
    return at


def answer(connection: Connection, anchor: dict[str, tuple[int, str]]) -> str:
    """What findings() says: found, unseen, or the name of an exception that left the rest unread."""
    with Session(connection) as session:
        try:
            return "found" if findings(session, anchor) else "unseen"
        except Exception as broken:  # noqa: BLE001 - whatever it is, it is no finding
            return type(broken).__name__


def anchor_of() -> dict[str, tuple[int, str]]:
    """What the anchor outside the database holds."""
    with reading() as session:
        return {chain: (head.seq, head.mac) for chain, head in heads(session).items()}


def missed(url: str, seeds: range, ways: tuple[Callable[[Tamperer], object], ...]) -> dict[str, int]:
    """How often a tampering was not answered with a finding, by its way and the answer."""
    anchor, found = anchor_of(), {}
    with past_the_product(url) as connection:
        for seed in seeds:
            way = ways[seed % len(ways)]
            tampered(connection, way, seed)
            said = answer(connection, anchor)
            connection.rollback()
            if said != "found":
                found[f"{way.__name__}: {said}"] = found.get(f"{way.__name__}: {said}", 0) + 1
        assert answer(connection, anchor) == "unseen"
    return found


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_tampering_of_each_way_is_found(sqlite_url, way) -> None:
    assert missed(sqlite_url, range(14), (way,)) == {}


@pytest.mark.parametrize("count", [pytest.param(200), pytest.param(10_000, marks=pytest.mark.proof)])
def test_tampering_at_random_is_always_found(sqlite_url, count) -> None:
    assert missed(sqlite_url, range(1000, 1000 + count), WAYS) == {}


def test_tampering_does_not_hide_the_rest_of_the_history(sqlite_url) -> None:
    with past_the_product(sqlite_url) as connection:
        at = tampered(connection, change_the_changes, 1)
        at.run("DELETE FROM chain_heads WHERE chain = ?", at.ends[0]["chain"])
        with Session(connection) as session:
            found = {one.what for one in findings(session)}
        connection.rollback()
    assert found >= {"changes_were_changed", "end_was_changed"}


def test_history_that_is_as_written_has_no_findings(city) -> None:
    case_id = city.case("004")
    city.do("kobayashi", add_member, case_id, relation="長男", name="髙﨑 𠮷次")
    seen = city.seen(Case, case_id, describe_case)
    city.do("kobayashi", describe_case, case_id, seen=seen, **seen)
    with reading() as session:
        assert findings(session) == []
        assert findings(session, anchor_of()) == []
        whole = links(session)
    assert [one.seq for one in whole] == [
        n for chain in sorted({one.chain for one in whole}) for n in range(1, sum(o.chain == chain for o in whole) + 1)
    ]


def test_history_that_grew_after_the_anchor_has_no_findings(city) -> None:
    anchor = anchor_of()
    city.do("kobayashi", add_member, city.case("004"), relation="長男")
    with reading() as session:
        assert findings(session, anchor) == []


def test_history_of_a_transaction_that_failed_is_not_there(city) -> None:
    before = everything()
    event = Event("case.look", "cases", city.case("001"), city.case("001"), "office", "文")

    def fail() -> None:
        with writing() as session:
            append(session, event, actor_id=None, sign_in_id=None, now=settings.now())
            raise RuntimeError("x")

    with pytest.raises(RuntimeError, match="x"):
        fail()
    assert everything() == before


def test_append_returns_the_entry_at_the_end_of_its_chain(city) -> None:
    event, now = Event("case.look", "cases", city.case("001"), city.case("001"), "office", "文"), settings.now()
    with writing() as session:
        ids = [append(session, event, actor_id=None, sign_in_id=None, now=now) for _ in range(3)]
    with reading() as session:
        last = [one for one in links(session) if one.row_id in ids]
        head = heads(session)[last[0].chain]
    assert [one.row_id for one in last] == ids
    assert (last[-1].seq, last[-1].mac, last[-1].changes) == (head.seq, head.mac, "文")
