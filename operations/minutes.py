"""会議録の行: kept with every few keystrokes, never refused for being late, sorted and chosen afterwards."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from models.conferences import AgendaItem, Conference, ConferenceState, Invitation
from models.minutes import ConferenceRecord, LineKind, MinutesLine, MinutesRevision, RecordState
from operations.action import Act, Done, action, stroke
from operations.remembering import remember
from operations.revisions import Batch, append, close_branches
from rules.refusal import Refused, require
from rules.typed_text import PASSAGE, kept
from rules.visibility import visible_to

_WRITABLE = frozenset({ConferenceState.IN_SESSION, ConferenceState.ADJOURNED})


@dataclass(frozen=True)
class Written(Done):
    """The answer to one batch of keystrokes: its revision, whether that is the head, whether somebody must choose."""

    revision: int = 0
    change: int = 0
    is_head: bool = False
    is_branch: bool = False


@stroke("line.write", on=Conference)
def write_line(
    act: Act, conference: Conference, *, item_id: UUID, line_id: UUID, client: str, seq: int, base: int, text: str,
    kind: LineKind = LineKind.UNSORTED, invitation_id: UUID | None = None, finished: bool = False,
) -> Written:  # fmt: skip
    """Keep one batch of one line; the first one makes the line. The same (client, seq) again gets the first answer."""
    item = _item(act, conference, item_id)
    answered = _answered(act, item, line_id, client, seq)
    if answered is not None:
        return answered
    _may_be_written(act.session, conference, item.case_id)
    batch = Batch(client, seq, base, kept(text, most=PASSAGE) or "")
    speaker = _speaker(act, conference, invitation_id)
    line = _line(act, item, line_id)
    revision = append(act.session, line, batch, by_id=act.actor.person_id, at=act.now)
    if revision.revision == line.revision:
        line.kind, line.invitation_id = kind, speaker
    line.is_finished = line.is_finished or finished
    line.change_no = _next_change(act.session, conference.id)
    act.session.flush()
    if finished:
        told = {"text": batch.text, "kind": kind, "invitation_id": speaker, "revision": revision.revision}
        remember(act, "line.write", None, line, told)
    return _written(line, revision)


def _item(act: Act, conference: Conference, item_id: UUID) -> AgendaItem:
    """Read without a lock: the conference's own lock already puts its writers in order."""
    seen = visible_to(act.actor, AgendaItem, act.today)
    own = (AgendaItem.id == item_id, AgendaItem.conference_id == conference.id, seen)
    item = act.session.exec(select(AgendaItem).where(*own)).first()
    if item is None:
        raise Refused("not_found")
    return item


def _answered(act: Act, item: AgendaItem, line_id: UUID, client: str, seq: int) -> Written | None:
    same = select(MinutesRevision).where(MinutesRevision.client == client, MinutesRevision.seq == seq)
    first = act.session.exec(same).first()
    if first is None:
        return None
    require(first.by_id == act.actor.person_id and first.line_id == line_id, "not_found")
    line = act.find(MinutesLine, line_id)
    require(line.item_id == item.id, "not_found")
    return _written(line, first, repeated=True)


def _written(line: MinutesLine, revision: MinutesRevision, *, repeated: bool = False) -> Written:
    is_head = revision.revision == line.revision
    return Written(line.id, repeated, revision.revision, line.change_no, is_head, revision.is_branch)


def _may_be_written(session: Session, conference: Conference, case_id: UUID | None) -> None:
    """While the conference is on or over, until the record of this case is fixed; a correction opens it again."""
    require(conference.state in _WRITABLE, "minutes_not_open")
    own = (ConferenceRecord.conference_id == conference.id, ConferenceRecord.case_id == case_id)
    latest = select(ConferenceRecord).where(*own).order_by(col(ConferenceRecord.edition).desc()).limit(1)
    # Shared with other writers, but whoever fixes the record waits for us, or we for them.
    record = session.exec(latest.with_for_update(read=True)).first()
    require(record is None or record.state is not RecordState.FIXED, "record_is_fixed")


def _speaker(act: Act, conference: Conference, invitation_id: UUID | None) -> UUID | None:
    if invitation_id is None:
        return None
    called = act.session.get(Invitation, invitation_id)
    require(called is not None and called.conference_id == conference.id, "not_found")
    return invitation_id


def _line(act: Act, item: AgendaItem, line_id: UUID) -> MinutesLine:
    """The line of this id, or a new one after the last; visible_to decides about the new one as about any other."""
    if act.session.get(MinutesLine, line_id) is None:
        last = act.session.exec(select(func.max(MinutesLine.position)).where(MinutesLine.item_id == item.id)).one()
        act.add(
            MinutesLine(
                id=line_id,
                conference_id=item.conference_id,
                item_id=item.id,
                case_id=item.case_id,
                position=0 if last is None else last + 1,
                text="",
                began_at=act.now,
            )
        )
    line = act.find(MinutesLine, line_id)
    require(line.item_id == item.id, "not_found")
    return line


def _next_change(session: Session, conference_id: UUID) -> int:
    """Past the version, which belongs to forms; the row's lock puts the changes of one conference in order."""
    table = Conference.__table__  # type: ignore[attr-defined]
    raised = update(table).where(table.c.id == conference_id).values(minutes_no=table.c.minutes_no + 1)
    return int(session.execute(raised.returning(table.c.minutes_no)).scalar_one())


def _changed(act: Act, line: MinutesLine) -> MinutesLine:
    line.change_no = _next_change(act.session, line.conference_id)
    return line


@action("line.sort", on=Conference)
def sort_lines(
    act: Act, conference: Conference, *, line_ids: list[UUID], kind: LineKind | None = None,
    invitation_id: UUID | None = None, nobody: bool = False,
) -> Conference:  # fmt: skip
    """Give several lines a kind, a speaker, or both; what is not named stays as it is. nobody: take the speaker off."""
    wanted = (col(MinutesLine.id).in_(line_ids), MinutesLine.conference_id == conference.id)
    seen = visible_to(act.actor, MinutesLine, act.today)
    lines = act.session.exec(select(MinutesLine).where(*wanted, seen).order_by(col(MinutesLine.id))).all()
    require(line_ids and len(lines) == len(set(line_ids)), "not_found")
    for case_id in {line.case_id for line in lines}:
        _may_be_written(act.session, conference, case_id)
    speaker = _speaker(act, conference, invitation_id)
    number = _next_change(act.session, conference.id)
    for line in lines:
        line.kind, line.invitation_id = kind or line.kind, None if nobody else speaker or line.invitation_id
        line.change_no = number
    return conference


@action("line.remove", on=MinutesLine)
def remove_line(act: Act, line: MinutesLine) -> MinutesLine:
    """Take a line out of the minutes; it stays with everything that was ever typed in it."""
    _may_be_written(act.session, act.session.get_one(Conference, line.conference_id), line.case_id)
    require(line.removed_at is None, "already_there")
    line.removed_at = act.now
    close_branches(act.session, line)
    return _changed(act, line)


@action("line.restore", on=MinutesLine)
def restore_line(act: Act, line: MinutesLine) -> MinutesLine:
    """Put a line that was taken out back where it stood, with the text it had."""
    _may_be_written(act.session, act.session.get_one(Conference, line.conference_id), line.case_id)
    require(line.removed_at is not None, "already_there")
    line.removed_at = None
    return _changed(act, line)


@action("line.choose", on=MinutesLine)
def choose_text(act: Act, line: MinutesLine, *, revision: int) -> MinutesLine:
    """Let one of the texts of a line stand; the others stay among its revisions."""
    _may_be_written(act.session, act.session.get_one(Conference, line.conference_id), line.case_id)
    asked = (MinutesRevision.line_id == line.id, MinutesRevision.revision == revision)
    chosen = act.session.exec(select(MinutesRevision).where(*asked)).first()
    if chosen is None:
        raise Refused("not_found")
    # Somebody typed on: a text that is neither the head nor waiting any more would undo theirs.
    require(chosen.is_branch or chosen.revision == line.revision, "stale")
    line.text, line.revision = str(chosen.text), chosen.revision
    close_branches(act.session, line)
    return _changed(act, line)
