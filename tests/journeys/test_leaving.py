"""Leaving: one sign-out empties every tab of the browser, and a link leads back to where one wanted to be."""

import pytest

from operations.accounts import close_account
from tests.journeys.screen import expect, press
from tests.server import on
from words import word

OUT = word("account.sign_out")


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_sign_out_in_one_tab_empties_the_others_at_once(house, browser_of) -> None:
    here = browser_of("kobayashi")
    there = browser_of(beside=here).open(f"/case?id={house.city.case('R7-001')}").ready()
    there.sees("青葉 文子")
    elsewhere = browser_of("kobayashi").open(f"/case?id={house.city.case('R7-001')}").ready()
    press(here.page.locator(".yo-ac"), OUT)
    expect(here.page.get_by_role("heading", name=word("web.signed_out_title"))).to_be_visible()
    expect(there.page.get_by_role("heading", name=word("web.sign_in_title"))).to_be_visible()
    assert "青葉 文子" not in there.page.content()
    elsewhere.sees("青葉 文子")


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_back_button_after_a_sign_out_shows_nothing(house, browser_of) -> None:
    tab = browser_of("kobayashi").open(f"/case?id={house.city.case('R7-001')}").ready()
    tab.sees("青葉 文子")
    press(tab.page.locator(".yo-ac"), OUT)
    expect(tab.page.get_by_role("heading", name=word("web.signed_out_title"))).to_be_visible()
    tab.page.go_back()
    expect(tab.page.locator("#password")).to_be_visible()
    assert "青葉 文子" not in tab.page.content()


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_link_from_a_letter_leads_to_its_case_after_the_sign_in(house, browser_of) -> None:
    tab = browser_of().open(f"/case?id={house.city.case('R7-001')}")
    expect(tab.page.locator("#login")).to_be_focused()
    tab.sign_in("kobayashi").sees("青葉 文子")
    assert tab.page.url == f"{house.server.origin}/case?id={house.city.case('R7-001')}"


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_sample_account_is_filled_in_by_its_button(house, browser_of) -> None:
    tab = browser_of().open("/signin")
    tab.page.get_by_role("button", name="kobayashi").click()
    tab.page.keyboard.type("toyokawa-mihon")
    tab.page.keyboard.press("Enter")
    tab.ready().sees("小林 あかり")


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_open_tab_of_a_closed_account_loses_its_text_with_the_next_press(house, browser_of) -> None:
    tab = browser_of("hayashi").open(f"/case?id={house.city.case('R7-001')}").ready()
    tab.sees("青葉 文子")
    house.city.do("kacho", close_account, house.city.person("hayashi"))
    press(tab.unfold(word("act.consent_withdraw")), word("act.consent_withdraw"))
    tab.sees(word("web.sign_in_again"))
    expect(tab.page.get_by_text("青葉 文子")).to_have_count(0)
    assert house.city.consents(house.city.case("R7-001"))[0].withdrawn_at is None


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_lost_connection_to_the_server_takes_no_typed_text(house, browser_of) -> None:
    tab = browser_of("hayashi").open("/relays").ready()
    form = tab.form(word("act.relay_send"))
    form.get_by_role("textbox", name=word("field.alias")).fill("橋のたもとの家")
    tab.page.context.set_offline(True)
    form.get_by_role("textbox", name=word("field.complaint")).fill("買い物の足がない")
    tab.page.context.set_offline(False)
    press(form, word("act.relay_send"))
    tab.sees(word("relay.waits_for_answer"))
    assert house.city.relay("橋のたもとの家")
