"""What a consent does not cover, person by person and class by class, is absent from the view itself."""

from dataclasses import replace
from itertools import chain, combinations
from uuid import UUID

import pytest

import settings
from models.cases import Case, ConsentWay, HouseholdMember, InformationClass
from models.conferences import Conference, ConferenceState
from models.database import writing
from models.people import Role
from models.plans import Assignment, AssignmentState, DoerKind
from operations.accounts import give_role
from operations.assignments import accept_condition, advance_assignment, change_assignment
from operations.cases import correct_member, describe_case, involve_agency
from operations.consents import record_consent, withdraw_consent
from queries.case import CaseFile, case_file
from queries.cases import case_list
from queries.roles import role_file
from queries.today import today_of
from rules.disclosure import BasisKind
from rules.refusal import Refused, Stale
from tests.access.texts import CONFIDENTIAL, shown_of, words_of
from tests.city import City
from tests.operations.sittings import prepared
from tests.operations.working import role

IDENTITY, HEALTH, LIVELIHOOD, SITUATION = InformationClass
_MEMBER = frozenset({Role.AGENCY_MEMBER})
FIELDS = {
    IDENTITY: {"relation", "name", "reading", "born", "address", "telephone"},
    HEALTH: {"health"}, LIVELIHOOD: {"livelihood"}, SITUATION: set(),
}  # fmt: skip
SUBSETS = list(chain.from_iterable(combinations(InformationClass, size) for size in (1, 2, 3, 4)))


def agree(city: City, case: UUID, member: UUID, agency: str, *information: InformationClass) -> UUID:
    """A consent of one person for one agency, written by the city's CSW."""
    return city.do(
        "kobayashi", record_consent, case, member_id=member, way=ConsentWay.WRITTEN, given_on=settings.today(),
        agencies=[city.agency(agency)], information=information, read_out="読み上げた文の全部",
    ).subject_id  # fmt: skip


def also_agency_member(city: City, login: str, agency: str, *information: InformationClass) -> CaseFile:
    """Make somebody a member of an agency too, which takes part in case 001 with the mother's consent."""
    case = city.case("001")
    city.do("kacho", give_role, city.person(login), role=Role.AGENCY_MEMBER)
    city.do("kobayashi", involve_agency, case, agency_id=city.agency(agency))
    agree(city, case, city.members(case)[0].id, agency, *information)
    view: CaseFile = city.look(login, case_file, case)
    return view


def uncovered(city: City) -> set[str]:
    """Of case 001: all of the son, who refused; the outline, which speaks of both; the words of the talk at home."""
    case = city.case("001")
    mother, son = city.members(case)
    return words_of(son) | {city.row(Case, case).outline, city.consents(case)[0].read_out, mother.livelihood}


def test_agency_is_told_the_consenting_person_and_nobody_else(city) -> None:
    case = city.case("001")
    mother, hidden = city.members(case)[0], uncovered(city)
    view = city.look("hayashi", case_file, case)
    assert [member.id for member in view.members] == [mother.id]
    assert shown_of(hidden, view) == set()
    assert shown_of(words_of(mother) - {mother.livelihood}, view) == words_of(mother) - {mother.livelihood}
    assert shown_of(hidden, city.look("kobayashi", case_file, case)) == hidden


def test_agency_is_told_nothing_of_standing_reach_and_origin(city) -> None:
    view = city.look("hayashi", case_file, city.case("001"))
    assert [(one.standing, one.reach) for one in view.members] == [(None, ())]
    assert (view.relayed_by, view.is_office, view.offers) == ("", False, ())
    assert {told.basis.kind for one in view.members for told in one.told} == {BasisKind.CONSENT}


def test_words_of_the_talk_at_home_stay_with_the_office(city) -> None:
    case, nurse = city.case("003"), city.actor("hayashi")
    city.do("mizuno", involve_agency, case, agency_id=nurse.agency_id)
    daughter = city.members(case)[1]
    city.do(
        "mizuno", record_consent, case, member_id=daughter.id, way=ConsentWay.REPRESENTATIVE,
        given_on=settings.today(), agencies=[nurse.agency_id], information=[IDENTITY], read_out="読み上げた文の全部",
        witness="立ち会った人", representative="母(親権者)", power="親権の書類", own_view="子どもの言葉",
    )  # fmt: skip
    view = city.look(nurse, case_file, case)
    hidden = {"読み上げた文の全部", "立ち会った人", "親権の書類", "子どもの言葉"}
    assert shown_of(hidden, view) == set()
    assert shown_of(words_of(city.members(case)[0]) | words_of(city.members(case)[2]), view) == set()
    assert shown_of({daughter.name}, view) == {daughter.name}


@pytest.mark.parametrize("classes", SUBSETS, ids="+".join)
def test_each_set_of_classes_opens_its_own_fields_only(small_city, classes) -> None:
    city, case = small_city, small_city.case("006")
    (man,), (consent,) = city.members(case), city.consents(case)
    city.do("minami", withdraw_consent, consent.id)
    agree(city, case, man.id, "general_hospital", *classes)
    view = city.look("ogawa", case_file, case)
    wanted = set().union(*(FIELDS[one] for one in classes))
    assert {name for told in view.members[0].told for name, _ in told.texts} == wanted
    hidden = {getattr(man, name) for name in CONFIDENTIAL if name not in wanted}
    assert shown_of(hidden, view) == set()
    assert (view.outline is not None) == (SITUATION in classes)


@pytest.mark.parametrize("classes", SUBSETS, ids="+".join)
def test_list_counts_and_file_agree_for_each_set_of_classes(small_city, classes) -> None:
    city, case = small_city, small_city.case("001")
    mother, hayashi = city.members(case)[0], city.actor("hayashi")
    city.do("kobayashi", withdraw_consent, city.consents(case)[0].id)
    assert city.look(hayashi, case_list).total == city.look(hayashi, today_of).cases == 2
    agree(city, case, mother.id, "disability_consultation_office_1", *classes)
    assert city.look(hayashi, case_list).total == city.look(hayashi, today_of).cases == 3
    assert city.look(hayashi, case_file, case).id == case
    by_name = city.look(hayashi, case_list, words=mother.name).total
    assert by_name == (1 if IDENTITY in classes else 0)


def test_outline_waits_for_the_consent_of_everyone(city) -> None:
    case, son = city.case("001"), city.members(city.case("001"))[1]
    outline = city.row(Case, case).outline
    assert city.look("hayashi", case_file, case).outline is None
    agree(city, case, son.id, "disability_consultation_office_1", HEALTH)
    assert city.look("hayashi", case_file, case).outline is None
    agree(city, case, son.id, "disability_consultation_office_1", SITUATION)
    assert city.look("hayashi", case_file, case).outline == outline


def test_center_worker_in_an_agency_of_another_district_sees_what_the_agency_sees(city) -> None:
    view = also_agency_member(city, "nishi", "west_welfare_consultation_center", IDENTITY)
    mother = city.members(city.case("001"))[0]
    assert shown_of(uncovered(city) | {mother.health}, view) == set()
    assert [member.id for member in view.members] == [mother.id]
    assert (view.is_office, view.basis.kind, view.timeline, view.lookers) == (False, BasisKind.CONSENT, (), ())
    assert {row.id for row in city.look("nishi", case_list).rows} == {city.case("001"), city.case("002")}
    assert city.look("nishi", case_list, words=city.members(city.case("001"))[1].name).total == 0


def test_center_worker_in_an_agency_of_another_district_is_offered_what_the_agency_is(city) -> None:
    view = also_agency_member(city, "nishi", "west_welfare_consultation_center", IDENTITY)
    agency = city.look("hayashi", case_file, city.case("001"))
    assert view.offers == agency.offers == ()
    assert {act for act in view.may if act.startswith(("case.", "member.", "agency.", "consent."))} == {
        "case.look", "consent.withdraw",
    }  # fmt: skip


def test_stale_form_of_a_center_worker_in_an_agency_is_not_answered_with_what_is_stored(city) -> None:
    also_agency_member(city, "nishi", "west_welfare_consultation_center", IDENTITY)
    case, mother = city.case("001"), city.members(city.case("001"))[0]
    empty = dict.fromkeys(correct_member.edits)
    with pytest.raises(Refused) as of_person:
        city.do("nishi", correct_member, mother.id, seen=empty, relation="母", is_minor=False)
    with pytest.raises(Refused) as of_case:
        city.do(
            "nishi", describe_case, case, seen=dict.fromkeys(describe_case.edits), alias="あ", outline="い",
            urgency="soon", district_key="",
        )  # fmt: skip
    answers = [(type(one.value), getattr(one.value, "stored", {})) for one in (of_person, of_case)]
    assert answers == [(Refused, {}), (Refused, {})]
    assert city.row(HouseholdMember, mother.id).relation == mother.relation


HIDDEN, NAME = "借金の催促が続く", "青葉 透"


def role_run_by(city: City, login: str, number: str = "001", **terms: object) -> UUID:
    """A role of the office of hayashi, agreed in a conference that this person was given to run."""
    office = "disability_consultation_office_1"
    found = role(city, office, number, **{"without_contents": True, "members": (), **terms})
    conference = prepared(city, number)[0]
    with writing() as session:
        session.get_one(Assignment, found).conference_id = conference
        session.get_one(Conference, conference).recorder_id = city.person(login)
    return found


def told_of_stale(city: City, login: str, role_id: UUID) -> dict[str, object]:
    """What is answered to a form that says of every field what nobody wrote."""
    seen = dict.fromkeys(change_assignment.edits)
    with pytest.raises(Stale) as stale:
        city.do(login, change_assignment, role_id, seen=seen, **seen)
    return stale.value.stored


def test_stale_form_of_an_agency_that_runs_the_conference_is_not_answered_with_what_is_stored(city) -> None:
    found = role_run_by(city, "hayashi", "006", problem=HIDDEN)
    assert "assignment.change" in city.look("hayashi", role_file, found).role.may
    assert told_of_stale(city, "hayashi", found) == {}


def test_stale_step_of_an_agency_that_runs_the_conference_tells_the_state_alone(city) -> None:
    found = role_run_by(city, "hayashi", "006", problem=HIDDEN)
    with pytest.raises(Stale) as stale:
        city.do("hayashi", advance_assignment, found, seen={"state": AssignmentState.DONE}, step="accept")
    assert stale.value.stored == {"state": AssignmentState.ASKED}
    seen = {"state": AssignmentState.DONE, "answer": None}
    with pytest.raises(Stale) as stale:
        city.do("hayashi", accept_condition, found, seen=seen)
    assert stale.value.stored == {}


@pytest.mark.parametrize("login", ["kobayashi", "kacho", "minami", "kiroku", "nishi"])
def test_stale_form_of_who_reads_the_whole_case_is_answered_with_what_is_stored(city, login) -> None:
    found = role_run_by(city, "nishi" if login == "nishi" else "kiroku", problem=HIDDEN)
    with writing() as session:
        # The notice went out: from then on whoever was appointed to run it reads the case.
        conference = session.get_one(Conference, session.get_one(Assignment, found).conference_id)
        conference.state, conference.convened_on = ConferenceState.CONVENED, settings.today()
    assert told_of_stale(city, login, found)["problem"] == HIDDEN


def test_form_without_what_is_hidden_leaves_it_as_it_stands(city) -> None:
    found = role_run_by(city, "hayashi", "006", problem=HIDDEN)
    row = city.look("hayashi", role_file, found).role
    assert (row.hides, row.problem) == ({"problem"}, None)
    seen = row.seen(*change_assignment.edits)
    city.do("hayashi", change_assignment, found, seen=seen, **{**seen, "frequency": "週に一度"})
    stored = city.row(Assignment, found)
    assert (stored.frequency, stored.problem) == ("週に一度", HIDDEN)
    with pytest.raises(Stale) as stale:
        city.do("hayashi", change_assignment, found, seen=seen, **{**seen, "problem": "上から書く"})
    assert stale.value.stored == {}


def test_household_and_names_stay_hidden_from_an_agency_that_runs_the_conference(city) -> None:
    family = {"doer": DoerKind.FAMILY, "agency_id": None, "doer_name": NAME}
    found = role_run_by(city, "hayashi", members=[city.members(city.case("001"))[0].id], **family)
    view = city.look("hayashi", role_file, found)
    assert (view.role.hides, view.household) == ({"doer_name"}, ())
    assert shown_of({NAME, "長男"}, view) == set()
    assert told_of_stale(city, "hayashi", found) == {}
    assert [one.label for one in city.look("kobayashi", role_file, found).household] == ["ご本人(母)", "長男"]


def test_promotion_officer_in_an_agency_sees_its_case_and_no_other(city) -> None:
    before = {row.id for row in city.look(replace(city.actor("suishin"), roles=_MEMBER), case_list).rows}
    view = also_agency_member(city, "suishin", "elderly_care_division", IDENTITY, HEALTH)
    assert shown_of(uncovered(city), view) == set()
    assert {row.id for row in city.look("suishin", case_list).rows} == before | {city.case("001")}
    assert city.look("suishin", today_of).cases == len(before) + 1
