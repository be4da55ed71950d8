"""sealed(): a text column encrypted with AES-GCM and bound to its table, column and row."""

import base64
import os
import uuid
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import String, cast, event, func, inspect, type_coerce
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import Mapper
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

import settings


class Bound(str):
    """A text that knows the row it belongs to; only such a text can be sealed."""

    __slots__ = ("row",)
    row: str


def bound(text: str, row: uuid.UUID) -> Bound:
    """Bind a text to the row that will hold it."""
    carrier = Bound(text)
    carrier.row = row.hex
    return carrier


def seal(text: str, row: str, where: str) -> str:
    """Encrypt a text for one row of one column; the first byte names the key, so keys can rotate."""
    keys = settings.keys()
    nonce = os.urandom(12)
    secret = AESGCM(keys.seal[keys.current]).encrypt(nonce, text.encode(), f"{where}|{row}".encode())
    return base64.b64encode(bytes([keys.current]) + nonce + secret).decode()


def opened(blob: str, row: str, where: str) -> str:
    """Decrypt what seal() made. Raises InvalidTag when the value was moved or changed."""
    raw = base64.b64decode(blob)
    key = settings.keys().seal[raw[0]]
    return AESGCM(key).decrypt(raw[1:13], raw[13:], f"{where}|{row}".encode()).decode()


class Sealed(TypeDecorator[str]):
    """The column type. Reading selects the row id together with the value, so a swapped value does not open."""

    impl = String
    cache_ok = True

    class comparator_factory(TypeDecorator.Comparator[str]):  # noqa: N801 - SQLAlchemy's name
        """A sealed column has no order and no equality in SQL; searching is opening and scanning.

        Whether anything stands there at all may be asked: IS NULL.
        """

        def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
            if op in (operators.is_, operators.is_not) and other == (None,):
                return super().operate(op, *other, **kwargs)
            raise TypeError("a sealed column cannot be compared in SQL")

        def reverse_operate(self, *_: Any, **__: Any) -> Any:
            raise TypeError("a sealed column cannot be compared in SQL")

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__()

    def column_expression(self, column: Any) -> ColumnElement[str]:
        row = func.replace(cast(column.table.c.id, String), "-", "", type_=String)
        return type_coerce(row.op("||")(":").op("||")(type_coerce(column, String)), self)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Bound):
            raise TypeError(f"{self.where}: a text must be bound to its row before it is stored")
        return seal(value, value.row, self.where)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        row, _, blob = value.partition(":")
        return opened(blob, row, self.where)


def sealed(where: str, **options: Any) -> Any:
    """A field whose text is sealed; where is table.column and never changes."""
    return Field(sa_type=Sealed(where), **options)


def _bind_texts(mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    state = inspect(row)
    for attribute in mapper.column_attrs:
        if not isinstance(attribute.columns[0].type, Sealed):
            continue
        value = state.dict.get(attribute.key)
        if value is None or (isinstance(value, Bound) and value.row == row.id.hex):
            continue
        if not state.persistent or state.attrs[attribute.key].history.has_changes():
            setattr(row, attribute.key, bound(value, row.id))


event.listen(Mapper, "before_insert", _bind_texts)
event.listen(Mapper, "before_update", _bind_texts)
