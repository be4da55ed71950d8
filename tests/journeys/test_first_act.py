"""The first act by hand: a つなぎ becomes a case, one person agrees, the agency sees that person, and it ends."""

import re

import pytest

import settings
from rules.calendar import fiscal_year, fiscal_year_short
from tests.journeys.screen import Tab, choose, expect, fill, pick, press
from tests.server import on
from words import word

NUMBER = f"{fiscal_year_short(fiscal_year(settings.today()))}-001"
ALIAS, COMPLAINT = "橋のたもとの家", "娘の通院と、母の買い物の足が重なって困っている"
MOTHER, DAUGHTER = "試見 ふみ", "試見 なつ"
OFFICE, HOSPITAL = "障害者相談支援事業所1", "星見野総合病院 地域連携室"


def send(agency: Tab) -> None:
    """五つの欄."""
    form = agency.open("/relays").ready().form(word("act.relay_send"))
    fill(form, alias=ALIAS, complaint=COMPLAINT)
    pick(form, word("field.urgency"), word("urgency.soon"))
    pick(form, word("field.consent"), word("relay_consent.given"))
    choose(form, word("field.to_agency_id"), "福祉部 地域福祉課")
    press(form, word("act.relay_send"))
    agency.sees(word("relay.waits_for_answer"))


def take(worker: Tab) -> None:
    """きょう shows it; a line and a press make the case."""
    worker.open("/").ready().follow(f"{OFFICE}からのつなぎ「{ALIAS}」")
    worker.sees(COMPLAINT)
    form = worker.form(word("act.relay_take"))
    fill(form, reply="受けました。あす伺います。")
    press(form, word("act.relay_take"))
    expect(worker.page.get_by_role("heading", name=f"{NUMBER}　{ALIAS}")).to_be_visible()


def add(worker: Tab, relation: str, name: str, **more: str) -> None:
    """One person of the household."""
    part = worker.unfold(word("act.member_add"))
    fill(part, relation=relation, name=name, **more)
    press(part, word("act.member_add"))
    worker.sees(word("form.done"))
    expect(worker.page.locator(".yo-card", has_text=f"{relation} {name}")).to_be_visible()


def involve(worker: Tab) -> None:
    """One more agency."""
    part = worker.unfold(word("act.agency_involve"))
    choose(part, word("field.agency_id"), HOSPITAL)
    press(part, word("act.agency_involve"))
    expect(worker.page.locator(".yo-dl dt", has_text=HOSPITAL)).to_be_visible()


def record_consent(worker: Tab) -> None:
    """The mother agrees in words: to whom, what, how long."""
    part = worker.unfold(word("act.consent_record"))
    choose(part, word("field.member_id"), f"ご本人(母) {MOTHER}")
    pick(part, word("field.way"), word("consent_way.spoken"))
    fill(part, ends_on=f"{settings.today().year + 1}/3/31")
    choose(part, word("field.agencies"), OFFICE)
    pick(part, word("field.information"), word("information_class.identity"), word("information_class.health"))
    press(part, word("act.consent_record"))
    expect(worker.page.locator(".yo-card", has_text=word("consent.valid"))).to_be_visible()


def withdraw(worker: Tab) -> None:
    """The mother takes it back."""
    part = worker.unfold(word("act.consent_withdraw"))
    fill(part, words="もう話さないでほしい")
    press(part, word("act.consent_withdraw"))
    expect(worker.page.locator(".yo-card", has_text="もう話さないでほしい")).to_be_visible()


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_first_act_from_the_five_fields_to_the_withdrawal(house, browser_of) -> None:
    agency, worker = browser_of("hayashi"), browser_of("kobayashi")
    send(agency)
    take(worker)
    add(worker, "ご本人(母)", MOTHER, health="膝の痛み", livelihood="年金で暮らす")
    add(worker, "長女", DAUGHTER, health="通院中")
    involve(worker)
    record_consent(worker)

    agency.open("/cases").ready().follow(ALIAS)
    agency.sees(MOTHER)
    texts = (MOTHER, "膝の痛み", "年金で暮らす", DAUGHTER, "通院中")
    assert agency.shows(*texts) == [MOTHER, "膝の痛み"]

    withdraw(worker)
    address = agency.page.url.removeprefix(house.server.origin)
    agency.open(address).sees(word("refusal.not_found"))
    assert [agency.open(path).ready().shows(ALIAS, MOTHER) for path in (address, "/cases")] == [[], []]
    looked_at(browser_of("kacho"))
    log = house.server.log.read_text()
    assert [text for text in (*texts, ALIAS, COMPLAINT, "林 ゆうま") if text in log] == []


def looked_at(chief: Tab) -> None:
    """見た人の記録 names who saw the case, and on which ground."""
    chief.open("/looks").ready()
    box = chief.page.get_by_role("textbox", name=word("field.number"))
    box.fill(NUMBER)
    box.press("Enter")
    chief.sees(word("looks.counted", people=2, looks=2))
    rows = [re.sub(r"\s+", " ", row.inner_text()) for row in chief.page.locator(".yo-tb tbody tr").all()]
    seen = sorted(row.split(" ", 2)[2] for row in rows)
    look = word("action.case_look")
    assert seen == [
        f"小林 あかり 福祉部 地域福祉課 {look} {NUMBER} {word('basis_kind.office')}",
        f"林 ゆうま {OFFICE} {look} {NUMBER} {word('basis_kind.consent')}",
    ]
