"""会議室: what is pressed while people wait is kept at once, and the screen follows."""

from uuid import UUID

from streamlit.testing.v1 import AppTest

from models.conferences import AgendaItem, Attendance, Conference, Presence
from operations.agenda import add_item
from operations.conferences import invite
from operations.room import begin_item, note_attendance
from tests.access.tabs import gone_to, workspace
from tests.city import City
from tests.operations.sittings import called, item, opened, rows, was
from words import word


def room_of(city: City, conference: UUID, who: str = "kiroku") -> AppTest:
    """The room as somebody has it open."""
    return gone_to(workspace(city, who), "conferences/room.py", id=conference)


def labels(tab: AppTest) -> list[str]:
    """The buttons that stand there."""
    return [one.label for one in tab.button]


def pressed(tab: AppTest, label: str) -> AppTest:
    """One press."""
    next(one for one in tab.button if one.label == label).click().run()
    assert len(tab.exception) == 0
    return tab


def test_put_off_and_go_on_takes_the_next_item_in_hand_and_offers_it_again_at_the_end(small_city) -> None:
    conference, first = opened(small_city)
    second = small_city.do("kobayashi", add_item, conference, **item()).subject_id
    small_city.do("kiroku", begin_item, first)
    tab = pressed(room_of(small_city, conference), word("room.park_and_go_on"))
    assert small_city.row(Conference, conference).current_item_id == second
    assert small_city.row(AgendaItem, first).parked_at is not None
    pressed(tab, word("room.parked_next"))
    row = small_city.row(AgendaItem, first)
    assert (small_city.row(Conference, conference).current_item_id, row.parked_at) == (first, None)
    assert word("act.item_begin") not in labels(tab)


def test_family_joins_in_one_press_and_its_band_stands_above_the_item(small_city) -> None:
    conference, first = opened(small_city)
    small_city.do("kiroku", begin_item, first)
    tab = room_of(small_city, conference)
    assert word("room.family_here") not in str(tab.main)
    pressed(tab, word("room.family_joins"))
    assert small_city.row(AgendaItem, first).family_present
    pressed(tab, word("room.family_left"))
    assert not small_city.row(AgendaItem, first).family_present


def test_attendance_is_one_row_a_person_and_one_press_a_state(small_city) -> None:
    conference, _ = opened(small_city)
    small_city.do("kobayashi", invite, conference, person_id=small_city.person("ogawa"))
    agency, person = sorted(called(conference), key=lambda one: one.person_id is not None)
    tab = room_of(small_city, conference)
    tab.session_state[f"here:{conference}"] = True
    tab.run()
    states = {one.key: one for one in tab.button_group}
    assert set(states) >= {f"came:{agency.id}:None"}
    states[f"came:{agency.id}:None"].set_value(Presence.LATE).run()
    (row,) = rows(Attendance, invitation_id=agency.id)
    assert (row.presence, (row.remark or "")[-2:]) == (Presence.LATE, word("attendance.since", at=""))
    shown = {one.key: one.value for one in tab.button_group}
    assert shown[f"came:{agency.id}:late"] == Presence.LATE
    assert person.id is not None


def test_press_on_what_somebody_else_changed_meanwhile_is_told_and_changes_nothing(small_city) -> None:
    conference, _ = opened(small_city)
    (call,) = called(conference)
    tab = room_of(small_city, conference)
    tab.session_state[f"here:{conference}"] = True
    tab.run()
    told = {"presence": Presence.ABSENT, "remark": "会議が重なった"}
    small_city.do("kobayashi", note_attendance, call.id, was=was(call.id), **told)
    next(one for one in tab.button_group if one.key == f"came:{call.id}:None").set_value(Presence.PRESENT).run()
    (row,) = rows(Attendance, invitation_id=call.id)
    assert (row.presence, row.remark) == (Presence.ABSENT, "会議が重なった")
    assert word("refusal.attendance_was_changed") in [one.value for one in tab.warning]
    next(one for one in tab.button_group if one.key == f"came:{call.id}:absent").set_value(Presence.PRESENT).run()
    assert rows(Attendance, invitation_id=call.id)[0].presence is Presence.PRESENT
    assert word("refusal.attendance_was_changed") not in [one.value for one in tab.warning]
