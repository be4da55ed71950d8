"""What the city may edit without a programmer, as the product reads it: complete, unmistakable, and pointing somewhere."""

import tomllib
import unicodedata
from itertools import combinations
from typing import Any

import pytest

import settings
from models.cases import Case
from models.forums import forums
from models.people import Role
from models.taxonomies import taxonomy
from operations.sample_city import sample_accounts
from queries.cases import case_list
from rules.finding import search_key
from words import vocabulary

FILES = sorted(settings.DATA.rglob("*.toml"))
TAXONOMIES = ("pattern", "issue", "gap", "reason", "change", "closing", "agency_kind")
PROGRAMMES = {
    "comprehensive_consultation", "participation_support", "community_building", "outreach_support",
    "multi_agency_collaboration",
}  # fmt: skip
BODIES = [
    "重層的支援会議", "支援会議(社会福祉法第106条の6)", "重層的支援体制推進会議", "第1層協議体", "第2層協議体(地域福祉懇談会)",
    "事業担当部局調整会議", "支援担当者連携会議", "重層的支援体制推進庁内会議", "ぷらっとフォームカンファレンス(ぷらカン)",
    "研修・周知", "利用者支援事業 連絡会議",
]  # fmt: skip


def table(name: str) -> dict[str, Any]:
    """One file."""
    return tomllib.loads((settings.DATA / name).read_text(encoding="utf-8"))


AGENCIES, PLACES = table("agencies.toml")["agency"], table("places.toml")
AGENCY_KEYS = {one["key"] for one in AGENCIES}
DISTRICTS = {one["key"] for one in PLACES["district"]}


def twice(values: list[Any]) -> list[Any]:
    """What stands more than once."""
    return sorted({value for value in values if values.count(value) > 1})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_is_utf8_with_plain_line_ends(path) -> None:
    raw = path.read_bytes()
    assert (raw.startswith(b"\xef\xbb\xbf"), b"\r" in raw, raw.endswith(b"\n")) == (False, False, True)
    assert tomllib.loads(raw.decode("utf-8")) != {}


def test_forums_are_the_twelve_bodies_in_their_order() -> None:
    names = [forum.name for forum in forums().values()]
    assert (len(names), names[:11]) == (12, BODIES)
    assert len(table("forums.toml")["forum"]) == 12


@pytest.mark.parametrize("field", ["key", "name", "plain", "short", "reading", "colour", "sign"])
def test_forums_cannot_be_mistaken_for_each_other(field) -> None:
    values = [getattr(forum, field) for forum in forums().values()]
    assert (twice(values), [value for value in values if not value]) == ([], [])


def brightness(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("key", list(forums()))
def test_forum_colour_is_readable_on_white_and_under_white(key) -> None:
    assert 1.05 / (brightness(forums()[key].colour) + 0.05) >= 4.5


def test_forums_of_personal_cases_alone_are_solid() -> None:
    solid = {forum.key: forum.confidentiality for forum in forums().values() if forum.solid}
    assert solid == {"multilayer_support_conference": "P3", "support_conference": "P4"}
    assert {forum.key for forum in forums().values() if forum.scope == "case" and forum.convened_here} == set(solid)


def test_forums_point_to_what_is_there() -> None:
    for forum in forums().values():
        assert forum.convened_by in AGENCY_KEYS or not forum.convened_here
        assert set(forum.may_convene) <= set(Role)
        assert set(forum.feeds) <= set(forums()) - {forum.key}
        assert f"sharing_basis.{forum.sharing_basis}" in vocabulary()
        assert {item.kind for item in forum.standing_agenda} <= {"share", "discuss", "decide"}


def test_forums_have_an_agenda_and_minutes_where_they_meet() -> None:
    for forum in forums().values():
        assert bool(forum.standing_agenda) is forum.convened_here
        assert bool(forum.may_convene) is forum.convened_here
        assert all(item.minutes > 0 and item.title for item in forum.standing_agenda)
        assert not forum.has_minutes or forum.retention_years > 0
        assert bool(forum.reads) is bool(forum.reads_text.strip()) is bool(forum.written_text.strip())


def test_forums_read_aloud_what_their_law_asks() -> None:
    read = {forum.key: forum.reads for forum in forums().values() if forum.reads}
    assert read == {
        "multilayer_support_conference": "personal_information",
        "support_conference": "confidentiality_duty",
    }
    assert "106条の6" not in forums()["multilayer_support_conference"].reads_text
    assert "106条の6" in forums()["support_conference"].reads_text
    assert "106条の6" not in forums()["multilayer_support_conference"].written_text
    assert "106条の6" in forums()["support_conference"].written_text


def test_forums_say_nothing_of_a_room_where_they_ask_in_writing() -> None:
    written = "".join(forum.written_text for forum in forums().values())
    assert [text for text in ("始めます", "回収", "この場", "この部屋", "お手元", "出席") if text in written] == []


def test_forums_say_which_values_are_not_the_decisions_of_the_city() -> None:
    for one in table("forums.toml")["forum"]:
        assert set(one["initial"]) <= set(one)


def test_abbreviations_open_into_something_longer_and_cannot_be_mistaken() -> None:
    found = settings.abbreviations()
    assert len(found) >= 25
    assert twice([unicodedata.normalize("NFKC", short).upper() for short in found]) == []
    assert [short for short, whole in found.items() if not 2 <= len(short) <= 6 or short != short.strip()] == []
    assert [whole for short, whole in found.items() if len(whole) <= len(short) or whole != whole.strip()] == []
    # What stands in the minutes afterwards is no abbreviation again.
    assert [whole for whole in found.values() if whole in found] == []


def test_abbreviations_are_marked_as_defaults() -> None:
    assert "初期値" in (settings.DATA / "abbreviations.toml").read_text(encoding="utf-8")


def test_agencies_have_their_own_key_name_and_reading() -> None:
    for field in ("key", "name", "reading"):
        assert twice([one[field] for one in AGENCIES]) == []
    assert [one["key"] for one in AGENCIES if not one["key"].replace("_", "").isalnum()] == []
    assert [one["reading"] for one in AGENCIES if not set(search_key(one["reading"])) <= KANA] == []


KANA = {chr(code) for code in range(ord("ぁ"), ord("ゖ") + 1)} | {"ー", "・"}


def test_agencies_point_to_what_is_there() -> None:
    for one in AGENCIES:
        assert one["kind"] in taxonomy("agency_kind")
        assert one["district"] in DISTRICTS | {""}
        assert one["parent"] in (AGENCY_KEYS - {one["key"]}) | {""}
        assert set(one["programmes"]) <= PROGRAMMES
        assert one["field"] in {"elderly", "poverty", "disability", "children", "community", ""}
        assert set(one["initial"]) <= set(one)


def test_agencies_that_take_a_relay_are_the_city_and_one_center_in_each_district() -> None:
    takers = [one for one in AGENCIES if "multi_agency_collaboration" in one["programmes"]]
    assert sorted(one["district"] for one in takers) == ["", *sorted(DISTRICTS)]
    assert next(one["key"] for one in takers if not one["district"]) == settings.city().home_agency


def test_agencies_say_how_papers_reach_them_and_no_number_is_made_up() -> None:
    assert {one["sending_way"] for one in AGENCIES} == {"screen", "fax", "post"}
    assert [one["key"] for one in AGENCIES if "sending_way" not in one["initial"]] == []
    assert [one["key"] for one in AGENCIES if one["fax"] or one["mail"] or one["postal_address"]] == []


def test_places_are_thirty_four_in_four_districts() -> None:
    places = PLACES["place"]
    assert ([one["number"] for one in places], len(DISTRICTS)) == (list(range(1, 35)), 4)
    for field in ("key", "name", "reading"):
        assert twice([one[field] for one in places]) == twice([one[field] for one in PLACES["district"]]) == []
    assert {one["district"] for one in places} == DISTRICTS


@pytest.mark.parametrize("name", TAXONOMIES)
def test_taxonomy_has_its_own_codes_and_labels(name) -> None:
    listed = table("taxonomies.toml")[name]
    codes = taxonomy(name)
    assert (len(codes), twice([one.label for one in codes.values()])) == (len(listed), [])
    assert {code[0] for code in codes} == {next(iter(codes))[0]}
    assert all(one.valid_to is None or one.valid_from <= one.valid_to for one in codes.values())
    assert all(isinstance(one.sensitive, bool) and one.label for one in codes.values())


def test_taxonomies_are_all_known_and_apart() -> None:
    assert set(table("taxonomies.toml")) == set(TAXONOMIES)
    for one, two in combinations(TAXONOMIES, 2):
        assert set(taxonomy(one)) & set(taxonomy(two)) == set()


def test_city_settings_are_whole() -> None:
    city = settings.city()
    assert city.home_agency in AGENCY_KEYS
    numbers = {name: value for name, value in vars(city).items() if isinstance(value, int)}
    assert min(numbers.values()) > 0
    assert (city.password_minimum >= 8, city.small_cell >= 3, city.idle_minutes < city.absolute_hours * 60) == (
        True,
    ) * 3


def test_name_variants_lead_to_a_sign_that_leads_nowhere_else() -> None:
    fold = table("name_variants.toml")["fold"]
    assert [sign for sign in (*fold, *fold.values()) if len(sign) != 1] == []
    assert set(fold) & set(fold.values()) == set()
    assert [sign for sign, plain in fold.items() if search_key(sign) != search_key(plain)] == []


def test_vocabulary_has_a_word_for_every_key() -> None:
    assert [key for key, word in vocabulary().items() if not word.label.strip()] == []
    braces = [key for key, word in vocabulary().items() if word.label.count("{") != word.label.count("}")]
    assert braces == []


def test_sample_city_has_twelve_accounts_in_every_role() -> None:
    password, people = sample_accounts()
    assert (len(people), len(password) >= settings.city().password_minimum) == (12, True)
    assert {role for one in people for role in one["roles"]} == set(Role)
    assert {one["agency"] for one in people} <= AGENCY_KEYS
    assert (twice([one["login"] for one in people]), twice([one["name"] for one in people])) == ([], [])


def test_sample_cases_are_fictional_and_point_to_what_is_there() -> None:
    told, logins = table("sample/cases.toml"), {one["login"] for one in sample_accounts()[1]}
    for one in (*told["case"], *told["relay"]):
        assert {one["from"], one["to"]} <= AGENCY_KEYS
        assert one["by"] in logins
    members = [act for one in told["case"] for act in one["acts"] if act["act"] == "member.add"]
    assert [one["telephone"] for one in members if not one.get("telephone", "0533-00-").startswith("0533-00-")] == []
    assert [a for one in members if (a := one.get("address", "")) and "架空" not in a and a != "同じ"] == []


def test_sample_city_has_eight_cases_numbered_within_one_year(city) -> None:
    rows = city.look("kacho", case_list).rows
    years = {city.row(Case, row.id).fiscal_year for row in rows}
    assert [row.number.split("-")[1] for row in rows] == ["008", "007", "006", "005", "004", "003", "002", "001"]
    assert len(years) == 1


def test_every_body_about_cases_has_a_short_agenda_for_an_urgent_conference() -> None:
    bodies = [one for one in forums().values() if one.scope == "case" and one.convened_here]
    short = {one.key: [item for item in one.standing_agenda if item.when_urgent] for one in bodies}
    assert len(bodies) == 2
    assert [key for key, items in short.items() if not any(one.kind == "decide" for one in items)] == []
    # It is put on the agenda for the case: what belongs to no case has no place in it.
    assert [one for items in short.values() for one in items if not one.each_case] == []
