"""Papers on the screen: all of them with one link after the conference, and 伏せた写し read before it leaves."""

from tests.access.tabs import gone_to, screen, workspace
from tests.operations.sending import AGENCIES, over
from tests.pages.hands import press
from tests.web.test_masked import marked, said
from words import word


def test_room_after_the_adjournment_leads_to_everything_to_send(small_city) -> None:
    conference = over(small_city, ("001",), AGENCIES[:1])
    shown = "\n".join(screen(gone_to(workspace(small_city, "kobayashi"), "conferences/room.py", id=conference)))
    assert (f"/files/sending/{conference}" in shown, word("document.sending") in shown) == (True, True)


def test_masked_copy_is_read_and_its_words_are_looked_at_before_it_leaves(small_city) -> None:
    marked(small_city, said(small_city))
    record = said(small_city, "萩の花が好き。")
    tab = gone_to(workspace(small_city, "kobayashi"), "conferences/record.py", id=record)
    link = f"/files/record-masked/{record}?level=1"
    assert ([one.label for one in tab.toggle], len(tab.exception)) == ([word("mask.open")], 0)
    tab.toggle[0].set_value(True).run()
    shown = "\n".join(screen(tab))
    assert (word("gaps.hits", words="萩") in shown, link in shown) == (True, False)
    general = next(one for one in tab.multiselect if one.label.startswith(word("field.general")))
    general.set_value(["萩"])
    press(tab, word("act.record_mask"))
    reason = next(one for one in tab.text_input if str(one.key).endswith(":why:words_name_nobody"))
    reason.set_value("花の名前だから")
    press(tab, word("act.record_mask"))
    assert (link in "\n".join(screen(tab)), len(tab.exception)) == (True, 0)


def test_recorder_is_offered_no_masked_copy(small_city) -> None:
    record = said(small_city)
    tab = gone_to(workspace(small_city, "kiroku"), "conferences/record.py", id=record)
    assert (len(tab.toggle), len(tab.exception)) == (0, 0)
