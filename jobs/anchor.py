"""The daily anchor: the ends of all history chains, kept outside the database, so that no cut tail goes unseen."""

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import settings
from models.database import reading
from operations.history import findings, heads
from rules.chain import Finding, anchor_mac


def folder() -> Path:
    """YORIAI_ANCHORS, best on another machine; beside the embedded database unless set."""
    path = Path(os.environ.get("YORIAI_ANCHORS", settings.var() / "anchors"))
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def write(day: date) -> Path:
    """Write the anchor of a day; a day that has one keeps it."""
    path = folder() / f"{day.isoformat()}.json"
    if not path.exists():
        with reading() as session:
            ends = {chain: [head.seq, head.mac] for chain, head in sorted(heads(session).items())}
        sealed = {
            "day": day.isoformat(),
            "heads": ends,
            "mac": anchor_mac(settings.keys().history, day.isoformat(), ends),
        }
        half = path.with_suffix(".part")
        half.write_text(json.dumps(sealed, indent=1))
        half.rename(path)
    return path


def anchored() -> Mapping[str, tuple[int, str]]:
    """What the latest anchor says. Raises SettingsError where the anchor itself was changed."""
    latest = max(folder().glob("*.json"), default=None)
    if latest is None:
        return {}
    try:
        table = json.loads(latest.read_text())
        mac = anchor_mac(settings.keys().history, table["day"], table["heads"])
        is_ours = (latest.stem, mac) == (table["day"], table["mac"])
        ends = {chain: (seq, mac) for chain, (seq, mac) in table["heads"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        is_ours, ends = False, {}
    if not is_ours:
        raise settings.SettingsError(f"記録の控えが書きかえられています:{latest.name}")
    return ends


def verify() -> list[Finding]:
    """Check the whole history against itself and against the latest anchor."""
    with reading() as session:
        return findings(session, anchored())
