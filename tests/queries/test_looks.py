"""見た人の記録: asked by case and by day, page by page, and whole for the file."""

from dataclasses import replace
from datetime import datetime, timedelta
from datetime import time as clock

import pytest

import settings
from models.database import writing
from operations import looks
from operations.looks import Look
from queries.cases import case_list
from queries.looks import look_list
from queries.view import Seen
from rules.access import GRANTS
from rules.disclosure import Basis, BasisKind
from rules.refusal import Refused
from tests.queries.many import more_looks

DAY = timedelta(days=1)
ROLES = ["kobayashi", "kacho", "nishi", "minami", "kiroku", "hayashi", "suishin", "kaigo-kacho", "iin", "system"]


def number(city, place: str) -> str:
    """The number of a case."""
    return next(row.number for row in city.look("kacho", case_list).rows if row.number.endswith(place))


@pytest.mark.parametrize("who", ROLES)
def test_look_list_is_for_who_may_look_at_it(city, who) -> None:
    actor = city.actor(who)
    for right, whole in (("looks.look", False), ("looks.export", True)):
        if actor.roles & GRANTS[right].roles:
            assert city.look(actor, look_list, whole=whole).basis == Basis(BasisKind.OFFICE)
        else:
            with pytest.raises(Refused, match="not_found"):
                city.look(actor, look_list, whole=whole)


def test_look_list_tells_who_saw_what_on_which_ground(city) -> None:
    actor = city.actor("ogawa")
    with writing() as session:
        seen = Look("case.look", "cases", city.case("001"), city.case("001"), "consent")
        looks.record(session, actor, [seen], settings.now())
    row = city.look("kacho", look_list).rows[0]
    assert (row.who, row.place, row.action, row.number, row.basis) == (
        "小川 なぎさ", "星見野総合病院 地域連携室", "case.look", number(city, "001"), "consent",
    )  # fmt: skip


def test_look_list_holds_looks_and_no_other_acts(city) -> None:
    more_looks(city.actor("kacho"), city.case("001"), 2)
    view = city.look("kacho", look_list)
    assert (view.total, view.people, {row.action for row in view.rows}) == (2, 1, {"case.look"})


@pytest.mark.parametrize("typed", ["001", "as it is", "small", "with spaces"])
def test_look_list_of_one_case(city, typed) -> None:
    for place, count in (("001", 3), ("002", 2)):
        more_looks(city.actor("kacho"), city.case(place), count)
    whole = number(city, "001")
    asked = {"001": "001", "as it is": whole, "small": whole.lower(), "with spaces": f" {whole} "}[typed]
    view = city.look("kacho", look_list, number=asked)
    assert (view.total, {row.number for row in view.rows}) == ((0, set()) if typed == "001" else (3, {whole}))


def test_look_list_of_some_days_counts_tokyo_days(city) -> None:
    day, actor = settings.today() - 3 * DAY, city.actor("kacho")
    midnight = datetime.combine(day, clock(), settings.TOKYO)
    second = timedelta(seconds=1)
    for moment in (midnight - second, midnight, midnight + DAY - second, midnight + DAY):
        more_looks(actor, city.case("001"), 1, now=moment)
    views = [city.look("kacho", look_list, **span) for span in (
        {"since": day, "until": day}, {"since": day}, {"until": day}, {"since": day + 2 * DAY},
    )]  # fmt: skip
    assert [view.total for view in views] == [2, 3, 3, 0]


def test_look_list_covers_every_look_once_page_by_page(city) -> None:
    for place in ("001", "002"):
        more_looks(city.actor("kacho"), city.case(place), 35)
    pages = [city.look("kacho", look_list, page=page) for page in range(4)]
    assert ([len(view.rows) for view in pages], {view.total for view in pages}) == ([30, 30, 10, 0], {70})
    seen = [row for view in pages for row in view.rows]
    assert sorted(row.number[-1] for row in seen) == ["1"] * 35 + ["2"] * 35


def test_look_list_whole_has_no_pages_and_is_itself_a_look(city) -> None:
    actor = city.actor("kacho")
    more_looks(actor, city.case("001"), 35)
    view = city.look(actor, look_list, whole=True)
    assert (len(view.rows), view.total) == (35, 35)
    assert view.looks == (Seen("looks.export", "people", actor.person_id, None, "office"),)
    assert city.look(actor, look_list).looks == ()


def test_look_list_counts_people_and_not_looks(city) -> None:
    for who in ("kacho", "kobayashi", "kobayashi"):
        more_looks(city.actor(who), city.case("001"), 2)
    view = city.look("kacho", look_list)
    assert (view.total, view.people) == (6, 2)


def test_look_list_holds_looks_at_a_relay_that_is_no_case_yet(city) -> None:
    actor = city.actor("kobayashi")
    relay = Look("relay.look", "relays", city.relay("雨戸の閉まった家"), None, "office")
    with writing() as session:
        looks.record(session, actor, [relay, replace(relay, action="looks.export")], settings.now())
    assert {row.action for row in city.look("kacho", look_list).rows} == {"relay.look", "looks.export"}
