"""The minutes while people type: whatever breaks, every character is stored."""

import pytest

from models.minutes import LineKind
from operations.room import begin_item
from tests.journeys.desk import LONG, at_the_desk, lines, restarted, room, saved, stored, until
from tests.journeys.screen import Tab, expect
from tests.operations.recording import Room, revisions
from tests.server import House, on
from words import label_of, word

__all__ = ["restarted", "room"]


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_lines_are_stored_while_they_are_typed_and_enter_begins_the_next(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    expect(box).to_be_focused()
    box.press_sequentially(LONG, delay=15)
    assert LONG.startswith(stored(room)[0])
    assert len(stored(room)[0]) > len(LONG) - 70
    box.press("Enter")
    box.press_sequentially("1 三回とも会えた")
    box.press("Shift+Enter")
    box.press_sequentially("つぎの行")
    box.press("Enter")
    until(tab, room, LONG, "三回とも会えた\nつぎの行")
    saved(tab)
    assert [(line.kind, line.is_finished) for line in lines(room)] == [
        (LineKind.UNSORTED, True), (LineKind.FACT, True),
    ]  # fmt: skip
    expect(tab.page.locator(".yo-mi li .tx")).to_have_text([LONG, "三回とも会えた\nつぎの行"])
    expect(box).to_have_value("")
    assert len(revisions(lines(room)[0].id)) > 1


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_kind_and_speaker_by_mouse_and_a_line_corrected_afterwards(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    tab.page.locator(".yo-mi .k").get_by_role("button", name=label_of(LineKind.OPINION)).click()
    expect(box).to_be_focused()
    tab.page.get_by_label(word("minutes.speaker")).select_option(index=1)
    tab.page.keyboard.type("郵送で受けられる")
    box.press("Enter")
    box.fill("書きかけの行")
    tab.page.locator(".yo-mi li .b").first.click()
    tab.sees(word("minutes.correcting"))
    expect(box).to_have_value("郵送で受けられる")
    box.press("End")
    tab.page.keyboard.type("とのこと")
    box.press("Enter")
    expect(box).to_have_value("書きかけの行")
    until(tab, room, "郵送で受けられるとのこと", "書きかけの行")
    first = lines(room)[0]
    assert (first.kind, first.invitation_id, first.is_finished) == (LineKind.OPINION, room.call, True)
    tab.page.locator(".yo-mi li .b").first.click()
    tab.page.get_by_role("button", name=word("act.line_remove")).click()
    until(tab, room, "書きかけの行")
    expect(tab.page.locator(".yo-mi li .tx")).to_have_count(0)


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_reload_straight_after_a_key_keeps_it_and_takes_the_line_up_again(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    for turn in range(4):
        box = at_the_desk(tab, room)
        if turn:
            expect(box).to_have_value("会えた" * turn)
        box.press("End")
        tab.page.keyboard.type("会えた")
        tab.page.reload()
        until(tab, room, "会えた" * (turn + 1))


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_tab_closed_straight_after_a_key_keeps_it(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    for turn in range(3):
        other = browser_of(beside=tab)
        box = at_the_desk(other, room)
        if turn:
            expect(box).to_have_value(f"{turn}回目のおわり")
            box.press("Enter")
        other.page.keyboard.type(f"{turn + 1}回目の")
        other.page.keyboard.type("おわり")
        other.page.close(run_before_unload=True)
        until(tab, room, *(f"{one}回目のおわり" for one in range(1, turn + 2)))


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_another_item_gets_nothing_of_the_line_that_was_begun(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    box.press_sequentially("はじめの議題の話")
    tab.page.locator(".yo-rail button", has_text="次回の日程").click()
    expect(box).to_have_value("")
    tab.page.locator(".yo-mi textarea").press_sequentially("来月の第三水曜")
    box.press("Enter")
    until(tab, room, "はじめの議題の話")
    expect(tab.page.locator(".yo-mi li .tx")).to_have_text(["来月の第三水曜"])
    saved(tab)
    assert [line.text for line in lines(room, room.rest)] == ["来月の第三水曜"]
    tab.page.locator(".yo-rail button", has_text="朝の過ごし方").click()
    expect(box).to_have_value("はじめの議題の話")


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_rerun_of_the_page_takes_neither_focus_nor_text(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    box.press_sequentially("母の")
    box.evaluate("box => { box.kept = true; }")
    for _ in range(3):
        tab.page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'r', bubbles: true}))")
        tab.page.keyboard.type("話")
    expect(box).to_be_focused()
    expect(box).to_have_value("母の話話話")
    assert box.evaluate("box => box.kept") is True
    until(tab, room, "母の話話話")


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_two_people_on_one_line_see_both_texts_and_choose(house, browser_of, room) -> None:
    first, second = browser_of("kiroku"), browser_of("kobayashi")
    box = at_the_desk(first, room)
    box.press_sequentially("週一回")
    box.press("Enter")
    until(first, room, "週一回")
    other = at_the_desk(second, room)
    for tab in (second, first):
        tab.page.locator(".yo-mi li .b").first.click()
    expect(other).to_have_value("週一回")
    first.page.keyboard.press("End")
    second.page.keyboard.press("End")
    first.page.keyboard.type("見学する")
    second.page.keyboard.type("訪問する")
    for tab in (first, second):
        expect(tab.page.locator(".yo-vs p")).to_have_count(2)
        for text in ("週一回見学する", "週一回訪問する"):
            expect(tab.page.locator(".yo-vs p").get_by_text(text, exact=True)).to_be_visible()
        expect(tab.page.locator(".yo-mi .ft")).to_contain_text(word("minutes.compare"))
    for text in ("週一回見学する", "週一回訪問する"):  # they appear while they are still being typed
        expect(first.page.locator(".yo-vs p", has_text=text)).to_have_count(1)
    part = second.page.locator(".yo-vs section", has_text="週一回訪問する")
    part.get_by_role("button", name=word("act.line_choose")).click()
    until(second, room, "週一回訪問する")
    for tab in (first, second):
        expect(tab.page.locator(".yo-vs")).to_have_count(0)
        expect(tab.page.get_by_role("textbox", name=word("minutes.input"))).to_have_value("週一回訪問する")
    assert {"週一回見学する", "週一回訪問する"} <= {one.text for one in revisions(lines(room)[0].id)}


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_line_of_somebody_else_appears_by_itself(house, browser_of, room) -> None:
    tab = browser_of("kobayashi")
    at_the_desk(tab, room).press_sequentially("自分の行")
    room.write(text="藤井の行", finished=True)
    expect(tab.page.locator(".yo-mi li .tx")).to_have_text(["藤井の行"])
    expect(tab.page.get_by_role("textbox", name=word("minutes.input"))).to_have_value("自分の行")


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_number_of_a_person_is_refused_in_words_and_stays_in_the_box(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    box.fill("番号は 1234 5678 9012")
    tab.sees(word("refusal.text_has_my_number"))
    expect(box).to_have_value("番号は 1234 5678 9012")
    assert stored(room) == []
    box.fill("番号は聞かない")
    until(tab, room, "番号は聞かない")
    saved(tab)
    tab.complaints.clear()  # the browser notes the refusal of the server


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_sign_in_that_ended_is_said_and_the_text_goes_on_its_way_afterwards(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    cookies = tab.page.context.cookies()
    tab.page.context.clear_cookies()
    box.press_sequentially("そのあいだの話")
    tab.sees(word("minutes.sign_in_kept"))
    assert stored(room) == []
    tab.page.context.add_cookies(cookies)
    until(tab, room, "そのあいだの話")
    saved(tab)
    expect(box).to_have_value("そのあいだの話")
    tab.complaints.clear()


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_composition_of_kana_is_kept_and_its_enter_begins_no_line(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    keyboard = tab.page.context.new_cdp_session(tab.page)
    for typed in ("g", "ぎ", "ぎじ", "ぎじろく"):
        keyboard.send(
            "Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
        )
        tab.page.wait_for_timeout(300)
    box.evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    until(tab, room, "ぎじろく")
    keyboard.send("Input.insertText", {"text": "議事録"})
    expect(box).to_have_value("議事録")
    until(tab, room, "議事録")
    assert not lines(room)[0].is_finished


# Answers take a while; every third request is lost on its way, and of every fourth the answer is.
BAD_LINE = """() => {
  const real = window.fetch;
  const wait = ms => new Promise(go => setTimeout(go, ms));
  let turn = 0;
  window.fetch = async (path, options) => {
    if (!String(path).startsWith("/minutes/")) return real(path, options);
    turn += 1;
    const mine = turn;
    if (mine % 3 === 0 && mine < 40) throw new TypeError("lost on its way");
    const answer = await real(path, options);
    await wait(mine % 2 ? 1500 : 200);
    if (mine % 4 === 0 && mine < 40) throw new TypeError("its answer is lost");
    return answer;
  };
}"""


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_answers_that_are_late_or_lost_change_nothing_of_what_is_typed(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    tab.page.evaluate(BAD_LINE)
    for place in range(0, 60, 6):
        box.press_sequentially(LONG[place : place + 6], delay=70)
        expect(box).to_have_value(LONG[: place + 6], timeout=1)
    box.press("Enter")
    box.press_sequentially("つぎの行は短い", delay=70)
    box.press("Enter")
    until(tab, room, LONG[:60], "つぎの行は短い")
    saved(tab)
    expect(tab.page.locator(".yo-mi li .tx")).to_have_text([LONG[:60], "つぎの行は短い"])
    assert [one.is_branch for line in lines(room) for one in revisions(line.id)].count(True) == 0
    tab.complaints.clear()


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_refused_line_stays_in_the_list_and_is_mended_there(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    box.fill("番号は 1234 5678 9012")
    box.press("Enter")
    expect(box).to_have_value("")
    tab.page.keyboard.type("つぎの行")
    box.press("Enter")
    until(tab, room, "つぎの行")
    refused = tab.page.locator(".yo-mi li", has_text="1234 5678 9012")
    expect(refused.locator("small")).to_have_text(word("refusal.text_has_my_number"))
    refused.locator(".b").click()
    box.fill("番号は聞かない")
    box.press("Enter")
    until(tab, room, "つぎの行", "番号は聞かない")
    expect(tab.page.locator(".yo-mi li small")).to_have_count(0)
    tab.complaints.clear()


def test_typing_goes_on_while_the_server_is_killed_and_every_character_is_stored(chromium, restarted) -> None:
    house = House(restarted.server, restarted.database, "")
    room = Room(house.city).opened()
    house.city.do("kobayashi", begin_item, room.item)
    context = chromium.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
    tab = Tab(context.new_page(), house)
    tab.open("/signin").sign_in("kiroku")
    box = at_the_desk(tab, room)
    box.press_sequentially(LONG[:40], delay=30)
    restarted.kill()
    box.press_sequentially(LONG[40:80], delay=60)
    box.press("Enter")
    box.press_sequentially("切れているあいだの行", delay=60)
    tab.sees(word("minutes.unsaved_kept"))
    expect(box).to_be_enabled()
    restarted.start()
    box.press_sequentially("とその続き", delay=30)
    until(tab, room, LONG[:80], "切れているあいだの行とその続き")
    saved(tab)
    expect(box).to_have_value("切れているあいだの行とその続き")
    context.close()
