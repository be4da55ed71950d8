"""The main job by hand: from a つなぎ to the conference, its record, the roles in their agencies and the decision."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from docx import Document
from playwright.sync_api import expect
from sqlmodel import col, select

import settings
from models.cases import CaseState, InformationClass
from models.conferences import (
    AgendaItem,
    Conference,
    ConferenceState,
    ItemResult,
)
from models.database import reading
from models.forums import forums
from models.history import Channel
from models.minutes import CheckAnswer, ConferenceRecord, LineKind, MinutesLine, RecordState
from models.people import Person
from models.plans import AgreementWay, Assignment, AssignmentState, PlanState, SupportPlan
from rules.calendar import fiscal_year, fiscal_year_short
from tests.journeys.screen import AT_REST, Tab, choose, fill, pick, press
from tests.libreoffice import opened_together
from tests.server import House, on
from words import label_of, word

BODY = forums()["multilayer_support_conference"]
NUMBER = f"{fiscal_year_short(fiscal_year(settings.today()))}-001"
OFFICE, HOSPITAL, HOUSING = "障害者相談支援事業所1", "星見野総合病院 地域連携室", "居住支援法人 すまいの結び"
COUNCIL = "社会福祉協議会"
AGENCIES = (OFFICE, HOSPITAL, HOUSING)
ALIAS, COMPLAINT = "髙﨑𠮷の家", "母の通院と、次男の仕事の相談が重なっている"
MOTHER, SON = ("ご本人(母)", "髙﨑 𠮷子"), ("次男", "髙﨑 𠮷男")
WISH = "朝、自分で起きて台所に立ちたい。<b>薬</b>は一人で飲める & 忘れない。"
AIM, PLACE = "週に一度、家の外に出る", "北庁舎3階 第2会議室"
QUESTION, OUTCOME = "だれが朝の電話をかけるか", "朝の電話から始める <b>六月</b> & 七月"
MORNING, HOME, BENCH = "朝の電話をかける & 薬の声かけ", "家賃の相談に <b>同席</b> する", "=見学の日を髙﨑𠮷さんと決める"
LINES = (
    ("1 ", LineKind.FACT, "髙﨑𠮷さんと三回会えた。"),
    ("2 ", LineKind.ASSESSMENT, "<b>朝</b>の見通しがあると動ける & 落ち着く。"),
    ("3 ", LineKind.WISH, "「薬は一人で飲める」"),
    ("", LineKind.UNSORTED, "=SUM(A1) と書かれたメモを預かった。"),
    ("5 ", LineKind.DECISION, "朝の電話を一か月続ける。"),
)
WHY_OPEN, WHY_FIX = "担当の方は来週決まるため", "事業所の方の確認は電話で済んでいるため"
APPROVER, DOCUMENT = "課長 大橋 みのる", "8豊地福第101号"
CORRECTION = "時刻のあやまりを直すため"
PROGRESS = "初回の見学をした。髙﨑𠮷さんは <b>笑って</b> いた & また行くと話した。"


@dataclass(frozen=True)
class Way:
    """Where things stand, by their ids."""

    case: UUID
    conference: UUID

    @property
    def record(self) -> ConferenceRecord:
        """The newest edition of the record of the case."""
        with reading() as session:
            own = (ConferenceRecord.conference_id == self.conference, ConferenceRecord.case_id == self.case)
            newest = col(ConferenceRecord.edition).desc()
            return session.exec(select(ConferenceRecord).where(*own).order_by(newest)).first()

    def role(self, task: str) -> Assignment:
        """A role by what is to be done."""
        with reading() as session:
            return next(one for one in session.exec(select(Assignment)) if one.task == task)

    @property
    def plan(self) -> SupportPlan:
        """The plan of the case."""
        with reading() as session:
            return session.exec(select(SupportPlan).where(SupportPlan.case_id == self.case)).one()

    @property
    def items(self) -> list[AgendaItem]:
        """The agenda in its order."""
        with reading() as session:
            own = (AgendaItem.conference_id == self.conference, col(AgendaItem.removed_at).is_(None))
            return list(session.exec(select(AgendaItem).where(*own).order_by(col(AgendaItem.position))))


def asked_id(tab: Tab) -> UUID:
    """The id in the address."""
    return UUID(tab.page.url.rsplit("id=", 1)[1].split("&")[0])


def done(tab: Tab) -> None:
    """Wait until the act is told done."""
    tab.sees(word("form.done"))
    tab.ready()
    expect(tab.page.get_by_text(word("form.done"))).to_have_count(0)


def relay(agency: Tab) -> None:
    """五つの欄."""
    form = agency.open("/relays").ready().form(word("act.relay_send"))
    fill(form, alias=ALIAS, complaint=COMPLAINT)
    press(form, word("act.relay_send"))
    agency.sees(word("relay.waits_for_answer"))


def take(worker: Tab) -> UUID:
    """きょう shows it; a press makes the case."""
    worker.open("/").ready().follow(f"{OFFICE}からのつなぎ「{ALIAS}」")
    worker.sees(COMPLAINT)
    press(worker.form(word("act.relay_take")), word("act.relay_take"))
    expect(worker.page.get_by_role("heading", name=f"{NUMBER}　{ALIAS}")).to_be_visible()
    return asked_id(worker)


def household(worker: Tab) -> None:
    """Two people who both agree: to the same three agencies."""
    for relation, name in (MOTHER, SON):
        part = worker.unfold(word("act.member_add"))
        fill(part, relation=relation, name=name)
        press(part, word("act.member_add"))
        expect(worker.page.locator(".yo-card", has_text=f"{relation} {name}")).to_be_visible()
    press(worker.ready().page.locator("body"), word("case_step.begin_assessment"))
    expect(worker.page.locator(".yo-dl", has_text=label_of(CaseState.ASSESSING))).to_be_visible()
    for relation, name in (MOTHER, SON):
        part = worker.unfold(word("act.consent_record"))
        choose(part, word("field.member_id"), f"{relation} {name}")
        choose(part, word("field.agencies"), *AGENCIES)
        pick(part, word("field.information"), *(label_of(one) for one in InformationClass))
        press(part, word("act.consent_record"))
        done(worker)
    press(worker.page.locator("body"), word("case_step.move_with_consent"))
    expect(worker.page.locator(".yo-dl", has_text=label_of(CaseState.CONSENTED))).to_be_visible()


def draft(worker: Tab, case: UUID) -> None:
    """The plan in the person's own words, with two support items."""
    worker.follow(word("menu.plan"))
    part = worker.unfold(word("act.plan_draft"))
    fill(part, wish=WISH, aim=AIM)
    choose(part, word("field.wish_of_id"), MOTHER[0])
    first = settings.today() + timedelta(days=30)
    days = {
        "starts_on": first,
        "plan_ends_on": first + timedelta(days=180),
        "monitoring_on": first + timedelta(days=90),
    }
    fill(part, **{name: day.isoformat() for name, day in days.items()})
    choose(part, word("field.lead_agency_id"), HOSPITAL)
    press(part, word("act.plan_draft"))
    worker.sees(label_of(PlanState.DRAFT))
    for agency, task in ((HOSPITAL, MORNING), (HOUSING, HOME)):
        part = worker.unfold(word("roles.add_to_plan"))
        choose(part, word("field.doer"), agency)
        fill(part, task=task, frequency="毎朝")
        press(part, word("act.assignment_add"))
        expect(worker.page.locator(".yo-rl tr", has_text=task)).to_be_visible()


def schedule(worker: Tab) -> UUID:
    """The day of the standing pattern stands there; the recorder is chosen, people are called."""
    part = worker.open("/calendar").ready().unfold(word("act.conference_schedule"))
    fill(part, conference_place=PLACE)
    choose(part, word("field.recorder_id"), "藤井 こはる(福祉部 地域福祉課)")
    press(part, word("act.conference_schedule"))
    expect(worker.page.get_by_role("heading", level=1)).to_contain_text(word("conference.planned"))
    worker.unfold(word("act.invitation_add"))
    for name in ("大橋 みのる(福祉部 地域福祉課)", f"林 ゆうま({OFFICE})", f"小川 なぎさ({HOSPITAL})"):
        form = worker.form(word("conference.call_person"))
        choose(form, word("field.called_person"), name)
        press(form, word("conference.call_person"))
        expect(worker.page.locator(".yo-inv")).to_contain_text(name.split("(")[0])
    for agency in (HOUSING, COUNCIL):
        form = worker.form(word("conference.call_agency"))
        choose(form, word("field.agency_id"), agency)
        press(form, word("conference.call_agency"))
        expect(worker.page.locator(".yo-inv")).to_contain_text(agency)
    return asked_id(worker)


def take_up(worker: Tab) -> None:
    """The case stands on the agenda in its steps."""
    part = worker.unfold(word("act.item_take_up"))
    choose(part, word("field.case_id"), f"{NUMBER} {ALIAS}")
    expect(part.get_by_role("combobox", name=word("field.members"))).to_be_visible()
    fill(part, question=QUESTION)
    press(part, word("act.item_take_up"))
    expect(worker.page.locator(".yo-ag")).to_contain_text(NUMBER)


def refuse_the_room(worker: Tab) -> None:
    """止: named before an agency that no consent reaches. It waits outside for the case; then the notice goes out."""
    convene = worker.ready().page.get_by_role("button", name=word("conference_step.convene"))
    expect(convene).to_be_disabled()
    worker.sees(word("condition.consents_cover_the_room"))
    people = word("list.and").join((MOTHER[0], SON[0]))
    numbers, case = word("list.through", first=3, last=12), f"{NUMBER} {ALIAS}"
    worker.sees(word("room.uncovered_case", n=numbers, agency=COUNCIL, people=people, case=case))
    worker.page.get_by_role("button", name=word("room.leave_out_of_case", agency=COUNCIL)).click()
    expect(convene).to_be_enabled()


def bring_plan(worker: Tab, way: Way) -> None:
    """The plan goes before this conference; with it its roles are asked."""
    part = worker.open(f"/plan?id={way.case}").ready().unfold(word("plan_step.submit"))
    press(part, word("plan_step.submit"))
    worker.sees(label_of(PlanState.SUBMITTED))
    assert [way.role(task).state for task in (MORNING, HOME)] == [AssignmentState.ASKED] * 2


def convene(worker: Tab, way: Way) -> None:
    """With the notice comes the number."""
    worker.open(f"/conference?id={way.conference}").ready()
    press(worker.page.locator("body"), word("conference_step.convene"))
    worker.sees(label_of(ConferenceState.CONVENED))


def open_room(scribe: Tab, way: Way) -> None:
    """知: opening without the reading is told, and not in the way."""
    scribe.open("/calendar?view=list").ready()
    day = way_day(way)
    scribe.open(f"/calendar?view=month&day={day.isoformat()}").ready()
    scribe.page.locator(f'a[href*="conference?id={way.conference}"]').first.click()
    scribe.follow(word("record.room"))
    scribe.sees(word("condition.it_was_read_out"))
    press(scribe.page.locator("body"), word("conference_step.open"))
    scribe.sees(word("room.no_item"))


def way_day(way: Way) -> date:
    """The Tokyo day of the conference."""
    with reading() as session:
        return settings.tokyo_day(session.get_one(Conference, way.conference).starts_at)


def attend(scribe: Tab) -> None:
    """Whoever is not said to be away is here, in one press."""
    scribe.page.locator(".st-key-room_head_dense .stPopover").get_by_role("button").first.click()
    press(scribe.page.locator("body"), word("attendance.everybody"))
    expect(scribe.page.get_by_role("button", name=word("attendance.everybody"))).to_have_count(0)
    scribe.page.keyboard.press("Escape")
    scribe.ready()


def take_in_hand(scribe: Tab, place: int) -> None:
    """A press on the item in the rail."""
    scribe.page.locator(".yo-rail li button").nth(place - 1).click()
    expect(scribe.page.locator(".yo-rail li").nth(place - 1)).to_have_class("on")
    scribe.ready()


def write(scribe: Tab, way: Way) -> None:
    """Lines by their kinds; the marks at their beginning are keys, not text."""
    box = scribe.page.get_by_role("textbox", name=word("minutes.input"))
    box.wait_for()
    for mark, _, text in LINES:
        box.click()
        scribe.page.keyboard.type(mark)
        scribe.page.keyboard.insert_text(text)
        box.press("Enter")
    shown = scribe.page.locator(".yo-mi li .tx")
    expect(shown).to_have_text([text for _, _, text in LINES])
    for _ in range(100):
        if stored(way) == [(kind, text) for _, kind, text in LINES]:
            break
        scribe.page.wait_for_timeout(100)
    assert stored(way) == [(kind, text) for _, kind, text in LINES]


def stored(way: Way) -> list[tuple[LineKind, str]]:
    """The lines of the case as they are stored."""
    with reading() as session:
        own = (MinutesLine.conference_id == way.conference, MinutesLine.case_id == way.case)
        rows = session.exec(select(MinutesLine).where(*own).order_by(col(MinutesLine.position)))
        return [(one.kind, one.text) for one in rows]


def agree_roles(scribe: Tab, way: Way) -> None:
    """who + what is a role; one is accepted at the table, one taken back to ask, one stays without anybody."""
    form = scribe.form(word("act.assignment_agree"))
    choose(form, word("field.doer"), OFFICE)
    fill(form, task=BENCH)
    press(form, word("act.assignment_agree"))
    expect(scribe.page.locator(".yo-rl tr", has_text=BENCH)).to_be_visible()
    part = scribe.unfold(word("room.answer_of", who=HOSPITAL, task=MORNING))
    press(part, word("room.accepts_here"))
    expect(scribe.page.locator(".yo-rl tr", has_text=MORNING)).to_contain_text(label_of(AssignmentState.ACCEPTED))
    part = scribe.unfold(word("room.answer_of", who=HOUSING, task=HOME))
    fill(part, answer_by="係長さん")
    press(part, word("assignment_step.take_back"))
    kept = scribe.page.locator(".yo-rl tr", has_text=HOME)
    expect(kept).to_contain_text(label_of(AssignmentState.TAKEN_BACK))


def decide(scribe: Tab, way: Way) -> None:
    """判断: the first one in the room."""
    scribe.unfold(word("act.item_settle"))
    form = scribe.form(word("act.item_settle"))
    fill(form, result_words=OUTCOME)
    press(form, word("act.item_settle"))
    expect(scribe.page.locator(".yo-rail li").nth(7)).to_contain_text(label_of(ItemResult.DECIDED))


def find_appropriate(scribe: Tab, way: Way) -> None:
    """The plan is found appropriate from the room, and back."""
    scribe.follow(word("room.open_plan", n=1))
    part = scribe.unfold(word("plan_step.find_appropriate"))
    press(part, word("plan_step.find_appropriate"))
    done(scribe)
    assert way.plan.state is PlanState.APPROPRIATE
    scribe.page.go_back()
    scribe.ready()


def read_back(scribe: Tab, way: Way) -> None:
    """The holes are filled where they stand; a role without anybody ends with a reason."""
    press(scribe.page.locator("body"), word("room.read_back"))
    adjourn = scribe.page.get_by_role("button", name=word("conference_step.adjourn"))
    scribe.sees(word("condition.decisions_have_results"))
    expect(adjourn).to_be_disabled()
    form = scribe.form(word("act.item_settle"))
    fill(form, result_words="役割のとおり")
    press(form, word("act.item_settle"))
    scribe.sees(word("condition.roles_have_persons"))
    hole = scribe.page.locator('[class*="st-key-hole_"]', has_text=BENCH)
    fill(hole, due_on=(settings.today() + timedelta(days=14)).isoformat())
    press(hole, word("readback.fill"))
    done(scribe)


def adjourn(scribe: Tab, way: Way) -> None:
    """理: the reason is asked, and stands under 理由つきで進めたこと."""
    form = scribe.form(word("conference_step.adjourn"))
    press(form, word("conference_step.adjourn"))
    asked = word("form.reason_for", why=word("condition.roles_have_persons").partition("。")[0])
    expect(form.get_by_role("alert")).to_contain_text(word("condition.roles_have_persons"))
    form.get_by_role("textbox", name=asked).fill(WHY_OPEN)
    press(form, word("conference_step.adjourn"))
    scribe.sees(word("readback.finishing"))


def sitting(scribe: Tab, way: Way) -> None:
    """In the room, item by item."""
    attend(scribe)
    take_in_hand(scribe, 6)
    write(scribe, way)
    take_in_hand(scribe, 8)
    decide(scribe, way)
    take_in_hand(scribe, 9)
    agree_roles(scribe, way)
    find_appropriate(scribe, way)
    read_back(scribe, way)
    adjourn(scribe, way)


def finish_record(scribe: Tab, way: Way) -> None:
    """確定 without the reading is refused; it is recorded afterwards with its time, and the record goes out."""
    scribe.follow(f"{NUMBER} {ALIAS}")
    scribe.sees(word("condition.reading_is_recorded"))
    expect(scribe.page.get_by_role("button", name=word("record_step.fix"))).to_be_disabled()
    for _, _, text in LINES:
        scribe.sees(text)
    scribe.follow(word("record.room"))
    part = scribe.unfold(word("room.unread", what=word(f"reads.{BODY.reads}")))
    press(part, word(f"reads.{BODY.reads}_done"))
    expect(scribe.page.locator(".yo-band")).not_to_contain_text(word("room.unread", what=word(f"reads.{BODY.reads}")))
    scribe.follow(f"{NUMBER} {ALIAS}")
    press(scribe.ready().page.locator("body"), word("record_step.send_for_check"))
    scribe.sees(label_of(RecordState.IN_CHECK))


def confirm(hospital: Tab, way: Way) -> None:
    """The agency reads what stands in the record of the items it heard, and confirms it itself."""
    hospital.open("/").ready().follow(word("today.record_to_check", forum=BODY.plain))
    for _, _, text in LINES:
        hospital.sees(text)
    form = hospital.form(word("act.record_answer"))
    pick(form, word("field.answer"), label_of(CheckAnswer.AGREED))
    press(form, word("act.record_answer"))
    expect(hospital.page.locator(".yo-card", has_text=HOSPITAL)).to_contain_text(label_of(CheckAnswer.AGREED))


def check_by_fax(scribe: Tab, way: Way) -> None:
    """電話・FAXの返事: who said it and how."""
    scribe.open(f"/record?id={way.record.id}").ready()
    form = scribe.unfold(word("record.enter_answer", agency=HOUSING))
    pick(form, word("field.answer"), label_of(CheckAnswer.AGREED))
    fill(form, said_by="窓口の森さん")
    pick(form, word("field.channel"), label_of(Channel.FAX))
    press(form, word("act.record_answer"))
    expect(scribe.page.locator(".yo-card", has_text=HOUSING)).to_contain_text(label_of(CheckAnswer.AGREED))


def fix(scribe: Tab, way: Way) -> None:
    """決裁 is typed back; one agency is silent, so 確定 asks for a reason."""
    part = scribe.unfold(word("act.record_file_approval"))
    fill(part, approved_on=settings.today().isoformat(), approver=APPROVER, document_number=DOCUMENT)
    press(part, word("act.record_file_approval"))
    scribe.sees(DOCUMENT)
    form = scribe.form(word("record_step.fix"))
    asked = word("form.reason_for", why=word("condition.agencies_have_checked").partition("。")[0])
    form.get_by_role("textbox", name=asked).fill(WHY_FIX)
    press(form, word("record_step.fix"))
    scribe.sees(word("record.fixed_at"))
    row = way.record
    assert (row.state, row.approver, row.document_number) == (RecordState.FIXED, APPROVER, DOCUMENT)
    assert row.number is not None
    scribe.sees(row.number)


def correct(scribe: Tab, way: Way) -> None:
    """訂正: the second edition is fixed under the same number; the first stays as it was."""
    first = way.record
    part = scribe.unfold(word("act.record_correct"))
    fill(part, correction=CORRECTION)
    press(part, word("act.record_correct"))
    scribe.sees(word("record.nth_edition", n=2))
    press(scribe.form(word("record_step.fix")), word("record_step.fix"))
    scribe.sees(word("record.fixed_at"))
    second = way.record
    assert (second.edition, second.number, second.correction) == (2, first.number, CORRECTION)
    with reading() as session:
        kept = session.get_one(ConferenceRecord, first.id)
        assert (kept.content, kept.state) == (first.content, RecordState.FIXED)


def carry(agency: Tab, way: Way) -> None:
    """わたしの役割: accepted, told about, done."""
    agency.open("/roles").ready()
    card = agency.page.locator('[class*="st-key-role_"]', has_text=BENCH)
    press(card, word("assignment_step.accept"))
    expect(card).to_have_count(0)
    assert (way.role(BENCH).state, way.role(BENCH).person_id) == (AssignmentState.ACCEPTED, city_person("hayashi"))
    agency.open("/roles?group=going_on").ready()
    part = card.locator("details", has_text=word("act.assignment_report"))
    part.locator("summary").click()
    part.evaluate(AT_REST)
    fill(part, progress=PROGRESS)
    press(part, word("act.assignment_report"))
    expect(agency.page.locator(".yo-rl tr", has_text=BENCH)).to_contain_text(PROGRESS)
    agency.ready()
    press(card, word("assignment_step.finish"))
    expect(card).to_have_count(0)
    assert way.role(BENCH).state is AssignmentState.DONE


def city_person(login: str) -> UUID:
    """The id of somebody of the sample city."""
    with reading() as session:
        return session.exec(select(Person.id).where(Person.login == login)).one()


def answer_by_fax(worker: Tab, way: Way) -> None:
    """What was taken back to ask comes by FAX."""
    worker.open(f"/role?id={way.role(HOME).id}").ready()
    part = worker.unfold(word("roles.enter_answer"))
    pick(part, word("field.reply_state"), label_of(AssignmentState.ACCEPTED))
    fill(part, doer_name="髙﨑 <係長> & 森", said_by="窓口の森さん")
    pick(part, word("field.channel"), label_of(Channel.FAX))
    press(part, word("roles.keep_answer"))
    done(worker)
    assert (way.role(HOME).state, way.role(HOME).doer_name) == (AssignmentState.ACCEPTED, "髙﨑 <係長> & 森")


def agree(worker: Tab, way: Way) -> None:
    """The person agrees, in writing."""
    part = worker.open(f"/plan?id={way.case}").ready().unfold(word("act.plan_agree"))
    press(part, word("act.plan_agree"))
    done(worker)
    assert (way.plan.agreed_way, way.plan.agreed_on) == (AgreementWay.SIGNED, settings.today())


def decide_plan(chief: Tab, way: Way) -> None:
    """きょう of the 課長 has it; the decision has nothing left to give a reason for."""
    chief.open("/").ready().follow(word("today.plan_waits", number=NUMBER, alias=ALIAS))
    part = chief.unfold(word("plan_step.decide"))
    fill(part, decision_number="8豊地福第102号")
    press(part, word("plan_step.decide"))
    chief.sees("8豊地福第102号")
    assert way.plan.state is PlanState.DECIDED


def reasons_are_told(chief: Tab) -> None:
    """理由つきで進めたこと, with whose they are."""
    chief.open("/reasoned").ready()
    passed_over = (
        word(f"condition.{name}").partition("。")[0] for name in ("roles_have_persons", "agencies_have_checked")
    )
    for text in (WHY_OPEN, WHY_FIX, *passed_over):
        chief.sees(text)


def papers(tab: Tab, *names: str) -> dict[str, bytes]:
    """Files by their links, through the session of the browser."""
    found = {}
    for name in names:
        with tab.page.expect_download() as waiting:
            tab.page.get_by_role("link", name=name, exact=True).click()
        assert "髙" not in waiting.value.suggested_filename
        found[name] = waiting.value.path().read_bytes()
    return found


def whole(paper: bytes) -> str:
    """All text of a Word file, run by run."""
    document = Document(io.BytesIO(paper))
    return "\n".join("".join(node.itertext()) for node in document.element.body.iter() if node.tag.endswith("}p"))


def read_papers(scribe: Tab, worker: Tab, way: Way, folder: Path) -> None:
    """Both papers in another program: every character as it was typed."""
    record = papers(scribe, word("record.print"))[word("record.print")]
    roles = papers(worker.open(f"/plan?id={way.case}").ready(), word("document.roles"))[word("document.roles")]
    said = [text for _, _, text in LINES]
    assert [text for text in (*said, OUTCOME, MORNING, HOME, BENCH) if text not in whole(record)] == []
    assert [text for text in (WISH, MORNING, HOME, BENCH) if text not in whole(roles)] == []
    printed = opened_together({"record": record, "roles": roles}, folder, folder / "profile")
    # In a narrow cell a text wraps beside the lines of its neighbours: there the parts that could break are looked for.
    for name, texts in (("record", (*said, OUTCOME)), ("roles", (WISH, "<b>", "同席", "=見学", "<係長>", "𠮷"))):
        letters = printed[name].letters
        assert [text for text in texts if "".join(text.split()) not in letters] == []


def nothing_leaks(house: House, stranger: Tab, way: Way) -> None:
    """Who has no part in it finds the answer of nothing, and the log of the server holds none of it."""
    paths = (f"/room?id={way.conference}", f"/readback?id={way.conference}", f"/plan?id={way.case}")
    for path in (*paths, f"/record?id={way.record.id}", f"/role?id={way.role(HOME).id}"):
        stranger.open(path).sees(word("refusal.not_found"))
        assert stranger.ready().shows(ALIAS, MORNING, HOME, BENCH, OUTCOME, *(text for _, _, text in LINES)) == []
    log = house.server.log.read_text()
    typed = (ALIAS, WISH, MORNING, HOME, BENCH, OUTCOME, WHY_OPEN, WHY_FIX, CORRECTION, PROGRESS, MOTHER[1], SON[1])
    assert [text for text in (*typed, *(text for _, _, text in LINES)) if text in log] == []


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_main_job(house: House, browser_of, tmp_path) -> None:
    agency, worker = browser_of("hayashi"), browser_of("kobayashi")
    relay(agency)
    case = take(worker)
    household(worker)
    draft(worker, case)
    way = Way(case, schedule(worker))
    take_up(worker)
    refuse_the_room(worker)
    bring_plan(worker, way)
    convene(worker, way)
    scribe = browser_of("kiroku")
    open_room(scribe, way)
    sitting(scribe, way)
    finish_record(scribe, way)
    confirm(browser_of("ogawa"), way)
    check_by_fax(scribe, way)
    fix(scribe, way)
    correct(scribe, way)
    carry(agency, way)
    answer_by_fax(worker, way)
    agree(worker, way)
    chief = browser_of("kacho")
    reasons_are_told(chief)
    decide_plan(chief, way)
    read_papers(scribe, worker, way, tmp_path)
    nothing_leaks(house, browser_of("nishi"), way)
