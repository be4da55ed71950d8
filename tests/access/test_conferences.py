"""会議: who is not called finds a 支援会議 nowhere, and who is not to know a case finds nothing of it in an agenda."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from sqlmodel import select
from starlette.requests import Request

import settings
from models.cases import Case
from models.conferences import AgendaItem, Conference, Invitation, ItemKind, Part
from models.database import reading, writing
from models.forums import forums
from models.people import Person
from operations.agenda import add_item, change_item, leave_out, let_in, remove_item
from operations.conferences import (
    advance_conference,
    change_conference,
    invite,
    schedule_conference,
    withdraw_invitation,
)
from queries.calendar import ConferenceRow, conference_list
from queries.case import case_file
from queries.cases import case_list
from queries.conference import ConferenceFile, conference_file
from queries.relays import relay_list
from queries.today import today_of
from rules.access import Actor
from rules.refusal import Refused
from tests.access.tabs import gone_to, screen, workspace
from tests.access.test_nowhere import refusal
from tests.access.texts import shown_of, words_of, words_of_case
from tests.city import City
from web.files import FILES

PAPERS = ("notice", "agenda", "roster", "blank", "ics")
SUPPORT, MULTILAYER = "support_conference", "multilayer_support_conference"
ITEM = {"kind": ItemKind.DISCUSS, "title": "暮らしのこと", "minutes": 15}


def conference(city: City, forum: str) -> UUID:
    """The first conference of a body that the sample city prepares, after today's."""
    with reading() as session:
        found = session.exec(select(Conference).where(Conference.forum_key == forum).order_by(Conference.starts_at))
        return next(one.id for one in found if settings.tokyo_day(one.starts_at) > settings.today())


def parts(city: City, model: type, whole: UUID) -> list[Any]:
    """The items or the invitations of a conference."""
    with reading() as session:
        return list(session.exec(select(model).where(model.conference_id == whole)).all())


def month(city: City, who: str | Actor, forum: str = "") -> tuple[ConferenceRow, ...]:
    """What the calendar shows of the next weeks."""
    day = settings.today()
    found: tuple[ConferenceRow, ...] = city.look(
        who, conference_list, since=day, until=day + timedelta(days=45), forum_key=forum
    )
    return found


def row_of(city: City, who: str | Actor, whole: UUID) -> ConferenceRow:
    """The line of one conference in the calendar."""
    return next(one for one in month(city, who) if one.id == whole)


def telling(city: City, whole: UUID) -> set[str]:
    """Every text by which a conference could be known."""
    row = city.row(Conference, whole)
    items = parts(city, AgendaItem, whole)
    ids = {str(one.id) for one in (row, *items, *parts(city, Invitation, whole))}
    standing = {item.title for forum in forums().values() for item in forum.standing_agenda}
    return ids | {text for one in items for text in (one.title, one.question) if text} - standing


def paper(city: City, who: str, kind: str, whole: UUID) -> str:
    """The text of one file, as somebody gets it."""
    scope = {"type": "http", "path_params": {"id": str(whole)}, "query_string": b"", "headers": []}
    body = city.look(who, FILES[kind], Request(scope)).body
    if kind == "ics":
        return str(body.decode())
    with ZipFile(BytesIO(body)) as file:
        return re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode())


def own_item(city: City, whole: UUID, number: str, **more: Any) -> UUID:
    """An item about a case, put on the agenda by the city's CSW."""
    return city.do("kobayashi", add_item, whole, case_id=city.case(number), **ITEM | more).subject_id


def given_to(city: City, whole: UUID, login: str) -> None:
    """Make somebody the facilitator, however it came about: a consent may have been taken back since."""
    with writing() as session:
        session.get_one(Conference, whole).facilitator_id = city.person(login)


def called_to(city: City, whole: UUID, login: str) -> None:
    """Call somebody, however it came about."""
    with writing() as session:
        person = session.get_one(Person, city.person(login))
        session.add(Invitation(conference_id=whole, person_id=person.id, agency_id=person.agency_id))


def stored_item(city: City, whole: UUID, number: str) -> UUID:
    """An item about a case, however it came about."""
    with writing() as session:
        item = AgendaItem(conference_id=whole, position=90, case_id=city.case(number), **ITEM)
        session.add(item)
        return item.id


def file_of(city: City, who: str | Actor, whole: UUID) -> ConferenceFile:
    """The conference as somebody sees it."""
    view: ConferenceFile = city.look(who, conference_file, whole)
    return view


def test_support_conference_is_absent_from_calendar_and_today_of_who_is_not_called(city) -> None:
    whole = conference(city, SUPPORT)
    hidden = telling(city, whole)
    for login in ("hayashi", "ogawa", "minami", "suishin", "kaigo-kacho", "iin", "system"):
        assert month(city, login, SUPPORT) == ()
        assert shown_of(hidden, [month(city, login), city.look(login, today_of)]) == set()
    assert [one.id for one in month(city, "nishi", SUPPORT)] == [whole]


def test_support_conference_by_address_answers_like_none(city) -> None:
    actor, whole = city.actor("hayashi"), conference(city, SUPPORT)
    answers = [refusal(city, actor, conference_file, one) for one in (whole, uuid4(), None)]
    assert answers == [("not_found", {}, "not_found")] * 3


def test_support_conference_about_the_own_case_is_told_nowhere_in_the_case(city) -> None:
    whole = conference(city, SUPPORT)
    own_item(city, whole, "001")
    file_of(city, "kobayashi", whole)
    hidden = telling(city, whole)
    case = city.case("001")
    seen = [city.look("hayashi", *asked) for asked in ((case_file, case), (case_list,), (relay_list,), (today_of,))]
    assert shown_of(hidden, seen) == set()
    assert city.look("hayashi", case_file, case).timeline == ()


def test_acts_on_an_unknown_conference_answer_like_none(city) -> None:
    actor, whole = city.actor("hayashi"), conference(city, SUPPORT)
    item, called = parts(city, AgendaItem, whole)[-1], parts(city, Invitation, whole)[0]
    seen, agency = city.seen(Conference, whole, change_conference), actor.agency_id
    item_seen = city.seen(AgendaItem, item.id, change_item)
    tries: list[tuple[Any, UUID, dict[str, Any]]] = [
        (change_conference, whole, {"seen": seen, **seen}), (change_conference, whole, {"seen": {}, **seen}),
        (advance_conference, whole, {"seen": {"state": "convened"}, "step": "cancel", "reason": "大雨"}),
        (invite, whole, {"agency_id": agency}), (withdraw_invitation, called.id, {}), (add_item, whole, ITEM),
        (change_item, item.id, {"seen": item_seen, **item_seen}), (remove_item, item.id, {}),
        (leave_out, item.id, {"agency_id": agency}), (let_in, item.id, {"agency_id": agency}),
    ]  # fmt: skip
    for operation, subject, inputs in tries:
        answer = refusal(city, actor, operation, subject, **inputs)
        assert answer == refusal(city, actor, operation, uuid4(), **inputs) == ("not_found", {}, "not_found")


def test_all_files_of_an_unknown_conference_answer_like_unknown_files(house) -> None:
    visitor, city = house.visitor("hayashi"), house.city
    whole = conference(city, SUPPORT)
    answers = [visitor.get(f"/files/{kind}/{one}") for kind in PAPERS for one in (whole, uuid4(), "x")]
    answers.append(visitor.get(f"/files/no-such-kind/{whole}"))
    heads = {tuple(sorted(pair for pair in one.headers if pair[0].lower() != "date")) for one in answers}
    assert ({one.status for one in answers}, len({one.body for one in answers}), len(heads)) == ({404}, 1, 1)
    assert {text for text in telling(city, whole) if text in answers[0].text} == set()


def test_screens_tell_nothing_of_an_unknown_conference(small_city, monkeypatch) -> None:
    monkeypatch.syspath_prepend(settings.ROOT / "ui" / "pieces")
    city, tab, whole = small_city, workspace(small_city, "hayashi"), conference(small_city, SUPPORT)
    hidden, day = telling(city, whole), settings.tokyo_day(city.row(Conference, whole).starts_at)
    for view in ("month", "week", "list"):
        gone_to(tab, "conferences/calendar.py", view=view, day=day.isoformat())
        assert (shown_of(hidden, screen(tab)), len(tab.exception)) == (set(), 0)
    shown = [screen(gone_to(tab, "conferences/conference.py", id=one)) for one in (whole, uuid4(), "x")]
    assert shown[0] == shown[1] == shown[2]


def test_agency_called_without_a_name_is_called_with_all_its_members_until_the_call_is_withdrawn(city) -> None:
    whole, actor = conference(city, SUPPORT), city.actor("hayashi")
    call = city.do("kobayashi", invite, whole, agency_id=actor.agency_id).subject_id
    assert [one.id for one in month(city, actor, SUPPORT)] == [whole]
    city.do("kobayashi", withdraw_invitation, call)
    assert month(city, actor, SUPPORT) == ()
    assert refusal(city, actor, conference_file, whole) == ("not_found", {}, "not_found")


def test_clash_with_a_support_conference_does_not_tell_which_it_is(city) -> None:
    whole = conference(city, SUPPORT)
    other = city.row(Conference, whole)
    own = city.do(
        "suishin", schedule_conference, forum_key="practitioner_liaison_meeting", starts_at=other.starts_at,
        ends_at=other.ends_at + timedelta(minutes=7), place=other.place, facilitator_id=city.person("suishin"),
    ).subject_id  # fmt: skip
    city.do("suishin", invite, own, person_id=city.person("kiroku"))
    view = file_of(city, "suishin", own)
    assert {(one.kind, one.name) for one in view.clashes} == {("person_is_taken", "藤井 こはる"), ("room_is_taken", "")}
    assert shown_of(telling(city, whole) | {"支援会議"}, view.clashes) == set()
    assert shown_of(telling(city, whole), view) == set()


def test_item_about_a_case_is_absent_for_an_agency_without_it_but_not_without_names(city) -> None:
    whole, actor = conference(city, MULTILAYER), city.actor("hayashi")
    called_to(city, whole, "hayashi")
    items = [one for one in parts(city, AgendaItem, whole) if one.case_id is not None]
    hidden = words_of_case(city, city.case("006")) | {items[0].title, str(items[0].id)}
    before = file_of(city, actor, whole)
    assert (shown_of(hidden, before), before.row.items) == (set(), len(before.agenda))
    assert row_of(city, actor, whole).items == len(before.agenda)
    seen = city.seen(AgendaItem, items[0].id, change_item)
    city.do("kobayashi", change_item, items[0].id, seen=seen, **seen | {"without_names": True})
    view = file_of(city, actor, whole)
    assert shown_of(hidden, view) == {items[0].title, str(items[0].id)}
    assert len(view.agenda) == len(before.agenda) + 1 == row_of(city, actor, whole).items


def test_item_is_absent_for_an_agency_that_waits_outside(city) -> None:
    whole, actor = conference(city, MULTILAYER), city.actor("ogawa")
    item = next(one for one in parts(city, AgendaItem, whole) if one.case_id is not None)
    first = file_of(city, actor, whole)
    assert item.id in {one.id for one in first.agenda}
    city.do("kobayashi", leave_out, item.id, agency_id=actor.agency_id)
    out = file_of(city, actor, whole)
    assert shown_of({item.title, str(item.id), city.row(Case, item.case_id).number}, out) == set()
    assert (out.row.items, row_of(city, actor, whole).items) == (len(first.agenda) - 1,) * 2
    city.do("kobayashi", let_in, item.id, agency_id=actor.agency_id)
    assert file_of(city, actor, whole).agenda == first.agenda


def test_notice_to_an_agency_tells_no_item_for_which_it_waits_outside(city) -> None:
    first = conference(city, MULTILAYER)
    when = {name: getattr(city.row(Conference, first), name) for name in ("starts_at", "ends_at", "place")}
    whole = city.do(
        "kobayashi", schedule_conference, forum_key=MULTILAYER, facilitator_id=city.person("kobayashi"),
        with_standing_agenda=False, **when,
    ).subject_id  # fmt: skip
    agency = city.agency("general_hospital")
    city.do("kobayashi", invite, whole, agency_id=agency)
    city.do("kobayashi", add_item, whole, **ITEM | {"title": "みなさんへ"})
    city.do("kobayashi", leave_out, own_item(city, whole, "005"), agency_id=agency)
    text = paper(city, "kobayashi", "notice", whole)
    assert shown_of({"みなさんへ", ITEM["title"], city.row(Case, city.case("005")).number}, text) == {"みなさんへ"}


def test_recorder_by_role_sees_the_agenda_of_what_they_run_and_nobody_of_the_household(city) -> None:
    whole = conference(city, MULTILAYER)
    case = city.row(Case, city.case("006"))
    given_to(city, whole, "kiroku")
    view = file_of(city, "kiroku", whole)
    hidden = words_of_case(city, case.id) - {case.number, case.alias, str(case.id)}
    assert shown_of(hidden, [view, month(city, "kiroku"), city.look("kiroku", today_of)]) == set()
    assert {(one.case_id, one.basis) for one in view.looks} == {(case.id, "running")}
    assert {"conference.change", "conference.advance", "invitation.add", "item.add"} <= view.may
    item = city.do("kiroku", add_item, whole, **ITEM).subject_id
    assert item in {one.id for one in file_of(city, "kiroku", whole).agenda}
    for kind in PAPERS:
        assert shown_of(hidden | {case.alias}, paper(city, "kiroku", kind, whole)) == set()


def test_agency_that_runs_it_gets_no_paper_with_what_it_may_not_read(city) -> None:
    whole = conference(city, MULTILAYER)
    items = [one for one in parts(city, AgendaItem, whole) if one.case_id is not None]
    hidden = words_of_case(city, city.case("006")) | {items[0].title, items[0].question}
    given_to(city, whole, "hayashi")
    view = file_of(city, "hayashi", whole)
    assert [one.is_hidden for one in view.agenda if one.id == items[0].id] == [True]
    shown = [view, month(city, "hayashi"), *(paper(city, "hayashi", kind, whole) for kind in PAPERS)]
    assert shown_of(hidden, shown) == set()


@pytest.mark.parametrize("login", ["kiroku", "hayashi", "nishi"])
def test_case_that_is_not_known_comes_on_no_agenda(city, login) -> None:
    whole = conference(city, MULTILAYER)
    given_to(city, whole, login)
    number = "006" if login != "hayashi" else "002"
    answers = [refusal(city, login, add_item, whole, case_id=one, **ITEM) for one in (city.case(number), uuid4())]
    assert answers == [("not_found", {}, "not_found")] * 2


def test_agency_that_facilitates_is_told_no_person_who_did_not_consent_to_it(city) -> None:
    whole = conference(city, MULTILAYER)
    son = city.members(city.case("001"))[1]
    called_to(city, whole, "hayashi")
    stored_item(city, whole, "001")
    given_to(city, whole, "hayashi")
    view = file_of(city, "hayashi", whole)
    assert view.uncovered != ()
    assert shown_of(words_of(son), view) == set()


def test_name_of_the_person_concerned_who_is_called_is_told_to_no_agency_without_consent(city) -> None:
    whole, man = conference(city, MULTILAYER), city.members(city.case("006"))[0]
    city.do("kobayashi", invite, whole, name=man.name, reading=man.reading, part=Part.PERSON_CONCERNED)
    called_to(city, whole, "hayashi")
    found = {
        login: shown_of({man.name, man.reading}, file_of(city, login, whole)) for login in ("hayashi", "kobayashi")
    }
    assert found == {"hayashi": set(), "kobayashi": {man.name, man.reading}}


def test_look_of_somebody_called_is_written_down_with_their_own_ground(city) -> None:
    view = file_of(city, "ogawa", conference(city, MULTILAYER))
    assert [(one.case_id, one.basis) for one in view.looks] == [(city.case("006"), view.basis.kind.value)]


def test_reason_and_people_of_a_plan_that_was_dropped_stay_with_who_prepared_it(city) -> None:
    with reading() as session:
        whole = session.exec(select(Conference.id).where(Conference.facilitator_id == city.person("mizuno"))).one()
        school = session.exec(select(Person).where(Person.login == "ogawa")).one()
    city.do("mizuno", invite, whole, person_id=school.id)
    city.do("mizuno", advance_conference, whole, seen={"state": "planned"}, step="cancel", reason="ご家族の都合")
    assert whole not in {one.id for one in month(city, "ogawa")}
    with pytest.raises(Refused, match="not_found"):
        file_of(city, "ogawa", whole)
