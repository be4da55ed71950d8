"""緊急のときの連絡: added in the room and between conferences, in an order, shared as roles are."""

import pytest

from models.cases import InformationClass
from models.plans import EmergencyStep
from operations.emergency import add_step, agree_step, change_step, remove_step
from queries.emergency import emergency_plan
from rules.refusal import Refused
from tests.operations.sittings import agreed, opened, prepared
from tests.operations.working import agree_to, mother

SIGN, RESPONSE = "二日続けて電話に出ない", "センターが訪ね、玄関が開かなければ警察へ"


def step(city, sign: str = SIGN, number: str = "001", **other):
    """One step of a case."""
    inputs = {"sign": sign, "response": RESPONSE, **other}
    return city.do("kobayashi", add_step, city.case(number), **inputs).subject_id


def changing(city, step_id, **other):
    """The inputs of emergency.change with everything as it stands but what is given."""
    seen = city.seen(EmergencyStep, step_id, change_step)
    return {"subject_id": step_id, "seen": seen, **seen, **other}


def signs(city, who: str = "kobayashi", number: str = "001") -> list[str]:
    """The order as somebody sees it."""
    return [one.sign for one in city.look(who, emergency_plan, city.case(number)).steps]


def test_step_is_agreed_in_the_room_by_the_recorder(city) -> None:
    conference, item = opened(city)
    done = city.do(
        "kiroku", agree_step, item, sign=SIGN, response=RESPONSE, decides=True, agency_id=city.agency("police_station")
    )
    row = city.row(EmergencyStep, done.subject_id)
    assert (row.case_id, row.conference_id, row.item_id, row.decides) == (city.case("001"), conference, item, True)
    assert signs(city, "kiroku") == [SIGN]


def test_step_is_not_agreed_before_the_opening(small_city) -> None:
    city = small_city
    item = prepared(city)[1]
    with pytest.raises(Refused, match="step_not_open"):
        city.do("kiroku", agree_step, item, sign=SIGN, response=RESPONSE)


def test_step_needs_what_happens_and_what_is_done(small_city) -> None:
    for lacking in ({"sign": " "}, {"response": ""}):
        with pytest.raises(Refused, match="field_is_needed"):
            step(small_city, **{"sign": SIGN, **lacking})


def test_step_changes_its_place_in_the_order(city) -> None:
    ids = [step(city, sign) for sign in ("一", "二", "三")]
    city.do("kobayashi", change_step, **changing(city, ids[2], position=0))
    assert signs(city) == ["三", "一", "二"]
    city.do("kobayashi", remove_step, ids[0])
    assert signs(city) == ["三", "二"]


def test_step_that_was_taken_out_is_not_changed(small_city) -> None:
    step_id = step(small_city)
    small_city.do("kobayashi", remove_step, step_id)
    with pytest.raises(Refused, match="already_there"):
        small_city.do("kobayashi", change_step, **changing(small_city, step_id, sign="別"))


def test_stale_form_is_refused(small_city) -> None:
    city, step_id = small_city, step(small_city)
    stale = changing(city, step_id, response="もっと早く知らせる")
    city.do("kobayashi", change_step, **changing(city, step_id, sign="別のこと"))
    with pytest.raises(Refused, match="stale"):
        city.do("kobayashi", change_step, **stale)


def test_agency_reads_the_order_where_everybody_shares_the_course_with_it(city) -> None:
    step(city)
    assert signs(city, "ogawa") == []
    agree_to(city, mother(city), "001", "general_hospital", InformationClass.SITUATION)
    assert signs(city, "ogawa") == []
    agreed(city, "001", "general_hospital")
    assert (signs(city, "ogawa"), signs(city, "hayashi")) == ([SIGN], [])
    with pytest.raises(Refused, match="not_yours"):
        city.do("ogawa", remove_step, city.look("ogawa", emergency_plan, city.case("001")).steps[0].id)
