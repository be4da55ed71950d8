"""May this person do this at all? Asked of GRANTS, and of what somebody is for one record."""

from dataclasses import dataclass, replace
from uuid import UUID

from models.people import Role
from rules.grants import CONVENORS, GRANTS, Office

__all__ = [
    "CONVENORS",
    "GRANTS",
    "Actor",
    "Office",
    "as_known_to",
    "holds_the_office",
    "may",
    "reads_whole",
    "runs",
]

R = Role
_RUNNING = frozenset({Office.FACILITATOR, Office.RECORDER})


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with the roles held today, in one sign-in."""

    person_id: UUID
    sign_in_id: UUID
    agency_id: UUID
    district_key: str
    roles: frozenset[Role]
    name: str
    place: str
    must_change_password: bool = False


def may(actor: Actor, action: str, offices: frozenset[Office] = frozenset()) -> bool:
    """Whether a role of the person, or an office held on the record, carries the right."""
    grant = GRANTS[action]
    return bool(actor.roles & grant.roles or offices & grant.offices)


def runs(actor: Actor, facilitator_id: UUID | None, recorder_id: UUID | None) -> frozenset[Office]:
    """The offices of one conference: who facilitates it, who records it."""
    pairs = ((facilitator_id, Office.FACILITATOR), (recorder_id, Office.RECORDER))
    return frozenset(office for person_id, office in pairs if person_id == actor.person_id)


def holds_the_office(actor: Actor, district_key: str, in_charge_id: UUID | None) -> bool:
    """多機関協働事業を担当する者: the city's CSW and 課長, and the center's CSW of the case's 圏域."""
    # 社会福祉法 第106条の4第2項第5号: the works of 多機関協働 are theirs, directly or by commission.
    if actor.roles & {R.WELFARE_WORKER, R.DIVISION_CHIEF}:
        return True
    is_own = in_charge_id == actor.person_id or (district_key != "" and district_key == actor.district_key)
    return R.CENTER_WORKER in actor.roles and is_own


def reads_whole(actor: Actor, offices: frozenset[Office], district_key: str, in_charge_id: UUID | None) -> bool:
    """Whether nothing of a case is kept from them: who holds its office, or was appointed to run its conference.

    Somebody who has no more than an agency's role runs a conference with what their agency's consent covers.
    """
    is_appointed = bool(actor.roles & {R.CONFERENCE_RECORDER, R.CENTER_WORKER} and offices & frozenset(_RUNNING))
    return is_appointed or holds_the_office(actor, district_key, in_charge_id)


def as_known_to(actor: Actor, district_key: str, in_charge_id: UUID | None) -> Actor:
    """The actor as one case knows them: where they do not hold its office, the roles of an office carry nothing.

    A center's CSW may sit in an agency of another district's case: there they are that agency, and no more.
    """
    if holds_the_office(actor, district_key, in_charge_id):
        return actor
    return replace(actor, roles=actor.roles & {R.AGENCY_MEMBER})
