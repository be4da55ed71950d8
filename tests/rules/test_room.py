"""Who is in the room for an item: every agency × living member × item without a consent that counts on the day."""

from datetime import date, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cases import InformationClass
from rules.disclosure import Share
from rules.room import ItemInRoom, Uncovered, uncovered

DAY = timedelta(days=1)
DATE = date(2026, 6, 17)
ITEM, OTHER_ITEM, CASE, OTHER_CASE = (UUID(int=number) for number in range(1, 5))
HOSPITAL, SCHOOL, OFFICE = (UUID(int=number) for number in range(11, 14))
MOTHER, SON, CHILD = (UUID(int=number) for number in range(21, 24))
HOUSEHOLD: dict[UUID, tuple[UUID, ...]] = {CASE: (MOTHER, SON)}


def share(agency=HOSPITAL, information=InformationClass.IDENTITY, starts=DATE, ends=None) -> Share:
    """One cell of a consent."""
    return Share(uuid4(), agency, information, starts, ends)


def item(*agencies: UUID, case=CASE, own=ITEM, without_names=False, members=None) -> ItemInRoom:
    """An item about a case with these agencies in the room."""
    return ItemInRoom(own, case, frozenset(agencies), without_names, None if members is None else frozenset(members))


def found(*items: ItemInRoom, shares=None, household=None, by_office=(), day=DATE) -> list[tuple[UUID, UUID]]:
    """The findings as agency and member."""
    rows = uncovered(items, household or HOUSEHOLD, shares or {}, {CASE: frozenset(by_office)}, day)
    return [(row.agency_id, row.member_id) for row in rows]


def test_uncovered_is_every_agency_and_member_where_nobody_agreed() -> None:
    assert found(item(HOSPITAL, SCHOOL)) == list(product((HOSPITAL, SCHOOL), (MOTHER, SON)))


def test_uncovered_names_the_member_whose_consent_is_missing() -> None:
    assert found(item(HOSPITAL), shares={MOTHER: (share(),)}) == [(HOSPITAL, SON)]


def test_uncovered_asks_each_agency_by_itself() -> None:
    shares = {MOTHER: (share(HOSPITAL), share(SCHOOL)), SON: (share(SCHOOL),)}
    assert found(item(HOSPITAL, SCHOOL), shares=shares) == [(HOSPITAL, SON)]


def test_uncovered_asks_each_item_by_its_own_case_and_room() -> None:
    items = (item(HOSPITAL), item(SCHOOL, case=OTHER_CASE, own=OTHER_ITEM))
    household: dict[UUID, tuple[UUID, ...]] = {CASE: (MOTHER,), OTHER_CASE: (CHILD,)}
    assert uncovered(items, household, {MOTHER: (share(),)}, {}, DATE) == (Uncovered(OTHER_ITEM, SCHOOL, CHILD),)


@pytest.mark.parametrize(
    ("starts", "ends", "is_covered"),
    [
        (DATE, None, True),
        (DATE, DATE, True),
        (DATE - 30 * DAY, DATE, True),  # the last day is inclusive
        (DATE - 30 * DAY, DATE - DAY, False),
        (DATE + DAY, None, False),
    ],
)
def test_uncovered_counts_the_days_of_a_consent(starts, ends, is_covered) -> None:
    shares = {MOTHER: (share(starts=starts, ends=ends),)}
    assert found(item(HOSPITAL), shares=shares, household={CASE: (MOTHER,)}) == (
        [] if is_covered else [(HOSPITAL, MOTHER)]
    )


def test_uncovered_ends_with_one_consent_that_counts_among_others() -> None:
    old, new = share(starts=DATE - 90 * DAY, ends=DATE - DAY), share(starts=DATE - DAY)
    assert found(item(HOSPITAL), shares={MOTHER: (old, new)}, household={CASE: (MOTHER,)}) == []


@pytest.mark.parametrize("information", [one for one in InformationClass if one is not InformationClass.IDENTITY])
def test_uncovered_by_a_consent_that_does_not_say_who_it_is(information) -> None:
    assert found(item(HOSPITAL), shares={MOTHER: (share(information=information),)}) == [
        (HOSPITAL, MOTHER), (HOSPITAL, SON),
    ]  # fmt: skip


def test_uncovered_without_names_is_nobody() -> None:
    assert found(item(HOSPITAL, without_names=True)) == []


def test_uncovered_without_the_agency_in_the_room_is_nobody() -> None:
    assert found(item()) == []
    assert found(item(SCHOOL), shares={MOTHER: (share(SCHOOL),), SON: (share(SCHOOL),)}) == []


def test_uncovered_by_office_is_nobody() -> None:
    assert found(item(OFFICE, HOSPITAL), shares={SON: (share(),)}, by_office=(OFFICE,)) == [(HOSPITAL, MOTHER)]


def test_uncovered_by_the_office_of_another_case_is_still_uncovered() -> None:
    items = (item(OFFICE), item(OFFICE, case=OTHER_CASE, own=OTHER_ITEM))
    household: dict[UUID, tuple[UUID, ...]] = {CASE: (MOTHER,), OTHER_CASE: (CHILD,)}
    assert uncovered(items, household, {}, {OTHER_CASE: frozenset({OFFICE})}, DATE) == (
        Uncovered(ITEM, OFFICE, MOTHER),
    )


@pytest.mark.parametrize(
    ("members", "rows"),
    [
        (None, [(HOSPITAL, MOTHER), (HOSPITAL, SON)]),
        ({SON}, [(HOSPITAL, SON)]),
        ({MOTHER, SON}, [(HOSPITAL, MOTHER), (HOSPITAL, SON)]),
        ({CHILD}, []),  # whom it names has died: the household holds the living
    ],
)
def test_uncovered_asks_only_whom_the_item_names(members, rows) -> None:
    assert found(item(HOSPITAL, members=members)) == rows


def test_uncovered_in_a_case_without_a_household_is_nobody() -> None:
    assert found(item(HOSPITAL), household={OTHER_CASE: (MOTHER,)}) == []


AGENCIES, MEMBERS = st.sets(st.sampled_from([HOSPITAL, SCHOOL, OFFICE])), [MOTHER, SON, CHILD]


@given(AGENCIES, AGENCIES, st.sets(st.tuples(st.sampled_from(MEMBERS), st.sampled_from([HOSPITAL, SCHOOL]))))
def test_uncovered_is_the_product_less_offices_and_consents(room, offices, agreed) -> None:
    shares = {member: tuple(share(agency) for who, agency in agreed if who == member) for member in MEMBERS}
    rows = found(item(*room), household={CASE: tuple(MEMBERS)}, shares=shares, by_office=offices)
    assert set(rows) == {(agency, who) for agency, who in product(room - offices, MEMBERS)} - {
        (agency, who) for who, agency in agreed
    }
    assert len(rows) == len(set(rows))
