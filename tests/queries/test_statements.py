"""A view takes as many statements for three times the rows, on both databases."""

from collections.abc import Callable

import pytest

from queries.case import case_file
from queries.cases import case_list
from queries.choices import agencies, workers
from queries.looks import look_list
from queries.people import people_list
from queries.reasoned import reasoned_list
from queries.relays import relay_file, relay_list
from queries.today import today_of
from tests.queries.many import (
    more_accounts,
    more_cases,
    more_looks,
    more_people_in,
    more_relays,
    statements,
)

SOME = 5


def grow(city, count: int, step: int) -> None:
    """So many more of everything."""
    more_cases(city, count, first=1 + 100 * step)
    more_people_in(city, city.case("001"), count)
    more_relays(city, count)
    more_looks(city.actor("kacho"), city.case("001"), count)
    if step == 0:
        more_accounts(city, count)


VIEWS: dict[str, tuple[str, Callable[..., object]]] = {
    "case_list": ("kobayashi", lambda city, actor: city.look(actor, case_list)),
    "case_list of an agency": ("ogawa", lambda city, actor: city.look(actor, case_list)),
    "case_list with words": ("kobayashi", lambda city, actor: city.look(actor, case_list, words="家")),
    "case_file": ("kobayashi", lambda city, actor: city.look(actor, case_file, city.case("001"))),
    "case_file of an agency": ("ogawa", lambda city, actor: city.look(actor, case_file, city.case("001"))),
    "relay_list": ("kobayashi", lambda city, actor: city.look(actor, relay_list)),
    "relay_file": ("kobayashi", lambda city, actor: city.look(actor, relay_file, city.relay("雨戸の閉まった家"))),
    "today_of a worker": ("kobayashi", lambda city, actor: city.look(actor, today_of)),
    "today_of a chief": ("kacho", lambda city, actor: city.look(actor, today_of)),
    "today_of an agency": ("ogawa", lambda city, actor: city.look(actor, today_of)),
    "look_list": ("kacho", lambda city, actor: city.look(actor, look_list)),
    "look_list whole": ("kacho", lambda city, actor: city.look(actor, look_list, whole=True)),
    "people_list": ("kacho", lambda city, actor: city.look(actor, people_list)),
    "reasoned_list": ("kacho", lambda city, actor: city.look(actor, reasoned_list)),
    "agencies": ("kobayashi", lambda city, actor: city.look(actor, agencies)),
    "workers": ("kobayashi", lambda city, actor: city.look(actor, workers)),
}


def counted(city) -> dict[str, int]:
    """The number of statements of each view."""
    found = {}
    for name, (who, view) in VIEWS.items():
        actor = city.actor(who)
        with statements() as sent:
            view(city, actor)
        found[name] = len([one for one in sent if one.upper().startswith("SELECT")])
    return found


def test_views_take_no_more_statements_for_more_rows(city) -> None:
    grow(city, SOME, 0)
    few = counted(city)
    grow(city, 2 * SOME, 1)
    assert counted(city) == few


@pytest.mark.parametrize("name", list(VIEWS))
def test_view_takes_few_statements(small_city, name) -> None:
    who, view = VIEWS[name]
    actor = small_city.actor(who)
    with statements() as sent:
        view(small_city, actor)
    # きょう asks once for each kind of thing that may wait, and whether the next conference has holes: a fixed number.
    assert 1 <= len(sent) <= (44 if name.startswith("today_of") else 20)
