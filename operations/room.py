"""会議室: what is done in the room, from the reading to the adjournment."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select

from models.conferences import (
    AgendaItem,
    Attendance,
    Conference,
    ConferenceState,
    Invitation,
    ItemKind,
    ItemResult,
    Manner,
    Presence,
)
from models.forums import forums
from operations.action import Act, action
from operations.carrying import carry_onward
from operations.continuing import one_attendance
from operations.covering import item_is_covered
from operations.records import open_records, refuse_if_fixed
from rules.manners import DECIDED_IN_WRITING, answered_facts
from rules.refusal import require
from rules.typed_text import PASSAGE, kept

_RUNNING = frozenset({ConferenceState.IN_SESSION, ConferenceState.ADJOURNED})


def _is_running(conference: Conference) -> None:
    require(conference.state in _RUNNING, "conference_is_not_open")


@action("conference.read_out", on=Conference)
def read_out(act: Act, conference: Conference, *, read_at: datetime | None = None) -> Conference:
    """守秘義務を読み上げました / 個人情報の取扱いを確認しました; later too, with the true time, by word of mouth."""
    forum = forums()[conference.forum_key]
    require(forum.reads, "nothing_is_read_here")
    require(conference.state in {ConferenceState.CONVENED, *_RUNNING}, "conference_is_not_open")
    require(conference.read_at is None, "already_there")
    require(read_at is None or read_at <= act.now, "read_in_future")
    conference.read_at, conference.read_by_id = read_at or act.now, act.actor.person_id
    conference.read_words = forum.reads_text.strip()
    return conference


def begin_session(act: Act, conference: Conference) -> None:
    """会議を開く."""
    conference.opened_at = act.now


def end_session(act: Act, conference: Conference, *, is_broken_off: bool) -> None:
    """閉会: the item in hand ends; broken off, every open decision is 時間切れ. Each case gets its own record."""
    conference.adjourned_at = act.now
    for item in _standing(act, conference):
        if item.began_at is not None and item.ended_at is None:
            item.ended_at = act.now
        if is_broken_off and item.kind is ItemKind.DECIDE and item.result is None:
            item.result = ItemResult.OUT_OF_TIME
    conference.current_item_id = None
    open_records(act, conference)
    act.session.flush()
    carry_onward(act, conference)


def _standing(act: Act, conference: Conference) -> list[AgendaItem]:
    rows = select(AgendaItem).where(AgendaItem.conference_id == conference.id, col(AgendaItem.removed_at).is_(None))
    return list(act.session.exec(rows))


@action("attendance.take", on=Conference)
def take_attendance(
    act: Act, conference: Conference, *, present: Iterable[UUID], online: Iterable[UUID] = (),
    was: Mapping[UUID, Presence | None] | None = None,
) -> Conference:  # fmt: skip
    """出欠: everybody who is here, in one press; whoever is not named is absent. What was noted of one stays.

    was: what had been noted of each as the screen showed it. Only who is otherwise now is written, and where somebody
    else was first it is refused.
    """
    require(conference.state in {ConferenceState.CONVENED, *_RUNNING}, "conference_is_not_open")
    here, there = set(present), set(online)
    called = act.session.exec(
        select(Invitation)
        .where(Invitation.conference_id == conference.id, col(Invitation.withdrawn_at).is_(None))
        .order_by(col(Invitation.id))
        .with_for_update()
    ).all()
    require(here | there <= {one.id for one in called}, "not_found")
    rows = {row.invitation_id: row for row in _attendance(act, conference)}
    for one in called:
        known = rows.get(one.id)
        row = known or Attendance(conference_id=conference.id, invitation_id=one.id)
        presence = _presence(row, is_here=one.id in here, is_online=one.id in there)
        if known is None or presence is not known.presence:
            require((was or {}).get(one.id) == (known.presence if known else None), "attendance_was_changed")
            row.presence = presence
            act.session.add(row)
    one_attendance(act, conference)
    return conference


def _attendance(act: Act, conference: Conference) -> list[Attendance]:
    return list(act.session.exec(select(Attendance).where(Attendance.conference_id == conference.id)))


def came_uncalled(act: Act, conference: Conference, call: Invitation) -> None:
    """Who is called while the conference sits stands at the door already."""
    if conference.state is ConferenceState.IN_SESSION:
        act.session.add(Attendance(conference_id=conference.id, invitation_id=call.id))


def _presence(row: Attendance, *, is_here: bool, is_online: bool) -> Presence:
    if is_online:
        return Presence.ONLINE
    if not is_here:
        return Presence.ABSENT
    return Presence.PRESENT if row.presence in {Presence.ABSENT, Presence.ONLINE} else row.presence


def noted(row: Attendance | None) -> dict[str, object]:
    """What is noted of one, as a screen shows it; nothing yet is nothing in every field."""
    if row is None:
        return {"presence": None, "who_came": None, "remark": None}
    return {"presence": row.presence, "who_came": row.name, "remark": row.remark}


@action("attendance.note", on=Invitation)
def note_attendance(
    act: Act, invitation: Invitation, *, presence: Presence, was: Mapping[str, object], who_came: str | None = None,
    remark: str | None = None,
) -> Attendance:  # fmt: skip
    """One person: late, left early, somebody came instead, absent with a reason; or the name of who came.

    was: what had been noted, as the screen showed it; where somebody else was first it is refused.
    """
    conference = act.session.get_one(Conference, invitation.conference_id)
    require(conference.state in {ConferenceState.CONVENED, *_RUNNING}, "conference_is_not_open")
    require(invitation.withdrawn_at is None, "not_found")
    same = select(Attendance).where(Attendance.invitation_id == invitation.id)
    known = act.session.exec(same).first()
    require(was == noted(known), "attendance_was_changed")
    row = known or Attendance(conference_id=conference.id, invitation_id=invitation.id)
    name = kept(who_came)
    require(presence is not Presence.STAND_IN or name, "field_is_needed", field="field.who_came")
    row.presence, row.name, row.remark = presence, name, kept(remark)
    act.add(row)
    one_attendance(act, conference)
    return row


@action("item.begin", on=AgendaItem)
def begin_item(act: Act, item: AgendaItem) -> AgendaItem:
    """次の項目へ: the item in hand ends and this one begins; one may come back to an earlier one."""
    conference = act.session.get_one(Conference, item.conference_id)
    require(conference.state is ConferenceState.IN_SESSION, "conference_is_not_open")
    require(item.removed_at is None, "not_found")
    item_is_covered(act, conference, item)
    for other in _standing(act, conference):
        if other.id != item.id and other.began_at is not None and other.ended_at is None:
            other.ended_at = act.now
    if item.began_at is not None and item.ended_at is not None:
        # The clock goes on with the time it had been spoken of: what was spent elsewhere is not its own.
        item.began_at = act.now - (item.ended_at - item.began_at)
    item.began_at, item.ended_at, item.parked_at = item.began_at or act.now, None, None
    conference.current_item_id = item.id
    return item


@action("item.settle", on=AgendaItem, edits=("result", "result_words", "continued_on"))
def settle_item(
    act: Act, item: AgendaItem, *, result: ItemResult, result_words: str | None = None, continued_on: date | None = None
) -> AgendaItem:
    """判断: 決定・継続・取下げ・時間切れ, in words; a next date may be left to the 事務局."""
    conference = act.session.get_one(Conference, item.conference_id)
    _is_running(conference)
    refuse_if_fixed(act.session, conference.id, item.case_id)
    require(item.removed_at is None, "not_found")
    require(item.kind is ItemKind.DECIDE, "item_asks_no_decision")
    words = kept(result_words, most=PASSAGE)
    require(result is not ItemResult.DECIDED or words, "field_is_needed", field="field.result_words")
    require(continued_on is None or continued_on >= act.today, "day_in_past")
    if conference.manner is Manner.IN_WRITING and result is ItemResult.DECIDED:
        facts = answered_facts(act.session.execute, item.id, conference.answers_due_on, act.today)
        act.weigh(DECIDED_IN_WRITING, facts)
    item.result, item.result_words = result, words
    item.continued_on = continued_on if result is ItemResult.CONTINUED else None
    return item
