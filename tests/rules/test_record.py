"""会議録の中身 as one text and back: whatever was typed comes back letter by letter."""

import json
from dataclasses import asdict, fields, replace
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.record import (
    RecordAnswer,
    RecordHandOver,
    RecordItem,
    RecordLine,
    RecordObjection,
    RecordParagraph,
    RecordPerson,
    RecordRole,
    RecordStep,
    RecordText,
    from_text,
    to_text,
)

HOSTILE = (
    "髙﨑𠮷", "<b>太字</b> & もの", "=SUM(A1)", '"引用"', "\\n\\u0000", "改\n行\tと\r\n", "\u2028\u2029", "か\u3099", "👩‍👧", "",
    "{case}", "null", "[]", "\u200b", "ﾀｶｻｷ",
)  # fmt: skip
TYPED = st.text(st.characters(exclude_categories=("Cs",)))


def made(kind: type[Any], **given_values: Any) -> st.SearchStrategy[Any]:
    """Any value of one of the parts; what is not given is text or a number."""
    hints = get_type_hints(kind)
    told = {
        one.name: given_values.get(one.name, st.integers(0, 10**6) if hints[one.name] is int else TYPED)
        for one in fields(kind)
    }
    return st.builds(kind, **told)


def some(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A few of them."""
    return st.lists(part, max_size=3).map(tuple)


RECORDS = made(
    RecordText,
    people=some(made(RecordPerson)),
    items=some(made(RecordItem, lines=some(made(RecordLine)), answers=some(made(RecordAnswer)), recused=some(TYPED))),
    handed_over=some(made(RecordHandOver)),
    roles=some(made(RecordRole)),
    emergency=some(made(RecordStep, decides=st.booleans())),
    points=some(made(RecordParagraph, items=st.lists(TYPED, max_size=2).map(tuple))),
    objections=some(made(RecordObjection)),
)
LATER = ("points", "objections", "style", "emergency", "handed_over")


@given(RECORDS)
def test_record_comes_back_from_its_text(record) -> None:
    assert from_text(to_text(record)) == record
    assert to_text(from_text(to_text(record))) == to_text(record)


def test_record_that_was_fixed_before_answers_in_writing_comes_back(record) -> None:
    table = json.loads(to_text(record))
    for item in table["items"]:
        del item["answers"]
    assert from_text(json.dumps(table)) == replace(
        record, items=tuple(replace(item, answers=()) for item in record.items)
    )
    assert len(record.items) > 0


@pytest.fixture
def record() -> RecordText:
    """A record with one of everything."""
    texts = {one.name: "" for one in fields(RecordText)} | {"fiscal_year": 2026, "serial": 3}
    line = RecordLine("fact", "小川 なぎさ", "病院", "母の話", "2026-06-18T04:40:00+00:00")
    item = RecordItem("1", 1, "decide", "方針", "", 10, "decided", "決まった", "", (line,))
    person = RecordPerson("病院", "", "小川 なぎさ", "おがわ なぎさ", "attendee", "present", "")
    role = RecordRole(*[""] * len(fields(RecordRole)))
    later = {
        "points": (RecordParagraph("要点", ("1",)),),
        "objections": (RecordObjection("1", "病院", "申出", "対応", ""),),
        "handed_over": (RecordHandOver("recorder", "小川", "林", "2026-06-18T05:10:00+00:00"),),
        "emergency": (RecordStep("電話に出ない", "訪ねる", "センター", "", decides=True),),
    }
    return RecordText(**{**texts, "people": (person,), "items": (item,), "roles": (role,), **later})


@pytest.mark.parametrize("typed", HOSTILE)
def test_every_text_is_kept_letter_by_letter(record, typed) -> None:
    line = replace(record.items[0].lines[0], text=typed, speaker=typed)
    item = replace(record.items[0], lines=(line,), title=typed, result_words=typed)
    role = replace(record.roles[0], task=typed, doer_name=typed)
    written = replace(record, items=(item,), roles=(role,), place=typed)
    assert from_text(to_text(written)) == written


def test_text_is_readable_japanese_and_one_line(record) -> None:
    text = to_text(record)
    assert ("母の話" in text, "\\u" in text, text.count("\n")) == (True, False, 0)
    assert json.loads(text)["items"][0]["lines"][0]["speaker"] == "小川 なぎさ"


@pytest.mark.parametrize("broken", ["", "{}", "[]", "null", '{"items": []}', "{"])
def test_text_that_is_no_record_is_not_read_as_one(broken) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_text(broken)


@pytest.mark.parametrize("missing", [one.name for one in fields(RecordText) if one.name not in LATER])
def test_record_without_one_of_its_parts_is_not_read(record, missing) -> None:
    table = asdict(record)
    del table[missing]
    with pytest.raises(KeyError):
        from_text(json.dumps(table))


def test_record_that_was_fixed_before_there_were_points_leads_with_its_lines(record) -> None:
    table = asdict(record)
    for name in LATER:
        del table[name]
    for line in table["items"][0]["lines"]:
        del line["line_id"]
    read = from_text(json.dumps(table))
    assert (read.points, read.objections, read.leads_with_points) == ((), (), False)
    assert read.items == record.items


@pytest.mark.parametrize(("style", "leads"), [("points", True), ("lines", False)])
def test_points_lead_where_the_city_has_it_so_and_there_are_any(record, style, leads) -> None:
    assert replace(record, style=style).leads_with_points is leads
    assert replace(record, style=style, points=()).leads_with_points is False


def test_record_from_before_the_recused_and_the_handing_over_were_told_is_read(record) -> None:
    table = asdict(record)
    del table["handed_over"], table["items"][0]["recused"]
    assert from_text(json.dumps(table)) == replace(record, handed_over=())
