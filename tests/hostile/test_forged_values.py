"""Values that no screen offers: the act refuses them, nothing is stored, and the server stays up."""

from uuid import uuid4

import pytest
from sqlmodel import func, select

from models.cases import Consent, HouseholdMember
from models.conferences import AgendaItem, Conference, ConferenceState
from models.database import reading
from models.people import Person
from models.plans import SupportPlan
from models.relays import Relay
from tests.hostile.wire import wire_of
from tests.server import House, on
from words import word

SEND, ADD, RECORD = word("act.relay_send"), word("act.member_add"), word("act.consent_record")
ALIAS, COMPLAINT, TO = word("field.alias"), word("field.complaint"), word("field.to_agency_id")
RELATION = word("field.relation")
FAILED = word("web.failed", number="…").partition("…")[0]


def count(model: type) -> int:
    """How many rows there are."""
    with reading() as session:
        return session.exec(select(func.count()).select_from(model)).one()


def sent(house: House, **typed: object) -> tuple[int, list[str]]:
    """Send a つなぎ with these values; how many more there are, and which refusals were said."""
    before = count(Relay)
    with wire_of(house.visitor("hayashi")) as tab:
        tab.open("relays")
        run = tab.submit(SEND, "relays", **typed)
    reasons = ("text_has_my_number", "text_has_unusable_signs", "receiver_takes_no_relays")
    return count(Relay) - before, [reason for reason in reasons if run.says(word(f"refusal.{reason}"))]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("番号は123456789012です", "text_has_my_number"),
        ("１２３４ー５６７８ー９０１２", "text_has_my_number"),
        ("a\x00b", "text_has_unusable_signs"),
        ("a\x1b[2Jb", "text_has_unusable_signs"),
    ],
)
@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_unusable_text_is_refused_and_not_stored(house, text, reason) -> None:
    assert sent(house, **{ALIAS: "橋のたもと", COMPLAINT: text}) == (0, [reason])


def test_long_text_is_refused_and_not_cut(house) -> None:
    assert sent(house, **{ALIAS: "橋のたもと", COMPLAINT: "あ" * 201})[0] == 0
    assert sent(house, **{ALIAS: "橋のたもと", COMPLAINT: "あ" * 200})[0] == 1


def test_receiver_that_is_not_offered_is_not_written_to(house) -> None:
    outside = house.city.agency("general_hospital")
    for value in (str(outside), "星見野総合病院 地域連携室", str(uuid4())):
        sent(house, **{ALIAS: "橋のたもと", COMPLAINT: "相談", TO: value})
    with reading() as session:
        assert outside not in set(session.exec(select(Relay.to_agency_id)).all())


def test_urgency_that_is_not_offered_is_never_stored(house) -> None:
    sent(house, **{ALIAS: "橋のたもと", COMPLAINT: "相談", word("field.urgency"): "'; DROP TABLE relays; --"})
    with reading() as session:
        stored = {relay.urgency.value for relay in session.exec(select(Relay)).all()}
    assert stored <= {"emergency", "soon", "ordinary", "watching"}


def test_markup_comes_back_as_text(house) -> None:
    attack = "<img src=x onerror=alert(1)>"
    with wire_of(house.visitor("hayashi")) as tab:
        tab.open("relays")
        run = tab.submit(SEND, "relays", **{ALIAS: "橋のたもと", COMPLAINT: attack})
    assert (run.says("&lt;img src=x onerror=alert(1)&gt;"), run.says(attack)) == (True, False)


@pytest.mark.parametrize("asked", ["R7-002", "relay", "person", "nothing", "x", "' OR 1=1 --", "%00"])
def test_id_of_something_else_in_the_address_opens_nothing(house, asked) -> None:
    ids = {
        "R7-002": house.city.case("R7-002"), "relay": house.city.relay("七階の窓の方"),
        "person": house.city.person("kacho"), "nothing": uuid4(),
    }  # fmt: skip
    with wire_of(house.visitor("hayashi")) as tab:
        run = tab.open("case", f"id={ids.get(asked, asked)}")
    assert (run.says(word("refusal.not_found")), run.widgets) == (True, {})


STRANGE = (
    ("cases", "before=99999999999999999999-1"), ("cases", "before=0-0"), ("cases", "before=-1"),
    ("cases", "before=１-１"), ("relays", "page=99999"), ("relays", "page=-1"), ("relays", "page=1e9"), ("looks", "page=99999"),
    ("looks", "page=²"), ("person", "id="), ("relay", "id=%00"), ("case", "id=&id="), ("today", "x=" + "y" * 5000),
)  # fmt: skip


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_strange_address_is_no_fault(house) -> None:
    with wire_of(house.visitor("kacho")) as tab:
        runs = {(page, query): tab.open(page, query) for page, query in STRANGE}
    assert [asked for asked, run in runs.items() if run.says(FAILED) or not run.says("大橋 みのる")] == []


SEARCHES = (("cases", "case.search"), ("people", "people.search"), ("looks", "field.number"))


@pytest.mark.parametrize("text", ["a\x00b", "%", "'", "x" * 5000, "\\", "髙"])
@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_strange_search_is_no_fault(house, text) -> None:
    failed = []
    with wire_of(house.visitor("kacho")) as tab:
        for page, label in SEARCHES:
            tab.open(page)
            failed += [page] if tab.type(page, **{word(label): text}).says(FAILED) else []
    assert failed == []


def test_member_of_another_household_cannot_be_given_a_consent_here(house) -> None:
    case, before = house.city.case("R7-001"), count(Consent)
    stranger = house.city.members(house.city.case("R7-004"))[0]
    with wire_of(house.visitor("kobayashi")) as tab:
        tab.open("case", f"id={case}")
        tab.submit(RECORD, "case", f"id={case}", **{word("field.member_id"): str(stranger.id)})
        tab.submit(RECORD, "case", f"id={case}", **{word("field.member_id"): "ご本人 椎名 まこと"})
    assert count(Consent) == before


def test_agency_without_the_form_cannot_press_its_button(house) -> None:
    case, before = house.city.case("R7-001"), count(HouseholdMember)
    with wire_of(house.visitor("kobayashi")) as worker, wire_of(house.visitor("hayashi")) as attacker:
        form = worker.open("case", f"id={case}")
        attacker.open("case", f"id={case}")
        attacker.press(form.find(ADD), "case", f"id={case}", **{form.find(RELATION): "ご本人"})
    assert count(HouseholdMember) == before


def test_agency_cannot_press_the_buttons_of_a_plan_or_of_a_room(house) -> None:
    case, before = house.city.case("R7-001"), count(SupportPlan)
    with reading() as session:
        whole = session.exec(select(Conference.id).where(Conference.state == ConferenceState.CONVENED)).all()[0]
    pages = (("plan", case, "act.plan_draft", word("field.wish")), ("room", whole, "conference_step.open", ""))
    with wire_of(house.visitor("kobayashi")) as worker, wire_of(house.visitor("hayashi")) as attacker:
        for page, one, button, field in pages:
            form = worker.open(page, f"id={one}")
            attacker.open(page, f"id={one}")
            attacker.press(form.find(word(button)), page, f"id={one}", **({form.find(field): "あ"} if field else {}))
    with reading() as session:
        assert session.get_one(Conference, whole).state is ConferenceState.CONVENED
    assert count(SupportPlan) == before


def test_id_of_something_else_in_the_address_of_a_sitting_opens_nothing(house) -> None:
    with reading() as session:
        item = session.exec(select(AgendaItem.id)).all()[0]
    with wire_of(house.visitor("hayashi")) as tab:
        for page in ("conference", "room", "readback", "record", "role", "plan"):
            for one in (item, house.city.case("R7-002"), uuid4(), "x", "%00"):
                run = tab.open(page, f"id={one}")
                assert (page, run.says(word("refusal.not_found")), run.widgets) == (page, True, {})


def opened(house: House, role: str) -> int:
    """How many accounts there are more after the administrator of the system asked for one with this role."""
    before = count(Person)
    typed = {
        "login": "shinjin",
        "person_name": "新井 はじめ",
        "reading": "あらい はじめ",
        "agency_id": "福祉部 地域福祉課",
    }
    with wire_of(house.visitor("system")) as tab:
        tab.open("people")
        values = {word(f"field.{name}"): value for name, value in typed.items()}
        tab.submit(word("act.account_open"), "people", **values, **{word("field.roles"): [word(f"role.{role}")]})
    return count(Person) - before


def test_role_that_is_not_offered_is_not_given(house) -> None:
    assert opened(house, "center_social_worker") == 0
    assert opened(house, "system_promotion_officer") == 1
