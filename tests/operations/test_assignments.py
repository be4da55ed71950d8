"""役割: asked of whom may know, answered by who carries it or as somebody said, and what became of it."""

from datetime import timedelta

import pytest
from sqlmodel import select

import settings
from models.cases import InformationClass as I
from models.database import reading
from models.history import EnteredFor
from models.plans import AssignmentReport, DoerKind, Programme
from models.plans import AssignmentState as A
from operations.agenda import leave_out
from operations.assignments import (
    accept_condition,
    add_assignment,
    advance_assignment,
    agree_assignment,
    change_assignment,
    report_progress,
)
from operations.concerned import members_of
from operations.consents import withdraw_consent
from rules.refusal import Refused
from tests.operations.sittings import prepared
from tests.operations.stored import entries, refused, why_not
from tests.operations.working import (
    DAY,
    TASK,
    agree_to,
    answer,
    changing,
    in_session,
    involved,
    mother,
    plan,
    role,
    said,
    stored,
    taking,
)


def add(city, **other):
    """The inputs of assignment.add on case 001."""
    return {"task": TASK, "agency_id": city.agency("general_hospital"), "members": [mother(city)], **other}


def test_role_between_conferences_is_asked_at_once(city) -> None:
    found = stored(city, role(city, due_on=settings.today() + DAY, programme=Programme.OUTREACH, service=" 訪問 "))
    assert (found.state, found.asked_on, found.task, found.service) == (A.ASKED, settings.today(), TASK, "訪問")
    assert (found.plan_id, found.conference_id, found.programme) == (None, None, Programme.OUTREACH)
    with reading() as session:
        assert members_of(type("Act", (), {"session": session})(), found.id) == {mother(city)}


def test_role_of_a_drafted_plan_waits_until_the_plan_is_submitted(city) -> None:
    found = stored(city, role(city, plan_id=plan(city)))
    assert (found.state, found.asked_on) == (A.DRAFT, None)


def test_role_needs_who_and_what(city) -> None:
    case = city.case("001")
    for other in ({"agency_id": None}, {"task": "  "}, {"doer": DoerKind.FAMILY}):
        assert why_not(city, "kobayashi", add_assignment, case, **add(city, **other)) == "field_is_needed"
    words = add(city, task="番号 1234 5678 9012")
    assert why_not(city, "kobayashi", add_assignment, case, **words) == "text_has_my_number"
    words = add(city, doer_name="番号 1234 5678 9012")
    assert why_not(city, "kobayashi", add_assignment, case, **words) == "text_has_my_number"


@pytest.mark.parametrize("doer", [one for one in DoerKind if one is not DoerKind.AGENCY])
def test_role_of_somebody_without_an_account_is_answered_by_the_worker(city, doer) -> None:
    inputs = add(city, doer=doer, agency_id=None, doer_name="隣の山本さん", members=())
    found = city.do("kobayashi", add_assignment, city.case("001"), **inputs).subject_id
    assert answer(city, "kobayashi", found, "accept").state is A.ACCEPTED
    assert stored(city, found).doer_name == "隣の山本さん"


def test_agency_is_not_asked_about_somebody_who_did_not_agree(city) -> None:
    case, both = city.case("001"), [one.id for one in city.members(city.case("001"))]
    for members in ((), both, both[1:]):
        assert why_not(city, "kobayashi", add_assignment, case, **add(city, members=members)) == "assignee_may_know"
    farm = add(city, agency_id=city.agency("farm"))
    assert why_not(city, "kobayashi", add_assignment, case, **farm) == "assignee_may_know"
    agree_to(city, mother(city), "001", "farm", I.LIVELIHOOD)
    assert why_not(city, "kobayashi", add_assignment, case, **farm) == "assignee_may_know"
    agree_to(city, mother(city), "001", "farm", I.SITUATION)
    assert stored(city, city.do("kobayashi", add_assignment, case, **farm).subject_id).state is A.ASKED


def test_request_without_its_contents_is_asked_of_anybody_and_opens_nothing(city) -> None:
    found = stored(city, role(city, "farm", without_contents=True, members=()))
    assert found.state is A.ASKED
    assert involved(city.case("001"), city.agency("farm")) == []


def test_agency_that_is_asked_takes_part_in_the_case_once(city) -> None:
    case, police = city.case("001"), city.agency("police_station")
    agree_to(city, mother(city), "001", "police_station", I.IDENTITY)
    for _ in range(2):
        role(city, "police_station")
    assert len(involved(case, police)) == 1
    role(city, "community_welfare_division")
    assert involved(case, city.agency("community_welfare_division")) == []


def test_in_support_conference_only_the_municipality_and_the_office_are_asked(city) -> None:
    case = city.case("002")
    for agency, wanted in (("home_visit_nursing_station", False), ("elderly_care_division", True),
                           ("west_welfare_consultation_center", True), ("east_welfare_consultation_center", False)):  # fmt: skip
        inputs = {"task": TASK, "agency_id": city.agency(agency)}
        if wanted:
            assert stored(city, city.do("nishi", add_assignment, case, **inputs).subject_id).state is A.ASKED
        else:
            assert why_not(city, "nishi", add_assignment, case, **inputs) == "assignee_may_know"
    inputs = {"task": TASK, "doer": DoerKind.WELFARE_COMMISSIONER}
    assert stored(city, city.do("nishi", add_assignment, case, **inputs).subject_id).state is A.ASKED


def test_agency_accepts_and_who_accepts_carries_it(city) -> None:
    found = answer(city, "ogawa", role(city), "accept")
    assert (found.state, found.person_id, found.answered_at is not None) == (A.ACCEPTED, city.person("ogawa"), True)


def test_person_must_be_of_the_agency(city) -> None:
    found = role(city)
    inputs = taking(city, found, "accept", person_id=city.person("hayashi"))
    assert why_not(city, "ogawa", advance_assignment, **inputs) == "person_is_of_another_agency"
    inputs = changing(city, found, person_id=city.person("hayashi"))
    assert why_not(city, "kobayashi", change_assignment, **inputs) == "person_is_of_another_agency"


def test_condition_stands_in_words_and_is_accepted_as_it_stands(city) -> None:
    found = role(city)
    assert (
        why_not(city, "ogawa", advance_assignment, **taking(city, found, "accept_with_condition"))
        == "condition_is_told"
    )
    answer(city, "ogawa", found, "accept_with_condition", answer="月に一度なら")
    assert stored(city, found).answer == "月に一度なら"
    seen = city.seen(type(stored(city, found)), found, accept_condition)
    stale = refused(city, "kobayashi", accept_condition, found, seen={**seen, "answer": "いつでも"})
    assert stale.reason_key == "stale"
    city.do("kobayashi", accept_condition, found, seen=seen)
    assert stored(city, found).condition_accepted_at is not None
    assert why_not(city, "kobayashi", accept_condition, found, seen=seen) == "already_there"
    assert why_not(city, "ogawa", accept_condition, found, seen=seen) == "not_yours"


def test_decline_brings_a_proposal_and_may_be_replaced_once(city) -> None:
    found = role(city)
    assert why_not(city, "ogawa", advance_assignment, **taking(city, found, "decline")) == "proposal_is_made"
    declined = answer(city, "ogawa", found, "decline", answer="訪問看護なら行けます")
    assert (declined.state, declined.ended_on, declined.answer) == (
        A.DECLINED,
        settings.today(),
        "訪問看護なら行けます",
    )
    instead = add(city, agency_id=city.agency("disability_consultation_office_1"), replaces_id=found)
    made = city.do("kobayashi", add_assignment, city.case("001"), **instead).subject_id
    assert stored(city, made).replaces_id == found
    assert why_not(city, "kobayashi", add_assignment, city.case("001"), **instead) == "already_there"
    assert why_not(city, "kobayashi", add_assignment, city.case("001"), **{**instead, "replaces_id": made}) == (
        "only_declined_is_replaced"
    )


def test_take_back_tells_who_answers_by_when(city) -> None:
    found, day = role(city), settings.today() + 3 * DAY
    for other in ({}, {"answer_by": "森さん"}, {"answer_due_on": day}):
        inputs = taking(city, found, "take_back", **other)
        assert why_not(city, "ogawa", advance_assignment, **inputs) == "answerer_and_day_are_told"
    inputs = taking(city, found, "take_back", answer_by="森さん", answer_due_on=settings.today() - DAY)
    assert why_not(city, "ogawa", advance_assignment, **inputs) == "answer_day_is_over"
    taken = answer(city, "ogawa", found, "take_back", answer_by="森さん", answer_due_on=day)
    assert (taken.state, taken.answer_by, taken.answer_due_on) == (A.TAKEN_BACK, "森さん", day)
    back = answer(city, "ogawa", found, "accept")
    assert (back.state, back.answer_by, back.answer_due_on) == (A.ACCEPTED, None, None)


def test_worker_answers_for_an_agency_only_with_whose_words_they_are(city) -> None:
    found = role(city)
    for name in ("accept", "decline"):
        inputs = taking(city, found, name, answer="できません")
        assert why_not(city, "kobayashi", advance_assignment, **inputs) == "answer_is_its_agencys"
        inputs = taking(city, found, name, answer="できません", said=said(city, "farm"))
        assert why_not(city, "kobayashi", advance_assignment, **inputs) == "answer_is_its_agencys"
    spoken = said(city)
    accepted = answer(city, "kobayashi", found, "accept", said=spoken, doer_name="森 ひろし")
    assert (accepted.person_id, accepted.doer_name, accepted.answered_at) == (None, "森 ひろし", spoken.said_at)
    with reading() as session:
        told = session.exec(select(EnteredFor).where(EnteredFor.subject_id == found)).one()
    assert (told.said_by, told.agency_id, told.channel) == (spoken.said_by, spoken.agency_id, spoken.channel)
    assert entries(found)[-1].actor_id == city.person("kobayashi")


def test_worker_answers_for_the_own_office(city) -> None:
    found = role(city, "community_welfare_division")
    assert answer(city, "kobayashi", found, "accept").person_id == city.person("kobayashi")


def test_another_agency_does_not_find_the_role(city) -> None:
    found = role(city, is_restricted=True)
    assert why_not(city, "hayashi", advance_assignment, **taking(city, found, "accept")) == "not_found"
    shared = role(city)
    assert why_not(city, "hayashi", advance_assignment, **taking(city, shared, "accept")) == "not_yours"
    assert why_not(city, "hayashi", report_progress, shared, words="電話しました") == "not_yours"


def test_end_of_a_role(city) -> None:
    found = role(city)
    assert why_not(city, "ogawa", advance_assignment, **taking(city, found, "finish")) == "step_not_open"
    answer(city, "ogawa", found, "accept")
    done = answer(city, "ogawa", found, "finish")
    assert (done.state, done.ended_on) == (A.DONE, settings.today())
    other = role(city)
    assert (
        why_not(city, "kobayashi", advance_assignment, **taking(city, other, "no_longer_needed"))
        == "ending_is_explained"
    )
    assert (
        why_not(city, "ogawa", advance_assignment, **taking(city, other, "no_longer_needed", answer="x"))
        == "step_not_open"
    )
    gone = answer(city, "kobayashi", other, "no_longer_needed", answer="ご長男が行けるようになった")
    assert (gone.state, gone.ended_on) == (A.NOT_NEEDED, settings.today())


def test_report_of_progress_as_said_or_by_the_agency(city) -> None:
    found = role(city)
    first = city.do("ogawa", report_progress, found, words="電話に出られた").subject_id
    second = city.do("kobayashi", report_progress, found, words="留守だった", said=said(city)).subject_id
    assert [city.row(AssignmentReport, one).words for one in (first, second)] == ["電話に出られた", "留守だった"]
    assert why_not(city, "kobayashi", report_progress, found, words="元気") == "answer_is_its_agencys"
    assert why_not(city, "ogawa", report_progress, found, words=" ") == "field_is_needed"
    answer(city, "ogawa", found, "accept")
    answer(city, "ogawa", found, "finish")
    assert why_not(city, "ogawa", report_progress, found, words="続き") == "step_not_open"


def test_rest_is_filled_in_and_nobody_overwrites_another(city) -> None:
    found = role(city)
    terms = {
        "due_on": settings.today() + DAY,
        "frequency": "週1回",
        "done_when": "本人が来られた",
        "problem": "朝の不安",
    }
    inputs = changing(city, found, **terms)
    city.do("kobayashi", change_assignment, **inputs)
    assert {name: getattr(stored(city, found), name) for name in terms} == terms
    assert why_not(city, "mizuno", change_assignment, **inputs) == "stale"


def test_what_was_accepted_stays_what_it_was(city) -> None:
    found = role(city)
    city.do("kobayashi", change_assignment, **changing(city, found, task="月に一度"))
    answer(city, "ogawa", found, "accept")
    assert why_not(city, "kobayashi", change_assignment, **changing(city, found, task="毎日")) == "task_was_accepted"
    city.do("kobayashi", change_assignment, **changing(city, found, due_on=settings.today()))
    answer(city, "ogawa", found, "finish")
    assert why_not(city, "kobayashi", change_assignment, **changing(city, found, due_on=None)) == "step_not_open"


def test_role_does_not_grow_beyond_who_agreed(city) -> None:
    found, both = role(city), [one.id for one in city.members(city.case("001"))]
    inputs = changing(city, found, members=both, members_were=[both[0]])
    assert why_not(city, "kobayashi", change_assignment, **inputs) == "assignee_may_know"
    inputs = changing(city, found, members=[both[0]], members_were=both)
    assert why_not(city, "kobayashi", change_assignment, **inputs) == "members_were_changed"
    inputs = changing(city, found, members=[mother(city, "006")], members_were=[both[0]])
    assert why_not(city, "kobayashi", change_assignment, **inputs) == "not_found"


def test_own_role_is_answered_after_the_consent_was_withdrawn(city) -> None:
    found = role(city)
    city.do("kobayashi", withdraw_consent, city.consents(city.case("001"))[0].id)
    assert answer(city, "ogawa", found, "accept").state is A.ACCEPTED


def test_agree_in_the_room_needs_who_and_what_only(city) -> None:
    plan_id = plan(city)
    conference, item = prepared(city)
    inputs = {"task": TASK, "agency_id": city.agency("general_hospital"), "members": [mother(city)]}
    assert why_not(city, "kobayashi", agree_assignment, item, **inputs) == "step_not_open"
    city.do("kobayashi", leave_out, item, agency_id=city.agency("general_hospital"))
    in_session(city, conference)
    found = stored(city, city.do("kiroku", agree_assignment, item, **inputs).subject_id)
    assert (found.state, found.conference_id, found.item_id, found.plan_id) == (A.ASKED, conference, item, plan_id)
    assert found.case_id == city.case("001")
    taken = answer(
        city, "kiroku", found.id, "take_back", said=said(city), answer_by="森", answer_due_on=settings.today()
    )
    assert taken.state is A.TAKEN_BACK
    with pytest.raises(Refused, match="not_found"):
        city.do("ogawa", agree_assignment, item, **inputs)


def test_ended_role_stays_with_its_agency_for_ninety_days(city) -> None:
    found = role(city, is_restricted=True)
    answer(city, "ogawa", found, "accept")
    answer(city, "ogawa", found, "finish")
    later = settings.now() + timedelta(days=91)
    with pytest.raises(Refused, match="not_found"):
        city.do("ogawa", report_progress, found, words="続き", now=later)
