"""後閲: the 課長 reads what went on with a reason, but never their own."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from models.cases import Case
from models.database import reading
from models.history import ReasonedAct
from models.people import Role
from operations.accounts import open_account
from operations.approvals import give_approval
from operations.cases import advance_case
from queries.reasoned import reasoned_list
from tests.operations.stored import entries, why_not


def waiting() -> list[UUID]:
    """What waits for 後閲, the latest first, less what the sample city's 課長 passed over with reasons of their own."""
    with reading() as session:
        rows = session.exec(select(ReasonedAct)).all()
    waits = [row for row in rows if row.approved_at is None and row.action != "plan.advance"]
    return [row.id for row in sorted(waits, key=lambda row: row.at, reverse=True)]


def reason_by(city, who: str) -> UUID:
    """Move 事例 3 on once more, with a reason of this person."""
    case_id = city.case("003")
    for step in ("return_to_support_conference", "move_with_consent"):
        seen = city.seen(Case, case_id, advance_case)
        city.do(who, advance_case, case_id, step=step, seen=seen, reasons={"everyone_was_asked": "わけ"})
    return waiting()[0]


def test_give_approval_is_signed_and_dated(city) -> None:
    actor, reasoned = city.actor("kacho"), waiting()[0]
    city.do(actor, give_approval, reasoned)
    row = city.row(ReasonedAct, reasoned)
    assert (row.approved_by_id, row.approved_at) == (actor.person_id, entries(reasoned)[-1].moment)
    assert (waiting(), city.look("kacho", reasoned_list).rows[-1].approved_by) == ([], "大橋 みのる")


def test_give_approval_twice_is_refused(city) -> None:
    reasoned = waiting()[0]
    city.do("kacho", give_approval, reasoned)
    assert why_not(city, "kacho", give_approval, reasoned) == "approval_is_given"


def test_give_approval_of_ones_own_reason_is_refused_and_another_chief_gives_it(city) -> None:
    own = reason_by(city, "kacho")
    assert why_not(city, "kacho", give_approval, own) == "approval_of_own_reason"
    city.do(
        "kacho", open_account, login="deputy", name="代理 さくら", reading="だいり さくら", password="とてもながいあいことば12こ",
        agency_id=city.agency("community_welfare_division"), roles={Role.DIVISION_CHIEF},
    )  # fmt: skip
    deputy = replace(city.actor("deputy"), must_change_password=False)
    city.do(deputy, give_approval, own)
    assert own not in waiting()


@pytest.mark.parametrize("who", ["kobayashi", "mizuno", "nishi", "hayashi", "system", "kaigo-kacho"])
def test_give_approval_by_somebody_else_is_refused(city, who) -> None:
    assert why_not(city, who, give_approval, waiting()[0]) == "not_yours"


def test_give_approval_of_nothing_is_refused(city) -> None:
    assert why_not(city, "kacho", give_approval, uuid4()) == "not_found"
    assert why_not(city, "kacho", give_approval, city.case("003")) == "not_found"
