"""Signs that are found as one (髙 by 高), read from data/name_variants.toml."""

import tomllib
from functools import cache

from settings import DATA


@cache
def name_variants() -> dict[str, str]:
    """Each sign with the plain one under which it is found."""
    table = tomllib.loads((DATA / "name_variants.toml").read_text(encoding="utf-8"))
    return dict(table["fold"])
