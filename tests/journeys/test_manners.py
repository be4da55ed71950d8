"""Held otherwise, in a real browser: one key from one body to the next, an answer in writing on a telephone."""

import pytest

from models.conferences import Conference, ConferenceState
from models.sittings import WrittenAnswerKind
from operations.conferences import advance_conference
from operations.continuing import chain
from tests.journeys.screen import expect, fill, press
from tests.operations.sittings import CONSENT, DUTY, step
from tests.operations.test_continuing import sitting
from tests.operations.test_in_writing import HOSPITAL, answer_of, held
from tests.server import on
from words import label_of, word


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_one_key_leads_from_the_first_body_to_the_second(house, browser_of) -> None:
    city = house.city
    first, second = sitting(city, DUTY, 13, HOSPITAL), sitting(city, CONSENT, 14, HOSPITAL)
    city.do("kobayashi", chain, second, after_id=first)
    city.do("kiroku", advance_conference, **step(city, first, "open"))
    tab = browser_of("kiroku").open(f"/room?id={first}").ready()
    tabs = tab.page.locator(".yo-tabs")
    expect(tabs.locator(f".on.b-{DUTY}")).to_be_visible()
    tab.page.keyboard.press("Control+F2")
    expect(tabs.locator(f".on.b-{CONSENT}")).to_be_visible()
    expect(tab.page.locator(f".yo-band.b-{CONSENT}")).to_be_visible()
    states = {city.row(Conference, one).state for one in (first, second)}
    assert states == {ConferenceState.IN_SESSION}
    tabs.locator(f"a.b-{DUTY}").click()
    expect(tab.ready().page.locator(f".yo-band.b-{DUTY}")).to_be_visible()


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_agency_answers_in_writing_on_a_telephone(house, browser_of) -> None:
    city = house.city
    conference, _ = held(city)
    tab = browser_of("ogawa", phone=True).open("/").ready()
    tab.page.locator(f'a[href*="/in_writing?id={conference}"]').click()
    tab.ready()
    send = word("act.written_answer")
    tab.page.get_by_text(label_of(WrittenAnswerKind.OBJECTED), exact=True).click()
    press(tab.form(send), send)
    tab.sees(word("refusal.field_is_needed", field=word("field.written_words")))
    fill(tab.form(send), written_words="火曜は受け持てない")
    press(tab.form(send), send)
    tab.sees(word("form.done"))
    row = answer_of(conference, city.agency(HOSPITAL))
    assert (row.answer, row.words) == (WrittenAnswerKind.OBJECTED, "火曜は受け持てない")
    width = tab.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
