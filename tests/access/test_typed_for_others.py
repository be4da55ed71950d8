"""代理入力: whatever an agency may do can be typed for it, on a form, and whose words it was is kept."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select, update

import settings
from models.history import Channel, EnteredFor
from models.people import Role
from models.plans import Assignment
from operations.action import ACTIONS, Said
from rules.access import GRANTS, Office
from tests.access.acts import INPUTS, _shown
from tests.access.cells import Cell, allowed, shape_of
from tests.access.world import World
from tests.conftest import forget, use

OF_AGENCY = {Office.ASSIGNEE, Office.ASKED_AGENCY, Office.INVOLVED_AGENCY}
# An agency may try to call a conference, so that it is told whose it is; of its account everybody keeps their own.
NOT_FOR_OTHERS = {"conference.schedule", "password.change", "sign_in.end", "contact.tell"}
# In the room the recorder types as well as whoever facilitates.
IN_THE_ROOM = ("record.answer", "written.answer")
ASKED = "fire_station"


def acts_of_agencies() -> list[str]:
    """Every act that somebody with no more than an agency's role may do to some record."""
    found = [key for key in ACTIONS if Role.AGENCY_MEMBER in GRANTS[key].roles or OF_AGENCY & GRANTS[key].offices]
    return sorted(set(found) - NOT_FOR_OTHERS)


def test_the_walk_meets_every_act_of_an_agency() -> None:
    assert {"relay.send", "assignment.advance", "assignment.report", "opinion.give", "problem.note",
            "consent.withdraw", "record.answer", "written.answer"} <= set(acts_of_agencies())  # fmt: skip
    assert set(ACTIONS) >= NOT_FOR_OTHERS


def cell_of(action: str, who: str, *relations: str) -> Cell:
    """A cell in which this person may do it to a record that is another agency's."""
    shapes = [shape for shape in shape_of(action) if not relations or shape[0] in relations]
    return next(cell for shape in shapes if allowed(cell := Cell(action, who, *shape)))


def entered(session: Session) -> list[EnteredFor]:
    """Whose words were typed."""
    return list(session.exec(select(EnteredFor)))


def typed(world: World, cell: Cell) -> tuple[list[EnteredFor], UUID]:
    """The act with what somebody of the asked agency said; what it leaves of whose words it was."""
    said = Said(world.agencies[ASKED], "署の係の方", Channel.FAX, settings.now() - timedelta(hours=1))
    with world.arranged(cell) as (session, actor):
        if cell.action.startswith("assignment."):
            session.execute(update(Assignment).where(Assignment.id == world.role).values(agency_id=said.agency_id))
        inputs, edits = {**INPUTS[cell.action](world, cell), "said": said}, ACTIONS[cell.action].edits
        if edits:
            shown = session.get(*_shown(world, cell.action))
            inputs["seen"] = {name: getattr(shown, name) for name in edits}
        before = {one.id for one in entered(session)}
        done = ACTIONS[cell.action](
            session, actor, world.subject(cell), request_id=uuid4().hex, now=settings.now(), **inputs
        )
        session.flush()
        return [one for one in entered(session) if one.id not in before], done.subject_id


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One city for all acts; nothing is kept of any of them."""
    path = tmp_path_factory.mktemp("typed") / "city.db"
    path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
    use(f"sqlite:///{path}")
    yield World()
    forget()


@pytest.mark.parametrize("action", acts_of_agencies())
def test_act_of_an_agency_is_typed_for_it_by_whoever_facilitates(world, action) -> None:
    relations = ("assignee",) if action.startswith("assignment.") else ()
    kept, _ = typed(world, cell_of(action, Role.WELFARE_WORKER, *relations))
    told = [(one.agency_id, one.said_by, one.channel) for one in kept]
    assert told == [(world.agencies[ASKED], "署の係の方", Channel.FAX)]


@pytest.mark.parametrize("action", IN_THE_ROOM)
def test_act_of_an_agency_is_typed_for_it_by_the_recorder(world, action) -> None:
    kept, _ = typed(world, cell_of(action, Role.CONFERENCE_RECORDER, "recorder"))
    assert [(one.agency_id, one.channel) for one in kept] == [(world.agencies[ASKED], Channel.FAX)]


def calls(tree: ast.AST) -> set[str]:
    """The names that a function asks for."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def functions_of_the_screens() -> Iterator[ast.AST]:
    """Every function of ui/ and every page: a form is drawn in one of them."""
    for path in (settings.ROOT / "ui").glob("*.py"):
        yield from (one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.FunctionDef))
    for path in (settings.ROOT / "pages").rglob("*.py"):
        yield ast.parse(path.read_text())


@pytest.mark.parametrize("action", acts_of_agencies())
def test_act_of_an_agency_has_a_form_that_asks_whose_words_they_are(action) -> None:
    operation = ACTIONS[action].__name__  # type: ignore[attr-defined]
    forms = [names for part in functions_of_the_screens() if operation in (names := calls(part))]
    assert any(names & {"said_for", "spoken", "_spoken"} for names in forms), f"{action} cannot be typed for an agency"
