"""積み残し: what a conference did not finish goes on at the next one with its history, and never twice."""

from sqlmodel import col, select

from models.conferences import AgendaItem, Conference, ConferenceState
from operations.action import Act, action
from operations.agenda_order import ending_of, put_at_the_end, standing_items, with_people_of
from operations.called_again import call_again, speaks_of_cases
from operations.covering import room_stays_covered
from rules.left_over import left_over, sitting_before
from rules.refusal import require
from rules.visibility import visible_to

_OPEN = (ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION)


@action("item.carry_over", on=Conference)
def carry_over(act: Act, conference: Conference) -> Conference:
    """前回の残りを載せる: what 前回, or the last sitting of this body, did not finish, as far as one sees it."""
    require(conference.state in _OPEN, "step_not_open")
    before = sitting_before(act.session.execute, conference, visible_to(act.actor, Conference, act.today))
    if before is not None:
        wanted = (AgendaItem.conference_id == before.id, visible_to(act.actor, AgendaItem, act.today))
        seen = set(act.session.exec(select(AgendaItem.id).where(*wanted)).all())
        with room_stays_covered(act, conference):
            carry(act, conference, [one for one in left_over(act.session.execute, before) if one.id in seen])
    return conference


def carry_onward(act: Act, conference: Conference) -> None:
    """To the conference that was agreed as 次回, with who it needs, once this one is over and that one is planned."""
    if conference.state is not ConferenceState.ADJOURNED:
        return
    found = select(Conference).where(Conference.previous_id == conference.id, col(Conference.state).in_(_OPEN))
    onward = act.session.exec(found.order_by(col(Conference.starts_at)).limit(1)).first()
    if onward is None:
        return
    left = left_over(act.session.execute, conference)
    carry(act, onward, left)
    # Once the notice is out, whom else to call is for whoever runs it to say.
    if onward.state is ConferenceState.PLANNED and speaks_of_cases(act, conference):
        call_again(act, conference, onward, left)


def carry(act: Act, onward: Conference, items: list[AgendaItem]) -> None:
    """Each with its case, whom it speaks of, who waits outside and who takes no part, before what ends the agenda."""
    ending = ending_of(act, onward)
    last = max((one.position for one in standing_items(act, onward)), default=-1)
    for place, old in enumerate(items, start=last + 1):
        new = act.add(AgendaItem(
            conference_id=onward.id, position=place, kind=old.kind, title=old.title, question=old.question,
            minutes=old.minutes, case_id=old.case_id, without_names=old.without_names, carried_from_id=old.id,
        ))  # fmt: skip
        with_people_of(act, old, new)
    put_at_the_end(act, onward, ending)
