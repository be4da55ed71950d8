"""利害関係: whoever takes no part in an item sees nothing of it, from that second and whatever their office."""

from uuid import UUID, uuid4

from sqlmodel import select

import settings
from models.cases import Case
from models.conferences import AgendaItem, ItemAbsence
from models.database import reading
from models.minutes import ConferenceRecord, MinutesLine
from models.people import Agency, Person
from models.plans import Assignment, DoerKind
from models.record import Record
from models.sittings import ItemRecusal
from operations.agenda import add_item
from operations.assignments import agree_assignment
from operations.conferences import advance_conference, invite
from operations.minutes import write_line
from operations.recusals import come_back, recuse
from operations.room import begin_item
from queries.record import record_file
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
