"""What every table shares: enums as values the database knows, ids from the start, versions, aware moments."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Enum, Table, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import SQLModel

from models.cases import Case
from models.database import reading, writing
from models.people import SignIn
from models.sittings import WrittenAnswer

CHOICES = [
    (table, column)
    for table in SQLModel.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Enum)
]


# Nothing of the earlier years stands in the city that tests begin with.
LATER = {
    "agency_opinions", "closure_reviews", "engagements", "evaluations", "gap_origins", "resource_gaps", "role_progress",
    WrittenAnswer.__tablename__,
}  # fmt: skip


def stored(table: Table, column: str) -> set[str]:
    """The texts in a column."""
    with reading() as session:
        return set(session.execute(text(f"SELECT {column} FROM {table.name} WHERE {column} IS NOT NULL")).scalars())


def test_every_choice_is_known_to_these_tests() -> None:
    assert {f"{table.name}.{column.name}" for table, column in CHOICES} == {
        "agenda_items.kind", "agenda_items.result", "assignments.doer", "assignments.programme", "assignments.state",
        "attendances.presence", "cases.state", "cases.urgency", "conference_records.state", "conferences.state",
        "consent_shares.information", "consents.way", "entered_for.channel", "invitations.part", "minutes_lines.kind",
        "record_checks.answer", "relays.consent", "relays.state", "relays.urgency", "role_holdings.role",
        "sign_ins.ended_because", "support_plans.agreed_way", "support_plans.state", "agency_opinions.manageable",
        "agency_opinions.state", "assignments.state_before", "closure_reviews.manageable", "closure_reviews.state",
        "closure_reviews.wanted", "engagements.kind", "evaluations.attainment", "evaluations.outcome",
        "gap_origins.kind", "resource_gaps.disposition", "resource_gaps.kind", "resource_gaps.state",
        "resource_gaps.state_before", "role_progress.progress", "agencies.sending_way", "conferences.manner",
        "written_answers.answer",
    }  # fmt: skip


def test_enums_are_stored_by_value(city) -> None:
    for table, column in CHOICES:
        found = stored(table, column.name)
        assert found <= set(column.type.enums)
        assert found or column.name in {"ended_because", "state_before"} or table.name in LATER


def test_enum_value_that_nobody_knows_is_refused_by_the_database(city) -> None:
    city.sign_in("kobayashi")
    for table, column in [one for one in CHOICES if one[0].name not in LATER]:
        for wrong in ("unknown", column.type.enums[0].upper(), ""):
            statement = text(f"UPDATE {table.name} SET {column.name} = :wrong")
            with pytest.raises(IntegrityError), writing() as session:
                session.execute(statement, {"wrong": wrong})


def test_id_is_known_before_the_insert() -> None:
    ids = {Case(alias="x").id for _ in range(100)}
    assert len(ids) == 100
    assert {one.version for one in ids} == {4}


def test_version_goes_up_with_every_change(city) -> None:
    case_id = city.case("001")
    before = city.row(Case, case_id).version
    with writing() as session:
        session.get_one(Case, case_id).pattern = "P01"
    assert city.row(Case, case_id).version == before + 1


def test_version_of_a_row_changed_meanwhile_is_stale(city) -> None:
    case_id = city.case("001")
    with pytest.raises(StaleDataError), writing() as session:
        case = session.get_one(Case, case_id)
        session.execute(text("UPDATE cases SET version = version + 1"))
        case.pattern = "P01"
    assert city.row(Case, case_id).pattern == ""


def test_moments_come_back_aware_and_in_utc(city) -> None:
    token = city.sign_in("kobayashi")
    tokyo = datetime(2026, 6, 18, 9, 30, 1, 234567, tzinfo=timezone(timedelta(hours=9)))
    with writing() as session:
        session.get_one(SignIn, city.sign_in_id(token)).last_act_at = tokyo
    found = city.row(SignIn, city.sign_in_id(token)).last_act_at
    assert (found, found.tzinfo) == (datetime(2026, 6, 18, 0, 30, 1, 234567, tzinfo=UTC), UTC)


def test_moment_without_a_zone_is_refused(city) -> None:
    token = city.sign_in("kobayashi")
    with pytest.raises(StatementError, match="timezone"), writing() as session:
        session.get_one(SignIn, city.sign_in_id(token)).last_act_at = datetime(2026, 6, 18, 9, 30)  # noqa: DTZ001
