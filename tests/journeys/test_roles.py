"""役割: accepted, with a condition, declined with another way, taken back, and answered by telephone; nothing typed is lost."""

import pytest

import settings
from models.plans import AssignmentState as A
from rules.calendar import short_day
from tests.journeys.screen import AT_REST, Tab, expect, fill, pick, press, values
from tests.operations.working import DAY, TASK, agree_to, role, stored
from tests.server import on
from words import word

ACCEPT, CONDITION = word("assignment_step.accept"), word("assignment_step.accept_with_condition")
DECLINE, TAKE_BACK = word("assignment_step.decline"), word("assignment_step.take_back")
KEEP = word("roles.keep_answer")
DAY_IN_WORDS = settings.today() + 3 * DAY


def of_card(tab: Tab, task: str):
    """The card of a role."""
    return tab.page.locator('[class*="st-key-role_"]').filter(has_text=task)


def unfolded(tab: Tab, task: str, title: str):
    """A folded form of a card, opened."""
    tab.ready()
    part = of_card(tab, task).locator("details").filter(has=tab.page.locator("summary").get_by_text(title, exact=True))
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
        part.evaluate(AT_REST)
    return part


def waits_for(tab: Tab, count: int) -> None:
    """So many roles wait for an answer."""
    expect(tab.page.get_by_text(word("roles.group_waiting", count=count), exact=True)).to_be_visible()


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_agency_answers_in_every_way_on_a_telephone(house, browser_of) -> None:
    city = house.city
    roles = {name: role(city, task=f"{TASK} {name}") for name in ("一", "二", "三", "四")}
    tab = browser_of("ogawa", phone=True).open("/").ready()
    tab.page.locator('a[href*="/role?"]').first.wait_for()
    tab.open("/roles").ready()
    waits_for(tab, 4)

    press(of_card(tab, f"{TASK} 一"), ACCEPT)
    waits_for(tab, 3)
    part = unfolded(tab, f"{TASK} 二", CONDITION)
    press(part, CONDITION)
    tab.sees(word("condition.condition_is_told"))
    fill(unfolded(tab, f"{TASK} 二", CONDITION), condition="番号 1234 5678 9012")
    press(unfolded(tab, f"{TASK} 二", CONDITION), CONDITION)
    tab.sees(word("refusal.text_has_my_number"))
    assert "番号 1234 5678 9012" in values(unfolded(tab, f"{TASK} 二", CONDITION)).values()
    fill(unfolded(tab, f"{TASK} 二", CONDITION), condition="月に一度なら")
    press(unfolded(tab, f"{TASK} 二", CONDITION), CONDITION)
    waits_for(tab, 2)
    part = unfolded(tab, f"{TASK} 三", DECLINE)
    fill(part, proposal="訪問看護なら行けます")
    press(part, DECLINE)
    waits_for(tab, 1)
    part = unfolded(tab, f"{TASK} 四", TAKE_BACK)
    fill(part, answer_by="管理者の森さん")
    press(part, TAKE_BACK)
    tab.sees(word("refusal.field_is_needed", field=word("field.answer_due_on")))
    part = unfolded(tab, f"{TASK} 四", TAKE_BACK)
    assert "管理者の森さん" in values(part).values()
    fill(part, answer_due_on=f"{DAY_IN_WORDS:%Y/%m/%d}")
    press(part, TAKE_BACK)
    taken_back = word("roles.taken_back_until", day=short_day(DAY_IN_WORDS))
    expect(of_card(tab, f"{TASK} 四").get_by_text(taken_back)).to_be_visible()
    tab.ready()
    # Whoever took a role back answers it from the same card.
    press(of_card(tab, f"{TASK} 四"), ACCEPT)
    waits_for(tab, 0)
    assert {name: stored(city, one).state for name, one in roles.items()} == {
        "一": A.ACCEPTED, "二": A.ACCEPTED_WITH_CONDITION, "三": A.DECLINED, "四": A.ACCEPTED,
    }  # fmt: skip
    assert stored(city, roles["二"]).answer == "月に一度なら"


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_worker_types_what_was_said_by_telephone(house, browser_of) -> None:
    city = house.city
    agree_to(city, city.members(city.case("R7-001"))[0].id, "001", "police_station", "identity")
    found = role(city, "police_station")
    worker = browser_of("kobayashi").open("/roles").ready()
    worker.page.locator(f'a[href*="{found}"]').first.click()
    worker.sees(TASK)
    part = worker.unfold(word("roles.enter_answer"))
    pick(part, word("field.reply_state"), word("assignment_state.accepted_with_condition"))
    fill(part, reply_words="夜の巡回のときなら", doer_name="生活安全課の方")
    press(part, KEEP)
    worker.sees(word("refusal.field_is_needed", field=word("field.said_by")))
    assert "夜の巡回のときなら" in values(worker.unfold(word("roles.enter_answer"))).values()
    fill(worker.unfold(word("roles.enter_answer")), said_by="生活安全課の係長")
    press(worker.unfold(word("roles.enter_answer")), KEEP)
    worker.sees(word("act.assignment_accept_condition"))
    press(worker.page.locator("body"), word("act.assignment_accept_condition"))
    worker.sees(word("roles.condition_accepted"))
    row = stored(city, found)
    assert (row.state, row.answer, row.doer_name) == (A.ACCEPTED_WITH_CONDITION, "夜の巡回のときなら", "生活安全課の方")
    assert worker.shows("生活安全課の係長") == ["生活安全課の係長"]
