"""Every action of the matrix with inputs that would be right if it were allowed."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlmodel import Session
from starlette.requests import Request

import settings
from models.cases import Case, CaseState, ConsentWay, HouseholdMember, InformationClass
from models.closure import AgencyOpinion, Attainment, CaseProblem, ClosureReview, Outcome
from models.conferences import AgendaItem, Conference, ItemKind, ItemResult, Presence
from models.gaps import Engagement, EngagementKind, GapKind, ResourceGap
from models.history import Channel
from models.minutes import CheckAnswer, ConferenceRecord, LineKind, RecordCheck, RecordPoint
from models.people import Role
from models.plans import AgreementWay, Assignment, DoerKind, EmergencyStep, SupportPlan
from models.record import Record
from models.relays import RelayConsent, Urgency
from models.sittings import WrittenAnswer, WrittenAnswerKind
from models.taxonomies import taxonomy
from operations.action import ACTIONS, Said
from operations.room import noted
from queries.case import case_file
from queries.closing import closing_file
from queries.conference import conference_file
from queries.forums import convenors
from queries.gap import gap_file
from queries.looks import look_list
from queries.monitoring import monitoring_file
from queries.opinions import opinion_file
from queries.people import people_list
from queries.points import points_file
from queries.record import record_file
from queries.relays import relay_file
from queries.roles import role_file
from queries.today import today_of
from rules.access import Actor
from rules.refusal import Refused
from tests import every_act  # noqa: F401 - declares every act
from tests.access import cells
from tests.access.cells import Cell
from web.files import FILES

if TYPE_CHECKING:
    from tests.access.world import World

_TYPES = {Role.WELFARE_WORKER, Role.CENTER_WORKER, Role.DIVISION_CHIEF, Role.CONFERENCE_RECORDER}
PASSWORD = "hanbun-no-tsuki-04"
_STEPS = {
    CaseState.RECEIVED: "begin_assessment",
    CaseState.ASSESSING: "bring_to_support_conference",
    CaseState.IN_SUPPORT_CONFERENCE: "suspend",
    CaseState.CONSENTED: "return_to_support_conference",
    CaseState.PLANNING: "return_to_support_conference",
    CaseState.SUPPORTED: "suspend",
    CaseState.SUSPENDED: "resume",
    CaseState.REVIEWING: "go_on",
    CaseState.CLOSED: "reopen",
}


def _describe(_: "World", __: Cell) -> dict[str, Any]:
    return {"alias": "橋のそばの家", "outline": "言いかえた文", "urgency": Urgency.SOON, "district_key": "north"}


def _advance(_: "World", cell: Cell) -> dict[str, Any]:
    step = _STEPS[CaseState(cell.state)]
    day = settings.today() + timedelta(days=9) if step == "suspend" else None
    return {"step": step, "recontact_on": day, "words": "また困りごとができた" if step == "reopen" else None}


def _consent(world: "World", cell: Cell) -> dict[str, Any]:
    return {
        "member_id": world.member, "way": ConsentWay.WRITTEN, "given_on": settings.today(), "read_out": "読み上げた文",
        "agencies": [world.actors[cell.who].agency_id], "information": list(InformationClass),
    }  # fmt: skip


def _refusal(world: "World", _: Cell) -> dict[str, Any]:
    return {"member_id": world.refusing, "refused_on": settings.today()}


def _relay(world: "World", _: Cell) -> dict[str, Any]:
    to = world.agencies["community_welfare_division"]
    told = {"alias": "橋のたもと", "complaint": "相談", "urgency": Urgency.ORDINARY, "consent": RelayConsent.GIVEN}
    return told | {"to_agency_id": to}


def _open(world: "World", cell: Cell) -> dict[str, Any]:
    told = {"login": "atarashii", "name": "新しい 人", "reading": "あたらしい ひと", "password": PASSWORD}
    return told | {"agency_id": world.agencies["police_station"], "roles": {Role(cell.state)}}


def _given(world: "World", cell: Cell) -> dict[str, Any]:
    own = cell.relation == "self"
    return {"role": Role.COUNCIL_MEMBER if own and cell.who != Role.COUNCIL_MEMBER else _named(world, cell)}


def _ended(world: "World", cell: Cell) -> dict[str, Any]:
    return {"role": _named(world, cell)}


def _named(world: "World", cell: Cell) -> Role:
    return next(iter(world.actors[cell.who].roles)) if cell.relation == "self" else Role(cell.state)


def _sitting(world: "World", cell: Cell) -> dict[str, Any]:
    begin = datetime.combine(settings.today() + timedelta(days=40), time(4), UTC)
    runs = world.actors[cell.who].person_id
    return {"starts_at": begin, "ends_at": begin + timedelta(hours=1), "place": "会議室", "facilitator_id": runs}


def _next(world: "World", cell: Cell) -> dict[str, Any]:
    return {name: value for name, value in _sitting(world, cell).items() if name != "facilitator_id"}


def _step(_: "World", cell: Cell) -> dict[str, Any]:
    return {"step": "convene" if "planned" in cell.relation else "cancel", "reason": "大雨のため"}


def _uncalled(world: "World", _: Cell) -> dict[str, Any]:
    return {"agency_id": world.agencies["police_station"]}


def _called(world: "World", _: Cell) -> dict[str, Any]:
    return {"agency_id": world.agencies["fire_station"]}


def _changed(_: "World", cell: Cell) -> dict[str, Any]:
    told = {"kind": ItemKind.DISCUSS, "title": "言いかえた題", "minutes": 15}
    return told | {"without_names": cell.state == "without_names"}


def _line(world: "World", _: Cell) -> dict[str, Any]:
    typed = {"client": uuid4().hex, "seq": 1, "base": 0, "text": "話されたこと"}
    return {"item_id": world.item, "line_id": uuid4(), **typed}


def _lines(world: "World", _: Cell) -> dict[str, Any]:
    return {"line_ids": [world.line], "kind": LineKind.FACT}


def _taken_up(world: "World", _: Cell) -> dict[str, Any]:
    return {"case_id": world.case, "members": [world.member], "question": "だれが声をかけるか"}


def _checked(world: "World", cell: Cell) -> dict[str, Any]:
    """An agency answers itself; who may type for others types what the agency that was asked said."""
    own = {"answer": CheckAnswer.AGREED}
    if not world.actors[cell.who].roles & _TYPES:
        return own
    asked = cell.relation.startswith("asked")
    agency = world.actors[cell.who].agency_id if asked else world.agencies["fire_station"]
    return {**own, "said": Said(agency, "署の係の方", Channel.TELEPHONE, settings.now() - timedelta(hours=1))}


def _written(world: "World", cell: Cell) -> dict[str, Any]:
    """An agency answers itself; who may type for others types what the agency that was asked wrote."""
    own: dict[str, Any] = {"answer": WrittenAnswerKind.AGREED}
    if cell.relation == "asked" or not world.actors[cell.who].roles & _TYPES:
        return own
    told = Said(world.agencies["fire_station"], "署の係の方", Channel.FAX, settings.now() - timedelta(hours=1))
    return {**own, "said": told}


def _urgent(world: "World", _: Cell) -> dict[str, Any]:
    told = {"forum_key": cells.BODIES[1], "place": "南相談センター", "urgent_reason": "呼びかけに答えがない"}
    return {**told, "agencies": [world.agencies["fire_station"]]}


def _from_paper(_: "World", __: Cell) -> dict[str, Any]:
    now = settings.now()
    return {"began_at": now - timedelta(hours=2), "ended_at": now - timedelta(hours=1), "was_read": True}


def _given_opinion(world: "World", cell: Cell) -> dict[str, Any]:
    """As with a record: the agency that was asked answers itself, staff types what another one said."""
    own = {"wanted_words": "夜に話せるところ"}
    if cell.relation == "asked" or not world.actors[cell.who].roles & _TYPES:
        return own
    told = Said(world.agencies["fire_station"], "署の係の方", Channel.FAX, settings.now() - timedelta(hours=1))
    return {**own, "said": told}


def _entry(**more: object) -> dict[str, Any]:
    """What is missing, in words that name nobody."""
    return {"code": next(iter(taxonomy("gap"))), "kind": GapKind.ABSENT, **more}


def _gap_step(_: "World", cell: Cell) -> dict[str, Any]:
    """A step of whoever may take most from here: the keeper of the ledger, 課長 too, 所管課 too."""
    steps = {"candidate": "no_longer_wanted", "confirmed": "put_off", "assigned": "begin"}
    again = settings.today() + timedelta(days=90) if cell.state == "confirmed" else None
    return {"step": steps[cell.state], "words": "状況が変わったため", "again_on": again}


def _evaluated(_: "World", __: Cell) -> dict[str, Any]:
    told = {"attainment": Attainment.PARTLY, "attainment_words": "朝に起きられた日が増えた", "outcome": Outcome.REPLAN}
    return {**told, "evaluated_on": settings.today()}


def _approached(world: "World", _: Cell) -> dict[str, Any]:
    asked = {"kind": EngagementKind.APPROACH, "words": "夜間の窓口を相談する"}
    return {**asked, "agency_id": world.agencies["environment_division"]}


def _always(**inputs: object) -> "Inputs":
    return lambda _world, _cell: dict(inputs)


def _answer(_: "World", cell: Cell) -> dict[str, Any]:
    """An agency's answer where it carries the role; else the one step that is the staff's own."""
    return {"step": "accept"} if cell.relation == "assignee" else {"step": "no_longer_needed", "answer": "終わった"}


Inputs = Callable[["World", Cell], dict[str, Any]]
INPUTS: dict[str, Inputs] = {
    "relay.send": _relay,
    "relay.take": _always(reply="受けました。"),
    "relay.answer": _always(step="give_information", reply="窓口をお知らせします。"),
    "case.describe": _describe,
    "case.put_in_charge": lambda world, _: {"person_id": world.people["minami"]},
    "case.advance": _advance,
    "member.add": _always(relation="妹"),
    "member.correct": _always(relation="ご本人", is_minor=False, name="仮の 名"),
    "agency.involve": lambda world, _: {"agency_id": world.agencies["fire_station"]},
    "agency.release": _always(),
    "consent.record": _consent,
    "consent.refuse": _refusal,
    "consent.withdraw": _always(words="取りやめたい。"),
    "consent.file_paper": lambda _, __: {"paper_on": settings.today()},
    "approval.give": _always(),
    "conference.schedule": lambda world, cell: {"forum_key": cell.state, **_sitting(world, cell)},
    "conference.change": _sitting,
    "conference.advance": _step,
    "conference.call_urgently": _urgent,
    "conference.chain": lambda world, _: {"after_id": world.first},
    "conference.unchain": _always(),
    "conference.ask_in_writing": lambda _, __: {"answers_due_on": settings.today() + timedelta(days=9)},
    "conference.enter_from_paper": _from_paper,
    "written.answer": _written,
    "invitation.add": _uncalled,
    "invitation.withdraw": _always(),
    "item.add": _always(kind=ItemKind.SHARE, title="お知らせ", minutes=5),
    "item.change": _changed,
    "item.remove": _always(),
    "item.leave_out": _called,
    "item.let_in": _called,
    "item.move": _always(by=1),
    "item.recuse": lambda world, _: {"invitation_id": world.invitation},
    "item.return": lambda world, _: {"invitation_id": world.invitation},
    "item.park": _always(),
    "item.family_joins": _always(is_here=True),
    "item.carry_over": _always(),
    "conference.hand_over": lambda world, _: {"facilitator_id": world.targets["nobody"]},
    "conference.plan_next": _next,
    "conference.read_out": _always(),
    "projector.lend": _always(),
    "projector.take_back": _always(),
    "conference.project": _always(shows_names=True),
    "attendance.take": lambda world, _: {"present": [world.invitation]},
    "attendance.note": _always(was=noted(None), presence=Presence.LATE, remark="電車の遅れ"),
    "item.begin": _always(),
    "item.settle": _always(result=ItemResult.DECIDED, result_words="週に一度"),
    "item.take_up": _taken_up,
    "record.advance": _always(step="send_for_check"),
    "record.answer": _checked,
    "record.file_approval": _always(document_number="福第1号"),
    "record.correct": _always(correction="日付の誤り"),
    "record.mask": _always(general=["諏訪湖"], reasons={"words_name_nobody": "湖の名前だから"}),
    "record.reply": _always(reply="載せないことにしました"),
    "record.approve": _always(reasons={"approver_is_here": "出張のため"}),
    "point.add": lambda world, cell: {"case_id": None if cell.state == "rest" else world.case, "text": "話されたこと"},
    "point.change": _always(text="言いかえた要点"),
    "point.move": _always(up=True),
    "point.remove": _always(),
    "line.write": _line,
    "line.sort": _lines,
    "line.remove": _always(),
    "line.restore": _always(),
    "line.choose": _always(revision=1),
    "plan.draft": _always(wish="朝、自分で起きたい。"),
    "plan.change": _always(wish="週に二日は外に出たい。"),
    "plan.agree": lambda _, __: {"agreed_on": settings.today(), "agreed_way": AgreementWay.SPOKEN},
    "plan.advance": _always(step="find_appropriate", opinion="適切"),
    "assignment.add": _always(task="声をかける", doer=DoerKind.NEIGHBOUR),
    "assignment.agree": _always(task="声をかける", doer=DoerKind.NEIGHBOUR),
    "assignment.change": _always(task="声をかける", frequency="週に一度"),
    "assignment.advance": _answer,
    "assignment.report": _always(words="元気だった"),
    "assignment.accept_condition": _always(),
    **dict.fromkeys(
        ("emergency.add", "emergency.agree", "emergency.change"), _always(sign="電話に出ない", response="訪ねる")
    ),
    "emergency.remove": _always(),
    "monitoring.record": lambda _, __: {"checked_on": settings.today(), "changes": "朝の電話に出るようになった"},
    "problem.note": _always(words="金銭のやりとりが心配"),
    "problem.settle": _always(settled_words="次のプランで扱う"),
    "evaluation.record": _evaluated,
    "review.begin": _always(),
    "review.answer": _always(good_cooperation="電話の順番を決めておいた"),
    "review.want": lambda _, __: _entry(words="夜に話せるところがあれば"),
    "review.approach": _approached,
    "opinion.ask": _always(),
    "opinion.give": _given_opinion,
    "gap.raise": lambda _, __: _entry(words="夜に話せるところがない"),
    "gap.note": lambda _, __: {"words": "夜に話せるところがない", "code": next(iter(taxonomy("gap")))},
    "gap.describe": lambda _, __: _entry(public_summary="夜に話せるところ"),
    "gap.merge": lambda world, _: {"into_id": world.into},
    "gap.advance": _gap_step,
    "gap.approach": _approached,
    "origin.take_back": _always(),
    "engagement.report": lambda _, __: {"done_on": settings.today(), "result": "話を聞いてもらえた"},
    "account.open": _open,
    "account.close": _always(),
    "account.give_role": _given,
    "account.end_role": _ended,
    "account.reset_password": _always(password=PASSWORD),
    "account.sign_out": _always(),
    "contact.tell": _always(direct_line="0533-00-0100", work_days="月・水・金"),
    "password.change": _always(current="toyokawa-mihon", new=PASSWORD),
    "sign_in.end": _always(),
}


def _file(kind: str) -> Callable[..., object]:
    def send(session: Session, actor: Actor, now: Any, asked_id: UUID | None) -> object:
        scope = {"type": "http", "path_params": {"id": str(asked_id)}, "query_string": b"", "headers": []}
        return FILES[kind](session, actor, now, Request(scope))

    return send


def _to_the_end(session: Session, actor: Actor, now: datetime, case_id: UUID | None) -> object:
    """進み具合 and 終結 of a case: who may look at the one may look at the other."""
    shown: list[object] = []
    for query in (monitoring_file, closing_file):
        try:
            shown.append(query(session, actor, now, case_id))
        except Refused as refused:
            shown.append(refused)
    refusals = [one for one in shown if isinstance(one, Refused)]
    assert len(refusals) in {0, 2}, "one screen of two answers"
    if refusals:
        raise refusals[0]
    return shown[1]


LOOKS: dict[str, Callable[..., object]] = {
    "relay.look": relay_file,
    "case.look": case_file,
    "consent.print": _file("consent-record"),
    "assignment.look": role_file,
    "assignment.print": _file("roles"),
    "record.look": record_file,
    "point.look": points_file,
    "record.print": _file("record"),
    "conference.look": conference_file,
    "conference.print": _file("agenda"),
    "review.look": _to_the_end,
    "opinion.look": opinion_file,
    "gap.look": gap_file,
    "gap.export": _file("gaps"),
    "looks.look": lambda session, actor, now, _: look_list(session, actor, now),
    "looks.export": _file("looks"),
    "people.look": lambda session, actor, now, _: people_list(session, actor, now),
    "today.look": lambda session, actor, now, _: today_of(session, actor, now),
    "forums.look": lambda session, actor, now, _: convenors(session, actor, now),
}


def _shown(world: "World", action: str) -> tuple[type[Record], UUID]:
    """The record whose fields the form of an act shows."""
    parts: dict[str, tuple[type[Record], UUID]] = {
        "member.correct": (HouseholdMember, world.member), "item.change": (AgendaItem, world.item),
        "item.settle": (AgendaItem, world.item), "written.answer": (WrittenAnswer, world.written),
        "conference.ask_in_writing": (Conference, world.conference),
        "conference.enter_from_paper": (Conference, world.conference), "emergency.change": (EmergencyStep, world.step),
        "record.reply": (RecordCheck, world.check), "record.answer": (RecordCheck, world.check), "point.change": (RecordPoint, world.point),
        "review.answer": (ClosureReview, world.review), "problem.settle": (CaseProblem, world.problem),
        "opinion.give": (AgencyOpinion, world.opinion), "engagement.report": (Engagement, world.engagement),
        "conference.change": (Conference, world.conference), "conference.advance": (Conference, world.conference),
        "conference.hand_over": (Conference, world.conference),
        "conference.project": (Conference, world.conference),
    }  # fmt: skip
    if action in cells.ROLE_ACTIONS:
        return Assignment, world.role
    if action in cells.RECORD_ACTIONS and action not in parts:
        return ConferenceRecord, world.record
    if action in cells.PLAN_ACTIONS:
        return SupportPlan, world.plan
    if action in cells.LEDGER_ACTIONS:
        return parts.get(action, (ResourceGap, world.gap))
    return parts.get(action, (Case, world.case))


def run(session: Session, world: "World", actor: Actor, cell: Cell, subject: UUID | None) -> object:
    """The act or the look itself. Raises Refused."""
    if cell.action in LOOKS:
        return LOOKS[cell.action](session, actor, settings.now(), subject)
    inputs, edits = INPUTS[cell.action](world, cell), ACTIONS[cell.action].edits
    if edits:
        shown = session.get(*_shown(world, cell.action))
        inputs["seen"] = {name: getattr(shown, name) for name in edits}
    return ACTIONS[cell.action](session, actor, subject, request_id=uuid4().hex, now=settings.now(), **inputs)
