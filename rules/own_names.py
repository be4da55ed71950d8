"""Tables under names of their own, so that a statement which joins them itself is not taken for ours."""

from functools import cache
from typing import Any

from sqlalchemy.orm import aliased


@cache
def own_names(place: str, *models: type[Any]) -> tuple[Any, ...]:
    """A name for each table at one place in the code, made once: that takes longer than the database to answer.

    What is asked with them never stands inside itself: there a name would be taken for that of the outer one.
    """
    return tuple(aliased(one, name=f"{place}_{number}") for number, one in enumerate(models))
