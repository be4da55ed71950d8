"""What makes the recorder quick: sorting together, names by kana, abbreviations, pasting, the way back."""

import pytest

from models.conferences import AgendaItem
from models.database import writing
from models.minutes import LineKind
from tests.journeys.desk import at_the_desk, lines, room, saved, stored, until
from tests.journeys.screen import Tab, expect
from tests.operations.recording import Room
from tests.server import on
from words import label_of, word

__all__ = ["room"]
ROWS = ".yo-mi li .tx"
PASTE = """(box, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  return box.dispatchEvent(event);
}"""
LIVE = """([conference, part]) => dispatchEvent(
  new CustomEvent("yoriai:live", {detail: {conference, part, number: 1}}))"""


def written(tab: Tab, room: Room, *texts: str) -> None:
    """Several lines, typed one after the other."""
    box = at_the_desk(tab, room)
    for text in texts:
        box.press_sequentially(text)
        box.press("Enter")
    until(tab, room, *texts)


def kinds(room: Room) -> list[str]:
    """The kinds of the stored lines."""
    return [line.kind.value for line in lines(room)]


def until_kinds(tab: Tab, room: Room, *wanted: LineKind) -> None:
    """Wait until the stored lines have these kinds."""
    for _ in range(50):
        if kinds(room) == list(wanted):
            return
        tab.page.wait_for_timeout(100)
    assert kinds(room) == list(wanted)


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_several_lines_are_sorted_in_one_request_and_taken_back(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    written(tab, room, "一", "二", "三", "四")
    sent: list[str] = []
    tab.page.on("request", lambda one: sent.append(one.url) if one.url.endswith("/minutes/changes") else None)
    marks = tab.page.locator(".yo-mi .pk")
    marks.nth(1).click()
    marks.nth(3).click(modifiers=["Shift"])
    tab.sees(word("minutes.picked", n=3))
    tab.page.locator(".yo-mi .k").get_by_role("button", name=label_of(LineKind.FACT)).click()
    until_kinds(tab, room, LineKind.UNSORTED, LineKind.FACT, LineKind.FACT, LineKind.FACT)
    assert len(sent) == 1
    tab.page.get_by_label(word("minutes.speaker")).select_option(index=1)
    expect(tab.page.locator(".yo-mi li .wh b")).to_have_count(3)
    assert [line.invitation_id for line in lines(room)] == [None, room.call, room.call, room.call]
    for _ in range(2):
        tab.page.get_by_role("button", name=word("act.line_restore")).click()
        tab.page.wait_for_timeout(300)
    until_kinds(tab, room, *[LineKind.UNSORTED] * 4)
    assert [line.invitation_id for line in lines(room)] == [None] * 4
    expect(tab.page.get_by_role("button", name=word("act.line_restore"))).to_be_hidden()


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_lines_are_sorted_by_keys_alone_and_a_removed_one_comes_back(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    written(tab, room, "一", "二", "三")
    tab.page.locator(".yo-mi li .b").nth(2).focus()
    tab.page.keyboard.press("ArrowUp")
    tab.page.keyboard.press("Shift+ArrowUp")
    tab.sees(word("minutes.picked", n=2))
    tab.page.keyboard.press("3")
    until_kinds(tab, room, LineKind.WISH, LineKind.WISH, LineKind.UNSORTED)
    expect(tab.page.locator(".yo-mi li.wish")).to_have_count(2)
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator(".yo-mi li.pd")).to_have_count(0)
    tab.page.locator(".yo-mi li .b").nth(1).click()
    tab.page.get_by_role("button", name=word("act.line_remove")).click()
    until(tab, room, "一", "三")
    tab.page.get_by_role("button", name=word("act.line_restore")).click()
    until(tab, room, "一", "二", "三")
    expect(tab.page.locator(ROWS)).to_have_text(["一", "二", "三"])
    tab.page.evaluate("window.yoriaiLive = true")
    tab.page.locator(".yo-mi li .b").first.click()
    tab.page.keyboard.press("End")
    tab.page.keyboard.type("直した")
    tab.page.keyboard.press("Enter")
    until(tab, room, "一直した", "二", "三")
    expect(tab.page.locator(ROWS)).to_have_text(["一直した", "二", "三"], timeout=500)


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_speaker_is_chosen_by_two_letters_of_kana(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    shown = tab.page.locator(".yo-mi select option").all_inner_texts()[1:]
    box.press_sequentially("＠")
    expect(tab.page.locator(".yo-mi .ch li")).to_have_text(shown)
    keyboard = tab.page.context.new_cdp_session(tab.page)
    reading = {one.label: one.agency_reading or one.reading for one in people(room)}
    wanted = shown[-1]
    for typed in (reading[wanted][:1] + "ｋ", reading[wanted][:2]):
        keyboard.send(
            "Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
        )
    expect(tab.page.locator(".yo-mi .ch li")).to_have_text([one for one in shown if reading[one][:2] == typed])
    box.evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    expect(tab.page.locator(".yo-mi .ch")).to_be_visible()
    keyboard.send("Input.insertText", {"text": typed})
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator(".yo-mi .ch")).to_be_hidden()
    expect(box).to_have_value("")
    tab.page.keyboard.type("郵送で届く")
    box.press("Enter")
    until(tab, room, "郵送で届く")
    expect(tab.page.locator(".yo-mi li .wh b")).to_have_text([wanted])
    box.press_sequentially("@だれでもない人の話")
    box.press("Enter")
    until(tab, room, "郵送で届く", "@だれでもない人の話")


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_name_that_is_typed_straight_on_and_marks_that_are_pasted_are_read(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    whole = people(room)
    names = [one.agency_reading or one.reading for one in whole]
    wanted = next(one for one in whole if names.count(one.agency_reading or one.reading) == 1)
    reading = (wanted.agency_reading or wanted.reading).split()[0]
    box.press_sequentially(f"＠{reading} 郵送で届く")
    box.press("Enter")
    until(tab, room, "郵送で届く")
    expect(tab.page.locator(".yo-mi li .wh b")).to_have_text([wanted.label])
    box.press_sequentially("@だれでもない人 の話")
    box.press("Enter")
    until(tab, room, "郵送で届く", "@だれでもない人 の話")
    box.evaluate(PASTE, "2 眠れていない\n３　水曜がよい\n薬の話\n2024年の話")
    box.evaluate(PASTE, "1 通院した")
    box.press("Enter")
    box.evaluate(PASTE, "1 ひとつ目\n7 七つ目")
    box.evaluate(PASTE, "2\t二列目\n3\t三列目")
    said = [
        "眠れていない",
        "水曜がよい",
        "薬の話",
        "2024年の話",
        "通院した",
        "1 ひとつ目",
        "7 七つ目",
        "2　二列目",
        "3　三列目",
    ]
    until(tab, room, "郵送で届く", "@だれでもない人 の話", *said)
    marks = {"2": LineKind.ASSESSMENT, "3": LineKind.WISH, "1": LineKind.FACT}
    plain = LineKind.UNSORTED
    until_kinds(tab, room, plain, plain, marks["2"], marks["3"], plain, plain, marks["1"], plain, plain, plain, plain)


def people(room: Room) -> tuple:
    """Those whom the room offers as speakers."""
    from queries.room import room as room_of

    return room.city.look("kiroku", room_of, room.conference).people


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_abbreviation_is_opened_by_tab_and_by_nothing_else(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    box.press_sequentially("長男は生保")
    expect(tab.page.locator(".yo-mi .tab")).to_have_text(word("minutes.short", whole="生活保護"))
    until(tab, room, "長男は生保")
    box.press("Tab")
    expect(box).to_have_value("長男は生活保護")
    expect(box).to_be_focused()
    expect(tab.page.locator(".yo-mi .tab")).to_be_hidden()
    until(tab, room, "長男は生活保護")
    box.press("Control+z")
    expect(box).to_have_value("長男は生保")
    box.press("Control+y")
    expect(box).to_have_value("長男は生活保護")
    box.press("Tab")
    expect(box).not_to_be_focused()
    expect(box).to_have_value("長男は生活保護")


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_paste_from_word_and_excel_makes_lines_in_their_order(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    box.press_sequentially("前回:")
    box.evaluate(PASTE, '四月\t三回\r\n"五月\n連休"\t\t一回\r\n\r\n六月\u000b七月\u2028八月\u0000\r\n')
    pasted = ["前回:四月　三回", "五月 連休　一回", "六月", "七月", "八月"]
    until(tab, room, *pasted)
    expect(tab.page.locator(ROWS)).to_have_text(pasted)
    expect(box).to_have_value("")
    assert box.evaluate(PASTE, "一行だけ") is True
    many = [f"{n}行目の話" for n in range(60)]
    box.evaluate(PASTE, "\n".join(many))
    until(tab, room, *pasted, *many)
    saved(tab)


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_pasted_line_that_is_too_long_is_told_and_not_cut(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    box.evaluate(PASTE, f"はじめ\n{'長' * 4001}\nおわり")
    until(tab, room, "はじめ", "おわり")
    kept = tab.page.locator(".yo-mi li", has_text="長長長")
    expect(kept.locator("small")).to_have_text(word("refusal.text_too_long", most=4000, length=4001))
    assert len(kept.locator(".tx").inner_text()) == 4001
    kept.locator(".b").click()
    box.fill("短くした")
    box.press("Enter")
    until(tab, room, "はじめ", "おわり", "短くした")
    tab.complaints.clear()  # the browser notes the refusal of the server


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_family_that_sits_down_puts_the_assessments_away_at_once(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    written(tab, room, "会えた")
    room.write("kobayashi", text="怖がっている", kind=LineKind.ASSESSMENT, finished=True)
    tab.page.evaluate(LIVE, [room.conference.hex, "lines"])  # written beside the server, which cannot tell of it
    expect(tab.page.locator(ROWS)).to_have_text(["会えた", "怖がっている"])
    box = tab.page.locator(".yo-mi textarea")
    box.press_sequentially("2 わたしの見立て")
    for present, second in ((True, word("minutes.hidden")), (False, "怖がっている")):
        with writing() as session:
            session.get_one(AgendaItem, room.item).family_present = present
        tab.page.evaluate(LIVE, [room.conference.hex, "agenda"])
        expect(tab.page.locator(ROWS)).to_have_text(["会えた", second], timeout=2000)
        expect(box).to_have_value("わたしの見立て")
    assert stored(room)[:2] == ["会えた", "怖がっている"]


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_line_that_is_told_live_stands_there_at_once_and_moves_nobody(house, browser_of, room) -> None:
    tab = browser_of("kobayashi")
    for n in range(30):
        room.write(text=f"{n}行目", finished=True)
    box = at_the_desk(tab, room)
    expect(tab.page.locator(ROWS)).to_have_count(30)
    tab.page.evaluate("window.yoriaiLive = true")
    box.press_sequentially("自分の行")
    rows = tab.page.locator(".yo-mi ol")
    rows.evaluate("list => { list.scrollTop = 40; list.children[3].kept = true; }")
    room.write(text="いまの話", finished=True)
    tab.page.evaluate(LIVE, [room.conference.hex, "lines"])
    expect(tab.page.locator(ROWS)).to_have_count(31, timeout=1500)
    assert rows.evaluate("list => [list.scrollTop, list.children[3].kept]") == [40, True]
    expect(box).to_have_value("自分の行")
    room.write(text="だれも知らせない話", finished=True)
    tab.page.wait_for_timeout(5000)
    expect(tab.page.locator(ROWS)).to_have_count(31, timeout=100)


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_line_that_is_being_written_is_finished_where_it_was_begun(house, browser_of, room) -> None:
    scribe, facilitator = browser_of("kiroku"), browser_of("kobayashi")
    box = at_the_desk(scribe, room)
    at_the_desk(facilitator, room)
    box.press_sequentially("まだ話の")
    facilitator.page.locator(f'.yo-rail [data-id="{room.rest}"]').click()
    scribe.sees(word("minutes.moved_on"))
    box.press_sequentially("途中です")
    box.press("Enter")
    expect(scribe.page.get_by_text(word("minutes.moved_on"))).to_have_count(0)
    expect(box).to_be_focused()
    box.press_sequentially("次の項目の話")
    box.press("Enter")
    saved(scribe)
    assert ([one.text for one in lines(room)], [one.text for one in lines(room, room.rest)]) == (
        ["まだ話の途中です"], ["次の項目の話"],
    )  # fmt: skip
