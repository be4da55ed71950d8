"""事例を次第に載せる: the standing items that are gone through for every case, each belonging to its record."""

from collections.abc import Iterable
from uuid import UUID

from models.cases import Case
from models.conferences import AgendaItem, Conference, ItemKind
from models.forums import StandingItem, forums
from operations.action import Act, action
from operations.agenda import put_on
from operations.covering import room_stays_covered
from rules.refusal import require
from rules.typed_text import kept


@action("item.take_up", on=Conference)
def take_up_case(
    act: Act, conference: Conference, *, case_id: UUID, question: str | None = None, in_steps: bool = True,
    without_names: bool = False, members: Iterable[UUID] = (), without: Iterable[UUID] = (),
) -> Case:  # fmt: skip
    """Put a case on the agenda: in the steps of the body's standing agenda, or as one item that asks for a decision.

    members: whom of the household is spoken of; nobody means everybody. without: the agencies that wait outside.
    """
    steps = [one for one in forums()[conference.forum_key].standing_agenda if one.each_case]
    require(steps, "forum_speaks_of_no_case")
    case = act.find(Case, case_id)
    asked, named, outside = kept(question), tuple(members), tuple(without)
    with room_stays_covered(act, conference):
        for one in steps if in_steps else [_in_one(steps)]:
            item = AgendaItem(
                conference_id=conference.id, position=0, kind=ItemKind(one.kind), title=one.title, minutes=one.minutes,
                question=asked if one.kind == ItemKind.DECIDE else None, case_id=case_id, without_names=without_names,
            )  # fmt: skip
            put_on(act, conference, item, members=named, without=outside)
            asked = None if one.kind == ItemKind.DECIDE else asked
    return case


def _in_one(steps: list[StandingItem]) -> StandingItem:
    """All of it as one item, named like the first that asks for a decision."""
    decided = next((one for one in steps if one.kind == ItemKind.DECIDE), steps[0])
    return StandingItem(decided.title, ItemKind.DECIDE, sum(one.minutes for one in steps), each_case=True)
