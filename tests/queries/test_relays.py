"""つなぎ as its two ends see it: waiting first, late for both, one of them with its answer."""

from datetime import timedelta
from uuid import uuid4

import pytest

import settings
from models.cases import Case
from models.database import writing
from models.history import Channel
from models.relays import Relay, RelayState
from operations.relays import answer_relay, take_relay
from queries.relays import relay_file, relay_list
from queries.view import Seen
from rules.disclosure import Basis, BasisKind
from rules.refusal import Refused
from tests.queries.many import more_relays

DAY = timedelta(days=1)
SEEN = {"kobayashi": 11, "mizuno": 11, "kacho": 11, "nishi": 1, "minami": 2, "ogawa": 3, "hayashi": 3}
WAITING, SOUTH, SPOKEN = "雨戸の閉まった家", "七階の窓の方", "ラジオの聞こえる部屋"


@pytest.mark.parametrize("who", SEEN)
def test_relay_list_is_what_was_sent_or_received(city, who) -> None:
    view = city.look(who, relay_list)
    assert (view.total, len(view.rows)) == (SEEN[who], SEEN[who])
    waits = [row.state is RelayState.ARRIVED for row in view.rows]
    assert waits == sorted(waits, reverse=True)


@pytest.mark.parametrize("who", ["kiroku", "suishin", "kaigo-kacho", "iin", "system"])
def test_relay_list_of_somebody_else_is_refused(city, who) -> None:
    for query in (relay_list, relay_file):
        with pytest.raises(Refused, match="not_found"):
            city.look(who, query, *([city.relay(WAITING)] if query is relay_file else []))


@pytest.mark.parametrize(
    ("who", "alias", "mine"),
    [
        ("kobayashi", WAITING, True),
        ("kobayashi", SOUTH, True),
        ("minami", SOUTH, True),
        ("kacho", WAITING, False),
        ("hayashi", WAITING, False),
        ("ogawa", SOUTH, False),
    ],
)
def test_relay_list_says_whose_turn_it_is(city, who, alias, mine) -> None:
    row = next(row for row in city.look(who, relay_list).rows if row.alias == alias)
    assert row.is_mine_to_answer is mine


def test_relay_list_tells_both_ends_the_same_age_and_day(city) -> None:
    with writing() as session:
        relay = session.get_one(Relay, city.relay(WAITING))
        relay.reply_due_on, relay.sent_at = settings.today() - DAY, settings.now() - 5 * DAY
    rows = [row for who in ("hayashi", "kobayashi") for row in city.look(who, relay_list).rows if row.alias == WAITING]
    assert [(row.age_days, row.due_on, row.is_late) for row in rows] == [(5, settings.today() - DAY, True)] * 2


@pytest.mark.parametrize(("late_by", "is_late"), [(0, False), (1, True)])
def test_relay_list_is_late_from_the_day_after(city, late_by, is_late) -> None:
    with writing() as session:
        session.get_one(Relay, city.relay(WAITING)).reply_due_on = settings.today() - late_by * DAY
    row = next(row for row in city.look("hayashi", relay_list).rows if row.alias == WAITING)
    assert row.is_late is is_late


def test_relay_list_covers_every_relay_once_page_by_page(city) -> None:
    made = more_relays(city, 65)
    pages = [city.look("ogawa", relay_list, page=page) for page in range(4)]
    seen = [row.id for view in pages for row in view.rows]
    assert ([len(view.rows) for view in pages], {view.total for view in pages}) == ([30, 30, 8, 0], {68})
    assert (len(set(seen)), set(made) <= set(seen)) == (68, True)


@pytest.mark.parametrize(
    ("who", "alias"), [("kobayashi", WAITING), ("kacho", WAITING), ("hayashi", WAITING), ("minami", SOUTH)]
)
def test_relay_file_is_whole_for_both_ends(city, who, alias) -> None:
    view = city.look(who, relay_file, city.relay(alias))
    relay = city.row(Relay, city.relay(alias))
    assert (view.basis, view.complaint, view.row.alias) == (Basis(BasisKind.OFFICE), relay.complaint, alias)
    assert view.looks == (Seen("relay.look", "relays", relay.id, None, "office"),)
    assert (view.reply, view.case_id, view.case_number, view.replied_by) == (None, None, "", "")


@pytest.mark.parametrize(
    ("who", "alias"), [("nishi", WAITING), ("minami", WAITING), ("ogawa", WAITING), ("hayashi", SOUTH)]
)
def test_relay_file_of_somebody_else_answers_like_none(city, who, alias) -> None:
    for relay_id in (city.relay(alias), uuid4(), None):
        with pytest.raises(Refused) as caught:
            city.look(who, relay_file, relay_id)
        assert (caught.value.reason_key, caught.value.facts) == ("not_found", {})


def test_relay_file_offers_its_steps_to_the_receiver_alone(city) -> None:
    steps = ["take", "give_information", "pass_on", "advise"]
    offered = {
        who: [offer.name for offer in city.look(who, relay_file, city.relay(WAITING)).offers]
        for who in ("kobayashi", "kacho", "hayashi")
    }
    assert offered == {"kobayashi": steps, "kacho": [], "hayashi": []}
    take = city.look("kobayashi", relay_file, city.relay(WAITING)).offers[0]
    assert (take.stops, take.needs_reasons, take.notices) == ((), (), ("sender_has_consent",))


def test_relay_file_says_who_spoke_and_who_typed(city) -> None:
    view = city.look("mizuno", relay_file, city.relay(SPOKEN))
    assert (view.spoken.said_by, view.spoken.channel, view.sent_by) == ("町内会の役員", Channel.FAX, "小林 あかり")
    assert city.look("mizuno", relay_file, city.relay(WAITING)).spoken is None


def test_relay_file_after_the_answer_carries_it_to_the_sender(city) -> None:
    city.do("mizuno", answer_relay, city.relay(WAITING), step="advise", reply="お電話ください。")
    view = city.look("hayashi", relay_file, city.relay(WAITING))
    assert (view.reply, view.replied_by, view.row.state, view.offers) == (
        "お電話ください。", "水野 そら", RelayState.ADVISED, (),
    )  # fmt: skip


def test_relay_file_names_the_case_only_to_who_may_see_it(city) -> None:
    case = city.row(Case, city.do("kobayashi", take_relay, city.relay(WAITING)).subject_id)
    named = city.look("kobayashi", relay_file, city.relay(WAITING))
    sender = city.look("hayashi", relay_file, city.relay(WAITING))
    assert (named.case_id, named.case_number) == (case.id, case.number)
    assert (sender.case_id, sender.case_number, sender.row.state) == (None, "", RelayState.TAKEN)
    assert (named.looks[0].case_id, sender.looks[0].case_id) == (case.id, case.id)
