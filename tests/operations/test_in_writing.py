"""書面開催: who is asked what, who answers, who sees it, and what a 判断 against an objection needs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

import settings
from models.conferences import AgendaItem, Conference, ConferenceState, ItemKind, ItemResult, Manner
from models.forums import forums
from models.history import Channel, EnteredFor, ReasonedAct
from models.minutes import ConferenceRecord, RecordCheck
from models.sittings import WrittenAnswer, WrittenAnswerKind
from operations.action import Said
from operations.agenda import add_item, leave_out
from operations.carrying import carry_over
from operations.conferences import advance_conference, invite
from operations.consents import withdraw_consent
from operations.in_writing import answer_in_writing, ask_in_writing
from operations.records import advance_record
from operations.recusals import come_back, recuse
from operations.room import settle_item
from queries.in_writing import in_writing
from queries.record import record_file
from queries.today import today_of
from rules.refusal import Refused
from tests.city import City
from tests.operations.sittings import (
    CONSENT,
    DUTY,
    agreed,
    ahead,
    at,
    convene,
    item,
    planned,
    prepared,
    ready,
    records,
    rows,
    step,
)
from tests.operations.stored import why_not

HOSPITAL, POLICE, OFFICE = "general_hospital", "police_station", "disability_consultation_office_1"
AGREED, OPINION, OBJECTED, WAITING = (
    WrittenAnswerKind.AGREED, WrittenAnswerKind.AGREED_WITH_OPINION, WrittenAnswerKind.OBJECTED,
    WrittenAnswerKind.WAITING,
)  # fmt: skip
DUE = timedelta(days=10)


def ask(city: City, conference: UUID, who: str = "kobayashi", **other: Any) -> Conference:
    """Send the questions; what is stored."""
    told = {"answers_due_on": settings.today() + DUE, **other}
    city.do(who, ask_in_writing, conference, seen=city.seen(Conference, conference, ask_in_writing), **told)
    row: Conference = city.row(Conference, conference)
    return row


def held(city: City, forum: str = DUTY) -> tuple[UUID, UUID]:
    """A 支援会議 that is asked in writing: a decision about case 003, the hospital and the police called."""
    conference = planned(city, forum_key=forum)
    for key in (HOSPITAL, POLICE):
        city.do("kobayashi", invite, conference, agency_id=city.agency(key))
    asked = item(kind=ItemKind.DECIDE, title="見守りの回数")
    decision = city.do("kobayashi", add_item, conference, **asked).subject_id
    ask(city, conference)
    return conference, decision


def answer_of(conference: UUID, agency_id: UUID, item_id: UUID | None = None) -> WrittenAnswer:
    """The row of one agency."""
    found = rows(WrittenAnswer, conference_id=conference, agency_id=agency_id)
    return next(one for one in found if item_id is None or one.item_id == item_id)


def answering(city: City, conference: UUID, agency: str, answer: WrittenAnswerKind, **other: Any) -> dict[str, Any]:
    """The inputs of written.answer."""
    row = answer_of(conference, city.agency(agency))
    return {"subject_id": row.id, "seen": {"answer": row.answer, "words": row.words}, "answer": answer, **other}


def fax(city: City, agency: str = POLICE) -> Said:
    """What came by FAX."""
    return Said(city.agency(agency), "係の白井さん", Channel.FAX, settings.now() - timedelta(hours=2))


def settling(city: City, item_id: UUID, **other: Any) -> dict[str, Any]:
    """Settle a decision as 決定."""
    told = {"result": ItemResult.DECIDED, "result_words": "週二回"}
    return {"subject_id": item_id, "seen": city.seen(AgendaItem, item_id, settle_item), **told, **other}


def test_ask_in_writing_announces_opens_and_asks_each_agency_each_item(city) -> None:
    conference = planned(city, forum_key=DUTY)
    for key in (HOSPITAL, POLICE):
        city.do("kobayashi", invite, conference, agency_id=city.agency(key))
    told = [
        item(kind=ItemKind.DECIDE, title="回数"), item(title="夜の連絡先"),
        item(kind=ItemKind.SHARE, title="お知らせ", question=None),
    ]  # fmt: skip
    asked = [city.do("kobayashi", add_item, conference, **one).subject_id for one in told]
    city.do("kobayashi", leave_out, asked[1], agency_id=city.agency(POLICE))
    row = ask(city, conference)
    assert (row.manner, row.state, row.answers_due_on) == (
        Manner.IN_WRITING, ConferenceState.IN_SESSION, settings.today() + DUE,
    )  # fmt: skip
    assert (row.serial is None, row.read_at is None, row.convened_on) == (False, False, settings.today())
    pairs = {(one.item_id, one.agency_id) for one in rows(WrittenAnswer, conference_id=conference)}
    hospital, police = city.agency(HOSPITAL), city.agency(POLICE)
    assert pairs == {(asked[0], hospital), (asked[0], police), (asked[1], hospital)}
    assert {one.answer for one in rows(WrittenAnswer, conference_id=conference)} == {WAITING}


def by_name(city: City, **other: Any) -> tuple[UUID, UUID, UUID]:
    """A 支援会議 not yet asked: two decisions about case 003; of the hospital only 小川 by name, and the police."""
    conference = planned(city, forum_key=DUTY, **other)
    call = city.do("kobayashi", invite, conference, person_id=city.person("ogawa")).subject_id
    city.do("kobayashi", invite, conference, agency_id=city.agency(POLICE))
    told = [item(kind=ItemKind.DECIDE, title=title) for title in ("回数", "夜の連絡先")]
    first, _ = (city.do("kobayashi", add_item, conference, **one).subject_id for one in told)
    return conference, first, call


def asked_of(conference: UUID, agency_id: UUID) -> set[UUID]:
    """The items this agency is asked."""
    return {one.item_id for one in rows(WrittenAnswer, conference_id=conference, agency_id=agency_id)}


def test_ask_in_writing_does_not_ask_an_agency_whose_only_called_person_is_recused(city) -> None:
    conference, first, call = by_name(city)
    city.do("kobayashi", recuse, first, invitation_id=call)
    ask(city, conference)
    both = asked_of(conference, city.agency(POLICE))
    assert (first in both, len(both)) == (True, 2)
    assert asked_of(conference, city.agency(HOSPITAL)) == both - {first}


def test_ask_in_writing_knows_who_was_recused_at_the_sitting_from_which_an_item_was_carried_over(city) -> None:
    conference, first, call = by_name(city)
    city.do("kobayashi", recuse, first, invitation_id=call)
    convene(city, conference)
    city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    city.do("kobayashi", advance_conference, **step(city, conference, "break_off"))
    later = ahead(20)
    onward = planned(city, forum_key=DUTY, starts_at=at(10, day=later), ends_at=at(11, day=later))
    city.do("kobayashi", invite, onward, person_id=city.person("ogawa"))
    city.do("kobayashi", invite, onward, agency_id=city.agency(POLICE))
    city.do("kobayashi", carry_over, onward)
    ask(city, onward)
    (again,) = [one.id for one in rows(AgendaItem, conference_id=onward) if one.carried_from_id == first]
    both = asked_of(onward, city.agency(POLICE))
    assert (again in both, asked_of(onward, city.agency(HOSPITAL))) == (True, both - {again})


def test_recuse_after_the_questions_went_out_takes_the_unanswered_one_back_and_no_other(city) -> None:
    conference, first, call = by_name(city)
    ask(city, conference)
    both = asked_of(conference, city.agency(HOSPITAL))
    city.do("kobayashi", recuse, first, invitation_id=call)
    assert (len(both), asked_of(conference, city.agency(HOSPITAL))) == (2, both - {first})
    assert asked_of(conference, city.agency(POLICE)) == both
    city.do("kobayashi", come_back, first, invitation_id=call)
    ask(city, conference)
    assert asked_of(conference, city.agency(HOSPITAL)) == both


def test_recuse_after_the_answer_keeps_what_was_answered(city) -> None:
    conference, first, call = by_name(city)
    ask(city, conference)
    row = answer_of(conference, city.agency(HOSPITAL), first)
    told = {"seen": {"answer": row.answer, "words": row.words}, "answer": AGREED}
    city.do("ogawa", answer_in_writing, row.id, **told)
    city.do("kobayashi", recuse, first, invitation_id=call)
    assert answer_of(conference, city.agency(HOSPITAL), first).answer is AGREED


def test_ask_in_writing_again_asks_only_those_not_asked_yet_and_moves_the_day(city) -> None:
    conference, decision = held(city)
    before = {one.id for one in rows(WrittenAnswer, conference_id=conference)}
    later = settings.today() + 2 * DUE
    assert ask(city, conference, "kiroku", answers_due_on=later).answers_due_on == later
    assert {one.id for one in rows(WrittenAnswer, conference_id=conference)} == before
    more = city.do("kobayashi", add_item, conference, **item(title="次の日取り")).subject_id
    ask(city, conference)
    assert {one.item_id for one in rows(WrittenAnswer, conference_id=conference)} == {decision, more}


def test_ask_in_writing_again_waits_no_longer_for_who_is_not_in_the_room(city) -> None:
    conference, decision = held(city)
    city.do("kobayashi", leave_out, decision, agency_id=city.agency(POLICE))
    ask(city, conference)
    assert [one.agency_id for one in rows(WrittenAnswer, conference_id=conference)] == [city.agency(HOSPITAL)]
    city.do("ogawa", answer_in_writing, **answering(city, conference, HOSPITAL, AGREED))
    city.do("kobayashi", leave_out, decision, agency_id=city.agency(HOSPITAL))
    ask(city, conference)
    # What was answered stays.
    assert [one.answer for one in rows(WrittenAnswer, conference_id=conference)] == [AGREED]


def test_ask_in_writing_beyond_a_consent_is_stopped(city) -> None:
    conference, _ = prepared(city)
    seen = city.seen(Conference, conference, ask_in_writing)
    told = {"seen": seen, "answers_due_on": settings.today() + DUE}
    assert why_not(city, "kobayashi", ask_in_writing, conference, **told) == "consents_cover_the_room"
    agreed(city, "001", HOSPITAL)
    assert len(rows(WrittenAnswer, conference_id=ask(city, conference).id)) == 1


@pytest.mark.parametrize(
    ("change", "due", "key"),
    [
        ("nothing", -1, "day_in_past"),
        ("in_session", 9, "step_not_open"),
        ("shared", 9, "nothing_is_asked_in_writing"),
    ],
)
def test_ask_in_writing_of_what_cannot_be_asked_is_refused(city, change, due, key) -> None:
    conference = planned(city, forum_key=DUTY) if change == "shared" else ready(city, forum_key=DUTY)
    if change == "shared":
        city.do("kobayashi", invite, conference, agency_id=city.agency(HOSPITAL))
        city.do("kobayashi", add_item, conference, **item(kind=ItemKind.SHARE, question=None))
    if change == "in_session":
        convene(city, conference)
        city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    told = {"answers_due_on": settings.today() + timedelta(days=due)}
    seen = city.seen(Conference, conference, ask_in_writing)
    assert why_not(city, "kobayashi", ask_in_writing, conference, seen=seen, **told) == key


@pytest.mark.parametrize(
    ("answer", "words", "key"),
    [
        (AGREED, None, None),
        (AGREED, "よろしくお願いします", None),
        (OPINION, "木曜がよい", None),
        (OPINION, " ", "field_is_needed"),
        (OBJECTED, None, "field_is_needed"),
        (OBJECTED, "火曜は受け持てない", None),
        (WAITING, None, "field_is_needed"),
    ],
)
def test_answer_in_writing_by_the_agency_itself(city, answer, words, key) -> None:
    conference, _ = held(city)
    told = answering(city, conference, HOSPITAL, answer, words=words)
    if key is not None:
        assert why_not(city, "ogawa", answer_in_writing, **told) == key
        return
    city.do("ogawa", answer_in_writing, **told)
    row = answer_of(conference, city.agency(HOSPITAL))
    assert (row.answer, row.words, row.answered_at is None) == (answer, words, False)


def test_answer_in_writing_typed_as_it_came_by_fax_keeps_whose_words_it_is(city) -> None:
    conference, _ = held(city)
    said = fax(city)
    city.do("kiroku", answer_in_writing, **answering(city, conference, POLICE, OPINION, words="夜は署へ", said=said))
    row = answer_of(conference, city.agency(POLICE))
    assert (row.words, row.answered_at) == ("夜は署へ", said.said_at)
    kept = rows(EnteredFor, agency_id=city.agency(POLICE))
    assert [(one.said_by, one.channel) for one in kept] == [("係の白井さん", Channel.FAX)]


def test_answer_in_writing_over_words_that_came_meanwhile_is_refused(city) -> None:
    conference, _ = held(city)
    city.do("ogawa", answer_in_writing, **answering(city, conference, HOSPITAL, OPINION, words="木曜がよい"))
    stale = answering(city, conference, HOSPITAL, OPINION, words="夜がよい")
    city.do("ogawa", answer_in_writing, **answering(city, conference, HOSPITAL, OPINION, words="金曜がよい"))
    assert why_not(city, "ogawa", answer_in_writing, **stale) == "stale"
    assert answer_of(conference, city.agency(HOSPITAL)).words == "金曜がよい"


def test_answer_in_writing_for_another_agency_or_after_the_end_is_refused(city) -> None:
    conference, decision = held(city)
    own = answering(city, conference, HOSPITAL, AGREED)
    assert why_not(city, "hayashi", answer_in_writing, **own) == "not_found"
    assert why_not(city, "kobayashi", answer_in_writing, **own) == "answer_is_its_agencys"
    other = answering(city, conference, POLICE, AGREED)
    assert why_not(city, "ogawa", answer_in_writing, **other) == "not_found"
    city.do("kobayashi", advance_conference, **step(city, conference, "break_off"))
    assert city.row(AgendaItem, decision).result is ItemResult.OUT_OF_TIME
    assert why_not(city, "ogawa", answer_in_writing, **own) == "written_conference_is_over"


def test_answers_of_others_are_shown_to_those_who_run_it_and_to_no_agency(city) -> None:
    conference, _ = held(city)
    city.do("ogawa", answer_in_writing, **answering(city, conference, HOSPITAL, OBJECTED, words="火曜は受け持てない"))
    shown = city.look("ogawa", in_writing, conference)
    assert [[one.agency_id for one in each.answers] for each in shown.items] == [[city.agency(HOSPITAL)]]
    for who in ("kobayashi", "kiroku", "kacho"):
        whole = city.look(who, in_writing, conference)
        assert {one.agency_id for each in whole.items for one in each.answers} == {
            city.agency(HOSPITAL), city.agency(POLICE),
        }  # fmt: skip
        assert whole.waiting == 1
    for who in ("hayashi", "iin", "suishin"):
        with pytest.raises(Refused, match="not_found"):
            city.look(who, in_writing, conference)


def test_answer_is_nowhere_for_an_agency_once_the_consent_is_taken_back(city) -> None:
    conference, item_id = prepared(city)
    agreed(city, "001", HOSPITAL)
    ask(city, conference)
    told = answering(city, conference, HOSPITAL, AGREED)
    assert [each.item.id for each in city.look("ogawa", in_writing, conference).items] == [item_id]
    for one in city.consents(city.case("001")):
        if one.withdrawn_at is None:
            city.do("kobayashi", withdraw_consent, one.id, words="取りやめたい。")
    assert why_not(city, "ogawa", answer_in_writing, **told) == "not_found"
    with pytest.raises(Refused, match="not_found"):
        city.look("ogawa", in_writing, conference)


def test_today_tells_the_agency_what_is_asked_and_who_runs_it_when_all_came(city) -> None:
    conference, _ = held(city)

    def told(who: str, key: str) -> list[tuple[UUID, object]]:
        return [(one.id, one.due_on) for one in city.look(who, today_of).waiting if one.key == key]

    assert told("ogawa", "written_answer") == [(conference, settings.today() + DUE)]
    assert (told("hayashi", "written_answer"), told("kobayashi", "written_is_ready")) == ([], [])
    city.do("ogawa", answer_in_writing, **answering(city, conference, HOSPITAL, AGREED))
    city.do("kiroku", answer_in_writing, **answering(city, conference, POLICE, AGREED, said=fax(city)))
    assert (told("ogawa", "written_answer"), told("kobayashi", "written_is_ready")) == ([], [(conference, None)])


def test_settle_against_an_objection_needs_a_reason_that_is_kept(city) -> None:
    conference, decision = held(city)
    city.do("ogawa", answer_in_writing, **answering(city, conference, HOSPITAL, OBJECTED, words="火曜は受け持てない"))
    city.do("kiroku", answer_in_writing, **answering(city, conference, POLICE, AGREED, said=fax(city)))
    assert why_not(city, "kobayashi", settle_item, **settling(city, decision)) == "reason_is_needed"
    # Whether an objection is passed over is not the recorder's to say.
    reasons = {"nobody_objected": "木曜に替えて、病院の了解を電話で得た"}
    assert why_not(city, "kiroku", settle_item, **settling(city, decision, reasons=reasons)) == "nobody_objected"
    city.do("kobayashi", settle_item, **settling(city, decision, reasons=reasons))
    kept = rows(ReasonedAct, subject_id=decision)
    assert [(one.condition, one.reason) for one in kept] == list(reasons.items())


def test_settle_before_the_answers_came_needs_a_reason_and_after_the_day_none(city) -> None:
    conference, decision = held(city)
    assert why_not(city, "kobayashi", settle_item, **settling(city, decision)) == "reason_is_needed"
    after = settings.now() + DUE + timedelta(days=1)
    assert city.look("kobayashi", in_writing, conference, now=after).is_past
    actor = city.actor("kobayashi")
    city.do(actor, settle_item, **settling(city, decision), now=after)
    assert city.row(AgendaItem, decision).result is ItemResult.DECIDED


def test_settle_as_continued_needs_no_reason(city) -> None:
    _, decision = held(city)
    city.do("kiroku", settle_item, **settling(city, decision, result=ItemResult.CONTINUED, result_words=None))
    assert city.row(AgendaItem, decision).result is ItemResult.CONTINUED


def test_answers_stand_in_the_record_side_by_side_with_silence(city) -> None:
    conference, decision = held(city)
    city.do("ogawa", answer_in_writing, **answering(city, conference, HOSPITAL, OPINION, words="木曜がよい"))
    reasons = {"answers_have_come": "警察署は書面を要しないとのこと"}
    city.do("kobayashi", settle_item, **settling(city, decision, reasons=reasons))
    city.do("kobayashi", advance_conference, **step(city, conference, "adjourn"))
    text = city.look("kobayashi", record_file, records(conference)[0].id).text
    answers = {one.agency: (one.answer, one.text) for one in text.items[0].answers}
    assert sorted(answers.values()) == [("agreed_with_opinion", "木曜がよい"), ("waiting", "")]
    assert len(answers) == 2


def test_record_is_checked_by_who_was_asked_and_shows_them_every_answer(city) -> None:
    conference, decision = held(city)
    city.do("ogawa", answer_in_writing, **answering(city, conference, HOSPITAL, OPINION, words="木曜がよい"))
    city.do("kiroku", answer_in_writing, **answering(city, conference, POLICE, AGREED, said=fax(city)))
    city.do("kobayashi", settle_item, **settling(city, decision))
    city.do("kobayashi", advance_conference, **step(city, conference, "adjourn"))
    (record,) = records(conference)
    with pytest.raises(Refused, match="not_found"):
        city.look("ogawa", record_file, record.id)
    seen = city.seen(ConferenceRecord, record.id, advance_record)
    city.do("kobayashi", advance_record, record.id, seen=seen, step="send_for_check")
    asked = {one.agency_id for one in rows(RecordCheck, record_id=record.id)}
    assert asked == {city.agency(HOSPITAL), city.agency(POLICE)}
    shown = city.look("ogawa", record_file, record.id).text
    assert {one.answer for one in shown.items[0].answers} == {"agreed", "agreed_with_opinion"}
    with pytest.raises(Refused, match="not_found"):
        city.look("hayashi", record_file, record.id)


def test_held_in_a_room_an_objection_is_talked_over_and_asks_no_reason(city) -> None:
    conference = ready(city, forum_key=CONSENT)
    decision = city.do("kobayashi", add_item, conference, **item(kind=ItemKind.DECIDE)).subject_id
    convene(city, conference)
    city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    city.do("kiroku", settle_item, **settling(city, decision))
    assert rows(ReasonedAct, subject_id=decision) == []


def test_ask_in_writing_leaves_the_steps_of_the_template_that_ask_nothing(city) -> None:
    conference = planned(city, forum_key=DUTY)
    city.do("kobayashi", invite, conference, agency_id=city.agency(HOSPITAL))
    steps = [one for one in forums()[DUTY].standing_agenda if one.each_case]
    asked = {}
    for one in steps:
        told = item(kind=ItemKind(one.kind), title=one.title, question=None)
        asked[city.do("kobayashi", add_item, conference, **told).subject_id] = one.kind
    posed = city.do("kobayashi", add_item, conference, **item(title=steps[0].title)).subject_id
    own = city.do("kobayashi", add_item, conference, **item(title="夜の連絡先", question=None)).subject_id
    row = ask(city, conference)
    decisions = {item_id for item_id, kind in asked.items() if kind == ItemKind.DECIDE}
    assert len(decisions) == 2
    assert {one.item_id for one in rows(WrittenAnswer, conference_id=conference)} == decisions | {posed, own}
    assert row.read_words == forums()[DUTY].written_text.strip()
