"""One sample city in which every cell of the matrix is arranged, acted out and taken back in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, delete, select, update

import settings
from models.cases import Case, CaseState, Consent, ConsentShare, InformationClass, Involvement
from models.closure import AgencyOpinion, CaseProblem, ClosureReview
from models.conferences import (
    AgendaItem,
    ConcernedMember,
    Conference,
    ConferenceState,
    Invitation,
    ItemAbsence,
    ItemKind,
)
from models.database import reading, writing
from models.gaps import Engagement, EngagementKind, GapKind, GapOrigin, GapState, OriginKind, ResourceGap
from models.history import ReasonedAct
from models.minutes import (
    CheckAnswer,
    ConferenceRecord,
    MinutesLine,
    MinutesRevision,
    RecordCheck,
    RecordPoint,
    RecordState,
)
from models.people import Agency, Person, Role, RoleHolding
from models.plans import Assignment, AssignmentState, DoerKind, EmergencyStep, PlanState, SupportPlan
from models.record import Record
from models.relays import Relay, RelayState
from models.sittings import ItemRecusal, ProjectorPass, WrittenAnswer
from models.taxonomies import taxonomy
from operations.sign_ins import hashed_password
from rules.access import Actor
from rules.calendar import fiscal_year
from rules.refusal import Refused
from tests.access import cells
from tests.access.acts import run
from tests.access.cells import Cell, roles_of
from tests.city import City

SAMPLE = {
    "system_administrator": "system", "welfare_division_worker": "kobayashi", "division_chief": "kacho",
    "center_social_worker": "nishi", "conference_recorder": "kiroku", "agency_member": "hayashi",
    "system_promotion_officer": "suishin", "division_manager": "kaigo-kacho", "council_member": "iin",
}  # fmt: skip
_HOME_OF_TWO = dict(zip(cells.TWO_ROLES, ("west_welfare_consultation_center", "elderly_care_division"), strict=True))
_COVERED = (InformationClass.IDENTITY, InformationClass.SITUATION)
_CONSENTED = {"involved_and_consented", "last_day", "consented_not_involved", "ended_involvement"}
_CONSENTED_ONCE = _CONSENTED | {"withdrawn", "expired"}
_INVOLVED = _CONSENTED_ONCE - {"consented_not_involved"} | {"involved_without_consent", "own_agency_sent"}


_OF_WORK = ("plan.draft", "assignment.add", "emergency.add", "assignment.print")
_RECORD_STANDS = {
    "record.advance": RecordState.DRAFT,
    "record.correct": RecordState.FIXED,
    "record.approve": RecordState.FIXED,
}
_BEFORE_NOTICE = {"facilitator_planned", "planned_only", "cancelled_unsent"}
_FACILITATES = {"facilitator", "facilitator_planned", "ran_it_long_ago"}
_OF_REVIEW = (*cells.COURSE_ACTIONS, *cells.REVIEW_ACTIONS, *cells.OPINION_ACTIONS)
_RUNS_WITH_CASE = {"runs_it", "runs_another"}
# What a relation to an entry is to the case it came from; else that case is another district's.
_TO_CASE = {"held": "in_charge", "shared": "involved_and_consented"}
_CALLED_BY_NAME = {"called_by_name", "call_withdrawn", "planned_only", "called_and_cancelled", "cancelled_unsent"}


class _TakeBack(Exception):
    """Ends a transaction without keeping anything."""


class World:
    """The actors of the matrix, and the one case, つなぎ, conference, reasoned act and accounts of every cell."""

    city: City
    actors: dict[str, Actor]
    targets: dict[str, UUID]
    agencies: dict[str, UUID]
    people: dict[str, UUID]
    member: UUID
    refusing: UUID
    conference: UUID
    first: UUID
    item: UUID
    written: UUID
    invitation: UUID
    lent: UUID
    line: UUID
    plan: UUID
    role: UUID
    record: UUID
    check: UUID
    point: UUID
    point_above: UUID
    review: UUID
    opinion: UUID
    problem: UUID
    gap: UUID
    into: UUID
    origin: UUID
    engagement: UUID
    review_engagement: UUID

    def __init__(self) -> None:
        self.city, self.targets = City(), {}
        with reading() as session:
            self.agencies = dict(session.exec(select(Agency.key, Agency.id)).all())
            self.people = dict(session.exec(select(Person.login, Person.id)).all())
        self.case = self.city.case("001")
        self.member, self.refusing = (member.id for member in self.city.members(self.case))
        self.consent = self.city.consents(self.case)[0].id
        self.relay = self.city.relay("雨戸の閉まった家")
        with writing() as session:
            self._fill(session)
        logins = SAMPLE | {who: who for who in cells.TWO_ROLES}
        self.actors = {who: self.city.actor(login) for who, login in logins.items()}

    def _fill(self, session: Session) -> None:
        home = self.agencies["community_welfare_division"]
        for who in cells.TWO_ROLES:
            _person(session, who, self.agencies[_HOME_OF_TWO[who]])
        self.targets["nobody"] = _person(session, "nobody", home, ())
        for roles in (*cells.ROLES, cells.TWO_ROLE_TARGET):
            self.targets[roles] = _person(session, f"target-{roles}", home, roles_of(roles))
        police = self.agencies["police_station"]
        session.add(given := Involvement(case_id=self.case, agency_id=police, since=settings.today()))
        self.involvement = given.id
        self.reasoned = session.exec(select(ReasonedAct.id).order_by(col(ReasonedAct.at))).all()[0]
        self._convene(session)
        self._plan(session)
        self._review(session)
        self._ledger(session)

    def _review(self, session: Session) -> None:
        """One review with an agency that was asked yesterday, and one new problem."""
        asked, yesterday = self.agencies["fire_station"], settings.today() - timedelta(days=1)
        review = ClosureReview(case_id=self.case, begun_on=yesterday)
        problem = CaseProblem(case_id=self.case, words="金銭のこと", noticed_on=yesterday, noticed_by_id=asked)
        opinion = AgencyOpinion(
            review_id=review.id, case_id=self.case, agency_id=asked, asked_on=yesterday,
            due_on=settings.today() + timedelta(days=14),
        )  # fmt: skip
        self.review, self.problem, self.opinion = review.id, problem.id, opinion.id
        session.add_all([review, problem])
        session.flush()
        session.add(opinion)

    def _ledger(self, session: Session) -> None:
        """One entry that came from the review, another to put it to, and a 働きかけ of each kind."""
        year, code = fiscal_year(settings.today()), next(iter(taxonomy("gap")))
        gap, into = (
            ResourceGap(
                fiscal_year=year, serial=serial, number=f"望-{serial}", code=code, kind=GapKind.ABSENT,
                public_summary="夜に話せるところがない",
            )
            for serial in (901, 902)
        )  # fmt: skip
        session.add_all([gap, into])
        session.flush()
        told: dict[str, Any] = {"raised_on": settings.today(), "raised_by_id": self.people["mizuno"], "words": "夜に"}
        origin = GapOrigin(gap_id=gap.id, kind=OriginKind.REVIEW, case_id=self.case, review_id=self.review, **told)
        asked: dict[str, Any] = {
            "kind": EngagementKind.APPROACH, "agency_id": self.agencies["environment_division"],
            "words": "窓口を相談する", "by_id": self.people["mizuno"],
        }  # fmt: skip
        of_gap = Engagement(gap_id=gap.id, **asked)
        of_review = Engagement(review_id=self.review, case_id=self.case, **asked)
        self.gap, self.into, self.origin = gap.id, into.id, origin.id
        self.engagement, self.review_engagement = of_gap.id, of_review.id
        session.add_all([origin, of_gap, of_review])

    def _plan(self, session: Session) -> None:
        """One plan and one role of a neighbour, both about the mother who agreed."""
        plan = SupportPlan(case_id=self.case, round=1, wish="朝、自分で起きたい。", state=PlanState.SUBMITTED)
        role = Assignment(
            case_id=self.case, position=0, doer=DoerKind.NEIGHBOUR, task="声をかける",
            state=AssignmentState.ACCEPTED_WITH_CONDITION, answer="夕方なら", asked_on=settings.today(),
        )  # fmt: skip
        step = EmergencyStep(case_id=self.case, position=0, sign="電話に出ない", response="訪ねる")
        self.plan, self.role, self.step = plan.id, role.id, step.id
        session.add_all([plan, role, step])
        session.flush()
        session.add_all(ConcernedMember(subject_id=one, member_id=self.member) for one in (plan.id, role.id, step.id))

    def _convene(self, session: Session) -> None:
        """One conference with one item and one agency called, run by somebody who is no actor here."""
        begin, year = settings.now() + timedelta(days=40), fiscal_year(settings.today() + timedelta(days=40))
        whole = Conference(
            forum_key="multilayer_support_conference", fiscal_year=year, starts_at=begin, place="会議室",
            ends_at=begin + timedelta(hours=1), facilitator_id=self.people["mizuno"],
        )  # fmt: skip
        called = Invitation(conference_id=whole.id, agency_id=self.agencies["fire_station"])
        item = AgendaItem(conference_id=whole.id, position=0, kind=ItemKind.SHARE, title="ようす", minutes=10)
        first = Conference(
            forum_key="tier2_council", fiscal_year=year, starts_at=begin, place="会議室",
            ends_at=begin + timedelta(hours=1), facilitator_id=self.people["mizuno"],
        )  # fmt: skip
        written = WrittenAnswer(conference_id=whole.id, item_id=item.id, agency_id=called.agency_id)
        self.conference, self.invitation, self.item = whole.id, called.id, item.id
        self.first, self.written = first.id, written.id
        session.add_all([whole, first])
        session.flush()
        lent = ProjectorPass(
            conference_id=whole.id, code_hash="c", made_by_id=self.people["mizuno"], made_at=settings.now(), ends_at=begin,
        )  # fmt: skip
        self.lent = lent.id
        session.add_all([called, item, lent])
        session.flush()
        session.add(written)
        session.flush()
        self._write(session, whole.id)
        self._record(session, whole.id)

    def _record(self, session: Session, conference_id: UUID) -> None:
        """The record of what belongs to no case, and one agency that was asked to check it."""
        record = ConferenceRecord(conference_id=conference_id)
        check = RecordCheck(record_id=record.id, agency_id=self.agencies["fire_station"])
        self.record, self.check = record.id, check.id
        session.add(record)
        session.flush()
        session.add(check)
        above, point = (RecordPoint(conference_id=conference_id, position=n, text="要点") for n in range(2))
        self.point_above, self.point = above.id, point.id
        session.add_all([above, point])

    def _write(self, session: Session, conference_id: UUID) -> None:
        """One line of the minutes with one text."""
        line = MinutesLine(
            conference_id=conference_id, item_id=self.item, position=0, text="はじめ", revision=1, began_at=settings.now(),
        )  # fmt: skip
        self.line = line.id
        session.add(line)
        session.flush()
        typed = {"client": uuid4().hex, "seq": 1, "by_id": self.people["mizuno"], "at": settings.now()}
        session.add(MinutesRevision(line_id=line.id, revision=1, base=0, text="はじめ", **typed))

    def subject(self, cell: Cell) -> UUID | None:
        """The record the cell is about; None where the act has none."""
        parts: dict[str, UUID] = {
            "member.correct": self.member, "agency.release": self.involvement, "consent.withdraw": self.consent,
            "consent.file_paper": self.consent, "approval.give": self.reasoned,
            "invitation.withdraw": self.invitation, "attendance.note": self.invitation,
            "projector.take_back": self.lent, "written.answer": self.written,
            "line.write": self.conference, "line.sort": self.conference,
            "item.take_up": self.conference, "record.answer": self.check, "record.reply": self.check,
            "point.look": self.record, "point.add": self.conference,
            "problem.settle": self.problem, "review.look": self.case, "origin.take_back": self.origin,
            "engagement.report": self.review_engagement if cell.state == "of_review" else self.engagement,
        }  # fmt: skip
        wholes = (
            (cells.RECORD_ACTIONS, self.record), (cells.POINT_ACTIONS, self.point), (cells.ROLE_ACTIONS, self.role),
            (cells.PLAN_ACTIONS, self.plan),
            ((*cells.ITEM_ACTIONS, *cells.ROOM_ACTIONS, *cells.AGREED_ACTIONS), self.item),
            (cells.STEP_ACTIONS, self.step), (cells.LINE_ACTIONS, self.line),
            ((*cells.CONFERENCE_ACTIONS, *cells.SITTING_ACTIONS), self.conference), (cells.RELAY_ACTIONS, self.relay),
            (cells.REVIEW_ACTIONS, self.review), (cells.OPINION_ACTIONS, self.opinion),
            (cells.LEDGER_ACTIONS, self.gap),
            ((*cells.CASE_ACTIONS, *cells.COURSE_ACTIONS, "approval.give", "plan.draft", "assignment.add", "emergency.add", "assignment.print"), self.case),
        )  # fmt: skip
        if cell.action in cells.ACCOUNT_ACTIONS and cell.action != "account.open":
            return self._account(cell)
        whole = next((subject for actions, subject in wholes if cell.action in actions), None)
        return parts.get(cell.action, whole)

    def _account(self, cell: Cell) -> UUID:
        if cell.relation == "self":
            return self.actors[cell.who].person_id
        return self.targets["nobody" if cell.action == "account.give_role" else cell.state]

    @contextmanager
    def arranged(self, cell: Cell) -> Iterator[tuple[Session, Actor]]:
        """The city as the cell describes it, and the person; nothing of what happens inside is kept."""
        with suppress(_TakeBack), writing() as session:
            actor = self._arrange(session, cell)
            session.flush()
            yield session, actor
            raise _TakeBack

    def tried(self, cell: Cell, *, twice: bool) -> tuple[object, object]:
        """What the act answers and, twice, what it answers for an id that was never given."""
        with self.arranged(cell) as (session, actor):
            subject = self.subject(cell)
            absent = _answer(session, self, actor, cell, uuid4()) if subject and twice else None
            session.expire_all()
            answer = _answer(session, self, actor, cell, subject)
        return answer, absent

    def _arrange(self, session: Session, cell: Cell) -> Actor:
        actor = self.actors[cell.who]
        if cell.action in _ARRANGED:
            return _ARRANGED[cell.action](session, self, actor, cell)
        of_item = (
            *cells.ITEM_ACTIONS, *cells.LINE_ACTIONS, *cells.ROOM_ACTIONS, "item.take_up", *cells.AGREED_ACTIONS,
            "written.answer",
        )  # fmt: skip
        of_record = (*cells.RECORD_ACTIONS, *cells.POINT_ACTIONS)
        if cell.action in (*cells.CONFERENCE_ACTIONS, *cells.SITTING_ACTIONS, *of_record, *of_item):
            _arrange_conference(session, self, actor, cell)
        if cell.action in of_record:
            return _arrange_record(session, self, actor, cell)
        if cell.action in of_item:
            return _arrange_item(session, self, actor, cell)
        if cell.action in cells.RELAY_ACTIONS:
            self._arrange_relay(session, actor, cell)
        return actor

    def _begin(self, session: Session, cell: Cell) -> None:
        """What happens in the room needs a conference in session."""
        if cell.action in (*cells.LINE_ACTIONS, *cells.ROOM_ACTIONS, *cells.AGREED_ACTIONS):
            _set(session, Conference, self.conference, state=ConferenceState.IN_SESSION)
        if cell.action == "item.settle":
            _set(session, AgendaItem, self.item, kind=ItemKind.DECIDE)

    def _arrange_relay(self, session: Session, actor: Actor, cell: Cell) -> None:
        ends = {"own_agency_sent": "from_agency_id", "own_agency_received": "to_agency_id"}
        others = {"from_agency_id": "environment_division", "to_agency_id": "south_welfare_consultation_center"}
        values = {end: self.agencies[key] for end, key in others.items()}
        values |= {ends[cell.relation]: actor.agency_id} if cell.relation in ends else {}
        _set(session, Relay, self.relay, state=RelayState(cell.state), **values)


def _person(session: Session, login: str, agency_id: UUID, roles: Any = None) -> UUID:
    since = settings.today() - timedelta(days=30)
    person = Person(
        login=login, name="対象 ためし", reading="たいしょう ためし", agency_id=agency_id, valid_from=since,
        password_hash=_one_hash(),
    )  # fmt: skip
    session.add(person)
    session.flush()
    for role in roles_of(login) if roles is None else roles:
        session.add(RoleHolding(person_id=person.id, role=Role(role), since=since))
    return person.id


@cache
def _one_hash() -> str:
    return hashed_password("toyokawa-mihon")


def _set(session: Session, model: type[Record], record_id: UUID, **values: object) -> None:
    session.execute(update(model).where(col(model.id) == record_id).values(**values))


def _arrange_case(session: Session, world: World, actor: Actor, cell: Cell) -> Actor:
    """Another district, somebody else in charge, nothing in common: then what the relation adds."""
    today, relation = settings.today(), cell.relation
    state = {"state": CaseState(cell.state)} if cell.action in cells.CASE_ACTIONS else {}
    _set(
        session, Case, world.case, **state,
        district_key="west" if relation == "own_district" else "north",
        in_charge_id=actor.person_id if relation == "in_charge" else world.people["mizuno"],
        relayed_by_id=actor.agency_id if relation == "own_agency_sent" else world.agencies["environment_division"],
    )  # fmt: skip
    if relation == "own_district":
        _set(session, Agency, actor.agency_id, district_key="west")
        actor = replace(actor, district_key="west")
    _arrange_consent(session, world, actor.agency_id, relation)
    if cell.action == "approval.give":
        by = actor.person_id if relation == "self" else world.people["mizuno"]
        approved_at = settings.now() if cell.state == "approved" else None
        _set(session, ReasonedAct, world.reasoned, case_id=world.case, by_id=by, approved_at=approved_at)
    _set(
        session, Consent, world.consent,
        ends_on={"last_day": today, "expired": today - timedelta(days=1)}.get(relation),
        withdrawn_at=settings.now() - timedelta(seconds=1) if relation == "withdrawn" else None,
    )  # fmt: skip
    return actor


def _arrange_work(session: Session, world: World, actor: Actor, cell: Cell) -> Actor:
    """A role and a plan of the case as the relation has it; assignee: the person's agency was asked, nobody agreed."""
    is_assignee = cell.relation == "assignee"
    relation = "other_district" if is_assignee else cell.relation
    actor = _arrange_case(session, world, actor, Cell("case.look", cell.who, relation, "assessing"))
    if cell.action in {"plan.draft", "assignment.add", "emergency.add"}:
        _set(session, Case, world.case, state=CaseState(cell.state))
        _set(session, SupportPlan, world.plan, state=PlanState.DECIDED)
    if cell.action in cells.PLAN_ACTIONS:
        _set(session, SupportPlan, world.plan, state=PlanState(cell.state))
    if is_assignee:
        _set(session, Assignment, world.role, doer=DoerKind.AGENCY, agency_id=actor.agency_id)
    _set(session, Assignment, world.role, is_restricted=cell.state == "restricted")
    return actor


def _arrange_review(session: Session, world: World, actor: Actor, cell: Cell) -> Actor:
    """The case as the relation has it, its review, and whose conference it is; asked: the opinion is of their agency."""
    relation = cell.relation if cell.relation in cells.CASE_RELATIONS else "other_district"
    actor = _arrange_case(session, world, actor, Cell("case.look", cell.who, relation, cell.state))
    if cell.relation in _RUNS_WITH_CASE:
        _run_with_case(session, world, actor)
    if cell.relation == "runs_it":
        _set(session, ClosureReview, world.review, conference_id=world.conference)
    if cell.relation == "asked":
        _set(session, AgencyOpinion, world.opinion, agency_id=actor.agency_id)
    return actor


def _arrange_gap(session: Session, world: World, actor: Actor, cell: Cell) -> Actor:
    """An entry that came from one case and was looked through or not; owner: the person's agency answers for it."""
    relation = _TO_CASE.get(cell.relation, "other_district")
    actor = _arrange_case(session, world, actor, Cell("case.look", cell.who, relation, "supported"))
    if cell.relation == "runs_it":
        _run_with_case(session, world, actor)
    owned = cell.relation == "owner"
    owner = actor.agency_id if owned else world.agencies["environment_division"]
    state = GapState(cell.state) if cell.state in set(GapState) else GapState.CONFIRMED
    _set(
        session, ResourceGap, world.gap, state=state,
        confirmed_on=None if state is GapState.CANDIDATE else settings.today(),
        owner_id=owner if owned or state is GapState.ASSIGNED else None,
    )  # fmt: skip
    return actor


def _run_with_case(session: Session, world: World, actor: Actor) -> None:
    """The person facilitates a conference whose notice was sent, with the case on its agenda."""
    _set(
        session, Conference, world.conference, state=ConferenceState.CONVENED, convened_on=settings.today(),
        forum_key=cells.BODIES[0], facilitator_id=actor.person_id,
    )  # fmt: skip
    _set(session, AgendaItem, world.item, case_id=world.case)


def _arrange_consent(session: Session, world: World, agency_id: UUID, relation: str) -> None:
    today = settings.today()
    session.execute(delete(ConsentShare).where(col(ConsentShare.agency_id) == agency_id))
    session.execute(delete(Involvement).where(col(Involvement.agency_id) == agency_id))
    if relation in _INVOLVED:
        until = today - timedelta(days=1) if relation == "ended_involvement" else None
        since = today - timedelta(days=10)
        session.add(Involvement(case_id=world.case, agency_id=agency_id, since=since, until=until))
    if relation in _CONSENTED_ONCE:
        for one in _COVERED:
            session.add(ConsentShare(consent_id=world.consent, agency_id=agency_id, information=one))


def _arrange_conference(session: Session, world: World, actor: Actor, cell: Cell) -> None:
    """Run by somebody else, convened, nobody of interest called: then what the relation adds."""
    relation, runs = cell.relation, actor.person_id
    is_sent = relation not in _BEFORE_NOTICE
    state = ConferenceState.CONVENED if is_sent else ConferenceState.PLANNED
    _set(
        session, Conference, world.conference,
        forum_key=cell.state if cell.action in (*cells.CONFERENCE_ACTIONS, *cells.SITTING_ACTIONS) else cells.BODIES[0],
        state=ConferenceState.CANCELLED if relation in cells.CANCELLED_RELATIONS else state,
        convened_on=settings.today() if is_sent else None, serial=99 if is_sent else None,
        facilitator_id=runs if relation in _FACILITATES else world.people["mizuno"],
        recorder_id=runs if relation == "recorder" else None,
    )  # fmt: skip
    if cell.action == "conference.plan_next":
        _set(session, Conference, world.conference, state=ConferenceState.IN_SESSION)
    if cell.action in {"conference.chain", "conference.unchain"}:
        _set(session, Conference, world.first, facilitator_id=runs)
    if cell.action == "conference.unchain":
        _set(session, Conference, world.conference, follows_id=world.first)
    if cell.action == "conference.ask_in_writing":
        _set(session, AgendaItem, world.item, kind=ItemKind.DECIDE)
        session.execute(delete(WrittenAnswer).where(col(WrittenAnswer.id) == world.written))
    call = {"conference_id": world.conference, "agency_id": actor.agency_id}
    if relation in _CALLED_BY_NAME:
        taken_back = settings.now() if relation == "call_withdrawn" else None
        session.add(Invitation(**call, person_id=runs, withdrawn_at=taken_back))
    if relation in {"agency_called", "planned_only", "cancelled_unsent", "asked", "asked_left_out"}:
        session.add(Invitation(**call))


def _found_by_the_act(session: Session, world: World, actor: Actor, cell: Cell) -> None:
    """What an act needs to find: something to decide, an agency that waits outside, a line that was taken out."""
    if cell.action == "item.settle":
        _set(session, AgendaItem, world.item, kind=ItemKind.DECIDE)
    if cell.action == "item.let_in":
        session.add(ItemAbsence(item_id=world.item, agency_id=world.agencies["fire_station"]))
    if cell.action == "item.return":
        session.add(ItemRecusal(item_id=world.item, invitation_id=world.invitation, noted_at=settings.now()))
    if cell.action == "item.remove":
        session.get_one(MinutesLine, world.line).text = ""
    if cell.action == "line.restore":
        _set(session, MinutesLine, world.line, removed_at=settings.now())
    if cell.state == "left_out":
        session.add(ItemAbsence(item_id=world.item, agency_id=actor.agency_id))


def _arrange_item(session: Session, world: World, actor: Actor, cell: Cell) -> Actor:
    """What the item is about, of the household the one who agreed; to be let in again, somebody is outside."""
    if cell.action in (*cells.LINE_ACTIONS, *cells.ROOM_ACTIONS, *cells.AGREED_ACTIONS, "written.answer"):
        _set(session, Conference, world.conference, state=ConferenceState.IN_SESSION)
    _ask_in_writing(session, world, actor, cell)
    _found_by_the_act(session, world, actor, cell)
    if cell.state in {"plain", "left_out"}:
        return actor
    own = cell.state == "about_own_case"
    relation = "involved_and_consented" if own else "other_district"
    actor = _arrange_case(session, world, actor, Cell("case.look", cell.who, relation, "assessing"))
    if own:
        _set(session, Case, world.case, in_charge_id=actor.person_id)
    _set(session, AgendaItem, world.item, case_id=world.case, without_names=cell.state == "without_names")
    if cell.state != "without_names":
        session.add(ConcernedMember(subject_id=world.item, member_id=world.member))
    session.add(
        ConsentShare(
            consent_id=world.consent, agency_id=world.agencies["fire_station"], information=InformationClass.IDENTITY
        )
    )
    _set(session, MinutesLine, world.line, case_id=world.case)
    return actor


def _ask_in_writing(session: Session, world: World, actor: Actor, cell: Cell) -> None:
    """asked: the answer is of the person's agency."""
    agency = actor.agency_id if cell.relation == "asked" else world.agencies["fire_station"]
    about = None if cell.state in {"plain", "left_out"} else world.case
    _set(session, WrittenAnswer, world.written, agency_id=agency, case_id=about)


def _arrange_record(session: Session, world: World, actor: Actor, cell: Cell) -> Actor:
    """The conference is over; its record is of the item's case, and was sent to the agency that the relation names."""
    stands = _RECORD_STANDS.get(cell.action, RecordState.IN_CHECK)
    about = None if cell.state == "rest" else world.case
    _set(session, Conference, world.conference, state=ConferenceState.ADJOURNED)
    if cell.relation == "ran_it_long_ago":
        ended = settings.now() - timedelta(days=32)
        _set(session, Conference, world.conference, starts_at=ended - timedelta(hours=1), ends_at=ended)
    _set(session, ConferenceRecord, world.record, state=stands, case_id=about)
    for point in (world.point, world.point_above):
        _set(session, RecordPoint, point, case_id=about)
    if cell.action == "record.reply":
        _set(session, RecordCheck, world.check, answer=CheckAnswer.OBJECTED)
    if cell.relation in {"asked", "asked_left_out"}:
        _set(session, RecordCheck, world.check, agency_id=actor.agency_id)
    if cell.relation == "asked_left_out":
        session.add(ItemAbsence(item_id=world.item, agency_id=actor.agency_id))
    state = "plain" if cell.state == "rest" else cell.state
    return _arrange_item(session, world, actor, Cell("item.change", cell.who, cell.relation, state))


def _answer(session: Session, world: World, actor: Actor, cell: Cell, subject: UUID | None) -> object:
    try:
        return run(session, world, actor, cell, subject)
    except Refused as refused:
        return refused


_ARRANGED = {
    **dict.fromkeys((*cells.CASE_ACTIONS, "approval.give"), _arrange_case),
    **dict.fromkeys((*cells.ROLE_ACTIONS, *cells.PLAN_ACTIONS, *cells.STEP_ACTIONS, *_OF_WORK), _arrange_work),
    **dict.fromkeys(_OF_REVIEW, _arrange_review),
    **dict.fromkeys(cells.LEDGER_ACTIONS, _arrange_gap),
}
