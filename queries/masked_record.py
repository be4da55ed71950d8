"""伏せた写し of one record: made general, with the words that may still name somebody; for 地域福祉課 alone."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.cases import Case, HouseholdMember
from models.history import HistoryEntry
from models.people import Agency, Person
from models.taxonomies import taxonomy
from queries.record import RecordFile, record_file
from queries.view import Confidential
from rules.access import Actor
from rules.calendar import in_japanese
from rules.known_names import Known
from rules.masking import Masking, MaskLevel, masked, residual
from rules.record import RecordItem, RecordLine, RecordPerson, RecordRole, RecordText
from rules.refusal import require
from words import word

_PHRASES = (
    "initial", "aged", "somebody", "self", "family", "staff", "case", "place", "contact", "decade", "child", "oldest",
    "early", "middle", "late", "of_month", "some_year",
)  # fmt: skip


@dataclass(frozen=True)
class MaskedRecord(Confidential):
    """A copy of one record as it may leave; hits: words to be looked at first, and then there is no file."""

    record_id: UUID
    version: int
    level: MaskLevel
    held: str
    text: RecordText
    hits: tuple[str, ...]
    general: tuple[str, ...]


def masked_record(
    session: Session, actor: Actor, now: datetime, record_id: UUID | None, *, level: str = MaskLevel.PSEUDONYM
) -> MaskedRecord:
    """The copy at this level. Raises Refused("not_found") alike for a forbidden and an absent one."""
    view = record_file(session, actor, now, record_id)
    require(level in set(MaskLevel), "not_found")
    require(view.is_whole and view.case_id is not None and "record.mask" in view.may, "not_found")
    known = _masking(session, view, MaskLevel(level), settings.tokyo_day(now))
    text = _text(view.text, known)
    return MaskedRecord(
        basis=view.basis, looks=view.looks, record_id=view.id, version=view.version, level=known.level,
        held=masked(_day(view), known), text=text, hits=residual(_all(text), known),
        general=tuple(sorted(known.general)),
    )  # fmt: skip


def _day(view: RecordFile) -> str:
    day = settings.tokyo_day(datetime.fromisoformat(view.text.opened_at or view.text.starts_at))
    return in_japanese(day, weekday=False)


def _masking(session: Session, view: RecordFile, level: MaskLevel, today: date) -> Masking:
    household = session.exec(select(HouseholdMember).where(HouseholdMember.case_id == view.case_id)).all()
    agencies = session.exec(select(Agency)).all()
    return Masking(
        level=level, case=session.get_one(Case, view.case_id), household=tuple(household),
        staff=_staff(session, view.text, {one.name for one in household}),
        agencies={one.name: taxonomy("agency_kind")[one.kind].label for one in agencies},
        phrases={name: word(f"mask.{name}") for name in _PHRASES}, today=today,
        general=_general(session, view.id),
    )  # fmt: skip


def _staff(session: Session, text: RecordText, household: set[str | None]) -> tuple[Known, ...]:
    """Whoever stands in the record beside the household: called, speaking, carrying a role; and all with an account."""
    accounts = [Known(one.name, one.reading) for one in session.exec(select(Person))]
    there = [Known(one.name, one.reading) for one in text.people if one.name]
    spoke = {line.speaker for item in text.items for line in item.lines} | {role.doer_name for role in text.roles}
    named = [Known(name) for name in (*spoke, text.facilitator, text.recorder, text.read_by) if " " in name]
    return tuple(one for one in (*accounts, *there, *named) if one.name not in household)


def _general(session: Session, record_id: UUID) -> frozenset[str]:
    """Words that somebody looked at and marked as 一般の言葉, with a reason."""
    told = select(HistoryEntry.changes).where(
        col(HistoryEntry.subject_id) == record_id, HistoryEntry.action == "record.mask",
        col(HistoryEntry.changes).is_not(None),
    )  # fmt: skip
    return frozenset(one for changes in session.exec(told) if changes for one in json.loads(changes).get("general", ()))


def _text(text: RecordText, known: Masking) -> RecordText:
    return replace(
        text, place="", facilitator="", recorder="", read_by="", case_number="", case_alias="",
        people=tuple(_person(one, known) for one in text.people),
        items=tuple(_item(one, known) for one in text.items),
        roles=tuple(_role(one, known) for one in text.roles),
    )  # fmt: skip


def _agency(name: str, known: Masking) -> str:
    return known.agencies.get(name, masked(name, known)) if known.level is MaskLevel.TEACHING else name


def _person(one: RecordPerson, known: Masking) -> RecordPerson:
    """Who was there stands by agency and part alone."""
    return replace(one, agency=_agency(one.agency, known), title="", name="", reading="", remark="")


def _item(one: RecordItem, known: Masking) -> RecordItem:
    return replace(
        one, title=masked(one.title, known), question=masked(one.question, known),
        result_words=masked(one.result_words, known), continued_on="",
        lines=tuple(_line(line, known) for line in one.lines),
    )  # fmt: skip


def _line(one: RecordLine, known: Masking) -> RecordLine:
    return replace(one, text=masked(one.text, known), agency=_agency(one.agency, known), speaker="")


def _role(one: RecordRole, known: Masking) -> RecordRole:
    told = ("problem", "task", "service", "frequency", "done_when", "answer")
    return replace(
        one, agency=_agency(one.agency, known), doer_name="", due_on="",
        **{name: masked(getattr(one, name), known) for name in told},
    )  # fmt: skip


def _all(text: RecordText) -> str:
    """Every word of the copy, for the last look."""
    items = [part for one in text.items for part in (one.title, one.question, one.result_words)]
    said = [line.text for one in text.items for line in one.lines]
    named = ("problem", "task", "service", "frequency", "done_when", "answer")
    roles = [getattr(one, name) for one in text.roles for name in named]
    return "\n".join((*items, *said, *roles))
