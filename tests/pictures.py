"""Photograph the screens of a throw-away sample city for docs/pictures: `python -m tests.pictures`."""

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright
from sqlmodel import col, select

import settings
from jobs.prepare import prepare
from models.cases import Case, CaseState
from models.closure import AgencyOpinion, OpinionState
from models.conferences import Conference, ConferenceState, ItemKind
from models.database import reading
from models.gaps import GapState, ResourceGap
from models.minutes import ConferenceRecord, RecordState
from operations.conferences import advance_conference
from tests.chromium import launch
from tests.conftest import pytest_sessionfinish, use
from tests.journeys.screen import AT_REST, Tab, choose, fill, pick, press
from tests.server import House, serving
from words import label_of, word

FOLDER = settings.ROOT / "docs" / "pictures"
LAPTOP, PHONE, WALL = {"width": 1366, "height": 768}, {"width": 390, "height": 844}, {"width": 1920, "height": 1080}
MOST_BYTES = 200_000
# The head of the page stands over what scrolls beneath it.
TO_THE_TOP = "one => { one.style.scrollMarginTop = '5rem'; one.scrollIntoView(); }"
# What is said at the table, typed as in the room: the number of the kind, then the words.
LINES = (
    "1 家賃は1か月遅れ。夜の仕事は続いている。",
    "2 収入はあるが、支払いの順番を決められずにいる。",
    "3 「家賃のことを、だれかと一緒に片づけたい。」",
    "4 大家さんは、話し合いの場があれば待つと言っている。",
    "5 家計の表を一緒につくることから始める。",
    "6 債務の相談先は、表ができてから決める。",
)
_ASKED = "social_welfare_council"
SEND, DESCRIBE = word("act.relay_send"), word("act.case_describe")


class Studio:
    """A browser before the sample city, and the album."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.browser, self.house = browser, house

    @contextmanager
    def as_(
        self, login: str, path: str = "/", *, phone: bool = False, view: dict[str, int] | None = None
    ) -> Iterator[Tab]:
        """Somebody's tab with a screen open."""
        view = view or (PHONE if phone else LAPTOP)
        context = self.browser.new_context(viewport=view, locale="ja-JP", timezone_id="Asia/Tokyo")  # type: ignore[arg-type]
        tab = Tab(context.new_page(), self.house)
        if login:
            tab.open("/signin").sign_in(login)
            tab.open(path).ready()
        yield tab
        context.close()

    def case(self, number: str) -> str:
        """The address of a case."""
        return f"/case?id={self.house.city.case(number)}"

    def at(self, page: str, record_id: UUID) -> str:
        """The address of a record on a page."""
        return f"/{page}?id={record_id}"

    def conference(self, state: ConferenceState) -> UUID:
        """The first conference in a state."""
        with reading() as session:
            chosen = select(Conference.id).where(Conference.state == state).order_by(col(Conference.starts_at))
            return session.exec(chosen).first() or UUID(int=0)

    def today(self) -> UUID:
        """The 重層的支援会議 of today."""
        return self.conference(ConferenceState.CONVENED)

    def fixed_record(self) -> UUID:
        """A record of a case that is fixed."""
        with reading() as session:
            chosen = select(ConferenceRecord.id).where(
                ConferenceRecord.state == RecordState.FIXED, col(ConferenceRecord.case_id).is_not(None)
            )
            return session.exec(chosen).first() or UUID(int=0)

    def first_record(self, conference: UUID) -> UUID:
        """The record of a case of a conference that is over."""
        with reading() as session:
            own = (ConferenceRecord.conference_id == conference, col(ConferenceRecord.case_id).is_not(None))
            return session.exec(select(ConferenceRecord.id).where(*own)).one()

    def first(self, model: type, **wanted: object) -> UUID:
        """The first record with these values, by when it was made."""
        with reading() as session:
            rows = session.exec(select(model).order_by(model.created_at)).all()
        return next(row.id for row in rows if all(getattr(row, name) == value for name, value in wanted.items()))

    def keep(self, tab: Tab, name: str) -> None:
        """One picture, in few colours: screens have few, and the repository stays small."""
        tab.page.locator("body").evaluate(AT_REST)
        tab.page.mouse.move(0, 0)
        with Image.open(io.BytesIO(tab.page.screenshot())) as picture:
            picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
        size = (FOLDER / f"{name}.png").stat().st_size
        if size > MOST_BYTES:
            raise RuntimeError(f"{name}: {size} bytes")


def sign_in(studio: Studio) -> None:
    """The first page of all."""
    with studio.as_("") as tab:
        tab.open("/signin")
        studio.keep(tab, "sign-in")


def screens(studio: Studio) -> None:
    """The screens that need no more than to be opened."""
    relay = f"/relay?id={studio.house.city.relay('雨戸の閉まった家')}"
    wanted = (
        ("relays", "kobayashi", "/relays"), ("relay", "kobayashi", relay),
        ("cases", "kobayashi", "/cases"), ("case", "kobayashi", studio.case("R7-003")),
        ("case-hospital", "ogawa", studio.case("R7-006")), ("reasoned", "kacho", "/reasoned"),
        ("forums", "kobayashi", "/forums"), ("people", "kacho", "/people"), ("today-agency", "hayashi", "/"),
    )  # fmt: skip
    for name, login, path in wanted:
        with studio.as_(login, path) as tab:
            studio.keep(tab, name)


def telephone(studio: Studio) -> None:
    """What an agency sees on the way."""
    wanted = (
        ("case-hospital-phone", studio.case("R7-006")),
        ("today-phone", "/"),
        ("roles-phone", "/roles?group=going_on"),
    )
    for name, path in wanted:
        with studio.as_("ogawa", path, phone=True) as tab:
            studio.keep(tab, name)


def consents(studio: Studio) -> None:
    """Who agreed to what, and the form for one more."""
    with studio.as_("kobayashi", studio.case("R7-003")) as tab:
        tab.page.get_by_role("heading", name=word("case.consents")).evaluate(TO_THE_TOP)
        studio.keep(tab, "case-consents")
        tab.unfold(word("act.consent_record")).evaluate(TO_THE_TOP)
        studio.keep(tab, "case-consent-form")


def ahead(studio: Studio) -> None:
    """Before the day: the calendar, a conference that a consent does not reach yet, a plan."""
    planned = studio.conference(ConferenceState.PLANNED)
    wanted = (
        ("calendar", "/calendar"), ("conference", studio.at("conference", studio.today())),
        ("conference-hole", studio.at("conference", planned)), ("roles", "/roles"),
        ("plan", studio.case("R7-008").replace("/case", "/plan")),
    )  # fmt: skip
    for name, path in wanted:
        with studio.as_("kobayashi", path) as tab:
            studio.keep(tab, name)
    with studio.as_("hayashi", "/roles", phone=True) as tab:
        studio.keep(tab, "roles-waiting-phone")


def session(studio: Studio) -> None:
    """The day: the room before and during, the read-back, the record."""
    conference = studio.today()
    with studio.as_("kiroku", studio.at("room", conference)) as tab:
        studio.keep(tab, "room-before")
        press(tab.page.locator("body"), word("conference_step.open"))
        tab.sees(word("room.left"))
        decided = tab.ready().page.locator(".yo-rail li", has_text=label_of(ItemKind.DECIDE)).first
        decided.get_by_role("button").click()
        tab.sees(word("room.roles"))
        for line in LINES:
            tab.page.get_by_label(word("minutes.input")).press_sequentially(line)
            tab.page.keyboard.press("Enter")
        for waiting in (word("minutes.waiting_line"), word("form.done")):
            expect(tab.page.get_by_text(waiting)).to_have_count(0)
        studio.keep(tab.ready(), "room")
        tab.open(studio.at("readback", conference)).ready()
        studio.keep(tab, "readback")
        tab.open(studio.at("record", studio.fixed_record())).ready()
        studio.keep(tab, "record")


def live(studio: Studio) -> None:
    """The same conference on the wall, in the facilitator's hand and on a telephone; then what is left after its end."""
    city, conference = studio.house.city, studio.conference(ConferenceState.IN_SESSION)
    with studio.as_("kobayashi", view=WALL) as tab:
        tab.open(f"/projector/{conference}")
        tab.sees(word("room.roles"))
        studio.keep(tab, "projector")
    with studio.as_("kobayashi", studio.at("steer", conference)) as tab:
        studio.keep(tab, "steer")
        tab.open("/search").ready()
        tab.page.get_by_role("textbox", name=word("field.search_words")).fill("家賃")
        tab.page.keyboard.press("Enter")
        tab.page.locator("mark").first.wait_for()
        studio.keep(tab.ready(), "search")
    for name, path in (("steer-phone", "steer"), ("room-phone", "room")):
        with studio.as_("kobayashi", studio.at(path, conference), phone=True) as tab:
            studio.keep(tab, name)
    seen = city.seen(Conference, conference, advance_conference)
    city.do("kobayashi", advance_conference, conference, seen=seen, step="break_off")
    record = studio.first_record(conference)
    after = (("finishing", studio.at("readback", conference)), ("points", studio.at("points", record)))
    for name, path in (*after, ("urgent", f"/urgent?id={city.case('R7-001')}")):
        with studio.as_("kobayashi", path) as tab:
            studio.keep(tab, name)


def looks(studio: Studio) -> None:
    """After the others, so that there is something to see."""
    with studio.as_("kacho", "/looks") as tab:
        studio.keep(tab, "looks")


def refusal(studio: Studio) -> None:
    """A refusal that kept what was typed."""
    with studio.as_("hayashi", "/relays") as tab:
        form = tab.form(SEND)
        fill(form, alias="橋のたもとの家", complaint="娘の通院と、母の買い物の足。番号は 1234 5678 9012")
        pick(form, word("field.urgency"), word("urgency.soon"))
        choose(form, word("field.to_agency_id"), "東部福祉相談センター")
        press(form, SEND)
        tab.sees(word("refusal.text_has_my_number"))
        studio.keep(tab.ready(), "refusal")


def both_versions(studio: Studio) -> None:
    """Two people wrote about the same household."""
    path = studio.case("R7-001")
    with studio.as_("kobayashi", path) as first, studio.as_("mizuno", path) as second:
        fill(
            second.unfold(DESCRIBE),
            outline="通院の付き添いは隣の方が月に一度。長男の日中の居場所を、本人と探している。",
        )
        fill(first.unfold(DESCRIBE), outline="母の通院の付き添いが決まった。長男の日中の居場所はこれから。")
        press(first.unfold(DESCRIBE), DESCRIBE)
        first.sees(word("form.done"))
        press(second.unfold(DESCRIBE), DESCRIBE)
        second.sees(word("refusal.stale"))
        second.page.locator(".yo-vs").evaluate("one => one.scrollIntoView({block: 'center'})")
        studio.keep(second.ready(), "both-versions")


def to_the_end(studio: Studio) -> None:
    """How a case goes on and ends, with what is missing and what came of it."""
    reviewing, supported = studio.first(Case, state=CaseState.REVIEWING), studio.first(Case, state=CaseState.SUPPORTED)
    usable, at_work = (
        studio.first(ResourceGap, state=GapState.USABLE),
        studio.first(ResourceGap, state=GapState.IN_WORK),
    )
    wanted = (
        ("today", "kobayashi", "/"), ("today-chief", "kacho", "/"), ("today-division", "kaigo-kacho", "/"),
        ("monitoring", "kobayashi", studio.at("monitoring", supported)),
        ("closing", "kobayashi", studio.at("closing", reviewing)), ("gaps", "kobayashi", "/gaps"),
        ("gaps-heat", "kobayashi", "/gaps?view=heat"), ("gap", "kobayashi", studio.at("gap", usable)),
        ("gap-outside", "kaigo-kacho", studio.at("gap", at_work)), ("gaps-list", "kobayashi", "/gaps?view=list"),
    )  # fmt: skip
    for name, login, path in wanted:
        with studio.as_(login, path) as tab:
            studio.keep(tab, name)
    asked = studio.first(AgencyOpinion, state=OpinionState.ASKED, agency_id=studio.house.city.agency(_ASKED))
    for name, path in (
        ("opinion-phone", studio.at("opinion", asked)),
        ("gaps-phone", "/gaps"),
        ("today-asked-phone", "/"),
    ):
        with studio.as_("toda", path, phone=True) as tab:
            studio.keep(tab, name)


# A city that has only what is going on today, and one with its earlier years.
ALBUMS: dict[str, tuple[Callable[[Studio], None], ...]] = {
    "core": (sign_in, screens, telephone, ahead, consents, looks, refusal, both_versions, session, live),
    "whole": (to_the_end,),
}


def main() -> int:
    """Take every picture anew."""
    for old in FOLDER.glob("*.png"):
        old.unlink()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, launch(playwright) as browser:
        for city, album in ALBUMS.items():
            _photograph(browser, city, album)
    pytest_sessionfinish()
    return 0


def _photograph(browser: Browser, city: str, album: tuple[Callable[[Studio], None], ...]) -> None:
    """One album before a city of its own."""
    with tempfile.TemporaryDirectory(prefix="yoriai-pictures-") as name:
        os.environ["YORIAI_SAMPLE"] = city
        database = f"sqlite:///{Path(name) / 'city.db'}"
        use(database)
        prepare()
        with serving(Path(name), os.environ["DATABASE_URL"]) as server:
            studio = Studio(browser, House(server, database, ""))
            for take in album:
                take(studio)


if __name__ == "__main__":
    sys.exit(main())
