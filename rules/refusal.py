"""Refused: every "no" in the system is one exception with a key of the vocabulary."""

from collections.abc import Mapping


class Refused(Exception):
    """An act or a look that is not carried out; nothing was stored. The key names a Japanese sentence."""

    def __init__(self, reason_key: str, **facts: object) -> None:
        super().__init__(reason_key)
        self.reason_key = reason_key
        self.facts = facts


class Stale(Refused):
    """Somebody else corrected the record first; stored holds what stands there now, by field."""

    def __init__(self, stored: Mapping[str, object]) -> None:
        super().__init__("stale")
        self.stored = dict(stored)


def require(met: object, reason_key: str, **facts: object) -> None:
    """Refuse with a reason unless the condition is met."""
    if not met:
        raise Refused(reason_key, **facts)
