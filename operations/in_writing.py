"""書面開催: the questions go out, each agency answers each item, the facilitator settles what was asked."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, ItemAbsence, ItemKind, Manner
from models.forums import forums
from models.sittings import ItemRecusal, WrittenAnswer, WrittenAnswerKind
from operations.action import Act, action
from operations.conferences import take_step
from rules.preparation import holes_in
from rules.refusal import require
from rules.typed_text import PASSAGE, kept

_WITH_WORDS = frozenset({WrittenAnswerKind.AGREED_WITH_OPINION, WrittenAnswerKind.OBJECTED})
Pair = tuple[UUID, UUID]


@action("conference.ask_in_writing", on=Conference, edits=("state",))
def ask_in_writing(act: Act, conference: Conference, *, answers_due_on: date) -> Conference:
    """Send every called agency the items it is in the room for; once more: those not asked yet, and a later day.

    What would be read out goes with the questions. From the notice on a conference that is held here stays here.
    """
    require(answers_due_on >= act.today, "day_in_past")
    is_on = conference.state is ConferenceState.IN_SESSION
    require(not is_on or conference.manner is Manner.IN_WRITING, "step_not_open")
    if conference.state is ConferenceState.PLANNED:
        take_step(act, conference, "convene")
    if not is_on:
        take_step(act, conference, "open")
    conference.manner, conference.answers_due_on = Manner.IN_WRITING, answers_due_on
    if forums()[conference.forum_key].reads and conference.read_at is None:
        conference.read_at, conference.read_by_id = act.now, act.actor.person_id
        conference.read_words = forums()[conference.forum_key].written_text.strip()
    act.session.flush()
    asked = _ask(act, conference)
    require(asked or is_on, "nothing_is_asked_in_writing")
    return conference


def _ask(act: Act, conference: Conference) -> int:
    """How many are asked now that were not; who is not in the room any more is not waited for."""
    wanted, cases = _pairs(act, conference)
    known = {(row.item_id, row.agency_id): row for row in _answers(act, conference)}
    _take_back(act, known, wanted)
    new = sorted(wanted - known.keys())
    for item_id, agency_id in new:
        act.session.add(
            WrittenAnswer(
                conference_id=conference.id, item_id=item_id, case_id=cases[item_id], agency_id=agency_id
            )
        )  # fmt: skip
    return len(new)


def not_asked_any_more(act: Act, conference: Conference) -> None:
    """Somebody is out of the room for an item now: what their agency has not answered yet is not waited for."""
    if conference.manner is Manner.IN_WRITING and conference.state is ConferenceState.IN_SESSION:
        act.session.flush()
        known = {(row.item_id, row.agency_id): row for row in _answers(act, conference)}
        _take_back(act, known, _pairs(act, conference)[0])


def _take_back(act: Act, known: Mapping[Pair, WrittenAnswer], wanted: Collection[Pair]) -> None:
    for pair, row in known.items():
        if pair not in wanted and row.answer is WrittenAnswerKind.WAITING:
            act.session.delete(row)


def _pairs(act: Act, conference: Conference) -> tuple[set[Pair], dict[UUID, UUID | None]]:
    """Who is in the room for what is asked: called, not waiting outside, not recused, and covered by the consents."""
    routine = {one.title for one in forums()[conference.forum_key].standing_agenda}
    items = [item for item in _standing(act, conference) if _asks(item, routine)]
    cases = {item.id: item.case_id for item in items}
    away, recused = _away(act, list(cases)), _recused(act, list(cases))
    closed = away | {(one.item_id, one.agency_id) for one in holes_in(act.session.execute, conference, act.today)}
    pairs = {
        (item_id, agency_id)
        for item_id in cases
        for agency_id, calls in _called(act, conference).items()
        if not all({(item_id, one.id), (item_id, one.person_id)} & recused for one in calls)
    }
    return pairs - closed, cases


def _asks(item: AgendaItem, routine: set[str]) -> bool:
    """A decision, whatever has a question, and a discussion of its own: the steps of the template ask nothing."""
    is_own = item.kind is ItemKind.DISCUSS and item.title not in routine
    return item.kind is ItemKind.DECIDE or bool(item.question) or is_own


def _standing(act: Act, conference: Conference) -> list[AgendaItem]:
    rows = select(AgendaItem).where(AgendaItem.conference_id == conference.id, col(AgendaItem.removed_at).is_(None))
    return list(act.session.exec(rows.order_by(col(AgendaItem.position))))


def _answers(act: Act, conference: Conference) -> Iterable[WrittenAnswer]:
    return act.session.exec(select(WrittenAnswer).where(WrittenAnswer.conference_id == conference.id))


def _away(act: Act, ids: list[UUID]) -> set[tuple[UUID, UUID]]:
    rows = act.session.exec(select(ItemAbsence).where(col(ItemAbsence.item_id).in_(ids)))
    return {(row.item_id, row.agency_id) for row in rows}


def _recused(act: Act, ids: list[UUID]) -> set[tuple[UUID, UUID | None]]:
    """By the call and by the person: on an item that was carried over stands the call of the earlier sitting."""
    rows = act.session.exec(
        select(ItemRecusal.item_id, Invitation.id, Invitation.person_id)
        .join(Invitation, col(Invitation.id) == ItemRecusal.invitation_id)
        .where(col(ItemRecusal.item_id).in_(ids))
    ).all()
    by_call = {(item_id, call_id) for item_id, call_id, _ in rows}
    return {*by_call, *((item_id, person_id) for item_id, _, person_id in rows if person_id is not None)}


def _called(act: Act, conference: Conference) -> dict[UUID, list[Invitation]]:
    """The agencies that are called, each with its calls; who is called by name alone has no agency to answer."""
    standing = (Invitation.conference_id == conference.id, col(Invitation.withdrawn_at).is_(None))
    found: dict[UUID, list[Invitation]] = {}
    for one in act.session.exec(select(Invitation).where(*standing).order_by(col(Invitation.id))):
        if one.agency_id is not None:
            found.setdefault(one.agency_id, []).append(one)
    return found


@action("written.answer", on=WrittenAnswer, edits=("answer", "words"))
def answer_in_writing(
    act: Act, written: WrittenAnswer, *, answer: WrittenAnswerKind, words: str | None = None
) -> WrittenAnswer:
    """異議なし, 意見を添えて, 異議あり; by the agency itself, or typed as it was said. Until the conference is over."""
    conference = act.session.get_one(Conference, written.conference_id)
    require(conference.state is ConferenceState.IN_SESSION, "written_conference_is_over")
    require(act.agency_id == written.agency_id, "answer_is_its_agencys")
    require(answer is not WrittenAnswerKind.WAITING, "field_is_needed", field="field.written_answer")
    told = kept(words, most=PASSAGE)
    require(answer not in _WITH_WORDS or told, "field_is_needed", field="field.written_words")
    written.answer, written.words = answer, told
    written.answered_at = act.said.said_at if act.said else act.now
    return written
