"""The sample city with its earlier years: filled by real acts on any day, every state, nobody in it real."""

import tomllib
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import Session, func, select

import settings
from jobs.prepare import migrate
from models.cases import Case, CaseState
from models.closure import AgencyOpinion, OpinionState
from models.conferences import Conference, ConferenceState
from models.database import reading, writing
from models.gaps import Engagement, GapOrigin, GapState, ResourceGap
from models.history import HistoryEntry
from models.people import Agency, Person
from operations.history import findings
from operations.master import load_master
from operations.sample_city import fill, sample_accounts
from tests.models.empty import empty_sqlite

DAYS = [(2026, 11, 24), (2027, 4, 1)]


def table(name: str) -> dict[str, Any]:
    """One file of the sample city."""
    return tomllib.loads((settings.DATA / "sample" / name).read_text(encoding="utf-8"))


def count(session: Session, model: type) -> int:
    """How many rows there are."""
    return session.exec(select(func.count()).select_from(model)).one()


@pytest.mark.parametrize(("year", "month", "day"), DAYS)
def test_whole_city_is_filled_on_any_day(year, month, day, tmp_path) -> None:
    now = datetime(year, month, day, 1, tzinfo=UTC)
    with empty_sqlite(tmp_path):
        migrate()
        with writing() as session:
            load_master(session)
            fill(session, now)
        with reading() as session:
            assert (count(session, Person), count(session, Case), count(session, ResourceGap)) == (40, 30, 60)
            cases = session.exec(select(Case)).all()
            states = Counter(session.exec(select(ResourceGap.state)))
            held = session.exec(select(Conference.id).where(Conference.state == ConferenceState.ADJOURNED)).all()
            opinions = set(session.exec(select(AgencyOpinion.state)))
            moments = session.exec(select(HistoryEntry.moment)).all()
            assert findings(session) == []
            assert count(session, Engagement) > 20
            assert count(session, GapOrigin) > count(session, ResourceGap)
    assert {case.state for case in cases} == set(CaseState) - {CaseState.RECEIVED}
    assert len({case.fiscal_year for case in cases}) >= 3
    assert (set(states), states[GapState.USABLE]) == (set(GapState), 2)
    assert (len(held), opinions) == (21, set(OpinionState))
    assert max(moments) <= now


def test_people_of_the_earlier_years_are_fictional_and_apart() -> None:
    told, more = table("years.toml")["story"], table("more_people.toml")["person"]
    everybody = [*sample_accounts()[1], *more]
    members = [member for one in told for member in one["members"]]
    assert (len(everybody), len({one["login"] for one in everybody}), len({one["name"] for one in everybody})) == (
        40,
    ) * 3
    assert [one for one in members if not one.get("telephone", "0533-00-").startswith("0533-00-")] == []
    assert [a for one in members if (a := one.get("address", "")) and "架空" not in a and a != "同じ"] == []
    assert {one["name"] for one in members} & {one["name"] for one in everybody} == set()
    assert len({one["alias"] for one in told}) == len(told) == 22


def test_files_of_the_earlier_years_point_to_what_is_there(city) -> None:
    with reading() as session:
        agencies = set(session.exec(select(Agency.key)))
    told, entries = table("years.toml")["story"], table("ledger.toml")["entry"]
    keys, wanted = (
        {one["key"] for one in entries},
        {w["entry"] for one in told for w in one.get("review", {}).get("wants", ())},
    )
    used = {one[name] for one in told for name in ("from", "to")} | {key for one in told for key in one["shared"]}
    assert (used - agencies, wanted - keys) == (set(), set())
    assert {one["key"] for one in entries if "raised" in one} == keys - wanted
