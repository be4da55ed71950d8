"""Lists to choose from, in 五十音順 and of today; and the order itself."""

from datetime import timedelta

import pytest

import settings
from models.database import writing
from models.forums import forums
from models.people import Agency, Person, Role
from operations.accounts import close_account, end_role
from queries.choices import agencies, districts, receivers, workers
from queries.forums import convenors
from queries.view import kana_order
from rules.finding import search_key

DAY = timedelta(days=1)


def labels(city, query) -> list[str]:
    """What one reads."""
    return [choice.label for choice in city.look("kobayashi", query)]


def test_agencies_are_all_of_today(city) -> None:
    before = labels(city, agencies)
    assert len(before) == 63
    with writing() as session:
        session.get_one(Agency, city.agency("farm")).valid_to = settings.today() - DAY
        session.get_one(Agency, city.agency("fire_station")).valid_from = settings.today() + DAY
        session.get_one(Agency, city.agency("police_station")).valid_to = settings.today()
    assert set(before) - set(labels(city, agencies)) == {"朝露農園", "消防署 救急担当"}


def test_agencies_stand_in_the_order_of_their_readings(city) -> None:
    with writing() as session:
        for key, reading in (("farm", "がくえん"), ("fire_station", "かくえんい"), ("police_station", "かくえん")):
            session.get_one(Agency, city.agency(key)).reading = "ー" + reading
    named = [one for one in labels(city, agencies) if one in {"朝露農園", "消防署 救急担当", "警察署 生活安全課"}]
    assert named == ["警察署 生活安全課", "朝露農園", "消防署 救急担当"]


def test_receivers_are_those_who_run_the_collaboration_the_city_first(city) -> None:
    assert labels(city, receivers) == [
        "福祉部 地域福祉課", "西部福祉相談センター", "東部福祉相談センター", "南部福祉相談センター",
        "北部福祉相談センター",
    ]  # fmt: skip


def test_workers_are_those_who_may_be_in_charge(city) -> None:
    named = ["小林 あかり", "中村 しずく", "西尾 かえで", "水野 そら"]
    assert [label.split("(")[0] for label in labels(city, workers)] == named
    city.do("kacho", close_account, city.person("mizuno"))
    city.do("kacho", end_role, city.person("nishi"), role=Role.CENTER_WORKER)
    assert [label.split("(")[0] for label in labels(city, workers)] == named[:2]


def test_workers_whose_account_is_over_are_not_offered(city) -> None:
    with writing() as session:
        session.get_one(Person, city.person("minami")).valid_to = settings.today() - DAY
    assert [label.split("(")[0] for label in labels(city, workers)] == ["小林 あかり", "西尾 かえで", "水野 そら"]


def test_districts_by_key(city) -> None:
    assert city.look("kobayashi", districts) == (
        ("east", "東部圏域"), ("north", "北部圏域"), ("south", "南部圏域"), ("west", "西部圏域"),
    )  # fmt: skip


def test_convenors_name_the_agency_of_every_body(city) -> None:
    found = city.look("iin", convenors)
    assert {forum.convened_by for forum in forums().values() if forum.convened_here} <= set(found)
    assert "" not in found
    assert found["community_welfare_division"] == "福祉部 地域福祉課"


@pytest.mark.parametrize(
    "ordered",
    [
        ["あおき", "いとう", "うえだ"],
        ["はやし", "ばやし", "ぱやし", "はやしだ"],
        ["かった", "かつた", "かつだ"],
        ["きゃ", "きやま"],
        ["たかさき", "タカザキ", "たかすき"],
        ["やまだ", "んの", None],
    ],
)
def test_kana_order_is_that_of_a_name_list(ordered) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=kana_order) == ordered


def test_kana_order_is_the_same_in_every_way_of_writing() -> None:
    assert kana_order("ﾀｶｻｷ ﾖｼｼﾞ") == kana_order("タカサキ ヨシジ") == kana_order("たかさきよしじ")
    assert search_key("ﾀｶｻｷ ﾖｼｼﾞ") == "たかさきよしじ"
