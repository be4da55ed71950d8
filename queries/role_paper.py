"""役割分担表 and 回答票 as papers get them: the roles of one case, less what this reader may not see."""

from dataclasses import dataclass
from datetime import date

from queries.view import Confidential
from rules.record import RecordRole


@dataclass(frozen=True)
class RolePaperRow:
    """One role, and how the one who carries it is reached."""

    role: RecordRole
    contact: str


@dataclass(frozen=True)
class RolePaper(Confidential):
    """The roles of one case on a day. only_agency: the one agency whose roles alone go on the paper, or nothing."""

    number: str
    alias: str
    printed_on: date
    wish: str
    aim: str
    starts_on: date | None
    ends_on: date | None
    monitoring_on: date | None
    lead_agency: str
    rows: tuple[RolePaperRow, ...]
    only_agency: str = ""
    reply_due_on: date | None = None
