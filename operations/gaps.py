"""望まれる社会資源: raised, described, put together, taken from step to step, and whom it brought people to."""

from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from sqlmodel import col, select

from models.cases import Case
from models.closure import ClosureReview, ReviewState
from models.conferences import AgendaItem, Conference, ConferenceState
from models.gaps import (
    Disposition,
    Engagement,
    EngagementKind,
    GapKind,
    GapOrigin,
    GapState,
    OriginKind,
    ResourceGap,
)
from models.people import Agency
from operations.action import Act, action
from operations.ledger import facts_of, moved, new_entry, refuse_names, weigh_public_text, write_entry
from rules.gap_steps import GAP
from rules.refusal import require
from rules.typed_text import PASSAGE, kept, needed

# What each step brings along: 所管課 works on an entry, and neither gives it away nor moves its day.
_BROUGHT = {
    "assign": frozenset({"owner_id", "disposition", "due_on"}), "try_out": frozenset({"resource"}),
    "make_usable": frozenset({"resource", "first_used_on"}),
}  # fmt: skip
_DESCRIBED = ("code", "kind", "district_key", "severity", "public_summary")


@action("gap.raise")
def raise_gap(
    act: Act, *, code: str, kind: GapKind, words: str, origin: OriginKind = OriginKind.NOTICING,
    district_key: str = "", severity: int = 2, public_summary: str | None = None, raised_on: date | None = None,
) -> ResourceGap:  # fmt: skip
    """What is wanted and was not said at the end of a case: at a conference, by staff, by residents."""
    require(origin is not OriginKind.REVIEW, "not_found")
    require(raised_on is None or raised_on <= act.today, "day_in_future")
    gap = new_entry(
        act, code=code, kind=kind, district_key=district_key, severity=severity, public_summary=public_summary
    )
    act.session.add(
        GapOrigin(
            gap_id=gap.id, kind=origin, raised_on=raised_on or act.today, raised_by_id=act.actor.person_id,
            words=needed(words, "field.wanted_words", most=PASSAGE),
        )
    )  # fmt: skip
    return gap


@action("gap.note", on=AgendaItem)
def note_gap(
    act: Act, item: AgendaItem, *, words: str, code: str, kind: GapKind = GapKind.ABSENT, severity: int = 2
) -> ResourceGap:
    """What is wanted, said in the room: a candidate with the 圏域 of the case, and without any text for others yet."""
    conference = act.session.get_one(Conference, item.conference_id)
    is_open = conference.state in {ConferenceState.IN_SESSION, ConferenceState.ADJOURNED}
    require(is_open and item.removed_at is None, "step_not_open")
    require(item.case_id is not None, "item_has_no_case")
    case = act.session.get_one(Case, item.case_id)
    gap = new_entry(act, code=code, kind=kind, district_key=case.district_key, severity=severity, public_summary=None)
    act.session.add(
        GapOrigin(
            gap_id=gap.id, kind=OriginKind.CONFERENCE, case_id=case.id, item_id=item.id, raised_on=act.today,
            raised_by_id=act.actor.person_id, words=needed(words, "field.wanted_words", most=PASSAGE),
        )
    )  # fmt: skip
    return gap


@action("gap.describe", on=ResourceGap, edits=_DESCRIBED)
def describe_gap(
    act: Act, gap: ResourceGap, *, code: str, kind: GapKind, district_key: str = "", severity: int = 2,
    public_summary: str | None = None,
) -> ResourceGap:  # fmt: skip
    """What is missing, in which way, where, how badly, and its 公開文."""
    require(gap.state is not GapState.MERGED, "gap_is_merged")
    write_entry(
        act, gap, code=code, kind=kind, district_key=district_key, severity=severity, public_summary=public_summary
    )
    weigh_public_text(act, gap)
    return gap


@action("gap.merge", on=ResourceGap, edits=("state",))
def merge_gap(act: Act, gap: ResourceGap, *, into_id: UUID) -> ResourceGap:
    """Put an entry to another that says the same. Every origin goes along and remembers where it came from."""
    into = act.find(ResourceGap, into_id)
    require(into.id != gap.id, "gap_is_the_same")
    require(GapState.MERGED not in {gap.state, into.state}, "gap_is_merged")
    for origin in act.session.exec(select(GapOrigin).where(GapOrigin.gap_id == gap.id)).all():
        origin.came_from_id = origin.came_from_id or gap.id
        origin.gap_id = into.id
    act.session.flush()
    # The text that stays is read by others already: it must not name a household that comes along.
    weigh_public_text(act, into)
    gap.state_before, gap.merged_into_id = gap.state, into.id
    gap.state = GapState(GAP.follow("merge", gap.state).value)
    moved(act, gap, "merge")
    moved(act, into, "take_in", gap.number)
    return gap


class Terms(TypedDict, total=False):
    """What a step may bring along: who answers for it, how and by when; what opened and when it was used."""

    owner_id: UUID | None
    disposition: Disposition | None
    due_on: date | None
    resource: str | None
    first_used_on: date | None


@action("gap.advance", on=ResourceGap, edits=("state",))
def advance_gap(
    act: Act, gap: ResourceGap, *, step: str, words: str | None = None, again_on: date | None = None,
    conference_id: UUID | None = None, **terms: Unpack[Terms],
) -> ResourceGap:  # fmt: skip
    """Take a step: look its text through, give it to a 所管課, begin, try out, make usable, put off, end."""
    taken = GAP.step(step, gap.state, act.actor.roles, act.offices)
    require(set(terms) <= _BROUGHT.get(step, frozenset()), "not_found")
    _write_terms(act, gap, terms)
    require(again_on is None or again_on > act.today, "day_must_lie_ahead")
    told = kept(words, most=PASSAGE)
    refuse_names(act, gap, told, gap.resource)
    facts = facts_of(act, gap, has_words=told is not None, has_again_day=again_on is not None)
    act.weigh(taken.conditions, facts)
    at = act.find(Conference, conference_id).id if conference_id is not None else None
    gap.state = GapState(taken.target.value)
    gap.again_on = again_on if gap.state is GapState.PUT_OFF else None
    if step == "confirm":
        gap.confirmed_on = act.today
    moved(act, gap, step, told, at)
    return gap


def _write_terms(act: Act, gap: ResourceGap, terms: Terms) -> None:
    owner_id = terms.get("owner_id")
    owner = act.session.get(Agency, owner_id) if owner_id is not None else None
    require(owner_id is None or (owner is not None and owner.is_municipal), "owner_is_a_division")
    for name, value in terms.items():
        setattr(gap, name, kept(str(value or "")) if name == "resource" else value)
    require(gap.first_used_on is None or gap.first_used_on <= act.today, "day_in_future")


@action("gap.approach", on=ResourceGap)
def approach(
    act: Act, gap: ResourceGap, *, kind: EngagementKind, agency_id: UUID, words: str, due_on: date | None = None,
    done_on: date | None = None, result: str | None = None,
) -> Engagement:  # fmt: skip
    """働きかけを書く: who is approached for what, by when; or what was done already and what came of it."""
    require(gap.state is not GapState.MERGED, "gap_is_merged")
    require(act.session.get(Agency, agency_id), "not_found")
    require(done_on is None or done_on <= act.today, "day_in_future")
    came_of_it = kept(result, most=PASSAGE)
    refuse_names(act, gap, words, came_of_it)
    require(done_on is None or came_of_it is not None, "field_is_needed", field="field.result")
    return act.add(
        Engagement(
            gap_id=gap.id, kind=kind, agency_id=agency_id, words=needed(words, "field.approach_words", most=PASSAGE),
            due_on=due_on, done_on=done_on, result=came_of_it, by_id=act.actor.person_id,
        )
    )  # fmt: skip


@action("engagement.report", on=Engagement, edits=("done_on", "result"))
def report_engagement(act: Act, engagement: Engagement, *, done_on: date, result: str) -> Engagement:
    """What came of a 働きかけ."""
    require(done_on <= act.today, "day_in_future")
    if engagement.gap_id is not None:
        refuse_names(act, act.session.get_one(ResourceGap, engagement.gap_id), result)
    engagement.done_on, engagement.result = done_on, needed(result, "field.result", most=PASSAGE)
    return engagement


@action("origin.take_back", on=GapOrigin)
def take_back_origin(act: Act, origin: GapOrigin) -> GapOrigin:
    """A link that was made by mistake. A candidate to which nothing is left goes out of the ledger with it."""
    review = act.session.get(ClosureReview, origin.review_id) if origin.review_id is not None else None
    require(review is not None and review.state is ReviewState.OPEN, "review_is_confirmed")
    gap = act.session.get_one(ResourceGap, origin.gap_id)
    act.session.delete(origin)
    act.session.flush()
    left = act.session.exec(select(GapOrigin.id).where(col(GapOrigin.gap_id) == gap.id)).first()
    if left is None and gap.state is GapState.CANDIDATE:
        gap.state = GapState.NOT_WANTED
        moved(act, gap, "take_back")
    # The link is what the history of its case tells of.
    return origin
