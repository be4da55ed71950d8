"""次回を決める: the next sitting of the same body, agreed while they sit together."""

from datetime import datetime, timedelta

from sqlmodel import select

import settings
from models.conferences import AgendaItem, Conference, ConferenceState, ItemKind
from models.forums import forums
from operations.action import Act, action
from operations.called_again import call_all_again, speaks_of_cases
from operations.carrying import carry_onward
from rules.calendar import fiscal_year
from rules.refusal import require
from rules.typed_text import needed

_LONGEST = timedelta(hours=12)
_MEETING = frozenset({ConferenceState.IN_SESSION, ConferenceState.ADJOURNED})


@action("conference.plan_next", on=Conference)
def plan_next(act: Act, conference: Conference, *, starts_at: datetime, ends_at: datetime, place: str) -> Conference:
    """Planned, not yet told; what is left over and who it needs come by themselves, now or at the adjournment."""
    require(conference.state in _MEETING, "conference_is_not_open")
    require(_next_of(act, conference) is None, "next_is_planned")
    require(starts_at < ends_at, "conference_ends_before_it_starts")
    require(ends_at - starts_at <= _LONGEST, "conference_is_too_long")
    require(starts_at > act.now, "day_in_past")
    onward = act.add(Conference(
        forum_key=conference.forum_key, fiscal_year=fiscal_year(settings.tokyo_day(starts_at)),
        starts_at=starts_at, ends_at=ends_at, place=needed(place, "field.conference_place"), online=conference.online,
        facilitator_id=conference.facilitator_id, recorder_id=conference.recorder_id, previous_id=conference.id,
    ))  # fmt: skip
    _standing_agenda(act, onward)
    act.session.flush()
    if not speaks_of_cases(act, conference):
        call_all_again(act, conference, onward)
    carry_onward(act, conference)
    return onward


def _next_of(act: Act, conference: Conference) -> Conference | None:
    same = (Conference.previous_id == conference.id, Conference.state != ConferenceState.CANCELLED)
    return act.session.exec(select(Conference).where(*same)).first()


def _standing_agenda(act: Act, onward: Conference) -> None:
    standing = [one for one in forums()[onward.forum_key].standing_agenda if not one.each_case]
    act.session.add_all(
        AgendaItem(
            conference_id=onward.id, position=place, kind=ItemKind(one.kind), title=one.title, minutes=one.minutes
        )
        for place, one in enumerate(standing)
    )
