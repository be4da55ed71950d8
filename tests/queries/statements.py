"""How many statements a query sends: a screen must not ask the database once for each row."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from models.database import engine
from rules.access import Actor
from tests.city import City


def statements(city: City, actor: Actor, query: Callable[..., Any], *args: Any, **named: Any) -> int:
    """The statements of one query."""
    told: list[str] = []

    def hear(*heard: Any) -> None:
        told.append(heard[2])

    event.listen(engine(), "before_cursor_execute", hear)
    try:
        city.look(actor, query, *args, **named)
    finally:
        event.remove(engine(), "before_cursor_execute", hear)
    return len(told)
