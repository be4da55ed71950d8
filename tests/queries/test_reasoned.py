"""理由つきで進めたこと: what waits for the 課長 first, and only of cases held by office."""

import pytest

from models.minutes import ConferenceRecord
from operations.approvals import give_approval
from operations.records import advance_record
from queries.reasoned import reasoned_list
from rules.disclosure import Basis, BasisKind
from rules.refusal import Refused
from tests.operations.sittings import adjourned, records
from tests.operations.test_approvals import reason_by


@pytest.mark.parametrize(("who", "count"), [("kacho", 3), ("kobayashi", 3), ("mizuno", 3), ("nishi", 0), ("minami", 2)])
def test_reasoned_list_is_of_the_cases_held_by_office(city, who, count) -> None:
    view = city.look(who, reasoned_list)
    assert (len(view.rows), view.basis) == (count, Basis(BasisKind.OFFICE))


@pytest.mark.parametrize("who", ["hayashi", "ogawa", "kiroku", "suishin", "kaigo-kacho", "iin", "system"])
def test_reasoned_list_of_somebody_else_is_refused(city, who) -> None:
    with pytest.raises(Refused, match="not_found"):
        city.look(who, reasoned_list)


def test_reasoned_list_says_who_why_and_where(city) -> None:
    row = city.look("kacho", reasoned_list).rows[-1]
    assert (row.who, row.condition, row.action) == ("水野 そら", "everyone_was_asked", "case.advance")
    assert row.reason == "末のお子さんは就学前のため、姉と母の同意で始め、入学前に改めて尋ねる。"
    assert (row.page, row.about_id, row.about.split(" ")[1]) == ("case", city.case("003"), "朝の早い姉弟")
    assert (row.approved_at, row.approved_by) == (None, "")


def test_reasoned_list_offers_approval_to_the_chief_and_not_of_their_own(city) -> None:
    reason_by(city, "kacho")
    assert [row.may_approve for row in city.look("kacho", reasoned_list).rows] == [False, False, False, True]
    assert [row.may_approve for row in city.look("mizuno", reasoned_list).rows] == [False] * 4


def test_reasoned_list_puts_what_waits_first(city) -> None:
    first = city.look("kacho", reasoned_list).rows[-1].id
    city.do("kacho", give_approval, first)
    second = reason_by(city, "mizuno")
    rows = city.look("kacho", reasoned_list).rows
    assert [row.approved_at is None for row in rows] == [True, True, True, False]
    assert [(row.id, row.approved_by, row.may_approve) for row in (rows[0], rows[-1])] == [
        (second, "", True), (first, "大橋 みのる", False),
    ]  # fmt: skip


def test_reasoned_list_leads_to_the_conference_where_it_is_about_no_single_case(city) -> None:
    conference, _ = adjourned(city, with_standing_agenda=True)
    rest = records(conference)[0].id
    seen = {"state": city.row(ConferenceRecord, rest).state}
    city.do("kobayashi", advance_record, rest, seen=seen, step="send_for_check")
    reasons = {"agencies_have_checked": "急ぎのため"}
    seen = {"state": city.row(ConferenceRecord, rest).state}
    city.do("kobayashi", advance_record, rest, seen=seen, step="fix", reasons=reasons)
    row = next(row for row in city.look("kacho", reasoned_list).rows if row.action == "record.advance")
    assert (row.page, row.about_id, row.about) == ("conference", conference, "重層的支援会議")
