"""What an agency gets of a record: the items it was in the room for, and of the rest what its own screens tell it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

import settings
from models.conferences import AgendaItem, Part
from models.plans import Assignment, DoerKind, EmergencyStep
from queries.role_rows import role_rows
from queries.role_view import RoleRow
from rules.access import Actor
from rules.record import RecordItem, RecordParagraph, RecordPerson, RecordRole, RecordText
from rules.visibility import visible_to
from rules.visible_conferences import recorded_items
from words import label_of

_OWN_FAMILY = frozenset({Part.PERSON_CONCERNED.value, Part.FAMILY.value})


def for_agency(
    session: Session, actor: Actor, now: datetime, text: RecordText, case_id: UUID | None
) -> RecordText:  # fmt: skip
    """Only the items this agency was in the room for and whose people agreed; of the roles what it shares in.

    A 要点 is told where all it draws on is, item and role; one that draws on nothing, to nobody outside.
    """
    wanted = {UUID(item.item_id) for item in text.items}
    here = recorded_items(actor, settings.tokyo_day(now))
    seen = {str(one) for one in session.exec(select(AgendaItem.id).where(col(AgendaItem.id).in_(wanted), here))}
    goes_out = settings.city().record_lines_go_out or not text.leads_with_points
    known = _known(session, actor, now, text.roles)
    family = {one.name: Part(one.part) for one in text.people if one.part in _OWN_FAMILY and one.name}
    return replace(
        text,
        people=tuple(_by_part(one) for one in text.people),
        items=tuple(_told(item, family, with_lines=goes_out) for item in text.items if item.item_id in seen),
        roles=tuple(_as_told(role, known[role.assignment_id]) for role in text.roles if role.assignment_id in known),
        emergency=text.emergency if _shares_emergency(session, actor, now, case_id) else (),
        points=tuple(one for one in text.points if _is_shared(one, seen, known)),
        objections=tuple(one for one in text.objections if one.agency_id == str(actor.agency_id)),
    )


def _shares_emergency(session: Session, actor: Actor, now: datetime, case_id: UUID | None) -> bool:
    """The order of telling goes whole to who shares in the case; a record keeps no part of it for others."""
    is_seen = visible_to(actor, EmergencyStep, settings.tokyo_day(now)).label("is_seen")
    steps = session.execute(columns(is_seen).where(col(EmergencyStep.case_id) == case_id)).scalars().all()
    return bool(steps) and all(steps)


def _by_part(one: RecordPerson) -> RecordPerson:
    """ご本人 and ご家族 stand by their part: that somebody agreed is not known of everybody who came."""
    return replace(one, agency="", title="", name="", reading="", remark="") if one.part in _OWN_FAMILY else one


def _told(item: RecordItem, family: dict[str, Part], *, with_lines: bool) -> RecordItem:
    recused = tuple(label_of(family[name]) if name in family else name for name in item.recused)
    return replace(item, recused=recused, lines=tuple(
        replace(line, speaker=label_of(family[line.speaker]), agency="") if line.speaker in family else line
        for line in item.lines if with_lines
    ))  # fmt: skip


def _known(session: Session, actor: Actor, now: datetime, roles: tuple[RecordRole, ...]) -> dict[str, RoleRow]:
    """The roles as their own screen tells them."""
    wanted: list[ColumnElement[bool]] = [col(Assignment.id).in_([UUID(role.assignment_id) for role in roles])]
    return {str(row.id): row for row in role_rows(session, actor, now, wanted)}


def _as_told(role: RecordRole, row: RoleRow) -> RecordRole:
    return replace(
        role, doer_name=role.doer_name if row.doer_name or row.doer is DoerKind.AGENCY else "",
        problem=role.problem if row.is_told and not row.without_contents else "",
    )  # fmt: skip


def _is_shared(one: RecordParagraph, seen: set[str], known: dict[str, RoleRow]) -> bool:
    """The words of a 要点 are free, so its role must be known whole: nothing of it withheld."""
    if not (one.items or one.role) or not seen.issuperset(one.items):
        return False
    row = known.get(one.role)
    return not one.role or (row is not None and row.is_told and row.is_named and not row.without_contents)
