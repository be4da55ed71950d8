"""Minutes lose nothing: repeated, late, racing and contradicting batches all leave their text."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from models.conferences import Conference
from models.database import reading
from models.history import HistoryEntry
from models.minutes import LineKind, MinutesLine, RecordState
from operations.conferences import advance_conference
from operations.history import findings
from operations.minutes import choose_text, remove_line, restore_line, sort_lines, write_line
from rules.refusal import Refused
from tests.operations.recording import Room, revisions
from tests.operations.sittings import convene, ready, standing, step
from tests.operations.stored import entries, why_not
from ui.session import _twin_safe

NUMBER = "番号は 1234 5678 9012"
OTHER = "browser-two"


@pytest.fixture
def room(city) -> Room:
    """A conference in session."""
    return Room(city).opened()


def test_write_line_makes_the_line_and_then_moves_its_head(city, room) -> None:
    line = uuid4()
    first = room.write(line_id=line, text="母の")
    second = room.write(line_id=line, base=first.revision, text="母の話を聞いた", kind=LineKind.FACT)
    stored = room.line(line)
    assert (stored.text, stored.revision, stored.kind) == ("母の話を聞いた", second.revision, LineKind.FACT)
    assert (stored.item_id, stored.case_id, stored.conference_id) == (room.item, city.case("001"), room.conference)
    assert [(one.revision, one.text, one.is_branch) for one in revisions(line)] == [
        (1, "母の", False), (2, "母の話を聞いた", False),
    ]  # fmt: skip
    assert (first.is_head, second.is_head, second.change > first.change) == (True, True, True)


def test_write_line_puts_each_new_line_after_the_last_of_its_item(room) -> None:
    lines = [room.write().subject_id for _ in range(3)]
    other = room.write(item_id=room.rest).subject_id
    assert [room.line(line).position for line in (*lines, other)] == [0, 1, 2, 0]
    assert room.line(other).case_id is None


def test_write_line_keeps_the_speaker_and_refuses_one_of_another_conference(city, room) -> None:
    done = room.write(invitation_id=room.call)
    assert room.line(done.subject_id).invitation_id == room.call
    elsewhere = Room(city).call
    for strange in (elsewhere, uuid4()):
        assert why_not(city, "kiroku", write_line, **room.batch(invitation_id=strange)) == "not_found"


def test_write_line_again_gets_the_first_answer(room) -> None:
    line = uuid4()
    first = room.write(line_id=line, seq=7, text="一つめ")
    again = room.write(line_id=line, seq=7, text="一つめ")
    assert (again.revision, again.is_head, again.repeated, first.repeated) == (first.revision, True, True, False)
    later = room.write(line_id=line, seq=8, base=1, text="二つめ")
    assert room.write(line_id=line, seq=7, text="一つめ").revision == first.revision
    assert (room.line(line).text, len(revisions(line)), later.revision) == ("二つめ", 2, 2)


def test_write_line_again_is_answered_after_the_record_is_fixed(room) -> None:
    line = uuid4()
    first = room.write(line_id=line, seq=1)
    room.record(RecordState.FIXED)
    assert room.write(line_id=line, seq=1).revision == first.revision


def test_write_line_under_the_request_of_somebody_else_is_not_found(city, room) -> None:
    line = uuid4()
    room.write(line_id=line, seq=1)
    assert why_not(city, "kobayashi", write_line, **room.batch(line_id=line, seq=1)) == "not_found"
    assert why_not(city, "kiroku", write_line, **room.batch(line_id=uuid4(), seq=1)) == "not_found"


def together(room: Room, batches: list[dict[str, object]]) -> list[tuple[int, bool, bool]]:
    """Several batches at the same moment: revision, head and branch of each."""
    actors = [room.city.actor("kiroku")] * len(batches)
    gate = threading.Barrier(len(batches))

    def write(pair: tuple[object, dict[str, object]]) -> tuple[int, bool, bool]:
        gate.wait(20)
        done = _twin_safe(lambda: room.city.do(pair[0], write_line, **pair[1]))
        return done.revision, done.is_head, done.is_branch

    with ThreadPoolExecutor(len(batches)) as pool:
        return list(pool.map(write, zip(actors, batches, strict=True)))


def test_write_line_by_sixteen_twins_is_one_revision(room) -> None:
    line, batch = uuid4(), room.batch(seq=1)
    assert together(room, [{**batch, "line_id": line}] * 16) == [(1, True, False)] * 16
    assert len(revisions(line)) == 1
    assert room.city.row(Conference, room.conference).minutes_no == 1


def test_write_line_by_sixteen_browsers_on_one_line_keeps_sixteen_texts(room) -> None:
    line = room.write(text="はじめ").subject_id
    texts = [f"{n}人目の文" for n in range(16)]
    batches = [room.batch(line_id=line, base=1, client=f"browser-{n:02}", text=text) for n, text in enumerate(texts)]
    answers = together(room, batches)
    assert sorted(one.text for one in revisions(line)) == sorted([*texts, "はじめ"])
    assert sum(head for _, head, _ in answers) == 1
    assert sum(branch for _, _, branch in answers) == 15 == sum(one.is_branch for one in revisions(line))


def test_write_line_by_sixteen_on_new_lines_gives_each_its_place_and_number(room) -> None:
    together(room, [room.batch(client=f"browser-{n:02}", text=f"{n}行目") for n in range(16)])
    with reading() as session:
        lines = session.exec(select(MinutesLine).where(MinutesLine.item_id == room.item)).all()
    assert sorted(line.position for line in lines) == list(range(16))
    assert sorted(line.change_no for line in lines) == list(range(1, 17))


def test_write_line_on_an_older_text_is_kept_as_a_branch(room) -> None:
    line = room.write(text="はじめ").subject_id
    room.write("kobayashi", line_id=line, base=1, client=OTHER, text="小林の文")
    mine = room.write(line_id=line, base=1, text="藤井の文")
    assert (mine.is_head, mine.is_branch, room.line(line).text) == (False, True, "小林の文")
    assert {one.text: one.is_branch for one in revisions(line)} == {
        "はじめ": False, "小林の文": False, "藤井の文": True,
    }  # fmt: skip


def test_branch_of_a_browser_that_types_on_gives_way_to_its_next(room) -> None:
    line = room.write(text="はじめ").subject_id
    room.write("kobayashi", line_id=line, base=1, client=OTHER, text="小林の文")
    for text in ("藤", "藤井", "藤井の文"):
        assert room.write(line_id=line, base=1, text=text).is_branch
    assert [one.text for one in revisions(line) if one.is_branch] == ["藤井の文"]
    assert len(revisions(line)) == 5


def test_write_line_on_an_older_base_of_the_own_browser_is_no_branch(room) -> None:
    line = room.write(text="は").subject_id
    room.write(line_id=line, base=1, text="はじ")
    third = room.write(line_id=line, base=1, text="はじめ")
    assert (third.is_head, third.is_branch, room.line(line).text) == (True, False, "はじめ")


def test_write_line_where_the_other_changed_no_letter_is_no_branch(room) -> None:
    line = room.write(text="はじめ").subject_id
    room.write("kobayashi", line_id=line, base=1, client=OTHER, text="はじめ", kind=LineKind.FACT, finished=True)
    assert room.write(line_id=line, base=1, text="はじめから").is_head


def test_write_line_with_a_late_lower_number_is_kept_and_no_head(room) -> None:
    line = uuid4()
    room.write(line_id=line, seq=1, text="一")
    room.write(line_id=line, seq=5, base=1, text="一二三")
    late = room.write(line_id=line, seq=3, base=1, text="一二")
    assert (late.is_head, late.is_branch, room.line(line).text) == (False, False, "一二三")
    assert [one.text for one in revisions(line)] == ["一", "一二三", "一二"]


def test_write_line_of_a_line_the_server_lost_is_a_head_whatever_its_base(room) -> None:
    done = room.write(base=9, text="残っていた文")
    assert (done.is_head, room.line(done.subject_id).text) == (True, "残っていた文")


@pytest.mark.parametrize("where", ["item", "conference"])
def test_write_line_into_a_line_of_elsewhere_is_not_found(city, room, where) -> None:
    line = room.write().subject_id
    other = Room(city).opened() if where == "conference" else room
    given = other.batch(line_id=line, item_id=other.rest, base=1, client=OTHER)
    assert why_not(city, "kiroku", write_line, **given) == "not_found"


def test_write_line_into_an_item_of_another_conference_is_not_found(city, room) -> None:
    assert why_not(city, "kiroku", write_line, **room.batch(item_id=Room(city).item)) == "not_found"


@pytest.mark.parametrize("text", [NUMBER, "\x00", "a\x00b", "\ud800", "あ" * 4001])
def test_write_line_refuses_what_may_not_be_kept(city, room, text) -> None:
    key = {NUMBER: "text_has_my_number", "あ" * 4001: "text_too_long"}.get(text, "text_has_unusable_signs")
    assert why_not(city, "kiroku", write_line, **room.batch(text=text)) == key


@pytest.mark.parametrize("text", ["𠮷野家の葛󠄀城さん", "一行目\n二行目", "あ" * 4000, "\u202eみぎ", ""])
def test_write_line_keeps_every_other_text_as_it_was_typed(room, text) -> None:
    assert room.line(room.write(text=text).subject_id).text == text


def test_write_line_before_the_conference_is_opened_is_refused(city) -> None:
    room = Room(city)
    assert why_not(city, "kiroku", write_line, **room.batch()) == "minutes_not_open"
    city.do("kobayashi", advance_conference, **step(city, room.conference, "cancel", reason="大雨"))
    assert why_not(city, "kiroku", write_line, **room.batch()) == "minutes_not_open"


def test_write_line_after_the_conference_goes_on(city, room) -> None:
    city.do("kobayashi", advance_conference, **step(city, room.conference, "break_off"))
    assert room.write().is_head


def test_write_line_stops_when_the_record_of_its_case_is_fixed_and_goes_on_with_a_correction(city, room) -> None:
    line = room.write().subject_id
    room.record(RecordState.FIXED)
    for operation, given in (
        (write_line, room.batch(line_id=line, base=1)),
        (remove_line, {"subject_id": line}),
        (choose_text, {"subject_id": line, "revision": 1}),
        (sort_lines, {"subject_id": room.conference, "line_ids": [line], "kind": LineKind.FACT}),
    ):
        assert why_not(city, "kiroku", operation, **given) == "record_is_fixed"
    assert room.write(item_id=room.rest).is_head
    room.record(RecordState.DRAFT, edition=2)
    assert room.write(line_id=line, base=1, text="訂正した文").is_head


@pytest.mark.parametrize("state", [RecordState.DRAFT, RecordState.IN_CHECK])
def test_write_line_goes_on_while_the_record_is_not_fixed(room, state) -> None:
    room.record(state)
    room.record(RecordState.FIXED, case=None)
    assert room.write().is_head


@pytest.mark.parametrize("login", ["hayashi", "suishin", "iin", "system", "kaigo-kacho", "nishi"])
def test_write_line_by_who_does_not_know_the_conference_is_not_found(city, room, login) -> None:
    line = room.write().subject_id
    assert why_not(city, login, write_line, **room.batch()) == "not_found"
    assert why_not(city, login, remove_line, line) == why_not(city, login, remove_line, uuid4()) == "not_found"


def test_write_line_by_who_is_only_called_is_not_theirs(city, room) -> None:
    assert why_not(city, "ogawa", write_line, **room.batch()) == "not_yours"


def test_center_worker_of_the_case_reads_its_lines_and_writes_none(city, room) -> None:
    line = room.write().subject_id
    assert why_not(city, "minami", write_line, **room.batch()) == "not_found"
    assert why_not(city, "minami", remove_line, line) == "not_yours"


def test_promotion_officer_writes_the_minutes_of_a_body_without_cases(city) -> None:
    given = {"forum_key": "practitioner_liaison_meeting", "facilitator_id": city.person("suishin")}
    own = ready(city, "suishin", **given, recorder_id=None)
    convene(city, own, "suishin")
    city.do("suishin", advance_conference, **step(city, own, "open"))
    asked = {"item_id": standing(own)[0].id, "line_id": uuid4(), "client": OTHER, "seq": 1, "base": 0, "text": "連絡"}
    assert city.do("suishin", write_line, own, **asked).is_head


def test_history_has_one_line_for_each_finished_line_and_none_for_keystrokes(city, room) -> None:
    line = uuid4()
    for text in ("母", "母の", "母の話"):
        room.write(line_id=line, base=1, text=text)
    assert entries(line) == []
    room.write(line_id=line, base=3, text="母の話を聞いた", kind=LineKind.FACT, finished=True)
    (entry,) = entries(line)
    told = json.loads(entry.changes)
    assert (entry.action, entry.case_id, entry.actor_id) == ("line.write", city.case("001"), city.person("kiroku"))
    assert (told["text"], told["kind"], room.line(line).is_finished) == ("母の話を聞いた", "fact", True)
    with reading() as session:
        assert findings(session) == []


def test_finished_line_that_is_sent_again_leaves_one_line_of_history(room) -> None:
    line = uuid4()
    for _ in range(3):
        room.write(line_id=line, seq=1, finished=True)
    assert len(entries(line)) == 1


def test_typing_leaves_the_version_of_the_conference_to_its_forms(city, room) -> None:
    before = city.row(Conference, room.conference).version
    room.write(finished=True)
    after = city.row(Conference, room.conference)
    assert (after.version, after.minutes_no) == (before, 1)


def test_sort_lines_gives_several_lines_a_kind_and_leaves_the_rest(city, room) -> None:
    lines = [room.write(invitation_id=room.call).subject_id for _ in range(3)]
    city.do("kiroku", sort_lines, room.conference, line_ids=lines[:2], kind=LineKind.WISH)
    assert [room.line(line).kind.value for line in lines] == ["wish", "wish", "unsorted"]
    assert {room.line(line).invitation_id for line in lines} == {room.call}
    assert [room.line(line).change_no for line in lines] == [4, 4, 3]


def test_sort_lines_gives_several_lines_a_speaker(city, room) -> None:
    lines = [room.write(kind=LineKind.FACT).subject_id for _ in range(2)]
    city.do("kiroku", sort_lines, room.conference, line_ids=lines, invitation_id=room.call)
    assert [(room.line(line).kind, room.line(line).invitation_id) for line in lines] == [(LineKind.FACT, room.call)] * 2


def test_sort_lines_takes_the_speaker_off_where_that_is_asked(city, room) -> None:
    line = room.write(invitation_id=room.call, kind=LineKind.FACT).subject_id
    city.do("kiroku", sort_lines, room.conference, line_ids=[line], nobody=True)
    assert (room.line(line).invitation_id, room.line(line).kind) == (None, LineKind.FACT)


def test_sort_lines_of_elsewhere_is_not_found(city, room) -> None:
    own, other = room.write().subject_id, Room(city).opened().write().subject_id
    for lines in ([own, other], [uuid4()], []):
        given = {"line_ids": lines, "kind": LineKind.FACT}
        assert why_not(city, "kiroku", sort_lines, room.conference, **given) == "not_found"


def test_remove_line_keeps_what_was_typed_and_is_done_once(city, room) -> None:
    line = room.write().subject_id
    city.do("kiroku", remove_line, line)
    stored = room.line(line)
    assert (stored.removed_at is not None, stored.text, stored.change_no) == (True, "母の話", 2)
    assert why_not(city, "kiroku", remove_line, line) == "already_there"


def test_removed_line_comes_back_when_somebody_still_wrote_it(city, room) -> None:
    line = uuid4()
    room.write(line_id=line, seq=1)
    city.do("kobayashi", remove_line, line)
    room.write(line_id=line, seq=2, base=1, text="母の話")
    assert room.line(line).removed_at is not None
    room.write(line_id=line, seq=3, base=1, text="母の話の続き")
    assert room.line(line).removed_at is None


def test_restore_line_puts_it_back_where_it_stood_and_is_done_once(city, room) -> None:
    lines = [room.write(text=text).subject_id for text in ("一", "二", "三")]
    assert why_not(city, "kiroku", restore_line, lines[1]) == "already_there"
    city.do("kiroku", remove_line, lines[1])
    city.do("kobayashi", restore_line, lines[1])
    stored = room.line(lines[1])
    assert (stored.removed_at, stored.text, stored.position, stored.change_no) == (None, "二", 1, 5)
    assert [one.action for one in entries(lines[1])] == ["line.remove", "line.restore"]


def test_restore_line_after_its_record_is_fixed_is_refused(city, room) -> None:
    line = room.write().subject_id
    city.do("kiroku", remove_line, line)
    room.record(RecordState.FIXED)
    assert why_not(city, "kiroku", restore_line, line) == "record_is_fixed"
    assert room.line(line).removed_at is not None


def two_texts(room: Room) -> UUID:
    """A line with 小林's head (2) and 藤井's branch (3)."""
    line = room.write(text="はじめ").subject_id
    room.write("kobayashi", line_id=line, base=1, client=OTHER, text="小林の文")
    room.write(line_id=line, base=1, text="藤井の文")
    return line


@pytest.mark.parametrize(("revision", "text"), [(2, "小林の文"), (3, "藤井の文")])
def test_choose_text_lets_one_stand_and_keeps_the_other(city, room, revision, text) -> None:
    line = two_texts(room)
    city.do("mizuno", choose_text, line, revision=revision)
    assert (room.line(line).text, room.line(line).revision) == (text, revision)
    assert [(one.text, one.is_branch) for one in revisions(line)] == [
        ("はじめ", False), ("小林の文", False), ("藤井の文", False),
    ]  # fmt: skip


def test_choose_text_that_gave_way_meanwhile_is_refused(city, room) -> None:
    line = two_texts(room)
    room.write("kobayashi", line_id=line, base=2, client=OTHER, text="小林の文の続き")
    room.write(line_id=line, base=1, text="藤井の文の続き")
    for old in (1, 2, 3):
        assert why_not(city, "kobayashi", choose_text, line, revision=old) == "stale"
    assert why_not(city, "kobayashi", choose_text, line, revision=99) == "not_found"


def test_browser_whose_text_was_not_chosen_makes_a_branch_when_it_types_on(city, room) -> None:
    line = two_texts(room)
    city.do("mizuno", choose_text, line, revision=3)
    assert room.write("kobayashi", line_id=line, base=2, client=OTHER, text="小林の続き").is_branch
    assert room.write(line_id=line, base=3, text="藤井の続き").is_head


def test_recorder_of_the_conference_may_sort_remove_and_choose(city, room) -> None:
    line = two_texts(room)
    city.do("kiroku", choose_text, line, revision=3)
    city.do("kiroku", sort_lines, room.conference, line_ids=[line], kind=LineKind.OPINION)
    city.do("kiroku", remove_line, line)
    with reading() as session:
        acts = session.exec(select(HistoryEntry.action).where(HistoryEntry.action.startswith("line."))).all()
    assert sorted(one for one in acts if one != "line.write") == ["line.choose", "line.remove", "line.sort"]


def test_write_line_in_a_transaction_that_fails_leaves_nothing(city, room) -> None:
    with pytest.raises(Refused):
        room.write(text=NUMBER)
    with reading() as session:
        assert session.exec(select(MinutesLine).where(MinutesLine.conference_id == room.conference)).all() == []
