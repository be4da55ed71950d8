"""Every action of the matrix with inputs that would be right if it were allowed."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlmodel import Session
from starlette.requests import Request

import settings
from models.cases import Case, CaseState, ConsentWay, HouseholdMember, InformationClass
from models.people import Role
from models.relays import RelayConsent, Urgency
from operations import accounts, approvals, cases, consents, relays, sign_ins  # noqa: F401 - they declare the acts
from operations.action import ACTIONS
from queries.case import case_file
from queries.forums import convenors
from queries.looks import look_list
from queries.people import people_list
from queries.relays import relay_file
from queries.today import today_of
from rules.access import Actor
from tests.access.cells import Cell
from web.files import FILES

if TYPE_CHECKING:
    from tests.access.world import World

PASSWORD = "hanbun-no-tsuki-04"
_STEPS = {
    CaseState.RECEIVED: "begin_assessment",
    CaseState.ASSESSING: "bring_to_support_conference",
    CaseState.IN_SUPPORT_CONFERENCE: "suspend",
    CaseState.CONSENTED: "return_to_support_conference",
    CaseState.SUSPENDED: "resume",
}


def _describe(world: "World", cell: Cell) -> dict[str, Any]:
    return {"alias": "橋のそばの家", "outline": "言いかえた文", "urgency": Urgency.SOON, "district_key": "north"}


def _advance(world: "World", cell: Cell) -> dict[str, Any]:
    step = _STEPS[CaseState(cell.state)]
    return {"step": step, "recontact_on": settings.today() + timedelta(days=9) if step == "suspend" else None}


def _consent(world: "World", cell: Cell) -> dict[str, Any]:
    return {
        "member_id": world.member, "way": ConsentWay.WRITTEN, "given_on": settings.today(),
        "agencies": [world.actors[cell.who].agency_id], "information": list(InformationClass), "read_out": "読み上げた文",
    }  # fmt: skip


def _relay(world: "World", cell: Cell) -> dict[str, Any]:
    to = world.agency("community_welfare_division")
    told = {"alias": "橋のたもと", "complaint": "相談", "urgency": Urgency.ORDINARY, "consent": RelayConsent.GIVEN}
    return told | {"to_agency_id": to}


def _open(world: "World", cell: Cell) -> dict[str, Any]:
    told = {"login": "atarashii", "name": "新しい 人", "reading": "あたらしい ひと", "password": PASSWORD}
    return told | {"agency_id": world.agency("police_station"), "roles": {Role(cell.state)}}


def _given(world: "World", cell: Cell) -> dict[str, Any]:
    own = cell.relation == "self"
    return {"role": Role.COUNCIL_MEMBER if own and cell.who != Role.COUNCIL_MEMBER else _named(world, cell)}


def _ended(world: "World", cell: Cell) -> dict[str, Any]:
    return {"role": _named(world, cell)}


def _named(world: "World", cell: Cell) -> Role:
    return next(iter(world.actors[cell.who].roles)) if cell.relation == "self" else Role(cell.state)


Inputs = Callable[["World", Cell], dict[str, Any]]
INPUTS: dict[str, Inputs] = {
    "relay.send": _relay,
    "relay.take": lambda world, cell: {"reply": "受けました。"},
    "relay.answer": lambda world, cell: {"step": "give_information", "reply": "窓口をお知らせします。"},
    "case.describe": _describe,
    "case.put_in_charge": lambda world, cell: {"person_id": world.person("minami")},
    "case.advance": _advance,
    "member.add": lambda world, cell: {"relation": "妹"},
    "member.correct": lambda world, cell: {"relation": "ご本人", "is_minor": False, "name": "仮の 名"},
    "agency.involve": lambda world, cell: {"agency_id": world.agency("fire_station")},
    "agency.release": lambda world, cell: {},
    "consent.record": _consent,
    "consent.refuse": lambda world, cell: {"member_id": world.refusing, "refused_on": settings.today()},
    "consent.withdraw": lambda world, cell: {"words": "取りやめたい。"},
    "consent.file_paper": lambda world, cell: {"paper_on": settings.today()},
    "approval.give": lambda world, cell: {},
    "account.open": _open,
    "account.close": lambda world, cell: {},
    "account.give_role": _given,
    "account.end_role": _ended,
    "account.reset_password": lambda world, cell: {"password": PASSWORD},
    "account.sign_out": lambda world, cell: {},
    "password.change": lambda world, cell: {"current": "toyokawa-mihon", "new": PASSWORD},
    "sign_in.end": lambda world, cell: {},
}
_EDITED = {"case.describe": Case, "case.put_in_charge": Case, "case.advance": Case, "member.correct": HouseholdMember}


def _file(kind: str) -> Callable[..., object]:
    def send(session: Session, actor: Actor, now: Any, asked_id: UUID | None) -> object:
        scope = {"type": "http", "path_params": {"id": str(asked_id)}, "query_string": b"", "headers": []}
        return FILES[kind](session, actor, now, Request(scope))

    return send


LOOKS: dict[str, Callable[..., object]] = {
    "relay.look": relay_file,
    "case.look": case_file,
    "consent.print": _file("consent-record"),
    "looks.look": lambda session, actor, now, _: look_list(session, actor, now),
    "looks.export": _file("looks"),
    "people.look": lambda session, actor, now, _: people_list(session, actor, now),
    "today.look": lambda session, actor, now, _: today_of(session, actor, now),
    "forums.look": lambda session, actor, now, _: convenors(session, actor, now),
}


def run(session: Session, world: "World", actor: Actor, cell: Cell, subject: UUID | None) -> object:
    """The act or the look itself. Raises Refused."""
    if cell.action in LOOKS:
        return LOOKS[cell.action](session, actor, settings.now(), subject)
    inputs, model = INPUTS[cell.action](world, cell), _EDITED.get(cell.action)
    if model is not None:
        shown = session.get(model, world.member if model is HouseholdMember else world.case)
        inputs["seen"] = {name: getattr(shown, name) for name in ACTIONS[cell.action].edits}
    return ACTIONS[cell.action](session, actor, subject, request_id=uuid4().hex, now=settings.now(), **inputs)
