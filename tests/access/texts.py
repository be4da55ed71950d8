"""Every text that a view carries, and the texts of the sample city that somebody must not see."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from uuid import UUID

from models.cases import Case, HouseholdMember
from tests.city import City

CONFIDENTIAL = ("relation", "name", "reading", "born", "address", "telephone", "health", "livelihood")
_TELLING = ("name", "reading", "address", "telephone", "health", "livelihood")


def texts_in(view: object) -> Iterator[str]:
    """Every text anywhere inside a view, ids too."""
    if isinstance(view, str | UUID):
        yield str(view)
    elif is_dataclass(view) and not isinstance(view, type):
        for field in fields(view):
            yield from texts_in(getattr(view, field.name))
    elif isinstance(view, Mapping):
        yield from texts_in([*view.keys(), *view.values()])
    elif isinstance(view, list | tuple | set | frozenset):
        for one in view:
            yield from texts_in(one)


def shown_of(hidden: set[str], view: object) -> set[str]:
    """Which of the hidden texts stand somewhere in the view."""
    whole = "\n".join(texts_in(view))
    return {text for text in hidden if text in whole}


def words_of(member: HouseholdMember) -> set[str]:
    """What is known about one person of a household, and the id of the row."""
    return {str(member.id)} | {text for name in CONFIDENTIAL if (text := getattr(member, name))}


def words_of_case(city: City, case_id: UUID) -> set[str]:
    """What tells a case from others: id, number, 呼称, outline, and the people, by their longer texts."""
    case = city.row(Case, case_id)
    of_people = {
        text for member in city.members(case_id) for name in _TELLING if len(text := getattr(member, name) or "") > 2
    }
    return {str(case.id), case.number, case.alias, case.outline} | of_people
