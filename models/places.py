"""Where: 圏域 (District) and the places of 地域福祉懇談会 (Place)."""

import tomllib
from functools import cache

from sqlmodel import Field

from models.record import Record
from settings import DATA


class District(Record, table=True):
    """日常生活圏域; a model district carries the years in which it is one."""

    __tablename__ = "districts"

    key: str = Field(unique=True)
    name: str
    reading: str
    model_from: int | None = None
    model_until: int | None = None


class Place(Record, table=True):
    """A venue of 地域福祉懇談会, 会場1 to 会場34 until the city names them."""

    __tablename__ = "places"

    key: str = Field(unique=True)
    number: int
    name: str
    reading: str
    district_key: str = Field(index=True)


@cache
def town_words() -> tuple[str, ...]:
    """Names of towns and old villages by which a household may be found, from data/places.toml."""
    table = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
    return tuple(table["scan"]["town_words"])
