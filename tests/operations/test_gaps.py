"""望まれる社会資源: from 候補 to 使えるようになった, its 公開文 looked through, entries put together, links taken back."""

import pytest

import settings
from models.gaps import (
    Disposition,
    Engagement,
    EngagementKind,
    GapKind,
    GapMove,
    GapOrigin,
    GapState,
    OriginKind,
    ResourceGap,
)
from operations.gaps import (
    advance_gap,
    approach,
    describe_gap,
    merge_gap,
    raise_gap,
    report_engagement,
    take_back_origin,
)
from queries.gap import gap_file
from queries.gaps import Wish, gap_list
from rules.gap_steps import GAP
from rules.small_cells import Count
from tests.operations.endings import (
    CASE,
    PUBLIC,
    approached,
    confirmed,
    evaluated,
    go,
    owned_by,
    raised,
    reasons_of,
    stepping,
    wanted,
)
from tests.operations.racing import race
from tests.operations.sittings import planned, rows
from tests.operations.stored import refused, why_not
from tests.operations.working import DAY

G = GapState
RESOURCE, WORDS = "朝露農園の午前の会", "農園が週に一度、引き受けた。"


def stored(city, gap_id) -> ResourceGap:
    """An entry as it is stored."""
    row: ResourceGap = city.row(ResourceGap, gap_id)
    return row


def describing(city, gap_id, **other) -> dict:
    """The inputs of gap.describe with everything as it stands but what is given."""
    seen = city.seen(ResourceGap, gap_id, describe_gap)
    return {"subject_id": gap_id, "seen": seen, **seen, **other}


def stopped(city, gap_id, name: str, who: str = "kobayashi", **other) -> str:
    """Why an entry does not go a step."""
    return why_not(city, who, advance_gap, **stepping(city, gap_id, name, **other))


def merge(city, gap_id, into_id, **other):
    """Put an entry to another; what is stored of both."""
    inputs = {"seen": {"state": stored(city, gap_id).state}, "into_id": into_id, **other}
    city.do("kobayashi", merge_gap, gap_id, **inputs)
    return stored(city, gap_id), stored(city, into_id)


def count_of(city, gap_id) -> Count:
    """In how many cases it was said, as the city reads it."""
    return city.look("kobayashi", gap_file, gap_id).row.count


def test_raise_begins_a_candidate_that_comes_from_no_case(city) -> None:
    gap = stored(city, raised(city, origin=OriginKind.RESIDENTS, raised_on=settings.today() - DAY))
    assert (gap.state, gap.kind, gap.public_summary) == (G.CANDIDATE, GapKind.SHORT, PUBLIC)
    (origin,) = rows(GapOrigin, gap_id=gap.id)
    assert (origin.kind, origin.case_id, origin.review_id) == (OriginKind.RESIDENTS, None, None)
    assert (origin.raised_on, origin.raised_by_id) == (settings.today() - DAY, city.person("kobayashi"))


@pytest.mark.parametrize(
    ("who", "other", "key"),
    [
        ("kobayashi", {"origin": OriginKind.REVIEW}, "not_found"),
        ("kobayashi", {"raised_on": settings.today() + DAY}, "day_in_future"),
        ("kobayashi", {"words": ""}, "field_is_needed"),
        ("kobayashi", {"code": "K01"}, "field_is_needed"),
        ("ogawa", {}, "not_yours"),
        ("kaigo-kacho", {}, "not_yours"),
    ],
)
def test_raise_refuses_what_does_not_fit(small_city, who, other, key) -> None:
    inputs = {"code": "G02", "kind": GapKind.ABSENT, "words": "聞いた。", **other}
    assert why_not(small_city, who, raise_gap, **inputs) == key


def test_raise_by_many_at_once_gives_each_a_number(city) -> None:
    workers = [city.actor(who) for who in ("kobayashi", "mizuno") * 3]
    inputs = {"code": "G02", "kind": GapKind.ABSENT, "words": "聞いた。"}
    assert race(city, workers, raise_gap, **inputs) == ["done"] * 6
    assert sorted(row.serial for row in rows(ResourceGap)) == [1, 2, 3, 4, 5, 6]


def test_confirm_looks_the_public_text_through(city) -> None:
    gap = stored(city, confirmed(city))
    assert (gap.state, gap.confirmed_on) == (G.CONFIRMED, settings.today())
    (move,) = rows(GapMove, gap_id=gap.id)
    assert (move.step, move.moved_on, move.by_id) == ("confirm", settings.today(), city.person("kobayashi"))
    assert reasons_of(gap.id) == {}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (None, "public_text_is_written"),
        ("畑中きくさんが通える場がない。", "public_text_names_nobody"),
        ("はたなか みのる の居場所がない。", "public_text_names_nobody"),
        ("0533-00-0033へ電話しても出ない方の居場所。", "public_text_names_nobody"),
        ("連絡は0533000033まで。", "public_text_names_nobody"),
        ("南坂町(架空)6丁目2の豊川市南坂町(架空)6丁目2に場がない。", "public_text_names_nobody"),
        ("R7-007のような世帯の場がない。", "public_text_names_nobody"),
        ("事例R6-123と同じ場がない。", "public_text_names_nobody"),
    ],
)
def test_text_that_names_somebody_stops(small_city, text, key) -> None:
    gap_id = wanted(small_city, evaluated(small_city), public_summary=text).gap_id
    assert stopped(small_city, gap_id, "confirm", reasons={key: "だいじょうぶ"}) == key


@pytest.mark.parametrize(
    "text",
    [
        "諏訪1丁目の集合住宅の近くに場がない。",
        "畑中さんのような方の場がない。",
        "南坂町に場がない。",
        "82歳の母の通院の足がない。",
    ],
)
def test_text_that_may_name_somebody_asks_for_a_reason(city, text) -> None:
    gap_id = wanted(city, evaluated(city), public_summary=text).gap_id
    found = refused(city, "kobayashi", advance_gap, **stepping(city, gap_id, "confirm"))
    assert (found.reason_key, found.facts) == ("reason_is_needed", {"condition": "public_text_was_looked_through"})
    reasons = {"public_text_was_looked_through": "町の名で、どなたのお住まいも分からない。"}
    assert go(city, gap_id, "confirm", reasons=reasons).state is G.CONFIRMED
    assert reasons_of(gap_id) == reasons


def test_confirmed_text_that_changes_is_looked_through_again(city) -> None:
    gap_id = wanted(city, evaluated(city)).gap_id
    go(city, gap_id, "confirm")
    city.do("kobayashi", describe_gap, **describing(city, gap_id, public_summary="畑中さんの場"), reasons={
        "public_text_was_looked_through": "よくある姓",
    })  # fmt: skip
    assert reasons_of(gap_id) == {"public_text_was_looked_through": "よくある姓"}
    for text, key in (
        ("畑中 実さんの場", "public_text_names_nobody"), (" ", "public_text_is_written"),
        ("諏訪1丁目に場がない", "reason_is_needed"),
    ):  # fmt: skip
        assert why_not(city, "kobayashi", describe_gap, **describing(city, gap_id, public_summary=text)) == key
    # A candidate may be written freely: nobody else reads it yet.
    draft = raised(city)
    city.do("kobayashi", describe_gap, **describing(city, draft, public_summary="諏訪1丁目に場がない"))


def test_describe_keeps_what_somebody_else_wrote(city) -> None:
    gap_id = raised(city)
    first, second = (describing(city, gap_id, public_summary=text) for text in ("一つ目", "二つ目"))
    city.do("kobayashi", describe_gap, **first)
    assert why_not(city, "mizuno", describe_gap, **second) == "stale"
    assert why_not(city, "minami", describe_gap, **describing(city, gap_id)) in {"not_yours", "not_found"}


def test_whole_way_to_usable(city) -> None:
    gap_id = confirmed(city)
    found = go(city, gap_id, "assign", "kacho", **owned_by(city))
    assert (found.state, found.owner_id, found.disposition) == (
        G.ASSIGNED, city.agency("elderly_care_division"), Disposition.WIDEN,
    )  # fmt: skip
    assert go(city, gap_id, "begin", "kaigo-kacho", words="農園と話す").state is G.IN_WORK
    assert go(city, gap_id, "try_out", "suishin", resource=RESOURCE).state is G.ON_TRIAL
    used = {"resource": RESOURCE, "first_used_on": settings.today()}
    assert stopped(city, gap_id, "make_usable", "kaigo-kacho", **used) == "step_not_open"
    found = go(city, gap_id, "make_usable", **used, words=WORDS)
    assert (found.state, found.resource, found.first_used_on) == (G.USABLE, RESOURCE, settings.today())
    road = ["confirm", "assign", "begin", "try_out", "make_usable"]
    assert sorted(move.step for move in rows(GapMove, gap_id=gap_id)) == sorted(road)


@pytest.mark.parametrize(
    ("lack", "key"),
    [("owner_id", "owner_is_named"), ("disposition", "disposition_is_chosen"), ("due_on", "due_day_is_set")],
)
def test_assign_needs_owner_way_and_day(small_city, lack, key) -> None:
    gap_id = confirmed(small_city)
    assert stopped(small_city, gap_id, "assign", **{**owned_by(small_city), lack: None}) == key


def test_owner_is_a_division_of_the_city(city) -> None:
    gap_id = confirmed(city)
    assert stopped(city, gap_id, "assign", **owned_by(city, "social_welfare_council")) == "owner_is_a_division"
    assert stopped(city, gap_id, "assign", **owned_by(city, owner_id=gap_id)) == "owner_is_a_division"


def test_try_out_and_usable_need_resource_and_use(city) -> None:
    gap_id = confirmed(city)
    go(city, gap_id, "assign", **owned_by(city))
    assert stopped(city, gap_id, "try_out") == "resource_is_named"
    assert stopped(city, gap_id, "make_usable", resource=RESOURCE) == "step_not_open"
    go(city, gap_id, "begin")
    assert stopped(city, gap_id, "make_usable", resource=" ") == "resource_is_named"
    assert stopped(city, gap_id, "make_usable", resource=RESOURCE) == "it_was_used_once"
    ahead = {"resource": RESOURCE, "first_used_on": settings.today() + DAY}
    assert stopped(city, gap_id, "make_usable", **ahead) == "day_in_future"


def test_put_off_needs_words_and_a_day_ahead(city) -> None:
    gap_id, ahead = confirmed(city), settings.today() + 90 * DAY
    assert stopped(city, gap_id, "put_off", again_on=ahead) == "move_is_explained"
    assert stopped(city, gap_id, "put_off", words="予算のあとで") == "day_to_look_again_is_set"
    assert stopped(city, gap_id, "put_off", words="予算のあとで", again_on=settings.today()) == "day_must_lie_ahead"
    found = go(city, gap_id, "put_off", "kacho", words="予算のあとで", again_on=ahead)
    assert (found.state, found.again_on) == (G.PUT_OFF, ahead)
    assert stopped(city, gap_id, "take_up_again") == "move_is_explained"
    found = go(city, gap_id, "take_up_again", words="予算がついた")
    assert (found.state, found.again_on) == (G.CONFIRMED, None)


def test_no_longer_wanted_is_explained_and_final(city) -> None:
    gap_id = raised(city)
    assert stopped(city, gap_id, "no_longer_wanted") == "move_is_explained"
    assert go(city, gap_id, "no_longer_wanted", words="状況が変わった").state is G.NOT_WANTED
    for one in GAP.steps:
        assert stopped(city, gap_id, one.name) == "step_not_open"


@pytest.mark.parametrize("field", ["owner_id", "disposition", "due_on", "first_used_on"])
def test_owner_does_not_give_the_entry_away(small_city, field) -> None:
    gap_id = confirmed(small_city)
    go(small_city, gap_id, "assign", **owned_by(small_city))
    given = {**owned_by(small_city, "environment_division"), "first_used_on": settings.today()}
    assert stopped(small_city, gap_id, "begin", "kaigo-kacho", **{field: given[field]}) == "not_found"


@pytest.mark.parametrize(("who", "key"), [("ogawa", "not_yours"), ("minami", "not_yours"), ("iin", "not_found")])
def test_steps_are_the_citys_and_the_owners(small_city, who, key) -> None:
    gap_id = confirmed(small_city)
    assert stopped(small_city, gap_id, "assign", who, **owned_by(small_city)) == key
    go(small_city, gap_id, "assign", **owned_by(small_city, "environment_division"))
    assert stopped(small_city, gap_id, "begin", "kaigo-kacho") == "not_yours"


@pytest.mark.parametrize("told", ["畑中実さんが通い始めた。", "0533-00-0033", "R7-007の方が通う。"])
def test_what_is_said_of_an_entry_names_nobody(small_city, told) -> None:
    city, gap_id = small_city, wanted(small_city, evaluated(small_city)).gap_id
    go(city, gap_id, "confirm")
    assert stopped(city, gap_id, "put_off", words=told, again_on=settings.today() + DAY) == "text_names_somebody"
    go(city, gap_id, "assign", **owned_by(city))
    assert stopped(city, gap_id, "try_out", resource=told) == "text_names_somebody"
    ask = {"kind": EngagementKind.APPROACH, "agency_id": city.agency("farm")}
    assert why_not(city, "kobayashi", approach, gap_id, words=told, **ask) == "text_names_somebody"
    assert why_not(city, "kobayashi", approach, gap_id, words="話す", result=told, **ask) == "text_names_somebody"
    done = city.do("kobayashi", approach, gap_id, words="話す", **ask).subject_id
    inputs = {"seen": {"done_on": None, "result": None}, "done_on": settings.today(), "result": told}
    assert why_not(city, "kobayashi", report_engagement, done, **inputs) == "text_names_somebody"


def test_approach_and_what_came_of_it(city) -> None:
    gap_id = confirmed(city)
    go(city, gap_id, "assign", **owned_by(city))
    ask = {"kind": EngagementKind.COORDINATION_CHANGE, "agency_id": city.agency("farm"), "words": "午前に場を"}
    done = city.do("suishin", approach, gap_id, due_on=settings.today(), **ask).subject_id
    inputs = {"subject_id": done, "seen": {"done_on": None, "result": None}, "result": "引き受けてくれた"}
    ahead = {**inputs, "done_on": settings.today() + DAY}
    assert why_not(city, "kaigo-kacho", report_engagement, **ahead) == "day_in_future"
    city.do("kaigo-kacho", report_engagement, **inputs, done_on=settings.today())
    found = city.row(Engagement, done)
    assert (found.done_on, found.result, found.by_id) == (settings.today(), "引き受けてくれた", city.person("suishin"))
    assert why_not(city, "kobayashi", report_engagement, **inputs, done_on=settings.today()) == "stale"
    for other, key in (
        ({"done_on": settings.today()}, "field_is_needed"), ({"done_on": ahead["done_on"]}, "day_in_future"),
        ({"agency_id": gap_id}, "not_found"), ({"words": ""}, "field_is_needed"),
    ):  # fmt: skip
        assert why_not(city, "kobayashi", approach, gap_id, **{**ask, **other}) == key
    assert why_not(city, "ogawa", approach, gap_id, **ask) == "not_yours"


def test_report_of_an_approach_out_of_a_review(city) -> None:
    done = approached(city, evaluated(city)).id
    inputs = {"subject_id": done, "seen": {"done_on": None, "result": None}, "done_on": settings.today()}
    assert why_not(city, "nishi", report_engagement, **inputs, result="話した") == "not_found"
    assert why_not(city, "kaigo-kacho", report_engagement, **inputs, result="話した") == "not_found"
    assert why_not(city, "minami", report_engagement, **inputs, result=" ") == "field_is_needed"
    city.do("minami", report_engagement, **inputs, result="畑中さんのことは伏せて話した")


def test_merge_keeps_every_origin_and_counts_distinct_cases(city) -> None:
    first, other = evaluated(city), evaluated(city, "001")
    one, two, three = wanted(city, first), wanted(city, first, code="G03"), wanted(city, other)
    four = confirmed(city)
    assert [count_of(city, one.gap_id), count_of(city, four)] == [Count(exact=1), Count(exact=1)]
    merged, _ = merge(city, one.gap_id, two.gap_id)
    assert (merged.state, merged.state_before, merged.merged_into_id) == (G.MERGED, G.CANDIDATE, two.gap_id)
    assert count_of(city, two.gap_id) == Count(exact=1)
    merge(city, two.gap_id, three.gap_id)
    assert count_of(city, three.gap_id) == Count(exact=2)
    merge(city, three.gap_id, four)
    assert count_of(city, four) == Count(exact=3)
    came = {row.id: row.came_from_id for row in rows(GapOrigin, gap_id=four)}
    assert {key: came[key] for key in (one.id, two.id, three.id)} == {
        one.id: one.gap_id, two.id: two.gap_id, three.id: three.gap_id,
    }  # fmt: skip
    assert [row.id for row in city.look("kobayashi", gap_list, Wish()).rows] == [four]
    assert {move.step for move in rows(GapMove, gap_id=four)} == {"confirm", "take_in"}


def test_merge_looks_the_text_that_stays_through_for_those_who_come_along(city) -> None:
    gap_id = wanted(city, evaluated(city), public_summary="別の文").gap_id
    into = raised(city, public_summary="畑中 実さんのような方の場がない。")
    go(city, into, "confirm", reasons={"public_text_was_looked_through": "よくあるお名前"})
    inputs = {"seen": {"state": G.CANDIDATE}, "into_id": into}
    assert why_not(city, "kobayashi", merge_gap, gap_id, **inputs) == "public_text_names_nobody"


def test_merge_refuses_itself_the_merged_and_what_is_not_there(city) -> None:
    one, two, three = (raised(city) for _ in range(3))
    inputs = {"seen": {"state": G.CANDIDATE}}
    assert why_not(city, "kobayashi", merge_gap, one, into_id=one, **inputs) == "gap_is_the_same"
    assert why_not(city, "kobayashi", merge_gap, one, into_id=city.case(CASE), **inputs) == "not_found"
    merge(city, one, two)
    assert why_not(city, "kobayashi", merge_gap, three, into_id=one, **inputs) == "gap_is_merged"
    again = {"seen": {"state": G.MERGED}, "into_id": three}
    assert why_not(city, "kobayashi", merge_gap, one, **again) == "gap_is_merged"
    assert why_not(city, "kobayashi", describe_gap, **describing(city, one)) == "gap_is_merged"
    ask = {"kind": EngagementKind.APPROACH, "agency_id": city.agency("farm"), "words": "話す"}
    assert why_not(city, "kobayashi", approach, one, **ask) == "gap_is_merged"
    for step in GAP.steps:
        assert stopped(city, one, step.name) == "step_not_open"


def test_merge_by_many_at_once_is_done_once(city) -> None:
    one, two = raised(city), raised(city)
    workers = [city.actor(who) for who in ("kobayashi", "mizuno") * 2]
    inputs = {"seen": {"state": G.CANDIDATE}, "into_id": two}
    assert race(city, workers, merge_gap, one, **inputs) == ["done"] + ["stale"] * 3
    assert len(rows(GapOrigin, gap_id=two)) == 2


def test_take_back_a_link_that_was_made_by_mistake(city) -> None:
    review_id, into = evaluated(city), confirmed(city)
    joined, alone = wanted(city, review_id, gap_id=into), wanted(city, review_id)
    city.do("kobayashi", take_back_origin, joined.id)
    assert (count_of(city, into), stored(city, into).state) == (Count(exact=1), G.CONFIRMED)
    city.do("minami", take_back_origin, alone.id)
    assert (stored(city, alone.gap_id).state, rows(GapOrigin, review_id=review_id)) == (G.NOT_WANTED, [])
    assert [move.step for move in rows(GapMove, gap_id=alone.gap_id)] == ["take_back"]


def test_take_back_is_of_reviews_alone_and_of_those_who_hold_the_case(city) -> None:
    (origin,) = rows(GapOrigin, gap_id=raised(city))
    assert why_not(city, "kobayashi", take_back_origin, origin.id) == "review_is_confirmed"
    own = wanted(city, evaluated(city))
    assert why_not(city, "nishi", take_back_origin, own.id) == "not_found"
    assert why_not(city, "ogawa", take_back_origin, own.id) == "not_yours"


def test_step_names_the_conference_where_it_was_talked_about(city) -> None:
    gap_id, conference = confirmed(city), planned(city)
    go(city, gap_id, "assign", conference_id=conference, **owned_by(city))
    assert {move.step: move.conference_id for move in rows(GapMove, gap_id=gap_id)}["assign"] == conference
    assert stopped(city, gap_id, "begin", conference_id=gap_id) == "not_found"
