"""What every table shares: ids known before the insert, aware moments, enums as text, versions."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Enum, MetaData
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

import settings

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


class Record(SQLModel):
    """A row with an opaque id, assigned when it is made so that sealed text can be bound to it."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)


class Versioned(Record):
    """A row that people edit: version for stale forms, signal_no for everyone who is looking at it."""

    version: int = Field(default=1, nullable=False)
    signal_no: int = Field(default=0, nullable=False)
    created_at: datetime = Field(default_factory=settings.now, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a declared_attr receives the class
        return {"version_id_col": cls.__table__.c.version} if hasattr(cls, "__table__") else {}


def choice(kind: type[StrEnum], *, named: str = "", **options: Any) -> Any:
    """A column that holds one member of an enum as text (values, not names).

    named: for a second column of the same enum in one table, so that each has a CHECK of its own.
    """
    column = Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=40,
        name=f"{kind.__name__.lower()}{named}_known",
    )
    return Field(sa_type=column, **options)
