"""One thing that waits for somebody."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

MOST = 20


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: its word, the words' values, where it leads, and the day that counts."""

    key: str
    values: dict[str, str]
    page: str
    id: UUID
    due_on: date | None = None
    is_urgent: bool = False
