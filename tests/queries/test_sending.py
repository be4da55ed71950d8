"""What each agency gets after a conference: as much as it sees on its screen today, and nothing of another case."""

from uuid import UUID

import pytest
from sqlmodel import col, select

import settings
from models.cases import Consent
from models.conferences import AgendaItem, ItemAbsence
from models.database import reading, writing
from models.people import Role, SendingWay
from models.plans import Assignment, AssignmentState, DoerKind
from operations.consents import withdraw_consent
from queries.role_rows import role_rows
from queries.role_view import RoleRow
from queries.sending import Parcel, Sending, sending
from rules.access import Actor
from rules.refusal import Refused
from tests.city import City
from tests.operations.sending import AGENCIES, by_way, over, role, takes_part
from tests.operations.sittings import planned, standing
from tests.queries.statements import statements


def parcel(view: Sending, city: City, key: str) -> Parcel | None:
    """What one agency gets."""
    return next((one for one in view.parcels if one.agency_id == city.agency(key)), None)


def cases_of(one: Parcel | None) -> set[str]:
    """The numbers of the cases on its papers."""
    return {paper.number for paper in (*one.tables, *one.replies)} if one else set()


@pytest.fixture
def sitting(small_city) -> UUID:
    """Two cases, three agencies."""
    return over(small_city, ("001", "007"), AGENCIES[:3])


def test_every_agency_gets_its_table_and_only_who_waits_gets_a_reply(small_city, sitting) -> None:
    view = small_city.look("kobayashi", sending, sitting)
    for place, key in enumerate(AGENCIES[:3]):
        one = parcel(view, small_city, key)
        assert (cases_of(one), len(one.tables), len(one.replies)) == ({"R7-001", "R7-007"}, 2, 2 if place % 2 else 0)
        assert one.kept_back == 0
    assert parcel(view, small_city, "community_welfare_division") is None
    assert {one.text.case_number for one in view.records} == {"R7-001", "R7-007", ""}


def as_agency(city: City, key: str) -> Actor:
    """Somebody of an agency, as the screens know them."""
    one = city.actor("ogawa")
    return Actor(one.person_id, one.sign_in_id, city.agency(key), "", frozenset({Role.AGENCY_MEMBER}), "", "")


def on_screen(city: City, key: str, number: str) -> dict[str, tuple[str, str]]:
    """The rows that an agency sees beside their case: what it is told of the problem and of who does it."""
    wanted = [
        col(Assignment.case_id) == city.case(number),
        col(Assignment.state).not_in([AssignmentState.DRAFT, AssignmentState.NOT_NEEDED]),
    ]
    with reading() as session:
        rows = role_rows(session, as_agency(city, key), settings.now(), wanted)
    return {
        str(row.id): ("" if row.without_contents else row.problem or "", row.person or row.doer_name or "")
        for row in rows
        if (row.case_number or row.without_contents) and any(one.case_number for one in rows)
    }


def on_paper(view: Sending, city: City, key: str, number: str) -> dict[str, tuple[str, str]]:
    """The same of its paper."""
    one = parcel(view, city, key)
    papers = [paper for paper in one.tables if paper.number == f"R7-{number}"] if one else []
    return {row.role.assignment_id: (row.role.problem, row.role.doer_name) for paper in papers for row in paper.rows}


def test_paper_holds_what_the_screen_shows_and_nothing_else(city) -> None:
    conference = over(city, ("001", "007"), AGENCIES[:3])
    role(city, conference, "007", "farm", "限られた役割", is_restricted=True)
    role(city, conference, "007", "farm", "まだ頼んでいない", state=AssignmentState.DRAFT)
    role(city, conference, "001", "farm", "となりの方と", doer=DoerKind.FAMILY, doer_name="長男の一郎")
    role(city, conference, "001", "general_hospital", "中身のないお願い", without_contents=True)
    with writing() as session:
        talk = session.get_one(
            AgendaItem, next(one.id for one in standing(conference) if one.case_id == city.case("001"))
        )
        talk.without_names = True
    role(city, conference, "001", "farm", "だれとも言わずに決めたこと", item_id=talk.id)
    narrowed(city, "007", "general_hospital")
    view = city.look("kobayashi", sending, conference)
    seen = {(key, number): on_screen(city, key, number) for key in AGENCIES[:3] for number in ("001", "007")}
    assert {pair: on_paper(view, city, *pair) for pair in seen} == seen
    assert all(seen.values())
    tasks = {key: {row.task for row in rows_of(city, key, "001")} for key in AGENCIES[:3]}
    assert {key for key, told in tasks.items() if "だれとも言わずに決めたこと" in told} == {"farm"}


def rows_of(city: City, key: str, number: str) -> tuple[RoleRow, ...]:
    """The table of a case on the screen of an agency."""
    with reading() as session:
        return role_rows(session, as_agency(city, key), settings.now(), [col(Assignment.case_id) == city.case(number)])


def narrowed(city: City, number: str, key: str) -> None:
    """One of the household takes back what they agreed to."""
    with writing() as session:
        rows = session.exec(select(Consent).where(Consent.case_id == city.case(number))).all()
        for one in rows:
            if one.member_id == rows[0].member_id:
                one.withdrawn_at = settings.now()


def test_withdrawn_consent_keeps_the_case_back_without_saying_of_which(small_city, sitting) -> None:
    for one in small_city.consents(small_city.case("007")):
        if one.withdrawn_at is None:
            small_city.do("kobayashi", withdraw_consent, one.id, words="やめます。")
    view = small_city.look("kobayashi", sending, sitting)
    found = parcel(view, small_city, "farm")
    assert (cases_of(found), found.kept_back) == ({"R7-001"}, 1)
    assert "007" not in repr((found.tables, found.replies))
    assert small_city.case("007") not in {look.case_id for look in view.looks if look.subject_kind == "agencies"}


def test_agency_that_waited_outside_gets_nothing_of_that_case(small_city, sitting) -> None:
    with writing() as session:
        for one in standing(sitting):
            if one.case_id == small_city.case("007"):
                session.add(ItemAbsence(item_id=one.id, agency_id=small_city.agency("farm")))
        for row in session.exec(select(Assignment).where(Assignment.agency_id == small_city.agency("farm"))):
            if row.case_id == small_city.case("007"):
                session.delete(row)
    found = parcel(small_city.look("kobayashi", sending, sitting), small_city, "farm")
    assert (cases_of(found), found.kept_back) == ({"R7-001"}, 0)


def test_request_without_contents_goes_out_without_the_case(small_city, sitting) -> None:
    role(small_city, sitting, "007", "convenience_store", "カーテンが閉まったままなら知らせる", without_contents=True)
    found = parcel(small_city.look("kobayashi", sending, sitting), small_city, "convenience_store")
    (paper,) = found.replies
    assert (paper.number, paper.alias, found.tables, found.kept_back) == ("", "", (), 0)
    assert [(row.role.task, row.role.problem) for row in paper.rows] == [("カーテンが閉まったままなら知らせる", "")]


def test_role_of_an_agency_outside_the_consent_is_kept_back(small_city, sitting) -> None:
    role(small_city, sitting, "007", "convenience_store", "ようすを見る")
    found = parcel(small_city.look("kobayashi", sending, sitting), small_city, "convenience_store")
    assert (found.tables, found.replies, found.kept_back) == ((), (), 1)


def test_every_case_and_agency_is_a_look(small_city, sitting) -> None:
    by_way(small_city, "farm", SendingWay.MAIL)
    view = small_city.look("kobayashi", sending, sitting)
    on_paper = {look.subject_id: look.action for look in view.looks if look.subject_kind == "agencies"}
    assert {small_city.agency("general_hospital"), small_city.agency("social_welfare_council")} <= set(on_paper) | {
        small_city.agency("social_welfare_council")
    }
    assert small_city.agency("farm") not in on_paper
    pairs = [(look.subject_id, look.case_id) for look in view.looks if look.subject_kind == "agencies"]
    assert len(pairs) == len(set(pairs))
    printed = {look.case_id for look in view.looks if look.action == "record.print"}
    assert printed == {small_city.case("001"), small_city.case("007"), None}


@pytest.mark.parametrize("login", ["ogawa", "hayashi", "nishi", "suishin", "kaigo-kacho", "iin", "system", "minami"])
def test_who_may_not_print_the_conference_gets_nothing(small_city, sitting, login) -> None:
    with pytest.raises(Refused) as refused:
        small_city.look(login, sending, sitting)
    assert refused.value.reason_key == "not_found"


def test_nothing_is_sent_before_the_adjournment(small_city) -> None:
    with pytest.raises(Refused) as refused:
        small_city.look("kobayashi", sending, planned(small_city))
    assert refused.value.reason_key == "not_found"


def test_recorder_who_ran_it_gets_it_too(small_city, sitting) -> None:
    view = small_city.look("kiroku", sending, sitting)
    assert cases_of(parcel(view, small_city, "farm")) == {"R7-001", "R7-007"}


def test_statements_do_not_grow_with_agencies_or_roles(city) -> None:
    conference = over(city, ("007",), AGENCIES[:2])
    actor = city.actor("kobayashi")
    few = statements(city, actor, sending, conference)
    for key in AGENCIES[2:]:
        takes_part(city, "007", key)
        for n in range(5):
            role(city, conference, "007", key, f"{key}の役割{n}")
    assert (statements(city, actor, sending, conference), few < 70) == (few, True)
