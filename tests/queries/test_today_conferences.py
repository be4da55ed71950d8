"""きょう, conferences: a hole before the day, a record to finish, a record to check; each only for whom it waits."""

from datetime import timedelta

import pytest

import settings
from models.conferences import Conference
from models.database import writing
from models.minutes import CheckAnswer, ConferenceRecord, RecordCheck
from operations.agenda import add_item
from operations.consents import withdraw_consent
from operations.records import advance_record, answer_check
from queries.today import today_of
from tests.operations.sittings import adjourned, agreed, ahead, at, convene, item, planned, prepared, records, rows


def told(city, who: str, key: str, **when: object) -> list[object]:
    """The ids behind the lines of one kind."""
    return [one.id for one in city.look(who, today_of, **when).waiting if one.key == key]


def sent(city, record_id) -> RecordCheck:
    """The record goes round; the one check it asks for."""
    seen = city.seen(ConferenceRecord, record_id, advance_record)
    city.do("kiroku", advance_record, record_id, seen=seen, step="send_for_check")
    (check,) = rows(RecordCheck, record_id=record_id)
    return check


def test_hole_is_told_to_who_runs_the_next_conference_in_the_days_before(city) -> None:
    day = ahead(1)
    times = {"starts_at": at(13, day=day), "ends_at": at(14, day=day)}
    conference, _ = prepared(city, **times)
    eve = city.row(Conference, conference).starts_at - timedelta(hours=12)
    assert told(city, "kobayashi", "conference_hole", now=eve) == [conference]
    assert told(city, "kiroku", "conference_hole", now=eve) == [conference]
    assert [told(city, who, "conference_hole", now=eve) for who in ("mizuno", "ogawa", "kacho")] == [[], [], []]
    assert told(city, "kobayashi", "conference_hole", now=eve - timedelta(days=8)) == []


def test_hole_is_not_told_where_everybody_agreed_and_again_after_a_withdrawal(city) -> None:
    day = ahead(1)
    conference, _ = prepared(city, starts_at=at(13, day=day), ends_at=at(14, day=day))
    agreed(city, "001", "general_hospital")
    convene(city, conference)
    eve = city.row(Conference, conference).starts_at - timedelta(hours=12)
    assert told(city, "kobayashi", "conference_hole", now=eve) == []
    for consent in city.consents(city.case("001")):
        if consent.withdrawn_at is None:
            city.do("kobayashi", withdraw_consent, consent.id)
    assert told(city, "kobayashi", "conference_hole", now=eve) == [conference]


def test_record_waits_for_who_ran_it_and_the_check_for_the_agency_that_was_there(city) -> None:
    conference, _ = adjourned(city)
    record = records(conference, city.case("001"))[0].id
    assert record in told(city, "kobayashi", "record_is_draft")
    assert told(city, "ogawa", "record_to_check") == []
    check = sent(city, record)
    assert record not in told(city, "kobayashi", "record_is_draft")
    assert told(city, "ogawa", "record_to_check") == [record]
    assert [told(city, who, "record_to_check") for who in ("hayashi", "kobayashi", "suishin")] == [[], [], []]
    city.do(
        "ogawa", answer_check, check.id, seen={"answer": CheckAnswer.WAITING, "words": None}, answer=CheckAnswer.AGREED
    )
    assert (told(city, "ogawa", "record_to_check"), told(city, "kobayashi", "record_is_ready")) == ([], [record])


def test_record_is_ready_when_the_day_has_passed_in_silence(city) -> None:
    conference, _ = adjourned(city)
    record = records(conference, city.case("001"))[0].id
    sent(city, record)
    assert told(city, "kobayashi", "record_is_ready") == []
    later = settings.now() + timedelta(days=20)
    assert told(city, "kobayashi", "record_is_ready", now=later) == [record]


@pytest.mark.parametrize("who", ["suishin", "iin", "system", "kaigo-kacho"])
def test_nothing_of_records_waits_for_those_without_cases(city, who) -> None:
    conference, _ = adjourned(city)
    sent(city, records(conference, city.case("001"))[0].id)
    keys = {"record_is_draft", "record_is_ready", "record_to_check", "conference_hole"}
    assert [one for one in city.look(who, today_of).waiting if one.key in keys] == []


def test_record_of_an_item_without_names_does_not_tell_whose_it_is_to_an_agency_that_ran_it(city) -> None:
    conference = planned(city, facilitator_id=city.person("ogawa"))
    city.do("kobayashi", add_item, conference, **item(case_id=city.case("007"), without_names=True))
    with writing() as session:
        session.add(ConferenceRecord(conference_id=conference, case_id=city.case("007")))
        session.add(ConferenceRecord(conference_id=conference))
    waiting = city.look("ogawa", today_of).waiting
    assert [one.values["about"] for one in waiting if one.key == "record_is_draft"] == [""]
