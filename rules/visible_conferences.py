"""Which conferences, what of their agenda, whose lines and which records: by being called, by running it, by office."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlmodel import col

from models.cases import Case, InformationClass
from models.conferences import AgendaItem, Attendance, Conference, Invitation, ItemAbsence
from models.forums import Forum, forums
from models.minutes import ConferenceRecord, MinutesLine, RecordCheck, RecordPoint, RecordState
from models.people import Role
from models.record import Record
from models.sittings import WrittenAnswer
from rules.access import CONVENORS, Actor
from rules.own_names import own_names
from rules.recused import draws_on_recused, is_closed_record, is_recused
from rules.visible_cases import (
    cases_by_consent,
    cases_by_office,
    covers_everyone,
    is_away,
    is_recent,
    since_when,
    within,
)

_CITY = frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF})
_INSIDE = frozenset({*CONVENORS, Role.CONFERENCE_RECORDER})
_APPOINTED = frozenset({Role.CONFERENCE_RECORDER, Role.CENTER_WORKER})


def _readers(forum: Forum) -> frozenset[Role]:
    """Who knows of the meetings of a body without being called: nobody where personal cases are its matter."""
    if forum.scope == "open":
        return frozenset(Role)
    if forum.scope not in {"inside", "city", "district"}:
        return frozenset()
    # 内部利用 ends at the city hall's door: a commissioned center is outside it.
    known = _INSIDE - ({Role.CENTER_WORKER} if forum.sharing_basis == "internal_use" else set())
    # 委員 from outside the city hall sit where everything is public.
    return known | ({Role.COUNCIL_MEMBER} if forum.scope == "city" and forum.confidentiality == "P0" else set())


def _runs(actor: Actor) -> ColumnElement[bool]:
    return or_(col(Conference.facilitator_id) == actor.person_id, col(Conference.recorder_id) == actor.person_id)


def conferences(actor: Actor) -> ColumnElement[bool]:
    """Everybody who is called or runs it; bodies without personal cases also those they are made for."""
    if actor.roles & _CITY:
        return true()
    (call,) = own_names("conferences", Invitation)
    by_agency = and_(col(call.agency_id) == actor.agency_id, col(call.person_id).is_(None))
    is_called = exists().where(
        col(call.conference_id) == col(Conference.id),
        col(call.withdrawn_at).is_(None),
        or_(col(call.person_id) == actor.person_id, by_agency if Role.AGENCY_MEMBER in actor.roles else false()),
    )
    known = [forum.key for forum in forums().values() if actor.roles & _readers(forum)]
    # A notice that was never sent is nobody's business but theirs who prepared it, not even when it is cancelled.
    is_told = col(Conference.convened_on).is_not(None)
    return or_(_runs(actor), and_(is_told, or_(is_called, col(Conference.forum_key).in_(known))))


def of_conferences(actor: Actor, model: type[Record]) -> ColumnElement[bool]:
    """Every row of the conferences this person may know of."""
    own = select(col(Conference.id)).where(conferences(actor))
    return col(model.conference_id).in_(own)  # type: ignore[attr-defined]


def invitations(actor: Actor) -> ColumnElement[bool]:
    """Who else is called: those with whom one's own agency is in the room for anything on the agenda.

    An agency that comes for another case alone, while ours waits outside, is not ours to know of.
    """
    seen = of_conferences(actor, Invitation)
    if actor.roles & _CITY:
        return seen
    item, ours, theirs = own_names("invitations", AgendaItem, ItemAbsence, ItemAbsence)
    on_agenda = (col(item.conference_id) == col(Invitation.conference_id), col(item.removed_at).is_(None))
    together = exists().where(
        *on_agenda,
        ~exists().where(col(ours.item_id) == col(item.id), col(ours.agency_id) == actor.agency_id),
        ~exists().where(col(theirs.item_id) == col(item.id), col(theirs.agency_id) == col(Invitation.agency_id)),
    )
    run = col(Invitation.conference_id).in_(select(col(Conference.id)).where(_runs(actor)))
    own = or_(col(Invitation.agency_id).is_(None), col(Invitation.agency_id) == actor.agency_id)
    return and_(seen, or_(run, own, together, ~exists().where(*on_agenda)))


def runs_by_appointment(actor: Actor, conference: Conference, today: date) -> bool:
    """Whether this person runs it as its appointed recorder or facilitator; the twin of _run_by()."""
    runs = actor.person_id in {conference.facilitator_id, conference.recorder_id}
    return runs and bool(actor.roles & _APPOINTED) and conference.ends_at >= since_when(today)


def _run_by(actor: Actor, model: type[Record], today: date) -> ColumnElement[bool]:
    """Rows of a conference that this person runs as its appointed recorder or facilitator (R5, or a center's CSW)."""
    if not actor.roles & _APPOINTED:
        return false()
    # R5 is appointed for one meeting and for a time; who holds the case by office goes on with its record.
    own = select(col(Conference.id)).where(_runs(actor), col(Conference.ends_at) >= since_when(today))
    return col(model.conference_id).in_(own)  # type: ignore[attr-defined]


def _run_of_no_case(actor: Actor, model: type[Record]) -> ColumnElement[bool]:
    """A body without personal cases is run by others too: what belongs to no case is theirs, whatever their role."""
    own = col(model.conference_id).in_(select(col(Conference.id)).where(_runs(actor)))  # type: ignore[attr-defined]
    return and_(col(model.case_id).is_(None), own)  # type: ignore[attr-defined]


def cases_run(actor: Actor, today: date) -> ColumnElement[bool]:
    """The cases on the agenda of a conference this person runs, from its notice until its record is finished."""
    items = select(col(AgendaItem.case_id)).join(Conference, col(Conference.id) == col(AgendaItem.conference_id))
    own = items.where(_run_by(actor, AgendaItem, today), col(AgendaItem.removed_at).is_(None), is_recent(today))
    return col(Case.id).in_(own)


def items(actor: Actor, today: date) -> ColumnElement[bool]:
    """Items of the agenda; one that speaks of persons only where everybody it speaks of agreed."""
    seen = and_(of_conferences(actor, AgendaItem), ~is_recused(actor, AgendaItem.id))
    if actor.roles & _CITY:
        return seen
    names_nobody = or_(col(AgendaItem.case_id).is_(None), col(AgendaItem.without_names))
    by_office = within(AgendaItem.case_id, cases_by_office(actor))
    in_the_room = and_(~is_away(actor), or_(names_nobody, _is_agreed(actor, today)))
    return and_(seen, or_(by_office, _run_by(actor, AgendaItem, today), in_the_room))


def _is_agreed(actor: Actor, today: date) -> ColumnElement[bool]:
    """Everybody the item speaks of agreed that this agency knows of it."""
    return and_(
        within(AgendaItem.case_id, cases_by_consent(actor, today)),
        covers_everyone(actor, today, AgendaItem.id, AgendaItem.case_id, InformationClass.IDENTITY),
    )


def recorded_items(actor: Actor, today: date) -> ColumnElement[bool]:
    """Items of a record that an agency gets: it was in the room, and everybody it speaks of agreed.

    A record carries the number of its case, so what was discussed 氏名を伏せて does not stand in one that leaves.
    """
    of_case = and_(~col(AgendaItem.without_names), _is_agreed(actor, today))
    in_the_room = and_(~is_away(actor), ~is_recused(actor, AgendaItem.id))
    here = and_(of_conferences(actor, AgendaItem), col(AgendaItem.removed_at).is_(None), in_the_room)
    return and_(here, or_(col(AgendaItem.case_id).is_(None), of_case))


def attendances(actor: Actor) -> ColumnElement[bool]:
    """Who came, for those who may know who was called."""
    return col(Attendance.invitation_id).in_(select(col(Invitation.id)).where(invitations(actor)))


def lines(actor: Actor, today: date) -> ColumnElement[bool]:
    """Lines as they are typed: those who run the conference, and who hold the case by office."""
    return and_(~is_recused(actor, MinutesLine.item_id), _written(actor, MinutesLine, today))


def points(actor: Actor, today: date) -> ColumnElement[bool]:
    """要点 as they are written: those who see the lines; an agency finds them in its record, cut like its lines."""
    return and_(~draws_on_recused(actor), _written(actor, RecordPoint, today))


def _written(actor: Actor, model: type[MinutesLine | RecordPoint], today: date) -> ColumnElement[bool]:
    if actor.roles & _CITY:
        return true()
    held = within(model.case_id, cases_by_office(actor))
    return or_(_run_of_no_case(actor, model), _run_by(actor, model, today), held)


def records(actor: Actor, today: date) -> ColumnElement[bool]:
    """会議録: by office, by running it, and for an agency that was in the room from the day it is asked to check it."""
    if actor.roles & _CITY:
        return records_held(actor, today)
    (check,) = own_names("records", RecordCheck)
    asked = exists().where(col(check.record_id) == col(ConferenceRecord.id), col(check.agency_id) == actor.agency_id)
    same_case = or_(
        col(AgendaItem.case_id) == col(ConferenceRecord.case_id),
        and_(col(AgendaItem.case_id).is_(None), col(ConferenceRecord.case_id).is_(None)),
    )
    has_item = exists().where(
        col(AgendaItem.conference_id) == col(ConferenceRecord.conference_id), same_case, recorded_items(actor, today)
    )
    told = and_(col(ConferenceRecord.state) != RecordState.DRAFT, asked, has_item)
    return or_(records_held(actor, today), told if Role.AGENCY_MEMBER in actor.roles else false())


def records_held(actor: Actor, today: date) -> ColumnElement[bool]:
    """Records that are somebody's own work, drafts and all: by office, or by running the conference."""
    return and_(~is_closed_record(actor), held_by(actor, ConferenceRecord, today))


def held_by(actor: Actor, model: type[Record], today: date) -> ColumnElement[bool]:
    """Rows of conferences that are somebody's own work; an item or a record of no case is theirs who ran it."""
    if actor.roles & _CITY:
        return true()
    by_office = within(model.case_id, cases_by_office(actor))  # type: ignore[attr-defined]
    return or_(_run_of_no_case(actor, model), by_office, _run_by(actor, model, today))


def checks(actor: Actor, today: date) -> ColumnElement[bool]:
    """Answers to a record one may see; an agency sees its own."""
    seen = col(RecordCheck.record_id).in_(select(col(ConferenceRecord.id)).where(records(actor, today)))
    if actor.roles & _CITY:
        return seen
    held = col(RecordCheck.record_id).in_(select(col(ConferenceRecord.id)).where(records_held(actor, today)))
    return and_(seen, or_(held, col(RecordCheck.agency_id) == actor.agency_id))


def written_answers(actor: Actor, today: date) -> ColumnElement[bool]:
    """書面開催: an agency's own as long as it is shown the item, and all of a conference one runs or by office."""
    if actor.roles & _CITY:
        return ~is_recused(actor, WrittenAnswer.item_id)
    shown = col(WrittenAnswer.item_id).in_(select(col(AgendaItem.id)).where(items(actor, today)))
    own = and_(col(WrittenAnswer.agency_id) == actor.agency_id, shown)
    held = and_(within(WrittenAnswer.case_id, cases_by_office(actor)), of_conferences(actor, WrittenAnswer))
    ways = (own, held, _run_of_no_case(actor, WrittenAnswer), _run_by(actor, WrittenAnswer, today))
    return and_(~is_recused(actor, WrittenAnswer.item_id), or_(*ways))
