"""Who may do what to which record: tests/access.csv, cell by cell, against the real acts, looks and files."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

import settings
from operations.action import ACTIONS, Done
from queries.calendar import conference_list
from queries.cases import case_list
from queries.conference import conference_file
from queries.gap_heat import gap_heat
from queries.gaps import Wish, gap_board, gap_list
from queries.relays import relay_list
from queries.today import today_of
from rules.access import GRANTS, Actor
from rules.refusal import Refused
from tests.access.acts import INPUTS, LOOKS
from tests.access.cells import (
    ACCOUNT_ACTIONS,
    AGREED_ACTIONS,
    ANY,
    BODIES,
    CANCELLED_RELATIONS,
    CASE_RELATIONS,
    CONFERENCE_ACTIONS,
    CONFERENCE_RELATIONS,
    GAP_RELATIONS,
    GAP_STATES,
    ITEM_ACTIONS,
    ITEM_STATES,
    LEDGER_ACTIONS,
    LINE_ACTIONS,
    OPINION_ACTIONS,
    OPINION_RELATIONS,
    PLAN_ACTIONS,
    POINT_ACTIONS,
    RECORD_ACTIONS,
    RELAY_ACTIONS,
    RELAY_RELATIONS,
    REVIEW_ACTIONS,
    ROLE_ACTIONS,
    ROLES,
    ROOM_ACTIONS,
    SITTING_ACTIONS,
    STEP_ACTIONS,
    WHO,
    Cell,
    allowed,
    cells_of,
    deciding_rows,
    rows,
    sample_of,
    sees_item,
    sees_line,
    shape_of,
)  # fmt: skip
from tests.access.stored import fingerprint
from tests.access.world import World
from tests.city_settings import deciding_here
from tests.conftest import _sql, database_of, forget, use


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, bool]]:
    """One sample city for all cells, and whether the whole product runs on it (SQLite) or a sample (PostgreSQL)."""
    name = f"matrix_{uuid4().hex[:12]}"
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("matrix") / "city.db"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        use(f"sqlite:///{path}")
    else:
        server, template = (request.getfixturevalue(f"postgres_{part}") for part in ("server", "template"))
        _sql(server, f"CREATE DATABASE {name} TEMPLATE {template}")
        use(database_of(server, name))
    made = World()
    with deciding_here():
        yield made, request.param == "sqlite"
    forget()
    if request.param == "postgresql":
        _sql(server, f"DROP DATABASE {name} WITH (FORCE)")


def rows_of(query: Callable[..., Any], session: Session, actor: Actor, **asked: str) -> set[UUID]:
    """The ids of a list, which must be as many as it says; of a list that is refused, none."""
    try:
        view = query(session, actor, settings.now(), **asked)
    except Refused:
        return set()
    assert view.total == len(view.rows)
    return {row.id for row in view.rows}


# The record of these is seen by whoever may look at it in the same cell.
_SHOWN_BY = {
    **dict.fromkeys(RELAY_ACTIONS, "relay.look"), **dict.fromkeys(RECORD_ACTIONS, "record.look"),
    **dict.fromkeys(set(POINT_ACTIONS) - {"point.add"}, "point.look"),
    **dict.fromkeys((*CONFERENCE_ACTIONS, *SITTING_ACTIONS), "conference.look"),
    **dict.fromkeys((*REVIEW_ACTIONS, "problem.settle"), "review.look"),
}  # fmt: skip

# What a relation to a record is to its conference.
_AT_CONFERENCE = {"ran_it_long_ago": "facilitator", "asked": "agency_called", "asked_left_out": "agency_called"}


def is_visible(cell: Cell) -> bool:
    """Whether the person sees the record that the cell is about."""
    if cell.action in ACCOUNT_ACTIONS:
        return allowed(Cell("people.look", cell.who, "none", ANY))
    if cell.action in _SHOWN_BY:
        return allowed(replace(cell, action=_SHOWN_BY[cell.action]))
    if cell.action in (*LINE_ACTIONS, "item.take_up", "point.add"):
        relation = _AT_CONFERENCE.get(cell.relation, cell.relation)
        whole = allowed(Cell("conference.look", cell.who, relation, BODIES[0]))
        of_line = cell.action in {"line.remove", "line.restore", "line.choose"}
        return sees_line(cell.who, cell.relation, cell.state) if of_line else whole
    if cell.action in (*ROLE_ACTIONS, *PLAN_ACTIONS, *STEP_ACTIONS):
        state = "restricted" if cell.state == "restricted" else "shared"
        return allowed(replace(cell, action="assignment.look", state=state))
    if cell.action in (*ITEM_ACTIONS, *ROOM_ACTIONS, *AGREED_ACTIONS, "written.answer"):
        return sees_item(cell.who, cell.relation, cell.state)
    if cell.action in OPINION_ACTIONS:
        return any(allowed(replace(cell, action=look)) for look in ("opinion.look", "review.look"))
    if cell.action in LEDGER_ACTIONS:
        return sees_in_ledger(cell)
    return allowed(replace(cell, action="case.look", relation=cell.relation.replace("self", "other_district")))


def sees_in_ledger(cell: Cell) -> bool:
    """An entry; of its origins and of a 働きかけ out of a review only who sees it before it was looked through."""
    if cell.action == "origin.take_back" or cell.state == "of_review":
        return allowed(Cell("gap.look", cell.who, cell.relation, "candidate"))
    if cell.state == "of_entry":
        return allowed(cell)
    return allowed(Cell("gap.look", cell.who, cell.relation, "candidate" if cell.state == "candidate" else "confirmed"))


def has_it_somewhere(cell: Cell) -> bool:
    """Whether the action is this person's at all, on some record."""
    return any(allowed(Cell(cell.action, cell.who, *shape)) for shape in shape_of(cell.action))


def disagreement(world: World, cell: Cell) -> str | None:
    """In what the product differs from the table in this cell, or None."""
    answer, absent = world.tried(cell, twice=not allowed(cell))
    if allowed(cell):
        return f"is refused: {answer}" if isinstance(answer, Refused) else _half_done(cell, answer)
    if not isinstance(answer, Refused):
        return "is carried out"
    if type(answer) is not Refused:
        return "is answered with what is stored"
    return _betrayal(cell, answer, absent)


def _half_done(cell: Cell, answer: object) -> str | None:
    return "answers nothing" if cell.action in INPUTS and not isinstance(answer, Done) else None


def _betrayal(cell: Cell, answer: Refused, absent: object) -> str | None:
    """A look that is not allowed, and an act on what one does not see, answer like an id that was never given."""
    if cell.action in LOOKS:
        return None if (answer.reason_key, answer.facts) == ("not_found", {}) else f"answers {answer}"
    if not isinstance(absent, Refused) or is_visible(cell):
        return None if absent is None or isinstance(absent, Refused) else f"answers {absent} for an absent id"
    if (answer.reason_key, answer.facts) != (absent.reason_key, absent.facts):
        return f"answers {answer}, but {absent} for an absent id"
    wanted = {"not_found"} if has_it_somewhere(cell) else {"not_found", "not_yours"}
    return None if answer.reason_key in wanted else f"answers {answer}"


@pytest.mark.parametrize("action", sorted(GRANTS))
def test_every_cell_is_as_the_table_says(world, action) -> None:
    city, is_whole = world
    chosen = cells_of(action) if is_whole else sample_of(action, sorted(GRANTS).index(action))
    light, whole = fingerprint(whole=False), fingerprint(whole=True)
    found = []
    for turn, cell in enumerate(chosen, start=1):
        if problem := disagreement(city, cell):
            found.append(f"{cell.who} / {cell.relation} / {cell.state} {problem}")
        if turn % 20 == 0 and fingerprint(whole=False) != light:
            found.append(f"{cell} or one of the 19 before left something behind")
            light = fingerprint(whole=False)
    assert not found, "\n".join(found)
    assert fingerprint(whole=True) == whole


def test_case_lists_and_counts_agree_with_the_single_case(world) -> None:
    city, found = world[0], []
    for cell in (Cell("case.look", who, relation, "assessing") for who in WHO for relation in CASE_RELATIONS):
        with city.arranged(cell) as (session, actor):
            counted, listed = today_of(session, actor, settings.now()).cases, rows_of(case_list, session, actor)
            by_alias = rows_of(case_list, session, actor, words="南の坂の親子")
        wanted = {city.case} if allowed(cell) else set()
        if (listed & {city.case}, by_alias, counted) != (wanted, wanted, len(listed)):
            found.append(cell)
    assert found == []


def test_relay_lists_and_counts_agree_with_the_single_relay(world) -> None:
    city, found = world[0], []
    for cell in (Cell("relay.look", who, relation, "arrived") for who in WHO for relation in RELAY_RELATIONS):
        with city.arranged(cell) as (session, actor):
            day, listed = today_of(session, actor, settings.now()), rows_of(relay_list, session, actor)
        wanted = {city.relay} if allowed(cell) else set()
        waiting = {one.id for one in day.waiting if one.page == "relay"}
        if listed & {city.relay} != wanted or day.relays_open > len(listed) or not waiting <= listed:
            found.append(cell)
    assert found == []


def test_conference_lists_agree_with_the_single_conference(world) -> None:
    city, found, relations = world[0], [], (*CONFERENCE_RELATIONS, *CANCELLED_RELATIONS)
    day, bodies = settings.today(), BODIES if world[1] else BODIES[1:2]
    for cell in (Cell("conference.look", who, one, body) for who in WHO for one in relations for body in bodies):
        with city.arranged(cell) as (session, actor):
            listed = conference_list(session, actor, settings.now(), since=day, until=day + timedelta(days=60))
            narrow = conference_list(
                session, actor, settings.now(), since=day, until=day + timedelta(days=60), forum_key=cell.state
            )
        wanted = {city.conference} if allowed(cell) else set()
        shown = [{one.id for one in rows} & {city.conference} for rows in (listed, narrow)]
        if shown != [wanted, wanted]:
            found.append(cell)
    assert found == []


def test_agenda_and_its_count_agree_with_the_single_item(world) -> None:
    city, found = world[0], []
    shapes = [(one, state) for one in ("facilitator", "called_by_name", "not_called") for state in ITEM_STATES]
    for cell in (Cell("item.change", who, one, state) for who in WHO for one, state in shapes):
        with city.arranged(cell) as (session, actor):
            try:
                view = conference_file(session, actor, settings.now(), city.conference)
                shown = [one.id for one in view.agenda if not one.is_hidden], view.row.items
            except Refused:
                shown = [], 0
        wanted = ([city.item], 1) if sees_item(cell.who, cell.relation, cell.state) else ([], 0)
        if shown != wanted:
            found.append(cell)
    assert found == []


def test_ledger_lists_counts_and_files_agree_with_the_single_entry(world) -> None:
    city, found = world[0], []
    shapes = [(one, state) for one in GAP_RELATIONS for state in GAP_STATES]
    for cell in (Cell("gap.look", who, one, state) for who in WHO for one, state in shapes):
        with city.arranged(cell) as (session, actor):
            shown = _ledger_of(session, actor, city.gap)
        if shown != (allowed(cell),) * len(shown):
            found.append((cell, shown))
    assert found == []


def _ledger_of(session: Session, actor: Actor, gap_id: UUID) -> tuple[bool, bool, bool, bool]:
    """Whether an entry stands in the list, on the board, in its count, and in need × 圏域; the list counts itself."""
    now = settings.now()
    listed = gap_id in rows_of(partial(gap_list, wish=Wish()), session, actor)
    found = gap_id in rows_of(partial(gap_list, wish=Wish(words="夜に話せる")), session, actor)
    assert listed == found
    try:
        board, heat = gap_board(session, actor, now), gap_heat(session, actor, now)
    except Refused:
        return listed, False, False, False
    cards = {row.id for column in board.columns for row in column.rows}
    whole = len(rows_of(partial(gap_list, wish=Wish(), whole=True), session, actor))
    return listed, gap_id in cards, bool(board.total) and board.total == whole, bool(heat.cells)


def test_opinions_waiting_agree_with_the_single_opinion(world) -> None:
    city, found = world[0], []
    for cell in (Cell("opinion.look", who, one, "supported") for who in WHO for one in OPINION_RELATIONS):
        with city.arranged(cell) as (session, actor):
            waiting = {one.id for one in today_of(session, actor, settings.now()).waiting if one.page == "opinion"}
        wanted = {city.opinion} if cell.relation == "asked" and allowed(cell) else set()
        if waiting & {city.opinion} != wanted:
            found.append(cell)
    assert found == []


def test_every_action_has_rows_and_every_row_an_action(capsys) -> None:
    assert {row.action for row in rows()} == set(GRANTS) == set(INPUTS) | set(LOOKS)
    assert set(ACTIONS) == set(INPUTS)
    whole, sample = (sum(len(made) for made in cells) for cells in (
        [cells_of(action) for action in GRANTS],
        [sample_of(action, place) for place, action in enumerate(sorted(GRANTS))],
    ))  # fmt: skip
    with capsys.disabled():
        print(f"\naccess matrix: {len(rows())} rows, {whole} cells on SQLite, {sample} on PostgreSQL")


def test_every_row_is_written_in_the_words_of_the_table() -> None:
    strange = [
        row for row in rows()
        if row.who not in {ANY, *ROLES} or row.expected not in {"yes", "no"} or not row.why.strip()
        or None in vars(row).values()
    ]  # fmt: skip
    assert strange == []


def test_every_cell_has_one_most_specific_row_and_every_row_a_cell() -> None:
    used, unclear = set(), []
    for action in GRANTS:
        for cell in cells_of(action):
            if cell.who in ROLES:
                deciding = deciding_rows(cell)
                used |= set(deciding)
                unclear += [] if len(deciding) == 1 else [(cell, deciding)]
    assert unclear == []
    assert [row for row in rows() if row not in used] == []


def test_the_matrix_is_about_all_nine_roles() -> None:
    assert [role for role in ROLES if role not in WHO] == []
    assert len(ROLES) == 9
