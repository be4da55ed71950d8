"""同意 of each person of the household: where it stands, and what a new one needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from models.cases import Consent, ConsentWay, HouseholdMember
from models.people import Role
from rules.lifecycle import Condition, notice, reason, stop


class Standing(StrEnum):
    """Where the consent of one person of the household stands."""

    GIVEN = "given"
    PARTLY = "partly"
    BY_REPRESENTATIVE = "by_representative"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_NEEDED = "not_needed"


def is_valid(consent: Consent, today: date) -> bool:
    """Begun, not withdrawn, and its last day is not over (24:00 in Tokyo)."""
    return consent.withdrawn_at is None and consent.starts_on <= today and today <= (consent.ends_on or date.max)


def standing(
    member: HouseholdMember,
    consents: Iterable[Consent],
    reached: frozenset[UUID],
    involved: frozenset[UUID],
    today: date,
) -> Standing:
    """The standing of one person; reached are the agencies covered by any valid consent of theirs."""
    own = [consent for consent in consents if consent.member_id == member.id]
    valid = [consent for consent in own if is_valid(consent, today)]
    if member.died_on is not None:
        return Standing.NOT_NEEDED
    if valid:
        if all(consent.way is ConsentWay.REPRESENTATIVE for consent in valid):
            return Standing.BY_REPRESENTATIVE
        return Standing.GIVEN if involved <= reached else Standing.PARTLY
    if member.refused_on is not None:
        return Standing.REFUSED
    return _after(own)


def _after(own: list[Consent]) -> Standing:
    if not own:
        return Standing.NOT_ASKED
    last = max(own, key=lambda consent: (consent.given_on, consent.created_at))
    return Standing.WITHDRAWN if last.withdrawn_at is not None else Standing.EXPIRED


@dataclass(frozen=True)
class ConsentFacts:
    """What is known when a consent is being recorded."""

    way: ConsentWay
    has_representative: bool
    has_power: bool
    is_minor: bool
    own_view_is_told: bool
    is_alive: bool
    given_on: date
    ends_on: date | None
    has_paper_day: bool
    today: date


def member_is_alive(facts: ConsentFacts) -> bool:
    """個人情報保護法 protects the living; consent of the dead is not recorded."""
    return facts.is_alive


def consent_is_not_from_tomorrow(facts: ConsentFacts) -> bool:
    """A consent is recorded once it was given."""
    return facts.given_on <= facts.today


def period_is_open(facts: ConsentFacts) -> bool:
    """The last day, if there is one, lies ahead."""
    return facts.ends_on is None or facts.ends_on >= facts.today


def representative_has_power(facts: ConsentFacts) -> bool:
    """A relative without legal power gives the family's opinion, not a consent (民法: 後見・親権)."""
    return facts.way is not ConsentWay.REPRESENTATIVE or (facts.has_representative and facts.has_power)


def minor_was_asked(facts: ConsentFacts) -> bool:
    """A child's own view is always asked and kept apart from the parent's consent."""
    return not facts.is_minor or facts.own_view_is_told


def spoken_consent_has_paper_day(facts: ConsentFacts) -> bool:
    """Spoken consent counts at once; a day for the paper is a reminder, never a block."""
    return facts.way in {ConsentWay.WRITTEN, ConsentWay.REPRESENTATIVE} or facts.has_paper_day


CONSENT_CONDITIONS: tuple[Condition, ...] = (
    stop(member_is_alive),
    stop(consent_is_not_from_tomorrow),
    stop(period_is_open),
    stop(representative_has_power),
    reason(minor_was_asked, by=frozenset({Role.WELFARE_WORKER, Role.CENTER_WORKER})),
    notice(spoken_consent_has_paper_day),
)
