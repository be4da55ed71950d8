"""A city that decided otherwise than data/city.toml, for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

import settings


@contextmanager
def city_with(**values: Any) -> Iterator[None]:
    """The city's settings with these values."""
    decided = replace(settings.city(), **values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "city", lambda: decided)
        yield


def deciding_here(*steps: str) -> Any:
    """決裁 is given on the record's own screen, by these roles in their order; without any by the 課長."""
    return city_with(approval_route="here", approval_steps=list(steps or ("division_chief",)))
