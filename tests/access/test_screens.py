"""Which screens each sample account has, that each of them runs, and that nobody signed in sees nothing of the city."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select
from streamlit.util import calc_hash

import settings
from models.cases import Case
from models.closure import AgencyOpinion
from models.conferences import Conference, Invitation
from models.database import reading, writing
from models.gaps import GapKind, GapOrigin, ResourceGap
from models.people import Agency, Person, SignIn
from models.plans import Assignment
from models.relays import Relay
from operations.accounts import close_account
from operations.gaps import advance_gap, raise_gap
from operations.reviews import begin_review, want_resource
from operations.sample_city import sample_accounts
from operations.sign_ins import sign_out
from queries.records import record_list
from tests.access.tabs import gone_to, is_way_to_sign_in, menu_of, opened, screen, workspace
from tests.access.test_conferences import called_to as called_anyway
from tests.access.test_conferences import conference
from tests.access.texts import shown_of, words_of_case
from tests.city import City
from tests.operations.working import role
from words import vocabulary, word

PAGES = {
    "": "today/today.py", "relays": "relays/relays.py", "relay": "relays/relay.py", "cases": "cases/cases.py",
    "case": "cases/case.py", "reasoned": "cases/reasoned.py", "forums": "forums/forums.py",
    "monitoring": "cases/monitoring.py", "closing": "cases/closing.py", "opinion": "roles/opinion.py",
    "gaps": "gaps/gaps.py", "gap": "gaps/gap.py", "plan": "cases/plan.py", "roles": "roles/roles.py", "role": "roles/role.py",
    "calendar": "conferences/calendar.py", "conference": "conferences/conference.py", "room": "conferences/room.py",
    "steer": "conferences/steer.py", "urgent": "conferences/urgent.py", "in_writing": "conferences/in_writing.py",
    "readback": "conferences/readback.py", "records": "conferences/records.py", "record": "conferences/record.py",
    "search": "conferences/search.py", "points": "conferences/points.py",
    "looks": "office/looks.py", "people": "office/people.py", "person": "office/person.py",
}  # fmt: skip
_EVERYBODY = {"", "forums", "calendar", "conference", "room", "steer", "readback", "record", "points", "in_writing"}
_WITH_LEDGER = {"gaps", "gap"}
_WITH_CASES = _EVERYBODY | _WITH_LEDGER | {"relays", "relay", "cases", "case", "plan", "roles", "role", "records"}
_WITH_CASES |= {"opinion", "search"}
_TO_THE_END = {"reasoned", "monitoring", "closing", "urgent"}
_WITH_PEOPLE = {"people", "person"}
# domain.md 10.4 (R7 and R8 read 公開文, R1 and R9 nothing of the ledger) and 7 (見た人の記録: viewer for 課長); practice.md B4 (accounts of agencies at 地域福祉課), B5, C
MENUS = {
    "kobayashi": _WITH_CASES | _WITH_PEOPLE | _TO_THE_END,
    "mizuno": _WITH_CASES | _WITH_PEOPLE | _TO_THE_END,
    "kacho": _WITH_CASES | _WITH_PEOPLE | _TO_THE_END | {"looks"},
    "nishi": _WITH_CASES | _TO_THE_END,
    "minami": _WITH_CASES | _TO_THE_END,
    "hayashi": _WITH_CASES,
    "ogawa": _WITH_CASES,
    "kiroku": _EVERYBODY | _WITH_LEDGER | {"plan", "roles", "role", "records", "search", "monitoring", "closing"},
    "suishin": _EVERYBODY | _WITH_LEDGER,
    "kaigo-kacho": _EVERYBODY | _WITH_LEDGER,
    "iin": _EVERYBODY,
    "system": _EVERYBODY | _WITH_PEOPLE,
}
CASES_OF = {
    "kobayashi": "12345678", "mizuno": "12345678", "kacho": "12345678", "nishi": "2", "minami": "1678",
    "hayashi": "178", "ogawa": "1678", "kiroku": "678",
}  # fmt: skip
RELAY_OF = {"minami": "七階の窓の方", "ogawa": "七階の窓の方", "nishi": "灯りのつかない家"}
CARRIER = {"hayashi": "disability_consultation_office_1", "ogawa": "general_hospital"}
NUMBERS = ("001", "002", "003", "004", "005", "006", "007", "008")


@pytest.fixture(autouse=True)
def _pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the front door does it."""
    monkeypatch.syspath_prepend(settings.ROOT / "ui" / "pieces")


def called_to(city: City, login: str) -> UUID:
    """The 重層的支援会議 about case 006, to which this person is called in any case."""
    whole = conference(city, "multilayer_support_conference")
    with reading() as session:
        called = session.exec(select(Invitation.person_id).where(Invitation.conference_id == whole)).all()
    if city.person(login) not in called:
        called_anyway(city, whole, login)
    return whole


def role_of(city: City, login: str) -> UUID:
    """A role of the case that this person sees first; the recorder sees it as the office's own."""
    return role(city, CARRIER.get(login, "community_welfare_division"), f"00{CASES_OF.get(login, '1')[0]}")


def record_of(city: City, login: str, page: str) -> dict[str, object]:
    """The id in the address, of a record that this person sees."""
    records = {
        "case": lambda: city.case(f"00{CASES_OF[login][0]}"),
        "plan": lambda: city.case(f"00{CASES_OF[login][0]}"),
        "monitoring": lambda: city.case(f"00{CASES_OF[login][0]}"),
        "closing": lambda: city.case(f"00{CASES_OF[login][0]}"),
        "opinion": lambda: opinion_asked(city, login),
        "gap": lambda: wanted_entry(city, login) if login == "kiroku" else told_entry(city),
        "role": lambda: role_of(city, login),
        "relay": lambda: city.relay(RELAY_OF.get(login, "雨戸の閉まった家")),
        "person": lambda: city.person("hayashi"),
        "conference": lambda: called_to(city, login),
        "room": lambda: called_to(city, login),
        "steer": lambda: called_to(city, login),
        "readback": lambda: called_to(city, login),
        "in_writing": lambda: called_to(city, login),
        "record": lambda: record_seen(city, login),
        "points": lambda: record_seen(city, login),
    }
    return {"id": records[page]()} if page in records else {}


def review_of(city: City, case_id: UUID) -> UUID:
    """The review of a case, begun by the city."""
    seen = {"state": city.row(Case, case_id).state}
    return city.do("kobayashi", begin_review, case_id, seen=seen).subject_id


def opinion_asked(city: City, login: str) -> UUID:
    """What the agency that carries a role of their first case is asked at its end."""
    carrier = city.row(Assignment, role_of(city, login))
    case = city.row(Case, carrier.case_id)
    review = review_of(city, case.id)
    with reading() as session:
        wanted = (AgencyOpinion.review_id == review, AgencyOpinion.agency_id == carrier.agency_id)
        return session.exec(select(AgencyOpinion.id).where(*wanted)).one()


def told_entry(city: City) -> UUID:
    """An entry of the ledger whose 公開文 was looked through."""
    told = {"code": "G04", "kind": GapKind.ABSENT, "words": "窓口で聞いた", "public_summary": "夜に話せるところがない"}
    gap = city.do("kobayashi", raise_gap, **told).subject_id
    city.do("kobayashi", advance_gap, gap, seen=city.seen(ResourceGap, gap, advance_gap), step="confirm")
    return gap


def wanted_entry(city: City, login: str) -> UUID:
    """A candidate of a case on the agenda of a conference that this person runs."""
    review = review_of(city, city.case(f"00{CASES_OF[login][0]}"))
    told = {"code": "G04", "kind": GapKind.ABSENT, "words": "夜に話せるところ"}
    origin = city.do("kobayashi", want_resource, review, **told).subject_id
    return city.row(GapOrigin, origin).gap_id


def candidate(city: City) -> UUID:
    """An entry that nobody outside finds."""
    return city.do(
        "kobayashi", raise_gap, code="G04", kind=GapKind.ABSENT, words="窓口で聞いた", public_summary="夜に話せるところ"
    ).subject_id  # fmt: skip


def record_seen(city: City, login: str) -> object:
    """The first record in the list of this person; of none, an id that was never given."""
    if login not in CASES_OF:
        return uuid4()
    return next((one.id for one in city.look(login, record_list).rows), uuid4())


def is_closed(city: City, login: str, page: str) -> bool:
    """A screen that is in the menu for whoever runs a conference, and closed to who does not."""
    runs = login in {"kobayashi", "mizuno", "kacho", "kiroku"}
    has_records = login in CASES_OF and bool(city.look(login, record_list).rows)
    if page == "points":
        return not has_records or login in CARRIER
    is_held_otherwise = page == "in_writing"
    is_run_by_others = page in {"room", "steer", "readback"} and not runs
    return is_held_otherwise or is_run_by_others or (page == "record" and not has_records)


def known_to(city: City, login: str) -> Iterator[str]:
    """Words of cases that somebody has from elsewhere: of a つなぎ of their own, and of the examples in the forms."""
    agency_id = city.actor(login).agency_id
    with reading() as session:
        sent = [one for one in session.exec(select(Relay)) if one.from_agency_id == agency_id]
        yield from (text for one in sent if "relays" in MENUS[login] for text in (one.alias, one.complaint))
        examples = "".join(entry.label for key, entry in vocabulary().items() if key.startswith("hint."))
        yield from (one.alias for one in session.exec(select(Case)) if one.alias in examples)


def words_of_city(city: City) -> set[str]:
    """Everything that belongs to the sample city: cases, つなぎ, conferences, people, agencies, logins."""
    with reading() as session:
        relays = [text for one in session.exec(select(Relay)) for text in (str(one.id), one.alias, one.complaint)]
        people = [text for one in session.exec(select(Person)) for text in (one.name, str(one.id))]
        agencies = [one.name for one in session.exec(select(Agency))]
        sittings = [str(one) for one in session.exec(select(Conference.id))]
    return {*relays, *sittings, *people, *agencies}.union(
        *(words_of_case(city, city.case(number)) for number in NUMBERS)
    )


def test_every_page_stands_in_these_tables_and_every_account_has_a_row() -> None:
    files = {str(path.relative_to(settings.ROOT / "pages")) for path in (settings.ROOT / "pages").rglob("*.py")}
    assert files == set(PAGES.values())
    assert {one["login"] for one in sample_accounts()[1]} == set(MENUS)


@pytest.mark.parametrize("login", MENUS)
def test_menu_of_an_account_is_the_written_one(small_city, login) -> None:
    tab = workspace(small_city, login)
    assert (menu_of(tab), len(tab.exception)) == (MENUS[login], 0)


@pytest.mark.parametrize("login", MENUS)
def test_every_screen_of_an_account_runs_and_tells_no_other_case(small_city, login) -> None:
    city, tab = small_city, workspace(small_city, login)
    others = [number for number in NUMBERS if number[-1] not in CASES_OF.get(login, "")]
    hidden = set().union(*(words_of_case(city, city.case(number)) for number in others)) - set(known_to(city, login))
    for page in sorted(menu_of(tab)):
        gone_to(tab, PAGES[page], **record_of(city, login, page))
        told = [word("refusal.not_found")] if is_closed(city, login, page) else []
        assert (page, [one.message for one in tab.exception], [one.value for one in tab.warning]) == (page, [], told)
        assert (page, len(tab.title)) == (page, 0 if told or page in {"room", "steer"} else 1)
        assert (page, shown_of(hidden, screen(tab))) == (page, set())


def test_case_screen_of_an_agency_shows_what_was_agreed_and_no_more(small_city) -> None:
    city, case = small_city, small_city.case("001")
    mother, son = city.members(case)
    hidden = {son.name, son.reading, son.health, son.livelihood, mother.livelihood, city.row(Case, case).outline}
    agreed = {mother.name, mother.reading, mother.health, mother.address, mother.telephone}
    agency, office = (
        screen(gone_to(workspace(city, login), PAGES["case"], id=case)) for login in ("hayashi", "kobayashi")
    )
    assert (shown_of(hidden, agency), shown_of(agreed, agency)) == (set(), agreed)
    assert shown_of(hidden | agreed, office) == hidden | agreed


@pytest.mark.parametrize("login", MENUS)
def test_address_of_a_screen_that_is_not_in_the_menu_leads_to_today(small_city, login) -> None:
    tab = workspace(small_city, login)
    for page in set(PAGES) - menu_of(tab):
        tab._page_hash = calc_hash(page)
        tab.run()
        assert [one.value for one in tab.title] == [word("menu.today")]
        assert len(tab.exception) == 0


@pytest.mark.parametrize(("login", "page", "other"), [
    ("hayashi", "case", "006"), ("ogawa", "case", "002"), ("nishi", "case", "001"), ("hayashi", "relay", ""),
    ("hayashi", "conference", ""), ("suishin", "conference", ""), ("nishi", "closing", "001"),
    ("nishi", "monitoring", "001"), ("kiroku", "closing", "003"), ("kiroku", "monitoring", "003"),
    ("ogawa", "opinion", ""), ("nishi", "opinion", ""), ("hayashi", "gap", ""), ("suishin", "gap", ""),
    ("kaigo-kacho", "gap", ""), ("nishi", "gap", ""), ("kiroku", "gap", ""),
])  # fmt: skip
def test_screen_of_a_forbidden_record_is_that_of_an_absent_one(small_city, login, page, other) -> None:
    city, tab = small_city, workspace(small_city, login)
    records = {
        "relay": lambda: city.relay("七階の窓の方"),
        "conference": lambda: conference(city, "support_conference"),
        "opinion": lambda: opinion_asked(city, "hayashi"),
        "gap": lambda: candidate(city),
    }
    record = city.case(other) if other else records[page]()
    shown = []
    for one in (record, uuid4(), "x"):
        gone_to(tab, PAGES[page], id=one)
        shown.append((screen(tab), [warning.value for warning in tab.warning], len(tab.title)))
    assert shown[0] == shown[1] == shown[2]
    assert shown[0][1:] == ([word("refusal.not_found")], 0)


@pytest.mark.parametrize("page", PAGES)
def test_page_without_a_sign_in_shows_nothing_of_the_city(small_city, page) -> None:
    city, hidden = small_city, words_of_city(small_city)
    for query in ({}, record_of(city, "kobayashi", page)):
        shown = screen(opened(settings.ROOT / "pages" / PAGES[page], None, **query))
        assert (shown_of(hidden, shown), is_way_to_sign_in(shown)) == (set(), True)


def test_workspace_without_a_sign_in_shows_the_way_to_sign_in(small_city) -> None:
    hidden = words_of_city(small_city)
    for nobody in (None, uuid4(), "not-an-id", ""):
        tab = opened(settings.ROOT / "ui" / "workspace.py", nobody)
        assert (shown_of(hidden, screen(tab)), len(tab.title), menu_of(tab)) == (set(), 0, set())
        assert is_way_to_sign_in(screen(tab))


def _leaves(city: City, sign_in_id: object) -> None:
    actor = city.actor("kobayashi")
    city.do(type(actor)(**{**vars(actor), "sign_in_id": sign_in_id}), sign_out)


def _is_closed(city: City, sign_in_id: object) -> None:
    city.do("kacho", close_account, city.person("kobayashi"))


def _waits_too_long(city: City, sign_in_id: object) -> None:
    with writing() as session:
        idle = settings.now() - timedelta(minutes=settings.city().idle_minutes, seconds=1)
        session.get_one(SignIn, sign_in_id).last_act_at = idle


@pytest.mark.parametrize("ending", [_leaves, _is_closed, _waits_too_long])
def test_open_tab_shows_nothing_after_the_sign_in_ended(small_city, ending) -> None:
    city, sign_in_id = small_city, small_city.sign_in_id(small_city.sign_in("kobayashi"))
    tab = opened(settings.ROOT / "ui" / "workspace.py", sign_in_id)
    gone_to(tab, PAGES["case"], id=city.case("001"))
    hidden = words_of_city(city)
    assert {"青葉 文子", "青葉 透"} <= shown_of(hidden, screen(tab))
    ending(city, sign_in_id)
    tab.run()
    assert (shown_of(hidden, screen(tab)), is_way_to_sign_in(screen(tab))) == (set(), True)
