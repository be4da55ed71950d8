"""利害関係: what somebody who takes no part in an item may not see, whatever office they hold."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlmodel import col

from models.conferences import AgendaItem, Invitation
from models.minutes import ConferenceRecord, MinutesLine, PointSource, RecordCheck, RecordPoint
from models.plans import Assignment, EmergencyStep
from models.sittings import ItemRecusal
from rules.access import Actor
from rules.own_names import own_names


def is_recused(actor: Actor, item_id: Any) -> ColumnElement[bool]:
    """The person takes no part in the item of the row."""
    recusal, call = own_names("is_recused", ItemRecusal, Invitation)
    return exists(
        select(1)
        .select_from(recusal)
        .join(call, col(call.id) == col(recusal.invitation_id))
        .where(col(recusal.item_id) == col(item_id), col(call.person_id) == actor.person_id)
    )


def draws_on_recused(actor: Actor) -> ColumnElement[bool]:
    """A 要点 of what the person takes no part in; one that draws on no item may be of it too."""
    source, line, item, other, role = own_names(
        "draws_on_recused", PointSource, MinutesLine, AgendaItem, PointSource, Assignment
    )
    has_line = exists(
        select(1)
        .select_from(source)
        .join(line, col(line.id) == col(source.line_id))
        .where(col(source.point_id) == col(RecordPoint.id), is_recused(actor, line.item_id))
    )
    in_part = exists().where(*_of_part(item, RecordPoint), is_recused(actor, item.id))
    draws = exists().where(col(other.point_id) == col(RecordPoint.id))
    told = and_(col(role.id) == col(RecordPoint.assignment_id), col(role.item_id).is_not(None))
    of_role = exists().where(told, is_recused(actor, role.item_id))
    of_nothing = and_(col(RecordPoint.item_id).is_(None), ~draws, ~exists().where(told), in_part)
    return or_(has_line, is_recused(actor, RecordPoint.item_id), of_role, of_nothing)


def is_closed_record(actor: Actor) -> ColumnElement[bool]:
    """A record of nothing but what the person took no part in."""
    item, other = own_names("is_closed_record", AgendaItem, AgendaItem)
    recused = exists().where(*_of_part(item, ConferenceRecord), is_recused(actor, item.id))
    open_item = exists().where(*_of_part(other, ConferenceRecord), ~is_recused(actor, other.id))
    return and_(recused, ~open_item)


def quotes_recused(actor: Actor) -> ColumnElement[bool]:
    """What an agency said in words of a record that is shorter for this person: it may speak of what they miss."""
    record, item, role, emergency = own_names("quotes_recused", ConferenceRecord, AgendaItem, Assignment, EmergencyStep)
    cut = or_(
        exists().where(*_of_part(item, record), is_recused(actor, item.id)),
        exists().where(col(role.case_id) == col(record.case_id), is_recused(actor, role.item_id)),
        exists().where(col(emergency.case_id) == col(record.case_id), is_recused(actor, emergency.item_id)),
    )
    has_words = or_(col(RecordCheck.words).is_not(None), col(RecordCheck.reply).is_not(None))
    return and_(has_words, exists().where(col(record.id) == col(RecordCheck.record_id), cut))


def _of_part(item: Any, part: Any) -> tuple[ColumnElement[bool], ...]:
    same_case = or_(
        col(item.case_id) == col(part.case_id), and_(col(item.case_id).is_(None), col(part.case_id).is_(None))
    )
    same = col(item.conference_id) == col(part.conference_id)
    return same, same_case, col(item.removed_at).is_(None)
