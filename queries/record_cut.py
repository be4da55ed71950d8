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
from rules.access import Actor
from rules.record import RecordItem, RecordPerson, RecordRole, RecordText
from rules.visibility import visible_to
from rules.visible_conferences import recorded_items
from words import label_of

_OWN_FAMILY = frozenset({Part.PERSON_CONCERNED.value, Part.FAMILY.value})


def for_agency(
    session: Session, actor: Actor, now: datetime, text: RecordText, case_id: UUID | None
) -> RecordText:  # fmt: skip
    """Only the items this agency was in the room for and whose people agreed; of the roles what it shares in.

    A 要点 is told where all it draws on is; one that draws on no item, to nobody outside.
    """
    wanted = {UUID(item.item_id) for item in text.items}
    here = recorded_items(actor, settings.tokyo_day(now))
    seen = {str(one) for one in session.exec(select(AgendaItem.id).where(col(AgendaItem.id).in_(wanted), here))}
    goes_out = settings.city().record_lines_go_out or not text.leads_with_points
    family = {one.name: Part(one.part) for one in text.people if one.part in _OWN_FAMILY and one.name}
    return replace(
        text,
        people=tuple(_by_part(one) for one in text.people),
        items=tuple(_told(item, family, with_lines=goes_out) for item in text.items if item.item_id in seen),
        roles=_shared(session, actor, now, text.roles),
        emergency=text.emergency if _shares_emergency(session, actor, now, case_id) else (),
        points=tuple(one for one in text.points if one.items and seen.issuperset(one.items)),
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


def _shared(session: Session, actor: Actor, now: datetime, roles: tuple[RecordRole, ...]) -> tuple[RecordRole, ...]:
    """The roles as their own screen tells them."""
    wanted: list[ColumnElement[bool]] = [col(Assignment.id).in_([UUID(role.assignment_id) for role in roles])]
    known = {str(row.id): row for row in role_rows(session, actor, now, wanted)}
    return tuple(
        replace(
            role, doer_name=role.doer_name if row.doer_name or row.doer is DoerKind.AGENCY else "",
            problem=role.problem if row.is_told and not row.without_contents else "",
        )
        for role in roles
        for row in [known.get(role.assignment_id)]
        if row is not None
    )  # fmt: skip
