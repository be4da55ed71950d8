"""The sample city is filled in by real acts, on whatever day of the year it is first started."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

import settings
from jobs.prepare import migrate
from models.cases import Case, CaseState
from models.database import reading, writing
from models.history import HistoryEntry
from models.people import Person, RoleHolding
from models.relays import Relay, RelayState
from operations.history import findings
from operations.master import load_master
from operations.sample_city import fill, sample_accounts
from rules.calendar import fiscal_year, fiscal_year_short
from tests.models.empty import empty_sqlite

DAYS = [(4, 1), (5, 6), (1, 1), (3, 31)]


@pytest.mark.parametrize(("month", "day"), DAYS)
def test_sample_city_is_filled_on_any_day(month, day, tmp_path) -> None:
    now = datetime(2027, month, day, 1, tzinfo=UTC)
    with empty_sqlite(tmp_path):
        migrate()
        with writing() as session:
            load_master(session)
            fill(session, now, whole=False)
        with reading() as session:
            numbers = sorted(session.exec(select(Case.number)))
            moments = session.exec(select(HistoryEntry.moment)).all()
            assert findings(session) == []
    year = fiscal_year_short(fiscal_year(settings.tokyo_day(now)) - 1)
    assert numbers == [f"{year}-{n:03d}" for n in range(1, 9)]
    assert max(moments) < now


def test_sample_city_without_its_earlier_years_shows_every_state_on_the_way(city) -> None:
    with reading() as session:
        states = set(session.exec(select(Case.state)))
        relays = list(session.exec(select(Relay.state)))
    assert states == set(CaseState) - {CaseState.RECEIVED, CaseState.REVIEWING, CaseState.CLOSED}
    assert (relays.count(RelayState.ARRIVED), relays.count(RelayState.TAKEN)) == (3, 8)


def test_sample_city_people_are_those_of_the_file_and_marked(city) -> None:
    _, accounts = sample_accounts()
    with reading() as session:
        people = session.exec(select(Person)).all()
        held = session.exec(select(RoleHolding)).all()
    assert sorted(person.login for person in people) == sorted(one["login"] for one in accounts)
    assert all(person.is_sample for person in people)
    assert len(held) == sum(len(one["roles"]) for one in accounts)


def test_sample_city_history_has_an_author_for_every_act(city) -> None:
    with reading() as session:
        rows = session.exec(select(HistoryEntry)).all()
        people = set(session.exec(select(Person.id)))
    assert {row.actor_id for row in rows} <= people
    assert {"relay.send", "relay.take", "member.add", "consent.record", "consent.withdraw"} <= {r.action for r in rows}
