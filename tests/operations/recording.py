"""Hands for minutes: a conference in session, one batch of keystrokes, what is stored of a line."""

from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import select

from models.conferences import Invitation
from models.database import reading, writing
from models.minutes import ConferenceRecord, MinutesLine, MinutesRevision, RecordState
from operations.agenda import add_item
from operations.conferences import advance_conference, invite
from operations.minutes import Written, write_line
from rules.access import Actor
from tests.city import City
from tests.operations.sittings import DUTY, convene, item, prepared, step


class Room:
    """A 支援会議 in session with an item about case 001 and one about no case; 藤井 records."""

    def __init__(self, city: City, called: tuple[str, ...] = (), **other: Any) -> None:
        self.city, self.seqs, self.client = city, count(1), uuid4().hex
        self.conference, self.item = prepared(city, **{"forum_key": DUTY, **other})
        self.rest = city.do("kobayashi", add_item, self.conference, **item(title="次回の日程")).subject_id
        for login in called:
            city.do("kobayashi", invite, self.conference, person_id=city.person(login))
        convene(city, self.conference)
        self.call = next(one.id for one in calls(self.conference) if one.person_id is None)

    def opened(self) -> "Room":
        """Open the conference."""
        self.city.do("kobayashi", advance_conference, **step(self.city, self.conference, "open"))
        return self

    def batch(self, **other: Any) -> dict[str, Any]:
        """The inputs of line.write: the first batch of a new line of the first item."""
        given = {"item_id": self.item, "line_id": uuid4(), "client": self.client, "base": 0, "text": "母の話"}
        return {"subject_id": self.conference, **given, "seq": next(self.seqs), **other}

    def write(self, who: str | Actor = "kiroku", **other: Any) -> Written:
        """One batch."""
        done: Written = self.city.do(who, write_line, **self.batch(**other))  # type: ignore[assignment]
        return done

    def line(self, line_id: UUID) -> MinutesLine:
        """A line as it is stored."""
        row: MinutesLine = self.city.row(MinutesLine, line_id)
        return row

    def record(self, state: RecordState, *, case: str | None = "001", edition: int = 1) -> None:
        """A record of one case, or of the rest."""
        case_id = self.city.case(case) if case else None
        with writing() as session:
            session.add(ConferenceRecord(conference_id=self.conference, case_id=case_id, edition=edition, state=state))


def calls(conference: UUID) -> list[Invitation]:
    """Everybody called."""
    with reading() as session:
        return list(session.exec(select(Invitation).where(Invitation.conference_id == conference)))


def revisions(line_id: UUID) -> list[MinutesRevision]:
    """Everything that was typed of a line, in the order it arrived."""
    with reading() as session:
        rows = session.exec(select(MinutesRevision).where(MinutesRevision.line_id == line_id)).all()
    return sorted(rows, key=lambda row: row.revision)
