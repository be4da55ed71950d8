"""The end of a case and the ledger, seen by those without the right: no trace in entries, counts, searches and files."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

import settings
from models.cases import Case
from models.closure import AgencyOpinion, CaseProblem, ClosureReview, Manageable, Progress
from models.conferences import Conference, ConferenceState
from models.database import reading, writing
from models.gaps import Engagement, EngagementKind, GapKind, GapOrigin, GapState, OriginKind, ResourceGap
from models.history import Channel
from models.people import Person
from operations.action import Said
from operations.assignments import agree_assignment
from operations.cases import advance_case
from operations.gaps import (
    advance_gap,
    approach,
    describe_gap,
    merge_gap,
    raise_gap,
    report_engagement,
    take_back_origin,
)
from operations.history import findings
from operations.monitoring import Look, note_problem, record_monitoring, settle_problem
from operations.opinions import ask_opinions, give_opinion
from operations.reviews import answer_review, approach_from_review, begin_review, want_resource
from queries.case import case_file
from queries.cases import case_list
from queries.closing import closing_file
from queries.conference import conference_file
from queries.gap import gap_file
from queries.gap_heat import gap_heat
from queries.gaps import Wish, gap_list
from queries.monitoring import monitoring_file
from queries.opinions import opinion_file
from queries.record import record_file
from queries.records import record_list
from queries.role_paper import role_paper
from queries.roles import my_roles
from queries.today import today_of
from rules.small_cells import Count
from tests.access.ending import (
    NEED,
    SENSITIVE,
    approached,
    closed,
    csv_of,
    ids_found,
    ledger,
    moved,
    opinion_of,
    owned,
    put_to,
    review_of,
    wanted,
)  # fmt: skip
from tests.access.test_conferences import conference, given_to, stored_item
from tests.access.test_nowhere import refusal
from tests.access.test_separation import CANARY, Sitting
from tests.access.texts import shown_of, words_of_case
from tests.city import City
from tests.operations.sittings import planned, rows
from tests.operations.working import role

# The recorder runs a conference about case 002, and so is none of them.
OUTSIDE = ("hayashi", "ogawa", "minami", "suishin", "kaigo-kacho", "iin", "system")
READERS = ("hayashi", "ogawa", "minami", "suishin", "kaigo-kacho")
NOT_FOUND = ("not_found", {}, "not_found")
TEXT = "夜に話せるところがない"
HOSPITAL, OFFICE = "general_hospital", "disability_consultation_office_1"


def told(city: City, *numbers: str) -> set[str]:
    """What must not be told of cases: what tells them from others, and what was said at their end."""
    return set().union(*(words_of_case(city, city.case(one)) | {f"ナイショ{one}の声"} for one in numbers))


def never(city: City, who: str, asked: Any, record: UUID, **inputs: Any) -> bool:
    """Whether a record answers like one that was never given."""
    answers = [refusal(city, who, asked, one, **inputs) for one in (record, uuid4())]
    return answers == [NOT_FOUND] * 2


def test_candidate_is_found_by_nobody_outside(city) -> None:
    gap = wanted(city, "002", "nishi", public_summary="ナイショの文")
    number = city.row(ResourceGap, gap).number
    hidden = {str(gap), number, "ナイショの文", "ナイショ002の声"}
    for who in OUTSIDE:
        assert shown_of(hidden, ledger(city, who, number, "ナイショ", "話せる")) == set(), who
        assert (ids_found(city, who, "", number, "ナイショの文"), never(city, who, gap_file, gap)) == (set(), True), who
    for who in ("kobayashi", "kacho", "nishi"):
        assert ids_found(city, who) == ids_found(city, who, "ナイショの文") == {gap}, who


def test_candidate_counts_nowhere_outside(city) -> None:
    before = {who: ledger(city, who) for who in OUTSIDE}
    wanted(city, "002", "nishi", public_summary=TEXT)
    for who in OUTSIDE:
        assert ledger(city, who) == before[who], who
    assert city.look("nishi", gap_heat).cells == {(NEED, "west"): Count(at_most=2)}


def test_confirmed_entry_is_its_public_text_and_nothing_of_the_case(city) -> None:
    gap = wanted(city, "002", "nishi", public_summary=TEXT)
    moved(city, gap, "confirm", words="地域の集まりでも聞く")
    hidden = told(city, "002") | {city.row(Person, city.person(one)).name for one in ("nishi", "kobayashi")}
    for who in READERS:
        shown = ledger(city, who, "話せる")
        assert shown_of({TEXT}, shown) == {TEXT}, who
        assert shown_of(hidden - told(city, "001", "006"), shown[1:]) == set(), who
        view = city.look(who, gap_file, gap)
        assert (view.origins, view.approaches, view.row.count) == ((), (), Count(at_most=2)), who
    assert ids_found(city, "iin") == ids_found(city, "system") == set()


def test_file_holds_what_its_reader_finds_and_no_case(city) -> None:
    secret, open_one = wanted(city, "001"), wanted(city, "002", public_summary=TEXT)
    moved(city, open_one, "confirm")
    numbers = {city.row(ResourceGap, one).number for one in (secret, open_one)}
    for who, own in (("nishi", {open_one}), ("kaigo-kacho", {open_one}), ("kacho", {secret, open_one})):
        found = {row.id for row in city.look(who, gap_list, Wish(), whole=True).rows}
        text = csv_of(city, who)
        assert (found, {number for number in numbers if number in text}) == (
            own, {city.row(ResourceGap, one).number for one in own},
        ), who  # fmt: skip
        assert shown_of(told(city, "001", "002"), text) == set(), who
    assert [csv_of(city, who) for who in ("hayashi", "suishin", "kiroku", "iin", "system")] == [""] * 5


def test_district_of_a_sensitive_need_is_told_and_found_by_nobody_outside(city) -> None:
    gap = wanted(city, "002", code=SENSITIVE, public_summary=TEXT, district_key="west")
    moved(city, gap, "confirm")
    for who in READERS:
        row = city.look(who, gap_list, Wish()).rows[0]
        assert (row.district, row.district_key, row.count) == ("", "", Count()), who
        assert city.look(who, gap_heat).cells == {}, who
        assert city.look(who, gap_list, Wish(district_key="west")).total == 0, who
        assert "西" not in csv_of(city, who), who
    assert city.look("kacho", gap_heat).cells == {(SENSITIVE, "west"): Count(exact=1)}


def test_small_numbers_are_told_as_a_range_outside(city) -> None:
    gap = wanted(city, "001", public_summary=TEXT)
    moved(city, gap, "confirm")
    for number, count in (("002", Count(at_most=2)), ("006", Count(exact=3))):
        wanted(city, number, gap_id=gap)
        assert city.look("suishin", gap_file, gap).row.count == count
    cells = city.look("suishin", gap_heat).cells
    assert set(cells.values()) == {Count(at_most=2)}
    assert [one.exact for one in city.look("kacho", gap_heat).cells.values()] != [None] * 2


def test_center_finds_the_candidates_and_the_origins_of_its_own_cases_alone(city) -> None:
    west, south = wanted(city, "002", "nishi"), wanted(city, "006", "minami")
    assert (ids_found(city, "nishi"), ids_found(city, "minami")) == ({west}, {south})
    put_to(city, south, west)
    for who, own, other in (("nishi", "002", "006"), ("minami", "006", "002")):
        view = city.look(who, gap_file, west)
        assert [one.case_id for one in view.origins] == [city.case(own)], who
        assert shown_of(told(city, other), ledger(city, who)) == set(), who
        assert never(city, who, gap_file, south), who


def test_text_that_nobody_looked_through_is_read_by_who_holds_every_case_it_came_from(city) -> None:
    man = city.members(city.case("006"))[0]
    naming = "高崎さんのようにナイショで暮らす方"
    south, west = wanted(city, "006", "minami", public_summary=naming), wanted(city, "002", "nishi")
    assert shown_of({naming}, city.look("minami", gap_file, south)) == {naming}
    put_to(city, west, south)
    hidden = {naming, "ナイショで", man.name.split()[0]}
    for who in ("nishi", "minami"):
        assert shown_of({naming, "ナイショで"}, ledger(city, who, "ナイショで")) == set(), who
        assert ids_found(city, who, "ナイショで") == set(), who
    assert shown_of(hidden, [ledger(city, "nishi"), city.look("nishi", closing_file, city.case("002"))]) == set()
    assert naming in city.look("kobayashi", gap_file, south).row.public_summary


def test_words_of_another_household_in_a_text_are_not_pointed_out(city) -> None:
    man = city.members(city.case("006"))[0]
    surname = man.name.split()[0]
    gap = wanted(city, "006", public_summary=f"{surname}という店の跡を使いたい")
    moved(city, gap, "confirm", reasons={"public_text_was_looked_through": "店の名です"})
    wanted(city, "002", "nishi", gap_id=gap)
    assert surname in city.look("minami", closing_file, city.case("006")).review.wants[0].public_summary
    assert surname in city.look("minami", gap_file, gap).hits.possible
    assert city.look("nishi", gap_file, gap).hits.possible == city.look("nishi", gap_file, gap).hits.certain == ()


def test_who_raised_an_entry_without_a_case_finds_it_and_other_centers_do_not(city) -> None:
    said = {"code": NEED, "kind": GapKind.ABSENT, "words": "ナイショの声", "origin": OriginKind.RESIDENTS}
    gap = city.do("nishi", raise_gap, **said).subject_id
    assert shown_of({"ナイショの声"}, city.look("nishi", gap_file, gap)) == {"ナイショの声"}
    assert [ids_found(city, who) for who in ("minami", "hayashi", "suishin")] == [set()] * 3


def test_recorder_finds_what_the_cases_of_a_conference_want_and_loses_it_with_its_time(city) -> None:
    gap = wanted(city, "003")
    assert ids_found(city, "kiroku") == set()
    whole = conference(city, "multilayer_support_conference")
    with writing() as session:
        row = session.get_one(Conference, whole)
        row.recorder_id = city.person("kiroku")
    stored_item(city, whole, "003")
    assert ids_found(city, "kiroku") == {gap}
    assert city.look("kiroku", closing_file, city.case("003")).review is not None
    with writing() as session:
        row = session.get_one(Conference, whole)
        long_ago = settings.now() - timedelta(days=32)
        row.starts_at, row.ends_at = long_ago - timedelta(hours=1), long_ago
    assert (ids_found(city, "kiroku"), never(city, "kiroku", closing_file, city.case("003"))) == (set(), True)
    assert never(city, "kiroku", monitoring_file, city.case("003"))


def both_asked(city: City) -> tuple[AgencyOpinion, AgencyOpinion]:
    """Case 001 at its end: the office of hayashi and the hospital of ogawa are asked."""
    role(city, OFFICE, "001"), role(city, HOSPITAL, "001")
    return opinion_of(city, "001", OFFICE), opinion_of(city, "001", HOSPITAL)


def test_agency_reads_and_gives_its_own_opinion_alone(city) -> None:
    own, other = both_asked(city)
    city.do("ogawa", give_opinion, other.id, seen={"state": other.state}, wanted_words="ナイショの意見")
    city.do("hayashi", give_opinion, own.id, seen={"state": own.state}, reason_words="夜は閉まっている")
    assert shown_of({"夜は閉まっている"}, city.look("hayashi", opinion_file, own.id)) == {"夜は閉まっている"}
    hidden = {"ナイショの意見", str(other.id)}
    assert shown_of(hidden, [city.look("hayashi", opinion_file, own.id), city.look("hayashi", today_of)]) == set()
    assert never(city, "hayashi", opinion_file, other.id)
    assert never(city, "hayashi", give_opinion, other.id, seen={"state": other.state}, has_opinion=False)
    for who in ("nishi", "suishin", "kaigo-kacho", "iin", "system", "kiroku"):
        assert never(city, who, opinion_file, other.id), who


def test_agency_asked_about_a_household_that_took_its_consent_back_is_not_told_which(city) -> None:
    own, _ = both_asked(city)
    with writing() as session:
        for one in city.consents(city.case("001")):
            session.get_one(type(one), one.id).withdrawn_at = settings.now()
    shown = [city.look("hayashi", opinion_file, own.id), city.look("hayashi", today_of)]
    hidden = words_of_case(city, city.case("001")) - {str(city.case("001"))}
    assert shown_of(hidden, shown) == set()


def test_opinion_is_typed_for_the_agency_that_was_asked_and_by_those_who_may(city) -> None:
    own, other = both_asked(city)
    said = Said(city.agency(HOSPITAL), "係の方", Channel.TELEPHONE, settings.now() - timedelta(minutes=1))
    tries = [
        ("hayashi", own.id, said), ("hayashi", other.id, said), ("suishin", other.id, said), ("nishi", other.id, said),
        ("kobayashi", own.id, said), ("kobayashi", other.id, None), ("kiroku", other.id, said),
    ]  # fmt: skip
    seen = {"state": other.state}
    found = [
        refusal(city, who, give_opinion, one, seen=seen, has_opinion=False, said=told)[0] for who, one, told in tries
    ]
    mine = "answer_is_its_agencys"
    assert found[:6] == ["not_yours", "not_yours", "not_yours", "not_found", mine, mine]
    assert found[6] in {"not_found", "not_yours"}


def test_opinion_stands_with_the_closed_case(city) -> None:
    own, _ = both_asked(city)
    closed(city, "001")
    seen = {"state": city.row(AgencyOpinion, own.id).state}
    late = refusal(city, "hayashi", give_opinion, own.id, seen=seen, reason_words="あとから")
    assert late[0] == "review_is_confirmed"
    assert city.row(AgencyOpinion, own.id).reason_words is None
    assert "opinion_asked" not in {one.key for one in city.look("hayashi", today_of).waiting}
    with writing() as session:
        session.get_one(AgencyOpinion, own.id).asked_on = settings.today() - timedelta(days=91)
    assert never(city, "hayashi", opinion_file, own.id)


def run_by_agency(city: City, review: UUID, number: str, login: str = "hayashi") -> UUID:
    """The conference in which a review was talked through, facilitated by somebody of an agency."""
    whole = conference(city, "multilayer_support_conference")
    stored_item(city, whole, number)
    given_to(city, whole, login)
    with writing() as session:
        session.get_one(ClosureReview, review).conference_id = whole
    return whole


def test_agency_that_facilitates_gets_nothing_of_a_review_by_a_stale_form(city) -> None:
    own, other = both_asked(city)
    review = own.review_id
    run_by_agency(city, review, "001")
    stored = {"reason_words": "ナイショの理由", "manageable": Manageable.COULD_NOT}
    seen = city.seen(ClosureReview, review, answer_review)
    city.do("kobayashi", answer_review, review, seen={one: seen[one] for one in stored}, **stored)
    stale = dict.fromkeys(answer_review.edits)
    assert never(city, "hayashi", answer_review, review, seen=stale, reason_words="上書き")
    assert never(city, "hayashi", closing_file, city.case("001"))
    assert never(city, "hayashi", monitoring_file, city.case("001"))
    assert never(city, "hayashi", give_opinion, other.id, seen=dict.fromkeys(give_opinion.edits))
    for act, more in ((want_resource, {"words": "声"}), (ask_opinions, {}), (approach_from_review, asking(city))):
        assert never(city, "hayashi", act, review, **more), act.key
    own_stale = refusal(city, "hayashi", give_opinion, own.id, seen={"state": "given"}, has_opinion=False)
    assert (own_stale[0], shown_of({"ナイショの理由"}, own_stale)) == ("stale", set())


def asking(city: City) -> dict[str, object]:
    """The inputs of a 働きかけ."""
    return {"kind": EngagementKind.APPROACH, "agency_id": city.agency("environment_division"), "words": "相談する"}


def test_forged_ids_of_another_center_answer_like_absent_ones(city) -> None:
    south = wanted(city, "006", "minami")
    review, engagement = review_of(city, "006"), approached(city, "006")
    origin = rows(GapOrigin, gap_id=south)[0].id
    problem = city.do("minami", note_problem, city.case("006"), words="ナイショの課題").subject_id
    own, mine = review_of(city, "002"), wanted(city, "002", "nishi")
    stale = dict.fromkeys(answer_review.edits)
    report = {"done_on": settings.today(), "result": "済み"}
    tries: list[tuple[Any, UUID, dict[str, Any]]] = [
        (answer_review, review, {"seen": stale, "reason_words": "上書き"}), (want_resource, review, {"words": "声"}),
        (approach_from_review, review, asking(city)), (ask_opinions, review, {}),
        (take_back_origin, origin, {}), (report_engagement, engagement, {"seen": dict.fromkeys(report_engagement.edits), **report}),
        (settle_problem, problem, {"seen": {"settled_on": None}, "settled_words": "済み"}),
        (begin_review, city.case("006"), {"seen": {"state": "supported"}}), (note_problem, city.case("006"), {"words": "課題"}),
        (advance_gap, south, {"seen": {"state": "candidate"}, "step": "confirm"}), (approach, south, asking(city)),
        (describe_gap, south, {"seen": dict.fromkeys(describe_gap.edits), "code": NEED, "kind": GapKind.ABSENT}),
        (merge_gap, south, {"seen": {"state": "candidate"}, "into_id": mine}),
    ]  # fmt: skip
    for who in ("nishi", "hayashi", "suishin", "kaigo-kacho", "iin", "system"):
        for act, record, inputs in tries:
            answers = [refusal(city, who, act, one, **inputs) for one in (record, uuid4())]
            assert answers[0] == answers[1], (who, act.key)
            assert answers[0][0] in {"not_found", "not_yours"}, (who, act.key)
    for one in (south, uuid4()):
        assert refusal(city, "nishi", want_resource, own, words="声", gap_id=one) == NOT_FOUND
    assert (len(rows(GapOrigin, gap_id=south)), city.row(Engagement, engagement).done_on) == (1, None)
    assert city.row(CaseProblem, problem).settled_on is None


def test_forged_roles_and_conferences_are_no_part_of_a_case(city) -> None:
    foreign = role(city, HOSPITAL, "006")
    looked = {"checked_on": settings.today(), "changes": "変わりない", "roles": {foreign: Look(Progress.ON_COURSE)}}
    assert refusal(city, "nishi", record_monitoring, city.case("002"), **looked) == NOT_FOUND
    review, elsewhere = review_of(city, "002"), planned(city)
    convene_with_item(city, elsewhere)
    seen = {"conference_id": None}
    for who, one, answer in (
        ("kobayashi", elsewhere, "conference_has_not_the_case"),
        ("nishi", elsewhere, "not_found"),
    ):
        assert refusal(city, who, answer_review, review, seen=seen, conference_id=one)[0] == answer
    gap = wanted(city, "002", public_summary=TEXT)
    owned(city, gap, "elderly_care_division")
    stepping = {"seen": {"state": GapState.ASSIGNED}, "step": "begin"}
    for one in (conference(city, "support_conference"), uuid4()):
        assert refusal(city, "suishin", advance_gap, gap, conference_id=one, **stepping)[0] == "not_found"


def convene_with_item(city: City, whole: UUID) -> None:
    """A conference about case 006 whose notice was sent."""
    stored_item(city, whole, "006")
    with writing() as session:
        row = session.get_one(Conference, whole)
        row.state, row.convened_on = ConferenceState.CONVENED, settings.today()


def test_division_works_on_its_entry_and_does_not_hand_it_on(city) -> None:
    gap = wanted(city, "002", public_summary=TEXT)
    owned(city, gap, "elderly_care_division")
    before = city.row(ResourceGap, gap)
    step = {"seen": {"state": GapState.ASSIGNED}, "step": "begin"}
    forged: list[dict[str, Any]] = [
        {"owner_id": None}, {"owner_id": city.agency("environment_division")}, {"due_on": None}, {"disposition": None},
        {"first_used_on": settings.today()}, {"resource": "夜の会"}, {"state": GapState.USABLE},
    ]  # fmt: skip
    for terms in forged:
        assert refusal(city, "suishin", advance_gap, gap, **step, **terms) == NOT_FOUND, terms
    for name in ("make_usable", "put_off", "no_longer_wanted", "confirm", "assign"):
        assert refusal(city, "suishin", advance_gap, gap, seen=step["seen"], step=name)[0] == "step_not_open"
    assert vars(city.row(ResourceGap, gap)).keys() == vars(before).keys()
    moved(city, gap, "begin", who="suishin")
    after = city.row(ResourceGap, gap)
    assert (after.owner_id, after.due_on, after.state) == (before.owner_id, before.due_on, GapState.IN_WORK)
    assert refusal(city, "kacho", describe_gap, gap, seen=dict.fromkeys(describe_gap.edits))[0] == "not_yours"


def test_division_learns_by_no_refusal_whose_household_is_behind_its_entry(city) -> None:
    gap = wanted(city, "001", public_summary=TEXT)
    owned(city, gap, "elderly_care_division")
    here, nobody = city.members(city.case("001"))[0], city.members(city.case("006"))[0]
    seen = {"state": GapState.ASSIGNED}
    for who in (here, nobody):
        done = city.do("suishin", approach, gap, **asking(city) | {"words": f"{who.name}さんの件で相談"})
        assert city.row(Engagement, done.subject_id).gap_id == gap
    known = [
        refusal(city, "kobayashi", approach, gap, **asking(city) | {"words": one})[0] for one in (here.name, "R7-001")
    ]
    assert known == ["text_names_somebody"] * 2
    called = refusal(city, "suishin", advance_gap, gap, seen=seen, step="begin", words="電話 0533-00-1234 へ")
    assert called[0] == "text_names_somebody"


def test_closed_case_vanishes_for_agencies_from_every_list_search_and_file(city) -> None:
    made = Sitting(city).held()
    case, whole = city.case("001"), made.whole
    mother = city.members(case)[0]
    record = made.record("001").id
    role(city, OFFICE, "001")
    assert case in {row.id for row in city.look("hayashi", case_list).rows}
    assert city.look("hayashi", record_file, record).id == record
    closed(city, "001")
    for login in ("hayashi", "ogawa"):
        found = [city.look(login, case_list, words=one) for one in ("", mother.name, city.row(Case, case).number)]
        assert case not in {row.id for view in found for row in view.rows}, login
        for query, one in ((case_file, case), (role_paper, case), (record_file, record)):
            assert never(city, login, query, one), (login, query.__name__)
        assert never(city, login, note_problem, case, words="あとから"), login
        shown = [
            *found, city.look(login, record_list), city.look(login, today_of), city.look(login, conference_file, whole),
            *(city.look(login, my_roles, group=one) for one in ("waiting", "going_on", "over", "")), *ledger(city, login),
        ]  # fmt: skip
        parts = ("の題", "の問い", "の行", "の結論")
        hidden = words_of_case(city, case) - {str(case)} | {CANARY["001"] + part for part in parts}
        assert shown_of(hidden, shown) == set(), login
    city.do("kobayashi", advance_case, case, seen={"state": "closed"}, step="reopen", words="また困りごとができた")
    assert case in {row.id for row in city.look("hayashi", case_list).rows}


def test_no_role_brings_an_agency_into_a_closed_case(city) -> None:
    made = Sitting(city).held()
    closed(city, "001")
    item = made.items["001"]
    again = refusal(city, "kiroku", agree_assignment, item, task="声をかける", agency_id=city.agency(OFFICE))
    assert again[0] == "case_is_closed"
    assert [one for one in city.involvements(city.case("001")) if one.until is None] == []


def test_opinion_giver_learns_what_became_of_it_and_nobody_else_is_told_whose_it_was(city) -> None:
    own, _ = both_asked(city)
    city.do("hayashi", give_opinion, own.id, seen={"state": own.state}, wanted_words="夜に話せるところ")
    gap = wanted(city, "001", public_summary=TEXT)
    assert city.look("hayashi", opinion_file, own.id).became == ()
    moved(city, gap, "confirm")
    assert [one.id for one in city.look("hayashi", opinion_file, own.id).became] == [gap]
    moved(city, gap, "no_longer_wanted", words="別の形で足りた")
    keys = {who: {one.key for one in city.look(who, today_of).waiting if one.id == gap} for who in ("hayashi", "ogawa")}
    assert keys == {"hayashi": {"gap_answered"}, "ogawa": set()}


def test_noticed_problem_of_an_agency_is_read_by_it_and_by_who_holds_the_case(city) -> None:
    city.do("hayashi", note_problem, city.case("001"), words="ナイショの課題")
    assert shown_of({"ナイショの課題"}, city.look("kobayashi", monitoring_file, city.case("001"))) == {"ナイショの課題"}
    for who in ("ogawa", "nishi", "minami", "suishin", "kiroku"):
        assert shown_of({"ナイショの課題"}, [city.look(who, today_of), *ledger(city, who)]) == set(), who
    assert refusal(city, "ogawa", note_problem, city.case("002"), words="課題") == NOT_FOUND


def test_roles_of_a_center_that_does_not_hold_the_case_carry_nothing(city) -> None:
    review = review_of(city, "001")
    nishi = replace(city.actor("nishi"), agency_id=city.agency(OFFICE))
    for act, more in ((want_resource, {"words": "声"}), (ask_opinions, {})):
        assert refusal(city, nishi, act, review, **more) == NOT_FOUND
    assert refusal(city, nishi, closing_file, city.case("001")) == NOT_FOUND
    assert refusal(city, nishi, begin_review, city.case("001"), seen={"state": "supported"})[0] == "not_found"


def test_every_act_to_the_end_leaves_its_row_and_the_chain_verifies(city) -> None:
    both_asked(city)
    gap = wanted(city, "001", public_summary=TEXT)
    owned(city, gap, "elderly_care_division")
    closed(city, "001")
    with reading() as session:
        assert findings(session) == []


@pytest.mark.parametrize("who", ["hayashi", "ogawa", "suishin", "kaigo-kacho", "iin", "system", "kiroku"])
def test_reviews_are_answered_like_none_to_everybody_without_the_case(city, who) -> None:
    review_of(city, "003")
    for query in (closing_file, monitoring_file):
        assert never(city, who, query, city.case("003")), query.__name__
