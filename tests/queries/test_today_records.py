"""きょう: who is asked to check a record, and who has one to finish."""

from datetime import timedelta

import pytest

import settings
from models.database import writing
from models.minutes import CheckAnswer, ConferenceRecord, RecordState
from operations.consents import withdraw_consent
from operations.records import advance_record, answer_check
from queries.record import record_file
from queries.today import today_of
from tests.operations.sittings import adjourned, records

DAY = timedelta(days=1)


def told(city, who: str) -> dict[object, str]:
    """The records that wait for this person, and as what."""
    waiting = city.look(who, today_of).waiting
    return {one.id: one.key for one in waiting if one.page == "record"}


@pytest.fixture
def drafts(city) -> dict[bool, object]:
    """The records of a conference that was adjourned: of the case, and of the rest."""
    conference, _ = adjourned(city)
    case_id = city.case("001")
    return {True: records(conference, case_id)[0].id, False: records(conference)[0].id}


def send(city, record) -> None:
    """Send it for checking."""
    seen = {"state": city.row(ConferenceRecord, record).state}
    city.do("kiroku", advance_record, record, step="send_for_check", seen=seen)


def test_draft_waits_for_who_ran_the_conference(city, drafts) -> None:
    for who in ("kobayashi", "kiroku"):
        assert told(city, who) == dict.fromkeys(drafts.values(), "record_draft")
    for who in ("kacho", "mizuno", "ogawa", "hayashi", "minami"):
        assert told(city, who) == {}


def test_record_in_check_waits_for_the_agency_until_it_answers(city, drafts) -> None:
    send(city, drafts[True])
    assert told(city, "ogawa") == {drafts[True]: "record_check"}
    assert (told(city, "hayashi"), drafts[True] in told(city, "kiroku")) == ({}, False)
    (check,) = city.look("ogawa", record_file, drafts[True]).checks
    city.do("ogawa", answer_check, check.id, answer=CheckAnswer.AGREED)
    assert told(city, "ogawa") == {}


def test_record_whose_day_of_checking_is_over_waits_for_who_ran_it(city, drafts) -> None:
    send(city, drafts[True])
    with writing() as session:
        session.get_one(ConferenceRecord, drafts[True]).check_due_on = settings.today() - DAY
    assert told(city, "kiroku")[drafts[True]] == "record_checked"


def test_fixed_record_waits_for_nobody(city, drafts) -> None:
    with writing() as session:
        for record in drafts.values():
            session.get_one(ConferenceRecord, record).state = RecordState.FIXED
    assert [told(city, who) for who in ("kobayashi", "kiroku", "ogawa")] == [{}, {}, {}]


def test_heading_names_the_case_to_nobody_without_its_consent(city, drafts) -> None:
    send(city, drafts[True])
    line = next(one for one in city.look("ogawa", today_of).waiting if one.page == "record")
    assert "R7-001" in line.values["heading"] or "-001" in line.values["heading"]
    for consent in city.consents(city.case("001")):
        if consent.withdrawn_at is None:
            city.do("kobayashi", withdraw_consent, consent.id)
    assert told(city, "ogawa") == {}
