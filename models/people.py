"""Who: agencies, the people who sign in, the roles they hold and their sign-ins. A Person is a user, never a client."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from models.record import Record, Versioned, choice
from models.sealed import sealed


class Role(StrEnum):
    """What a person is in the city's programme, R1 to R9 in this order."""

    SYSTEM_ADMINISTRATOR = "system_administrator"
    WELFARE_WORKER = "welfare_division_worker"
    DIVISION_CHIEF = "division_chief"
    CENTER_WORKER = "center_social_worker"
    CONFERENCE_RECORDER = "conference_recorder"
    AGENCY_MEMBER = "agency_member"
    PROMOTION_OFFICER = "system_promotion_officer"
    DIVISION_MANAGER = "division_manager"
    COUNCIL_MEMBER = "council_member"


class SendingWay(StrEnum):
    """How papers reach an agency."""

    SCREEN = "screen"
    MAIL = "mail"
    FAX = "fax"
    POST = "post"


class Agency(Record, table=True):
    """A division of the city or an agency that takes part."""

    __tablename__ = "agencies"

    key: str = Field(unique=True)
    name: str
    reading: str
    kind: str
    district_key: str = ""
    field: str = ""
    is_municipal: bool = False
    inside_network: bool = False
    promotion_officer: bool = False
    programmes: str = ""
    parent_key: str = ""
    sending_way: SendingWay = choice(SendingWay, default=SendingWay.SCREEN)
    postal_address: str = ""
    fax: str = ""
    mail: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Person(Versioned, table=True):
    """Somebody with an account. Accounts are closed, never deleted: history points at them."""

    __tablename__ = "people"

    login: str = Field(unique=True)
    name: str = sealed("people.name")
    reading: str = sealed("people.reading")
    title: str = ""
    direct_line: str | None = sealed("people.direct_line", default=None, nullable=True)
    work_days: str | None = sealed("people.work_days", default=None, nullable=True)
    agency_id: UUID = Field(foreign_key="agencies.id", index=True)
    password_hash: str
    must_change_password: bool = False
    valid_from: date
    valid_to: date | None = None
    closed_at: datetime | None = None
    is_sample: bool = False


class RoleHolding(Record, table=True):
    """One role of one person for a period; one human may hold several."""

    __tablename__ = "role_holdings"

    person_id: UUID = Field(foreign_key="people.id", index=True)
    role: Role = choice(Role)
    since: date
    until: date | None = None


class SignInEnd(StrEnum):
    """Why a sign-in ended."""

    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    PASSWORD_CHANGED = "password_changed"
    ACCOUNT_CLOSED = "account_closed"


class SignIn(Record, table=True):
    """A browser's right to act as a person; only the hash of its token is stored."""

    __tablename__ = "sign_ins"

    token_hash: str = Field(unique=True)
    person_id: UUID = Field(foreign_key="people.id", index=True)
    began_at: datetime
    last_act_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    ended_because: SignInEnd | None = choice(SignInEnd, default=None, nullable=True)


class SignInTry(Record, table=True):
    """Failed tries under one login text, known or not, so that the answer tells nobody which logins exist."""

    __tablename__ = "sign_in_tries"

    login_digest: str = Field(unique=True)
    failed: int = 0
    paused_until: datetime | None = None


class Installation(Record, table=True):
    """One row: what this database is. Sample mode is a property of the database, not of a switch."""

    __tablename__ = "installations"

    is_sample: bool
    key_check: str = sealed("installations.key_check")
    first_code_hash: str | None = None
    made_at: datetime
