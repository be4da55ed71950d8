"""The history chain as arithmetic: nothing can be changed, cut or moved unseen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest

from rules.chain import (
    CHAINS_A_YEAR,
    Finding,
    Head,
    Link,
    anchor_mac,
    chain_of,
    check_anchor,
    check_chain,
    digest_of,
    mac_of,
    seal_of,
)

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
MOMENT = datetime(2026, 6, 18, 1, 2, 3, 456789, tzinfo=UTC)
CHAIN = "2026:03"


def written(count: int = 4) -> tuple[list[Link], Head]:
    """A chain of some entries and its head."""
    links, previous = [], ""
    for seq in range(1, count + 1):
        changes = None if seq % 2 else f'{{"n": {seq}}}'
        one = Link(
            CHAIN, seq, MOMENT + timedelta(minutes=seq), uuid4(), uuid4(), "case.look", "cases", uuid4(), uuid4(),
            "office", digest_of(KEY, changes), changes, "", uuid4(),
        )  # fmt: skip
        previous = mac_of(KEY, previous, one)
        links.append(replace(one, mac=previous))
    return links, Head(CHAIN, count, previous, seal_of(KEY, CHAIN, count, previous))


def changed(links: list[Link], place: int, **values: object) -> list[Link]:
    """The chain with one entry changed."""
    return [replace(one, **values) if at == place else one for at, one in enumerate(links)]


def test_chain_of_a_subject_is_one_of_sixteen_for_the_year() -> None:
    assert chain_of(2026, UUID(int=19)) == "2026:03"
    assert len({chain_of(2026, UUID(int=n)) for n in range(1000)}) == CHAINS_A_YEAR


@pytest.mark.parametrize("count", [1, 2, 7])
def test_check_chain_that_is_as_written_finds_nothing(count) -> None:
    links, head = written(count)
    assert check_chain(KEY, links, head) == []


def test_check_chain_reads_a_moment_in_any_time_zone() -> None:
    links, head = written()
    tokyo = timezone(timedelta(hours=9))
    assert check_chain(KEY, [replace(one, moment=one.moment.astimezone(tokyo)) for one in links], head) == []


def test_check_chain_with_another_key_finds_everything() -> None:
    links, head = written(2)
    assert {found.what for found in check_chain(OTHER_KEY, links, head)} == {
        "entry_was_changed", "changes_were_changed", "end_was_changed",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"moment": MOMENT + timedelta(microseconds=1)}, "entry_was_changed"),
        ({"actor_id": uuid4()}, "entry_was_changed"),
        ({"actor_id": None}, "entry_was_changed"),
        ({"sign_in_id": None}, "entry_was_changed"),
        ({"action": "case.describe"}, "entry_was_changed"),
        ({"subject_kind": "people"}, "entry_was_changed"),
        ({"subject_id": uuid4()}, "entry_was_changed"),
        ({"case_id": None}, "entry_was_changed"),
        ({"basis": ""}, "entry_was_changed"),
        ({"chain": "2026:04"}, "entry_was_changed"),
        ({"row_id": uuid4()}, "entry_was_changed"),
        ({"mac": "0" * 64}, "entry_was_changed"),
        ({"digest": digest_of(KEY, "other")}, "entry_was_changed"),
        ({"changes": '{"n": 3}'}, "changes_were_changed"),
        ({"changes": None}, "changes_were_changed"),
        ({"seq": 9}, "entry_is_missing"),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else "",
)
def test_check_chain_finds_a_changed_field(values, what) -> None:
    links, head = written()
    assert what in [found.what for found in check_chain(KEY, changed(links, 1, **values), head)]


def test_check_chain_finds_empty_changes_where_there_were_none() -> None:
    links, head = written(1)
    assert check_chain(KEY, changed(links, 0, changes=""), head) == [Finding(CHAIN, 1, "changes_were_changed")]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_check_chain_finds_a_hole(place) -> None:
    links, head = written()
    del links[place]
    assert check_chain(KEY, links, head) == [Finding(CHAIN, place + 1, "entry_is_missing")]


def test_check_chain_finds_a_hole_that_was_numbered_over() -> None:
    links, head = written()
    rest = [*links[:1], *(replace(one, seq=one.seq - 1) for one in links[2:])]
    assert "entry_was_changed" in [found.what for found in check_chain(KEY, rest, head)]


def test_check_chain_finds_two_entries_that_changed_places() -> None:
    links, head = written()
    swapped = [links[0], replace(links[2], seq=2), replace(links[1], seq=3), links[3]]
    assert [found.what for found in check_chain(KEY, swapped, head)] == ["entry_was_changed"] * 3


def test_check_chain_finds_a_cut_tail_whatever_the_head_says() -> None:
    links, head = written()
    cut = links[:-1]
    put_back = replace(head, seq=3, mac=links[2].mac)
    assert check_chain(KEY, cut, head) == [Finding(CHAIN, 3, "end_is_elsewhere")]
    assert check_chain(KEY, cut, put_back) == [Finding(CHAIN, 3, "end_was_changed")]
    assert check_chain(KEY, cut, None) == [Finding(CHAIN, 3, "end_was_changed")]
    assert check_chain(KEY, [], head) == [Finding(CHAIN, 0, "end_is_elsewhere")]


def test_check_chain_finds_a_head_of_another_chain() -> None:
    links, head = written()
    other = replace(head, chain="2026:04")
    assert [found.what for found in check_chain(KEY, links, other)] == ["end_was_changed"]


def test_check_anchor_finds_what_the_chain_no_longer_holds() -> None:
    links, head = written()
    macs = {(one.chain, one.seq): one.mac for one in links}
    assert check_anchor({CHAIN: (head.seq, head.mac)}, macs) == []
    assert check_anchor({CHAIN: (2, links[1].mac), "2025:00": (0, "")}, macs) == []
    assert check_anchor({CHAIN: (5, head.mac)}, macs) == [Finding(CHAIN, 5, "anchor_does_not_match")]
    assert check_anchor({CHAIN: (4, links[0].mac)}, macs) == [Finding(CHAIN, 4, "anchor_does_not_match")]
    assert check_anchor({CHAIN: (4, head.mac)}, {}) == [Finding(CHAIN, 4, "anchor_does_not_match")]


def test_anchor_mac_depends_on_every_part() -> None:
    ends = {CHAIN: [4, "a"]}
    first = anchor_mac(KEY, "2026-06-18", ends)
    assert anchor_mac(KEY, "2026-06-18", dict(ends)) == first
    others = [
        anchor_mac(KEY, "2026-06-19", ends),
        anchor_mac(KEY, "2026-06-18", {CHAIN: [3, "a"]}),
        anchor_mac(KEY, "2026-06-18", {CHAIN: [4, "b"]}),
        anchor_mac(KEY, "2026-06-18", {}),
        anchor_mac(OTHER_KEY, "2026-06-18", ends),
    ]
    assert len({first, *others}) == 6


def test_macs_do_not_confuse_neighbouring_fields() -> None:
    links, _ = written(1)
    one = links[0]
    moved = replace(one, action=one.action + one.subject_kind, subject_kind="")
    assert mac_of(KEY, "", moved) != mac_of(KEY, "", one)
    assert seal_of(KEY, "2026:0", 11, "x") != seal_of(KEY, "2026:01", 1, "x")
