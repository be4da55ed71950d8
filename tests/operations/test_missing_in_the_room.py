"""望まれる社会資源 from the item in hand: a candidate with its case behind it, told to nobody who does not hold it."""

import pytest

from models.cases import Case
from models.gaps import GapOrigin, GapState, OriginKind, ResourceGap
from models.taxonomies import taxonomy
from operations.agenda import add_item
from operations.gaps import note_gap
from queries.gap import gap_file
from rules.refusal import Refused
from tests.operations.sittings import item, opened, rows

WORDS, CODE = "夜に話せるところがない", next(iter(taxonomy("gap")))


def noted(city, who: str = "kiroku"):
    """What the recorder noted, and its item."""
    _, item_id = opened(city)
    return city.do(who, note_gap, item_id, words=WORDS, code=CODE).subject_id, item_id


def test_resource_is_noted_by_the_recorder_as_a_candidate_of_the_case(city) -> None:
    gap_id, item_id = noted(city)
    gap, (origin,) = city.row(ResourceGap, gap_id), rows(GapOrigin, gap_id=gap_id)
    assert (gap.state, gap.public_summary, gap.code) == (GapState.CANDIDATE, None, CODE)
    assert gap.district_key == city.row(Case, city.case("001")).district_key
    assert (origin.kind, origin.item_id, origin.case_id) == (OriginKind.CONFERENCE, item_id, city.case("001"))
    assert (origin.words, origin.raised_by_id) == (WORDS, city.person("kiroku"))


@pytest.mark.parametrize("who", ["suishin", "kaigo-kacho", "ogawa", "hayashi", "iin"])
def test_noted_resource_is_not_there_for_who_does_not_hold_the_case(city, who) -> None:
    gap_id, _ = noted(city)
    with pytest.raises(Refused, match="not_found"):
        city.look(who, gap_file, gap_id)


def test_its_origin_names_the_item_for_who_holds_the_case(city) -> None:
    gap_id, _ = noted(city)
    (origin,) = city.look("kobayashi", gap_file, gap_id).origins
    assert (origin.kind, origin.words, origin.item) == (OriginKind.CONFERENCE, WORDS, "朝の過ごし方")


def test_item_without_a_case_has_no_resource_to_note(small_city) -> None:
    conference, _ = opened(small_city)
    rest = small_city.do("kobayashi", add_item, conference, **item()).subject_id
    with pytest.raises(Refused, match="item_has_no_case"):
        small_city.do("kiroku", note_gap, rest, words=WORDS, code=CODE)


def test_unknown_code_is_refused(small_city) -> None:
    _, item_id = opened(small_city)
    with pytest.raises(Refused, match="field_is_needed"):
        small_city.do("kiroku", note_gap, item_id, words=WORDS, code="G00")
