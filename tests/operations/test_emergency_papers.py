"""緊急のときの連絡 goes with the roles: on the paper of the case and in its record, not on one agency's own paper."""

from models.database import writing
from models.minutes import ConferenceRecord
from models.plans import EmergencyStep
from queries.record import record_file
from queries.role_paper import role_paper
from rules.record import RecordStep, from_text, to_text
from tests.operations.test_emergency import RESPONSE, SIGN, step
from tests.queries.many_said import held, record_of, written_anew

TOLD = RecordStep(SIGN, RESPONSE, "", "", decides=False)


def test_order_stands_on_the_role_table_of_the_case_and_not_on_one_agencys_own(city) -> None:
    step(city, number="007")
    assert city.look("kobayashi", role_paper, city.case("007")).emergency == (TOLD,)
    assert city.look("ogawa", role_paper, city.case("007")).emergency == (TOLD,)
    own = city.look("kobayashi", role_paper, city.case("007"), agency_id=city.agency("general_hospital"))
    assert own.emergency == ()


def test_order_stands_in_the_record_as_it_was_when_it_was_fixed(city) -> None:
    step_id, conference = step(city, number="007"), held(city)
    record = record_of(city, conference)
    written_anew(record)
    view = city.look("kobayashi", record_file, record)
    assert (view.text.emergency, from_text(to_text(view.text))) == ((TOLD,), view.text)
    assert city.look("ogawa", record_file, record).text.emergency == (TOLD,)
    with writing() as session:
        session.get_one(ConferenceRecord, record).content = to_text(view.text)
        session.get_one(EmergencyStep, step_id).response = "別のこと"
    assert city.look("kobayashi", record_file, record).text.emergency == (TOLD,)


def test_record_from_before_there_was_an_order_is_read(small_city) -> None:
    conference = held(small_city)
    record = record_of(small_city, conference)
    written_anew(record)
    text = to_text(small_city.look("kobayashi", record_file, record).text).replace(', "emergency": []', "")
    assert ("emergency" in text, from_text(text).emergency) == (False, ())
