"""Hands for plans and roles: a plan with its items, a role that was asked, what an agency says by telephone."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import select

import settings
from models.cases import ConsentWay, InformationClass, Involvement
from models.database import reading
from models.history import Channel
from models.plans import AgreementWay, Assignment, SupportPlan
from operations.action import Said
from operations.assignments import add_assignment, advance_assignment, change_assignment
from operations.conferences import advance_conference
from operations.consents import record_consent
from operations.plans import advance_plan, agree_plan, change_plan, draft_plan
from tests.city import City
from tests.operations.sittings import step

DAY = timedelta(days=1)
WISH, TASK = "朝、自分で起きて台所に立ちたい。", "週に一度、電話で様子を聞く"


def mother(city: City, number: str = "001") -> UUID:
    """The first of a household."""
    return city.members(city.case(number))[0].id


def role(
    city: City, agency: str = "general_hospital", number: str = "001", who: str = "kobayashi", **other: Any
) -> UUID:
    """A role between conferences, about the mother who agreed."""
    terms = {"task": TASK, "agency_id": city.agency(agency), "members": [mother(city, number)], **other}
    return city.do(who, add_assignment, city.case(number), **terms).subject_id


def stored(city: City, role_id: UUID) -> Assignment:
    """A role as it is stored."""
    row: Assignment = city.row(Assignment, role_id)
    return row


def taking(city: City, role_id: UUID, name: str, **other: Any) -> dict[str, Any]:
    """The inputs of assignment.advance."""
    return {"subject_id": role_id, "seen": city.seen(Assignment, role_id, advance_assignment), "step": name, **other}


def answer(city: City, who: str, role_id: UUID, name: str, **other: Any) -> Assignment:
    """A step of a role; what is stored afterwards."""
    city.do(who, advance_assignment, **taking(city, role_id, name, **other))
    return stored(city, role_id)


def said(city: City, agency: str = "general_hospital") -> Said:
    """What somebody of an agency said by telephone."""
    return Said(city.agency(agency), "病院の森さん", Channel.TELEPHONE, settings.now() - timedelta(hours=1))


def changing(city: City, role_id: UUID, **other: Any) -> dict[str, Any]:
    """The inputs of assignment.change with everything as it stands but what is given."""
    seen = city.seen(Assignment, role_id, change_assignment)
    return {"subject_id": role_id, "seen": seen, **seen, **other}


def plan(city: City, number: str = "001", who: str = "kobayashi", **other: Any) -> UUID:
    """A drafted plan about the mother."""
    inputs = {"wish": WISH, "wish_of_id": mother(city, number), "members": [mother(city, number)], **other}
    return city.do(who, draft_plan, city.case(number), **inputs).subject_id


def framed(city: City, plan_id: UUID, **other: Any) -> None:
    """A plan with its period, its day and its 主担当機関."""
    seen, today = city.seen(SupportPlan, plan_id, change_plan), settings.today()
    frame = {
        "starts_on": today, "ends_on": today + 180 * DAY, "monitoring_on": today + 90 * DAY,
        "lead_agency_id": city.agency("general_hospital"), **other,
    }  # fmt: skip
    city.do("kobayashi", change_plan, plan_id, seen=seen, **{**seen, **frame})


def agreed(city: City, plan_id: UUID, on: date | None = None) -> None:
    """The person agreed in words."""
    seen = city.seen(SupportPlan, plan_id, agree_plan)
    inputs = {"agreed_on": on or settings.today(), "agreed_way": AgreementWay.SPOKEN}
    city.do("kobayashi", agree_plan, plan_id, seen=seen, **inputs)


def moving(city: City, plan_id: UUID, name: str, **other: Any) -> dict[str, Any]:
    """The inputs of plan.advance."""
    return {"subject_id": plan_id, "seen": city.seen(SupportPlan, plan_id, advance_plan), "step": name, **other}


def move(city: City, who: str, plan_id: UUID, name: str, **other: Any) -> SupportPlan:
    """A step of a plan; what is stored afterwards."""
    city.do(who, advance_plan, **moving(city, plan_id, name, **other))
    row: SupportPlan = city.row(SupportPlan, plan_id)
    return row


def roles_of(plan_id: UUID) -> list[Assignment]:
    """The support items of a plan in their order."""
    with reading() as session:
        rows = session.exec(select(Assignment).where(Assignment.plan_id == plan_id)).all()
    return sorted(rows, key=lambda row: row.position)


def involved(case_id: UUID, agency_id: UUID) -> list[Involvement]:
    """The parts an agency takes or took in a case."""
    with reading() as session:
        wanted = (Involvement.case_id == case_id, Involvement.agency_id == agency_id)
        return list(session.exec(select(Involvement).where(*wanted)))


def agree_to(city: City, member_id: UUID, number: str, agency: str, *classes: InformationClass) -> None:
    """A consent of one person for one agency."""
    city.do(
        "kobayashi", record_consent, city.case(number), member_id=member_id, way=ConsentWay.SPOKEN,
        given_on=settings.today(), agencies=[city.agency(agency)], information=classes, read_out="読み上げた文",
    )  # fmt: skip


def in_session(city: City, conference: UUID) -> None:
    """Convene and open it."""
    for name in ("convene", "open"):
        city.do("kobayashi", advance_conference, **step(city, conference, name))
