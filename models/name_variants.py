"""Signs that are found as one (髙 by 高), read from data/name_variants.toml."""

import tomllib
from functools import cache

from settings import DATA


@cache
def name_variants() -> dict[str, str]:
    """Each sign with the plain one under which it is found."""
    table = tomllib.loads((DATA / "name_variants.toml").read_text(encoding="utf-8"))
    return dict(table["fold"])


@cache
def initials() -> dict[str, str]:
    """The Roman letter by which a reading that begins with this kana is shortened."""
    table = tomllib.loads((DATA / "name_variants.toml").read_text(encoding="utf-8"))
    return {kana: letter for letter, row in table["initial"].items() for kana in row}
