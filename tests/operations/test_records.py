"""会議録: sent for checking, answered, fixed for ever, corrected as a new edition; one for each case and no more in it."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

import settings
from models.conferences import Conference, Presence
from models.history import Channel, ReasonedAct
from models.minutes import CheckAnswer, ConferenceRecord, RecordCheck, RecordState
from operations.act import Said
from operations.conferences import advance_conference
from operations.records import advance_record, answer_check, correct_record, file_approval
from operations.room import read_out, take_attendance
from queries.record import record_file
from rules.record import from_text, to_text
from tests.operations.sittings import adjourned, called, opened, records, rows, step
from tests.operations.stored import refused, why_not

HOSPITAL = "general_hospital"
UNANSWERED = {"answer": CheckAnswer.WAITING, "words": None}


@pytest.fixture
def record(city) -> UUID:
    """The draft of the record of case 001 after a conference with the hospital."""
    conference, _ = adjourned(city)
    return records(conference, city.case("001"))[0].id


def stepping(city, record_id: UUID, name: str, **other: Any) -> dict[str, Any]:
    """The inputs of record.advance."""
    seen = city.seen(ConferenceRecord, record_id, advance_record)
    return {"subject_id": record_id, "seen": seen, "step": name, **other}


def fixed(city, record_id: UUID, **other: Any) -> ConferenceRecord:
    """Fix it, passing over what still waits."""
    reasons = {"agencies_have_checked": "急ぎのため"}
    city.do("kobayashi", advance_record, **stepping(city, record_id, "fix"), reasons=reasons, **other)
    row: ConferenceRecord = city.row(ConferenceRecord, record_id)
    return row


def check_of(record_id: UUID) -> RecordCheck:
    """The one check of a record."""
    (one,) = rows(RecordCheck, record_id=record_id)
    return one


def test_send_for_check_asks_those_who_were_there_and_did_not_write_it(city, record) -> None:
    city.do("kiroku", advance_record, **stepping(city, record, "send_for_check"))
    one = check_of(record)
    assert (one.agency_id, one.answer) == (city.agency(HOSPITAL), CheckAnswer.WAITING)
    row = city.row(ConferenceRecord, record)
    assert (row.state, row.check_due_on is not None) == (RecordState.IN_CHECK, True)


def test_send_for_check_leaves_out_who_was_absent(city) -> None:
    conference, _ = opened(city)
    city.do("kiroku", read_out, conference)
    city.do("kiroku", take_attendance, conference, present=[])
    city.do("kiroku", advance_conference, **step(city, conference, "adjourn"))
    record = records(conference, city.case("001"))[0].id
    city.do("kiroku", advance_record, **stepping(city, record, "send_for_check"))
    assert rows(RecordCheck, record_id=record) == []


def test_answer_check_by_the_agency_itself(city, record) -> None:
    city.do("kiroku", advance_record, **stepping(city, record, "send_for_check"))
    city.do("ogawa", answer_check, check_of(record).id, seen=UNANSWERED, answer=CheckAnswer.AGREED)
    assert check_of(record).answer is CheckAnswer.AGREED


def test_answer_check_typed_for_it_keeps_who_said_it(city, record) -> None:
    city.do("kiroku", advance_record, **stepping(city, record, "send_for_check"))
    said = Said(city.agency(HOSPITAL), "医療相談室の小川", Channel.FAX, settings.now() - timedelta(hours=1))
    told = {"answer": CheckAnswer.OBJECTED, "words": "病名は載せないでください"}
    assert (
        why_not(city, "kobayashi", answer_check, check_of(record).id, seen=UNANSWERED, **told)
        == "answer_is_typed_for_its_agency"
    )
    city.do("kobayashi", answer_check, check_of(record).id, seen=UNANSWERED, said=said, **told)
    assert (check_of(record).answer, check_of(record).words) == (CheckAnswer.OBJECTED, "病名は載せないでください")


def test_answer_check_of_a_record_that_is_not_in_check_is_refused(city, record) -> None:
    city.do("kiroku", advance_record, **stepping(city, record, "send_for_check"))
    check = check_of(record).id
    city.do("kiroku", advance_record, **stepping(city, record, "take_back"))
    assert (
        why_not(city, "kobayashi", answer_check, check, seen=UNANSWERED, answer=CheckAnswer.AGREED)
        == "record_is_not_in_check"
    )


def test_objection_without_words_is_refused(city, record) -> None:
    city.do("kiroku", advance_record, **stepping(city, record, "send_for_check"))
    told = refused(city, "ogawa", answer_check, check_of(record).id, seen=UNANSWERED, answer=CheckAnswer.OBJECTED)
    assert told.facts == {"field": "field.objection"}


def test_fix_record_while_an_agency_is_waited_for_needs_a_reason_which_is_kept(city, record) -> None:
    city.do("kiroku", advance_record, **stepping(city, record, "send_for_check"))
    told = refused(city, "kiroku", advance_record, **stepping(city, record, "fix"))
    assert (told.reason_key, told.facts) == ("reason_is_needed", {"condition": "agencies_have_checked"})
    fixed(city, record)
    (one,) = rows(ReasonedAct, subject_id=record)
    assert (one.condition, one.reason) == ("agencies_have_checked", "急ぎのため")


def test_fix_record_after_the_day_counts_silence_as_checked(city, record) -> None:
    city.do("kiroku", advance_record, **stepping(city, record, "send_for_check"))
    later = settings.now() + timedelta(days=20)
    city.do("kobayashi", advance_record, **stepping(city, record, "fix"), now=later)
    assert rows(ReasonedAct, subject_id=record) == []


def test_fix_record_without_the_reading_is_refused_by_any_reason(city) -> None:
    conference, _ = opened(city)
    city.do("kiroku", advance_conference, **step(city, conference, "adjourn"))
    record = records(conference, city.case("001"))[0].id
    reasons = {"reading_is_recorded": "忘れた"}
    assert (
        why_not(city, "kobayashi", advance_record, **stepping(city, record, "fix"), reasons=reasons)
        == "reading_is_recorded"
    )
    city.do("kobayashi", read_out, conference)
    assert fixed(city, record).state is RecordState.FIXED


def test_fix_record_numbers_it_without_gaps_and_keeps_it_whole(city, record) -> None:
    row = fixed(city, record)
    other = fixed(city, next(one.id for one in records(row.conference_id)))
    first, second = (int(re.findall("[0-9]+", one.number)[-1]) for one in (row, other))
    assert second == first + 1
    assert to_text(from_text(row.content)) == row.content
    assert from_text(row.content).case_number == city.look("kobayashi", record_file, record).text.case_number


def test_fixed_record_says_the_same_whatever_changes_later(city, record) -> None:
    fixed(city, record)
    before = city.look("kobayashi", record_file, record).text
    conference = city.row(ConferenceRecord, record).conference_id
    (one,) = called(conference)
    city.do("kobayashi", take_attendance, conference, present=[], was={one.id: Presence.PRESENT})
    assert city.look("kobayashi", record_file, record).text == before
    assert one.id in {row.id for row in called(conference)}


def test_what_a_fixed_record_rests_on_stays(city, record) -> None:
    fixed(city, record)
    conference = city.row(ConferenceRecord, record).conference_id
    assert why_not(city, "kobayashi", advance_record, **stepping(city, record, "fix")) == "step_not_open"
    assert city.row(Conference, conference).id == conference


def test_correct_record_begins_a_second_edition_and_keeps_the_first(city, record) -> None:
    first = fixed(city, record)
    done = city.do("kobayashi", correct_record, record, correction="出席者のお名前の誤り")
    second = city.row(ConferenceRecord, done.subject_id)
    assert (second.edition, second.number, second.state, second.content) == (2, first.number, RecordState.DRAFT, None)
    assert city.row(ConferenceRecord, record).content == first.content
    assert why_not(city, "kobayashi", correct_record, record, correction="もう一度") == "record_is_being_corrected"


def test_correct_record_that_is_not_fixed_is_refused(city, record) -> None:
    assert why_not(city, "kobayashi", correct_record, record, correction="誤り") == "record_is_not_fixed"


def test_file_approval_types_back_what_the_other_system_gave(city, record) -> None:
    seen = city.seen(ConferenceRecord, record, file_approval)
    told = {"approved_on": settings.today(), "approver": "課長 大木", "document_number": "8豊地福第123号"}
    city.do("kobayashi", file_approval, record, seen=seen, **told)
    row = city.row(ConferenceRecord, record)
    assert {name: getattr(row, name) for name in told} == told
    ahead = {**told, "approved_on": settings.today() + timedelta(days=1)}
    seen = city.seen(ConferenceRecord, record, file_approval)
    assert why_not(city, "kobayashi", file_approval, record, seen=seen, **ahead) == "day_in_future"


def test_agency_sees_the_record_from_the_day_it_is_asked(city, record) -> None:
    def title(who: str) -> str | None:
        try:
            return city.look(who, record_file, record).text.case_number
        except Exception as refusal:  # noqa: BLE001 - the key is what is compared
            return getattr(refusal, "reason_key", None)

    assert title("ogawa") == "not_found"
    city.do("kiroku", advance_record, **stepping(city, record, "send_for_check"))
    assert (title("ogawa"), title("hayashi"), title("suishin")) == (title("kobayashi"), "not_found", "not_found")


def test_record_fixed_without_going_round_is_read_by_those_who_were_there(city, record) -> None:
    city.do("kobayashi", advance_record, **stepping(city, record, "fix"))
    assert check_of(record).agency_id == city.agency(HOSPITAL)
    assert city.look("ogawa", record_file, record).state is RecordState.FIXED
