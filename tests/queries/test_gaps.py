"""望まれる社会資源: the city reads everything, others 公開文 and a range, and nobody whose case it was."""

import pytest

import settings
from models.gaps import GapState
from operations.gaps import advance_gap, merge_gap
from queries.gap import entries, gap_file
from queries.gap_heat import gap_heat
from queries.gaps import CARDS, COLUMNS, RESTING, Wish, gap_board, gap_list
from rules.calendar import fiscal_year
from rules.disclosure import BasisKind
from rules.refusal import Refused
from rules.small_cells import Count
from tests.access.texts import shown_of
from tests.operations.endings import CASE, confirmed, evaluated, go, owned_by, raised, stepping, wanted
from tests.operations.stored import why_not
from tests.operations.working import DAY
from tests.queries.many import more_cases
from tests.queries.many_gaps import TEXT, more_gaps, more_of_one
from tests.queries.statements import statements

OUTSIDERS = ("kaigo-kacho", "suishin", "hayashi")
EVERYBODY = ("kobayashi", "kacho", "minami", "nishi", "kiroku", *OUTSIDERS)
WHERE_SAID = "母のいる畑のことで聞いた。"


def rows_of(city, who: str, **wish):
    """The whole list as somebody reads it."""
    return city.look(who, gap_list, Wish(**wish), whole=True).rows


def ids_of(city, who: str, **wish) -> list:
    """The entries of that list."""
    return [row.id for row in rows_of(city, who, **wish)]


def is_found(city, who: str, gap_id) -> bool:
    """Whether somebody opens an entry by its id."""
    try:
        return city.look(who, gap_file, gap_id).row.id == gap_id
    except Refused:
        return False


def mixed(city) -> dict[str, object]:
    """Entries of every kind: by what it is, its id."""
    review_id, east = evaluated(city), evaluated(city, "003", "mizuno")
    candidate = wanted(city, review_id, words=WHERE_SAID, public_summary="候補のままの文").gap_id
    told = wanted(city, review_id, words=WHERE_SAID, code="G01", public_summary="通院の足がない。").gap_id
    wanted(city, east, "mizuno", gap_id=told, words="東の家でも聞いた。")
    sensitive = wanted(
        city, review_id, words=WHERE_SAID, code="G21", public_summary="受け入れ先がない。", district_key="south"
    )
    go(city, told, "confirm")
    go(city, sensitive.gap_id, "confirm")
    merged = confirmed(city, public_summary="まとめる前の文")
    into = confirmed(city, public_summary="まとめた先の文")
    city.do("kobayashi", merge_gap, merged, seen={"state": GapState.CONFIRMED}, into_id=into)
    put_off = confirmed(city, public_summary="見送りの文")
    go(city, put_off, "put_off", words="予算のあとで", again_on=settings.today() + 30 * DAY)
    return {
        "candidate": candidate, "told": told, "sensitive": sensitive.gap_id, "merged": merged, "into": into,
        "put_off": put_off,
    }  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
def test_board_list_heat_and_single_entries_agree(city, who) -> None:
    known = mixed(city)
    rows, board = rows_of(city, who), city.look(who, gap_board)
    assert board.total == len(rows) == city.look(who, gap_list, Wish()).total
    assert {row.id for row in rows} | {known["merged"]} >= {one for one in known.values() if is_found(city, who, one)}
    for row in rows:
        assert city.look(who, gap_file, row.id).row == row
    for column in board.columns:
        own = [row for row in rows if row.state in COLUMNS[column.name]]
        assert (column.total, set(column.rows)) == (len(own), set(own))
        assert set(ids_of(city, who, column=column.name)) == {row.id for row in own}
    assert board.resting == len(ids_of(city, who, column="resting")) == len([r for r in rows if r.state in RESTING])
    heat = city.look(who, gap_heat)
    assert set(heat.codes) <= {row.code for row in rows}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_unconfirmed_candidate_is_nowhere_for_outsiders(city, who) -> None:
    candidate, text = mixed(city)["candidate"], "候補のままの文"
    views = [
        city.look(who, gap_board),
        city.look(who, gap_list, Wish(), whole=True),
        city.look(who, gap_heat),
        city.look(who, entries),
        *(city.look(who, gap_list, Wish(words=words)) for words in (text, "居場所", "資源")),
    ]
    assert shown_of({text, str(candidate)}, views) == set()
    assert not is_found(city, who, candidate)
    assert candidate not in ids_of(city, who, code="G02")
    assert why_not(city, who, advance_gap, **stepping(city, candidate, "confirm")) in {"not_found", "not_yours"}
    assert shown_of({text}, city.look("kobayashi", gap_list, Wish(words=text))) == {text}


def test_candidate_is_found_by_those_who_hold_its_case(city) -> None:
    candidate = mixed(city)["candidate"]
    assert [is_found(city, who, candidate) for who in ("minami", "nishi", "kiroku")] == [True, False, True]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_merged_entry_is_nowhere_for_outsiders(city, who) -> None:
    known = mixed(city)
    assert not is_found(city, who, known["merged"])
    assert (
        shown_of({"まとめる前の文"}, [city.look(who, gap_list, Wish()), city.look(who, gap_file, known["into"])])
        == set()
    )
    view = city.look("kobayashi", gap_file, known["merged"])
    assert (view.merged_into.id, view.origins) == (known["into"], ())
    assert [one.id for one in city.look("kobayashi", gap_file, known["into"]).taken_in] == [known["merged"]]


@pytest.mark.parametrize("who", EVERYBODY)
def test_counts_are_exact_for_the_city_and_a_range_for_others(city, who) -> None:
    told = mixed(city)["told"]
    inside = who in {"kobayashi", "kacho"}
    if who == "kiroku":  # reads only what came from a case of hers
        assert not city.look(who, gap_file, told).is_city
    small = Count(exact=2) if inside else Count(at_most=2)
    assert city.look(who, gap_file, told).row.count == small
    assert {row.id: row.count for row in rows_of(city, who)}[told] == small
    more_of_one(city, told, more_cases(city, 3))
    assert city.look(who, gap_file, told).row.count == Count(exact=5)


@pytest.mark.parametrize("who", EVERYBODY)
def test_sensitive_need_tells_outsiders_neither_count_nor_district(city, who) -> None:
    sensitive = mixed(city)["sensitive"]
    row, inside = city.look(who, gap_file, sensitive).row, who in {"kobayashi", "kacho"}
    told = (Count(exact=1), "南部圏域", "south") if inside else (Count(), "", "")
    assert (row.count, row.district, row.district_key) == told
    for key in ("south", "", "east"):
        assert (sensitive in ids_of(city, who, district_key=key)) is (inside and key == "south")
    assert sensitive in ids_of(city, who, code="G21")
    assert ("G21" in city.look(who, gap_heat).codes) is inside


def test_heat_counts_distinct_cases_by_their_district(city) -> None:
    known = mixed(city)
    heat = city.look("kobayashi", gap_heat)
    assert (heat.is_exact, heat.cells["G01", "south"], heat.cells["G01", "east"]) == (
        True,
        Count(exact=1),
        Count(exact=1),
    )
    assert heat.cells["G02", "south"] == Count(exact=1)
    outside = city.look("kaigo-kacho", gap_heat)
    assert (outside.is_exact, outside.cells["G01", "south"]) == (False, Count(at_most=2))
    assert outside.codes == tuple(sorted(outside.codes))
    assert ("G02", "south") not in outside.cells
    day = settings.today()
    assert city.look("kobayashi", gap_heat, year=fiscal_year(day) - 1).codes == ()
    assert city.look("kobayashi", gap_heat, year=fiscal_year(day)).codes == heat.codes
    more_of_one(city, known["told"], more_cases(city, 3, district="south"))  # type: ignore[arg-type]
    assert city.look("kaigo-kacho", gap_heat).cells["G01", "south"] == Count(exact=4)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_words_of_the_cases_stay_with_those_who_hold_them(city, who) -> None:
    told = mixed(city)["told"]
    view = city.look(who, gap_file, told)
    hidden = {
        WHERE_SAID,
        "東の家でも聞いた。",
        "畑の見える家",
        "朝の早い姉弟",
        str(city.case(CASE)),
        str(city.case("003")),
    }
    assert (view.origins, view.basis.kind, view.hits.certain) == ((), BasisKind.PUBLIC_TEXT, ())
    assert shown_of(hidden | {"小林 あかり"}, view) == set()
    assert {one.case_id for one in view.looks} == {None}


def test_from_entry_to_case_only_for_those_who_hold_it(city) -> None:
    told, raised_by_city = mixed(city)["told"], raised(city, words="窓口の声")
    view = city.look("kobayashi", gap_file, told)
    assert {one.case_id for one in view.origins} == {city.case(CASE), city.case("003")}
    assert {one.case_id for one in view.looks} == {None, city.case(CASE), city.case("003")}
    for who in ("minami", "kiroku"):
        view = city.look(who, gap_file, told)
        assert [(one.case_id, one.words) for one in view.origins] == [(city.case(CASE), WHERE_SAID)]
        assert (view.basis.kind, {one.case_id for one in view.looks}) == (BasisKind.OFFICE, {None, city.case(CASE)})
        assert shown_of({"東の家でも聞いた。", "朝の早い姉弟"}, view) == set()
    assert city.look("nishi", gap_file, told).origins == ()
    assert not is_found(city, "minami", raised_by_city)


def test_who_wrote_a_voice_without_a_case_down_reads_it(city) -> None:
    gap_id = raised(city, "minami", words="懇談会の声")
    go(city, gap_id, "confirm")
    assert [one.words for one in city.look("minami", gap_file, gap_id).origins] == ["懇談会の声"]
    assert city.look("nishi", gap_file, gap_id).origins == ()


def test_own_division_finds_what_it_answers_for(city) -> None:
    own, other = confirmed(city), confirmed(city)
    go(city, own, "assign", **owned_by(city))
    go(city, other, "assign", **owned_by(city, "environment_division"))
    for who in ("kaigo-kacho", "suishin"):
        assert ids_of(city, who, only_own=True) == [own]
        assert "gap.advance" in city.look(who, gap_file, own).may
        assert "gap.advance" not in city.look(who, gap_file, other).may
        assert [one.name for one in city.look(who, gap_file, own).offers] == ["begin", "try_out"]
        assert city.look(who, gap_file, other).offers == ()
    assert ids_of(city, "kobayashi", only_own=True) == []


def test_late_is_what_its_division_has_not_come_back_with(city) -> None:
    gap_id = confirmed(city)
    go(city, gap_id, "assign", **owned_by(city, due_on=settings.today()))
    assert not city.look("suishin", gap_file, gap_id).row.is_late
    assert city.look("suishin", gap_file, gap_id, now=settings.now() + DAY).row.is_late


@pytest.mark.parametrize("who", ["iin", "system"])
def test_ledger_is_not_everybodys(small_city, who) -> None:
    gap_id = confirmed(small_city)
    for query, args in ((gap_board, ()), (gap_list, (Wish(),)), (gap_heat, ()), (gap_file, (gap_id,))):
        with pytest.raises(Refused) as caught:
            small_city.look(who, query, *args)
        assert caught.value.reason_key == "not_found"


def test_board_shows_the_oldest_and_counts_all(city) -> None:
    ids = more_gaps(city, CARDS + 4)
    column = next(one for one in city.look("suishin", gap_board).columns if one.name == "confirmed")
    assert ([row.id for row in column.rows], column.total) == (ids[:CARDS], CARDS + 4)


def test_list_goes_page_by_page_newest_first(city) -> None:
    size = settings.city().page_rows
    ids = more_gaps(city, size + 3)[::-1]
    pages = [[row.id for row in city.look("hayashi", gap_list, Wish(), page=page).rows] for page in (0, 1, 2)]
    assert pages == [ids[:size], ids[size:], []]
    assert len(city.look("hayashi", gap_list, Wish(words="午前")).rows) == size
    assert ids_of(city, "hayashi", words="ゴゼン") == []
    assert ids_of(city, "hayashi", words="32-資源 001") == ids[-1:]


VIEWS = {
    "board": (gap_board, ()), "list": (gap_list, (Wish(),)), "whole list": (gap_list, (Wish(),)),
    "list with words": (gap_list, (Wish(words="午前"),)), "heat": (gap_heat, ()), "entries": (entries, ()),
}  # fmt: skip


@pytest.mark.parametrize("who", ["kobayashi", "minami", "kaigo-kacho"])
def test_statements_do_not_grow_with_the_ledger(city, who) -> None:
    actor, cases = city.actor(who), more_cases(city, 9)
    (one,) = more_gaps(city, 1, first=900, cases=(city.case(CASE),))
    more_of_one(city, one, cases[:3])
    more_gaps(city, 5, cases=(city.case(CASE),))
    views = {**VIEWS, "file": (gap_file, (one,))}

    def counted() -> dict[str, int]:
        named = {"whole list": {"whole": True}}
        return {
            name: statements(city, actor, query, *args, **named.get(name, {})) for name, (query, args) in views.items()
        }

    few = counted()
    more_of_one(city, one, cases[3:])
    more_gaps(city, 10, first=100, cases=tuple(cases[:2]))
    assert counted() == few
    assert few["board"] <= 5
    assert max(few.values()) <= 20
    assert TEXT in {row.public_summary for row in rows_of(city, who)}
