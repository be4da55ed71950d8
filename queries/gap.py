"""望まれる社会資源ひとつ: what is missing, where it was said, the road it went, and what may be done next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

import settings
from models.cases import Case
from models.conferences import AgendaItem, Conference, ConferenceState
from models.forums import Forum, forums
from models.gaps import Disposition, Engagement, GapKind, GapMove, GapOrigin, GapState, OriginKind, ResourceGap
from models.people import Agency, Person
from models.taxonomies import taxonomy
from queries.calendar import ConferenceRow, conference_rows
from queries.gaps import GapRow, gap_rows, in_ledger
from queries.said_at_closing import ApproachView, approaches_of
from queries.view import Choice, Confidential, Seen
from rules.access import GRANTS, Actor, Office, may
from rules.disclosure import Basis, BasisKind
from rules.gap_facts import gap_facts, hits_of
from rules.gap_steps import GAP
from rules.identifiers import Hits
from rules.lifecycle import Offer
from rules.refusal import Refused, require
from rules.visibility import visible_to
from rules.visible_gaps import CITY, is_owner, text_is_told

_CITY_ONLY = "gap.describe"


@dataclass(frozen=True)
class OriginView:
    """One place where it was said; the case only for those who hold it."""

    id: UUID
    kind: OriginKind
    raised_on: date
    words: str
    case_id: UUID | None
    case_number: str
    case_alias: str
    review_id: UUID | None
    came_from: str
    item: str = ""
    conference_id: UUID | None = None


@dataclass(frozen=True)
class MoveView:
    """One step of the road."""

    step: str
    moved_on: date
    who: str
    words: str | None
    forum: Forum | None
    conference_id: UUID | None


@dataclass(frozen=True)
class GapFile(Confidential):
    """One entry. origins and approaches: those this person may read; heard: how many voices, as far as it is told."""

    row: GapRow
    version: int
    kind: GapKind
    disposition: Disposition | None
    owner_id: UUID | None
    first_used_on: date | None
    confirmed_on: date | None
    origins: tuple[OriginView, ...]
    road: tuple[MoveView, ...]
    approaches: tuple[ApproachView, ...]
    merged_into: Choice | None
    taken_in: tuple[Choice, ...]
    hits: Hits
    offers: tuple[Offer, ...]
    conferences: tuple[ConferenceRow, ...]
    may: frozenset[str]
    is_city: bool

    def seen(self, *names: str) -> dict[str, object]:
        """What a form of the entry shows."""
        return {name: getattr(self, name, None) if hasattr(self, name) else getattr(self.row, name) for name in names}


def gap_file(session: Session, actor: Actor, now: datetime, gap_id: UUID | None) -> GapFile:
    """One entry. Raises Refused("not_found") alike for a forbidden and an absent one."""
    require(may(actor, "gap.look"), "not_found")
    today = settings.tokyo_day(now)
    wanted = [col(ResourceGap.id) == gap_id, visible_to(actor, ResourceGap, today)]
    gap = session.execute(select(ResourceGap).where(*wanted)).scalars().first()
    if gap is None:
        raise Refused("not_found")
    row = gap_rows(session, actor, today, wanted)[0]
    offices = frozenset({Office.OWNER}) if is_owner(actor, gap) else frozenset[Office]()
    rights = frozenset(action for action in GRANTS if may(actor, action, offices))
    origins = _origins(session, actor, today, gap.id)
    basis = Basis(BasisKind.OFFICE if origins else BasisKind.PUBLIC_TEXT)
    # What is asked for in the very form of a step stops nothing before it is pressed.
    facts = gap_facts(session.execute, gap, has_words=True, has_again_day=True, brings_terms=True)
    offers = GAP.offered(gap.state, actor.roles, offices, facts)
    into = session.get(ResourceGap, gap.merged_into_id) if gap.merged_into_id else None
    known = visible_to(actor, GapOrigin, today)
    is_reader = bool(actor.roles & CITY) or bool(origins)
    return GapFile(
        basis=basis, looks=_looks(gap, origins, basis), row=row, version=gap.version, kind=gap.kind,
        disposition=gap.disposition, owner_id=gap.owner_id, first_used_on=gap.first_used_on,
        confirmed_on=gap.confirmed_on, origins=origins, road=_road(session, actor, today, gap.id),
        approaches=approaches_of(session, actor, today, [col(Engagement.gap_id) == gap.id]),
        merged_into=Choice(into.id, into.number) if into is not None else None,
        taken_in=_taken_in(session, gap.id) if actor.roles & CITY else (),
        hits=hits_of(session.execute, [gap], known)[gap.id] if is_reader and row.public_summary else Hits(),
        offers=offers, conferences=_talked_at(session, actor, now) if offers else (), may=rights,
        is_city=_CITY_ONLY in rights,
    )  # fmt: skip


def _looks(gap: ResourceGap, origins: tuple[OriginView, ...], basis: Basis) -> tuple[Seen, ...]:
    """Words of a case leave a look on that case; 公開文 alone leaves one on the entry."""
    cases = dict.fromkeys(one.case_id for one in origins if one.case_id is not None)
    own = Seen("gap.look", "resource_gaps", gap.id, None, basis.kind.value)
    return (own, *(Seen("gap.look", "resource_gaps", gap.id, case_id, basis.kind.value) for case_id in cases))


def _origins(session: Session, actor: Actor, today: date, gap_id: UUID) -> tuple[OriginView, ...]:
    said = visible_to(actor, AgendaItem, today)
    rows = session.execute(
        select(GapOrigin, Case, col(ResourceGap.number), AgendaItem)
        .join(Case, col(Case.id) == col(GapOrigin.case_id), isouter=True)
        .join(ResourceGap, col(ResourceGap.id) == col(GapOrigin.came_from_id), isouter=True)
        .join(AgendaItem, (col(AgendaItem.id) == col(GapOrigin.item_id)) & said, isouter=True)
        .where(col(GapOrigin.gap_id) == gap_id, visible_to(actor, GapOrigin, today))
        .order_by(col(GapOrigin.raised_on).desc(), col(GapOrigin.id))
    )
    return tuple(
        OriginView(
            one.id, one.kind, one.raised_on, one.words, one.case_id, case.number if case else "",
            case.alias if case else "", one.review_id, came_from or "", item.title if item else "",
            item.conference_id if item else None,
        )
        for one, case, came_from, item in rows
    )  # fmt: skip


def _road(session: Session, actor: Actor, today: date, gap_id: UUID) -> tuple[MoveView, ...]:
    met = visible_to(actor, Conference, today)
    rows = session.execute(
        select(GapMove, Person, col(Agency.name), Conference)
        .join(Person, col(Person.id) == col(GapMove.by_id))
        .join(Agency, col(Agency.id) == col(Person.agency_id))
        .join(Conference, (col(Conference.id) == col(GapMove.conference_id)) & met, isouter=True)
        .where(col(GapMove.gap_id) == gap_id, visible_to(actor, GapMove, today))
        .order_by(col(GapMove.moved_on))
    )
    is_city = bool(actor.roles & CITY)
    return tuple(
        MoveView(
            move.step, move.moved_on, who.name if is_city else place, move.words,
            forums()[conference.forum_key] if conference is not None else None,
            conference.id if conference is not None else None,
        )
        for move, who, place, conference in rows
    )  # fmt: skip


def _talked_at(session: Session, actor: Actor, now: datetime) -> tuple[ConferenceRow, ...]:
    """Where an entry may have been talked about: bodies without personal cases, of the last year, newest first."""
    bodies = [forum.key for forum in forums().values() if forum.scope != "case"]
    wanted = [
        visible_to(actor, Conference, settings.tokyo_day(now)),
        col(Conference.forum_key).in_(bodies),
        col(Conference.starts_at).between(now - timedelta(days=366), now),
        col(Conference.state) != ConferenceState.CANCELLED,
    ]
    return tuple(reversed(conference_rows(session, actor, now, wanted)))


def _taken_in(session: Session, gap_id: UUID) -> tuple[Choice, ...]:
    rows = session.execute(select(ResourceGap).where(col(ResourceGap.merged_into_id) == gap_id)).scalars()
    return tuple(Choice(one.id, one.number) for one in rows)


def entries(session: Session, actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """The entries to which another may be put or joined, by kind of need and 公開文."""
    today = settings.tokyo_day(now)
    seen = in_ledger(actor, today)
    going = col(ResourceGap.state).not_in([GapState.NOT_WANTED])
    told = select(ResourceGap, text_is_told(actor, today)).where(*seen, going).order_by(col(ResourceGap.code))
    return tuple(
        Choice(
            gap.id, f"{gap.number}　{taxonomy('gap')[gap.code].label}　{gap.public_summary or '' if is_told else ''}"
        )
        for gap, is_told in session.execute(told)
    )


def divisions(session: Session, actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """The divisions of the city, one of which answers for an entry."""
    rows = session.execute(select(Agency).where(col(Agency.is_municipal)).order_by(col(Agency.reading))).scalars()
    return tuple(Choice(one.id, one.name) for one in rows)
