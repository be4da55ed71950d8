"""/minutes/… through the real server: keystrokes in, changed lines out, and every answer in words."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

import settings
from models.database import reading, writing
from models.minutes import ConferenceRecord, MinutesLine
from models.people import SignIn
from operations.minutes import remove_line
from queries.typists import typist
from tests.operations.recording import Room, revisions
from tests.server import Answer, House, Visitor, on
from tests.web.test_files import lines as looks_of
from words import word

LINES = "/minutes/lines"


@pytest.fixture
def room(house: House) -> Room:
    """A conference in session."""
    return Room(house.city).opened()


def body(room: Room, **other: Any) -> dict[str, Any]:
    """What the component sends."""
    given = {"conference": room.conference.hex, "item": room.item.hex, "line": uuid4().hex, "client": uuid4().hex}
    rest = {"seq": 1, "base": 0, "text": "母の話", "kind": "fact", "speaker": "", "finished": False}
    return {**given, **rest, **other}


def post(visitor: Visitor, sent: object, path: str = LINES, **headers: str) -> Answer:
    """One request as the component makes it, on a page of whoever is signed in."""
    if isinstance(sent, dict) and sent and "who" not in sent:
        answer = visitor.get("/minutes/key", sec_fetch_mode="cors")
        sent = {**sent, "who": told(answer)["who"] if answer.status == 200 else ""}
    text = sent if isinstance(sent, str) else json.dumps(sent)
    given = {"origin": visitor.server.origin, "content_type": "application/json", **headers}
    return visitor._ask("POST", path, text, given)


def told(answer: Answer) -> dict[str, Any]:
    """The JSON of an answer."""
    found: dict[str, Any] = json.loads(answer.body)
    return found


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_batch_is_answered_with_its_revision_after_it_is_stored(house, room) -> None:
    visitor, sent = house.visitor("kiroku"), body(room, speaker=room.call.hex, finished=True)
    answer = post(visitor, sent)
    found = told(answer)
    assert (answer.status, found["saved"], found["change"], found["head"], found["branch"]) == (200, 1, 1, True, False)
    assert answer.one("cache-control") == "no-store"
    stored = room.line(UUID(sent["line"]))
    assert (stored.text, stored.kind.value, stored.invitation_id, stored.is_finished) == (
        "母の話", "fact", room.call, True,
    )  # fmt: skip
    again = told(post(visitor, sent))
    assert ({**again, "at": 0}, len(revisions(stored.id))) == ({**found, "at": 0}, 1)


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_lines_come_back_by_number(house, room) -> None:
    visitor = house.visitor("kobayashi")
    first, second = body(room, text="一"), body(room, text="二")
    for sent in (first, second):
        post(house.visitor("kiroku"), sent)
    path = f"{LINES}/{room.conference}"
    found = told(visitor.get(f"{path}?item={room.item}", sec_fetch_mode="cors"))
    assert [(one["text"], one["kind"], one["position"]) for one in found["lines"]] == [
        ("一", "fact", 0),
        ("二", "fact", 1),
    ]
    assert [(one["own"], one["by"]) for one in found["lines"]] == [(False, "藤井 こはる")] * 2
    assert told(visitor.get(f"{path}?since={found['change']}")) == {**found, "lines": []}
    assert told(visitor.get(f"{path}?item={room.rest}"))["lines"] == []
    room.city.do("kiroku", remove_line, UUID(first["line"]))
    assert [one["removed"] for one in told(visitor.get(f"{path}?since={found['change']}"))["lines"]] == [True]


def test_reading_is_written_down_once_and_asking_for_nothing_new_is_not(house, room) -> None:
    room.write()
    visitor, path = house.visitor("kobayashi"), f"{LINES}/{room.conference}"
    for since in (0, 0, 1):
        visitor.get(f"{path}?since={since}")
    found = [(line.subject_id, line.case_id) for line in looks_of("record.look")]
    assert found == [(room.item, house.city.case("001"))]


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_two_texts_come_back_and_one_is_chosen(house, room) -> None:
    first, second = house.visitor("kiroku"), house.visitor("kobayashi")
    sent = body(room, text="はじめ")
    post(first, sent)
    mine = {"line": sent["line"], "base": 1, "seq": 2}
    post(second, body(room, **mine, text="小林の文"))
    branch = told(post(first, body(room, **mine, text="藤井の文")))
    assert (branch["head"], branch["branch"]) == (False, True)
    (line,) = told(first.get(f"{LINES}/{room.conference}"))["lines"]
    assert (line["text"], [one["text"] for one in line["branches"]]) == ("小林の文", ["藤井の文"])
    asked = {"do": "choose", "line": sent["line"], "revision": branch["saved"], "request": uuid4().hex}
    answers = [post(first, asked, "/minutes/changes") for _ in range(2)]
    assert [(one.status, told(one)) for one in answers] == [(200, {"done": True})] * 2
    assert room.line(UUID(sent["line"])).text == "藤井の文"
    removed = post(first, {"do": "remove", "line": sent["line"], "request": uuid4().hex}, "/minutes/changes")
    assert (removed.status, room.line(UUID(sent["line"])).removed_at is None) == (200, False)
    back = post(first, {"do": "restore", "line": sent["line"], "request": uuid4().hex}, "/minutes/changes")
    assert (back.status, room.line(UUID(sent["line"])).removed_at) == (200, None)


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_several_lines_are_sorted_by_one_request(house, room) -> None:
    visitor = house.visitor("kiroku")
    lines = [room.write(text=text).subject_id for text in ("一", "二", "三")]
    asked = {"do": "sort", "conference": room.conference.hex, "lines": [one.hex for one in lines[:2]]}
    given = {"kind": "fact", "speaker": room.call.hex}
    answer = post(visitor, {**asked, **given, "request": uuid4().hex}, "/minutes/changes")
    assert (answer.status, told(answer)) == (200, {"done": True})
    assert [(room.line(one).kind.value, room.line(one).invitation_id) for one in lines] == [
        ("fact", room.call), ("fact", room.call), ("unsorted", None),
    ]  # fmt: skip
    post(visitor, {**asked, "speaker": "", "request": uuid4().hex}, "/minutes/changes")
    assert [(room.line(one).kind.value, room.line(one).invitation_id) for one in lines[:2]] == [("fact", None)] * 2


def test_lines_of_another_conference_are_not_sorted_with_ours(house, room) -> None:
    elsewhere = Room(house.city).opened()
    lines = [room.write().subject_id, elsewhere.write().subject_id]
    asked = {"do": "sort", "conference": room.conference.hex, "lines": [one.hex for one in lines], "kind": "fact"}
    answer = post(house.visitor("kiroku"), {**asked, "request": uuid4().hex}, "/minutes/changes")
    assert (answer.status, [room.line(one).kind.value for one in lines]) == (404, ["unsorted"] * 2)
    for strange in ({"lines": "x"}, {"lines": ["x"]}, {"lines": [uuid4().hex] * 501}, {"kind": "x"}):
        answer = post(house.visitor("kiroku"), {**asked, **strange, "request": uuid4().hex}, "/minutes/changes")
        assert answer.status == 400


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("番号は 1234 5678 9012", "text_has_my_number"),
        ("a\x00b", "text_has_unusable_signs"),
        ("\ud800", "text_has_unusable_signs"),
    ],
)
@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_text_that_may_not_be_kept_is_refused_in_words(house, room, text, key) -> None:
    answer = post(house.visitor("kiroku"), body(room, text=text))
    assert (answer.status, told(answer)) == (422, {"refused": word(f"refusal.{key}")})
    assert count() == 0


def test_text_that_is_too_long_is_refused_in_words(house, room) -> None:
    answer = post(house.visitor("kiroku"), body(room, text="あ" * 4001))
    assert (answer.status, told(answer)["refused"]) == (422, word("refusal.text_too_long", most=4000, length=4001))
    assert post(house.visitor("kiroku"), body(room, text="あ" * 70_000)).status == 413


def test_conference_that_is_not_open_is_refused_in_words(house) -> None:
    room = Room(house.city)
    answer = post(house.visitor("kiroku"), body(room))
    assert (answer.status, told(answer)["refused"]) == (422, word("refusal.minutes_not_open"))


def count() -> int:
    """How many lines there are in conferences that are in session; the sample city has fixed records too."""
    with reading() as session:
        held = select(ConferenceRecord.conference_id)
        return len(session.exec(select(MinutesLine).where(col(MinutesLine.conference_id).not_in(held))).all())


STRANGE: list[object] = [
    "", "x", "[]", "null", "1", '{"text": ', "[" * 20_000, {}, {"text": None}, {"seq": True}, {"seq": "1"}, {"seq": -1},
    {"seq": 2**31}, {"seq": 1.5}, {"base": None}, {"line": "x"}, {"line": None}, {"item": "1 OR 1=1"}, {"kind": "x"},
    {"client": "short"}, {"client": "\ud800" * 9}, {"client": 1}, {"speaker": "x"}, {"text": 1}, {"conference": []},
    {"who": None}, {"who": ""}, {"who": 1}, {"who": "藤井 こはる"}, {"who": "é" * 32},
]  # fmt: skip


@pytest.mark.parametrize("strange", STRANGE, ids=[str(n) for n in range(len(STRANGE))])
def test_request_that_no_page_sends_is_refused_in_words(house, room, strange) -> None:
    sent = {**body(room), **strange} if isinstance(strange, dict) and strange else strange
    answer = post(house.visitor("kiroku"), sent)
    assert (answer.status, told(answer)) == (400, {"refused": word("minutes.unreadable")})
    assert count() == 0


@pytest.mark.parametrize("asked", ["since=x", "since=-1", "since=99999999999", "item=x", "since=１", "who=x"])
def test_question_that_no_page_asks_is_refused_in_words(house, room, asked) -> None:
    answer = house.visitor("kiroku").get(f"{LINES}/{room.conference}?{quote(asked, safe='=')}")
    assert (answer.status, told(answer)) == (400, {"refused": word("minutes.unreadable")})


def test_body_that_is_no_json_by_its_own_word_is_refused(house, room) -> None:
    answer = post(house.visitor("kiroku"), body(room), content_type="text/plain")
    assert (answer.status, count()) == (400, 0)


@pytest.mark.parametrize("path", [LINES, "/minutes/changes"])
def test_request_of_another_site_is_refused(house, room, path) -> None:
    visitor = house.visitor("kiroku")
    answers = [post(visitor, body(room), path, origin=one).status for one in ("http://evil.example", "", "null")]
    answers.append(post(visitor, body(room), path, sec_fetch_site="cross-site").status)
    assert (answers, count()) == ([403] * 4, 0)


def test_nobody_is_told_to_sign_in_and_nothing_is_stored(house, room) -> None:
    nobody = house.visitor()
    assert post(nobody, body(room)).status == 401
    assert post(nobody, body(room), x_yoriai_session=uuid4().hex).status == 401
    assert nobody.get(f"{LINES}/{room.conference}", sec_fetch_mode="cors").status == 401
    assert count() == 0


@pytest.mark.parametrize("login", ["hayashi", "nishi", "suishin", "iin", "system", "ogawa"])
def test_who_may_not_write_or_read_gets_the_answer_of_nothing(house, room, login) -> None:
    line = room.write().subject_id
    visitor = house.visitor(login)
    absent = told(house.visitor("kiroku").get(f"{LINES}/{uuid4()}"))
    answers = [
        visitor.get(f"{LINES}/{room.conference}"), visitor.get(f"{LINES}/{room.conference}?since=1"),
        post(visitor, {"do": "remove", "line": line.hex, "request": uuid4().hex}, "/minutes/changes"),
    ]  # fmt: skip
    assert [(one.status, told(one)) for one in answers] == [(404, absent)] * 3
    assert post(visitor, body(room)).status == 404
    assert (count(), room.line(line).removed_at) == (1, None)


def idle(minutes: int) -> None:
    """Everybody's last act was so long ago."""
    with writing() as session:
        for sign_in in session.exec(select(SignIn)):
            sign_in.last_act_at = settings.now() - timedelta(minutes=minutes)


def test_writing_counts_as_activity_and_asking_what_is_new_does_not(house, room) -> None:
    visitor = house.visitor("kiroku")
    for ask, is_act in (
        (lambda: visitor.get(f"{LINES}/{room.conference}"), False),
        (lambda: post(visitor, body(room)), True),
    ):
        idle(20)
        assert ask().status == 200
        with reading() as session:
            latest = max(one.last_act_at for one in session.exec(select(SignIn)))
        assert (settings.now() - latest < timedelta(minutes=5)) is is_act


def test_sign_in_that_idled_away_writes_nothing(house, room) -> None:
    visitor = house.visitor("kiroku")
    idle(31)
    assert (post(visitor, body(room)).status, count()) == (401, 0)


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_batch_of_a_page_of_somebody_else_is_refused_stores_nothing_and_is_no_activity(house, room) -> None:
    line = room.write("kobayashi", text="小林の文").subject_id
    other = {"who": typist(house.city.person("kobayashi"))}
    visitor, path = house.visitor("kiroku"), f"{LINES}/{room.conference}"
    idle(20)
    removal = {"do": "remove", "line": line.hex, "request": uuid4().hex, **other}
    answers = [
        post(visitor, body(room, **other)), post(visitor, body(room, conference=uuid4().hex, **other)),
        post(visitor, removal, "/minutes/changes"), visitor.get(f"{path}?who={other['who']}", sec_fetch_mode="cors"),
    ]  # fmt: skip
    refused = {"refused": word("refusal.typed_by_another")}
    assert [(one.status, told(one)) for one in answers] == [(409, refused)] * 4
    assert (count(), room.line(line).removed_at) == (1, None)
    with reading() as session:
        assert all(settings.now() - one.last_act_at > timedelta(minutes=15) for one in session.exec(select(SignIn)))
    assert visitor.get(f"{path}?who={typist(house.city.person('kiroku'))}", sec_fetch_mode="cors").status == 200
