"""/files/record-masked: by 地域福祉課 alone, without a name of the household, and not before every word was looked at."""

import io
from uuid import UUID, uuid4

import pytest
from docx import Document

from models.database import writing
from models.history import ReasonedAct
from models.minutes import ConferenceRecord, LineKind, MinutesLine, RecordState
from models.plans import Assignment
from operations.masking import mark_general_words
from queries.masked_record import masked_record
from rules.identifiers import hits_in
from rules.refusal import Refused
from tests.city import City
from tests.operations.sittings import rows
from tests.web.test_conference_files import getters
from tests.web.test_files import lines
from tests.web.test_record_files import name_of, record_of, rest_of
from words import word


def said(city: City, *texts: str) -> UUID:
    """The record of the sample city is written anew, and these lines stand in it."""
    with writing() as session:
        record = next(one for one in rows(ConferenceRecord) if one.case_id == city.case("R7-007"))
        row = session.get_one(ConferenceRecord, record.id)
        row.state, row.content, row.fixed_at = RecordState.IN_CHECK, None, None
        first = next(one for one in rows(MinutesLine) if one.case_id == row.case_id)
        for place, text in enumerate(texts):
            session.add(
                MinutesLine(
                    conference_id=row.conference_id, item_id=first.item_id, case_id=row.case_id, position=100 + place,
                    kind=LineKind.FACT, text=text, began_at=first.began_at, is_finished=True, change_no=5000 + place,
                )
            )  # fmt: skip
        return row.id


def marked(city: City, record: UUID) -> UUID:
    """Somebody looked at every word of both copies that may be a name."""
    hits = {one for level in "12" for one in city.look("kobayashi", masked_record, record, level=level).hits}
    if hits:
        told = {"general": sorted(hits), "reasons": {"words_name_nobody": "お名前ではないと読んで確かめた"}}
        city.do("kobayashi", mark_general_words, record, **told)
    return record


def text_of(body: bytes) -> str:
    """All words of a Word file."""
    return "\n".join(str(one) for one in Document(io.BytesIO(body)).element.xpath(".//w:t/text()"))


@pytest.mark.parametrize("level", ["1", "2"])
def test_copy_goes_to_the_office_alone_and_names_nobody(house, level) -> None:
    path = f"/files/record-masked/{marked(house.city, record_of(house))}?level={level}"
    assert getters(house, path) == {"kobayashi", "mizuno", "kacho"}
    answer = house.visitor("kobayashi").get(path)
    text, case = text_of(answer.body), house.city.case("R7-007")
    names = [part for one in house.city.members(case) for part in (one.name or "").split() if len(part) > 1]
    staff = ["小林", "あかり", "小川", "なぎさ", "中村", "しずく", "林 ゆうま"]
    assert names
    assert [one for one in (*names, *staff, "R7-007", "畑の見える家") if one in text] == []
    assert (hits_in(text).certain, "R7" in name_of(answer)) == ((), False)
    assert {(one.subject_id, one.case_id) for one in lines("record.print")} == {(record_of(house), case)}


def test_teaching_copy_tells_agencies_by_their_kind(house) -> None:
    marked(house.city, record_of(house))
    first, second = (
        text_of(house.visitor("kobayashi").get(f"/files/record-masked/{record_of(house)}?level={n}").body) for n in "12"
    )
    assert ("星見野総合病院" in first, "星見野総合病院" in second, "医療機関" in second) == (True, False, True)


def test_words_that_may_name_somebody_stop_the_file_until_they_were_looked_at(house) -> None:
    marked(house.city, said(house.city))
    record = said(house.city, "萩の花が好き。")
    path, visitor = f"/files/record-masked/{record}?level=1", house.visitor("kobayashi")
    stopped = visitor.get(path)
    assert (stopped.status, word("gaps.hits", words="萩") in stopped.body.decode()) == (409, True)
    assert lines("record.print") == []
    told = {"general": ["萩"], "reasons": {"words_name_nobody": "花の名前だから"}}
    house.city.do("kobayashi", mark_general_words, record, **told)
    assert "萩の花が好き。" in text_of(visitor.get(path).body)
    reasoned = {(one.condition, one.reason) for one in rows(ReasonedAct) if one.action == "record.mask"}
    assert ("words_name_nobody", "花の名前だから") in reasoned


def test_levels_that_there_are_not_and_the_rest_are_absent(house) -> None:
    visitor = house.visitor("kobayashi")
    paths = [f"/files/record-masked/{record_of(house)}?level={n}" for n in ("0", "3", "x", "")]
    answers = [
        visitor.get(path)
        for path in (*paths, f"/files/record-masked/{rest_of(house)}", f"/files/record-masked/{uuid4()}")
    ]
    assert {(one.status, one.body) for one in answers} == {(404, answers[-1].body)}


@pytest.mark.parametrize(
    ("inputs", "refusal"),
    [
        ({"general": ["萩"]}, "reason_is_needed"),
        ({"general": []}, "words_are_needed"),
        ({"general": [""]}, "words_are_needed"),
        ({"general": ["長" * 51]}, "words_are_needed"),
    ],
)
def test_mark_general_words_needs_words_and_a_reason(small_city, inputs, refusal) -> None:
    with pytest.raises(Refused) as refused:
        small_city.do("kobayashi", mark_general_words, said(small_city), **inputs)
    assert refused.value.reason_key == refusal


def test_what_everybody_types_is_masked(small_city) -> None:
    names = [one.name for one in small_city.members(small_city.case("R7-007")) if one.name]
    marked(small_city, said(small_city))
    record = said(small_city, f"{names[0]}さん(諏訪1丁目)に6/10訪問、電話0533-00-0099、52歳。")
    view = small_city.look("kobayashi", masked_record, record, level="1")
    told = "\n".join(line.text for item in view.text.items for line in item.lines)
    assert [one for one in (*names, "諏訪", "6/10", "0533", "52歳") if one in told] == []
    assert view.hits == ()


def test_word_in_how_often_a_role_is_done_is_looked_at_too(house) -> None:
    marked(house.city, record := said(house.city))
    with writing() as session:
        first = next(one for one in rows(Assignment) if one.case_id == house.city.case("R7-007"))
        session.get_one(Assignment, first.id).frequency = "萩の花の月に"
    assert house.city.look("kobayashi", masked_record, record).hits == ("萩",)
