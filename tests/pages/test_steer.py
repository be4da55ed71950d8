"""進行画面: the item in hand, what comes, whom to call in, three buttons, and nothing else to press."""

from models.conferences import AgendaItem, Conference
from operations.agenda import add_item, leave_out
from operations.conferences import advance_conference
from operations.room import begin_item
from tests.access.tabs import gone_to, workspace
from tests.operations.recording import Room
from tests.operations.sittings import item, opened, step
from tests.pages.hands import press, warnings
from words import word

NEXT, LATER, READ = word("act.item_begin"), word("room.park_and_go_on"), word("room.read_back")


def labels(tab) -> list[str]:
    """The buttons of the screen."""
    return [one.label for one in tab.button if one.label in {NEXT, LATER, READ}]


def text(tab) -> str:
    """Everything that stands on the screen."""
    return "".join(one.body for one in tab.get("html"))


def test_next_item_is_begun_and_one_that_was_put_off_comes_last(city) -> None:
    room = Room(city).opened()
    tab = gone_to(workspace(city, "kobayashi"), "conferences/steer.py", id=room.conference)
    assert (labels(tab), len(tab.exception)) == ([NEXT, READ], 0)
    for button, expected in ((NEXT, room.item), (LATER, room.rest), (NEXT, room.item)):
        press(tab, button)
        assert (city.row(Conference, room.conference).current_item_id, warnings(tab)) == (expected, [])
    assert city.row(AgendaItem, room.item).parked_at is None


def test_screen_says_whom_to_call_in_before_the_next_item(city) -> None:
    room = Room(city)
    hospital = {"agency_id": city.agency("general_hospital")}
    city.do("kobayashi", leave_out, room.item, **hospital)
    room.opened()
    city.do("kobayashi", begin_item, room.item)
    tab = gone_to(workspace(city, "kobayashi"), "conferences/steer.py", id=room.conference)
    assert word("room.call_in", agencies="星見野総合病院 地域連携室") in text(tab)


def test_screen_before_the_opening_and_after_the_end_offers_nothing(city) -> None:
    room = Room(city)
    tab = gone_to(workspace(city, "kobayashi"), "conferences/steer.py", id=room.conference)
    assert (labels(tab), word("steer.not_open") in text(tab)) == ([], True)
    room.opened()
    city.do("kobayashi", advance_conference, **step(city, room.conference, "break_off"))
    tab.run()
    assert (labels(tab), word("steer.over") in text(tab)) == ([], True)


def test_screen_of_somebody_who_does_not_run_it_is_absent(city) -> None:
    conference, _ = opened(city)
    city.do("kobayashi", add_item, conference, **item(title="つぎ"))
    tab = gone_to(workspace(city, "ogawa"), "conferences/steer.py", id=conference)
    assert (warnings(tab), labels(tab)) == ([word("refusal.not_found")], [])
