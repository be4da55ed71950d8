"""Everything that leaves after a conference was adjourned: for each agency what it may get, by the way it gets it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.conferences import Conference, ConferenceState
from models.minutes import ConferenceRecord
from models.people import Agency, SendingWay
from models.plans import Assignment
from queries.calendar import ConferenceRow, conference_rows, conference_seen
from queries.record import RecordFile, record_file
from queries.role_paper import REPLY_DAYS, RolePaper, RolePaperRow
from queries.sending_facts import Carried, SendingFacts, sending_facts
from queries.view import Confidential, Seen, kana_order
from rules.access import Actor, Office, may, runs
from rules.calendar import after_business_days
from rules.disclosure import Basis, BasisKind
from rules.paper_rights import CaseGrounds, is_carried, is_in_table, names_doer, needs_no_heading
from rules.record import RecordRole
from rules.refusal import Refused, require
from rules.roles import WAITING
from rules.visibility import visible_to

ON_PAPER = frozenset({SendingWay.FAX, SendingWay.POST})
_Papers = tuple[RolePaper, ...]


@dataclass(frozen=True)
class Parcel:
    """What one agency gets, and how; kept_back: of how many cases nothing may be sent, without saying of which."""

    agency_id: UUID
    agency: str
    way: SendingWay
    postal_address: str
    fax: str
    mail: str
    tables: tuple[RolePaper, ...]
    replies: tuple[RolePaper, ...]
    kept_back: int

    @property
    def asked(self) -> int:
        """How many roles wait for its answer."""
        return sum(len(one.rows) for one in self.replies)


@dataclass(frozen=True)
class Sending(Confidential):
    """One conference with the parcels of all agencies, and the records that the city keeps."""

    row: ConferenceRow
    made_at: datetime
    reply_due_on: date
    parcels: tuple[Parcel, ...]
    records: tuple[RecordFile, ...]


def sending(session: Session, actor: Actor, now: datetime, conference_id: UUID | None) -> Sending:
    """The papers of an adjourned conference. Raises Refused("not_found") alike for a forbidden and an absent one."""
    require(may(actor, "conference.look"), "not_found")
    today = settings.tokyo_day(now)
    found = conference_seen(session, actor, today, conference_id)
    offices = runs(actor, found.facilitator_id, found.recorder_id)
    require(may(actor, "conference.print", offices) and found.state is ConferenceState.ADJOURNED, "not_found")
    facts = sending_facts(session, actor, today, found.id)
    parcels = _parcels(facts, today)
    records = _records(session, actor, now, found, offices)
    return Sending(
        basis=Basis(BasisKind.OFFICE if facts.held == frozenset(facts.cases) else BasisKind.RUNNING),
        looks=(*_listed(facts, found), *_looks(facts, parcels), *(look for one in records for look in one.looks)),
        row=conference_rows(session, actor, now, [col(Conference.id) == found.id])[0],
        made_at=now, reply_due_on=after_business_days(today, REPLY_DAYS), parcels=parcels, records=records,
    )  # fmt: skip


def _listed(facts: SendingFacts, found: Conference) -> tuple[Seen, ...]:
    """送付一覧 tells of each case; the conference itself stands where there is none."""
    own = Seen("conference.print", "conferences", found.id, None, BasisKind.OFFICE.value)
    kinds = {case_id: BasisKind.OFFICE if case_id in facts.held else BasisKind.RUNNING for case_id in facts.cases}
    return tuple(replace(own, case_id=case_id, basis=kind.value) for case_id, kind in kinds.items()) or (own,)


def _looks(facts: SendingFacts, parcels: tuple[Parcel, ...]) -> tuple[Seen, ...]:
    """One for every case × agency for which a paper was made; for whom is the subject."""
    ids = {case.number: case.id for case in facts.cases.values()}
    pairs = dict.fromkeys(
        (one.agency_id, ids.get(paper.number), paper.basis.kind.value)
        for one in parcels
        if one.way in ON_PAPER
        for paper in (*one.tables, *one.replies)
    )
    return tuple(Seen("assignment.print", "agencies", agency, case_id, basis) for agency, case_id, basis in pairs)


def _records(
    session: Session, actor: Actor, now: datetime, found: Conference, offices: frozenset[Office]
) -> tuple[RecordFile, ...]:
    """The newest record of each part that this person may print."""
    today = settings.tokyo_day(now)
    own = (col(ConferenceRecord.conference_id) == found.id, visible_to(actor, ConferenceRecord, today))
    rows = session.exec(select(ConferenceRecord).where(*own).order_by(col(ConferenceRecord.edition))).all()
    files = (_record(session, actor, now, one.id) for one in {one.case_id: one for one in rows}.values())
    whole = [one for one in files if one is not None and one.is_whole and "record.print" in one.may]
    return tuple(sorted(whole, key=lambda one: (one.text.case_number == "", one.text.case_number)))


def _record(session: Session, actor: Actor, now: datetime, record_id: UUID) -> RecordFile | None:
    try:
        view = record_file(session, actor, now, record_id)
    except Refused:
        return None
    return replace(view, looks=tuple(replace(seen, action="record.print") for seen in view.looks))


def _parcels(facts: SendingFacts, today: date) -> tuple[Parcel, ...]:
    """By the way they go, then 五十音順; the city's own office sends and gets nothing."""
    others = [one for one in facts.agencies if one.key != settings.city().home_agency]
    found = [_parcel(facts, one, today) for one in others]
    ways, readings = list(SendingWay), {one.id: one.reading for one in others}
    concerned = [one for one in found if one.tables or one.replies or one.kept_back]
    return tuple(sorted(concerned, key=lambda one: (-ways.index(one.way), kana_order(readings[one.agency_id]))))


def _parcel(facts: SendingFacts, agency: Agency, today: date) -> Parcel:
    papers = [_of_case(facts, case_id, agency, today) for case_id in facts.cases]
    return Parcel(
        agency_id=agency.id, agency=agency.name, way=agency.sending_way, postal_address=agency.postal_address,
        fax=agency.fax, mail=agency.mail,
        tables=tuple(one for tables, _, _ in papers for one in tables),
        replies=tuple(one for _, replies, _ in papers for one in replies),
        kept_back=sum(is_kept for _, _, is_kept in papers),
    )  # fmt: skip


def _of_case(facts: SendingFacts, case_id: UUID, agency: Agency, today: date) -> tuple[_Papers, _Papers, bool]:
    """Its 役割分担表, its 回答票 (nameless where it may not know the case), and whether anything stays here."""
    grounds, rows = facts.grounds[case_id], facts.roles.get(case_id, ())
    own = [one for one in rows if is_carried(one.role, agency.id)]
    if not own and agency.id not in facts.in_room.get(case_id, frozenset()):
        return (), (), False
    is_municipal = agency.is_municipal
    nameless = [one for one in own if needs_no_heading(grounds, one.role, agency.id, is_municipal=is_municipal)]
    told = _reply(facts, None, agency, nameless, today)
    if not (grounds.holds(agency.id) or grounds.shares(agency.id)):
        return (), told, len(nameless) < len(own) or not own
    shown = [one for one in rows if is_in_table(grounds, one.role, one.members, agency.id, today)]
    table = (_paper(facts, case_id, agency, shown, today),) if shown else ()
    headed = [one for one in own if one not in nameless]
    return table, (*_reply(facts, case_id, agency, headed, today), *told), False


def _reply(facts: SendingFacts, case_id: UUID | None, agency: Agency, rows: list[Carried], today: date) -> _Papers:
    waiting = [one for one in rows if one.role.state in WAITING]
    if not waiting:
        return ()
    due = after_business_days(today, REPLY_DAYS)
    if case_id is None:
        told = tuple(RolePaperRow(replace(_role(one, agency.id, None), problem=""), "") for one in waiting)
        basis = Basis(BasisKind.ROLE)
        return (_bare(basis, today, told, agency.name, due),)
    return (replace(_paper(facts, case_id, agency, waiting, today), only_agency=agency.name, reply_due_on=due),)


def _bare(basis: Basis, today: date, rows: tuple[RolePaperRow, ...], agency: str, due: date) -> RolePaper:
    return RolePaper(
        basis=basis, number="", alias="", printed_on=today, wish="", aim="", starts_on=None, ends_on=None,
        monitoring_on=None, lead_agency="", rows=rows, only_agency=agency, reply_due_on=due,
    )  # fmt: skip


def _paper(facts: SendingFacts, case_id: UUID, agency: Agency, rows: list[Carried], today: date) -> RolePaper:
    case, grounds = facts.cases[case_id], facts.grounds[case_id]
    held = grounds.holds(agency.id)
    plan, lead, named = facts.plans.get(case_id, (None, "", frozenset()))
    plan = plan if plan is not None and grounds.is_told(agency.id, named) else None
    return RolePaper(
        basis=Basis(BasisKind.OFFICE) if held else Basis(BasisKind.CONSENT, grounds.until[agency.id]),
        number=case.number, alias=case.alias, printed_on=today, wish=plan.wish if plan else "",
        aim=(plan.aim or "") if plan else "", starts_on=plan.starts_on if plan else None,
        ends_on=plan.ends_on if plan else None, monitoring_on=plan.monitoring_on if plan else None,
        lead_agency=lead if plan else "",
        rows=tuple(RolePaperRow(_role(one, agency.id, grounds), _contact(one)) for one in rows),
    )  # fmt: skip


def _contact(one: Carried) -> str:
    return "　".join(text for text in (one.person.direct_line, one.person.work_days) if text) if one.person else ""


def _role(one: Carried, agency_id: UUID, grounds: CaseGrounds | None) -> RecordRole:
    """One row as this agency may read it; without grounds, no more than what is asked of it."""
    role: Assignment = one.role
    is_told = grounds is not None and not role.without_contents and grounds.is_told(agency_id, one.members)
    is_named = grounds is not None and names_doer(grounds, role, agency_id)
    hears = role.agency_id == agency_id or (grounds is not None and grounds.holds(agency_id))
    return RecordRole(
        assignment_id=str(role.id), agency_id=str(role.agency_id or ""), agency=one.agency, doer=role.doer.value,
        doer_name=(one.person.name if one.person else role.doer_name or "") if is_named else "",
        problem=(role.problem or "") if is_told else "", task=role.task, service=role.service or "",
        programme=role.programme.value if role.programme else "",
        due_on=role.due_on.isoformat() if role.due_on else "", frequency=role.frequency or "",
        done_when=role.done_when or "", state=role.state.value, answer=(role.answer or "") if hears else "",
    )  # fmt: skip
