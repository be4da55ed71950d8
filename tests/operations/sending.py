"""A large sitting that is over: three cases, eight agencies, two roles each, some of them waiting for an answer."""

from uuid import UUID

from sqlmodel import select

import settings
from models.cases import Involvement
from models.database import writing
from models.minutes import LineKind, MinutesLine
from models.people import Agency, SendingWay
from models.plans import Assignment, AssignmentState
from operations.agenda import add_item
from operations.conferences import advance_conference, invite
from operations.room import begin_item, read_out, take_attendance
from tests.city import City
from tests.operations.sittings import agreed, called, convene, item, planned, standing, step

CASES = ("001", "006", "007")
AGENCIES = (
    "general_hospital", "farm", "social_welfare_council", "neighbourhood_clinic", "home_visit_nursing_station",
    "care_management_office", "housing_support_corporation", "judicial_scrivener_office",
)  # fmt: skip


def role(city: City, conference: UUID, number: str, agency: str, task: str, **other: object) -> UUID:
    """One role as it was asked at the table."""
    plain = {"state": AssignmentState.ASKED, "asked_on": settings.today(), "problem": f"{number}の困りごと"}
    with writing() as session:
        row = Assignment(
            case_id=city.case(number), conference_id=conference, position=50, task=task, agency_id=city.agency(agency),
            **{**plain, **other},
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def takes_part(city: City, number: str, *agencies: str) -> None:
    """The agencies take part in the case from today."""
    with writing() as session:
        known = set(session.exec(select(Involvement.agency_id).where(Involvement.case_id == city.case(number))))
        for key in agencies:
            if city.agency(key) not in known:
                session.add(Involvement(case_id=city.case(number), agency_id=city.agency(key), since=settings.today()))


def by_way(city: City, key: str, way: SendingWay, **other: str) -> None:
    """How papers reach an agency."""
    with writing() as session:
        row = session.get_one(Agency, city.agency(key))
        row.sending_way = way
        for name, value in other.items():
            setattr(row, name, value)


def over(city: City, cases: tuple[str, ...] = CASES, agencies: tuple[str, ...] = AGENCIES, lines: int = 2) -> UUID:
    """A conference about these cases with these agencies, all of whom the households agreed to; it is adjourned."""
    conference = planned(city)
    for key in agencies:
        city.do("kobayashi", invite, conference, agency_id=city.agency(key))
    for number in cases:
        agreed(city, number, *agencies)
        for n in range(3):
            city.do("kobayashi", add_item, conference, **item(case_id=city.case(number), title=f"{number}の議題{n}"))
    convene(city, conference)
    city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    city.do("kiroku", read_out, conference)
    city.do("kiroku", take_attendance, conference, present=[one.id for one in called(conference)])
    for one in standing(conference):
        city.do("kiroku", begin_item, one.id)
        said(conference, one.id, one.case_id, lines)
    city.do("kiroku", advance_conference, **step(city, conference, "adjourn"))
    for n, key in enumerate(agencies):
        for number in cases:
            state = AssignmentState.ASKED if n % 2 else AssignmentState.ACCEPTED
            role(city, conference, number, key, f"{number}で{key}のすること", state=state)
    return conference


def said(conference: UUID, item_id: UUID, case_id: UUID | None, count: int) -> None:
    """So many lines of one item."""
    with writing() as session:
        for n in range(count):
            line = MinutesLine(
                conference_id=conference, item_id=item_id, case_id=case_id, position=n, kind=LineKind.FACT,
                text=f"話されたこと{n}", began_at=settings.now(), is_finished=True, change_no=n + 1,
            )  # fmt: skip
            session.add(line)
