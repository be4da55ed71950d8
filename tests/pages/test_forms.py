"""A form that was refused as out of date: what was typed stays, beside it stands what the page itself shows."""

from streamlit.testing.v1 import AppTest

import settings
from models.conferences import Conference
from models.database import writing
from models.plans import Assignment
from operations.assignments import change_assignment
from tests.access.tabs import gone_to, screen, workspace
from tests.access.texts import shown_of
from tests.operations.sittings import prepared
from tests.operations.working import DAY, changing, role, stored
from tests.pages.hands import field, press, warnings
from words import word

HIDDEN, OFFICE = "借金の催促が続く", "disability_consultation_office_1"
CHANGE, MINE = word("act.assignment_change"), word("form.mine_stands")


def opened(city, **terms: object) -> tuple[AppTest, object]:
    """A role of 林's office without its contents, as 林 sees it, who records the conference; and its id."""
    found = role(city, OFFICE, "006", without_contents=True, members=(), problem=HIDDEN, **terms)
    conference = prepared(city, "006")[0]
    with writing() as session:
        session.get_one(Assignment, found).conference_id = conference
        session.get_one(Conference, conference).recorder_id = city.person("hayashi")
    return gone_to(workspace(city, "hayashi"), "roles/role.py", id=found), found


def test_form_of_somebody_from_whom_a_field_is_kept_is_saved(small_city) -> None:
    tab, found = opened(small_city)
    field(tab, "frequency").set_value("週に一度")
    press(tab, CHANGE)
    assert (warnings(tab), len(tab.exception)) == ([], 0)
    row = stored(small_city, found)
    assert (row.frequency, row.problem) == ("週に一度", HIDDEN)


def test_stale_form_shows_what_the_page_shows_and_is_saved_with_what_was_typed(small_city) -> None:
    city, (tab, found) = small_city, opened(small_city)
    field(tab, "frequency").set_value("週に一度")
    changed = changing(city, found, problem=f"{HIDDEN}、家賃も", service="先の制度", due_on=settings.today() + DAY)
    city.do("kobayashi", change_assignment, **changed)
    press(tab, CHANGE)
    assert warnings(tab) == [word("refusal.stale")]
    assert field(tab, "frequency").value == "週に一度"
    assert shown_of({HIDDEN, "先の制度"}, screen(tab)) == {"先の制度"}
    field(tab, "service").set_value("先の制度")
    press(tab, MINE)
    assert (warnings(tab), len(tab.exception)) == ([], 0)
    row = stored(city, found)
    assert (row.frequency, row.service, row.problem) == ("週に一度", "先の制度", f"{HIDDEN}、家賃も")


def test_stale_form_may_be_left_to_what_the_page_shows(small_city) -> None:
    city, (tab, found) = small_city, opened(small_city)
    field(tab, "frequency").set_value("週に一度")
    city.do("kobayashi", change_assignment, **changing(city, found, frequency="月に一度"))
    press(tab, CHANGE)
    press(tab, word("form.stored_stands"))
    assert (warnings(tab), field(tab, "frequency").value) == ([], "月に一度")
    assert stored(city, found).frequency == "月に一度"


def test_form_that_was_refused_while_nothing_it_shows_changed_is_pressed_once_more(small_city) -> None:
    tab, found = opened(small_city)
    # As a race of two transactions leaves it: stale, and nothing is known of the other one.
    tab.session_state[f"form:{change_assignment.key}:{found}:"] |= {"refused": ("stale", {}), "outdated": True}
    tab.run()
    assert warnings(tab) == [word("refusal.stale_unseen")]
    field(tab, "frequency").set_value("週に一度")
    press(tab, CHANGE)
    assert (warnings(tab), stored(small_city, found).frequency) == ([], "週に一度")
