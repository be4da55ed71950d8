"""More of a sitting than anybody could sit through: people called, items, lines, roles, reports, records and checks."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import select

import settings
from models.conferences import AgendaItem, Attendance, Conference, Invitation, ItemKind
from models.database import reading, writing
from models.minutes import ConferenceRecord, LineKind, MinutesLine, RecordCheck, RecordState
from models.people import Person
from models.plans import Assignment, AssignmentReport, AssignmentState
from tests.city import City


def held(city: City, number: str = "007") -> UUID:
    """The conference of the sample city that was held about this case."""
    with reading() as session:
        wanted = select(ConferenceRecord.conference_id).where(ConferenceRecord.case_id == city.case(number))
        return session.exec(wanted).one()


def record_of(city: City, conference: UUID, number: str | None = "007") -> UUID:
    """Its record of this case, or of the rest."""
    with reading() as session:
        rows = session.exec(select(ConferenceRecord).where(ConferenceRecord.conference_id == conference)).all()
    case_id = city.case(number) if number else None
    return next(row.id for row in rows if row.case_id == case_id)


def written_anew(record: UUID) -> None:
    """Its text comes from the rows each time it is looked at, and the agencies that were there may read it."""
    with writing() as session:
        row = session.get_one(ConferenceRecord, record)
        row.state, row.content, row.fixed_at = RecordState.IN_CHECK, None, None


def more_called(city: City, conference: UUID, count: int, *, first: int = 0) -> None:
    """People called by name, who all came."""
    with writing() as session:
        for n in range(first, first + count):
            person = Person(
                login=f"came.{n}.{uuid4().hex[:6]}", name=f"来た人 {n}", reading="きたひと", agency_id=city.agency("farm"),
                password_hash="-", valid_from=settings.today(),
            )  # fmt: skip
            session.add(person)
            session.flush()
            call = Invitation(conference_id=conference, agency_id=person.agency_id, person_id=person.id)
            session.add(call)
            session.flush()
            session.add(Attendance(conference_id=conference, invitation_id=call.id))


def more_said(city: City, conference: UUID, count: int, *, number: str = "007", first: int = 0) -> None:
    """Items about the case with a line each."""
    with writing() as session:
        for n in range(first, first + count):
            item = AgendaItem(
                conference_id=conference, position=100 + n, kind=ItemKind.DISCUSS, title=f"議題{n}", minutes=1,
                case_id=city.case(number),
            )  # fmt: skip
            session.add(item)
            session.flush()
            session.add(
                MinutesLine(
                    conference_id=conference, item_id=item.id, case_id=item.case_id, position=0, kind=LineKind.FACT,
                    text=f"行{n}", began_at=settings.now(), is_finished=True, change_no=1000 + n,
                )
            )  # fmt: skip


def more_roles(city: City, conference: UUID, count: int, *, number: str = "007", first: int = 0) -> None:
    """Roles of the hospital in this case with a report each."""
    with writing() as session:
        for n in range(first, first + count):
            role = Assignment(
                case_id=city.case(number), conference_id=conference, position=100 + n, task=f"役割{n}",
                agency_id=city.agency("general_hospital"), person_id=city.person("ogawa"),
                state=AssignmentState.ACCEPTED, asked_on=settings.today(), due_on=settings.today(),
            )  # fmt: skip
            session.add(role)
            session.flush()
            session.add(
                AssignmentReport(
                    assignment_id=role.id, case_id=role.case_id, reported_at=settings.now(), words="ようす",
                    by_id=city.person("ogawa"),
                )
            )  # fmt: skip


def more_conferences(city: City, count: int, *, first: int = 0) -> None:
    """Coming conferences, each with a record in checking that the hospital has not answered."""
    with writing() as session:
        for n in range(first, first + count):
            begin = settings.now() + timedelta(hours=n + 1)
            conference = Conference(
                forum_key="multilayer_support_conference", fiscal_year=2050, serial=1000 + n, starts_at=begin,
                ends_at=begin + timedelta(hours=1), place="会議室", facilitator_id=city.person("kobayashi"),
                recorder_id=city.person("kiroku"), convened_on=settings.today(),
            )  # fmt: skip
            session.add(conference)
            session.flush()
            record = ConferenceRecord(
                conference_id=conference.id, case_id=city.case("007"), state=RecordState.IN_CHECK,
                check_due_on=settings.today(),
            )  # fmt: skip
            session.add(record)
            session.flush()
            session.add(RecordCheck(record_id=record.id, agency_id=city.agency("general_hospital")))
