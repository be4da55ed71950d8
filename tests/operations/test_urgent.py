"""緊急の会議: one act, five fields; the reason is kept, read afterwards, and haste opens nothing."""

from typing import Any
from uuid import UUID, uuid4

import pytest

import settings
from models.cases import Case, CaseState
from models.conferences import Conference, ConferenceState, Invitation, ItemKind, Manner
from models.database import writing
from models.forums import forums
from models.history import ReasonedAct
from operations.approvals import give_approval
from operations.urgent import call_urgently
from queries.conference import conference_file
from queries.today import today_of
from tests.city import City
from tests.operations.sittings import CONSENT, DUTY, LIAISON, agreed, rows, standing
from tests.operations.stored import refused, why_not

HOSPITAL, POLICE = "general_hospital", "police_station"
WHY = "呼びかけに答えがなく、雨戸が閉まったまま"


def call(city: City, *agencies: str, **other: Any) -> dict[str, Any]:
    """The five fields."""
    wanted = [city.agency(key) for key in agencies or (HOSPITAL,)]
    return {"forum_key": DUTY, "agencies": wanted, "place": "南相談センター", "urgent_reason": WHY, **other}


def called(city: City, number: str = "003", who: str = "kobayashi", **other: Any) -> Conference:
    """An urgent conference; what is stored."""
    done = city.do(who, call_urgently, city.case(number), **call(city, **other))
    row: Conference = city.row(Conference, done.subject_id)
    return row


def test_call_urgently_opens_at_once_with_its_number_and_the_short_agenda(city) -> None:
    row = called(city)
    assert (row.manner, row.state, row.urgent_reason) == (Manner.URGENT, ConferenceState.IN_SESSION, WHY)
    assert (row.facilitator_id, row.recorder_id) == (city.person("kobayashi"), None)
    assert (row.convened_on, row.serial is None, row.opened_at is None) == (settings.today(), False, False)
    steps = [(one.title, one.kind) for one in forums()[DUTY].standing_agenda if one.when_urgent]
    assert [(one.title, one.kind.value) for one in standing(row.id)] == steps
    assert {one.case_id for one in standing(row.id)} == {city.case("003")}
    assert any(one.kind is ItemKind.DECIDE for one in standing(row.id))
    assert [one.agency_id for one in rows(Invitation, conference_id=row.id)] == [city.agency(HOSPITAL)]


def test_call_urgently_may_wait_at_the_door(city) -> None:
    row = called(city, opens=False, recorder_id=city.person("kiroku"))
    assert (row.state, row.opened_at, row.recorder_id) == (ConferenceState.CONVENED, None, city.person("kiroku"))


def test_call_urgently_stands_among_what_went_on_with_a_reason_and_another_chief_reads_it(city) -> None:
    row = called(city)
    kept = rows(ReasonedAct, subject_id=row.id)
    assert [(one.action, one.condition, one.reason, one.approved_at) for one in kept] == [
        ("conference.call_urgently", "called_in_good_time", WHY, None)
    ]
    waiting = [one.id for one in city.look("kacho", today_of).waiting if one.key == "approval_waits"]
    assert kept[0].id in waiting
    city.do("kacho", give_approval, kept[0].id)
    assert city.row(ReasonedAct, kept[0].id).approved_by_id == city.person("kacho")


def test_call_urgently_is_in_the_day_of_the_agencies_at_once_and_of_nobody_else(city) -> None:
    row = called(city)

    def told(who: str) -> list[UUID]:
        return [one.id for one in city.look(who, today_of).waiting if one.key == "urgent_conference"]

    assert (told("ogawa"), told("hayashi"), told("iin")) == ([row.id], [], [])
    assert all(one.is_urgent for one in city.look("ogawa", today_of).waiting if one.key == "urgent_conference")


def test_reason_of_an_urgent_conference_is_told_to_those_who_run_it_alone(city) -> None:
    row = called(city)
    reasons = [city.look(who, conference_file, row.id).urgent_reason for who in ("kobayashi", "kacho", "ogawa")]
    assert reasons == [WHY, WHY, None]


def test_call_urgently_of_a_body_by_consent_still_needs_the_consents(city) -> None:
    inputs = call(city, HOSPITAL, POLICE, forum_key=CONSENT)
    why = refused(city, "kobayashi", call_urgently, city.case("001"), **inputs)
    assert (why.reason_key, why.facts["instead"]) == ("urgent_is_not_covered", forums()[DUTY].plain)
    agreed(city, "001", HOSPITAL, POLICE)
    row = city.row(Conference, city.do("kobayashi", call_urgently, city.case("001"), **inputs).subject_id)
    assert (row.forum_key, row.state) == (CONSENT, ConferenceState.IN_SESSION)


@pytest.mark.parametrize(
    ("who", "other", "key"),
    [
        ("minami", {}, "support_conference_is_convened_by_city"),
        ("minami", {"forum_key": CONSENT}, "forum_is_convened_by_others"),
        ("kobayashi", {"forum_key": LIAISON}, "forum_speaks_of_no_case"),
        ("kobayashi", {"forum_key": "system_promotion_council"}, "forum_speaks_of_no_case"),
        ("kobayashi", {"forum_key": "nothing"}, "forum_is_not_convened_here"),
        ("kobayashi", {"urgent_reason": " "}, "field_is_needed"),
        ("kobayashi", {"place": ""}, "field_is_needed"),
        ("kobayashi", {"agencies": []}, "field_is_needed"),
        ("kobayashi", {"agencies": [uuid4()]}, "not_found"),
        ("kobayashi", {"recorder_id": uuid4()}, "not_found"),
        ("kiroku", {}, "not_yours"),
        ("ogawa", {}, "not_yours"),
    ],
)
def test_call_urgently_is_refused_with_what_to_do(city, who, other, key) -> None:
    assert why_not(city, who, call_urgently, city.case("001"), **{**call(city), **other}) == key


def test_call_urgently_about_a_closed_or_another_districts_case_is_refused(city) -> None:
    case_id = city.case("005")
    with writing() as session:
        session.get_one(Case, case_id).state = CaseState.CLOSED
    assert why_not(city, "kobayashi", call_urgently, case_id, **call(city)) == "case_is_closed"
    assert why_not(city, "minami", call_urgently, city.case("002"), **call(city)) == "not_found"
