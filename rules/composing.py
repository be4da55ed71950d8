"""Compose the record of one case of a conference from its rows: who was in the room, what was said, who does what."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, select
from sqlmodel import col

import settings
from models.cases import Case, HouseholdMember
from models.conferences import AgendaItem, Attendance, Conference, Invitation, ItemAbsence, Part
from models.minutes import ConferenceRecord, MinutesLine
from models.people import Agency, Person
from models.plans import Assignment, AssignmentState
from rules.agenda_number import number_on_agenda
from rules.emergency_order import steps_in_order
from rules.manners import answers_in
from rules.record import RecordItem, RecordLine, RecordPerson, RecordRole, RecordText
from rules.summing_up import objections, paragraphs
from rules.who_ran import handed_over, recused_in

Fetch = Callable[[Executable], Iterable[Any]]
_FAMILY = frozenset({Part.PERSON_CONCERNED, Part.FAMILY})
_SHOWN = tuple(state for state in AssignmentState if state is not AssignmentState.DRAFT)


def compose(fetch: Fetch, conference: Conference, case_id: UUID | None, record_id: UUID | None = None) -> RecordText:
    """The record as it would stand now. A fixed number of statements, however many rows."""
    numbered = _items(fetch, conference.id, case_id)
    items = [item for item, _ in numbered]
    ids = [item.id for item in items]
    recused = recused_in(fetch, ids)
    called = _called(fetch, conference.id, ids, recused)
    strangers = _of_other_cases(fetch, conference.id, case_id, items, called)
    called = {key: one for key, one in called.items() if key not in strangers}
    recused = {of: {key: name for key, name in told.items() if key not in strangers} for of, told in recused.items()}
    case = _one(fetch, select(Case).where(col(Case.id) == case_id)) if case_id else None
    people = {row[0].id: row[0] for row in fetch(_runners(conference))}
    return RecordText(
        forum_key=conference.forum_key, fiscal_year=conference.fiscal_year, serial=conference.serial or 0,
        starts_at=conference.starts_at.isoformat(), opened_at=_moment(conference.opened_at),
        adjourned_at=_moment(conference.adjourned_at), place=conference.place,
        facilitator=_name(people, conference.facilitator_id), recorder=_name(people, conference.recorder_id),
        read_at=_moment(conference.read_at), read_by=_name(people, conference.read_by_id),
        case_number=case.number if case else "", case_alias=case.alias if case else "",
        people=tuple(called.values()), items=_with_lines(fetch, numbered, called, recused),
        roles=_roles(fetch, case_id) if case_id else (), handed_over=handed_over(fetch, conference),
        emergency=steps_in_order(fetch, case_id) if case_id else (),
        points=paragraphs(fetch, conference.id, case_id), objections=objections(fetch, record_id),
        style=settings.city().record_style,
    )  # fmt: skip


def _one(fetch: Fetch, statement: Executable) -> Any:
    row = next(iter(fetch(statement)), None)
    return row[0] if row is not None else None


def _moment(at: Any) -> str:
    return at.isoformat() if at is not None else ""


def _runners(conference: Conference) -> Executable:
    wanted = {conference.facilitator_id, conference.recorder_id, conference.read_by_id} - {None}
    return select(Person).where(col(Person.id).in_(wanted))


def _name(people: dict[UUID, Person], person_id: UUID | None) -> str:
    return people[person_id].name if person_id in people else ""


def _items(fetch: Fetch, conference_id: UUID, case_id: UUID | None) -> list[tuple[AgendaItem, int]]:
    """The items of this part, each with its number on the whole agenda."""
    statement = select(AgendaItem, number_on_agenda()).where(
        col(AgendaItem.conference_id) == conference_id,
        col(AgendaItem.removed_at).is_(None),
        col(AgendaItem.case_id) == case_id if case_id else col(AgendaItem.case_id).is_(None),
    )
    return [(item, number) for item, number in fetch(statement.order_by(col(AgendaItem.position), col(AgendaItem.id)))]


Recused = dict[UUID, dict[UUID, str]]


def _called(fetch: Fetch, conference_id: UUID, item_ids: list[UUID], recused: Recused) -> dict[UUID, RecordPerson]:
    """Those who were in the room for any of these items: who waited outside does not stand in the record."""
    away: dict[UUID, set[UUID]] = defaultdict(set)
    absences = select(ItemAbsence).where(col(ItemAbsence.item_id).in_(item_ids))
    for (absence,) in fetch(absences):
        away[absence.agency_id].add(absence.item_id)
    statement = (
        select(Invitation, Agency, Person, Attendance)
        .join(Agency, col(Agency.id) == col(Invitation.agency_id), isouter=True)
        .join(Person, col(Person.id) == col(Invitation.person_id), isouter=True)
        .join(Attendance, col(Attendance.invitation_id) == col(Invitation.id), isouter=True)
        .where(col(Invitation.conference_id) == conference_id, col(Invitation.withdrawn_at).is_(None))
    )
    return {
        one.id: _person(one, agency, person, came)
        for one, agency, person, came in fetch(statement)
        if not item_ids or len(away[one.agency_id]) < len(item_ids) or any(one.id in told for told in recused.values())
    }


def _of_other_cases(
    fetch: Fetch, conference_id: UUID, case_id: UUID | None, items: list[AgendaItem], called: dict[UUID, RecordPerson]
) -> frozenset[UUID]:
    """ご本人 and ご家族 of another household: where several cases were spoken of, each stands in its own record alone.

    An invitation names no case, so those are theirs who bear a name of this household, or spoke in this part.
    """
    family = frozenset(key for key, one in called.items() if one.part in _FAMILY)
    on_agenda = select(col(AgendaItem.case_id)).where(
        col(AgendaItem.conference_id) == conference_id,
        col(AgendaItem.removed_at).is_(None),
        col(AgendaItem.case_id).is_not(None),
    )
    if not family or len({row[0] for row in fetch(on_agenda)}) < 2:
        return frozenset()
    spoke = {line.invitation_id for (line,) in fetch(_standing_lines(items))}
    household = fetch(select(HouseholdMember).where(col(HouseholdMember.case_id) == case_id))
    names = {"".join(one.name.split()) for (one,) in household if one.name}
    return frozenset(key for key in family if key not in spoke and "".join(called[key].name.split()) not in names)


def _person(one: Invitation, agency: Agency | None, person: Person | None, came: Attendance | None) -> RecordPerson:
    known = one.name or (person.name if person else "")
    instead = (came.name or "") if came is not None else ""
    return RecordPerson(
        agency=agency.name if agency else "", title=person.title if person and not instead else "",
        name=instead or known, reading="" if instead else one.reading or (person.reading if person else ""),
        part=one.part.value, presence=came.presence.value if came is not None else "",
        remark=(came.remark or "") if came is not None else "",
    )  # fmt: skip


def _with_lines(
    fetch: Fetch, numbered: list[tuple[AgendaItem, int]], called: dict[UUID, RecordPerson], recused: Recused
) -> tuple[RecordItem, ...]:
    items = [item for item, _ in numbered]
    said: dict[UUID, list[RecordLine]] = defaultdict(list)
    for (line,) in fetch(_standing_lines(items).order_by(col(MinutesLine.position))):
        if line.text.strip():
            said[line.item_id].append(_line(line, called))
    wrote = answers_in(fetch, [item.id for item in items])
    return tuple(
        replace(
            _item(number, item, tuple(said[item.id]), tuple(recused.get(item.id, {}).values())),
            answers=tuple(wrote[item.id]),
        )
        for item, number in numbered
    )


def _standing_lines(items: list[AgendaItem]) -> Any:
    return select(MinutesLine).where(
        col(MinutesLine.item_id).in_([item.id for item in items]), col(MinutesLine.removed_at).is_(None)
    )


def _line(line: MinutesLine, called: dict[UUID, RecordPerson]) -> RecordLine:
    speaker = called.get(line.invitation_id) if line.invitation_id else None
    named, agency = (speaker.name, speaker.agency) if speaker else ("", "")
    return RecordLine(line.kind.value, named, agency, line.text, line.began_at.isoformat(), str(line.id))


def _item(number: int, item: AgendaItem, lines: tuple[RecordLine, ...], recused: tuple[str, ...]) -> RecordItem:
    return RecordItem(
        item_id=str(item.id), number=number, kind=item.kind.value, title=item.title, question=item.question or "",
        minutes=item.minutes, result=item.result.value if item.result else "", result_words=item.result_words or "",
        continued_on=item.continued_on.isoformat() if item.continued_on else "", lines=lines,
        recused=recused,
    )  # fmt: skip


def _roles(fetch: Fetch, case_id: UUID) -> tuple[RecordRole, ...]:
    """役割分担表: the whole of the case as it stands, less drafts and what is restricted: a record goes round."""
    statement = (
        select(Assignment, Agency, Person)
        .join(Agency, col(Agency.id) == col(Assignment.agency_id), isouter=True)
        .join(Person, col(Person.id) == col(Assignment.person_id), isouter=True)
        .where(col(Assignment.case_id) == case_id, col(Assignment.state).in_(_SHOWN), ~col(Assignment.is_restricted))
        .order_by(col(Assignment.position))
    )
    return tuple(_role(one, agency, person) for one, agency, person in fetch(statement))


def _told(one: Assignment) -> str:
    """A condition is part of what was agreed; other words of an agency are for those who lead the case."""
    return one.answer or "" if one.state is AssignmentState.ACCEPTED_WITH_CONDITION else ""


def _role(one: Assignment, agency: Agency | None, person: Person | None) -> RecordRole:
    return RecordRole(
        assignment_id=str(one.id), agency_id=str(one.agency_id or ""), agency=agency.name if agency else "",
        doer=one.doer.value, doer_name=(person.name if person else one.doer_name) or "", problem=one.problem or "",
        task=one.task, service=one.service or "", programme=one.programme.value if one.programme else "",
        due_on=one.due_on.isoformat() if one.due_on else "", frequency=one.frequency or "",
        done_when=one.done_when or "", state=one.state.value, answer=_told(one),
    )  # fmt: skip


def latest_edition(conference_id: UUID, case_id: UUID | None) -> Any:
    """The statement for the newest record of this part of a conference."""
    part = col(ConferenceRecord.case_id) == case_id if case_id else col(ConferenceRecord.case_id).is_(None)
    return (
        select(ConferenceRecord)
        .where(col(ConferenceRecord.conference_id) == conference_id, part)
        .order_by(col(ConferenceRecord.edition).desc())
        .limit(1)
    )
