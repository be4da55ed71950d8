"""紙で行い、あとから入力: a conference that was held by hand is over, and everything of it may still be typed."""

from datetime import datetime, timedelta

from models.conferences import Conference, ConferenceState, Manner
from models.forums import forums
from operations.action import Act, action
from operations.conferences import take_step
from operations.room import end_session
from rules.conference_steps import CONFERENCE
from rules.refusal import require

_LONGEST = timedelta(hours=12)


@action("conference.enter_from_paper", on=Conference, edits=("state",))
def enter_from_paper(
    act: Act, conference: Conference, *, began_at: datetime, ended_at: datetime, was_read: bool = False
) -> Conference:
    """Opened and adjourned at the hours that stand on the paper; decisions stay open until they are typed."""
    require(began_at < ended_at, "conference_ends_before_it_starts")
    require(ended_at <= act.now, "paper_in_future")
    require(ended_at - began_at <= _LONGEST, "conference_is_too_long")
    if conference.state is ConferenceState.CONVENED:
        take_step(act, conference, "open")
    # Broken off by a power cut, with its results on paper: nothing is 時間切れ.
    CONFERENCE.step("break_off", conference.state, act.actor.roles, act.offices)
    conference.state, conference.manner = ConferenceState.ADJOURNED, Manner.ON_PAPER
    end_session(act, conference, is_broken_off=False)
    conference.opened_at, conference.adjourned_at = began_at, ended_at
    forum = forums()[conference.forum_key]
    if was_read and forum.reads and conference.read_at is None:
        conference.read_at, conference.read_by_id = began_at, act.actor.person_id
        conference.read_words = forum.reads_text.strip()
    return conference
