"""出欠: who was called to a conference, and who came."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session, col, select

from models.conferences import Attendance, Invitation, Part, Presence
from models.people import Agency, Person
from queries.called import OWN_FAMILY
from queries.view import kana_order
from words import label_of


@dataclass(frozen=True)
class Attendee:
    """Somebody who was called: who came, and how."""

    id: UUID
    agency_id: UUID | None
    person_id: UUID | None
    agency: str
    name: str
    part: Part
    presence: Presence | None
    who_came: str | None
    remark: str | None
    reading: str = ""
    agency_reading: str = ""

    def noted(self) -> dict[str, object]:
        """What a press on this row takes for granted."""
        return {"presence": self.presence, "who_came": self.who_came, "remark": self.remark}

    @property
    def label(self) -> str:
        """The name with the agency, or the agency alone; of a household without a name, the part."""
        named = self.who_came or self.name
        return f"{named}({self.agency})" if named and self.agency else named or self.agency or label_of(self.part)


def attendees(session: Session, conference_id: UUID, *, with_family: bool) -> tuple[Attendee, ...]:
    """五十音順 by reading; an agency called without a name by its own. with_family: ご本人 and ご家族 by name."""
    rows = session.exec(
        select(Invitation, Agency, Person, Attendance)
        .join(Agency, col(Agency.id) == Invitation.agency_id, isouter=True)
        .join(Person, col(Person.id) == Invitation.person_id, isouter=True)
        .join(Attendance, col(Attendance.invitation_id) == Invitation.id, isouter=True)
        .where(col(Invitation.conference_id) == conference_id, col(Invitation.withdrawn_at).is_(None))
    ).all()
    ordered = sorted(rows, key=lambda row: kana_order(_reading(row[0], row[1], row[2])))
    told = [_attendee(*row) for row in ordered]
    return tuple(one if with_family or one.part not in OWN_FAMILY else _nameless(one) for one in told)


def _nameless(one: Attendee) -> Attendee:
    return replace(one, agency="", name="", who_came=None, remark=None, reading="", agency_reading="")


def _reading(one: Invitation, agency: Agency | None, person: Person | None) -> str | None:
    return one.reading or (person.reading if person else None) or (agency.reading if agency else None)


def _attendee(one: Invitation, agency: Agency | None, person: Person | None, came: Attendance | None) -> Attendee:
    return Attendee(
        one.id, one.agency_id, one.person_id, agency.name if agency is not None else "",
        one.name or (person.name if person is not None else ""), one.part,
        came.presence if came is not None else None, came.name if came is not None else None,
        came.remark if came is not None else None,
        one.reading or (person.reading if person is not None else ""), agency.reading if agency is not None else "",
    )  # fmt: skip
