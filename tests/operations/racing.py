"""Several people at the same moment, each in a transaction of their own, as the screens run them."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from operations.action import Operation
from rules.access import Actor
from rules.refusal import Refused
from tests.city import City
from ui.session import _twin_safe


def race(city: City, actors: list[Actor], operation: Operation, *subject: Any, **inputs: Any) -> list[str]:
    """The answers of the same act by all of them at once, sorted: "done" or the key of the refusal."""
    gate = threading.Barrier(len(actors))

    def act(actor: Actor) -> str:
        request = uuid4().hex
        gate.wait(10)
        return answer(lambda: city.do(actor, operation, *subject, request_id=request, **inputs))

    with ThreadPoolExecutor(len(actors)) as pool:
        return sorted(pool.map(act, actors))


def answer(work: Callable[[], Any]) -> str:
    """What a person reads."""
    try:
        _twin_safe(work)
    except Refused as refused:
        return refused.reason_key
    return "done"
