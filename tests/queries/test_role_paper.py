"""役割分担表 on paper: what goes round the agencies of a case, and what goes to one of them alone."""

from uuid import uuid4

import pytest

from models.plans import AssignmentState
from queries.role_paper import RolePaper, role_paper
from rules.refusal import Refused
from tests.operations.working import WISH, answer, plan, role


def tasks(view: RolePaper) -> set[str]:
    """What stands on the paper."""
    return {row.role.task for row in view.rows}


@pytest.fixture
def planned(small_city):
    """Case 1 with a plan: a draft, a role of the hospital, a 限定 one of it, and one of the farm."""
    plan_id = plan(small_city)
    role(small_city, plan_id=plan_id, task="案のままの役割")
    role(small_city, task="朝の電話")
    role(small_city, task="限定の役割", is_restricted=True)
    role(small_city, "south_welfare_consultation_center", task="居場所へお誘い")
    return small_city


def test_whole_table_leaves_out_restricted_rows_and_holds_the_plan(planned) -> None:
    view = planned.look("kobayashi", role_paper, planned.case("001"))
    assert tasks(view) == {"案のままの役割", "朝の電話", "居場所へお誘い"}
    assert (view.number, view.wish, view.only_agency, view.reply_due_on) == ("R7-001", WISH, "", None)


def test_paper_of_one_agency_holds_its_own_rows_that_were_asked(planned) -> None:
    hospital = planned.agency("general_hospital")
    view = planned.look("kobayashi", role_paper, planned.case("001"), agency_id=hospital)
    assert tasks(view) == {"朝の電話", "限定の役割"}
    assert view.only_agency == "星見野総合病院 地域連携室"
    assert view.reply_due_on is not None
    assert {row.role.state for row in view.rows} == {AssignmentState.ASKED}


def test_row_that_came_to_nothing_is_not_printed(planned) -> None:
    gone = role(planned, task="もう要らない役割")
    answer(planned, "kobayashi", gone, "no_longer_needed", answer="状況が変わった")
    assert "もう要らない役割" not in tasks(planned.look("kobayashi", role_paper, planned.case("001")))


@pytest.mark.parametrize("who", ["iin", "suishin", "kaigo-kacho", "system"])
def test_paper_is_not_found_by_others_as_if_it_were_absent(planned, who) -> None:
    for case_id in (planned.case("001"), uuid4()):
        with pytest.raises(Refused, match="not_found"):
            planned.look(who, role_paper, case_id)
