"""会議: one sitting of a body, the people called to it, and its agenda."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.record import Record, Versioned, choice
from models.sealed import sealed


class ConferenceState(StrEnum):
    """Where a conference stands."""

    PLANNED = "planned"
    CONVENED = "convened"
    IN_SESSION = "in_session"
    ADJOURNED = "adjourned"
    CANCELLED = "cancelled"


class Manner(StrEnum):
    """How a conference is held."""

    REGULAR = "regular"
    URGENT = "urgent"
    IN_WRITING = "in_writing"
    ON_PAPER = "on_paper"


class Conference(Versioned, table=True):
    """One sitting (第n回) of a body. Its number is given with the notice and is never given twice.

    minutes_no: the change_no of the last change of its minutes; it only grows. follows_id: held in the same room
    straight after that one (続けて開催). previous_id: agreed as 次回 of that one. shows_names: on the projector.
    """

    __tablename__ = "conferences"
    __table_args__ = (
        UniqueConstraint("forum_key", "fiscal_year", "serial"),
        Index("ix_conferences_day", "starts_at", "id"),
    )

    forum_key: str = Field(index=True)
    fiscal_year: int
    serial: int | None = None
    theme: str = ""
    starts_at: datetime
    ends_at: datetime
    place: str
    online: bool = False
    facilitator_id: UUID = Field(foreign_key="people.id", index=True)
    recorder_id: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    materials_due_on: date | None = None
    state: ConferenceState = choice(ConferenceState, default=ConferenceState.PLANNED)
    manner: Manner = choice(Manner, default=Manner.REGULAR)
    urgent_reason: str | None = sealed("conferences.urgent_reason", default=None, nullable=True)
    answers_due_on: date | None = None
    follows_id: UUID | None = Field(default=None, foreign_key="conferences.id", index=True)
    previous_id: UUID | None = Field(default=None, foreign_key="conferences.id", index=True)
    shows_names: bool = False
    convened_on: date | None = None
    opened_at: datetime | None = None
    adjourned_at: datetime | None = None
    read_at: datetime | None = None
    read_by_id: UUID | None = Field(default=None, foreign_key="people.id")
    read_words: str | None = None
    current_item_id: UUID | None = None
    minutes_no: int = 0
    cancel_reason: str | None = sealed("conferences.cancel_reason", default=None, nullable=True)


class Part(StrEnum):
    """What somebody does at a conference."""

    ATTENDEE = "attendee"
    ADVISER = "adviser"
    PERSON_CONCERNED = "person_concerned"
    FAMILY = "family"
    OBSERVER = "observer"


class Invitation(Record, table=True):
    """Somebody called to a conference: an agency, and by name where the name is known."""

    __tablename__ = "invitations"
    __table_args__ = (Index("ix_invitations_agency", "agency_id", "conference_id"),)

    conference_id: UUID = Field(foreign_key="conferences.id", index=True)
    agency_id: UUID | None = Field(default=None, foreign_key="agencies.id")
    person_id: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    name: str | None = sealed("invitations.name", default=None, nullable=True)
    reading: str | None = sealed("invitations.reading", default=None, nullable=True)
    part: Part = choice(Part, default=Part.ATTENDEE)
    withdrawn_at: datetime | None = None


class ItemKind(StrEnum):
    """What an agenda item asks of the room."""

    SHARE = "share"
    DISCUSS = "discuss"
    DECIDE = "decide"


class ItemResult(StrEnum):
    """What became of an item that asked for a decision."""

    DECIDED = "decided"
    CONTINUED = "continued"
    TAKEN_OFF = "taken_off"
    OUT_OF_TIME = "out_of_time"


class AgendaItem(Versioned, table=True):
    """One item of the agenda: one question, planned minutes, and the case it is about, if any.

    The members of the household it speaks of stand in concerned_members; none named means everybody. parked_at: put
    off within this sitting. carried_from_id: the item of an earlier conference it goes on with. family_present:
    ご本人・ご家族が同席, so what others make of them is not shown.
    """

    __tablename__ = "agenda_items"

    conference_id: UUID = Field(foreign_key="conferences.id", index=True)
    position: int
    kind: ItemKind = choice(ItemKind)
    title: str = sealed("agenda_items.title")
    question: str | None = sealed("agenda_items.question", default=None, nullable=True)
    minutes: int
    case_id: UUID | None = Field(default=None, foreign_key="cases.id", index=True)
    without_names: bool = False
    removed_at: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    result: ItemResult | None = choice(ItemResult, default=None, nullable=True)
    result_words: str | None = sealed("agenda_items.result_words", default=None, nullable=True)
    continued_on: date | None = None
    parked_at: datetime | None = None
    carried_from_id: UUID | None = Field(default=None, foreign_key="agenda_items.id", index=True)
    family_present: bool = False


class ItemAbsence(Record, table=True):
    """An agency that is not in the room for one item; everybody else who is called is."""

    __tablename__ = "item_absences"
    __table_args__ = (UniqueConstraint("item_id", "agency_id"),)

    item_id: UUID = Field(foreign_key="agenda_items.id", index=True)
    agency_id: UUID = Field(foreign_key="agencies.id")


class ConcernedMember(Record, table=True):
    """Whom an agenda item, a role or a plan speaks of; where nobody is named, the whole household."""

    __tablename__ = "concerned_members"
    __table_args__ = (UniqueConstraint("subject_id", "member_id"),)

    subject_id: UUID = Field(index=True)
    member_id: UUID = Field(foreign_key="household_members.id", index=True)


class Presence(StrEnum):
    """How somebody who was called took part."""

    PRESENT = "present"
    ONLINE = "online"
    STAND_IN = "stand_in"
    LATE = "late"
    LEFT_EARLY = "left_early"
    ABSENT = "absent"


class Attendance(Record, table=True):
    """出欠 of one who was called; name says who came where an agency was called without a name, or instead."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("invitation_id"),)

    conference_id: UUID = Field(foreign_key="conferences.id", index=True)
    invitation_id: UUID = Field(foreign_key="invitations.id")
    presence: Presence = choice(Presence, default=Presence.PRESENT)
    name: str | None = sealed("attendances.name", default=None, nullable=True)
    remark: str | None = sealed("attendances.remark", default=None, nullable=True)
