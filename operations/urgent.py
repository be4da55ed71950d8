"""緊急の会議: called, announced and opened in one act, with the reason why nobody was called in good time."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import settings
from models.cases import Case, CaseState
from models.conferences import AgendaItem, Conference, Invitation, ItemKind, Manner
from models.forums import Forum, forums
from models.people import Agency
from operations.action import Act, action
from operations.agenda import put_on
from operations.conferences import forum_for, person_of, take_step
from rules.calendar import fiscal_year
from rules.manners import URGENT, MannerFacts, called_in_good_time
from rules.preparation import holes_in
from rules.refusal import Refused, require
from rules.typed_text import PASSAGE, needed

_HOUR = timedelta(hours=1)


@action("conference.call_urgently", on=Case)
def call_urgently(
    act: Act, case: Case, *, forum_key: str, agencies: Iterable[UUID], place: str, urgent_reason: str,
    recorder_id: UUID | None = None, opens: bool = True,
) -> Conference:  # fmt: skip
    """Who calls it facilitates; the short agenda of the body, its number, and unless told otherwise it is opened."""
    require(case.state is not CaseState.CLOSED, "case_is_closed")
    forum = forum_for(act, forum_key)
    require(forum.scope == "case", "forum_speaks_of_no_case")
    why = needed(urgent_reason, "field.urgent_reason", most=PASSAGE)
    act.reasons = {**act.reasons, called_in_good_time.__name__: why}
    act.weigh(URGENT, MannerFacts(in_good_time=False))
    begins = act.now.replace(second=0, microsecond=0)
    conference = act.add(
        Conference(
            forum_key=forum.key, fiscal_year=fiscal_year(settings.tokyo_day(begins)), starts_at=begins,
            ends_at=begins + _HOUR, place=needed(place, "field.conference_place"), manner=Manner.URGENT,
            urgent_reason=why, facilitator_id=act.actor.person_id, recorder_id=person_of(act, recorder_id),
        )
    )  # fmt: skip
    _call(act, conference, agencies)
    _put_on(act, conference, forum, case)
    _covers(act, conference)
    take_step(act, conference, "convene")
    return take_step(act, conference, "open") if opens else conference


def _call(act: Act, conference: Conference, agencies: Iterable[UUID]) -> None:
    wanted = list(dict.fromkeys(agencies))
    require(wanted, "field_is_needed", field="field.urgent_agencies")
    for agency_id in wanted:
        require(act.session.get(Agency, agency_id), "not_found")
        act.add(Invitation(conference_id=conference.id, agency_id=agency_id))


def _put_on(act: Act, conference: Conference, forum: Forum, case: Case) -> None:
    for one in forum.standing_agenda:
        if one.when_urgent:
            item = AgendaItem(
                conference_id=conference.id, position=0, kind=ItemKind(one.kind), title=one.title, minutes=one.minutes,
                case_id=case.id,
            )  # fmt: skip
            put_on(act, conference, item, members=(), without=())


def _covers(act: Act, conference: Conference) -> None:
    """止: haste opens nothing that no consent opens; 支援会議 is the way that is open at once."""
    act.session.flush()
    holes = holes_in(act.session.execute, conference, act.today)
    if holes:
        agency = act.session.get_one(Agency, holes[0].agency_id)
        by_duty = next(one for one in forums().values() if one.sharing_basis == "confidentiality_duty")
        raise Refused("urgent_is_not_covered", agency=agency.name, instead=by_duty.plain)
