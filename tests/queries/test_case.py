"""事例ひとつ: class by class, each on its own ground, and never a word more than the ground allows."""

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

import settings
from models.cases import CaseState, Consent, ConsentShare, ConsentWay, InformationClass
from models.database import writing
from operations.cases import add_member, involve_agency, release_agency
from operations.consents import record_consent, withdraw_consent
from queries.case import CaseFile, case_file
from queries.cases import case_list
from queries.household import Told
from queries.view import Seen
from rules.access import GRANTS
from rules.consent import Standing
from rules.disclosure import Basis, BasisKind
from rules.refusal import Refused
from tests.queries.many import more_looks

DAY = timedelta(days=1)
I = InformationClass  # noqa: E741 - short, because it stands in many lines


def shown(view: Any) -> str:
    """Every text of a view, however deep."""
    if isinstance(view, str):
        return view
    if isinstance(view, tuple | list | frozenset):
        return "\n".join(map(shown, view))
    return "\n".join(shown(getattr(view, one.name)) for one in fields(view)) if is_dataclass(view) else ""


def consented(city, number: str, information: set[InformationClass], agency: str = "police_station") -> UUID:
    """Make an agency part of a case, with the consent of its first person to these classes."""
    case_id, agency_id = city.case(number), city.agency(agency)
    city.do("kobayashi", involve_agency, case_id, agency_id=agency_id)
    return city.do(
        "kobayashi", record_consent, case_id, member_id=city.members(case_id)[0].id, way=ConsentWay.WRITTEN,
        given_on=settings.today(), agencies=[agency_id], information=information, read_out="文",
        ends_on=settings.today() + 10 * DAY,
    ).subject_id  # fmt: skip


def officer(city) -> Any:
    """Somebody of the police, who has no account in the sample city."""
    return replace(city.actor("ogawa"), agency_id=city.agency("police_station"))


@pytest.mark.parametrize(
    ("who", "number"),
    [("kobayashi", "001"), ("mizuno", "006"), ("kacho", "003"), ("nishi", "002"), ("minami", "001"), ("minami", "006")],
)
def test_case_file_by_office_is_whole(city, who, number) -> None:
    view = city.look(who, case_file, city.case(number))
    members = city.members(city.case(number))
    assert (view.basis, view.is_office) == (Basis(BasisKind.OFFICE), True)
    assert view.looks == (Seen("case.look", "cases", view.id, view.id, "office"),)
    assert [member.id for member in view.members] == [member.id for member in members]
    text = shown(view)
    for member in members:
        told = (member.relation, member.name, member.reading, member.address, member.telephone, member.health)
        assert [one for one in told if one and one not in text] == []


@pytest.mark.parametrize(
    ("who", "number"),
    [
        ("nishi", "001"), ("minami", "002"), ("hayashi", "006"), ("ogawa", "002"), ("ogawa", "003"), ("kiroku", "001"),
        ("suishin", "001"), ("kaigo-kacho", "001"), ("iin", "001"), ("system", "001"),
    ],
)  # fmt: skip
def test_case_file_of_somebody_else_answers_like_none(city, who, number) -> None:
    answers = []
    for case_id in (city.case(number), uuid4(), None):
        with pytest.raises(Refused) as caught:
            city.look(who, case_file, case_id)
        answers.append((caught.value.reason_key, caught.value.facts))
    assert answers == [("not_found", {})] * 3


def test_case_file_by_consent_shows_the_agreed_classes_of_the_agreed_person(city) -> None:
    view: CaseFile = city.look("ogawa", case_file, city.case("001"))
    mother, _ = city.members(city.case("001"))
    consent = city.consents(city.case("001"))[0]
    basis = Basis(BasisKind.CONSENT, consent.ends_on, consent.id)
    assert (view.basis, view.is_office, view.looks[0].basis) == (basis, False, "consent")
    assert [member.id for member in view.members] == [mother.id]
    assert [(told.information, told.basis) for told in view.members[0].told] == [(I.IDENTITY, basis), (I.HEALTH, basis)]
    assert (view.members[0].heading, view.members[0].text("health")) == (mother.name, mother.health)
    assert (view.members[0].text("livelihood"), view.members[0].standing, view.members[0].reach) == (None, None, ())


def test_case_file_by_consent_holds_no_word_of_the_son_who_refused(city) -> None:
    view = city.look("ogawa", case_file, city.case("001"))
    son, text = city.members(city.case("001"))[1], shown(view)
    assert [one for one in (son.name, son.reading, son.born, son.health, son.livelihood) if one in text] == []
    assert (view.outline, view.relayed_by, view.timeline, view.lookers, view.reasoned) == (None, "", (), (), ())
    assert [offer.name for offer in view.offers] == []


def test_case_file_by_consent_shows_the_outline_when_everyone_agreed(city) -> None:
    view = city.look("ogawa", case_file, city.case("006"))
    assert view.outline == "退院後の身元の保証人がなく、買い物と金銭の管理が心配。"
    assert view.members[0].text("livelihood") == "年金と貯え。通帳の管理に不安。"
    city.do("minami", add_member, city.case("006"), relation="弟")
    assert city.look("ogawa", case_file, city.case("006")).outline is None


def test_case_file_by_consent_shows_to_whom_one_may_speak_and_not_the_talk_at_home(city) -> None:
    consented(city, "003", {I.IDENTITY}, "general_hospital")
    view = city.look("ogawa", case_file, city.case("003"))
    assert [consent.agencies for consent in view.consents] == [("星見野総合病院 地域連携室",)]
    whole = city.look("mizuno", case_file, city.case("003"))
    private = [text for one in whole.consents for text in (one.witness, one.own_view, one.power) if text]
    assert len(private) == 3
    assert [text for text in private if text in shown(view)] == []
    assert {consent.read_out for consent in view.consents} == {""}


@pytest.mark.parametrize("information", list(InformationClass))
def test_case_file_of_an_agency_opens_for_every_case_of_its_list(city, information) -> None:
    consented(city, "001", {information})
    actor = officer(city)
    rows = city.look(actor, case_list).rows
    assert [row.id for row in rows] == [city.case("001")]
    view = city.look(actor, case_file, rows[0].id)
    assert (view.id, {told.information for member in view.members for told in member.told} <= {information}) == (
        city.case("001"), True,
    )  # fmt: skip


@pytest.mark.parametrize("information", [I.HEALTH, I.LIVELIHOOD])
def test_case_file_without_consent_to_the_name_names_nobody(city, information) -> None:
    consented(city, "001", {information})
    view, mother = city.look(officer(city), case_file, city.case("001")), city.members(city.case("001"))[0]
    text = shown(view)
    assert [one for one in (mother.name, mother.relation, mother.address, mother.telephone) if one in text] == []
    assert getattr(mother, information.value) in text


def test_case_file_prints_the_consent_that_ends_first(city) -> None:
    longer = consented(city, "001", {I.IDENTITY})
    shorter = consented_again(city, longer)
    view = city.look(officer(city), case_file, city.case("001"))
    assert view.basis == Basis(BasisKind.CONSENT, settings.today() + 2 * DAY, shorter)


def consented_again(city, first: UUID) -> UUID:
    """The same person agrees to another class, for two days."""
    told = city.row(Consent, first)
    return city.do(
        "kobayashi", record_consent, told.case_id, member_id=told.member_id, way=ConsentWay.WRITTEN,
        given_on=settings.today(), agencies=[city.agency("police_station")], information=[I.HEALTH], read_out="文",
        ends_on=settings.today() + 2 * DAY,
    ).subject_id  # fmt: skip


@pytest.mark.parametrize(("ends", "is_open"), [(0, True), (-1, False)])
def test_case_file_by_consent_holds_to_the_end_of_the_last_day_in_tokyo(city, ends, is_open) -> None:
    consent_id = consented(city, "001", {I.IDENTITY})
    with writing() as session:
        session.get_one(Consent, consent_id).ends_on = settings.today() + ends * DAY
    actor = officer(city)
    if is_open:
        assert city.look(actor, case_file, city.case("001")).members[0].heading == "青葉 文子"
    else:
        with pytest.raises(Refused, match="not_found"):
            city.look(actor, case_file, city.case("001"))


def test_case_file_by_consent_is_closed_from_the_second_of_the_withdrawal(city) -> None:
    consent_id, actor = consented(city, "001", {I.IDENTITY, I.HEALTH}), officer(city)
    assert city.look(actor, case_file, city.case("001")).members[0].text("health") is not None
    city.do("kobayashi", withdraw_consent, consent_id)
    with pytest.raises(Refused, match="not_found"):
        city.look(actor, case_file, city.case("001"))


def test_case_file_by_consent_needs_the_agency_to_take_part(city) -> None:
    consented(city, "001", {I.IDENTITY})
    part = next(one for one in city.involvements(city.case("001")) if one.agency_id == city.agency("police_station"))
    city.do("kobayashi", release_agency, part.id)
    with pytest.raises(Refused, match="not_found"):
        city.look(officer(city), case_file, city.case("001"))


def test_case_file_by_involvement_alone_is_closed(city) -> None:
    city.do("kobayashi", involve_agency, city.case("001"), agency_id=city.agency("police_station"))
    with pytest.raises(Refused, match="not_found"):
        city.look(officer(city), case_file, city.case("001"))


def test_case_file_tells_the_office_where_everyone_stands(city) -> None:
    stands = {
        number: [member.standing for member in city.look("kobayashi", case_file, city.case(number)).members]
        for number in ("001", "002", "003", "004", "005", "006")
    }
    assert stands == {
        "001": [Standing.GIVEN, Standing.REFUSED],
        "002": [Standing.NOT_ASKED],
        "003": [Standing.GIVEN, Standing.BY_REPRESENTATIVE, Standing.NOT_ASKED],
        "004": [Standing.NOT_ASKED],
        "005": [Standing.WITHDRAWN],
        "006": [Standing.GIVEN],
    }


def test_case_file_tells_the_office_how_far_a_consent_reaches(city) -> None:
    view = city.look("kobayashi", case_file, city.case("001"))
    names = {
        city.agency(key): 3
        for key in ("disability_consultation_office_1", "general_hospital", "south_welfare_consultation_center")
    }
    assert (dict(view.members[0].reach), view.members[1].reach) == (names, ())
    with writing() as session:
        cell = select(ConsentShare).where(
            ConsentShare.agency_id == city.agency("general_hospital"), ConsentShare.information == I.HEALTH
        )
        for share in session.exec(cell).all():
            session.delete(share)
    after = dict(city.look("kobayashi", case_file, city.case("001")).members[0].reach)
    assert after == names | {city.agency("general_hospital"): 2}


def test_case_file_offers_and_rights_are_those_of_the_person(city) -> None:
    chief, worker, agency = (city.look(who, case_file, city.case("001")) for who in ("kacho", "kobayashi", "ogawa"))
    assert (chief.state, [offer.name for offer in worker.offers]) == (
        CaseState.CONSENTED, ["return_to_support_conference", "suspend"],
    )  # fmt: skip
    assert ("member.add" in worker.may, "member.add" in chief.may, "approval.give" in chief.may) == (True, False, True)
    assert "consent.withdraw" in agency.may
    assert {"member.add", "case.describe", "consent.print", "looks.look"} & agency.may == set()
    assert chief.may <= set(GRANTS)


def test_case_file_tells_who_did_and_who_saw(city) -> None:
    actor = city.actor("kobayashi")
    more_looks(actor, city.case("004"), 25)
    city.do(actor, add_member, city.case("004"), relation="長男")
    view = city.look("kacho", case_file, city.case("004"))
    assert (view.timeline[0].action, view.timeline[0].who) == ("member.add", "小林 あかり")
    assert (len(view.lookers), {one.action for one in view.lookers}) == (20, {"case.look"})
    assert {one.action for one in view.timeline} & {"case.look", "relay.look"} == set()
    assert [one.moment for one in view.timeline] == sorted((one.moment for one in view.timeline), reverse=True)


def test_confidential_text_cannot_be_shown_without_a_basis() -> None:
    with pytest.raises(TypeError, match="basis"):
        Told(basis=None, information=I.HEALTH, texts=())  # type: ignore[arg-type]
