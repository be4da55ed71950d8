"""Where: 圏域 (District) and the places of 地域福祉懇談会 (Place)."""

from sqlmodel import Field

from models.record import Record


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
