"""申出と対応, and 決裁 on the record's own screen: in order, or for somebody absent with a reason that is read later."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

import settings
from models.conferences import AgendaItem, ItemAbsence, ItemKind
from models.database import writing
from models.history import ReasonedAct
from models.minutes import CheckAnswer, ConferenceRecord, RecordApproval, RecordCheck, RecordState
from operations.record_approvals import approve_record
from operations.record_checks import reply_to_objection
from operations.records import advance_record, answer_check, correct_record, file_approval
from queries.record import record_file
from rules.record import from_text
from rules.refusal import Stale
from tests.city_settings import deciding_here
from tests.operations.racing import answer
from tests.operations.sittings import adjourned, records, rows
from tests.operations.stored import refused, why_not

OBJECTION = "病名は載せないでください"


@pytest.fixture
def record(city) -> UUID:
    """The draft of the record of case 001 after a conference with the hospital."""
    conference, _ = adjourned(city)
    return records(conference, city.case("001"))[0].id


def taken(city, record_id: UUID, name: str, **other: Any) -> None:
    """One step of the record."""
    seen = city.seen(ConferenceRecord, record_id, advance_record)
    city.do("kobayashi", advance_record, record_id, seen=seen, step=name, **other)


def answered(city, check: UUID, answer: CheckAnswer, words: str | None = None) -> None:
    """The hospital answers what it sees."""
    city.do("ogawa", answer_check, check, seen=city.seen(RecordCheck, check, answer_check), answer=answer, words=words)


def objected(city, record_id: UUID) -> UUID:
    """The hospital asks for a correction; its check."""
    taken(city, record_id, "send_for_check")
    (check,) = rows(RecordCheck, record_id=record_id)
    answered(city, check.id, CheckAnswer.OBJECTED, OBJECTION)
    return check.id


def replied(city, check: UUID, words: str = "載せないことにしました") -> None:
    """The answer to it."""
    city.do("kiroku", reply_to_objection, check, seen=city.seen(RecordCheck, check, reply_to_objection), reply=words)


def test_reply_to_objection_stands_beside_it_for_its_agency_and_in_the_record(city, record) -> None:
    check = objected(city, record)
    replied(city, check)
    (own,) = city.look("ogawa", record_file, record).checks
    assert (own.words, own.reply, own.replied_at is not None) == (OBJECTION, "載せないことにしました", True)
    (told,) = city.look("ogawa", record_file, record).text.objections
    assert (told.words, told.reply) == (OBJECTION, "載せないことにしました")


def test_reply_to_objection_is_not_the_agencys_own(city, record) -> None:
    check = objected(city, record)
    assert why_not(city, "ogawa", reply_to_objection, check, seen={"reply": None}, reply="自分で") == "not_yours"
    assert why_not(city, "hayashi", reply_to_objection, check, seen={"reply": None}, reply="よそ") == "not_found"


def test_reply_where_nobody_objected_is_refused(city, record) -> None:
    taken(city, record, "send_for_check")
    (check,) = rows(RecordCheck, record_id=record)
    why = why_not(city, "kiroku", reply_to_objection, check.id, seen={"reply": None}, reply="対応")
    assert why == "nothing_to_reply_to"


def test_reply_that_somebody_else_wrote_first_is_refused_stale(city, record) -> None:
    check = objected(city, record)
    replied(city, check)
    with pytest.raises(Stale) as told:
        city.do("kobayashi", reply_to_objection, check, seen={"reply": None}, reply="別の対応")
    assert told.value.stored == {"reply": "載せないことにしました"}


def test_fix_record_with_an_unanswered_objection_needs_a_reason(city, record) -> None:
    check = objected(city, record)
    seen = {"state": RecordState.IN_CHECK}
    told = refused(city, "kiroku", advance_record, record, seen=seen, step="fix")
    assert told.facts == {"condition": "objections_are_settled"}
    replied(city, check)
    taken(city, record, "fix")
    assert rows(ReasonedAct, subject_id=record) == []
    row = city.row(ConferenceRecord, record)
    assert [(one.words, one.reply) for one in from_text(row.content).objections] == [
        (OBJECTION, "載せないことにしました")
    ]
    assert (
        why_not(city, "kiroku", reply_to_objection, check, seen={"reply": "載せないことにしました"}, reply="あと")
        == "record_is_fixed"
    )


def test_objection_is_not_lost_when_the_record_goes_round_again(city, record) -> None:
    check = objected(city, record)
    taken(city, record, "take_back")
    taken(city, record, "send_for_check")
    row = city.row(RecordCheck, check)
    assert (row.answer, row.words) == (CheckAnswer.OBJECTED, OBJECTION)
    replied(city, check)
    taken(city, record, "take_back")
    taken(city, record, "send_for_check")
    assert city.row(RecordCheck, check).answer is CheckAnswer.WAITING
    answered(city, check, CheckAnswer.AGREED)
    row = city.row(RecordCheck, check)
    assert (row.answer, row.words, row.reply) == (CheckAnswer.AGREED, OBJECTION, "載せないことにしました")
    answered(city, check, CheckAnswer.OBJECTED, "もう一つ")
    row = city.row(RecordCheck, check)
    assert (row.words, row.reply, row.replied_at) == ("もう一つ", None, None)


def test_answer_to_what_somebody_else_answered_meanwhile_is_refused_stale(city, record) -> None:
    check = objected(city, record)
    with pytest.raises(Stale) as told:
        city.do("ogawa", answer_check, check, seen={"answer": CheckAnswer.WAITING, "words": None}, answer="agreed")
    assert told.value.stored == {"answer": CheckAnswer.OBJECTED, "words": OBJECTION}


@pytest.mark.parametrize("late", [True, False])
def test_answer_at_the_moment_of_fixing_stands_in_the_record_or_is_refused(city, record, late) -> None:
    taken(city, record, "send_for_check")
    (check,) = rows(RecordCheck, record_id=record)
    told = {"answer": CheckAnswer.OBJECTED, "words": OBJECTION}
    fixer, hospital = city.actor("kobayashi"), city.actor("ogawa")
    acts = [
        lambda session: advance_record(
            session, fixer, record, request_id=uuid4().hex, now=settings.now(), step="fix",
            seen={"state": RecordState.IN_CHECK}, reasons={"agencies_have_checked": "急ぎのため"},
        ),
        lambda session: answer_check(
            session, hospital, check.id, request_id=uuid4().hex, now=settings.now(),
            seen={"answer": CheckAnswer.WAITING, "words": None}, **told,
        ),
    ]  # fmt: skip
    first, second = acts if late else reversed(acts)
    with ThreadPoolExecutor(1) as pool:
        with writing() as session:
            first(session)
            waiting = pool.submit(answer, lambda: done(second))
            with suppress(TimeoutError):
                waiting.result(0.5)  # it waits for the first to be stored
        said = waiting.result(20)
    stored, row = city.row(RecordCheck, check.id), city.row(ConferenceRecord, record)
    if late:
        assert (said, stored.answer, row.state) == (
            "answer_came_after_fixing", CheckAnswer.WAITING, RecordState.FIXED,
        )  # fmt: skip
        assert from_text(row.content).objections == ()
    else:
        assert (said, stored.words, row.state) == ("reason_is_needed", OBJECTION, RecordState.IN_CHECK)


def done(act: Callable[[Session], object]) -> None:
    """In a transaction of its own."""
    with writing() as session:
        act(session)


def fixed(city, record_id: UUID) -> None:
    """Fix it in a hurry."""
    taken(city, record_id, "fix", reasons={"agencies_have_checked": "急ぎのため"})


def test_approve_record_in_order_fills_in_the_last_one(city, record) -> None:
    fixed(city, record)
    with deciding_here("welfare_division_worker", "division_chief"):
        city.do("kobayashi", approve_record, record, words="よろしくお願いします")
        assert city.row(ConferenceRecord, record).approved_on is None
        city.do("kacho", approve_record, record)
        assert why_not(city, "kacho", approve_record, record) == "approval_is_complete"
    row = city.row(ConferenceRecord, record)
    assert (row.approved_on, row.approver) == (settings.today(), city.actor("kacho").name)
    given = sorted(rows(RecordApproval, record_id=record), key=lambda one: one.position)
    assert [(one.position, one.is_for_other, one.words) for one in given] == [
        (0, False, "よろしくお願いします"),
        (1, False, None),
    ]
    shown = city.look("kobayashi", record_file, record).approvals
    assert [one.name for one in shown] == [city.actor(who).name for who in ("kobayashi", "kacho")]


def test_approve_record_for_an_absent_one_needs_a_reason_that_is_read_afterwards(city, record) -> None:
    fixed(city, record)
    with deciding_here():
        told = refused(city, "kobayashi", approve_record, record)
        assert (told.reason_key, told.facts) == ("reason_is_needed", {"condition": "approver_is_here"})
        city.do("kobayashi", approve_record, record, reasons={"approver_is_here": "課長が出張のため"})
    (one,) = rows(RecordApproval, record_id=record)
    assert (one.is_for_other, one.words) == (True, "課長が出張のため")
    passed = [row for row in rows(ReasonedAct, subject_id=record) if row.condition == "approver_is_here"]
    assert [(row.reason, row.approved_at) for row in passed] == [("課長が出張のため", None)]
    assert city.row(ConferenceRecord, record).approver == city.actor("kobayashi").name


def test_approve_record_that_is_not_fixed_or_being_corrected_is_refused(city, record) -> None:
    with deciding_here():
        assert why_not(city, "kacho", approve_record, record) == "record_is_not_fixed"
        fixed(city, record)
        city.do("kobayashi", correct_record, record, correction="お名前の誤り")
        assert why_not(city, "kacho", approve_record, record) == "record_is_being_corrected"


def test_approval_is_given_on_one_road_alone(city, record) -> None:
    fixed(city, record)
    assert why_not(city, "kacho", approve_record, record) == "approval_is_elsewhere"
    seen = city.seen(ConferenceRecord, record, file_approval)
    typed = {"approved_on": settings.today(), "approver": "課長"}
    with deciding_here():
        assert why_not(city, "kacho", file_approval, record, seen=seen, **typed) == "approval_is_here"
        city.do("kacho", file_approval, record, seen=seen, document_number="8豊地福第1号")
    row = city.row(ConferenceRecord, record)
    assert (row.document_number, row.approved_on, row.approver) == ("8豊地福第1号", None, None)


def test_words_of_an_approval_are_for_those_who_read_the_whole(city, record) -> None:
    fixed(city, record)
    with deciding_here():
        city.do("kacho", approve_record, record, words="母の件は口外しないこと")
    told = {who: [one.words for one in city.look(who, record_file, record).approvals] for who in ("kobayashi", "ogawa")}
    assert told == {"kobayashi": ["母の件は口外しないこと"], "ogawa": [None]}


def test_reason_of_a_correction_is_for_those_who_read_every_item(city, record) -> None:
    fixed(city, record)
    again = city.do("kobayashi", correct_record, record, correction="長男の病名をあやまって書いた").subject_id
    taken(city, again, "send_for_check")
    assert city.look("ogawa", record_file, again).correction == "長男の病名をあやまって書いた"
    with writing() as session:
        row = session.get_one(ConferenceRecord, again)
        more = {"kind": ItemKind.DISCUSS, "title": "病名のこと", "minutes": 5, "case_id": row.case_id, "position": 9}
        outside = AgendaItem(conference_id=row.conference_id, **more)
        session.add(outside)
        session.flush()
        session.add(ItemAbsence(item_id=outside.id, agency_id=city.agency("general_hospital")))
    view = city.look("ogawa", record_file, again)
    assert (view.correction, "病名" in repr(view)) == (None, False)
    assert city.look("kobayashi", record_file, again).correction == "長男の病名をあやまって書いた"
