"""Where the consent of one person of a household stands, and what a new one needs."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from models.cases import Consent, ConsentWay, HouseholdMember
from models.people import Role
from rules.consent import CONSENT_CONDITIONS, ConsentFacts, Standing, is_valid, standing
from rules.lifecycle import weigh
from rules.refusal import Refused

TODAY = date(2026, 6, 18)
DAY = timedelta(days=1)
HERE, THERE = uuid4(), uuid4()
GONE = datetime(2026, 6, 18, 1, tzinfo=UTC)
PERSON = HouseholdMember(case_id=uuid4(), position=0, relation="ご本人")


def consent(way=ConsentWay.WRITTEN, given_on=TODAY, ends_on=None, withdrawn_at=None, member=PERSON) -> Consent:
    """A consent of the person concerned."""
    return Consent(
        case_id=member.case_id, member_id=member.id, way=way, given_on=given_on, heard_by_id=uuid4(), read_out="文",
        starts_on=given_on, ends_on=ends_on, withdrawn_at=withdrawn_at,
    )  # fmt: skip


def stands(
    *consents: Consent, reached: set[UUID] = frozenset(), involved: set[UUID] = frozenset(), **facts
) -> Standing:
    """The standing of the person concerned."""
    member = PERSON.model_copy(update=facts)
    return standing(member, consents, frozenset(reached), frozenset(involved), TODAY)


@pytest.mark.parametrize(
    ("one", "valid"),
    [
        (consent(), True),
        (consent(ends_on=TODAY), True),
        (consent(given_on=TODAY - 9 * DAY, ends_on=TODAY - DAY), False),
        (consent(given_on=TODAY + DAY), False),
        (consent(withdrawn_at=GONE), False),
        (consent(ends_on=date.max), True),
    ],
)
def test_is_valid_to_the_end_of_the_last_day(one, valid) -> None:
    assert is_valid(one, TODAY) is valid


def test_standing_of_somebody_never_asked() -> None:
    other = HouseholdMember(case_id=PERSON.case_id, position=1, relation="長男")
    assert stands() is Standing.NOT_ASKED
    assert stands(consent(member=other)) is Standing.NOT_ASKED


def test_standing_of_a_valid_consent_is_whole_when_it_reaches_everyone_involved() -> None:
    assert stands(consent(), reached={HERE, THERE}, involved={HERE}) is Standing.GIVEN
    assert stands(consent(), reached={HERE}, involved={HERE, THERE}) is Standing.PARTLY
    assert stands(consent()) is Standing.GIVEN


def test_standing_by_representative_only_while_nothing_else_counts() -> None:
    by_guardian = consent(ConsentWay.REPRESENTATIVE)
    assert stands(by_guardian) is Standing.BY_REPRESENTATIVE
    assert stands(by_guardian, consent()) is Standing.GIVEN
    assert stands(by_guardian, consent(withdrawn_at=GONE)) is Standing.BY_REPRESENTATIVE


def test_standing_after_a_refusal() -> None:
    assert stands(refused_on=TODAY) is Standing.REFUSED
    assert stands(consent(withdrawn_at=GONE), refused_on=TODAY) is Standing.REFUSED
    assert stands(consent(), refused_on=TODAY) is Standing.GIVEN


def test_standing_after_the_last_consent_is_what_ended_it() -> None:
    old = consent(given_on=TODAY - 20 * DAY, ends_on=TODAY - 10 * DAY)
    taken_back = consent(given_on=TODAY - 5 * DAY, withdrawn_at=GONE)
    assert stands(old) is Standing.EXPIRED
    assert stands(taken_back) is Standing.WITHDRAWN
    assert stands(old, taken_back) is stands(taken_back, old) is Standing.WITHDRAWN
    assert stands(taken_back, consent(given_on=TODAY - 3 * DAY, ends_on=TODAY - DAY)) is Standing.EXPIRED


def test_standing_of_somebody_who_died_needs_no_consent() -> None:
    assert stands(died_on=TODAY) is Standing.NOT_NEEDED
    assert stands(consent(), died_on=TODAY, refused_on=TODAY) is Standing.NOT_NEEDED


GOOD = {
    "way": ConsentWay.WRITTEN, "has_representative": False, "has_power": False, "is_minor": False,
    "own_view_is_told": False, "is_alive": True, "given_on": TODAY, "ends_on": None, "has_paper_day": False,
    "today": TODAY,
}  # fmt: skip
GUARDIAN = {"way": ConsentWay.REPRESENTATIVE, "has_representative": True, "has_power": True}
WORKER = frozenset({Role.WELFARE_WORKER})


def weighed(reasons: dict[str, str] | None = None, roles: frozenset[Role] = WORKER, **facts: object) -> object:
    """The reasons used for a new consent, or the key of the refusal."""
    try:
        return weigh(CONSENT_CONDITIONS, ConsentFacts(**{**GOOD, **facts}), roles, reasons or {})
    except Refused as refused:
        return refused.reason_key


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({}, {}),
        ({"is_alive": False}, "member_is_alive"),
        ({"given_on": TODAY + DAY}, "consent_is_not_from_tomorrow"),
        ({"given_on": TODAY - 400 * DAY}, {}),
        ({"ends_on": TODAY}, {}),
        ({"ends_on": TODAY - DAY}, "period_is_open"),
        (GUARDIAN, {}),
        ({**GUARDIAN, "has_power": False}, "representative_has_power"),
        ({**GUARDIAN, "has_representative": False}, "representative_has_power"),
        ({"is_minor": True}, "reason_is_needed"),
        ({"is_minor": True, "own_view_is_told": True}, {}),
        ({"way": ConsentWay.SPOKEN}, {}),
        ({"way": ConsentWay.TELEPHONE}, {}),
    ],
)
def test_new_consent_is_weighed(facts, answer) -> None:
    assert weighed(**facts) == answer


def test_new_consent_for_a_small_child_goes_on_with_a_reason() -> None:
    given = {"minor_was_asked": "0歳のため"}
    assert weighed(given, is_minor=True) == given
    assert weighed(given, frozenset({Role.CENTER_WORKER}), is_minor=True) == given
    assert weighed(given, frozenset({Role.DIVISION_CHIEF}), is_minor=True) == "minor_was_asked"


def test_new_consent_by_word_reminds_of_the_paper() -> None:
    reminders = [c for c in CONSENT_CONDITIONS if c.key == "spoken_consent_has_paper_day"]
    spoken = [way for way in ConsentWay if not reminders[0].is_met(ConsentFacts(**{**GOOD, "way": way}))]
    assert spoken == [ConsentWay.SPOKEN, ConsentWay.TELEPHONE]
