"""disclosure(): the one function of legal basis. What of a person may be shown, and on which ground."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from models.cases import InformationClass
from models.people import Role
from rules.access import Actor, holds_the_office


class BasisKind(StrEnum):
    """The ground on which a person's information is shown."""

    OFFICE = "office"
    CONSENT = "consent"
    INVITATION = "invitation"
    RUNNING = "running"
    ROLE = "role"
    OPINION = "opinion"
    PUBLIC_TEXT = "public_text"


@dataclass(frozen=True)
class Basis:
    """A ground that was found; printed wherever the information stands."""

    kind: BasisKind
    until: date | None = None
    consent_id: UUID | None = None


@dataclass(frozen=True)
class Share:
    """One cell of a consent as disclosure() reads it; withdrawn consents are not among the facts."""

    consent_id: UUID
    agency_id: UUID
    information: InformationClass
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Subject:
    """One person of a household: whose district, who is in charge, what was agreed."""

    member_id: UUID
    district_key: str
    in_charge_id: UUID | None
    shares: tuple[Share, ...] = ()


def disclosure(actor: Actor, subject: Subject, information: InformationClass, today: date) -> Basis | None:
    """The basis on which this class of information about this person may be shown, or None: then it is absent."""
    if holds_the_office(actor, subject.district_key, subject.in_charge_id):
        return Basis(BasisKind.OFFICE)
    if Role.AGENCY_MEMBER not in actor.roles:
        return None
    valid = [
        share
        for share in subject.shares
        if share.agency_id == actor.agency_id
        and share.information is information
        and share.starts_on <= today <= (share.ends_on or date.max)
    ]
    if not valid:
        return None
    longest = max(valid, key=lambda share: share.ends_on or date.max)
    return Basis(BasisKind.CONSENT, longest.ends_on, longest.consent_id)
