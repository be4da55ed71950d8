"""The history chain: every entry carries a MAC over itself and the one before; nothing can be changed unseen."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

CHAINS_A_YEAR = 16


@dataclass(frozen=True)
class Link:
    """An entry as the chain sees it; changes is the opened text, None when there was none or it is gone."""

    chain: str
    seq: int
    moment: datetime
    actor_id: UUID | None
    sign_in_id: UUID | None
    action: str
    subject_kind: str
    subject_id: UUID
    case_id: UUID | None
    basis: str
    digest: str
    changes: str | None
    mac: str
    row_id: UUID


@dataclass(frozen=True)
class Head:
    """The end of a chain and its seal."""

    chain: str
    seq: int
    mac: str
    seal: str


@dataclass(frozen=True)
class Finding:
    """One place where the history is not what was written."""

    chain: str
    seq: int
    what: str


def chain_of(fiscal_year: int, subject_id: UUID) -> str:
    """The chain for a subject in a 年度; one subject's history stays in one chain within the year."""
    return f"{fiscal_year}:{subject_id.int % CHAINS_A_YEAR:02d}"


def _mac(key: bytes, *parts: str) -> str:
    return hmac.new(key, json.dumps(parts, ensure_ascii=False).encode(), hashlib.sha256).hexdigest()


def digest_of(key: bytes, changes: str | None) -> str:
    """The trace of changes that remains when their text is disposed of."""
    return _mac(key, "changes", "" if changes is None else "1" + changes)


def mac_of(key: bytes, previous: str, link: Link) -> str:
    """The MAC of an entry behind the MAC of the one before it; link.mac is not part of it."""
    moment = link.moment.astimezone(UTC).isoformat(timespec="microseconds")
    named = (link.actor_id, link.sign_in_id, link.subject_id, link.case_id, link.row_id)
    ids = ["" if one is None else one.hex for one in named]
    texts = (link.action, link.subject_kind, link.basis, link.digest)
    return _mac(key, "entry", previous, link.chain, str(link.seq), moment, *ids, *texts)


def seal_of(key: bytes, chain: str, seq: int, mac: str) -> str:
    """The seal of a chain's end, so that an earlier entry cannot pose as the end."""
    return _mac(key, "head", chain, str(seq), mac)


def check_chain(key: bytes, links: list[Link], head: Head | None) -> list[Finding]:
    """Every place where one chain, ordered by seq, does not hold."""
    found: list[Finding] = []
    previous = ""
    for expected, link in enumerate(links, start=1):
        if link.seq != expected:
            return [*found, Finding(link.chain, expected, "entry_is_missing")]
        if link.mac != mac_of(key, previous, link):
            found.append(Finding(link.chain, link.seq, "entry_was_changed"))
        if link.digest != digest_of(key, link.changes):
            found.append(Finding(link.chain, link.seq, "changes_were_changed"))
        previous = link.mac
    chain = head.chain if head else links[0].chain
    if head is None or head.seal != seal_of(key, head.chain, head.seq, head.mac):
        found.append(Finding(chain, len(links), "end_was_changed"))
    elif (head.seq, head.mac) != (len(links), previous):
        found.append(Finding(chain, len(links), "end_is_elsewhere"))
    return found


def check_anchor(anchored: Mapping[str, tuple[int, str]], macs: Mapping[tuple[str, int], str]) -> list[Finding]:
    """Chains that no longer hold what an anchor outside the database says they held."""
    return [
        Finding(chain, seq, "anchor_does_not_match")
        for chain, (seq, mac) in anchored.items()
        if seq > 0 and macs.get((chain, seq)) != mac
    ]


def anchor_mac(key: bytes, day: str, ends: Mapping[str, list[object]]) -> str:
    """The MAC under an anchor file."""
    return _mac(key, "anchor", day, json.dumps(ends, sort_keys=True))
