"""What a transaction tells: the part, and the item or case it is about; after the commit, or never."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from models import announcing
from models.conferences import AgendaItem, Conference, ItemAbsence
from models.database import reading, writing
from models.minutes import ConferenceRecord, MinutesLine, RecordPoint, RecordState
from models.plans import Assignment
from operations.room import begin_item
from tests.operations.recording import Room
from tests.operations.working import role

Told = list[tuple[str, UUID | None]]


@pytest.fixture
def told() -> Iterator[Told]:
    """What this process hears, of whatever conference."""
    found: Told = []

    def ear(conference_id: UUID, part: str, about: UUID | None, number: int) -> None:
        found.append((part, about))

    announcing.ears.add(ear)
    yield found
    announcing.ears.discard(ear)


@pytest.fixture
def room(small_city) -> Room:
    """A conference in session."""
    return Room(small_city).opened()


def test_signal_names_the_item_or_the_case_and_never_more(room, told) -> None:
    told.clear()
    room.city.do("kobayashi", begin_item, room.item)
    assert sorted(told, key=str) == sorted([("agenda", room.item), ("agenda", None)], key=str)
    told.clear()
    room.record(RecordState.DRAFT)
    assert told == [("record", room.city.case("001"))]
    with writing() as session:
        session.add(RecordPoint(conference_id=room.conference, case_id=None, position=0, text="次回は12月"))
    assert told[1:] == [("record", None)]


def test_agency_that_leaves_for_an_item_is_told_with_everybody(room, told) -> None:
    told.clear()
    with writing() as session:
        session.add(ItemAbsence(item_id=room.item, agency_id=room.city.agency("general_hospital")))
    assert told == [("agenda", None)]


def test_what_is_undone_is_not_told_and_not_remembered(room, told) -> None:
    told.clear()
    before = announcing.numbers.of(room.conference)
    with pytest.raises(ZeroDivisionError), writing() as session:
        session.get_one(AgendaItem, room.item).minutes += 1
        session.flush()
        raise ZeroDivisionError
    assert (told, announcing.numbers.of(room.conference)) == ([], before)


def test_reading_and_what_did_not_change_tell_nothing(room, told) -> None:
    told.clear()
    with reading() as session:
        session.get_one(Conference, room.conference).place = "庁舎"
        session.flush()
    with writing() as session:
        item = session.get_one(AgendaItem, room.item)
        item.minutes = int(item.minutes)
    assert told == []


def test_line_is_told_when_it_is_finished_and_a_branch_at_once(room, told) -> None:
    line = uuid4()
    told.clear()
    room.write(line_id=line, text="母")
    room.write(line_id=line, text="母の", base=1)
    assert told == []
    room.write(line_id=line, client=uuid4().hex, text="父の")
    assert told == [("lines", room.item)]
    room.write(line_id=line, text="母の話", base=2, finished=True)
    assert told[1:] == [("lines", room.item)]
    with writing() as session:
        session.get_one(MinutesLine, line).position = 7
    assert told[2:] == [("lines", room.item)]


def test_role_is_told_to_its_conference_and_one_without_a_conference_to_nobody(room, told) -> None:
    done = role(room.city)
    told.clear()
    with writing() as session:
        session.get_one(Assignment, done).task = "見守り"
    assert told == []
    with writing() as session:
        row = session.get_one(Assignment, done)
        row.conference_id, row.item_id = room.conference, room.item
    assert told == [("roles", room.item)]


def test_numbers_only_grow_and_the_floor_rises_over_all_of_them(room) -> None:
    numbers = announcing.Numbers()
    floor, _ = numbers.of(room.conference)
    first, second = (numbers.raised(announcing.Signal(room.conference, "lines", None)) for _ in range(2))
    assert floor < first < second
    assert numbers.of(room.conference) == (floor, {("lines", None): second})
    assert numbers.all_raised() > second
    assert numbers.of(room.conference) == (numbers.of(uuid4())[0], {})


def test_fifty_changed_records_fit_into_what_postgres_carries(postgres_url, told) -> None:
    from tests.city import City

    room = Room(City()).opened()
    with writing() as session:
        session.add_all(
            ConferenceRecord(conference_id=room.conference, edition=edition, case_id=None) for edition in range(300)
        )
        session.add_all(
            AgendaItem(conference_id=room.conference, position=n, kind="share", title="題", minutes=1)
            for n in range(300)
        )
    assert told == []  # PostgreSQL carries it; this process listens only while it serves


def test_payload_is_heard_as_it_was_told(room, told) -> None:
    told.clear()
    announcing.heard_payload(
        f'[["{room.conference.hex}","lines","{room.item.hex}"],["{room.conference.hex}","agenda",""]]'
    )
    assert told == [("lines", room.item), ("agenda", None)]
