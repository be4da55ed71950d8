"""Who may make somebody what."""

from models.people import Role
from rules.access import Actor

R = Role

# An administrator of the system must not be able to give himself a case.
_OUTSIDE = frozenset({R.AGENCY_MEMBER, R.COUNCIL_MEMBER, R.CONFERENCE_RECORDER})
_WITHOUT_CASES = frozenset({R.SYSTEM_ADMINISTRATOR, R.PROMOTION_OFFICER, R.DIVISION_MANAGER, R.COUNCIL_MEMBER})
APPOINTS: dict[Role, frozenset[Role]] = {
    R.SYSTEM_ADMINISTRATOR: _WITHOUT_CASES,
    R.WELFARE_WORKER: _OUTSIDE | {R.PROMOTION_OFFICER},
    R.DIVISION_CHIEF: frozenset(Role),
}


def appointable(actor: Actor, *, is_without_chief: bool = False) -> frozenset[Role]:
    """The roles this person may give. Before there is a 課長, an administrator appoints the first one."""
    given = frozenset().union(*(APPOINTS.get(role, frozenset()) for role in actor.roles))
    if is_without_chief and R.SYSTEM_ADMINISTRATOR in actor.roles:
        given |= {R.DIVISION_CHIEF}
    return given
