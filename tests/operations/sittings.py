"""Hands for conferences: plan one, call people, put a case on its agenda, look at what is stored."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import select

import settings
from models.cases import ConsentWay, InformationClass
from models.conferences import AgendaItem, Attendance, Conference, Invitation, ItemKind
from models.database import reading
from models.minutes import ConferenceRecord
from models.record import Record
from operations.agenda import add_item
from operations.conferences import advance_conference, invite, schedule_conference
from operations.consents import record_consent
from operations.room import begin_item, noted, read_out, take_attendance
from rules.calendar import after_business_days, fiscal_year
from tests.city import City

CONSENT, DUTY, LIAISON = "multilayer_support_conference", "support_conference", "practitioner_liaison_meeting"
ROOM = "北庁舎3階 第5会議室"


def ahead(days: int = 10) -> date:
    """A coming open day."""
    return after_business_days(settings.today(), days)


def at(hour: int, minute: int = 0, day: date | None = None) -> datetime:
    """A Tokyo time of the day of the conference, in UTC as a form gives it."""
    on = day or ahead()
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=settings.TOKYO).astimezone(UTC)


def sitting(city: City, **other: Any) -> dict[str, Any]:
    """The inputs of conference.schedule: a 重層的支援会議 of one hour without its standing agenda."""
    return {
        "forum_key": CONSENT, "starts_at": at(13, 30), "ends_at": at(14, 30), "place": ROOM,
        "facilitator_id": city.person("kobayashi"), "recorder_id": city.person("kiroku"),
        "with_standing_agenda": False, **other,
    }  # fmt: skip


def planned(city: City, who: str = "kobayashi", **other: Any) -> UUID:
    """A planned conference."""
    return city.do(who, schedule_conference, **sitting(city, **other)).subject_id


def item(**other: Any) -> dict[str, Any]:
    """The inputs of item.add."""
    return {"kind": ItemKind.DISCUSS, "title": "朝の過ごし方", "minutes": 20, "question": "だれが声をかけるか", **other}


def prepared(city: City, number: str = "001", agency: str = "general_hospital", **other: Any) -> tuple[UUID, UUID]:
    """A planned conference with a case on its agenda and an agency called, and its item."""
    conference = planned(city, **other)
    city.do("kobayashi", invite, conference, agency_id=city.agency(agency))
    done = city.do("kobayashi", add_item, conference, **item(case_id=city.case(number)))
    return conference, done.subject_id


def ready(city: City, who: str = "kobayashi", **other: Any) -> UUID:
    """A planned conference that can be convened: somebody is called, something is on the agenda, no case."""
    conference = planned(city, who, **other)
    city.do(who, invite, conference, agency_id=city.agency("general_hospital"))
    city.do(who, add_item, conference, **item())
    return conference


def step(city: City, conference: UUID, name: str, **other: Any) -> dict[str, Any]:
    """The inputs of conference.advance."""
    seen = city.seen(Conference, conference, advance_conference)
    return {"subject_id": conference, "seen": seen, "step": name, **other}


def convene(city: City, conference: UUID, who: str = "kobayashi") -> Conference:
    """Send the notice; what is stored afterwards."""
    city.do(who, advance_conference, **step(city, conference, "convene"))
    row: Conference = city.row(Conference, conference)
    return row


def standing(conference: UUID) -> list[AgendaItem]:
    """The agenda in its order."""
    with reading() as session:
        rows = session.exec(select(AgendaItem).where(AgendaItem.conference_id == conference)).all()
    return sorted((row for row in rows if row.removed_at is None), key=lambda row: row.position)


def rows(model: type[Record], **wanted: Any) -> list[Any]:
    """The rows of a table with these values."""
    with reading() as session:
        found = session.exec(select(model)).all()
    return [row for row in found if all(getattr(row, name) == value for name, value in wanted.items())]


def later_year() -> int:
    """A 年度 in which nothing has been numbered yet."""
    return fiscal_year(settings.today()) + 2


def in_later_year() -> datetime:
    """Nine o'clock on its first of April."""
    return at(9, day=date(later_year(), 4, 1))


HOUR = timedelta(hours=1)


def was(invitation: UUID) -> dict[str, object]:
    """What is noted of one who was called, as the screen shows it."""
    with reading() as session:
        return noted(session.exec(select(Attendance).where(Attendance.invitation_id == invitation)).first())


def agreed(city: City, number: str, *agencies: str, ends_on: date | None = None) -> None:
    """Everybody living in the household agrees that these agencies may know everything."""
    for member in city.members(city.case(number)):
        if member.died_on is None:
            told = {
                "member_id": member.id, "way": ConsentWay.WRITTEN, "given_on": settings.today(),
                "read_out": "お伝えします。", "agencies": [city.agency(key) for key in agencies],
                "information": list(InformationClass), "own_view": "いいよ", "ends_on": ends_on,
            }  # fmt: skip
            city.do("kobayashi", record_consent, city.case(number), **told)


def called(conference: UUID) -> list[Invitation]:
    """The standing invitations of a conference."""
    return rows(Invitation, conference_id=conference, withdrawn_at=None)


def opened(city: City, number: str = "001", agency: str = "general_hospital", **other: Any) -> tuple[UUID, UUID]:
    """A conference in session about a case whose household agreed that the agency may know; and its item."""
    conference, item_id = prepared(city, number, agency, **other)
    agreed(city, number, agency)
    convene(city, conference)
    city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    return conference, item_id


def adjourned(city: City, number: str = "001", agency: str = "general_hospital", **other: Any) -> tuple[UUID, UUID]:
    """Such a conference after it was read out, attended and adjourned."""
    conference, item_id = opened(city, number, agency, **other)
    city.do("kiroku", read_out, conference)
    city.do("kiroku", take_attendance, conference, present=[one.id for one in called(conference)])
    city.do("kiroku", begin_item, item_id)
    city.do("kiroku", advance_conference, **step(city, conference, "adjourn"))
    return conference, item_id


def records(conference: UUID, case_id: UUID | None = None) -> list[ConferenceRecord]:
    """The records of one part of a conference, edition by edition."""
    with reading() as session:
        found = session.exec(select(ConferenceRecord).where(ConferenceRecord.conference_id == conference)).all()
    return sorted((one for one in found if one.case_id == case_id), key=lambda one: one.edition)
