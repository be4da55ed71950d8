"""What a sitting shows takes as many statements for a hundred items, lines, roles and people as for ten."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

import settings
from models.conferences import AgendaItem, Conference, ConferenceState
from queries.agreed import agreed_in, case_in_hand
from queries.calendar import conference_list
from queries.conference import conference_file
from queries.plan import case_plan
from queries.projector import projected
from queries.record import record_file
from queries.records import record_list
from queries.role_paper import role_paper
from queries.roles import my_roles, role_board
from queries.room import room
from queries.script import script
from queries.today import today_of
from rules.access import Actor
from tests.city import City
from tests.queries.many import statements
from tests.queries.many_said import (
    held,
    more_called,
    more_conferences,
    more_roles,
    more_said,
    record_of,
    written_anew,
)

Look = Callable[[City, Actor, UUID, UUID], object]
VIEWS: dict[str, tuple[str, Look]] = {
    "room": ("kiroku", lambda city, actor, held, _: city.look(actor, room, held)),
    "room of a worker": ("kobayashi", lambda city, actor, held, _: city.look(actor, room, held)),
    "roles of the readback": ("kiroku", lambda city, actor, held, _: city.look(actor, agreed_in, held)),
    "case in hand": ("kiroku", lambda city, actor, held, _: city.look(actor, case_in_hand, held, city.case("007"))),
    "record": ("kobayashi", lambda city, actor, _, record: city.look(actor, record_file, record)),
    "record of an agency": ("ogawa", lambda city, actor, _, record: city.look(actor, record_file, record)),
    "records": ("kobayashi", lambda city, actor, *_: city.look(actor, record_list)),
    "records of an agency": ("ogawa", lambda city, actor, *_: city.look(actor, record_list)),
    "conference": ("kobayashi", lambda city, actor, held, _: city.look(actor, conference_file, held)),
    "conference of an agency": ("ogawa", lambda city, actor, held, _: city.look(actor, conference_file, held)),
    "script": ("kobayashi", lambda city, actor, held, _: city.look(actor, script, held)),
    "wall": ("kobayashi", lambda city, actor, held, _: city.look(actor, wall, held)),
    "calendar": (
        "kobayashi",
        lambda city, actor, *_: city.look(actor, conference_list, since=settings.today(), until=settings.today()),
    ),
    "my roles": ("ogawa", lambda city, actor, *_: city.look(actor, my_roles, group="going_on")),
    "board of roles": ("kobayashi", lambda city, actor, *_: city.look(actor, role_board)),
    "plan": ("kobayashi", lambda city, actor, *_: city.look(actor, case_plan, city.case("007"))),
    "plan of an agency": ("ogawa", lambda city, actor, *_: city.look(actor, case_plan, city.case("007"))),
    "paper of the roles": ("kobayashi", lambda city, actor, *_: city.look(actor, role_paper, city.case("007"))),
    "today of a worker": ("kobayashi", lambda city, actor, *_: city.look(actor, today_of)),
    "today of a recorder": ("kiroku", lambda city, actor, *_: city.look(actor, today_of)),
    "today of an agency": ("ogawa", lambda city, actor, *_: city.look(actor, today_of)),
}


def wall(session: Session, _: Actor, now: datetime, conference: UUID) -> object:
    """The wall with an item in hand, as if the conference still went on."""
    whole = session.get_one(Conference, conference)
    item = session.exec(
        select(AgendaItem.id).where(AgendaItem.conference_id == conference, col(AgendaItem.case_id).is_not(None))
    ).first()
    whole.state, whole.current_item_id = ConferenceState.IN_SESSION, item
    session.flush()
    view = projected(session, now, conference)
    assert view.item is not None
    session.rollback()
    return view


def grow(city: City, conference: UUID, count: int, first: int) -> None:
    """So many more of everything."""
    for more in (more_called, more_said, more_roles):
        more(city, conference, count, first=first)
    more_conferences(city, count, first=first)


def counted(city: City, conference: UUID, record: UUID, actors: dict[str, Actor]) -> dict[str, int]:
    """The number of statements of each view."""
    found = {}
    for name, (who, look) in VIEWS.items():
        with statements() as sent:
            look(city, actors[who], conference, record)
        found[name] = len([one for one in sent if one.upper().startswith(("SELECT", "WITH"))])
    return found


@pytest.fixture
def sitting(city) -> tuple[UUID, UUID]:
    """The conference that was held, and its record as it is written anew each time."""
    conference = held(city)
    record = record_of(city, conference)
    return conference, record


def test_views_of_a_sitting_take_no_more_statements_for_more_rows(city, sitting) -> None:
    conference, record = sitting
    written_anew(record)
    actors = {who: city.actor(who) for who in {one for one, _ in VIEWS.values()}}
    grow(city, conference, 10, 0)
    few = counted(city, conference, record, actors)
    grow(city, conference, 90, 10)
    many = counted(city, conference, record, actors)
    assert {name: (few[name], many[name]) for name in few if few[name] != many[name]} == {}
    assert [name for name, count in few.items() if count > 60] == []


def test_all_of_it_is_there(city, sitting) -> None:
    conference, record = sitting
    written_anew(record)
    before = len(city.look("kobayashi", record_file, record).text.items)
    grow(city, conference, 10, 0)
    view = city.look("kobayashi", record_file, record)
    assert len(view.text.items) == before + 10
    assert len([role for role in view.text.roles if role.task.startswith("役割")]) == 10
    here = city.look("kobayashi", room, conference)
    assert len([one for one in here.people if one.name.startswith("来た人")]) == 10
