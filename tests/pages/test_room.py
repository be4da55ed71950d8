"""会議室: what the conference finds of a plan is entered where it is said."""

from models.plans import PlanState, SupportPlan
from operations.room import begin_item
from tests.access.tabs import gone_to, workspace
from tests.operations.sittings import agreed, prepared
from tests.operations.working import framed, in_session, move, plan, role
from tests.pages.hands import press, warnings
from words import word

FOUND, CHANGED, BACK = (
    word(f"plan_step.{one}") for one in ("find_appropriate", "find_appropriate_with_changes", "reconsider")
)


def findings(tab) -> set[str]:
    """The steps of a plan that the room offers."""
    return {one.label for one in tab.button} & {FOUND, CHANGED, BACK}


def test_finding_of_a_plan_is_entered_in_the_room_with_what_was_said(small_city) -> None:
    city, plan_id = small_city, plan(small_city)
    framed(city, plan_id)
    role(city, plan_id=plan_id)
    conference, item = prepared(city)
    move(city, "kobayashi", plan_id, "submit", conference_id=conference)
    agreed(city, "001", "general_hospital")
    in_session(city, conference)
    tab = gone_to(workspace(city, "kiroku"), "conferences/room.py", id=conference)
    assert findings(tab) == set()
    city.do("kiroku", begin_item, item)
    tab.run()
    assert (findings(tab), len(tab.exception)) == ({FOUND, CHANGED, BACK}, 0)
    opinion = next(one for one in tab.text_area if one.label.startswith(word("field.opinion")))
    opinion.set_value("訪問は週二回から")
    press(tab, FOUND)
    row = city.row(SupportPlan, plan_id)
    assert (row.state, row.opinion) == (PlanState.APPROPRIATE, "訪問は週二回から")
    assert (findings(tab), warnings(tab), len(tab.exception)) == ({BACK}, [], 0)
