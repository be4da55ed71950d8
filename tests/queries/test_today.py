"""きょう: what waits for each person, the urgent first, and no more than twenty of a kind."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import select

import settings
from models.cases import Case, Consent
from models.database import writing
from models.relays import Relay
from operations.approvals import give_approval
from operations.consents import file_paper, record_refusal, withdraw_consent
from operations.relays import answer_relay
from queries.today import today_of
from queries.waiting import MOST
from tests.queries.many import more_cases, more_relays

DAY = timedelta(days=1)
KEYS = {
    "kobayashi": {
        "relay_waits": 3, "consent_ends": 1, "paper_is_due": 2, "member_not_asked": 1, "recontact": 1,
    },
    "mizuno": {"relay_waits": 3, "consent_ends": 1, "paper_is_due": 2, "member_not_asked": 1, "recontact": 1},
    "kacho": {"approval_waits": 1, "recontact": 1},
    "nishi": {"member_not_asked": 1},
    "minami": {"relay_waits": 1, "consent_ends": 1, "paper_is_due": 1},
    "hayashi": {"relay_sent": 1},
    "ogawa": {"relay_sent": 1},
    "kiroku": {}, "suishin": {}, "kaigo-kacho": {}, "iin": {}, "system": {},
}  # fmt: skip
COUNTS = {"kobayashi": (8, 3), "kacho": (8, 3), "nishi": (1, 0), "minami": (4, 1), "ogawa": (4, 1), "kiroku": (0, 0)}


def keys(view) -> dict[str, int]:
    """How many of each kind wait."""
    return dict(Counter(one.key for one in view.waiting))


def papers(view) -> set[object]:
    """The cases for which the paper of a spoken consent is due."""
    return {one.id for one in view.waiting if one.key == "paper_is_due"}


@pytest.mark.parametrize("who", KEYS)
def test_today_is_what_waits_for_this_person(city, who) -> None:
    view = city.look(who, today_of)
    # Roles and records are told elsewhere: when they are due hangs on the working days of the calendar.
    found = {key: count for key, count in keys(view).items() if not key.startswith(("role_", "record_"))}
    assert (view.day, found) == (settings.today(), KEYS[who])


@pytest.mark.parametrize("who", COUNTS)
def test_today_counts_what_this_person_may_see(city, who) -> None:
    view = city.look(who, today_of)
    assert (view.cases, view.relays_open) == COUNTS[who]


def test_today_puts_the_urgent_first_and_then_goes_by_day(city) -> None:
    view = city.look("kobayashi", today_of)
    assert (view.waiting[0].key, view.waiting[0].is_urgent) == ("relay_waits", True)
    days = [one.due_on for one in view.waiting[1:] if one.due_on]
    assert days == sorted(days)
    without = [place for place, one in enumerate(view.waiting) if one.due_on is None and not one.is_urgent]
    assert without == list(range(len(view.waiting) - len(without), len(view.waiting)))


@pytest.mark.parametrize(("ahead", "waits"), [(60, 1), (61, 0), (0, 1), (-1, 0)])
def test_today_warns_of_an_ending_consent_for_sixty_days(city, ahead, waits) -> None:
    with writing() as session:
        for consent in session.exec(select(Consent)):
            consent.ends_on = None
            if consent.case_id == city.case("001") and consent.withdrawn_at is None:
                consent.ends_on = settings.today() + ahead * DAY
    assert keys(city.look("kobayashi", today_of)).get("consent_ends", 0) == waits


def test_today_forgets_the_paper_once_it_came(city) -> None:
    due = next(one for one in city.consents(city.case("003")) if one.paper_due_on)
    city.do("mizuno", file_paper, due.id, paper_on=settings.today())
    assert due.case_id not in papers(city.look("mizuno", today_of))


def test_today_forgets_the_paper_of_a_consent_that_was_withdrawn(city) -> None:
    due = next(one for one in city.consents(city.case("003")) if one.paper_due_on)
    city.do("mizuno", withdraw_consent, due.id)
    assert due.case_id not in papers(city.look("mizuno", today_of))


def test_today_forgets_somebody_who_was_asked(city) -> None:
    member = city.members(city.case("004"))[0]
    city.do("kobayashi", record_refusal, city.case("004"), member_id=member.id, refused_on=settings.today())
    assert "member_not_asked" not in keys(city.look("kobayashi", today_of))


def test_today_says_that_a_case_has_lost_its_last_consent(city) -> None:
    city.do("minami", withdraw_consent, city.consents(city.case("006"))[0].id)
    for who in ("minami", "kobayashi", "kacho"):
        lost = [one for one in city.look(who, today_of).waiting if one.key == "consent_is_lost"]
        assert [(one.id, one.is_urgent) for one in lost] == [(city.case("006"), True)]


@pytest.mark.parametrize(("ahead", "waits"), [(7, 1), (8, 0), (-3, 1)])
def test_today_names_the_day_of_the_next_contact_a_week_ahead(city, ahead, waits) -> None:
    with writing() as session:
        session.get_one(Case, city.case("005")).recontact_on = settings.today() + ahead * DAY
    assert keys(city.look("kacho", today_of)).get("recontact", 0) == waits


@pytest.mark.parametrize(("ago", "seen"), [(13, 1), (15, 0)])
def test_today_tells_the_sender_of_an_answer_for_two_weeks(city, ago, seen) -> None:
    city.do("mizuno", answer_relay, city.relay("雨戸の閉まった家"), step="advise", reply="返事")
    with writing() as session:
        session.get_one(Relay, city.relay("雨戸の閉まった家")).replied_at = settings.now() - ago * DAY
    view = city.look("hayashi", today_of)
    assert (keys(view).get("relay_answered", 0), keys(view).get("relay_sent", 0)) == (seen, 0)


def test_today_forgets_what_the_chief_has_read(city) -> None:
    waiting = city.look("kacho", today_of).waiting
    city.do("kacho", give_approval, next(one.id for one in waiting if one.key == "approval_waits"))
    assert keys(city.look("kacho", today_of)) == {"recontact": 1}


def test_today_shows_at_most_twenty_of_a_kind_and_counts_them_all(city) -> None:
    more_cases(city, 25)
    more_relays(city, 25)
    view = city.look("kobayashi", today_of)
    assert (view.cases, view.relays_open) == (33, 28)
    assert max(keys(view).values()) == MOST
