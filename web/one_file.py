"""One file ready to be sent, and how an id in its address is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request

from queries.view import Confidential
from rules.access import Actor

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP, PDF = "application/zip", "application/pdf"


@dataclass(frozen=True)
class File:
    """A file ready to be sent, and the view it was made from."""

    view: Confidential
    name: str
    kind: str
    body: bytes


Maker = Callable[[Session, Actor, datetime, Request], File]


def asked_id(text: str) -> UUID | None:
    """The id in an address, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def ending(name: str, kind: str) -> str:
    """The name of a Word file as that of a file of this kind."""
    return name.removesuffix(".docx") + ".pdf" if kind == PDF else name
