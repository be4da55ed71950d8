"""/live/… through the real server: who may listen, what they hear, how often, and when the line is cut."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from models.conferences import AgendaItem, ItemAbsence
from models.database import writing
from models.people import Role, SignIn
from operations.accounts import end_role, sign_out_everywhere
from operations.conferences import withdraw_invitation
from operations.minutes import choose_text, remove_line, sort_lines
from operations.room import begin_item, take_attendance
from tests.operations.recording import Room, calls
from tests.server import House, Visitor, on
from tests.web.test_autosave import body, post

SIGNED_OUT, NOT_YOURS, NOT_ASKED = 4401, 4404, 4400
ALL = {"lines", "agenda", "roles", "attendance", "record"}
QUIET = 0.7  # nothing came for so long: nothing comes


class Line:
    """One open socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def hears(self, patience: float = QUIET) -> list[tuple[str, int]]:
        """Everything until it is quiet, as (part, number)."""
        found: list[tuple[str, int]] = []
        while True:
            try:
                told = json.loads(self.socket.recv(patience))
            except TimeoutError:
                return found
            assert set(told) == {"conference", "part", "number"}
            found.append((told["part"], told["number"]))

    def parts(self) -> list[str]:
        """The parts of everything until it is quiet."""
        return [part for part, _ in self.hears()]

    def ends(self) -> int:
        """The code with which it is cut; nothing may come before."""
        with pytest.raises(ConnectionClosed) as closed:
            self.socket.recv(10)
        return closed.value.rcvd.code if closed.value.rcvd else 0


@contextmanager
def line(visitor: Visitor, conference: object, origin: str = "") -> Iterator[Line]:
    """Connect as a tab does."""
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    with connect(
        f"ws://{visitor.server.host}/live/{conference}", origin=origin or visitor.server.origin,  # type: ignore[arg-type]
        additional_headers={"Cookie": cookies} if cookies else {}, proxy=None, open_timeout=20,
    ) as socket:  # fmt: skip
        yield Line(socket)


@pytest.fixture
def room(house: House) -> Room:
    """A conference in session; 小川 of the hospital is called by name."""
    return Room(house.city, called=("ogawa",)).opened()


def typed(house: House, room: Room, **other: Any) -> None:
    """The recorder's browser sends a line."""
    assert post(house.visitor("kiroku"), body(room, **other)).status == 200


def absent(item: UUID, agency: UUID) -> None:
    """An agency waits outside for an item."""
    with writing() as session:
        session.add(ItemAbsence(item_id=item, agency_id=agency))


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_without_a_sign_in_nobody_listens(house, room) -> None:
    with pytest.raises(InvalidStatus) as refused, line(house.visitor(), room.conference):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1"])
def test_page_of_another_site_does_not_listen(house, room, origin) -> None:
    with pytest.raises(InvalidStatus), line(house.visitor("kiroku"), room.conference, origin):
        pass


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_numbers_come_first_then_what_changes(house, room) -> None:
    with line(house.visitor("kobayashi"), room.conference) as open_line:
        first = dict(open_line.hears())
        assert set(first) == ALL
        typed(house, room, finished=True)
        [(part, number)] = open_line.hears()
        assert (part, number > first["lines"]) == ("lines", True)
    with line(house.visitor("kobayashi"), room.conference) as later:
        assert dict(later.hears()) == {**first, "lines": number}
    told = json.loads(house.visitor("kobayashi").get(f"/live/{room.conference}/numbers", sec_fetch_mode="cors").body)
    assert told == {**first, "lines": number}


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_line_that_is_being_written_is_not_told_and_enter_is(house, room) -> None:
    sent = body(room, text="母")
    with line(house.visitor("kobayashi"), room.conference) as open_line:
        open_line.hears()
        post(house.visitor("kiroku"), sent)
        assert open_line.parts() == []
        post(house.visitor("kiroku"), {**sent, "seq": 2, "base": 1, "text": "母の話", "finished": True})
        assert open_line.parts() == ["lines"]


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_removing_sorting_and_choosing_are_told(house, room) -> None:
    unfinished = uuid4()
    room.write(line_id=unfinished)
    branch = room.write(line_id=unfinished, client=uuid4().hex, text="もう一つ")
    with line(house.visitor("kobayashi"), room.conference) as open_line:
        open_line.hears()
        house.city.do("kiroku", choose_text, unfinished, revision=branch.revision)
        assert open_line.parts() == ["lines"]
        house.city.do("kiroku", sort_lines, room.conference, line_ids=[unfinished], kind="fact")
        assert open_line.parts() == ["lines"]
        house.city.do("kiroku", remove_line, unfinished)
        assert open_line.parts() == ["lines"]


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_each_act_is_told_to_its_part(house, room) -> None:
    with line(house.visitor("kobayashi"), room.conference) as open_line:
        open_line.hears()
        house.city.do("kobayashi", begin_item, room.item)
        assert open_line.parts() == ["agenda"]
        house.city.do("kobayashi", take_attendance, room.conference, present=[room.call])
        assert open_line.parts() == ["attendance"]


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_many_changes_are_told_at_most_twice_a_second_the_first_at_once(house, room) -> None:
    with line(house.visitor("kobayashi"), room.conference) as open_line:
        open_line.hears()
        began = time.monotonic()
        for number in range(12):
            typed(house, room, text=f"{number}", finished=True)
        took = time.monotonic() - began
        told = open_line.hears(1.2)
    assert 2 <= len(told) <= 2 + int(took / 0.5) < 12
    assert [number for _, number in told] == sorted({number for _, number in told})


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_transaction_that_is_undone_is_not_told(house, room) -> None:
    with line(house.visitor("kobayashi"), room.conference) as open_line:
        open_line.hears()
        with pytest.raises(ZeroDivisionError), writing() as session:
            session.add(ItemAbsence(item_id=room.item, agency_id=house.city.agency("general_hospital")))
            session.flush()
            raise ZeroDivisionError
        assert open_line.parts() == []
        absent(room.item, house.city.agency("general_hospital"))
        assert open_line.parts() == ["agenda"]


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_agency_hears_nothing_of_lines_nor_of_an_item_it_waits_outside_for(house, room) -> None:
    absent(room.rest, house.city.agency("general_hospital"))
    with (
        line(house.visitor("ogawa"), room.conference) as theirs,
        line(house.visitor("kiroku"), room.conference) as ours,
    ):
        assert set(dict(theirs.hears())) == {"agenda", "roles", "attendance"}
        ours.hears()
        room.write(finished=True)
        with writing() as session:
            session.get_one(AgendaItem, room.rest).minutes += 5
        assert set(ours.parts()) == {"lines", "agenda"}
        assert theirs.parts() == []
        before = json.loads(house.visitor("ogawa").get(f"/live/{room.conference}/numbers").body)
        house.city.do("kobayashi", begin_item, room.rest)
        assert theirs.parts() == ["agenda"]
        after = json.loads(house.visitor("ogawa").get(f"/live/{room.conference}/numbers").body)
        assert {part for part in before if after[part] != before[part]} == {"agenda"}


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_conference_that_is_not_theirs_and_one_that_is_not_there_answer_alike(house, room) -> None:
    for visitor, conference in ((house.visitor("hayashi"), room.conference), (house.visitor("kacho"), uuid4())):
        with line(visitor, conference) as open_line:
            assert open_line.ends() == NOT_YOURS
        answer = visitor.get(f"/live/{conference}/numbers", sec_fetch_mode="cors")
        assert (answer.status, answer.all("cache-control")) == (404, ["no-store"])
    with line(house.visitor("kacho"), "x") as open_line:
        assert open_line.ends() == NOT_YOURS
    assert house.visitor("kacho").get("/live/x/numbers").status == 404
    assert house.visitor().get(f"/live/{room.conference}/numbers", sec_fetch_mode="cors").status == 401


def by_hand(house: House, room: Room, visitor: Visitor) -> None:
    """In another tab."""
    assert visitor.post("/signout").status == 303


def by_the_chief(house: House, room: Room, visitor: Visitor) -> None:
    """課長 signs the person out everywhere."""
    house.city.do("kacho", sign_out_everywhere, house.city.person("kobayashi"))


def by_idling(house: House, room: Room, visitor: Visitor) -> None:
    """Nobody touched anything for more than half an hour: what was heard is no activity."""
    with writing() as session:
        for sign_in in session.exec(select(SignIn)):
            sign_in.last_act_at -= timedelta(minutes=31)


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
@pytest.mark.parametrize("end", [by_hand, by_the_chief, by_idling])
def test_sign_in_that_is_over_is_cut_within_two_seconds_and_hears_nothing_more(house, room, end) -> None:
    visitor = house.visitor("kobayashi")
    with line(visitor, room.conference) as open_line:
        assert set(dict(open_line.hears())) == ALL
        end(house, room, visitor)
        began = time.monotonic()
        typed(house, room, finished=True)
        assert (open_line.ends(), time.monotonic() - began < 5) == (SIGNED_OUT, True)
    assert visitor.get(f"/live/{room.conference}/numbers", sec_fetch_mode="cors").status == 401


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_agency_that_is_not_called_any_more_hears_nothing_more(house, room) -> None:
    visitor = house.visitor("ogawa")
    with line(visitor, room.conference) as open_line:
        assert "agenda" in dict(open_line.hears())
        first, last = calls_of(house, room)
        house.city.do("kobayashi", withdraw_invitation, first)
        assert open_line.parts() == ["attendance"]
        time.sleep(1)  # an answer is believed for so long
        house.city.do("kobayashi", withdraw_invitation, last)
        assert open_line.ends() == NOT_YOURS


def calls_of(house: House, room: Room) -> list[UUID]:
    """The calls to the hospital and to 小川."""
    agency = house.city.agency("general_hospital")
    return [one.id for one in calls(room.conference) if one.agency_id == agency]


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_recorder_whose_role_ended_hears_nothing_more(house, room) -> None:
    with line(house.visitor("kiroku"), room.conference) as open_line:
        open_line.hears()
        assert post(house.visitor("kobayashi"), body(room, finished=True)).status == 200
        assert open_line.parts() == ["lines"]
        house.city.do("kacho", end_role, house.city.person("kiroku"), role=Role.CONFERENCE_RECORDER)
        time.sleep(1)
        assert post(house.visitor("kobayashi"), body(room, finished=True)).status == 200
        assert open_line.ends() == NOT_YOURS


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_whoever_speaks_is_hung_up_on(house, room) -> None:
    with line(house.visitor("kiroku"), room.conference) as open_line:
        open_line.hears()
        open_line.socket.send("x" * 1000)
        assert open_line.ends() == NOT_ASKED


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_listening_is_no_activity(house, room) -> None:
    visitor = house.visitor("kobayashi")
    with writing() as session:
        for sign_in in session.exec(select(SignIn)):
            sign_in.last_act_at -= timedelta(minutes=20)
        before = {sign_in.id: sign_in.last_act_at for sign_in in session.exec(select(SignIn))}
    with line(visitor, room.conference) as open_line:
        open_line.hears()
        assert visitor.get(f"/live/{room.conference}/numbers").status == 200
        typed(house, room, finished=True)
        assert open_line.parts() == ["lines"]
    with writing() as session:
        after = {one.id: one.last_act_at for one in session.exec(select(SignIn)) if one.id in before}
    assert after == before
