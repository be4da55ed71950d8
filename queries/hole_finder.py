"""What several conferences lack, read at once: consents, notices, questions, names, promises."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.cases import Case, Consent, HouseholdMember
from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, ItemKind
from models.people import Agency
from models.plans import Assignment, AssignmentReport, AssignmentState
from rules.access import Actor
from rules.holes import uncovered_on
from rules.roles import GOING_ON
from rules.visibility import consent_is_valid, names_visible_to, visible_to
from words import word


@dataclass(frozen=True)
class Hole:
    """One thing that lacks: its word, the words' values, and where it is filled."""

    key: str
    values: dict[str, str]
    page: str
    id: UUID


class HoleFinder:
    """Reads what several conferences lack: one set of statements, however many there are."""

    def __init__(self, session: Session, actor: Actor, today: date, met: dict[UUID, Conference]) -> None:
        self.session, self.actor, self.today, self.met = session, actor, today, met
        seen = select(AgendaItem).where(
            col(AgendaItem.conference_id).in_(met), col(AgendaItem.removed_at).is_(None),
            visible_to(actor, AgendaItem, today),
        )  # fmt: skip
        self.items = {one.id: one for one in session.exec(seen.order_by(col(AgendaItem.position)))}
        self.of_case: dict[UUID, UUID] = {}
        for item in self.items.values():
            # 氏名を伏せて: what its case lacks would tell whose it is.
            if item.case_id is not None and not item.without_names:
                self.of_case.setdefault(item.case_id, item.conference_id)

    def all(self) -> dict[UUID, list[Hole]]:
        """The holes of each conference, the gravest first."""
        found: dict[UUID, list[Hole]] = defaultdict(list)
        for part in (self._uncovered, self._plain, self._questions, self._nameless, self._consents, self._roles):
            for conference_id, hole in part():
                found[conference_id].append(hole)
        return found

    def _uncovered(self) -> Iterator[tuple[UUID, Hole]]:
        days = {settings.tokyo_day(one.starts_at) for one in self.met.values()}
        found = [
            one
            for day in sorted(days)
            for one in uncovered_on(
                self.session.execute,
                [key for key, met in self.met.items() if settings.tokyo_day(met.starts_at) == day],
                day,
            )
            if one.item_id in self.items
        ]
        if not found:
            return
        agencies = self._names({one.agency_id for one in found})
        known = select(HouseholdMember).where(
            col(HouseholdMember.id).in_({one.member_id for one in found}), names_visible_to(self.actor, self.today)
        )
        people = {one.id: one.relation for one in self.session.exec(known)}
        grouped: dict[tuple[UUID, UUID], list[str | None]] = defaultdict(list)
        for one in found:
            grouped[one.item_id, one.agency_id].append(people.get(one.member_id))
        for (item_id, agency_id), who in grouped.items():
            item = self.items[item_id]
            values = {"item": item.title, "agency": agencies[agency_id]}
            if any(who):
                named = word("list.and").join(one for one in who if one)
                yield item.conference_id, Hole("uncovered", {**values, "who": named}, "conference", item.conference_id)
            if None in who:
                values["people"] = str(who.count(None))
                yield item.conference_id, Hole("uncovered_somebody", values, "conference", item.conference_id)

    def _names(self, wanted: set[UUID]) -> dict[UUID, str]:
        rows = self.session.exec(select(Agency.id, Agency.name).where(col(Agency.id).in_(wanted)))
        return dict(rows.all())

    def _plain(self) -> Iterator[tuple[UUID, Hole]]:
        for one in self.met.values():
            if one.state is ConferenceState.PLANNED:
                yield one.id, Hole("not_convened", {}, "conference", one.id)
            if one.recorder_id is None:
                yield one.id, Hole("no_recorder", {}, "conference", one.id)
            if not one.place.strip():
                yield one.id, Hole("no_place", {}, "conference", one.id)

    def _questions(self) -> Iterator[tuple[UUID, Hole]]:
        for item in self.items.values():
            if item.kind is ItemKind.DECIDE and item.question is None:
                hole = Hole("no_question", {"item": item.title}, "conference", item.conference_id)
                yield item.conference_id, hole

    def _nameless(self) -> Iterator[tuple[UUID, Hole]]:
        calls = (
            select(Invitation, Agency.name)
            .join(Agency, col(Agency.id) == Invitation.agency_id)
            .where(
                col(Invitation.conference_id).in_(self.met), col(Invitation.withdrawn_at).is_(None),
                col(Invitation.person_id).is_(None), col(Invitation.name).is_(None),
                visible_to(self.actor, Invitation, self.today),
            )
            .order_by(col(Agency.reading))
        )  # fmt: skip
        for call, agency in self.session.exec(calls):
            yield call.conference_id, Hole("no_name", {"agency": agency}, "conference", call.conference_id)

    def _consents(self) -> Iterator[tuple[UUID, Hole]]:
        ending = (
            select(Consent, Case)
            .join(Case, col(Case.id) == Consent.case_id)
            .where(
                col(Consent.case_id).in_(self.of_case), visible_to(self.actor, Consent, self.today),
                visible_to(self.actor, Case, self.today), consent_is_valid(self.today),
                col(Consent.ends_on).is_not(None),
            )
            .order_by(col(Consent.ends_on))
        )  # fmt: skip
        for consent, case in self.session.exec(ending):
            conference = self.met[self.of_case[case.id]]
            if consent.ends_on is not None and consent.ends_on <= settings.tokyo_day(conference.starts_at):
                values = {"case": f"{case.number} {case.alias}", "day": consent.ends_on.isoformat()}
                yield conference.id, Hole("consent_ends", values, "case", case.id)

    def _roles(self) -> Iterator[tuple[UUID, Hole]]:
        """What was promised before and not told of since; what was taken back to ask and is past its day."""
        told = select(AssignmentReport.id).where(AssignmentReport.assignment_id == Assignment.id).exists()
        before = col(Assignment.conference_id).is_not(None) & col(Assignment.conference_id).not_in(self.met)
        is_silent = before & col(Assignment.state).in_(GOING_ON) & ~told
        is_back = (col(Assignment.state) == AssignmentState.TAKEN_BACK) & col(Assignment.answer_due_on).is_not(None)
        roles = (
            select(Assignment, Agency.name)
            .join(Agency, col(Agency.id) == Assignment.agency_id, isouter=True)
            .where(
                col(Assignment.case_id).in_(self.of_case), visible_to(self.actor, Assignment, self.today),
                is_silent | is_back,
            )
            .order_by(col(Assignment.case_id), col(Assignment.position))
        )  # fmt: skip
        for role, agency in self.session.exec(roles):
            conference = self.met[self.of_case[role.case_id]]
            values = {"task": role.task, "agency": agency or ""}
            if role.state is not AssignmentState.TAKEN_BACK:
                yield conference.id, Hole("promise_silent", values, "role", role.id)
            elif role.answer_due_on is not None and role.answer_due_on < settings.tokyo_day(conference.starts_at):
                yield conference.id, Hole("answer_late", values, "role", role.id)
