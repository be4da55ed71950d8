"""A tab that stays open when the right is gone: the next run shows nothing, and its old buttons do nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select
from websockets.exceptions import InvalidStatus

from models.cases import Consent
from models.database import writing
from models.people import Role, SignIn
from models.relays import Relay, RelayState
from operations.accounts import close_account, end_role, sign_out_everywhere
from operations.cases import release_agency
from operations.consents import withdraw_consent
from tests.hostile import secrets
from tests.hostile.wire import Run, Wire, wire_of
from tests.operations.recording import Room
from tests.server import House, Visitor
from tests.web.test_autosave import body, post
from tests.web.test_live import ALL, SIGNED_OUT, line
from words import word

TAKE = word("act.relay_take")
WITHDRAW = word("act.consent_withdraw")


def by_hand(house: House, visitor: Visitor) -> None:
    """The person signs out in another tab."""
    assert visitor.post("/signout").status == 303


def by_closing(house: House, visitor: Visitor) -> None:
    """課長 closes the account."""
    house.city.do("kacho", close_account, house.city.person("kobayashi"))


def by_signing_out_everywhere(house: House, visitor: Visitor) -> None:
    """課長 signs the person out everywhere."""
    house.city.do("kacho", sign_out_everywhere, house.city.person("kobayashi"))


def by_ending_the_role(house: House, visitor: Visitor) -> None:
    """課長 ends the role; the person stays signed in."""
    house.city.do("kacho", end_role, house.city.person("kobayashi"), role=Role.WELFARE_WORKER)


def by_idling(house: House, visitor: Visitor) -> None:
    """Nobody touched anything for more than half an hour."""
    with writing() as session:
        for sign_in in session.exec(select(SignIn)):
            sign_in.last_act_at -= timedelta(minutes=31)


ENDS = [by_hand, by_closing, by_signing_out_everywhere, by_idling, by_ending_the_role]
End = Callable[[House, Visitor], None]


def everything(wire: Wire, first: Run, house: House) -> list[Run]:
    """Every page by name and by hash, with a case's id."""
    runs = list(secrets.crawl(wire, house.city.case("R7-001"), house.city.relay("雨戸の閉まった家")))
    query = f"id={house.city.case('R7-001')}"
    return runs + [wire.open("", query, by_hash=hashed) for hashed in first.pages.values()]


@pytest.mark.parametrize("end", ENDS)
def test_open_tab_shows_nothing_once_the_right_is_gone(house, end: End) -> None:
    visitor = house.visitor("kobayashi")
    texts = [
        *secrets.of_case(house.city, house.city.case("R7-001"))[1:],
        *secrets.of_relay(house.city, house.city.relay("雨戸の閉まった家")),
    ]
    with wire_of(visitor) as tab:
        first = tab.open("case", f"id={house.city.case('R7-001')}")
        assert first.says(texts[0])
        end(house, visitor)
        runs = everything(tab, first, house)
        assert len(runs) > 2 * len(first.pages) > 0
        assert [run.said(texts) for run in runs if run.said(texts)] == []


@pytest.mark.parametrize("end", ENDS[:4])
def test_open_tab_of_a_sign_in_that_is_over_gets_only_the_way_back(house, end: End) -> None:
    visitor = house.visitor("kobayashi")
    with wire_of(visitor) as tab:
        tab.open("cases")
        end(house, visitor)
        run = tab.open("cases")
    assert (run.says(word("web.sign_in_again")), run.pages, run.widgets) == (True, {}, {})
    assert run.said(["小林 あかり", "R7-001", word("case.search_hint")]) == []


@pytest.mark.parametrize("end", ENDS)
def test_old_button_does_nothing_once_the_right_is_gone(house, end: End) -> None:
    visitor, relay = house.visitor("kobayashi"), house.city.relay("雨戸の閉まった家")
    with wire_of(visitor) as tab:
        tab.open("relay", f"id={relay}")
        end(house, visitor)
        run = tab.submit(TAKE, "relay", f"id={relay}")
    assert house.city.row(Relay, relay).state is RelayState.ARRIVED
    assert run.said(secrets.of_relay(house.city, relay)) == []


def test_old_button_works_while_the_right_lasts(house) -> None:
    relay = house.city.relay("雨戸の閉まった家")
    with wire_of(house.visitor("kobayashi")) as tab:
        tab.open("relay", f"id={relay}")
        tab.submit(TAKE, "relay", f"id={relay}")
    assert house.city.row(Relay, relay).state is RelayState.TAKEN


def test_button_of_somebody_else_does_nothing(house) -> None:
    relay = house.city.relay("雨戸の閉まった家")
    with wire_of(house.visitor("kobayashi")) as tab, wire_of(house.visitor("hayashi")) as attacker:
        theirs = tab.open("relay", f"id={relay}").find(TAKE)
        attacker.open("relay", f"id={relay}")
        attacker.press(theirs, "relay", f"id={relay}")
    assert house.city.row(Relay, relay).state is RelayState.ARRIVED


def test_withdrawal_empties_the_open_tab_of_an_agency_at_its_next_run(house) -> None:
    case = house.city.case("R7-001")
    texts = [text for member in house.city.members(case) for text in secrets.of_member(member)]
    with wire_of(house.visitor("hayashi")) as tab:
        assert tab.open("case", f"id={case}").says("青葉 文子")
        house.city.do("kobayashi", withdraw_consent, house.city.consents(case)[0].id)
        runs = list(secrets.crawl(tab, case))
    assert [run.said([*texts, "R7-001"]) for run in runs] == [[]] * len(runs)


def test_old_button_of_a_released_agency_does_nothing(house) -> None:
    case = house.city.case("R7-001")
    agency = house.city.agency("disability_consultation_office_1")
    part = next(one.id for one in house.city.involvements(case) if one.agency_id == agency)
    with wire_of(house.visitor("hayashi")) as tab:
        tab.open("case", f"id={case}")
        house.city.do("kobayashi", release_agency, part)
        run = tab.submit(WITHDRAW, "case", f"id={case}")
    assert house.city.row(Consent, house.city.consents(case)[0].id).withdrawn_at is None
    assert not run.says("青葉 文子")


@pytest.mark.parametrize("end", ENDS[:4])
def test_open_line_of_the_room_hears_nothing_once_the_sign_in_is_over(house, end: End) -> None:
    room, visitor = Room(house.city).opened(), house.visitor("kobayashi")
    recorder = house.visitor("kiroku")
    with line(visitor, room.conference) as heard:
        assert set(dict(heard.hears())) == ALL
        end(house, visitor)
        # By idling everybody's sign-in is over, the recorder's too; the line is cut all the same.
        assert post(recorder, body(room, finished=True)).status == (401 if end is by_idling else 200)
        assert heard.ends() == SIGNED_OUT
    with pytest.raises(InvalidStatus), line(visitor, room.conference):
        pass
