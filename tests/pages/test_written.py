"""書面開催 on the screen: at each item how many of whom have answered, and no sentence of a room."""

from models.sittings import WrittenAnswerKind
from operations.in_writing import answer_in_writing
from queries.in_writing import in_writing
from tests.access.tabs import gone_to, screen, workspace
from tests.city import City
from tests.operations.test_in_writing import AGREED, HOSPITAL, POLICE, answering, fax, held
from words import label_of, word


def shown(city: City, who: str, conference: object, *texts: str) -> list[str]:
    """Which of the texts stand on the page."""
    tab = gone_to(workspace(city, who), "conferences/in_writing.py", id=conference)
    assert len(tab.exception) == 0
    whole = "\n".join(screen(tab))
    return [text for text in texts if text in whole]


def test_item_says_how_many_of_whom_answered_as_far_as_one_may_know(city) -> None:
    conference, _ = held(city)
    agency = [one.agency for one in city.look("kobayashi", in_writing, conference).items[0].answers]
    (hospital,) = [one.agency for one in city.look("ogawa", in_writing, conference).items[0].answers]
    none, some = (
        word("written.some_answered", n=n, all=2, names=word("list.and").join(names))
        for n, names in ((0, agency), (1, [one for one in agency if one != hospital]))
    )
    yours, waiting = word("written.you_answered"), label_of(WrittenAnswerKind.WAITING)
    assert shown(city, "kobayashi", conference, none, some, yours) == [none]
    assert shown(city, "ogawa", conference, none, some, yours, waiting) == [waiting]
    city.do("ogawa", answer_in_writing, **answering(city, conference, HOSPITAL, AGREED))
    assert shown(city, "kobayashi", conference, none, some, yours) == [some]
    assert shown(city, "ogawa", conference, none, some, yours, waiting, word("written.all_came")) == [yours]
    city.do("kobayashi", answer_in_writing, **answering(city, conference, POLICE, AGREED), said=fax(city))
    assert shown(city, "kobayashi", conference, word("written.all_answered", all=2)) != []


def test_page_says_nothing_of_a_room(city) -> None:
    conference, _ = held(city)
    for who in ("kobayashi", "ogawa"):
        assert shown(city, who, conference, "始めます", "回収", "集まらずに書面で行います") == [
            "集まらずに書面で行います"
        ]
