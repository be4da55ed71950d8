"""事例: one household, the people in it, the agencies around it, and who agreed to what."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from models.record import Record, Versioned, choice
from models.relays import Urgency
from models.sealed import sealed


class CaseState(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    ASSESSING = "assessing"
    IN_SUPPORT_CONFERENCE = "in_support_conference"
    CONSENTED = "consented"
    PLANNING = "planning"
    SUPPORTED = "supported"
    REVIEWING = "reviewing"
    CLOSED = "closed"
    SUSPENDED = "suspended"


class Case(Versioned, table=True):
    """A household in 多機関協働. Numbers count within a 年度: R8-001."""

    __tablename__ = "cases"
    __table_args__ = (UniqueConstraint("fiscal_year", "serial"), Index("ix_cases_listing", "fiscal_year", "serial"))

    fiscal_year: int
    serial: int
    number: str = Field(unique=True)
    alias: str = sealed("cases.alias")
    outline: str = sealed("cases.outline")
    pattern: str = ""
    district_key: str = Field(default="", index=True)
    urgency: Urgency = choice(Urgency)
    state: CaseState = choice(CaseState, default=CaseState.RECEIVED)
    received_on: date
    relayed_by_id: UUID | None = Field(default=None, foreign_key="agencies.id")
    in_charge_id: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    lead_agency_id: UUID | None = Field(default=None, foreign_key="agencies.id")
    recontact_on: date | None = None
    monitoring_on: date | None = Field(default=None, index=True)
    closed_on: date | None = None
    reopened_on: date | None = None
    reopened_words: str | None = sealed("cases.reopened_words", default=None, nullable=True)


class HouseholdMember(Versioned, table=True):
    """A person of the household. Name and reading may be unknown; the word for the person in the family may not."""

    __tablename__ = "household_members"

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    position: int
    relation: str = sealed("household_members.relation")
    name: str | None = sealed("household_members.name", default=None, nullable=True)
    reading: str | None = sealed("household_members.reading", default=None, nullable=True)
    born: str | None = sealed("household_members.born", default=None, nullable=True)
    address: str | None = sealed("household_members.address", default=None, nullable=True)
    telephone: str | None = sealed("household_members.telephone", default=None, nullable=True)
    health: str | None = sealed("household_members.health", default=None, nullable=True)
    livelihood: str | None = sealed("household_members.livelihood", default=None, nullable=True)
    is_minor: bool = False
    refused_on: date | None = None
    died_on: date | None = None


class Involvement(Record, table=True):
    """かかわり: an agency that takes part in a case for a time."""

    __tablename__ = "involvements"
    __table_args__ = (
        Index(
            "ix_involvements_current",
            "case_id",
            "agency_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_involvements_agency", "agency_id", "case_id"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    agency_id: UUID = Field(foreign_key="agencies.id")
    since: date
    until: date | None = None
    ended_with_case: bool = False


class InformationClass(StrEnum):
    """情報区分: what a consent may open, class by class."""

    IDENTITY = "identity"
    HEALTH = "health"
    LIVELIHOOD = "livelihood"
    SITUATION = "situation"


class ConsentWay(StrEnum):
    """How consent was given. Spoken consent is valid at once."""

    WRITTEN = "written"
    SPOKEN = "spoken"
    TELEPHONE = "telephone"
    REPRESENTATIVE = "representative"


class Consent(Versioned, table=True):
    """本人同意 of one person of the household: to whom, what, how long, given how; never a boolean."""

    __tablename__ = "consents"

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    member_id: UUID = Field(foreign_key="household_members.id", index=True)
    way: ConsentWay = choice(ConsentWay)
    given_on: date
    heard_by_id: UUID = Field(foreign_key="people.id")
    read_out: str = sealed("consents.read_out")
    witness: str | None = sealed("consents.witness", default=None, nullable=True)
    representative: str | None = sealed("consents.representative", default=None, nullable=True)
    power: str | None = sealed("consents.power", default=None, nullable=True)
    own_view: str | None = sealed("consents.own_view", default=None, nullable=True)
    exclusions: str | None = sealed("consents.exclusions", default=None, nullable=True)
    paper_due_on: date | None = None
    paper_on: date | None = None
    starts_on: date
    ends_on: date | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by_id: UUID | None = Field(default=None, foreign_key="people.id")
    withdrawal_words: str | None = sealed("consents.withdrawal_words", default=None, nullable=True)


class ConsentShare(Record, table=True):
    """One cell of a consent: this agency may know this class."""

    __tablename__ = "consent_shares"
    __table_args__ = (
        UniqueConstraint("consent_id", "agency_id", "information"),
        Index("ix_consent_shares_agency", "agency_id", "consent_id"),
    )

    consent_id: UUID = Field(foreign_key="consents.id")
    agency_id: UUID = Field(foreign_key="agencies.id")
    information: InformationClass = choice(InformationClass)


class Counter(Record, table=True):
    """The last number given under a name, such as case:2026."""

    __tablename__ = "counters"

    name: str = Field(unique=True)
    last: int = 0
