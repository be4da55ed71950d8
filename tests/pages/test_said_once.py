"""What is refused is said once, beside the button, and a list says nothing in another language."""

from streamlit.testing.v1 import AppTest

from models.conferences import Conference, ConferenceState
from models.forums import forums
from operations.assignments import agree_assignment
from operations.conferences import advance_conference
from operations.room import begin_item
from tests.access.tabs import gone_to, workspace
from tests.operations.sittings import CONSENT, opened, step
from tests.operations.test_continuing import both
from tests.pages.hands import press, warnings
from words import word


def told(tab: AppTest, text: str) -> int:
    """How often a sentence stands on the page."""
    return sum(one.value.count(text) for one in tab.warning) + sum(one.body.count(text) for one in tab.get("html"))


def test_refusal_at_the_end_is_said_once_and_beside_its_button(small_city) -> None:
    conference, first = opened(small_city)
    small_city.do("kiroku", begin_item, first)
    terms = {"task": "電話で様子を聞く", "agency_id": small_city.agency("general_hospital"), "frequency": "週に一度"}
    small_city.do("kiroku", agree_assignment, first, **terms)
    tab = gone_to(workspace(small_city, "kiroku"), "conferences/readback.py", id=conference)
    why = word("condition.roles_have_persons")
    assert told(tab, why) == 1
    press(tab, word("conference_step.adjourn"))
    assert small_city.row(Conference, conference).state is ConferenceState.IN_SESSION
    assert (told(tab, why), warnings(tab)) == (1, [why])


def test_next_conference_is_offered_once_the_first_is_open(small_city) -> None:
    first, _ = both(small_city)
    onward = word("continuing.open", forum=forums()[CONSENT].plain)
    tab = gone_to(workspace(small_city, "kobayashi"), "conferences/room.py", id=first)
    assert onward not in [one.label for one in tab.button]
    small_city.do("kobayashi", advance_conference, **step(small_city, first, "open"))
    tab = gone_to(workspace(small_city, "kobayashi"), "conferences/room.py", id=first)
    assert onward in [one.label for one in tab.button]


def test_list_of_many_offers_nothing_in_another_language() -> None:
    tab = AppTest.from_function(_two_lists).run()
    assert [one.proto.select_all for one in tab.multiselect] == [0, 0]


def _two_lists() -> None:
    from uuid import uuid4

    from queries.view import Choice
    from ui.fields import ActForm

    form = ActForm("form", {})
    form.some_of("outside", [Choice(uuid4(), "1 ようす"), Choice(uuid4(), "2 見通し")])
    form.codes("reason_codes", [("a", "甲"), ("b", "乙")])
