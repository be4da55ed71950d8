"""つなぎ: five fields arrive, become a case, or are answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

import settings
from models.cases import Case, CaseState, Counter
from models.database import reading
from models.relays import Relay, RelayConsent, RelayState, Urgency
from operations.history import findings
from operations.relays import answer_relay, send_relay, take_relay
from rules.calendar import after_business_days, fiscal_year, fiscal_year_short
from rules.refusal import Refused
from tests.operations.stored import entries, refused, why_not
from ui.session import _twin_safe

WAITING = "雨戸の閉まった家"  # at 地域福祉課, from disability_consultation_office_1
SOUTH = "七階の窓の方"  # at the center of the south, from general_hospital
TEN = datetime(2026, 6, 18, 1, 30, tzinfo=UTC)


def five_fields(city, **other: Any) -> dict[str, Any]:
    """A つなぎ to the city."""
    return {
        "alias": "橋のたもと", "complaint": "相談", "urgency": Urgency.ORDINARY, "consent": RelayConsent.GIVEN,
        "to_agency_id": city.agency("community_welfare_division"), **other,
    }  # fmt: skip


def this_year() -> str:
    """The short name of this 年度."""
    return fiscal_year_short(fiscal_year(settings.today()))


@pytest.mark.parametrize("who", ["hayashi", "ogawa", "nishi", "kobayashi"])
def test_send_relay_is_from_the_agency_of_the_sender(city, who) -> None:
    actor = city.actor(who)
    relay = city.row(Relay, city.do(actor, send_relay, now=TEN, **five_fields(city, alias=" 橋のたもと ")).subject_id)
    assert (relay.from_agency_id, relay.sent_by_id, relay.sent_at) == (actor.agency_id, actor.person_id, TEN)
    assert (relay.alias, relay.complaint, relay.state) == ("橋のたもと", "相談", RelayState.ARRIVED)
    assert (relay.reply, relay.replied_at, relay.case_id) == (None, None, None)


@pytest.mark.parametrize("urgency", list(Urgency))
def test_send_relay_is_answered_on_the_day_only_in_an_emergency(city, urgency) -> None:
    done = city.do("hayashi", send_relay, now=TEN, **five_fields(city, urgency=urgency))
    day = settings.tokyo_day(TEN)
    due = day if urgency is Urgency.EMERGENCY else after_business_days(day, 3)
    assert (city.row(Relay, done.subject_id).reply_due_on, due.weekday()) == (due, 3 if due == day else 1)


def test_send_relay_late_in_the_evening_counts_from_the_tokyo_day(city) -> None:
    night = datetime(2026, 6, 18, 15, 30, tzinfo=UTC)  # 0:30 of the 19th in Tokyo
    done = city.do("hayashi", send_relay, now=night, **five_fields(city, urgency=Urgency.EMERGENCY))
    assert city.row(Relay, done.subject_id).reply_due_on == date(2026, 6, 19)


def test_send_relay_answers_the_same_request_once(city) -> None:
    actor, inputs = city.actor("hayashi"), five_fields(city)
    first = city.do(actor, send_relay, request_id="one", **inputs)
    again = city.do(actor, send_relay, request_id="one", **inputs)
    assert (again.subject_id, again.repeated) == (first.subject_id, True)


@pytest.mark.parametrize("agency", ["police_station", "disability_consultation_office_1", "east_branch_office_1"])
def test_send_relay_to_an_agency_that_takes_none_is_refused(city, agency) -> None:
    inputs = five_fields(city, to_agency_id=city.agency(agency))
    assert why_not(city, "hayashi", send_relay, **inputs) == "receiver_takes_no_relays"


def test_send_relay_to_an_agency_that_is_not_there_is_refused(city) -> None:
    assert why_not(city, "hayashi", send_relay, **five_fields(city, to_agency_id=uuid4())) == "receiver_takes_no_relays"


@pytest.mark.parametrize("field", ["alias", "complaint"])
def test_send_relay_without_a_text_is_refused(city, field) -> None:
    found = refused(city, "hayashi", send_relay, **five_fields(city, **{field: " \u3000"}))
    assert (found.reason_key, found.facts) == ("field_is_needed", {"field": f"field.{field}"})


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"alias": "あ" * 201}, "text_too_long"),
        ({"complaint": "あ" * 4001}, "text_too_long"),
        ({"complaint": "番号は1234-5678-9012"}, "text_has_my_number"),
        ({"alias": "a\x00b"}, "text_has_unusable_signs"),
    ],
)
def test_send_relay_with_a_text_that_cannot_be_kept_is_refused(city, other, key) -> None:
    assert why_not(city, "hayashi", send_relay, **five_fields(city, **other)) == key


def test_take_relay_makes_the_first_case_of_the_year(city) -> None:
    relay = city.row(Relay, city.relay(WAITING))
    case = city.row(Case, city.do("kobayashi", take_relay, relay.id, reply="受けました。").subject_id)
    assert (case.number, case.in_charge_id) == (f"{this_year()}-001", city.person("kobayashi"))
    assert (case.alias, case.outline, case.urgency) == (relay.alias, relay.complaint, relay.urgency)
    assert (case.relayed_by_id, case.lead_agency_id) == (relay.from_agency_id, relay.to_agency_id)
    assert (case.state, case.received_on, case.district_key) == (CaseState.RECEIVED, settings.today(), "")


def test_take_relay_lets_the_sender_take_part_and_read_the_answer(city) -> None:
    actor, relay_id = city.actor("kobayashi"), city.relay(WAITING)
    case_id = city.do(actor, take_relay, relay_id, reply=" 受けました。 ").subject_id
    relay = city.row(Relay, relay_id)
    assert (relay.state, relay.reply, relay.case_id) == (RelayState.TAKEN, "受けました。", case_id)
    assert (relay.replied_by_id, relay.replied_at is not None) == (actor.person_id, True)
    assert [one.agency_id for one in city.involvements(case_id)] == [relay.from_agency_id]
    assert [entry.action for entry in entries(case_id)] == ["relay.take"]


def test_take_relay_at_a_center_makes_a_case_of_its_district(city) -> None:
    case = city.row(Case, city.do("minami", take_relay, city.relay(SOUTH)).subject_id)
    assert (case.district_key, case.in_charge_id) == ("south", city.person("minami"))


def test_take_relay_twice_is_refused(city) -> None:
    city.do("kobayashi", take_relay, city.relay(WAITING))
    assert why_not(city, "mizuno", take_relay, city.relay(WAITING)) == "step_not_open"


@pytest.mark.parametrize(
    ("who", "alias", "key"),
    [
        ("kacho", WAITING, "not_yours"),
        ("hayashi", WAITING, "not_yours"),
        ("kiroku", WAITING, "not_yours"),
        ("nishi", SOUTH, "not_found"),
        ("minami", WAITING, "not_found"),
    ],
)
def test_take_relay_of_somebody_else_is_refused(city, who, alias, key) -> None:
    assert why_not(city, who, take_relay, city.relay(alias)) == key


def test_take_relay_by_its_own_sender_is_refused(city) -> None:
    relay_id = city.do("nishi", send_relay, **five_fields(city)).subject_id
    assert why_not(city, "nishi", take_relay, relay_id) == "step_not_open"


def test_take_relay_of_eight_at_once_leaves_no_gap_in_the_numbers(city) -> None:
    waiting = [city.do("hayashi", send_relay, **five_fields(city, alias=f"家{n}")).subject_id for n in range(8)]
    actors = [city.actor(who) for who in ("kobayashi", "mizuno") * 4]

    def take(pair: tuple[Any, UUID]) -> UUID:
        request = uuid4().hex
        return _twin_safe(lambda: city.do(pair[0], take_relay, pair[1], request_id=request)).subject_id

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, zip(actors, waiting, strict=True)))
    numbers = sorted(city.row(Case, case_id).number for case_id in taken)
    assert numbers == [f"{this_year()}-{n:03d}" for n in range(1, 9)]
    with reading() as session:
        assert findings(session) == []


def test_take_relay_that_is_refused_uses_no_number(city) -> None:
    relay_id, year = city.relay(WAITING), fiscal_year(settings.today())
    with pytest.raises(Refused, match="text_too_long"):
        city.do("kobayashi", take_relay, relay_id, reply="あ" * 4001)
    with reading() as session:
        assert session.exec(select(Counter).where(col(Counter.name) == f"case:{year}")).first() is None
    assert city.row(Case, city.do("kobayashi", take_relay, relay_id).subject_id).serial == 1


def test_take_relay_in_april_begins_a_new_year_of_numbers(city) -> None:
    march, april = (datetime(2031, month, day, 3, tzinfo=UTC) for month, day in ((3, 31), (4, 1)))
    relays = [city.do("hayashi", send_relay, **five_fields(city)).subject_id for _ in range(3)]
    moments = (march, march + timedelta(hours=11), april)
    cases = [city.row(Case, city.do("mizuno", take_relay, r, now=at).subject_id) for r, at in zip(relays, moments)]
    assert [case.number for case in cases] == ["R12-001", "R12-002", "R13-001"]


@pytest.mark.parametrize(
    ("step", "state"),
    [
        ("give_information", RelayState.INFORMATION_ONLY),
        ("pass_on", RelayState.PASSED_ON),
        ("advise", RelayState.ADVISED),
    ],
)
def test_answer_relay_tells_the_sender_in_words(city, step, state) -> None:
    actor, relay_id = city.actor("mizuno"), city.relay(WAITING)
    assert city.do(actor, answer_relay, relay_id, step=step, reply=" お電話ください。 ").subject_id == relay_id
    relay = city.row(Relay, relay_id)
    assert (relay.state, relay.reply, relay.replied_by_id) == (state, "お電話ください。", actor.person_id)
    assert relay.case_id is None
    assert why_not(city, "mizuno", answer_relay, relay_id, step=step, reply="もう一度") == "step_not_open"


@pytest.mark.parametrize("reply", [None, "", " \u3000\n"])
def test_answer_relay_without_words_is_refused(city, reply) -> None:
    key = why_not(city, "mizuno", answer_relay, city.relay(WAITING), step="advise", reply=reply)
    assert key == "reply_is_written"


@pytest.mark.parametrize("step", ["take", "close", ""])
def test_answer_relay_by_another_step_is_refused(city, step) -> None:
    key = why_not(city, "mizuno", answer_relay, city.relay(WAITING), step=step, reply="返事")
    assert key == "step_not_open"


@pytest.mark.parametrize(
    ("who", "alias", "key"),
    [("hayashi", WAITING, "not_yours"), ("kacho", WAITING, "not_yours"), ("nishi", SOUTH, "not_found")],
)
def test_answer_relay_of_somebody_else_is_refused(city, who, alias, key) -> None:
    assert why_not(city, who, answer_relay, city.relay(alias), step="advise", reply="返事") == key
