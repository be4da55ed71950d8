"""Attacks on a sitting: talk without names, an agency that facilitates, a recorder whose time is over, words for others."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import settings
from models.conferences import Conference, Part
from models.database import reading, writing
from models.history import Channel, HistoryEntry
from models.minutes import CheckAnswer, ConferenceRecord, RecordCheck
from operations.action import Said
from operations.agenda import add_item
from operations.cases import release_agency
from operations.conferences import advance_conference, invite
from operations.history import findings
from operations.records import advance_record, answer_check
from operations.room import read_out, take_attendance
from queries.case import case_file
from queries.cases import case_list
from queries.conference import conference_file
from queries.lines import lines_of
from queries.record import record_file
from queries.records import record_list
from queries.room import room
from rules.disclosure import BasisKind
from tests.access.test_conferences import given_to
from tests.access.test_nowhere import refusal
from tests.access.test_separation import CANARY, CASES, Sitting, everything
from tests.access.texts import shown_of
from tests.city import City
from tests.operations.sittings import called, convene, item, planned, records, rows, step

SECRET = "ナイショの相談"
UNANSWERED = {"answer": CheckAnswer.WAITING, "words": None}


def anonymous(city: City) -> UUID:
    """A conference that is over, about case 001 氏名を伏せて; of its household one person agreed and one did not."""
    whole = planned(city)
    agency = city.agency("disability_consultation_office_1")
    city.do("kobayashi", invite, whole, agency_id=agency)
    told = item(title=SECRET, case_id=city.case("001"), without_names=True)
    city.do("kobayashi", add_item, whole, **told)
    convene(city, whole)
    city.do("kobayashi", advance_conference, **step(city, whole, "open"))
    city.do("kiroku", read_out, whole)
    city.do("kiroku", take_attendance, whole, present=[one.id for one in called(whole)])
    city.do("kiroku", advance_conference, **step(city, whole, "adjourn"))
    for one in rows(ConferenceRecord, conference_id=whole):
        seen = city.seen(ConferenceRecord, one.id, advance_record)
        city.do("kiroku", advance_record, one.id, seen=seen, step="send_for_check")
    return whole


def test_talk_without_names_is_told_and_its_household_is_not(city) -> None:
    whole, case = anonymous(city), city.case("001")
    number = city.look("kobayashi", case_file, case).number
    view = city.look("hayashi", conference_file, whole)
    assert shown_of({SECRET}, view) == {SECRET}
    assert shown_of({number, str(case)}, view) == set()


def test_record_of_talk_without_names_is_nobody_elses(city) -> None:
    whole = anonymous(city)
    record = records(whole, city.case("001"))[0]
    assert refusal(city, "hayashi", record_file, record.id) == ("not_found", {}, "not_found")
    assert record.id not in {one.id for one in city.look("hayashi", record_list).rows}
    assert shown_of({SECRET}, city.look("kobayashi", record_file, record.id)) == {SECRET}


def test_call_to_talk_without_names_brings_no_case_into_a_list(city) -> None:
    case, agency = city.case("001"), city.actor("hayashi").agency_id
    for one in city.involvements(case):
        if one.agency_id == agency:
            city.do("kobayashi", release_agency, one.id)
    before = {row.id for row in city.look("hayashi", case_list).rows}
    later = settings.now() + timedelta(days=1)
    anonymous(city)
    after = {row.id for row in city.look("hayashi", case_list, now=later).rows}
    assert (case in after, after - before) == (False, set())


def test_part_without_items_is_asked_of_no_agency(city) -> None:
    whole = anonymous(city)
    assert rows(RecordCheck, record_id=records(whole)[0].id) == []
    assert refusal(city, "hayashi", record_file, records(whole)[0].id)[0] == "not_found"


def test_agency_that_facilitates_is_told_the_family_by_its_part(city) -> None:
    made, man = Sitting(city), city.members(city.case("003"))[0]
    city.do("kobayashi", invite, made.whole, name="ナイショの家族", reading="ないしょ", part=Part.FAMILY)
    given_to(city, made.whole, "hayashi")
    hidden = {man.name, man.reading, "ナイショの家族"}
    assert shown_of(hidden, city.look("kobayashi", conference_file, made.whole)) == hidden
    assert shown_of(hidden, city.look("hayashi", conference_file, made.whole)) == set()
    assert shown_of(hidden, city.look("hayashi", room, made.whole)) == set()


def test_agency_that_facilitates_reads_no_item_and_no_line_of_another_case(city) -> None:
    made = Sitting(city).held()
    given_to(city, made.whole, "hayashi")
    shown = [*everything(made, "hayashi", own="001"), _lines(city, "hayashi", made.whole)]
    assert shown_of({CANARY["003"] + what for what in ("の題", "の問い", "の行", "の結論", "の役割")}, shown) == set()


def _lines(city: City, who: str, whole: UUID, **more: Any) -> object:
    return city.look(who, lines_of, whole, **more)


def test_recorder_loses_cases_and_lines_thirty_days_after_and_keeps_what_is_of_no_case(city) -> None:
    made = Sitting(city).held()
    record, cover = made.record("001").id, made.record(None).id
    assert shown_of({CANARY["001"]}, city.look("kiroku", record_file, record)) == {CANARY["001"]}
    assert _lines(city, "kiroku", made.whole).basis.kind is BasisKind.RUNNING
    ended = city.row(Conference, made.whole).ends_at
    with writing() as session:
        row = session.get_one(Conference, made.whole)
        row.starts_at, row.ends_at = row.starts_at - timedelta(days=60), row.ends_at - timedelta(days=60)
    assert city.row(Conference, made.whole).ends_at < ended
    answers = [refusal(city, "kiroku", record_file, one) for one in (record, uuid4())]
    assert answers == [("not_found", {}, "not_found")] * 2
    shown = [
        city.look("kiroku", record_file, cover), _lines(city, "kiroku", made.whole),
        city.look("kiroku", room, made.whole), city.look("kiroku", conference_file, made.whole),
        city.look("kiroku", record_list),
    ]  # fmt: skip
    man = city.members(city.case("003"))[0]
    hidden = {f"{word}{what}" for word in CANARY.values() for what in ("の題", "の行", "の結論", "の役割")}
    assert shown_of(hidden | {man.name}, shown) == set()


def test_words_for_another_agency_are_typed_by_those_who_may_and_only_for_the_one_asked(city) -> None:
    made = Sitting(city).held()
    check = rows(RecordCheck, record_id=made.record("003").id)[0]
    own = rows(RecordCheck, record_id=made.record("001").id)[0]
    said = {
        key: Said(city.agency(CASES[key][0]), "係の方", Channel.TELEPHONE, settings.now() - timedelta(minutes=1))
        for key in CASES
    }
    tries: list[tuple[str, UUID, Said | None]] = [
        ("hayashi", check.id, said["003"]), ("hayashi", own.id, said["001"]), ("kobayashi", check.id, said["001"]),
        ("kobayashi", check.id, None), ("nishi", check.id, said["003"]), ("suishin", check.id, said["003"]),
    ]  # fmt: skip
    found = [
        refusal(city, who, answer_check, one, seen=UNANSWERED, answer="agreed", said=words)[0]
        for who, one, words in tries
    ]
    mine = "answer_is_typed_for_its_agency"
    assert found == ["not_yours", "not_yours", mine, mine, "not_found", "not_yours"]
    assert {row.answer.value for row in (city.row(RecordCheck, one.id) for one in (check, own))} == {"waiting"}


def test_reason_of_somebody_who_may_give_none_carries_nothing_further(city) -> None:
    made = Sitting(city).held()
    record = made.record("001")
    seen = city.seen(ConferenceRecord, record.id, advance_record)
    reasons = {"agencies_have_checked": "急ぎのため"}
    for who in ("hayashi", "ogawa", "minami", "suishin"):
        answer = refusal(city, who, advance_record, record.id, seen=seen, step="fix", reasons=reasons)
        assert answer[0] in {"not_found", "not_yours"}
    assert made.record("001").state == record.state
    refused = refusal(city, "kiroku", advance_record, record.id, seen=seen, step="fix")
    assert refused[0] == "reason_is_needed"


def test_every_act_of_a_sitting_leaves_its_row_and_the_chain_verifies(city) -> None:
    made = Sitting(city).held()
    with reading() as session:
        assert findings(session) == []
    done = {one.action for one in rows(HistoryEntry)}
    assert done >= {
        "conference.schedule", "invitation.add", "item.add", "item.leave_out", "conference.advance",
        "conference.read_out", "attendance.take", "attendance.note", "item.begin", "item.settle", "line.write",
        "assignment.agree", "record.advance",
    }  # fmt: skip
    own = [one for one in rows(HistoryEntry) if one.case_id == city.case("001")]
    assert "assignment.agree" in {one.action for one in own}
    assert made.record("001").case_id == city.case("001")


def test_double_click_and_stale_form_change_nothing_twice(city) -> None:
    made = Sitting(city).held()
    own, request = rows(RecordCheck, record_id=made.record("001").id)[0], uuid4().hex
    for answer in ("agreed", "objected"):
        city.do("hayashi", answer_check, own.id, seen=UNANSWERED, answer=answer, words="直す所", request_id=request)
    assert city.row(RecordCheck, own.id).answer == "agreed"
    record = made.record("001").id
    old = {"state": "draft"}
    assert refusal(city, "kiroku", advance_record, record, seen=old, step="fix")[0] == "stale"
