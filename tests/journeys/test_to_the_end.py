"""To the end of a case by hand: モニタリング, 評価, the four questions with every agency, 終結, its entry in the ledger, and back."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Locator, expect
from sqlmodel import select

import settings
from models.cases import Case, CaseState
from models.closure import (
    AgencyOpinion,
    Attainment,
    ClosureReview,
    Manageable,
    MonitoringCheck,
    OpinionState,
    Outcome,
    Progress,
    Wanted,
)
from models.database import reading
from models.gaps import Engagement, EngagementKind, GapKind, GapOrigin, GapState, ResourceGap
from models.history import Channel
from models.plans import Assignment, AssignmentState
from models.taxonomies import taxonomy
from operations.gaps import advance_gap, raise_gap
from rules.review import flow_of
from tests.journeys.screen import Tab, choose, fill, pick, press
from tests.server import House, on
from words import label_of, word

NUMBER = "007"
CHANGES, PROBLEM = "長男が週に一度、農園に通うようになった。", "訪問販売の契約書が三通 <b>あった</b> & 母は覚えていない"
SETTLED, REACHED = "消費生活の窓口へつなぎ、役割に加えた。", "週に一度の外出が三か月続いた。"
CENTER, HOSPITAL, OFFICE = "南部福祉相談センター", "星見野総合病院 地域連携室", "障害者相談支援事業所1"
SAID = "短い時間から試せる場があれば、春に動けた。"
STEPS = (
    ("民生委員", "福祉相談センター", "春に気づいたとき、訪問を頼む"),
    ("福祉相談センター", "基幹相談支援センター", "長男の相談を同じ日に"),
    ("基幹相談支援センター", "農園", "週1時間から試す"),
)
PLACE_NAMED, PLAIN = "諏訪1丁目の近くに、短い時間から働ける場がない", "短い時間から試せる働く場がない"
MONEY = "預貯金の出し入れを、契約の前から手伝う仕組みがない"
CLOSE, CONFIRM = word("case_step.close"), word("gap_step.confirm")


def the(name: str) -> str:
    """A need of the list in words."""
    return taxonomy("gap")[name].label


def done(tab: Tab) -> None:
    """Wait until the act is told done."""
    tab.sees(word("form.done"))
    tab.ready()
    expect(tab.page.get_by_text(word("form.done"))).to_have_count(0)


def rows(model: type, **wanted: object) -> list:
    """What is stored with these values."""
    with reading() as session:
        found = session.exec(select(model)).all()
    return [one for one in found if all(getattr(one, name) == value for name, value in wanted.items())]


def known_entry(house: House) -> UUID:
    """An entry of the same kind that another voice brought before."""
    city = house.city
    told = {
        "code": "G04",
        "kind": GapKind.ABSENT,
        "words": "窓口で同じ声が続いた",
        "public_summary": "短時間の役割の場が足りない",
    }
    gap = city.do("kobayashi", raise_gap, **told).subject_id
    seen = {"state": GapState.CANDIDATE}
    city.do("kobayashi", advance_gap, gap, seen=seen, step="confirm")
    return gap


def monitoring(worker: Tab, case: UUID) -> None:
    """Every role in one line, what changed, and the next day."""
    worker.open(f"/monitoring?id={case}").ready()
    part = worker.unfold(word("act.monitoring_record"))
    part.get_by_text(label_of(Progress.ON_COURSE), exact=True).first.click()
    fill(part, changes=CHANGES, next_on=f"{settings.today() + timedelta(days=60):%Y/%m/%d}")
    press(part, word("act.monitoring_record"))
    done(worker)
    worker.sees(CHANGES)
    assert [one.changes for one in rows(MonitoringCheck, case_id=case)] == [CHANGES]


def new_problem(agency: Tab, worker: Tab, case: UUID) -> None:
    """An agency notices something at any time; きょう says so, and what became of it is written down."""
    agency.open(f"/case?id={case}").ready()
    part = agency.unfold(word("act.problem_note"))
    fill(part, problem_words=PROBLEM)
    press(part, word("act.problem_note"))
    done(agency)
    alias = rows(Case, id=case)[0]
    worker.open("/").ready().follow(word("today.problem_noted", number=alias.number, alias=alias.alias))
    worker.sees(PROBLEM)
    part = worker.unfold(word("act.problem_settle"))
    fill(part, settled_words=SETTLED)
    press(part, word("act.problem_settle"))
    done(worker)
    worker.sees(SETTLED)


def evaluate(worker: Tab, case: UUID) -> None:
    """評価シート that ends in 終結: the case goes on to its review and the agencies are asked."""
    part = worker.open(f"/monitoring?id={case}").unfold(word("act.evaluation_record"))
    pick(part, word("field.attainment"), label_of(Attainment.PARTLY))
    fill(part, attainment_words=REACHED, remaining="冬の灯油代")
    choose(part, word("field.changes_seen"), taxonomy("change")["V04"].label)
    pick(part, word("field.outcome"), label_of(Outcome.CLOSE))
    press(part, word("act.evaluation_record"))
    done(worker)
    worker.sees(REACHED)
    assert rows(Case, id=case)[0].state is CaseState.REVIEWING
    assert {one.state for one in rows(AgencyOpinion, case_id=case)} == {OpinionState.ASKED}


def lacks(worker: Tab, *conditions: str) -> None:
    """終結する stands there, cannot be pressed, and says what is missing."""
    worker.ready()
    expect(worker.page.get_by_role("button", name=CLOSE, exact=True)).to_be_disabled()
    told = [word(f"condition.{one}").partition("。")[0] for one in conditions]
    assert worker.shows(*told) == told


def own_opinion(agency: Tab, case: UUID) -> None:
    """On a telephone, from きょう: the four questions in one form."""
    agency.open("/").ready()
    agency.page.locator('a[href*="/opinion?"]').first.click()
    form = agency.ready().form(word("act.opinion_give"))
    press(form, word("act.opinion_give"))
    agency.sees(word("refusal.opinion_is_empty"))
    form = agency.form(word("act.opinion_give"))
    pick(form, word("field.opinion_manageable"), label_of(Manageable.PARTLY))
    fill(form, opinion_wanted=SAID)
    press(form, word("act.opinion_give"))
    done(agency)
    given = [one for one in rows(AgencyOpinion, case_id=case) if one.state is OpinionState.GIVEN]
    assert [(one.manageable, one.wanted_words) for one in given] == [(Manageable.PARTLY, SAID)]


def typed_opinion(worker: Tab, agency: str, *, words: str = "") -> None:
    """電話・FAX: who said it is asked, and 意見なし is an answer."""
    title = word("closing.enter_opinion", agency=agency)
    part = worker.unfold(title)
    if words:
        fill(part, opinion_reason=words)
    else:
        part.get_by_text(word("field.no_opinion"), exact=True).click()
    press(part, word("closing.keep_opinion"))
    expect(part.get_by_text(word("refusal.field_is_needed", field=word("field.said_by")))).to_be_visible()
    part = worker.unfold(title)
    fill(part, said_by="担当の方")
    pick(part, word("field.channel"), label_of(Channel.FAX))
    press(part, word("closing.keep_opinion"))
    done(worker)


def question(worker: Tab, name: str) -> Locator:
    """The part of one of the four questions."""
    return worker.ready().page.locator(f".st-key-question_{name}")


def answers(worker: Tab) -> None:
    """One question after another, each kept by itself."""
    part = question(worker, "first")
    pick(part, word("field.manageable"), label_of(Manageable.PARTLY))
    fill(part, manageable_words="介護の窓口では、長男のことまで聞けなかった。")
    press(part, word("closing.keep"))
    done(worker)
    part = question(worker, "second")
    choose(part, word("field.reason_codes"), taxonomy("reason")["N01"].label, taxonomy("reason")["N11"].label)
    fill(part, reason_words="世帯を一体で見る窓口がなかった。")
    press(part, word("closing.keep"))
    done(worker)
    lacks(worker, "third_question_is_answered", "fourth_question_is_answered")
    part = question(worker, "third")
    for place, step in enumerate(STEPS):
        for name, text in zip(("who", "whom", "what"), step, strict=True):
            part.get_by_role("textbox", name=word("closing.flow_cell", name=word(f"flow.{name}"), n=place + 1)).fill(
                text
            )
    press(part, word("closing.keep"))
    done(worker)
    part = question(worker, "fourth")
    pick(part, word("field.wanted"), label_of(Wanted.YES))
    press(part, word("closing.keep"))
    done(worker)
    lacks(worker, "wanted_resource_is_linked")


def want(worker: Tab, code: str, why: str, *, entry: str = "", public: str = "") -> None:
    """台帳へ送る: joined to an entry, or as a candidate of its own."""
    part = worker.unfold(word("act.review_want"))
    choose(part, word("field.gap_code"), the(code))
    worker.ready()
    part = worker.unfold(word("act.review_want"))
    if entry:
        choose(part, word("field.gap_id"), entry)
    fill(part, wanted_words=why, **({"public_summary": public} if public else {}))
    press(part, word("act.review_want"))
    expect(worker.page.locator(".yo-card", has_text=why)).to_be_visible()
    worker.ready()


def close_with_a_reason(worker: Tab, case: UUID) -> None:
    """One agency is silent before its day: that needs a reason; what still goes on ends with the case."""
    press(worker.form(CLOSE), CLOSE)
    silent = word("condition.every_agency_was_heard")
    expect(worker.form(CLOSE).get_by_role("alert").get_by_text(silent)).to_be_visible()
    assert rows(Case, id=case)[0].state is CaseState.REVIEWING
    why = word("form.reason_for", why=silent.partition("。")[0])
    worker.form(CLOSE).get_by_role("textbox", name=why).fill("病院と事業所の意見から見通しが立っているため")
    press(worker.form(CLOSE), CLOSE)
    worker.sees(word("case_step.reopen"))
    closed, review = rows(Case, id=case)[0], rows(ClosureReview, case_id=case)[0]
    assert (closed.state, closed.closed_on) == (CaseState.CLOSED, settings.today())
    assert [tuple(vars(step).values()) for step in flow_of(review.flow)] == list(STEPS)
    assert {one.state for one in rows(Assignment, case_id=case)} == {AssignmentState.ENDED_WITH_CASE}


def ledger(house: House, browser_of, worker: Tab, case: UUID, known: UUID, money: UUID) -> None:
    """From the closed case to its entry and back in one press each; for others no trace of the case."""
    number, alias = rows(Case, id=case)[0].number, rows(Case, id=case)[0].alias
    worker.follow(the("G04"))
    worker.sees(word("gaps.origins"))
    assert f"id={known}" in worker.page.url
    assert worker.shows(number, alias, word("gaps.count", n=2)) == [number, alias, word("gaps.count", n=2)]
    worker.follow(f"{number}　{alias}")
    worker.sees(word("closing.questions"))
    assert f"/closing?id={case}" in worker.page.url

    worker.open(f"/gap?id={money}").ready()
    part = worker.unfold(word("act.gap_describe"))
    fill(part, public_summary=MONEY)
    press(part, word("act.gap_describe"))
    done(worker)
    press(worker.form(CONFIRM), CONFIRM)
    worker.sees(label_of(GapState.CONFIRMED))
    assert rows(ResourceGap, id=money)[0].confirmed_on == settings.today()

    manager = browser_of("kaigo-kacho").open("/gaps").ready()
    manager.sees(MONEY)
    manager.page.locator(f'a[href*="{money}"]').first.click()
    manager.sees(word("gaps.origins_not_told"))
    hidden = (number, alias, "畑中", "南坂町", str(case))
    assert manager.shows(*hidden) == []
    assert manager.shows(word("gaps.count_up_to", most=2)) == [word("gaps.count_up_to", most=2)]
    file = manager.page.request.get(f"{house.server.origin}/files/gaps").text()
    assert [text for text in hidden if text in file] == []
    assert MONEY in file
    elsewhere = browser_of("nishi").open(f"/closing?id={case}").ready()
    assert elsewhere.shows(word("refusal.not_found"), alias) == [word("refusal.not_found")]


def reopen(worker: Tab, case: UUID) -> None:
    """The way back: everything stands where it stood."""
    worker.open(f"/closing?id={case}").ready()
    form = worker.form(word("case_step.reopen"))
    press(form, word("case_step.reopen"))
    worker.sees(word("condition.reopening_is_explained"))
    fill(worker.form(word("case_step.reopen")), reopening="家賃の相談がまた入ったため")
    press(worker.form(word("case_step.reopen")), word("case_step.reopen"))
    done(worker)
    assert rows(Case, id=case)[0].state is CaseState.ASSESSING
    assert AssignmentState.ACCEPTED in {one.state for one in rows(Assignment, case_id=case)}
    assert [origin.review_id for origin in rows(GapOrigin, case_id=case)] == [
        rows(ClosureReview, case_id=case)[0].id
    ] * 2


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_case_is_closed_and_what_was_missing_lives_on(house, browser_of) -> None:
    city, known = house.city, known_entry(house)
    case = city.case(NUMBER)
    worker, agency = browser_of("kobayashi"), browser_of("hayashi")
    monitoring(worker, case)
    new_problem(agency, worker, case)
    evaluate(worker, case)

    worker.open(f"/closing?id={case}").ready()
    lacks(worker, "first_question_is_answered", "closing_reason_is_told", "successor_is_named")
    hospital = browser_of("ogawa", phone=True)
    own_opinion(hospital, case)
    worker.open(f"/closing?id={case}").ready()
    worker.sees(SAID)
    typed_opinion(worker, OFFICE, words="年齢の要件に合わず、待つあいだに関係が切れた。")
    answers(worker)
    number = rows(ResourceGap, id=known)[0].number
    want(
        worker,
        "G04",
        "働く前に、短い時間だけ試せる場が要った。",
        entry=f"{number}　{the('G04')}　短時間の役割の場が足りない",
    )
    want(worker, "G07", "母の通帳を、契約の前から一緒に見る人が要った。", public=PLACE_NAMED)
    money = next(one for one in rows(ResourceGap, code="G07"))
    press(worker.ready().page.locator("body"), CONFIRM)
    worker.sees(word("condition.public_text_was_looked_through").partition("。")[0])
    assert rows(ResourceGap, id=money.id)[0].confirmed_on is None

    part = worker.unfold(word("act.review_approach"))
    pick(part, word("field.approach_kind"), label_of(EngagementKind.APPROACH))
    choose(part, word("field.approached_id"), "建築課(市営住宅)")
    fill(part, approach_words="住まいの相談で、家計のことも一緒に聞いてもらう")
    press(part, word("act.review_approach"))
    done(worker)
    assert len(rows(Engagement, case_id=case)) == 1
    form = worker.form(word("closing.keep")).filter(has_text=word("field.closing_reason"))
    choose(form, word("field.closing_reason"), taxonomy("closing")["E01"].label)
    choose(form, word("field.successor_id"), CENTER)
    press(form, word("closing.keep"))
    done(worker)

    close_with_a_reason(worker, case)
    ledger(house, browser_of, worker, case, known, money.id)
    reopen(worker, case)
