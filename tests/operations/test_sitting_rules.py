"""The sitting by the rules of I-10, I-11 and I-12: stopped, let through with a reason by who may, or only told."""

from uuid import UUID

import pytest

from models.conferences import AgendaItem, Conference, ConferenceState, ItemKind, ItemResult
from models.history import ReasonedAct
from models.plans import Assignment, DoerKind
from operations.agenda import add_item
from operations.agenda_in_session import family_joins, move_item, park_item
from operations.assignments import agree_assignment
from operations.carrying import carry_over
from operations.conferences import advance_conference
from operations.next_conference import plan_next
from operations.recusals import come_back, recuse
from operations.room import settle_item, take_attendance
from queries.room import room
from tests.city import City
from tests.operations.sittings import agreed, called, convene, item, opened, prepared, ready, rows, step
from tests.operations.stored import refused, why_not
from tests.operations.test_carrying import again
from tests.operations.test_room import settling

SOMEBODY = ["general_hospital"]
VIEWERS = ["ogawa", "hayashi", "suishin", "iin", "system", "nishi"]


def told(city: City, conference: UUID, name: str, who: str = "kobayashi") -> tuple[set[str], set[str], set[str]]:
    """What stops a step, what wants a reason, what is only told, as its screen shows it."""
    offer = next(one for one in city.look(who, room, conference).offers if one.name == name)
    return set(offer.stops), set(offer.needs_reasons), set(offer.notices)


def here(city: City, conference: UUID) -> None:
    """Everybody came."""
    city.do("kiroku", take_attendance, conference, present=[one.id for one in called(conference)])


# I-10: who facilitates may record as well; reading before the opening.


def test_convene_with_one_person_for_both_is_told_and_not_stopped(city) -> None:
    conference = ready(city, recorder_id=None)
    assert told(city, conference, "convene")[0:2] == (set(), set())
    assert "somebody_else_records" in told(city, conference, "convene")[2]
    assert convene(city, conference).state is ConferenceState.CONVENED


def test_open_without_the_reading_is_told_and_never_stopped(city) -> None:
    conference = ready(city)
    convene(city, conference)
    assert told(city, conference, "open", "kiroku") == (set(), set(), {"it_was_read_out"})
    city.do("kiroku", advance_conference, **step(city, conference, "open"))
    here(city, conference)
    assert told(city, conference, "adjourn", "kiroku") == (set(), set(), {"it_was_read_out"})
    city.do("kiroku", advance_conference, **step(city, conference, "adjourn"))
    assert city.row(Conference, conference).read_at is None


# I-11: a decision ends with one of four results; in an emergency by itself.


@pytest.mark.parametrize("result", list(ItemResult))
def test_adjourn_waits_for_a_result_and_each_of_the_four_is_one(city, result) -> None:
    conference, _ = opened(city)
    asked = city.do("kobayashi", add_item, conference, **item(kind=ItemKind.DECIDE)).subject_id
    assert told(city, conference, "adjourn", "kiroku")[0] == {"decisions_have_results"}
    reasons = {"decisions_have_results": "時間がない"}
    stopped = refused(city, "kiroku", advance_conference, **step(city, conference, "adjourn", reasons=reasons))
    assert stopped.reason_key == "decisions_have_results"
    city.do("kiroku", settle_item, **settling(city, asked, result, result_words="来月見学する"))
    city.do("kiroku", advance_conference, **step(city, conference, "adjourn"))
    assert (city.row(AgendaItem, asked).result, city.row(Conference, conference).state) == (
        result, ConferenceState.ADJOURNED,
    )  # fmt: skip


def test_break_off_waits_for_nothing_and_is_not_undone(city) -> None:
    conference, item_id = opened(city)
    asked = city.do("kobayashi", add_item, conference, **item(kind=ItemKind.DECIDE)).subject_id
    city.do("kiroku", agree_assignment, item_id, task="電話で様子を聞く", agency_id=city.agency(SOMEBODY[0]))
    assert told(city, conference, "break_off", "kiroku") == (set(), set(), set())
    city.do("kiroku", advance_conference, **step(city, conference, "break_off"))
    row = city.row(Conference, conference)
    assert (row.state, row.current_item_id) == (ConferenceState.ADJOURNED, None)
    assert city.row(AgendaItem, asked).result is ItemResult.OUT_OF_TIME
    assert rows(ReasonedAct, subject_id=conference) == []
    for name in ("open", "adjourn", "break_off"):
        assert why_not(city, "kobayashi", advance_conference, **step(city, conference, name)) == "step_not_open"


# I-12: a role has somebody by name, or a reason why not; a day may come afterwards.


def test_adjourn_with_a_role_of_nobody_goes_on_with_a_reason_of_the_recorder(city) -> None:
    conference, item_id = opened(city)
    here(city, conference)
    terms = {"task": "電話で様子を聞く", "agency_id": city.agency(SOMEBODY[0]), "frequency": "週に一度"}
    role = city.do("kiroku", agree_assignment, item_id, **terms).subject_id
    assert told(city, conference, "adjourn", "kiroku")[0:2] == (set(), {"roles_have_persons"})
    adjourn = step(city, conference, "adjourn")
    assert why_not(city, "kiroku", advance_conference, **adjourn) == "reason_is_needed"
    city.do("kiroku", advance_conference, **adjourn, reasons={"roles_have_persons": "あす電話で確かめる"})
    (row,) = rows(ReasonedAct, subject_id=conference)
    assert (row.condition, row.reason, row.by_id) == (
        "roles_have_persons", "あす電話で確かめる", city.person("kiroku"),
    )  # fmt: skip
    assert city.row(Assignment, role).person_id is None


def test_adjourn_with_a_role_without_a_day_is_only_told(city) -> None:
    conference, item_id = opened(city)
    here(city, conference)
    terms = {"task": "電話で様子を聞く", "agency_id": city.agency(SOMEBODY[0]), "doer_name": "病院の森さん"}
    city.do("kiroku", agree_assignment, item_id, **terms)
    assert told(city, conference, "adjourn", "kiroku")[0:2] == (set(), set())
    assert "roles_have_days" in told(city, conference, "adjourn", "kiroku")[2]
    city.do("kiroku", advance_conference, **step(city, conference, "adjourn"))
    assert city.row(Conference, conference).state is ConferenceState.ADJOURNED


def test_adjourn_asks_no_account_of_a_neighbour(city) -> None:
    conference, item_id = opened(city)
    here(city, conference)
    city.do("kiroku", agree_assignment, item_id, task="朝に声をかける", doer=DoerKind.NEIGHBOUR, frequency="毎朝")
    assert told(city, conference, "adjourn", "kiroku") == (set(), set(), {"it_was_read_out"})


# A viewer changes nothing.


@pytest.mark.parametrize("who", VIEWERS)
def test_nobody_who_only_looks_on_runs_anything(city, who) -> None:
    conference, first = opened(city)
    (call,) = called(conference)
    acts = [
        (park_item, first, {}), (move_item, first, {"by": 1}), (family_joins, first, {"is_here": True}),
        (recuse, first, {"invitation_id": call.id}), (come_back, first, {"invitation_id": call.id}),
        (carry_over, conference, {}), (plan_next, conference, again()),
        (advance_conference, conference, {"step": "break_off", "seen": {"state": ConferenceState.IN_SESSION}}),
    ]  # fmt: skip
    answers = [why_not(city, who, operation, subject, **inputs) for operation, subject, inputs in acts]
    assert set(answers) <= {"not_found", "not_yours", "step_not_open"}
    assert city.row(Conference, conference).state is ConferenceState.IN_SESSION


def test_a_conference_without_consent_in_reach_is_not_convened_with_any_reason(city) -> None:
    conference, _ = prepared(city)
    convening = step(city, conference, "convene", reasons={"consents_cover_the_room": "急ぐ"})
    assert why_not(city, "kobayashi", advance_conference, **convening) == "consents_cover_the_room"
    agreed(city, "001", SOMEBODY[0])
    assert convene(city, conference).state is ConferenceState.CONVENED
