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


def _describe(_: "World", __: Cell) -> dict[str, Any]:
    return {"alias": "橋のそばの家", "outline": "言いかえた文", "urgency": Urgency.SOON, "district_key": "north"}


def _advance(_: "World", cell: Cell) -> dict[str, Any]:
    step = _STEPS[CaseState(cell.state)]
    return {"step": step, "recontact_on": settings.today() + timedelta(days=9) if step == "suspend" else None}


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


def _always(**inputs: object) -> "Inputs":
    return lambda _world, _cell: dict(inputs)


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
    "account.open": _open,
    "account.close": _always(),
    "account.give_role": _given,
    "account.end_role": _ended,
    "account.reset_password": _always(password=PASSWORD),
    "account.sign_out": _always(),
    "password.change": _always(current="toyokawa-mihon", new=PASSWORD),
    "sign_in.end": _always(),
}


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
    inputs, edits = INPUTS[cell.action](world, cell), ACTIONS[cell.action].edits
    if edits:
        shown = session.get(
            *((HouseholdMember, world.member) if cell.action == "member.correct" else (Case, world.case))
        )
        inputs["seen"] = {name: getattr(shown, name) for name in edits}
    return ACTIONS[cell.action](session, actor, subject, request_id=uuid4().hex, now=settings.now(), **inputs)
