"""A conference before its day: planned from its pattern, a consent that does not reach, the notice, the papers."""

import io
import re
from datetime import date, timedelta

import vobject  # type: ignore[import-untyped]
from docx import Document
from playwright.sync_api import Locator, expect

import settings
from models.conferences import ConferenceState
from models.forums import forums
from rules.calendar import in_japanese
from rules.scheduling import coming, read_pattern
from tests.journeys.screen import Tab, choose, fill, pick, press
from words import label_of, word

BODY = forums()["multilayer_support_conference"]
HOSPITAL, PLACE, TITLE, QUESTION = (
    "星見野総合病院 地域連携室",
    "北庁舎3階 第2会議室",
    "日中の居場所",
    "だれが見学に付き添うか",
)
SCROLLED = "_ => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go, 0))))"
PAPERS = ("notice", "agenda", "roster")


def proposed() -> date:
    """The next day of the standing pattern."""
    pattern = read_pattern(BODY.standing_pattern)
    assert pattern is not None
    return next(coming(pattern, settings.today() + timedelta(days=1), 1))[0]


def plan(worker: Tab, day: date) -> None:
    """The day is the one of the standing pattern; only the place is typed."""
    part = worker.open("/calendar").ready().unfold(word("act.conference_schedule"))
    expect(part.get_by_text(word("conference.proposed", day=in_japanese(day)))).to_be_visible()
    fill(part, conference_place=PLACE)
    press(part, word("act.conference_schedule"))
    heading = worker.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(f"{BODY.plain} {word('conference.planned')}")


def come_near(part: Locator, label: str) -> None:
    """Scroll to a list and let the scrolling end: a list that is opened meanwhile shuts again."""
    box = part.get_by_role("combobox", name=label)
    box.scroll_into_view_if_needed()
    box.evaluate(SCROLLED)


def call(worker: Tab) -> None:
    """The hospital's MSW."""
    worker.unfold(word("act.invitation_add"))
    form = worker.form(word("conference.call_person"))
    come_near(form, word("field.called_person"))
    choose(form, word("field.called_person"), f"小川 なぎさ({HOSPITAL})")
    press(form, word("conference.call_person"))
    expect(worker.page.locator(".yo-inv")).to_contain_text("小川 なぎさ")


def put_on_agenda(worker: Tab) -> None:
    """事例 1, whose eldest son has said no."""
    part = worker.unfold(word("act.item_add"))
    come_near(part, word("field.case_id"))
    choose(part, word("field.case_id"), "R7-001 南の坂の親子")
    expect(part.get_by_role("combobox", name=word("field.members"))).to_be_visible()
    pick(part, word("field.kind"), word("item_kind.decide"))
    fill(part, item_title=TITLE, question=QUESTION)
    press(part, word("act.item_add"))
    expect(worker.page.locator(".yo-ag")).to_contain_text(TITLE)


def leave_out(worker: Tab) -> None:
    """The sentence names agency, person and item; ① takes the hospital out of the room for it."""
    told = word("room.uncovered", n=3, agency=HOSPITAL, people="長男", item=TITLE)
    worker.sees(told)
    convene = worker.page.get_by_role("button", name=word("conference_step.convene"))
    expect(convene).to_be_disabled()
    worker.page.get_by_role("button", name=word("room.leave_out", agency=HOSPITAL)).click()
    worker.sees(word("conference.away", agencies=HOSPITAL))
    assert worker.ready().shows(told) == []
    expect(convene).to_be_enabled()


def convene(worker: Tab) -> str:
    """With the notice comes the number."""
    worker.page.get_by_role("button", name=word("conference_step.convene")).click()
    heading = worker.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile("第[0-9]+回"))
    worker.sees(label_of(ConferenceState.CONVENED))
    return str(re.findall("第[0-9]+回", heading.inner_text())[0])


def taken(worker: Tab, name: str) -> tuple[str, bytes]:
    """A file by its link: its name and what is in it."""
    with worker.page.expect_download() as waiting:
        worker.page.get_by_role("link", name=word(f"document.{name}"), exact=True).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def papers(worker: Tab) -> dict[str, str]:
    """The three papers as text."""
    found = {}
    for name in PAPERS:
        title, body = taken(worker, name)
        paper = Document(io.BytesIO(body))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        found[name] = "\n".join([title, *(one.text for one in paper.paragraphs), *cells])
    return found


def reads(agency: Tab, day: date, number: str) -> None:
    """The conference stands in the calendar of who is called; the item does not stand on its agenda."""
    agency.open(f"/calendar?view=month&day={day.isoformat()}").ready()
    agency.page.locator('a[href*="conference"]', has_text=number).first.click()
    agency.sees(PLACE)
    assert agency.ready().shows(TITLE, QUESTION, "R7-001", "南の坂の親子", "長男") == []
    assert agency.shows(*(word(f"document.{name}") for name in (*PAPERS, "ics"))) == [word("document.ics")]


def test_schedule_from_the_pattern_to_the_papers(house, browser_of) -> None:
    worker, day = browser_of("kobayashi"), proposed()
    plan(worker, day)
    call(worker)
    put_on_agenda(worker)
    leave_out(worker)
    number = convene(worker)

    made = papers(worker)
    assert [name for name, text in made.items() if in_japanese(day) not in text or PLACE not in text] == []
    assert (TITLE in made["agenda"], QUESTION in made["agenda"], "小川 なぎさ" in made["roster"]) == (True, True, True)
    assert [text for text in ("青葉", "南の坂の親子") if text in "".join(made.values())] == []
    _, body = taken(worker, "ics")
    event = vobject.readOne(body.decode()).vevent
    assert (event.dtstart.value.date(), event.location.value) == (day, PLACE)

    reads(browser_of("ogawa"), day, number)
