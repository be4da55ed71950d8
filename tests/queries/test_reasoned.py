"""理由つきで進めたこと: what waits for the 課長 first, and only of cases held by office."""

import pytest

from operations.approvals import give_approval
from queries.reasoned import reasoned_list
from rules.disclosure import Basis, BasisKind
from rules.refusal import Refused
from tests.operations.test_approvals import reason_by


@pytest.mark.parametrize(("who", "count"), [("kacho", 1), ("kobayashi", 1), ("mizuno", 1), ("nishi", 0), ("minami", 0)])
def test_reasoned_list_is_of_the_cases_held_by_office(city, who, count) -> None:
    view = city.look(who, reasoned_list)
    assert (len(view.rows), view.basis) == (count, Basis(BasisKind.OFFICE))


@pytest.mark.parametrize("who", ["hayashi", "ogawa", "kiroku", "suishin", "kaigo-kacho", "iin", "system"])
def test_reasoned_list_of_somebody_else_is_refused(city, who) -> None:
    with pytest.raises(Refused, match="not_found"):
        city.look(who, reasoned_list)


def test_reasoned_list_says_who_why_and_where(city) -> None:
    row = city.look("kacho", reasoned_list).rows[0]
    assert (row.who, row.condition, row.action) == ("水野 そら", "everyone_was_asked", "case.advance")
    assert row.reason == "末のお子さんは就学前のため、姉と母の同意で始め、入学前に改めて尋ねる。"
    assert (row.case_id, row.alias, row.approved_at, row.approved_by) == (city.case("003"), "朝の早い姉弟", None, "")


def test_reasoned_list_offers_approval_to_the_chief_and_not_of_their_own(city) -> None:
    reason_by(city, "kacho")
    assert [row.may_approve for row in city.look("kacho", reasoned_list).rows] == [False, True]
    assert [row.may_approve for row in city.look("mizuno", reasoned_list).rows] == [False, False]


def test_reasoned_list_puts_what_waits_first(city) -> None:
    first = city.look("kacho", reasoned_list).rows[0].id
    city.do("kacho", give_approval, first)
    second = reason_by(city, "mizuno")
    rows = city.look("kacho", reasoned_list).rows
    assert [(row.id, row.approved_by, row.may_approve) for row in rows] == [
        (second, "", True), (first, "大橋 みのる", False),
    ]  # fmt: skip
