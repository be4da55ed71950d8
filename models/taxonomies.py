"""Code lists of the city, read from data/taxonomies.toml: P, K, G, N, E, A with the 年度 in which they count."""

import tomllib
from dataclasses import dataclass
from functools import cache

from settings import DATA


@dataclass(frozen=True)
class Code:
    """One entry; sensitive ones (要配慮) are counted only in large enough numbers.

    is_short: a 終結理由 for which the short form of the review is enough.
    """

    code: str
    label: str
    meaning: str
    sensitive: bool
    valid_from: int
    valid_to: int | None
    is_short: bool = False


@cache
def taxonomy(name: str) -> dict[str, Code]:
    """pattern, issue, gap, reason, change, closing or agency_kind, by code."""
    tables = tomllib.loads((DATA / "taxonomies.toml").read_text(encoding="utf-8"))[name]
    return {
        one["code"]: Code(
            one["code"],
            one["label"],
            one.get("meaning", ""),
            one["sensitive"],
            one["valid_from"],
            one["valid_to"] or None,
            bool(one.get("short_form")),
        )
        for one in tables
    }
