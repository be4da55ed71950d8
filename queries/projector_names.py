"""What a wall may call a case: 事例A, or its 呼称; and every text without the names of the households."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from models.cases import Case, HouseholdMember
from models.conferences import AgendaItem, Conference, Invitation, Part
from rules.projector import covered
from words import word

_LETTERS = 26
_OWN_FAMILY = (Part.PERSON_CONCERNED, Part.FAMILY)
_CALLED = ("called_san", "called_sama", "called_kun", "called_chan", "called_shi", "called_ke")
Hide = Callable[[str | None], str]


@dataclass(frozen=True)
class Names:
    """The letters of the cases in the order of the agenda, and the words that no wall shows."""

    shows_names: bool
    letters: dict[tuple[UUID, bool], str]
    cases: dict[UUID, Case]
    people: dict[str, str]

    def letter(self, one: AgendaItem) -> str:
        """事例A; 匿名検討 has a letter of its own, that it is not known again. Nothing where there is no case."""
        return self.letters[one.case_id, one.without_names] if one.case_id else ""

    def label(self, one: AgendaItem) -> str:
        """The 呼称 where the facilitator shows it, else the letter."""
        case = self.cases.get(one.case_id) if one.case_id and not one.without_names else None
        return case.alias if case is not None and self.shows_names else self.letter(one)

    def hider(self, one: AgendaItem) -> Hide:
        """What makes a text of this item fit for the wall."""
        hidden = dict(self.people)
        for case in self.cases.values():
            is_own, is_shown = case.id == one.case_id, self.shows_names and not one.without_names
            if not (is_own and is_shown):
                instead = self.letter(one) if is_own else word("projector.somebody")
                hidden |= dict.fromkeys((case.number, case.alias), instead)
        return lambda text: covered(text or "", hidden)


def names_of(session: Session, conference: Conference, items: Sequence[AgendaItem]) -> Names:
    """Read anew each time: somebody may have been added to a household a minute ago."""
    keys = dict.fromkeys((one.case_id, one.without_names) for one in items if one.case_id)
    ids = {case_id for case_id, _ in keys}
    cases = {one.id: one for one in session.exec(select(Case).where(col(Case.id).in_(ids)))}
    members = session.exec(select(HouseholdMember).where(col(HouseholdMember.case_id).in_(ids))).all()
    family = session.exec(
        select(Invitation).where(Invitation.conference_id == conference.id, col(Invitation.part).in_(_OWN_FAMILY))
    ).all()
    told = [*((one.name, one.reading) for one in members), *((one.name, one.reading) for one in family)]
    somewhere = [text for one in members for text in (one.address, one.telephone) if text and len(text) > 4]
    nobody = word("projector.somebody")
    hidden = dict.fromkeys((text for name, reading in told for text in (*_written(name), *_read(reading))), nobody)
    called = {text: nobody + title for names in told for text, title in _spoken_to(*names)}
    letters = {key: _letter(place) for place, key in enumerate(keys)}
    return Names(conference.shows_names, letters, cases, hidden | dict.fromkeys(somewhere, nobody) | called)


def _letter(place: int) -> str:
    return word("projector.case", letter=chr(ord("A") + place) if place < _LETTERS else str(place + 1))


def _written(name: str | None) -> Iterator[str]:
    """The whole name, and each part that is more than one kanji, which is a word like others."""
    parts = _parts(name)
    yield from ("".join(parts), *(part for part in parts if len(part) > 1))


def _read(reading: str | None) -> Iterator[str]:
    """In kana the whole name alone: its parts are words of every day."""
    parts = _parts(reading)
    if len(parts) > 1:
        yield "".join(parts)


def _spoken_to(*names: str | None) -> Iterator[tuple[str, str]]:
    """Any part, however short, where somebody is called by it: 森さん, はなちゃん."""
    for part in (part for name in names for part in _parts(name)):
        for called in _CALLED:
            title = word(f"projector.{called}")
            yield part + title, title


def _parts(name: str | None) -> list[str]:
    return [part for part in re.split(r"[\s・]+", name or "") if part]
