"""A refusal loses nothing that was typed; two clicks are one act; two people who edit both keep their words."""

import re

import pytest
from sqlmodel import func, select

from models.cases import Case, Consent
from models.database import reading
from models.relays import Relay
from tests.journeys.screen import Tab, choose, chosen, expect, fill, pick, press, values
from tests.server import on
from words import word

SEND, RECORD, DESCRIBE = word("act.relay_send"), word("act.consent_record"), word("act.case_describe")
ADVANCE = word("case_step.move_with_consent")
NUMBER = "番号は 1234 5678 9012 です"


def count(model: type) -> int:
    """How many rows there are."""
    with reading() as session:
        return session.exec(select(func.count()).select_from(model)).one()


def open_case(tab: Tab, number: str) -> Tab:
    """A case by its address."""
    return tab.open(f"/case?id={tab.house.city.case(number)}").ready()


def five_fields(tab: Tab, complaint: str) -> dict[str, str]:
    """Fill in the five fields; what stands in them then."""
    form = tab.form(SEND)
    fill(form, alias="橋のたもとの家", complaint=complaint)
    pick(form, word("field.urgency"), word("urgency.soon"))
    pick(form, word("field.consent"), word("relay_consent.not_given"))
    choose(form, word("field.to_agency_id"), "東部福祉相談センター")
    return values(form)


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_refused_relay_keeps_every_field_and_goes_through_once_it_is_mended(house, browser_of) -> None:
    agency, before = browser_of("hayashi").open("/relays").ready(), count(Relay)
    typed = five_fields(agency, NUMBER)
    press(agency.form(SEND), SEND)
    agency.sees(word("refusal.text_has_my_number"))
    assert values(agency.form(SEND)) == typed
    assert (typed[word("field.alias")], typed[word("field.urgency")]) == ("橋のたもとの家", word("urgency.soon"))
    assert agency.form(SEND).get_by_role("combobox").input_value() == "東部福祉相談センター"
    assert count(Relay) == before
    fill(agency.form(SEND), complaint="買い物の足がない")
    press(agency.form(SEND), SEND)
    agency.sees(word("relay.waits_for_answer"))
    sent = house.city.row(Relay, house.city.relay("橋のたもとの家"))
    assert (sent.complaint, sent.urgency.value, sent.consent.value) == ("買い物の足がない", "soon", "not_given")
    assert sent.to_agency_id == house.city.agency("east_welfare_consultation_center")


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_refused_consent_keeps_every_field(house, browser_of) -> None:
    worker, before = open_case(browser_of("kobayashi"), "R7-004"), count(Consent)
    part = worker.unfold(RECORD)
    pick(part, word("field.way"), word("consent_way.telephone"))
    pick(part, word("field.information"), word("information_class.health"))
    fill(part, ends_on="R9.3.31", read_out="お話を分け合います。", exclusions="弟には知らせない")
    typed = values(part)
    press(part, RECORD)
    worker.sees(word("refusal.consent_names_no_agency"))
    assert values(worker.unfold(RECORD)) == typed
    assert typed[word("field.exclusions") + " " + word("form.optional")] == "弟には知らせない"
    assert chosen(part) == [word("information_class.health")]
    assert count(Consent) == before


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_day_that_cannot_be_read_is_kept_as_it_was_typed(house, browser_of) -> None:
    worker = open_case(browser_of("kobayashi"), "R7-001")
    form = worker.form(word("case_step.suspend"))
    fill(form, recontact_on="来週の火曜")
    press(form, word("case_step.suspend"))
    worker.sees(word("refusal.day_cannot_be_read", field=word("field.recontact_on")))
    assert values(form) == {word("field.recontact_on"): "来週の火曜"}


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_two_quick_clicks_make_one_relay(house, browser_of) -> None:
    agency, before = browser_of("hayashi").open("/relays").ready(), count(Relay)
    five_fields(agency, "買い物の足がない")
    agency.form(SEND).get_by_role("button", name=SEND).dblclick()
    agency.sees(word("relay.waits_for_answer"))
    agency.ready()
    assert count(Relay) == before + 1


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_clicks_sent_to_a_busy_server_make_one_relay(house, browser_of) -> None:
    agency, before = browser_of("hayashi").open("/relays").ready(), count(Relay)
    five_fields(agency, "買い物の足がない")
    button = agency.form(SEND).get_by_role("button", name=SEND)
    button.evaluate("button => { for (let n = 0; n < 5; n++) setTimeout(() => button.click(), n * 40); }")
    # A later click takes the place of the way to the new relay; then the list shows it.
    expect(agency.page.get_by_text("橋のたもとの家")).to_have_count(1)
    agency.ready()
    assert count(Relay) == before + 1


def describe(tab: Tab, outline: str) -> None:
    """Write an outline and press."""
    part = tab.unfold(DESCRIBE)
    fill(part, outline=outline)
    press(part, DESCRIBE)


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_second_of_two_editors_sees_both_versions_and_may_let_the_own_one_stand(house, browser_of) -> None:
    first, second = (open_case(browser_of(login), "R7-001") for login in ("kobayashi", "mizuno"))
    mine = second.unfold(DESCRIBE)
    fill(mine, outline="二人目の文", alias="二人目の呼び名")
    describe(first, "一人目の文")
    first.sees(word("form.done"))
    press(mine, DESCRIBE)
    second.sees(word("refusal.stale"))
    both = second.page.locator(".yo-vs section")
    expect(both).to_have_count(2)
    assert [re.sub(r"\s+", " ", one.inner_text()) for one in both.all()] == [
        f"{word('form.stored_now')} 呼称 南の坂の親子 世帯のあらまし 一人目の文",
        f"{word('form.typed_by_you')} 呼称 二人目の呼び名 世帯のあらまし 二人目の文",
    ]
    assert house.city.row(Case, house.city.case("R7-001")).outline == "一人目の文"
    press(second.unfold(DESCRIBE), word("form.mine_stands"))
    expect(second.page.get_by_role("heading", name="R7-001　二人目の呼び名")).to_be_visible()
    stored = house.city.row(Case, house.city.case("R7-001"))
    assert (stored.alias, stored.outline) == ("二人目の呼び名", "二人目の文")


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_second_of_two_editors_may_leave_the_first_version(house, browser_of) -> None:
    first, second = (open_case(browser_of(login), "R7-001") for login in ("kobayashi", "mizuno"))
    describe(first, "一人目の文")
    first.sees(word("form.done"))
    describe(second, "二人目の文")
    second.sees(word("refusal.stale"))
    second.page.reload()
    second.ready()
    assert values(second.unfold(DESCRIBE))[word("field.outline")] == "一人目の文"
    assert house.city.row(Case, house.city.case("R7-001")).outline == "一人目の文"


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_step_that_lacks_a_condition_goes_on_with_a_reason_and_waits_for_the_chief(house, browser_of) -> None:
    worker = open_case(browser_of("mizuno"), "R7-003")
    press(worker.form(word("case_step.return_to_support_conference")), word("case_step.return_to_support_conference"))
    worker.sees(word("case_state.in_support_conference"))
    form, reason = worker.form(ADVANCE), "来月の訪問で尋ねる。"
    press(form, ADVANCE)
    expect(form.get_by_role("alert")).to_contain_text(word("condition.everyone_was_asked"))
    form.get_by_role("textbox").fill(reason)
    press(form, ADVANCE)
    worker.sees(word("case_state.consented"))
    chief = browser_of("kacho").open("/reasoned").ready()
    card = chief.page.locator(".yo-card", has_text=reason)
    expect(card.get_by_text(word("reasoned.waits"))).to_be_visible()
    press(chief.page.get_by_test_id("stForm").first, word("act.approval_give"))
    expect(card.get_by_text(word("reasoned.approved", name="大橋 みのる"))).to_be_visible()


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_reload_and_the_back_button_repeat_nothing(house, browser_of) -> None:
    agency, before = browser_of("hayashi").open("/relays").ready(), count(Relay)
    five_fields(agency, "買い物の足がない")
    press(agency.form(SEND), SEND)
    agency.sees(word("relay.waits_for_answer"))
    agency.page.reload()
    agency.ready().sees("買い物の足がない")
    agency.page.go_back()
    agency.sees(word("relay.new"))
    expect(agency.form(SEND).get_by_role("textbox", name=word("field.alias"))).to_have_value("")
    agency.page.go_forward()
    agency.sees(word("relay.waits_for_answer"))
    assert count(Relay) == before + 1
