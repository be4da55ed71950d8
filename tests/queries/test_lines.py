"""The lines of the minutes: in their order, only what is new, only for whom they are, and written down as looked at."""

from uuid import uuid4

import pytest

from models.conferences import AgendaItem
from models.database import writing
from models.minutes import LineKind
from operations.minutes import choose_text, remove_line, sort_lines
from queries.lines import Lines, lines_of
from rules.refusal import Refused
from tests.operations.recording import Room
from tests.queries.statements import statements


@pytest.fixture
def room(city) -> Room:
    """A conference in session."""
    return Room(city).opened()


def seen(room: Room, who: str = "kiroku", **asked: object) -> Lines:
    """What somebody reads."""
    view: Lines = room.city.look(who, lines_of, room.conference, **asked)
    return view


def test_lines_of_an_item_stand_in_the_order_they_were_begun(room) -> None:
    lines = [room.write(text=f"{n}行目").subject_id for n in range(3)]
    room.write(text="別の議題", item_id=room.rest)
    room.write(
        line_id=lines[0], base=1, text="1行目を直した", kind=LineKind.FACT, invitation_id=room.call, finished=True
    )
    view = seen(room, item_id=room.item)
    assert [one.text for one in view.lines] == ["1行目を直した", "1行目", "2行目"]
    first = view.lines[0]
    assert (first.kind, first.invitation_id, first.is_finished, first.by, first.is_own) == (
        LineKind.FACT, room.call, True, "藤井 こはる", True,
    )  # fmt: skip
    assert len(seen(room).lines) == 4
    assert not seen(room, "kobayashi").lines[0].is_own


def test_lines_since_a_number_are_those_that_changed_after_it(city, room) -> None:
    lines = [room.write(text=f"{n}行目").subject_id for n in range(3)]
    first = seen(room)
    assert (first.change_no, seen(room, since=first.change_no).lines) == (3, ())
    room.write(line_id=lines[1], base=1, text="直した")
    city.do("kiroku", sort_lines, room.conference, line_ids=[lines[2]], kind=LineKind.WISH)
    changed = seen(room, since=first.change_no)
    assert [(one.id, one.change_no) for one in changed.lines] == [(lines[1], 4), (lines[2], 5)]
    assert changed.change_no == 5


def test_line_that_was_removed_is_told_once_and_absent_afterwards(city, room) -> None:
    line = room.write().subject_id
    since = seen(room).change_no
    city.do("kiroku", remove_line, line)
    assert [(one.id, one.is_removed) for one in seen(room, since=since).lines] == [(line, True)]
    assert seen(room).lines == ()


def test_line_with_two_texts_shows_both_until_somebody_chooses(city, room) -> None:
    line = room.write(text="はじめ").subject_id
    room.write("kobayashi", line_id=line, base=1, client="browser-two", text="小林の文")
    room.write(line_id=line, base=1, text="藤井の文")
    (view,) = seen(room).lines
    assert (view.text, view.by) == ("小林の文", "小林 あかり")
    assert [(one.revision, one.text, one.by) for one in view.branches] == [(3, "藤井の文", "藤井 こはる")]
    city.do("mizuno", choose_text, line, revision=3)
    (view,) = seen(room).lines
    assert (view.text, view.by, view.branches) == ("藤井の文", "藤井 こはる", ())


def sit_down(room: Room, *, present: bool = True) -> None:
    """ご本人・ご家族が同席 at the first item, or no longer."""
    with writing() as session:
        session.get_one(AgendaItem, room.item).family_present = present


def test_assessment_comes_without_its_text_while_the_family_is_there(city, room) -> None:
    fact = room.write(text="会えた", kind=LineKind.FACT, finished=True).subject_id
    other = room.write("kobayashi", client="browser-two", text="小林の見立て", kind=LineKind.ASSESSMENT, finished=True)
    room.write(text="書きかけの見立て", kind=LineKind.ASSESSMENT)
    elsewhere = room.write(item_id=room.rest, text="ほかの議題の見立て", kind=LineKind.ASSESSMENT, finished=True)
    before = seen(room, item_id=room.item)
    assert (before.hides, [one.is_hidden for one in before.lines]) == (False, [False] * 3)
    sit_down(room)
    told = seen(room, item_id=room.item, since=before.change_no)
    assert (told.hides, told.lines[0].id) == (True, other.subject_id)
    assert [(one.text, one.is_hidden) for one in told.lines] == [("", True), ("書きかけの見立て", False)]
    assert [one.text for one in seen(room, item_id=room.item).lines] == ["会えた", "", "書きかけの見立て"]
    assert [one.text for one in seen(room, "kobayashi", item_id=room.item).lines] == ["会えた", "", ""]
    whole = {one.id: one.text for one in seen(room).lines}
    assert (whole[fact], whole[other.subject_id], whole[elsewhere.subject_id]) == ("会えた", "", "ほかの議題の見立て")


def test_assessment_comes_back_when_the_family_has_gone(city, room) -> None:
    room.write(text="会えた", kind=LineKind.FACT, finished=True)
    room.write(text="疲れている", kind=LineKind.ASSESSMENT, finished=True)
    sit_down(room)
    since = seen(room, item_id=room.item).change_no
    assert seen(room, item_id=room.item, since=since, hid=True).lines == ()
    sit_down(room, present=False)
    told = seen(room, item_id=room.item, since=since, hid=True)
    assert (told.hides, [(one.text, one.is_hidden) for one in told.lines]) == (False, [("疲れている", False)])
    assert seen(room, item_id=room.item, since=since).lines == ()


def test_texts_to_choose_from_are_kept_back_too(city, room) -> None:
    line = room.write(text="はじめ", kind=LineKind.ASSESSMENT, finished=True).subject_id
    room.write("kobayashi", line_id=line, base=1, client="browser-two", text="小林の文", kind=LineKind.ASSESSMENT)
    room.write(line_id=line, base=1, text="藤井の文", kind=LineKind.ASSESSMENT)
    sit_down(room)
    (view,) = seen(room).lines
    assert (view.text, view.branches, view.is_hidden) == ("", (), True)


@pytest.mark.parametrize("login", ["hayashi", "ogawa", "nishi", "suishin", "iin", "system", "kaigo-kacho"])
def test_lines_are_not_found_by_who_may_not_read_them(city, room, login) -> None:
    room.write()
    answers = set()
    for conference in (room.conference, uuid4()):
        for asked in ({}, {"since": 1}, {"item_id": room.item}):
            with pytest.raises(Refused) as caught:
                city.look(login, lines_of, conference, **asked)
            answers.add((caught.value.reason_key, str(caught.value.facts)))
    assert answers == {("not_found", "{}")}


def test_center_worker_of_the_case_who_is_called_reads_its_lines_alone(city) -> None:
    room = Room(city, called=("minami",)).opened()
    with pytest.raises(Refused, match="not_found"):
        seen(room, "minami")
    room.write(text="事例の行")
    room.write(text="ほかの行", item_id=room.rest)
    assert [one.text for one in seen(room, "minami").lines] == ["事例の行"]


def test_look_is_told_for_each_item_about_a_case_and_not_where_nothing_is_new(city, room) -> None:
    room.write()
    room.write()
    room.write(item_id=room.rest)
    view = seen(room)
    assert [(one.action, one.subject_id, one.case_id) for one in view.looks] == [
        ("record.look", room.item, city.case("001")),
    ]  # fmt: skip
    assert seen(room, since=view.change_no).looks == ()


def test_number_of_statements_is_the_same_for_one_line_and_for_many(city, room) -> None:
    actor = city.actor("kiroku")
    room.write()
    few = statements(city, actor, lines_of, room.conference)
    for n in range(12):
        line = room.write(text=f"{n}").subject_id
        room.write("kobayashi", line_id=line, base=0, client="browser-two", text=f"{n}b")
    assert statements(city, actor, lines_of, room.conference) == few
