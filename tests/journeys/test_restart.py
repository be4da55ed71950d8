"""The server goes down while somebody fills in a form: the first press afterwards still finds what was typed."""

from sqlmodel import select

from models.database import reading
from models.relays import Relay
from tests.journeys.desk import Restarted, restarted  # noqa: F401 - a fixture
from tests.journeys.screen import Tab, choose, fill, pick, press
from tests.server import House
from words import word

SEND = word("act.relay_send")


def complaints() -> list[str]:
    """What was asked in every つなぎ."""
    with reading() as session:
        return [str(one.complaint) for one in session.exec(select(Relay))]


def test_form_filled_in_before_the_server_was_killed_is_stored_by_the_first_press_after(chromium, restarted) -> None:  # noqa: F811
    server: Restarted = restarted
    house = House(server.server, server.database, "")
    context = chromium.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
    tab = Tab(context.new_page(), house)
    tab.open("/signin").sign_in("hayashi")
    tab.open("/relays").ready()
    form = tab.form(SEND)
    fill(form, alias="橋のたもとの家", complaint="買い物の足がない")
    pick(form, word("field.urgency"), word("urgency.soon"))
    pick(form, word("field.consent"), word("relay_consent.not_given"))
    choose(form, word("field.to_agency_id"), "東部福祉相談センター")
    before = complaints()
    server.kill()
    tab.page.wait_for_timeout(1000)
    server.start()
    tab.page.wait_for_timeout(4000)
    press(tab.form(SEND), SEND)
    tab.sees(word("relay.waits_for_answer"))
    assert sorted(complaints()) == sorted([*before, "買い物の足がない"])
    context.close()
