"""What every act has in common: once for each request, never on a stale form, for others only by who may, told to history."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import func, select

import settings
from models.cases import Case, HouseholdMember
from models.database import reading, writing
from models.history import Channel, EnteredFor, HistoryEntry, RequestDone
from models.people import Role
from models.relays import Relay, RelayConsent, Urgency
from operations.accounts import open_account
from operations.action import Done, Said
from operations.cases import add_member, correct_member, describe_case, involve_agency
from operations.relays import send_relay
from operations.sign_ins import change_password, sign_out
from rules.refusal import Stale
from tests.operations.stored import entries, everything, refused, why_not
from ui.session import _twin_safe


def five_fields(city, **other: object) -> dict[str, object]:
    """A つなぎ to the city."""
    return {
        "alias": "橋のたもと", "complaint": "相談", "urgency": Urgency.ORDINARY, "consent": RelayConsent.GIVEN,
        "to_agency_id": city.agency("community_welfare_division"), **other,
    }  # fmt: skip


def count(model: type) -> int:
    """Rows of a table."""
    with reading() as session:
        return session.exec(select(func.count()).select_from(model)).one()


def test_act_of_the_same_request_is_done_once(city) -> None:
    actor, inputs = city.actor("hayashi"), five_fields(city)
    first = city.do(actor, send_relay, request_id="one", **inputs)
    after = everything()
    assert city.do(actor, send_relay, request_id="one", **inputs) == Done(first.subject_id, repeated=True)
    assert city.do(actor, send_relay, request_id="one", **inputs | {"alias": "別"}).subject_id == first.subject_id
    assert everything() == after


def test_act_of_eight_racing_twins_leaves_one_row_and_one_answer(city) -> None:
    actor, inputs, before = city.actor("hayashi"), five_fields(city), count(Relay)
    gate = threading.Barrier(8)

    def race(_: int) -> Done:
        gate.wait(10)
        return _twin_safe(lambda: city.do(actor, send_relay, request_id="one", **inputs))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(race, range(8)))
    assert len({answer.subject_id for answer in answers}) == 1
    assert sorted(answer.repeated for answer in answers) == [False] + [True] * 7
    assert (count(Relay), len(entries(answers[0].subject_id))) == (before + 1, 1)


def test_act_with_the_request_of_another_person_is_refused(city) -> None:
    inputs = five_fields(city)
    city.do("hayashi", send_relay, request_id="one", **inputs)
    assert why_not(city, "ogawa", send_relay, request_id="one", **inputs) == "not_found"


def test_act_with_the_request_of_another_act_is_refused(city) -> None:
    actor = city.actor("kobayashi")
    city.do(actor, send_relay, request_id="one", **five_fields(city))
    assert why_not(city, actor, add_member, city.case("001"), request_id="one", relation="長男") == "not_found"


def test_refused_request_may_be_tried_again(city) -> None:
    actor = city.actor("hayashi")
    assert why_not(city, actor, send_relay, request_id="one", **five_fields(city, alias="")) == "field_is_needed"
    assert city.do(actor, send_relay, request_id="one", **five_fields(city)).repeated is False


def described(city, case_id: UUID, **other: object) -> dict[str, object]:
    """The inputs of case.describe as the case stands."""
    return city.seen(Case, case_id, describe_case) | other


def test_act_on_what_was_seen_is_done(city) -> None:
    case_id = city.case("004")
    seen = city.seen(Case, case_id, describe_case)
    city.do("kobayashi", describe_case, case_id, seen=seen, **described(city, case_id, alias="角の家"))
    assert city.row(Case, case_id).alias == "角の家"


def test_act_on_a_stale_form_is_refused_with_what_is_stored(city) -> None:
    case_id = city.case("004")
    seen, inputs = city.seen(Case, case_id, describe_case), described(city, case_id, alias="角の家")
    city.do("mizuno", describe_case, case_id, seen=seen, **inputs)
    stale = refused(city, "kobayashi", describe_case, case_id, seen=seen, **inputs | {"alias": "別の名"})
    assert isinstance(stale, Stale)
    assert (stale.reason_key, stale.stored) == ("stale", inputs)


def test_act_without_having_seen_is_refused(city) -> None:
    case_id = city.case("004")
    inputs = described(city, case_id)
    assert refused(city, "kobayashi", describe_case, case_id, **inputs).stored == inputs


def test_act_after_a_change_of_something_else_is_not_stale(city) -> None:
    case_id = city.case("004")
    seen = city.seen(Case, case_id, describe_case)
    city.do("mizuno", add_member, case_id, relation="長男")
    city.do("mizuno", involve_agency, case_id, agency_id=city.agency("farm"))
    with writing() as session:
        session.get_one(Case, case_id).pattern = "P01"
    city.do("kobayashi", describe_case, case_id, seen=seen, **described(city, case_id, alias="角の家"))
    assert city.row(Case, case_id).alias == "角の家"


def test_act_on_a_stale_member_tells_every_field_of_the_form(city) -> None:
    member = city.members(city.case("004"))[0]
    seen = city.seen(HouseholdMember, member.id, correct_member)
    texts = {name: value for name, value in seen.items() if name != "died_on"}
    city.do("mizuno", correct_member, member.id, seen=seen, **texts | {"telephone": "0533-00-0033"})
    stale = refused(city, "kobayashi", correct_member, member.id, seen=seen, **texts)
    assert stale.stored == seen | {"telephone": "0533-00-0033"}


def said(city, agency: str = "police_station", **other: object) -> Said:
    """Somebody of an agency on the telephone."""
    moment = settings.now() - timedelta(minutes=3)
    return replace(Said(city.agency(agency), "巡査部長の声", Channel.TELEPHONE, moment), **other)


@pytest.mark.parametrize("who", ["kobayashi", "nishi"])
def test_act_entered_for_somebody_is_theirs_and_says_so(city, who) -> None:
    words, actor = said(city), city.actor(who)
    relay_id = city.do(actor, send_relay, said=words, **five_fields(city)).subject_id
    relay = city.row(Relay, relay_id)
    assert (relay.from_agency_id, relay.sent_by_id) == (words.agency_id, actor.person_id)
    with reading() as session:
        row = session.exec(select(EnteredFor).where(EnteredFor.subject_id == relay_id)).one()
    assert (row.agency_id, row.said_by, row.channel, row.said_at, row.history_id) == (
        words.agency_id, "巡査部長の声", Channel.TELEPHONE, words.said_at, entries(relay_id)[0].id,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["hayashi", "ogawa"])
def test_act_entered_for_somebody_by_an_agency_is_refused(city, who) -> None:
    assert why_not(city, who, send_relay, said=said(city), **five_fields(city)) == "not_yours"


def test_act_entered_for_an_unknown_agency_is_refused(city) -> None:
    assert (
        why_not(city, "kobayashi", send_relay, said=said(city, agency_id=uuid4()), **five_fields(city)) == "not_found"
    )


def test_act_entered_for_words_of_the_future_is_refused(city) -> None:
    words, now = said(city), settings.now()
    soon = replace(words, said_at=now + timedelta(seconds=1))
    assert why_not(city, "kobayashi", send_relay, said=soon, now=now, **five_fields(city)) == "said_in_future"
    just = replace(words, said_at=now)
    assert city.do("kobayashi", send_relay, said=just, now=now, **five_fields(city)).repeated is False


@pytest.mark.parametrize("by", ["", " \u3000", "あ" * 201, "1234-5678-9012", "a\x00"])
def test_act_entered_for_somebody_without_a_proper_name_is_refused(city, by) -> None:
    key = why_not(city, "kobayashi", send_relay, said=said(city, said_by=by), **five_fields(city))
    assert key in {"field_is_needed", "text_too_long", "text_has_my_number", "text_has_unusable_signs"}


def test_act_is_told_to_history_with_its_inputs_sealed(city) -> None:
    actor, case_id = city.actor("kobayashi"), city.case("004")
    done = city.do(actor, add_member, case_id, relation="長男", name="椎名 ひろし", is_minor=True)
    entry = entries(done.subject_id)[-1]
    assert (entry.action, entry.subject_kind, entry.case_id) == ("member.add", "household_members", case_id)
    assert (entry.actor_id, entry.sign_in_id) == (actor.person_id, actor.sign_in_id)
    assert json.loads(entry.changes) == {"relation": "長男", "name": "椎名 ひろし", "is_minor": True}
    assert not any("椎名 ひろし" in row for rows in everything().values() for row in rows)


def test_act_is_told_to_history_without_passwords(city) -> None:
    password = "とてもながい合いことば7"
    done = city.do(
        "kacho", open_account, login="new.one", name="新田 のぞみ", reading="にった のぞみ", password=password,
        agency_id=city.agency("farm"), roles={Role.AGENCY_MEMBER},
    )  # fmt: skip
    city.do("kacho", change_password, current="toyokawa-mihon", new=password)
    with reading() as session:
        changes = [entry.changes or "" for entry in session.exec(select(HistoryEntry))]
    assert [text for text in changes if password in text or "toyokawa-mihon" in text] == []
    assert set(json.loads(entries(done.subject_id)[0].changes)) == {"login", "name", "reading", "agency_id", "roles"}


def test_act_on_a_part_raises_the_signal_of_the_case_and_no_version(city) -> None:
    before = city.row(Case, city.case("004"))
    member_id = city.do("kobayashi", add_member, before.id, relation="長男").subject_id
    after = city.row(Case, before.id)
    assert (after.signal_no, after.version) == (before.signal_no + 1, before.version)
    assert city.row(HouseholdMember, member_id).signal_no == 1


@pytest.mark.parametrize("who", ["kiroku", "suishin", "kaigo-kacho", "iin", "system", "kacho"])
def test_act_of_another_role_is_refused(city, who) -> None:
    assert why_not(city, who, send_relay, **five_fields(city)) == "not_yours"
    assert why_not(city, who, add_member, city.case("001"), relation="長男") == "not_yours"


def test_act_before_the_first_password_is_changed_is_refused(city) -> None:
    actor = replace(city.actor("kobayashi"), must_change_password=True)
    assert why_not(city, actor, send_relay, **five_fields(city)) == "password_first"
    assert city.do(actor, sign_out).subject_id == actor.sign_in_id


def test_act_on_what_is_not_there_answers_like_one_that_is_not_theirs(city) -> None:
    hidden = refused(city, "nishi", add_member, city.case("001"), relation="長男")
    absent = refused(city, "nishi", add_member, uuid4(), relation="長男")
    nothing = refused(city, "nishi", add_member, None, relation="長男")
    assert [(one.reason_key, one.facts) for one in (hidden, absent, nothing)] == [("not_found", {})] * 3


def test_request_remembers_its_answer(city) -> None:
    actor = city.actor("hayashi")
    done = city.do(actor, send_relay, request_id="one", **five_fields(city))
    with reading() as session:
        row = session.exec(select(RequestDone).where(RequestDone.request_id == "one")).one()
    assert (row.actor_id, row.action, row.subject_id) == (actor.person_id, "relay.send", done.subject_id)
