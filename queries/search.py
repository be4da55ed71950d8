"""会議録をさがす: every line, result and role a person may read in which all the words stand, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

import settings
from models.cases import Case, Consent
from models.conferences import AgendaItem, Conference, ConferenceState
from models.forums import Forum, forums
from models.minutes import ConferenceRecord, LineKind
from models.people import Role
from queries.search_places import Place, Wish, cases_named, places
from queries.view import Choice, Confidential, Seen
from rules.access import Actor, may
from rules.disclosure import Basis, BasisKind
from rules.finding import has_all, keys_of, marked
from rules.refusal import require
from rules.typed_text import LINE
from rules.visibility import cases_by_office, consent_is_valid, visible_to
from rules.visible_conferences import cases_run

_CITY = frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF})
ANYWHERE = Wish()
Cursor = tuple[float, str, int, int, str]


@dataclass(frozen=True)
class FoundPlace:
    """One place: what stands there in pieces, marked where a word stands, and the screen that shows it."""

    what: str
    kind: LineKind | None
    pieces: tuple[tuple[str, bool], ...]
    forum: Forum
    serial: int | None
    day: date
    item: str
    case: str
    page: str
    page_id: UUID


@dataclass(frozen=True)
class Found(Confidential):
    """One page of the places. total counts all of them; after: where the next page begins, if there is one."""

    total: int
    rows: tuple[FoundPlace, ...]
    after: Cursor | None


def found_in_minutes(
    session: Session, actor: Actor, now: datetime, words: str, wish: Wish = ANYWHERE, *, after: Cursor | None = None
) -> Found:
    """The places where every word stands. Raises Refused where nothing is looked for."""
    require(may(actor, "record.look"), "not_found")
    require(len(words) <= LINE, "text_too_long", most=LINE, length=len(words))
    keys, today = keys_of(words), settings.tokyo_day(now)
    require(keys, "field_is_needed", field="field.search_words")
    hits = [one for one in places(session, actor, today, wish) if has_all(one.text, keys)]
    size = settings.city().page_rows
    left = sorted((one for one in hits if after is None or one.order > after), key=lambda one: one.order)
    page = left[:size]
    grounds = _grounds(session, actor, today, {one.case_id for one in page if one.case_id is not None})
    return Found(
        basis=_weakest(session, actor, today, grounds), looks=_looks(page, grounds), total=len(hits),
        rows=_rows(session, actor, today, page, keys), after=page[-1].order if len(left) > size else None,
    )  # fmt: skip


def _grounds(session: Session, actor: Actor, today: date, shown: set[UUID]) -> dict[UUID, BasisKind]:
    """On which ground each case is shown."""
    if actor.roles & _CITY:
        return dict.fromkeys(shown, BasisKind.OFFICE)
    wanted = col(Case.id).in_(shown)
    run = dict.fromkeys(session.execute(select(col(Case.id)).where(wanted, cases_run(actor, today))).scalars())
    own = dict.fromkeys(session.execute(select(col(Case.id)).where(wanted, cases_by_office(actor))).scalars())
    return {
        **dict.fromkeys(shown, BasisKind.CONSENT), **dict.fromkeys(run, BasisKind.RUNNING),
        **dict.fromkeys(own, BasisKind.OFFICE),
    }  # fmt: skip


def _weakest(session: Session, actor: Actor, today: date, grounds: dict[UUID, BasisKind]) -> Basis:
    """The ground of the whole page: the weakest of those on which its cases stand there."""
    kinds = set(grounds.values())
    if BasisKind.CONSENT in kinds:
        consented = [case_id for case_id, kind in grounds.items() if kind is BasisKind.CONSENT]
        valid = (col(Consent.case_id).in_(consented), visible_to(actor, Consent, today), consent_is_valid(today))
        return Basis(BasisKind.CONSENT, session.execute(select(func.min(col(Consent.ends_on))).where(*valid)).scalar())
    if actor.roles & _CITY or kinds == {BasisKind.OFFICE}:
        return Basis(BasisKind.OFFICE)
    return Basis(BasisKind.RUNNING if kinds else BasisKind.INVITATION)


def _looks(page: list[Place], grounds: dict[UUID, BasisKind]) -> tuple[Seen, ...]:
    """A look is written down for each case of which something is shown."""
    shown = sorted({one.case_id for one in page if one.case_id is not None})
    return tuple(Seen("record.look", "cases", one, one, grounds[one].value) for one in shown)


def _rows(
    session: Session, actor: Actor, today: date, page: list[Place], keys: tuple[str, ...]
) -> tuple[FoundPlace, ...]:
    met = {one.conference_id for one in page}
    conferences = {
        row.id: row
        for row in session.execute(
            select(
                col(Conference.id),
                col(Conference.forum_key),
                col(Conference.serial),
                col(Conference.facilitator_id),
                col(Conference.recorder_id),
            ).where(col(Conference.id).in_(met))
        )
    }
    named = select(col(Case.id), col(Case.number), col(Case.alias)).where(
        col(Case.id).in_({one.case_id for one in page}), cases_named(actor, today)
    )
    cases = {row.id: f"{row.number} {row.alias}" for row in session.execute(named)}
    items = {one.item_id for one in page if one.what != "role"}
    told = session.execute(select(col(AgendaItem.id), col(AgendaItem.title)).where(col(AgendaItem.id).in_(items)))
    titles = {row.id: row.title for row in told}
    records = _records_of(session, actor, today, met)
    rows = []
    for one in page:
        conference = conferences[one.conference_id]
        runs = bool(actor.roles & _CITY) or actor.person_id in {conference.facilitator_id, conference.recorder_id}
        to, to_id = _way(one, records, runs=runs)
        rows.append(
            FoundPlace(
                one.what, one.kind, marked(one.text, keys), forums()[conference.forum_key], conference.serial,
                settings.tokyo_day(one.at), titles.get(one.item_id, ""), cases.get(one.case_id, ""), to, to_id,
            )
        )  # fmt: skip
    return tuple(rows)


def _records_of(session: Session, actor: Actor, today: date, met: set[UUID]) -> dict[tuple[UUID, UUID | None], UUID]:
    """The newest record of each part of these conferences."""
    statement = select(
        col(ConferenceRecord.conference_id), col(ConferenceRecord.case_id), col(ConferenceRecord.id)
    ).where(col(ConferenceRecord.conference_id).in_(met), visible_to(actor, ConferenceRecord, today))
    rows = session.execute(statement.order_by(col(ConferenceRecord.edition)))
    return {(row.conference_id, row.case_id): row.id for row in rows}


def _way(one: Place, records: dict[tuple[UUID, UUID | None], UUID], *, runs: bool) -> tuple[str, UUID]:
    """The role; the record once there is one; before that the room for those who run it, else the case."""
    if one.what == "role":
        return "role", one.item_id
    record = records.get((one.conference_id, one.case_id))
    if record is not None:
        return "record", record
    return ("case", one.case_id) if one.case_id is not None and not runs else ("room", one.conference_id)


def years_held(session: Session, actor: Actor, now: datetime) -> tuple[int, ...]:
    """The 年度 of the conferences this person may know of, the newest first."""
    known = select(col(Conference.fiscal_year)).where(visible_to(actor, Conference, settings.tokyo_day(now)))
    return tuple(session.execute(known.distinct().order_by(col(Conference.fiscal_year).desc())).scalars())


def cases_talked_of(session: Session, actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """The cases by which one may look: those this person may be told of that were talked of."""
    was_held = col(Conference.state).in_((ConferenceState.IN_SESSION, ConferenceState.ADJOURNED))
    talked_of = (
        select(col(AgendaItem.case_id))
        .join(Conference, col(Conference.id) == col(AgendaItem.conference_id))
        .where(col(AgendaItem.removed_at).is_(None), was_held)
    )
    known = (cases_named(actor, settings.tokyo_day(now)), col(Case.id).in_(talked_of))
    statement = select(col(Case.id), col(Case.number), col(Case.alias)).where(*known)
    rows = session.execute(statement.order_by(col(Case.number).desc()))
    return tuple(Choice(row.id, f"{row.number} {row.alias}") for row in rows)
