"""More rows than the sample city has, and a count of the statements that a view takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlmodel import Session

import settings
from models.cases import Case, Consent, ConsentShare, ConsentWay, HouseholdMember, InformationClass, Involvement
from models.database import engine, writing
from models.people import Person, Role, RoleHolding
from models.relays import Relay, RelayConsent, Urgency
from operations import looks
from operations.looks import Look
from rules.access import Actor
from tests.city import City


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine(), "before_cursor_execute", note)


def more_cases(city: City, count: int, *, year: int = 2050, first: int = 1, district: str = "east") -> list[UUID]:
    """Cases with one person each, who consented to the hospital."""
    hospital, worker = city.agency("general_hospital"), city.person("kobayashi")
    with writing() as session:
        ids = [_case(session, year, first + n, district, worker).id for n in range(count)]
        for case_id in ids:
            _person(session, case_id, 0, hospital, worker)
            session.add(Involvement(case_id=case_id, agency_id=hospital, since=settings.today()))
    return ids


def _case(session: Session, year: int, serial: int, district: str, worker: UUID) -> Case:
    case = Case(
        fiscal_year=year, serial=serial, number=f"R{year - 2018}-{serial:03d}", alias=f"家{serial}", outline="あらまし",
        district_key=district, urgency=Urgency.ORDINARY, received_on=settings.today(), in_charge_id=worker,
    )  # fmt: skip
    session.add(case)
    session.flush()
    return case


def _person(session: Session, case_id: UUID, place: int, agency: UUID, worker: UUID) -> None:
    today = settings.today()
    member = HouseholdMember(case_id=case_id, position=place, relation="ご本人", name=f"名{place}", health="持病")
    session.add(member)
    session.flush()
    consent = Consent(
        case_id=case_id, member_id=member.id, way=ConsentWay.SPOKEN, given_on=today, heard_by_id=worker, read_out="文",
        starts_on=today, ends_on=today + timedelta(days=20), paper_due_on=today,
    )  # fmt: skip
    session.add(consent)
    session.flush()
    for one in InformationClass:
        session.add(ConsentShare(consent_id=consent.id, agency_id=agency, information=one))


def more_people_in(city: City, case_id: UUID, count: int) -> None:
    """People of one household, with their consents, and agencies around the case."""
    hospital, worker = city.agency("general_hospital"), city.person("kobayashi")
    with writing() as session:
        for place in range(10, 10 + count):
            _person(session, case_id, place, hospital, worker)


def more_relays(city: City, count: int, *, sent_at: datetime | None = None) -> list[UUID]:
    """つなぎ from the hospital to the city, all of the same moment."""
    now = sent_at or settings.now()
    ends = {
        "from_agency_id": city.agency("general_hospital"), "to_agency_id": city.agency("community_welfare_division"),
        "sent_by_id": city.person("ogawa"),
    }  # fmt: skip
    told = {
        "complaint": "相談",
        "urgency": Urgency.SOON,
        "consent": RelayConsent.GIVEN,
        "reply_due_on": settings.today(),
    }
    rows = [Relay(alias=f"つなぎ{n}", sent_at=now, **ends, **told) for n in range(count)]
    with writing() as session:
        session.add_all(rows)
    return [row.id for row in rows]


def more_looks(actor: Actor, case_id: UUID, count: int, *, now: datetime | None = None) -> None:
    """Looks at one case, all of the same moment."""
    look = Look("case.look", "cases", case_id, case_id, "office")
    with writing() as session:
        looks.record(session, actor, [look] * count, now or settings.now())


def more_accounts(city: City, count: int) -> None:
    """Accounts at the farm."""
    with writing() as session:
        for n in range(count):
            person = Person(
                login=f"more.{n}", name=f"追加 {n}", reading="ついか", agency_id=city.agency("farm"), password_hash="-",
                valid_from=settings.today(),
            )  # fmt: skip
            session.add(person)
            session.flush()
            session.add(RoleHolding(person_id=person.id, role=Role.AGENCY_MEMBER, since=settings.today()))
