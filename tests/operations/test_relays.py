"""つなぎ: five fields arrive, become a case, or are answered."""

import settings
from models.cases import Case
from models.relays import RelayConsent, Urgency
from operations.relays import send_relay, take_relay
from rules.calendar import fiscal_year, fiscal_year_short


def test_take_relay_makes_the_first_case_of_the_year(city) -> None:
    done = city.do("kobayashi", take_relay, city.relay("雨戸の閉まった家"), reply="受けました。")
    case = city.row(Case, done.subject_id)
    assert case.number == f"{fiscal_year_short(fiscal_year(settings.today()))}-001"
    assert case.in_charge_id == city.person("kobayashi")


def test_send_relay_answers_the_same_request_once(city) -> None:
    inputs = {
        "alias": "橋のたもと", "complaint": "相談", "urgency": Urgency.ORDINARY, "consent": RelayConsent.GIVEN,
        "to_agency_id": city.agency("community_welfare_division"),
    }  # fmt: skip
    actor = city.actor("hayashi")
    first = city.do(actor, send_relay, request_id="one", **inputs)
    again = city.do(actor, send_relay, request_id="one", **inputs)
    assert (again.subject_id, again.repeated) == (first.subject_id, True)
