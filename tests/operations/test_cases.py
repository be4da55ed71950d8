"""事例: described, put in charge, its household and agencies, and the steps of its lifecycle."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

import settings
from models.cases import Case, CaseState, Consent, HouseholdMember, Involvement
from models.database import reading, writing
from models.history import ReasonedAct
from models.people import Person, Role, RoleHolding
from models.relays import Urgency
from operations.accounts import close_account, end_role, give_role
from operations.cases import (
    add_member,
    advance_case,
    correct_member,
    describe_case,
    involve_agency,
    put_in_charge,
    release_agency,
)
from operations.relays import take_relay
from queries.case import case_file
from queries.cases import case_list
from rules.lifecycles import CASE
from tests.operations.stored import entries, refused, why_not

DAY = timedelta(days=1)
CSW_CASES = [("kobayashi", "001"), ("nishi", "002"), ("minami", "006")]


def describe(city, who: str, number: str, **other: Any) -> UUID:
    """Describe a case as it stands but for some fields."""
    case_id = city.case(number)
    seen = city.seen(Case, case_id, describe_case)
    return city.do(who, describe_case, case_id, seen=seen, **{**seen, **other}).subject_id


def test_describe_case_keeps_what_was_typed(city) -> None:
    told = {"alias": "角の家", "outline": "あ" * 4000, "urgency": Urgency.EMERGENCY, "district_key": "west"}
    case = city.row(Case, describe(city, "kobayashi", "004", **told))
    assert {name: getattr(case, name) for name in told} == told


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"alias": ""}, "field_is_needed"),
        ({"outline": " "}, "field_is_needed"),
        ({"alias": "あ" * 201}, "text_too_long"),
        ({"outline": "あ" * 4001}, "text_too_long"),
        ({"outline": "123456789012"}, "text_has_my_number"),
        ({"outline": "a\x00"}, "text_has_unusable_signs"),
        ({"district_key": "nowhere"}, "not_found"),
    ],
)
def test_describe_case_with_what_cannot_be_kept_is_refused(city, other, key) -> None:
    case_id = city.case("004")
    seen = city.seen(Case, case_id, describe_case)
    assert why_not(city, "kobayashi", describe_case, case_id, seen=seen, **{**seen, **other}) == key


def test_describe_case_out_of_its_district_takes_it_from_the_center(city) -> None:
    with writing() as session:
        session.get_one(Case, city.case("006")).in_charge_id = None
    describe(city, "minami", "006", district_key="north")
    assert why_not(city, "minami", add_member, city.case("006"), relation="弟") == "not_found"


def charge(city, who: str, number: str, person_id: UUID) -> dict[str, Any]:
    """The inputs of case.put_in_charge."""
    case_id = city.case(number)
    return {"subject_id": case_id, "seen": city.seen(Case, case_id, put_in_charge), "person_id": person_id}


@pytest.mark.parametrize("who", ["kobayashi", "kacho"])
@pytest.mark.parametrize("worker", ["mizuno", "nishi"])
def test_put_in_charge_names_a_worker_who_then_sees_the_case(city, who, worker) -> None:
    city.do(who, put_in_charge, **charge(city, who, "004", city.person(worker)))
    assert city.row(Case, city.case("004")).in_charge_id == city.person(worker)
    assert city.look(worker, case_file, city.case("004")).in_charge_id == city.person(worker)


@pytest.mark.parametrize("worker", ["kacho", "hayashi", "kiroku", "system", "suishin", None])
def test_put_in_charge_of_somebody_who_is_no_worker_is_refused(city, worker) -> None:
    person = city.person(worker) if worker else uuid4()
    key = why_not(city, "kacho", put_in_charge, **charge(city, "kacho", "004", person))
    assert key == "in_charge_must_be_worker"


def test_put_in_charge_of_a_worker_who_left_is_refused(city) -> None:
    city.do("kacho", close_account, city.person("mizuno"))
    city.do("kacho", end_role, city.person("nishi"), role=Role.CENTER_WORKER)
    for worker in ("mizuno", "nishi"):
        key = why_not(city, "kacho", put_in_charge, **charge(city, "kacho", "004", city.person(worker)))
        assert key == "in_charge_must_be_worker"


def test_put_in_charge_of_a_worker_whose_account_is_over_is_refused(city) -> None:
    with writing() as session:
        session.get_one(Person, city.person("minami")).valid_to = settings.today() - DAY
    key = why_not(city, "kacho", put_in_charge, **charge(city, "kacho", "004", city.person("minami")))
    assert key == "in_charge_must_be_worker"


def test_put_in_charge_of_a_worker_to_be_is_refused(city) -> None:
    with writing() as session:
        session.add(
            RoleHolding(person_id=city.person("kiroku"), role=Role.WELFARE_WORKER, since=settings.today() + DAY)
        )
    key = why_not(city, "kacho", put_in_charge, **charge(city, "kacho", "004", city.person("kiroku")))
    assert key == "in_charge_must_be_worker"


def test_put_in_charge_on_a_stale_form_is_refused(city) -> None:
    old = charge(city, "kobayashi", "004", city.person("mizuno"))
    city.do("kobayashi", put_in_charge, **old)
    found = refused(city, "kacho", put_in_charge, **old)
    assert (found.reason_key, vars(found).get("stored")) == ("stale", {"in_charge_id": city.person("mizuno")})


@pytest.mark.parametrize("who", ["nishi", "minami", "ogawa"])
def test_put_in_charge_by_others_is_refused(city, who) -> None:
    assert why_not(city, who, put_in_charge, **charge(city, who, "001", city.person("minami"))) == "not_yours"


@pytest.mark.parametrize(("who", "number"), CSW_CASES)
def test_add_member_puts_them_last(city, who, number) -> None:
    case_id = city.case(number)
    before = city.members(case_id)
    texts = {"name": "髙﨑 𠮷男", "reading": "たかさき よしお", "born": "平成30年", "telephone": "0533-00-0044"}
    done = city.do(who, add_member, case_id, relation="弟", is_minor=True, **texts)
    member = city.members(case_id)[-1]
    assert (member.id, member.position, member.relation, member.is_minor) == (done.subject_id, len(before), "弟", True)
    assert {name: getattr(member, name) for name in texts} == texts
    assert (member.address, member.health, member.died_on, member.refused_on) == (None, None, None, None)


@pytest.mark.parametrize("name", [None, "", " \u3000"])
def test_add_member_without_a_name_is_lawful(city, name) -> None:
    city.do("kobayashi", add_member, city.case("004"), relation="同居の方", name=name)
    assert city.members(city.case("004"))[-1].name is None


@pytest.mark.parametrize(
    ("inputs", "key"),
    [
        ({"relation": ""}, "field_is_needed"),
        ({"relation": "弟", "name": "あ" * 201}, "text_too_long"),
        ({"relation": "弟", "telephone": "1234 5678 9012"}, "text_has_my_number"),
        ({"relation": "弟", "health": "\ud800"}, "text_has_unusable_signs"),
        ({"relation": "弟", "refused_on": "2026-06-18"}, "not_found"),
        ({"relation": "弟", "id": "x"}, "not_found"),
    ],
)
def test_add_member_with_what_cannot_be_kept_is_refused(city, inputs, key) -> None:
    assert why_not(city, "kobayashi", add_member, city.case("004"), **inputs) == key


@pytest.mark.parametrize(("who", "number"), [("nishi", "001"), ("minami", "002")])
def test_add_member_in_a_case_of_another_district_is_refused(city, who, number) -> None:
    assert why_not(city, who, add_member, city.case(number), relation="弟") == "not_found"


def correction(city, member: HouseholdMember, **other: Any) -> dict[str, Any]:
    """The inputs of member.correct, as the person stands but for some fields."""
    seen = city.seen(HouseholdMember, member.id, correct_member)
    return {"subject_id": member.id, "seen": seen, **seen, **other}


def test_correct_member_writes_every_field(city) -> None:
    member = city.members(city.case("004"))[0]
    told = {
        "relation": "祖父", "name": None, "reading": "しいな", "born": "昭和30年", "address": "", "telephone": "0533",
        "health": "良好", "livelihood": "年金", "is_minor": False, "died_on": settings.today(),
    }  # fmt: skip
    city.do("kobayashi", correct_member, **correction(city, member, **told))
    after = city.row(HouseholdMember, member.id)
    assert {name: getattr(after, name) for name in told} == told | {"address": None}


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"relation": " "}, "field_is_needed"),
        ({"died_on": date(9999, 1, 1)}, "day_in_future"),
        ({"name": "あ" * 201}, "text_too_long"),
        ({"position": "3"}, "not_found"),
        ({"case_id": "x"}, "not_found"),
    ],
)
def test_correct_member_with_what_cannot_be_kept_is_refused(city, other, key) -> None:
    member = city.members(city.case("004"))[0]
    assert why_not(city, "kobayashi", correct_member, **correction(city, member, **other)) == key


def test_correct_member_of_a_case_of_another_district_is_refused(city) -> None:
    member = city.members(city.case("001"))[0]
    assert why_not(city, "nishi", correct_member, **correction(city, member)) == "not_found"
    assert why_not(city, "ogawa", correct_member, **correction(city, member)) == "not_yours"


def test_involve_agency_begins_today(city) -> None:
    done = city.do("kobayashi", involve_agency, city.case("004"), agency_id=city.agency("farm"))
    row = city.row(Involvement, done.subject_id)
    assert (row.agency_id, row.since, row.until) == (city.agency("farm"), settings.today(), None)


def test_involve_agency_that_takes_part_already_is_refused(city) -> None:
    hospital = city.agency("general_hospital")
    assert why_not(city, "kobayashi", involve_agency, city.case("001"), agency_id=hospital) == (
        "agency_is_already_involved"
    )
    assert why_not(city, "kobayashi", involve_agency, city.case("001"), agency_id=uuid4()) == "not_found"


def test_release_agency_shuts_the_case_to_it_at_once_and_it_may_come_back(city) -> None:
    case_id, hospital = city.case("001"), city.agency("general_hospital")
    assert city.look("ogawa", case_file, case_id).id == case_id
    part = next(one for one in city.involvements(case_id) if one.agency_id == hospital)
    city.do("kobayashi", release_agency, part.id)
    assert case_id not in [row.id for row in city.look("ogawa", case_list).rows]
    assert why_not(city, "kobayashi", release_agency, part.id) == "agency_is_already_released"
    city.do("kobayashi", involve_agency, case_id, agency_id=hospital)
    assert city.look("ogawa", case_file, case_id).id == case_id


def test_release_agency_on_the_day_it_was_involved_counts_at_once(city) -> None:
    case_id = city.case("002")
    done = city.do("nishi", involve_agency, case_id, agency_id=city.agency("farm"))
    city.do("nishi", release_agency, done.subject_id)
    assert "朝露農園" not in [one.agency for one in city.look("nishi", case_file, case_id).agencies]
    assert why_not(city, "minami", release_agency, done.subject_id) == "not_found"


def advance(city, number: str, step: str, **other: Any) -> dict[str, Any]:
    """The inputs of case.advance."""
    case_id = city.case(number)
    return {"subject_id": case_id, "seen": city.seen(Case, case_id, advance_case), "step": step, **other}


@pytest.mark.parametrize(
    ("who", "number", "step", "state"),
    [
        ("kobayashi", "004", "bring_to_support_conference", CaseState.IN_SUPPORT_CONFERENCE),
        ("kacho", "004", "bring_to_support_conference", CaseState.IN_SUPPORT_CONFERENCE),
        ("minami", "006", "return_to_support_conference", CaseState.IN_SUPPORT_CONFERENCE),
        ("mizuno", "005", "resume", CaseState.ASSESSING),
    ],
)
def test_advance_case_takes_the_step(city, who, number, step, state) -> None:
    city.do(who, advance_case, **advance(city, number, step))
    assert city.row(Case, city.case(number)).state is state
    assert entries(city.case(number))[-1].action == "case.advance"


@pytest.mark.parametrize(
    ("who", "number", "step", "key"),
    [
        ("kobayashi", "001", "begin_assessment", "step_not_open"),
        ("kobayashi", "001", "close", "step_not_open"),
        ("kobayashi", "004", "resume", "step_not_open"),
        ("kobayashi", "004", "move_with_consent", "someone_consents"),
        ("nishi", "002", "move_with_consent", "someone_consents"),
        ("kobayashi", "004", "suspend", "recontact_day_is_set"),
        ("nishi", "001", "suspend", "not_found"),
        ("ogawa", "001", "suspend", "not_yours"),
        ("kiroku", "001", "suspend", "not_yours"),
    ],
)
def test_advance_case_that_is_not_open_is_refused(city, who, number, step, key) -> None:
    assert why_not(city, who, advance_case, **advance(city, number, step)) == key


def test_advance_case_without_anybody_in_charge_is_refused(city) -> None:
    with writing() as session:
        session.get_one(Case, city.case("004")).in_charge_id = None
    key = why_not(city, "kobayashi", advance_case, **advance(city, "004", "bring_to_support_conference"))
    assert key == "someone_is_in_charge"


def test_advance_case_without_a_household_is_refused(city) -> None:
    case_id = city.do("kobayashi", take_relay, city.relay("雨戸の閉まった家")).subject_id
    for step, key in (("begin_assessment", None), ("bring_to_support_conference", "household_is_known")):
        inputs = {"seen": city.seen(Case, case_id, advance_case), "step": step}
        if key is None:
            city.do("kobayashi", advance_case, case_id, **inputs)
        else:
            assert why_not(city, "kobayashi", advance_case, case_id, **inputs) == key


@pytest.mark.parametrize("ahead", [-1, 0])
def test_advance_case_to_a_pause_without_a_coming_day_is_refused(city, ahead) -> None:
    inputs = advance(city, "004", "suspend", recontact_on=settings.today() + ahead * DAY)
    assert why_not(city, "kobayashi", advance_case, **inputs) == "recontact_must_lie_ahead"


def test_advance_case_to_a_pause_and_back_forgets_the_day(city) -> None:
    day = settings.today() + DAY
    city.do("kobayashi", advance_case, **advance(city, "004", "suspend", recontact_on=day))
    assert city.row(Case, city.case("004")).recontact_on == day
    city.do("kobayashi", advance_case, **advance(city, "004", "resume"))
    assert (city.row(Case, city.case("004")).recontact_on, city.row(Case, city.case("004")).state) == (
        None, CaseState.ASSESSING,
    )  # fmt: skip


def test_advance_case_on_a_stale_form_is_refused(city) -> None:
    old = advance(city, "004", "suspend", recontact_on=settings.today() + DAY)
    city.do("kobayashi", advance_case, **advance(city, "004", "bring_to_support_conference"))
    found = refused(city, "kobayashi", advance_case, **old)
    assert (found.reason_key, vars(found)["stored"]) == ("stale", {"state": CaseState.IN_SUPPORT_CONFERENCE})


@pytest.fixture
def half_asked(city) -> UUID:
    """事例 3 back in 支援会議, with a child of the household who was never asked."""
    city.do("mizuno", advance_case, **advance(city, "003", "return_to_support_conference"))
    return city.case("003")


def test_advance_case_past_somebody_not_asked_needs_a_reason(city, half_asked) -> None:
    inputs = advance(city, "003", "move_with_consent")
    for reasons in ({}, {"everyone_was_asked": " "}, {"someone_consents": "わけ"}):
        found = refused(city, "mizuno", advance_case, reasons=reasons, **inputs)
        assert (found.reason_key, found.facts) == ("reason_is_needed", {"condition": "everyone_was_asked"})
    for text, key in (("あ" * 201, "text_too_long"), ("123456789012", "text_has_my_number")):
        assert why_not(city, "mizuno", advance_case, reasons={"everyone_was_asked": text}, **inputs) == key


def test_advance_case_with_a_reason_is_written_down_for_approval(city, half_asked) -> None:
    actor, reasons = city.actor("mizuno"), {"everyone_was_asked": " 入学前に尋ねる ", "someone_consents": "要らない"}
    city.do(actor, advance_case, reasons=reasons, **advance(city, "003", "move_with_consent"))
    with reading() as session:
        rows = session.exec(select(ReasonedAct).where(ReasonedAct.subject_id == half_asked)).all()
    last = max(rows, key=lambda row: row.at)
    assert (last.action, last.condition, last.reason) == ("case.advance", "everyone_was_asked", "入学前に尋ねる")
    assert (last.by_id, last.case_id, last.approved_at) == (actor.person_id, half_asked, None)
    assert (last.history_id, len(rows)) == (entries(half_asked)[-1].id, 2)


def test_advance_case_once_everyone_was_asked_needs_no_reason(city, half_asked) -> None:
    youngest = city.members(half_asked)[2]
    city.do("mizuno", correct_member, **correction(city, youngest, died_on=settings.today()))
    city.do("mizuno", advance_case, **advance(city, "003", "move_with_consent"))
    assert city.row(Case, half_asked).state is CaseState.CONSENTED


def test_advance_case_on_an_expired_consent_is_refused(city, half_asked) -> None:
    with writing() as session:
        for consent in city.consents(half_asked):
            session.get_one(Consent, consent.id).ends_on = settings.today() - DAY
    inputs = advance(city, "003", "move_with_consent", reasons={"everyone_was_asked": "わけ"})
    assert why_not(city, "mizuno", advance_case, **inputs) == "someone_consents"
    with writing() as session:
        session.get_one(Consent, city.consents(half_asked)[0].id).ends_on = settings.today()
    city.do("mizuno", advance_case, **inputs)


@pytest.mark.parametrize("who", ["kobayashi", "mizuno", "kacho", "nishi", "minami"])
def test_advance_case_accepts_what_the_screen_offers_and_nothing_else(city, who) -> None:
    actor = city.actor(who)
    for row in city.look(actor, case_list).rows:
        offers = {one.name: one for one in city.look(actor, case_file, row.id).offers}
        for step in CASE.steps:
            inputs = advance(city, row.number, step.name)
            offer = offers.get(step.name)
            if offer is None:
                assert why_not(city, actor, advance_case, **inputs) == "step_not_open"
            elif offer.stops:
                assert why_not(city, actor, advance_case, **inputs) in offer.stops
            elif offer.needs_reasons:
                assert why_not(city, actor, advance_case, **inputs) == "reason_is_needed"


def test_give_role_of_a_worker_opens_the_way_to_be_in_charge(city) -> None:
    city.do("kacho", give_role, city.person("kiroku"), role=Role.WELFARE_WORKER)
    city.do("kacho", put_in_charge, **charge(city, "kacho", "004", city.person("kiroku")))
    assert city.row(Case, city.case("004")).in_charge_id == city.person("kiroku")
