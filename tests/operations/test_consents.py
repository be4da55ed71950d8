"""同意 of one person: recorded, refused, withdrawn at once, and its paper; no id from elsewhere gets in."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

import settings
from models.cases import Consent, ConsentShare, ConsentWay, HouseholdMember, InformationClass
from models.database import reading, writing
from models.history import Channel, EnteredFor, ReasonedAct
from operations.action import Said
from operations.cases import release_agency
from operations.consents import file_paper, record_consent, record_refusal, withdraw_consent
from queries.case import case_file
from queries.cases import case_list
from rules.refusal import Refused
from tests.operations.stored import entries, refused, why_not

DAY = timedelta(days=1)
I = InformationClass  # noqa: E741 - short, because it stands in many lines


def terms(city, member_id: UUID, **other: Any) -> dict[str, Any]:
    """A written consent of today that shows the illness to the hospital."""
    return {
        "member_id": member_id, "way": ConsentWay.WRITTEN, "given_on": settings.today(),
        "agencies": [city.agency("general_hospital")], "information": [I.IDENTITY, I.HEALTH],
        "read_out": "病院とお話を分け合います。", **other,
    }  # fmt: skip


def someone(city, number: str = "004", place: int = 0) -> UUID:
    """A person of a household."""
    return city.members(city.case(number))[place].id


def shares(consent_id: UUID) -> set[tuple[UUID, InformationClass]]:
    """The cells of a consent."""
    with reading() as session:
        rows = session.exec(select(ConsentShare).where(ConsentShare.consent_id == consent_id)).all()
    return {(row.agency_id, row.information) for row in rows}


def test_record_consent_opens_exactly_the_named_cells(city) -> None:
    hospital, farm, actor = city.agency("general_hospital"), city.agency("farm"), city.actor("kobayashi")
    inputs = terms(city, someone(city), agencies=[hospital, farm, farm], information=(I.HEALTH, I.SITUATION, I.HEALTH))
    consent = city.row(Consent, city.do(actor, record_consent, city.case("004"), **inputs).subject_id)
    assert shares(consent.id) == {(a, i) for a in (hospital, farm) for i in (I.HEALTH, I.SITUATION)}
    assert (consent.case_id, consent.member_id) == (city.case("004"), someone(city))
    assert (consent.heard_by_id, consent.starts_on, consent.ends_on) == (actor.person_id, settings.today(), None)
    assert (consent.withdrawn_at, consent.paper_on) == (None, None)


def test_record_consent_keeps_every_word(city) -> None:
    told = {
        "witness": "通訳の職員", "representative": "長女", "power": "成年後見人 登記第1号", "own_view": "「いいよ」",
        "exclusions": "東京の弟には知らせない。", "read_out": "あ" * 4000,
    }  # fmt: skip
    inputs = terms(city, someone(city), way=ConsentWay.REPRESENTATIVE, ends_on=settings.today(), **told)
    consent = city.row(Consent, city.do("kobayashi", record_consent, city.case("004"), **inputs).subject_id)
    assert {name: getattr(consent, name) for name in told} == told
    assert (consent.way, consent.ends_on) == (ConsentWay.REPRESENTATIVE, settings.today())


@pytest.mark.parametrize("way", [ConsentWay.SPOKEN, ConsentWay.TELEPHONE])
def test_record_consent_by_word_counts_at_once_with_or_without_a_day_for_the_paper(city, way) -> None:
    for due in (None, settings.today() + 7 * DAY):
        inputs = terms(city, someone(city), way=way, paper_due_on=due)
        done = city.do("kobayashi", record_consent, city.case("004"), **inputs)
        assert city.row(Consent, done.subject_id).paper_due_on == due


def test_record_consent_after_a_refusal_takes_its_place(city) -> None:
    member_id = someone(city, "001", 1)
    assert city.row(HouseholdMember, member_id).refused_on is not None
    city.do("kobayashi", record_consent, city.case("001"), **terms(city, member_id))
    assert city.row(HouseholdMember, member_id).refused_on is None


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"agencies": []}, "consent_names_no_agency"),
        ({"information": []}, "consent_names_no_information"),
        ({"agencies": [uuid4()]}, "not_found"),
        ({"read_out": " "}, "field_is_needed"),
        ({"read_out": "あ" * 4001}, "text_too_long"),
        ({"witness": "1234-5678-9012"}, "text_has_my_number"),
        ({"exclusions": "a\x00"}, "text_has_unusable_signs"),
        ({"given_on": date(9999, 1, 1)}, "consent_is_not_from_tomorrow"),
        ({"ends_on": date(2020, 1, 1)}, "period_is_open"),
        ({"way": ConsentWay.REPRESENTATIVE}, "representative_has_power"),
        ({"way": ConsentWay.REPRESENTATIVE, "representative": "長女", "power": " "}, "representative_has_power"),
    ],
)
def test_record_consent_that_does_not_hold_is_refused(city, other, key) -> None:
    inputs = terms(city, someone(city), **other)
    assert why_not(city, "kobayashi", record_consent, city.case("004"), **inputs) == key


def test_record_consent_with_one_unknown_agency_among_others_is_refused(city) -> None:
    inputs = terms(city, someone(city), agencies=[city.agency("farm"), uuid4()])
    assert why_not(city, "kobayashi", record_consent, city.case("004"), **inputs) == "not_found"


def test_record_consent_of_somebody_who_died_is_refused(city) -> None:
    with writing() as session:
        session.get_one(HouseholdMember, someone(city)).died_on = settings.today()
    inputs = terms(city, someone(city))
    assert why_not(city, "kobayashi", record_consent, city.case("004"), **inputs) == "member_is_alive"


def test_record_consent_of_a_child_who_was_not_asked_needs_a_reason(city) -> None:
    child, case_id = someone(city, "003", 2), city.case("003")
    inputs = terms(city, child, way=ConsentWay.REPRESENTATIVE, representative="母", power="親権")
    found = refused(city, "mizuno", record_consent, case_id, **inputs)
    assert (found.reason_key, found.facts) == ("reason_is_needed", {"condition": "minor_was_asked"})
    done = city.do("mizuno", record_consent, case_id, reasons={"minor_was_asked": "0歳のため"}, **inputs)
    with reading() as session:
        row = session.exec(select(ReasonedAct).where(ReasonedAct.subject_id == done.subject_id)).one()
    assert (row.condition, row.reason, row.case_id, row.action) == (
        "minor_was_asked", "0歳のため", case_id, "consent.record",
    )  # fmt: skip


@pytest.mark.parametrize("operation", [record_consent, record_refusal], ids=["record", "refuse"])
@pytest.mark.parametrize("stranger", ["other case", "nobody", "a case"])
def test_consent_of_a_person_of_another_case_is_refused(city, operation, stranger) -> None:
    member = {"other case": someone(city, "001"), "nobody": uuid4(), "a case": city.case("004")}[stranger]
    whole = terms(city, member)
    inputs = whole if operation is record_consent else {"member_id": member, "refused_on": settings.today()}
    assert why_not(city, "kobayashi", operation, city.case("004"), **inputs) == "not_found"


@pytest.mark.parametrize(("who", "key"), [("nishi", "not_found"), ("kacho", "not_yours"), ("ogawa", "not_yours")])
def test_record_consent_by_somebody_else_is_refused(city, who, key) -> None:
    inputs = terms(city, someone(city, "001"))
    assert why_not(city, who, record_consent, city.case("001"), **inputs) == key


def test_record_refusal_stands_until_a_consent(city) -> None:
    day = settings.today() - DAY
    city.do("kobayashi", record_refusal, city.case("004"), member_id=someone(city), refused_on=day)
    assert city.row(HouseholdMember, someone(city)).refused_on == day


def test_record_refusal_of_tomorrow_is_refused(city) -> None:
    inputs = {"member_id": someone(city), "refused_on": settings.today() + DAY}
    assert why_not(city, "kobayashi", record_refusal, city.case("004"), **inputs) == "day_in_future"


def test_record_refusal_over_a_valid_consent_is_refused_until_it_is_over(city) -> None:
    inputs = {"member_id": someone(city, "001"), "refused_on": settings.today()}
    for ends in (None, settings.today()):
        with writing() as session:
            session.get_one(Consent, city.consents(city.case("001"))[0].id).ends_on = ends
        key = why_not(city, "kobayashi", record_refusal, city.case("001"), **inputs)
        assert key == "consent_stands_withdraw_it"
    with writing() as session:
        session.get_one(Consent, city.consents(city.case("001"))[0].id).ends_on = settings.today() - DAY
    city.do("kobayashi", record_refusal, city.case("001"), **inputs)


def consent_of(city, number: str) -> UUID:
    """The first consent of a case."""
    return city.consents(city.case(number))[0].id


@pytest.mark.parametrize(
    ("who", "number"),
    [("kobayashi", "001"), ("kacho", "001"), ("minami", "006"), ("ogawa", "001"), ("hayashi", "001")],
)
def test_withdraw_consent_by_whoever_hears_it_counts_at_once(city, who, number) -> None:
    actor, consent_id = city.actor(who), consent_of(city, number)
    city.do(actor, withdraw_consent, consent_id, words=" もう結構です。 ")
    consent = city.row(Consent, consent_id)
    assert (consent.withdrawn_by_id, consent.withdrawal_words) == (actor.person_id, "もう結構です。")
    assert consent.withdrawn_at == entries(consent_id)[-1].moment
    assert city.case(number) not in [row.id for row in city.look("ogawa", case_list).rows]
    with pytest.raises(Refused, match="not_found"):
        city.look("ogawa", case_file, city.case(number))


def test_withdraw_consent_without_words_and_for_somebody_else(city) -> None:
    said = Said(city.agency("lower_secondary_school"), "担任", Channel.FAX, settings.now())
    consent_id = consent_of(city, "003")
    city.do("mizuno", withdraw_consent, consent_id, said=said)
    with reading() as session:
        row = session.exec(select(EnteredFor).where(EnteredFor.subject_id == consent_id)).one()
    assert (row.said_by, row.channel, city.row(Consent, consent_id).withdrawal_words) == ("担任", Channel.FAX, None)


@pytest.mark.parametrize(
    ("who", "number", "key"),
    [
        ("kobayashi", "005", "consent_is_already_withdrawn"),
        ("nishi", "001", "not_found"),
        ("hayashi", "006", "not_found"),
        ("ogawa", "003", "not_found"),
        ("kiroku", "001", "not_found"),
        ("system", "001", "not_found"),
    ],
)
def test_withdraw_consent_that_is_gone_or_not_theirs_is_refused(city, who, number, key) -> None:
    assert why_not(city, who, withdraw_consent, consent_of(city, number)) == key


def test_withdraw_consent_by_an_agency_that_was_released_is_refused(city) -> None:
    part = next(one for one in city.involvements(city.case("001")) if one.agency_id == city.agency("general_hospital"))
    city.do("kobayashi", release_agency, part.id)
    assert why_not(city, "ogawa", withdraw_consent, consent_of(city, "001")) == "not_found"


def test_withdraw_consent_twice_by_the_agency_answers_like_no_consent(city) -> None:
    city.do("ogawa", withdraw_consent, consent_of(city, "001"))
    assert why_not(city, "ogawa", withdraw_consent, consent_of(city, "001")) == "not_found"
    assert why_not(city, "kobayashi", withdraw_consent, consent_of(city, "001")) == "consent_is_already_withdrawn"


def test_file_paper_ends_the_reminder(city) -> None:
    consent_id = consent_of(city, "003")
    assert city.row(Consent, consent_id).paper_due_on is not None
    city.do("mizuno", file_paper, consent_id, paper_on=settings.today())
    consent = city.row(Consent, consent_id)
    assert (consent.paper_on, consent.paper_due_on) == (settings.today(), None)


@pytest.mark.parametrize(
    ("who", "ahead", "key"),
    [("mizuno", 1, "day_in_future"), ("nishi", 0, "not_found"), ("kacho", 0, "not_yours"), ("ogawa", 0, "not_yours")],
)
def test_file_paper_that_does_not_hold_is_refused(city, who, ahead, key) -> None:
    inputs = {"paper_on": settings.today() + ahead * DAY}
    assert why_not(city, who, file_paper, consent_of(city, "003"), **inputs) == key
