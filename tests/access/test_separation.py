"""Three cases in one conference: three records, and no agency gets a byte of a case it was not there for."""

import json
import subprocess
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from sqlmodel import select
from starlette.requests import Request

import settings
from models.conferences import AgendaItem, ItemKind, ItemResult, Part
from models.database import reading
from models.minutes import CheckAnswer, ConferenceRecord, LineKind, MinutesLine, RecordCheck, RecordState
from models.people import Agency
from models.plans import Assignment
from operations.agenda import add_item, leave_out
from operations.assignments import agree_assignment
from operations.conferences import advance_conference, invite
from operations.consents import withdraw_consent
from operations.minutes import sort_lines, write_line
from operations.records import advance_record, answer_check, correct_record
from operations.room import begin_item, note_attendance, read_out, settle_item, take_attendance
from queries.agreed import agreed_in
from queries.calendar import conference_list
from queries.case import case_file
from queries.cases import case_list
from queries.conference import conference_file
from queries.plan import case_plan
from queries.record import record_file
from queries.records import record_list
from queries.role_paper import role_paper
from queries.roles import my_roles
from queries.room import room
from queries.today import today_of
from rules.record import from_text
from rules.refusal import Refused
from tests.access.test_nowhere import refusal
from tests.access.test_screens import known_to
from tests.access.texts import shown_of, words_of_case
from tests.city import City
from tests.operations.sittings import agreed, at, called, convene, planned, records, rows, step, was
from web.files import FILES

# Each case, the agency that is there for it alone, and the login that looks for it.
CASES = {
    "001": ("disability_consultation_office_1", "hayashi"),
    "003": ("fire_station", ""),
    "005": ("general_hospital", "ogawa"),
}
UNANSWERED = {"answer": CheckAnswer.WAITING, "words": None}
CANARY = {number: f"ナイショ{number}" for number in CASES}


class Sitting:
    """A 重層的支援会議 about cases 001, 003 and 005, each with an agency of its own, and a word of greeting."""

    def __init__(self, city: City) -> None:
        self.city, self.items, self.roles = city, {}, {}
        self.whole = planned(city)
        self.calls: dict[str, UUID] = {}
        for number, (agency, _) in CASES.items():
            agreed(city, number, agency)
            self.calls[number] = city.do("kobayashi", invite, self.whole, agency_id=city.agency(agency)).subject_id
        man = city.members(city.case("003"))[0]
        self.family = city.do(
            "kobayashi", invite, self.whole, name=man.name, reading=man.reading, part=Part.PERSON_CONCERNED
        ).subject_id
        self.greeting = self._item("はじめの言葉", None)
        for number in CASES:
            self.items[number] = self._item(f"{CANARY[number]}の題", number)
        self._send_out()

    def _item(self, title: str, number: str | None) -> UUID:
        told: dict[str, Any] = {"kind": ItemKind.DECIDE, "title": title, "minutes": 15}
        if number is not None:
            told |= {"case_id": self.city.case(number), "question": f"{CANARY[number]}の問い"}
        return self.city.do("kobayashi", add_item, self.whole, **told).subject_id

    def _send_out(self) -> None:
        """Each agency is in the room for its own case alone; the first one also for the greeting."""
        for number, (agency, _) in CASES.items():
            away = [item for other, item in self.items.items() if other != number]
            for item in [*away, *([self.greeting] if number != "001" else [])]:
                self.city.do("kobayashi", leave_out, item, agency_id=self.city.agency(agency))

    def held(self) -> "Sitting":
        """From the notice to the records that wait for their checks."""
        city = self.city
        convene(city, self.whole)
        city.do("kobayashi", advance_conference, **step(city, self.whole, "open"))
        city.do("kiroku", read_out, self.whole)
        city.do("kiroku", take_attendance, self.whole, present=[one.id for one in called(self.whole)])
        for number, item in self.items.items():
            self._spoken(number, item)
        self._write(self.greeting, "みなさんへのあいさつ", None)
        city.do("kiroku", settle_item, self.greeting, **self._settled(self.greeting, "よろしくお願いします"))
        city.do("kiroku", advance_conference, **step(city, self.whole, "adjourn"))
        for one in rows(ConferenceRecord, conference_id=self.whole):
            self.advance(one.id, "send_for_check")
        return self

    def _spoken(self, number: str, item: UUID) -> None:
        city, word = self.city, CANARY[number]
        city.do("kiroku", begin_item, item)
        city.do(
            "kiroku",
            note_attendance,
            self.calls[number],
            was=was(self.calls[number]),
            presence="late",
            who_came=f"{word}の人",
            remark=f"{word}の備考",
        )
        self._write(item, f"{word}の行", self.calls[number])
        self._write(item, f"{word}と本人", self.family if number == "003" else None)
        city.do("kiroku", settle_item, item, **self._settled(item, f"{word}の結論"))
        terms = {"task": f"{word}の役割", "problem": f"{word}の課題", "agency_id": city.agency(CASES[number][0])}
        terms |= {
            "doer_name": f"{word}の担当",
            "due_on": settings.today() + timedelta(days=40),
            "done_when": "会えたとき",
        }
        self.roles[number] = city.do("kiroku", agree_assignment, item, **terms).subject_id

    def _write(self, item: UUID, text: str, speaker: UUID | None) -> None:
        self.city.do(
            "kiroku", write_line, self.whole, item_id=item, line_id=uuid4(), client=uuid4().hex, seq=1, base=0,
            text=text, kind=LineKind.FACT, invitation_id=speaker, finished=True,
        )  # fmt: skip

    def _settled(self, item: UUID, words: str) -> dict[str, Any]:
        seen = self.city.seen(AgendaItem, item, settle_item)
        return {"seen": seen, "result": ItemResult.DECIDED, "result_words": words}

    def advance(self, record: UUID, name: str, **more: Any) -> None:
        """One step of a record."""
        seen = self.city.seen(ConferenceRecord, record, advance_record)
        self.city.do("kiroku", advance_record, record, seen=seen, step=name, **more)

    def record(self, number: str | None) -> ConferenceRecord:
        """The newest record of one part."""
        return records(self.whole, self.city.case(number) if number else None)[-1]

    def telling(self, number: str) -> set[str]:
        """Everything by which a case of this sitting could be told from the others."""
        city, (agency, _) = self.city, CASES[number]
        name = city.row(Agency, city.agency(agency)).name
        own = {CANARY[number], name, str(self.items[number]), str(self.record(number).id), str(self.roles[number])}
        return words_of_case(city, city.case(number)) | own


@pytest.fixture
def sitting(city: City) -> Sitting:
    """The three cases, spoken of."""
    return Sitting(city).held()


def file(city: City, who: str, kind: str, asked_id: UUID, query: bytes = b"") -> str:
    """A file as somebody gets it, its name and every part of it; nothing where it is refused."""
    scope = {"type": "http", "path_params": {"id": str(asked_id)}, "query_string": query, "headers": []}
    try:
        made = city.look(who, FILES[kind], Request(scope))
    except Refused as refused:
        return "" if (refused.reason_key, refused.facts) == ("not_found", {}) else repr(vars(refused))
    return made.name + _inside(made.body)


def _inside(body: bytes) -> str:
    """Everything a file holds: the parts of a Word file, the files of a folder, the text of a PDF."""
    if body.startswith(b"%PDF"):
        return subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout.decode()
    if not body.startswith(b"PK"):
        return body.decode()
    with ZipFile(BytesIO(body)) as parts:
        named = [one for one in parts.namelist() if not one.endswith((".png", ".jpeg", ".ttf", ".odttf"))]
        return "".join(one + _inside(parts.read(one)) for one in named)


def look(city: City, who: str, query: Any, *args: Any, **named: Any) -> object:
    """A view, or what a refusal tells."""
    try:
        return city.look(who, query, *args, **named)
    except Refused as refused:
        return [refused.reason_key, str(refused), json.dumps(refused.facts, default=str)]


def everything(made: Sitting, who: str, *, own: str) -> list[object]:
    """All that somebody can ask for: every screen's view, every file, every record by its id."""
    city, day = made.city, settings.tokyo_day(at(13))
    case, whole = city.case(own), made.whole
    views = [
        look(city, who, conference_file, whole), look(city, who, room, whole), look(city, who, agreed_in, whole),
        look(city, who, record_list), look(city, who, today_of), look(city, who, case_list),
        look(city, who, case_file, case), look(city, who, case_plan, case), look(city, who, role_paper, case),
        look(city, who, conference_list, since=day, until=day),
        *(look(city, who, my_roles, group=group) for group in ("waiting", "going_on", "over")),
    ]  # fmt: skip
    views += [look(city, who, record_file, one.id) for one in rows(ConferenceRecord, conference_id=whole)]
    papers = [(kind, whole) for kind in ("notice", "agenda", "roster", "blank", "ics")]
    papers += [("record", one.id) for one in rows(ConferenceRecord, conference_id=whole)]
    papers += [(kind, city.case(number)) for kind in ("roles", "reply") for number in CASES]
    agencies = [f"agency={city.agency(CASES[number][0])}".encode() for number in CASES]
    texts = [file(city, who, kind, one, query) for kind, one in papers for query in (b"", *agencies)]
    return [*views, *texts]


def test_each_case_of_a_conference_has_its_own_record_and_the_rest_another(sitting) -> None:
    found = rows(ConferenceRecord, conference_id=sitting.whole)
    assert {one.case_id for one in found} == {None, *(sitting.city.case(number) for number in CASES)}
    assert len(found) == 4


@pytest.mark.parametrize("own", ["001", "005"])
def test_agency_gets_its_own_case_and_no_byte_of_the_others(sitting, own) -> None:
    city, (_, login) = sitting.city, CASES[own]
    others = set().union(*(sitting.telling(number) for number in CASES if number != own))
    others -= sitting.telling(own)
    shown = everything(sitting, login, own=own)
    assert shown_of(others - known_before(city, login), shown) == set()
    mine = {f"{CANARY[own]}{what}" for what in ("の題", "の問い", "の行", "の結論", "の役割", "の課題", "の人")}
    assert shown_of(mine, look(city, login, record_file, sitting.record(own).id)) == mine


def known_before(city: City, login: str) -> set[str]:
    """What somebody knows besides: the つなぎ they sent, and the cases they share in with the agencies around them."""
    shared = [row.id for row in city.look(login, case_list).rows]
    around = [one.agency_id for case in shared for one in city.involvements(case)]
    names = {city.row(Agency, one).name for one in around} - {city.row(Agency, city.agency("fire_station")).name}
    return set(known_to(city, login)) | names | set().union(*(words_of_case(city, case) for case in shared))


def test_cover_record_names_no_case_and_no_agency_that_came_for_one_alone(sitting) -> None:
    city, cover = sitting.city, sitting.record(None)
    hidden = set().union(*(sitting.telling(number) for number in ("003", "005"))) | {CANARY["001"] + "の題"}
    for login in ("hayashi", "kobayashi", "kiroku"):
        view = look(city, login, record_file, cover.id)
        assert shown_of({"みなさんへのあいさつ"}, view) == {"みなさんへのあいさつ"}
        assert shown_of(hidden, [view, file(city, login, "record", cover.id)]) == set()
        numbers = {city.row(type(cover), sitting.record(number).id).case_id for number in CASES}
        assert shown_of({str(one) for one in numbers}, view.text) == set()


def test_agency_that_waited_outside_is_asked_to_check_no_record(sitting) -> None:
    asked = {
        number: {one.agency_id for one in rows(RecordCheck, record_id=sitting.record(number).id)}
        for number in (*CASES, None)
    }
    own = {number: {sitting.city.agency(agency)} for number, (agency, _) in CASES.items()}
    assert asked == {**own, None: own["001"]}


def test_person_concerned_stands_in_the_record_of_their_own_household_alone(sitting) -> None:
    man = sitting.city.members(sitting.city.case("003"))[0].name
    named = {
        number: shown_of({man}, look(sitting.city, "kobayashi", record_file, sitting.record(number).id))
        for number in (*CASES, None)
    }
    assert named == {"001": set(), "003": {man}, "005": set(), None: set()}


def test_record_of_another_case_answers_like_no_record(sitting) -> None:
    actor = sitting.city.actor("hayashi")
    answers = [
        refusal(sitting.city, actor, record_file, one)
        for one in (sitting.record("003").id, sitting.record("005").id, uuid4(), None)
    ]
    assert answers == [("not_found", {}, "not_found")] * 4


def test_withdrawal_closes_the_record_that_was_sent_and_the_city_keeps_it(sitting) -> None:
    city, record = sitting.city, sitting.record("001")
    for consent in city.consents(city.case("001")):
        if consent.withdrawn_at is None:
            city.do("kobayashi", withdraw_consent, consent.id)
    assert refusal(city, "hayashi", record_file, record.id) == ("not_found", {}, "not_found")
    assert file(city, "hayashi", "record", record.id) == ""
    ids = {str(sitting.roles["001"]), str(city.case("001"))}
    hidden = sitting.telling("001") - ids - known_before(city, "hayashi")
    agency = city.row(Agency, city.actor("hayashi").agency_id).name
    kept = {f"{CANARY['001']}の役割"}
    shown = everything(sitting, "hayashi", own="001")
    canaries = {f"{CANARY['001']}{what}" for what in ("の題", "の問い", "の行", "の結論", "の課題")}
    assert shown_of((hidden | canaries) - {agency, CANARY["001"]} - kept, shown) == set()
    check = rows(RecordCheck, record_id=record.id)[0]
    answer = refusal(city, "hayashi", answer_check, check.id, seen=UNANSWERED, answer="agreed")
    assert answer == refusal(city, "hayashi", answer_check, uuid4(), seen=UNANSWERED, answer="agreed")
    assert shown_of({f"{CANARY['001']}の行"}, look(city, "kobayashi", record_file, record.id)) != set()


def test_withdrawal_of_one_person_closes_what_speaks_of_them(city) -> None:
    made = Sitting(city).held()
    son = city.members(city.case("001"))[1]
    newest = [one for one in city.consents(city.case("001")) if one.member_id == son.id][-1]
    city.do("kobayashi", withdraw_consent, newest.id)
    assert refusal(city, "hayashi", record_file, made.record("001").id) == ("not_found", {}, "not_found")


def test_fixed_record_is_the_same_whatever_is_done_afterwards(sitting) -> None:
    city, record = sitting.city, sitting.record("001")
    for one in rows(RecordCheck, record_id=record.id):
        city.do(CASES["001"][1], answer_check, one.id, seen=UNANSWERED, answer="agreed")
    sitting.advance(record.id, "fix")
    fixed = sitting.record("001").content
    with reading() as session:
        line = session.exec(select(MinutesLine).where(MinutesLine.item_id == sitting.items["001"])).first()
    assert line is not None
    write = {
        "item_id": line.item_id,
        "line_id": uuid4(),
        "client": uuid4().hex,
        "seq": 1,
        "base": 0,
        "text": "あとから",
    }
    tries: list[tuple[Any, UUID, dict[str, Any]]] = [
        (write_line, sitting.whole, write), (sort_lines, sitting.whole, {"line_ids": [line.id], "kind": LineKind.WISH}),
        (settle_item, line.item_id, sitting._settled(line.item_id, "あとから")),
    ]  # fmt: skip
    for operation, subject, inputs in tries:
        assert refusal(city, "kiroku", operation, subject, **inputs)[0] == "record_is_fixed"
    city.do(
        "kiroku",
        note_attendance,
        sitting.calls["001"],
        was=was(sitting.calls["001"]),
        presence="absent",
        remark="あとから",
    )
    late = {"task": "あとから", "agency_id": city.agency(CASES["001"][0])}
    assert refusal(city, "kiroku", agree_assignment, line.item_id, **late)[0] == "record_is_fixed"
    assert sitting.record("001").content == fixed
    for who in ("kobayashi", "hayashi"):
        assert shown_of({"あとから"}, look(city, who, record_file, record.id).text) == set()
    city.do("kiroku", correct_record, record.id, correction="日付の誤り")
    assert [one.state for one in records(sitting.whole, city.case("001"))] == [RecordState.FIXED, RecordState.DRAFT]
    assert records(sitting.whole, city.case("001"))[0].content == fixed
    assert from_text(fixed).roles != ()


def test_agency_keeps_the_fixed_record_while_it_is_corrected(sitting) -> None:
    city, record = sitting.city, sitting.record("001")
    for one in rows(RecordCheck, record_id=record.id):
        city.do("hayashi", answer_check, one.id, seen=UNANSWERED, answer="agreed")
    sitting.advance(record.id, "fix")
    city.do("kiroku", correct_record, record.id, correction="ナイショの訂正の理由")
    listed = [one.id for one in city.look("hayashi", record_list).rows]
    assert record.id in listed
    assert shown_of({"ナイショの訂正の理由"}, everything(sitting, "hayashi", own="001")) == set()


def test_forged_ids_of_another_conference_answer_like_none(sitting) -> None:
    city, other = sitting.city, Sitting(sitting.city)
    line = {"line_id": uuid4(), "client": uuid4().hex, "seq": 1, "base": 0, "text": "よその行"}
    foreign = rows(MinutesLine, conference_id=sitting.whole, item_id=sitting.items["001"])[0]
    tries: list[tuple[str, Any, UUID, dict[str, Any]]] = [
        ("kobayashi", write_line, sitting.whole, {**line, "item_id": other.items["001"]}),
        ("kobayashi", write_line, sitting.whole, {**line, "item_id": sitting.items["001"], "invitation_id": other.calls["001"]}),
        ("kobayashi", write_line, sitting.whole, {**line, "item_id": sitting.items["005"], "line_id": foreign.id}),
        ("kobayashi", sort_lines, other.whole, {"line_ids": [foreign.id], "kind": LineKind.FACT}),
        ("ogawa", answer_check, rows(RecordCheck, record_id=sitting.record("001").id)[0].id, {"answer": "agreed", "seen": UNANSWERED}),
        ("hayashi", answer_check, rows(RecordCheck, record_id=sitting.record("005").id)[0].id, {"answer": "agreed", "seen": UNANSWERED}),
    ]  # fmt: skip
    convene(city, other.whole)
    for who, operation, subject, inputs in tries:
        assert refusal(city, who, operation, subject, **inputs)[0] in {"not_found", "minutes_not_open"}, operation.key
    assert {one.answer for one in rows(RecordCheck)} >= {"waiting"}
    taken = refusal(city, "kobayashi", take_attendance, sitting.whole, present=[other.calls["001"]])
    assert taken[0] == "not_found"
    assert len(rows(Assignment, conference_id=sitting.whole)) == 3
