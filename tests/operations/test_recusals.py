"""利害関係: whoever takes no part in an item sees nothing of it, from that second and whatever their office."""

from uuid import UUID, uuid4

from sqlmodel import select

import settings
from models.cases import Case
from models.conferences import AgendaItem, ItemAbsence
from models.database import reading, writing
from models.history import Channel
from models.minutes import CheckAnswer, ConferenceRecord, MinutesLine, RecordCheck, RecordPoint, RecordState
from models.people import Agency, Person
from models.plans import Assignment, DoerKind, EmergencyStep
from models.record import Record
from models.sittings import ItemRecusal, WrittenAnswer, WrittenAnswerKind
from operations.action import Said
from operations.agenda import add_item
from operations.assignments import agree_assignment
from operations.conferences import advance_conference, invite
from operations.emergency import add_step, agree_step
from operations.minutes import write_line
from operations.points import add_point
from operations.records import advance_record, answer_check
from operations.recusals import come_back, recuse
from operations.room import begin_item, read_out, take_attendance
from queries.points import points_file
from queries.projector import projected
from queries.record import record_file
from queries.role_paper import role_paper
from queries.sending import sending
from rules.visibility import visible_to
from tests.city import City
from tests.operations.sittings import agreed, called, item, opened, prepared, records, rows, step
from tests.operations.stored import why_not
from tests.operations.working import in_session


def seen(city: City, who: str, model: type[Record], record_id: UUID) -> bool:
    """Whether this person finds the row through the clause of its table."""
    with reading() as session:
        own = select(model).where(model.id == record_id, visible_to(city.actor(who), model, settings.today()))
        return session.exec(own).first() is not None


def with_person(city: City, login: str, number: str = "001") -> tuple[UUID, UUID, UUID]:
    """A conference in session about a case, somebody called by name whom the consent reaches; its item and the call."""
    conference, item_id = prepared(city, number)
    call = city.do("kobayashi", invite, conference, person_id=city.person(login)).subject_id
    with reading() as session:
        key = session.get_one(Agency, next(one.agency_id for one in called(conference) if one.id == call)).key
    agreed(city, number, "general_hospital", key)
    in_session(city, conference)
    city.do("kiroku", begin_item, item_id)
    return conference, item_id, call


def said(city: City, conference: UUID, item_id: UUID) -> UUID:
    """A line of the minutes."""
    line = {"item_id": item_id, "line_id": uuid4(), "client": "one", "seq": 1, "base": 0, "text": "母の話を聞いた"}
    return city.do("kiroku", write_line, conference, **line).subject_id


def test_recuse_takes_the_item_its_lines_and_its_roles_from_the_person_at_once(city) -> None:
    conference, item_id, call = with_person(city, "kacho")
    line = said(city, conference, item_id)
    task = {"task": "声をかける", "doer": DoerKind.NEIGHBOUR}
    role = city.do("kiroku", agree_assignment, item_id, **task).subject_id
    of_item = [(AgendaItem, item_id), (MinutesLine, line), (Assignment, role)]
    assert [seen(city, "kacho", *one) for one in of_item] == [True, True, True]
    city.do("kiroku", recuse, item_id, invitation_id=call, reason="ご親族にあたる")
    assert [seen(city, "kacho", *one) for one in of_item] == [False, False, False]
    assert [seen(city, "kobayashi", *one) for one in of_item] == [True, True, True]
    (row,) = rows(ItemRecusal, item_id=item_id)
    assert (row.invitation_id, row.reason) == (call, "ご親族にあたる")
    city.do("kiroku", come_back, item_id, invitation_id=call)
    assert [seen(city, "kacho", *one) for one in of_item] == [True, True, True]


def test_recuse_of_somebody_of_an_agency_closes_the_case_that_came_with_the_call(city) -> None:
    _, item_id, call = with_person(city, "hayashi", "004")
    case_id = city.case("004")
    before = seen(city, "hayashi", AgendaItem, item_id), seen(city, "hayashi", Case, case_id)
    city.do("kiroku", recuse, item_id, invitation_id=call)
    after = seen(city, "hayashi", AgendaItem, item_id), seen(city, "hayashi", Case, case_id)
    assert (before, after) == ((True, True), (False, False))


def test_recuse_closes_a_record_of_nothing_else_and_shortens_one_of_more(city) -> None:
    conference, item_id, call = with_person(city, "kacho")
    other = city.do("kobayashi", add_item, conference, **item(case_id=city.case("001"))).subject_id
    said(city, conference, item_id)
    city.do("kiroku", recuse, item_id, invitation_id=call)
    city.do("kiroku", advance_conference, **step(city, conference, "adjourn"))
    (record,) = records(conference, city.case("001"))
    name = city.row(Person, city.person("kacho")).name
    text = city.look("kacho", record_file, record.id).text
    assert [one.item_id for one in text.items] == [str(other)]
    assert [one.recused for one in city.look("kobayashi", record_file, record.id).text.items] == [(name,), ()]
    assert seen(city, "kacho", ConferenceRecord, record.id)


def test_recuse_from_everything_of_a_case_closes_its_record(city) -> None:
    conference, item_id, call = with_person(city, "kacho")
    city.do("kiroku", recuse, item_id, invitation_id=call)
    city.do("kiroku", advance_conference, **step(city, conference, "adjourn"))
    (record,) = records(conference, city.case("001"))
    assert (seen(city, "kacho", ConferenceRecord, record.id), seen(city, "kiroku", ConferenceRecord, record.id)) == (
        False, True,
    )  # fmt: skip


def test_recuse_of_an_agency_called_without_a_name_lets_it_wait_outside(city) -> None:
    conference, item_id = opened(city)
    (call,) = called(conference)
    city.do("kiroku", recuse, item_id, invitation_id=call.id)
    assert [one.agency_id for one in rows(ItemAbsence, item_id=item_id)] == [call.agency_id]
    city.do("kiroku", come_back, item_id, invitation_id=call.id)
    assert rows(ItemAbsence, item_id=item_id) == []


def test_recuse_of_whoever_runs_the_sitting_says_to_hand_over_first(city) -> None:
    conference, item_id = prepared(city)
    city.do("kobayashi", invite, conference, person_id=city.person("kiroku"))
    agreed(city, "001", "general_hospital")
    in_session(city, conference)
    (call,) = [one.id for one in called(conference) if one.person_id is not None]
    assert why_not(city, "kobayashi", recuse, item_id, invitation_id=call) == "runner_hands_over_first"


def test_recuse_twice_or_of_another_conference_is_refused(city) -> None:
    conference, item_id = opened(city)
    (call,) = called(conference)
    elsewhere, _ = prepared(city, "002")
    (stranger,) = called(elsewhere)
    assert why_not(city, "kiroku", recuse, item_id, invitation_id=stranger.id) == "not_found"
    assert why_not(city, "kiroku", come_back, item_id, invitation_id=call.id) == "not_found"
    city.do("kiroku", recuse, item_id, invitation_id=call.id)
    assert why_not(city, "kiroku", recuse, item_id, invitation_id=call.id) == "already_there"


def of_two_items(city: City) -> tuple[UUID, UUID, ConferenceRecord]:
    """An adjourned conference with two items of one case, each with its line; 課長 took no part in the first."""
    conference, item_id, call = with_person(city, "kacho")
    other = city.do("kobayashi", add_item, conference, **item(case_id=city.case("001"))).subject_id
    said(city, conference, item_id)
    told = {"item_id": other, "line_id": uuid4(), "client": "two", "seq": 1, "base": 0, "text": "父は元気"}
    city.do("kiroku", write_line, conference, **told)
    task = {"task": "声をかける", "doer": DoerKind.NEIGHBOUR}
    city.do("kiroku", agree_assignment, item_id, **task)
    city.do("kiroku", agree_assignment, other, **{**task, "task": "門灯を見る"})
    city.do("kiroku", agree_step, item_id, sign="二日出ない", response="センターが訪ねる")
    city.do("kiroku", recuse, item_id, invitation_id=call)
    city.do("kiroku", advance_conference, **step(city, conference, "adjourn"))
    (record,) = records(conference, city.case("001"))
    return conference, item_id, record


def test_recuse_keeps_the_lines_and_the_roles_of_the_item_out_of_the_panes_of_the_points(city) -> None:
    _conference, _item_id, record = of_two_items(city)
    view = city.look("kacho", points_file, record.id)
    assert [line.text for one in view.items for line in one.lines] == ["父は元気"]
    assert [one.task for one in view.roles] == ["門灯を見る"]
    whole = city.look("kobayashi", points_file, record.id)
    assert [line.text for one in whole.items for line in one.lines] == ["母の話を聞いた", "父は元気"]
    assert len(whole.roles) == 2


def test_recuse_closes_a_point_that_tells_a_role_or_the_result_of_the_item_or_draws_on_nothing(city) -> None:
    conference, item_id, record = of_two_items(city)
    (line,) = rows(MinutesLine, text="父は元気")
    role = rows(Assignment, item_id=item_id)[0].id
    open_one, *closed = (
        city.do("kiroku", add_point, conference, case_id=city.case("001"), text=text, **told).subject_id
        for text, told in (
            ("父のこと", {"line_ids": [line.id]}), ("母の役割", {"assignment_id": role}),
            ("母の結果", {"item_id": item_id}), ("母のこと", {}),
        )
    )  # fmt: skip
    assert seen(city, "kacho", RecordPoint, open_one)
    assert [seen(city, "kacho", RecordPoint, one) for one in closed] == [False] * 3
    assert [one.text for one in city.look("kacho", record_file, record.id).text.points] == ["父のこと"]
    assert [one.text for one in city.look("kacho", points_file, record.id).points] == ["父のこと"]
    assert len(city.look("kobayashi", record_file, record.id).text.points) == 4


def test_recuse_closes_what_is_done_in_an_emergency_as_it_was_agreed_there(city) -> None:
    _, item_id, record = of_two_items(city)
    (row,) = rows(EmergencyStep, item_id=item_id)
    assert (seen(city, "kacho", EmergencyStep, row.id), seen(city, "kobayashi", EmergencyStep, row.id)) == (False, True)
    assert city.look("kacho", record_file, record.id).text.emergency == ()
    assert city.look("kacho", role_paper, city.case("001")).emergency == ()
    assert len(city.look("kobayashi", record_file, record.id).text.emergency) == 1


def test_recuse_closes_what_agencies_said_of_the_record_in_words_and_what_was_replied(city) -> None:
    _, _item_id, record = of_two_items(city)
    hospital = city.agency("general_hospital")
    with writing() as session:
        session.get_one(ConferenceRecord, record.id).state = RecordState.IN_CHECK
        told = {
            "answer": CheckAnswer.OBJECTED,
            "words": "母の話は違います",
            "reply": "直します",
            "replied_at": settings.now(),
        }
        said = RecordCheck(record_id=record.id, agency_id=hospital, **told)
        silent = RecordCheck(record_id=record.id, agency_id=city.agency("police_station"))
        session.add_all([said, silent])
        session.flush()
        said_id, silent_id = said.id, silent.id
    views = {who: city.look(who, record_file, record.id) for who in ("kacho", "kobayashi")}
    assert {who: {one.id for one in view.checks} for who, view in views.items()} == {
        "kacho": {silent_id}, "kobayashi": {said_id, silent_id},
    }  # fmt: skip
    assert {who: [one.words for one in view.text.objections] for who, view in views.items()} == {
        "kacho": [], "kobayashi": ["母の話は違います"],
    }  # fmt: skip
    assert "母の話は違います" not in str(views["kacho"])
    answer = {
        "answer": CheckAnswer.AGREED,
        "seen": city.seen(RecordCheck, said_id, answer_check),
        "said": Said(hospital, "係の方", Channel.FAX, settings.now()),
    }
    assert why_not(city, "kacho", answer_check, said_id, **answer) == "not_found"
    with writing() as session:
        for one in session.exec(select(ItemRecusal)):
            session.delete(one)
    assert {one.id for one in city.look("kacho", record_file, record.id).checks} == {said_id, silent_id}


def test_recuse_keeps_the_roles_of_the_item_out_of_what_is_sent(city) -> None:
    conference, *_ = of_two_items(city)
    tasks = {
        who: {row.role.task for one in city.look(who, sending, conference).parcels for paper in one.tables
              for row in paper.rows}
        for who in ("kacho", "kobayashi")
    }  # fmt: skip
    assert tasks["kobayashi"] - tasks["kacho"] == {"声をかける"}


def test_recuse_closes_what_agencies_answered_in_writing(city) -> None:
    conference, item_id, call = with_person(city, "kacho")
    with writing() as session:
        answer = WrittenAnswer(
            conference_id=conference, item_id=item_id, case_id=city.case("001"), answer=WrittenAnswerKind.OBJECTED,
            agency_id=city.agency("general_hospital"), words="母のこと",
        )  # fmt: skip
        session.add(answer)
        session.flush()
        answer_id = answer.id
    before = seen(city, "kacho", WrittenAnswer, answer_id)
    city.do("kiroku", recuse, item_id, invitation_id=call)
    assert (before, seen(city, "kacho", WrittenAnswer, answer_id), seen(city, "kobayashi", WrittenAnswer, answer_id)) == (
        True, False, True,
    )  # fmt: skip


def test_recuse_keeps_the_role_out_of_a_later_record_of_the_case_too(city) -> None:
    _, _item_id, _ = of_two_items(city)
    later, next_item = opened(city)
    city.do("kiroku", agree_assignment, next_item, task="畑を見る", doer=DoerKind.NEIGHBOUR)
    city.do("kiroku", advance_conference, **step(city, later, "adjourn"))
    (record,) = records(later, city.case("001"))
    told = {who: city.look(who, record_file, record.id).text for who in ("kacho", "kobayashi")}
    assert {who: {one.task for one in text.roles} for who, text in told.items()} == {
        "kacho": {"門灯を見る", "畑を見る"}, "kobayashi": {"声をかける", "門灯を見る", "畑を見る"},
    }  # fmt: skip
    assert {who: len(text.emergency) for who, text in told.items()} == {"kacho": 0, "kobayashi": 1}


def test_recuse_of_somebody_of_an_agency_leaves_their_record_without_the_emergency_order(city) -> None:
    conference, item_id, call = with_person(city, "hayashi", "004")
    case_id = city.case("004")
    city.do("kobayashi", add_item, conference, **item(case_id=case_id))
    city.do("kiroku", agree_step, item_id, sign="二日出ない", response="センターが訪ねる")
    city.do("kobayashi", add_step, case_id, sign="門が開かない", response="電話をかける")
    city.do("kiroku", read_out, conference)
    city.do("kiroku", take_attendance, conference, present=[call])
    city.do("kiroku", advance_conference, **step(city, conference, "adjourn"))
    (record,) = records(conference, case_id)
    seen_before = city.seen(ConferenceRecord, record.id, advance_record)
    city.do("kobayashi", advance_record, record.id, seen=seen_before, step="send_for_check")
    before = city.look("hayashi", record_file, record.id).text
    with writing() as session:
        session.add(ItemRecusal(item_id=item_id, invitation_id=call, noted_at=settings.now()))
    after = city.look("hayashi", record_file, record.id).text
    assert (len(before.items), len(before.emergency), len(after.items), len(after.emergency)) == (2, 2, 1, 0)


def test_recuse_closes_the_wall_for_who_signs_in_for_a_screen_and_for_no_lent_one(city) -> None:
    conference, item_id, call = with_person(city, "kacho")
    other = city.do("kobayashi", add_item, conference, **item(case_id=city.case("001"), title="夜")).subject_id
    city.do("kiroku", agree_assignment, item_id, task="声をかける", doer=DoerKind.NEIGHBOUR)

    def wall(who: str | None) -> tuple[str, int]:
        with reading() as session:
            actor = city.actor(who) if who else None
            shown = projected(session, settings.now(), conference, actor=actor).item
        return ("", 0) if shown is None else (shown.title, len(shown.roles))

    city.do("kiroku", recuse, item_id, invitation_id=call)
    assert [wall(who) for who in ("kacho", "kobayashi", None)] == [("", 0), ("朝の過ごし方", 1), ("朝の過ごし方", 1)]
    city.do("kiroku", begin_item, other)
    assert [wall(who)[0] for who in ("kacho", "kobayashi")] == ["夜", "夜"]
    assert wall("kacho")[1] == 0
