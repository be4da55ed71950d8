"""What must not reach the wrong person: the texts of a case, of its people and of a つなぎ."""

from collections.abc import Iterator
from uuid import UUID

from models.cases import Case, HouseholdMember
from models.relays import Relay
from tests.city import City
from tests.hostile.wire import Run, Wire

PAGES = (
    "", "today", "relays", "relay", "cases", "case", "plan", "roles", "role", "reasoned", "forums", "calendar",
    "conference", "room", "steer", "readback", "records", "record", "urgent", "in_writing", "looks", "people", "person",
)  # fmt: skip
OF_ONE = {
    "urgent", "in_writing", "relay", "case", "plan", "role", "person", "conference", "room", "steer", "readback", "record",
}  # fmt: skip
TEXTS = ("name", "reading", "born", "address", "telephone", "health", "livelihood")


def of_member(member: HouseholdMember) -> list[str]:
    """The texts of one person that cannot stand anywhere by chance."""
    return [text for name in TEXTS if (text := getattr(member, name)) and len(text) >= 4]


def of_case(city: City, case_id: UUID) -> list[str]:
    """呼称, outline, and every text of everybody in the household."""
    case = city.row(Case, case_id)
    return [case.alias, case.outline, *(text for member in city.members(case_id) for text in of_member(member))]


def of_relay(city: City, relay_id: UUID) -> list[str]:
    """呼称 and 主訴."""
    relay = city.row(Relay, relay_id)
    return [relay.alias, relay.complaint]


def crawl(wire: Wire, *ids: UUID) -> Iterator[Run]:
    """Every page by its name, and those about one record with each of these ids."""
    for page in PAGES:
        yield wire.open(page)
        if page in OF_ONE:
            for one in ids:
                yield wire.open(page, f"id={one}")
