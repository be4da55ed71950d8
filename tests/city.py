"""Hands for tests: sign in as somebody of the sample city, act, look, find."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import select

import settings
from models.cases import Case, Consent, HouseholdMember, Involvement
from models.database import reading, writing
from models.people import Agency, Person, SignIn
from models.relays import Relay
from operations.action import Done, Operation
from operations.sign_ins import hashed_token
from queries.signed_in import signed_in
from rules.access import Actor


class City:
    """The sample city of one test."""

    def sign_in(self, login: str) -> str:
        """A live sign-in of a sample person; returns its token."""
        token, now = uuid4().hex, settings.now()
        with writing() as session:
            person = session.exec(select(Person).where(Person.login == login)).one()
            session.add(
                SignIn(
                    token_hash=hashed_token(token),
                    person_id=person.id,
                    began_at=now,
                    last_act_at=now,
                    ends_at=now + timedelta(hours=9),
                )
            )
        return token

    def sign_in_id(self, token: str) -> UUID:
        """The id behind a token."""
        with reading() as session:
            return session.exec(select(SignIn.id).where(SignIn.token_hash == hashed_token(token))).one()

    def actor(self, login: str) -> Actor:
        """The actor of a fresh sign-in, as the product itself builds it."""
        sign_in_id = self.sign_in_id(self.sign_in(login))
        with reading() as session:
            known = signed_in(session, sign_in_id, settings.now())
        assert known is not None
        return known.actor

    def do(
        self, who: str | Actor, operation: Operation, subject_id: UUID | None = None, *, now: datetime | None = None,
        request_id: str | None = None, **inputs: Any,
    ) -> Done:  # fmt: skip
        """One act in one transaction."""
        actor = self.actor(who) if isinstance(who, str) else who
        with writing() as session:
            return operation(
                session, actor, subject_id, request_id=request_id or uuid4().hex, now=now or settings.now(), **inputs
            )

    def look(
        self, who: str | Actor, query: Callable[..., Any], *args: Any, now: datetime | None = None, **named: Any
    ) -> Any:
        """One query."""
        actor = self.actor(who) if isinstance(who, str) else who
        with reading() as session:
            return query(session, actor, now or settings.now(), *args, **named)

    def case(self, number: str) -> UUID:
        """A case by its number; the sample city has R7-001 to R7-008 (the year moves with the calendar)."""
        with reading() as session:
            found = session.exec(select(Case).order_by(Case.fiscal_year, Case.serial)).all()
        return next(case.id for case in found if case.number.split("-")[1] == number.split("-")[-1])

    def row(self, model: type, record_id: UUID) -> Any:
        """One row as it is stored."""
        with reading() as session:
            return session.get_one(model, record_id)

    def agency(self, key: str) -> UUID:
        """An agency by its key."""
        with reading() as session:
            return session.exec(select(Agency.id).where(Agency.key == key)).one()

    def person(self, login: str) -> UUID:
        """A person by login."""
        with reading() as session:
            return session.exec(select(Person.id).where(Person.login == login)).one()

    def members(self, case_id: UUID) -> list[HouseholdMember]:
        """The household in its order."""
        with reading() as session:
            rows = session.exec(select(HouseholdMember).where(HouseholdMember.case_id == case_id)).all()
        return sorted(rows, key=lambda one: one.position)

    def consents(self, case_id: UUID) -> list[Consent]:
        """The consents in their order."""
        with reading() as session:
            rows = session.exec(select(Consent).where(Consent.case_id == case_id)).all()
        return sorted(rows, key=lambda one: one.created_at)

    def involvements(self, case_id: UUID) -> list[Involvement]:
        """The agencies around a case."""
        with reading() as session:
            return list(session.exec(select(Involvement).where(Involvement.case_id == case_id)).all())

    def relay(self, alias: str) -> UUID:
        """A つなぎ by its 呼称."""
        with reading() as session:
            return next(relay.id for relay in session.exec(select(Relay)).all() if relay.alias == alias)

    def seen(self, model: type, record_id: UUID, operation: Operation) -> dict[str, object]:
        """What a form of this act would have shown of the record."""
        row = self.row(model, record_id)
        return {name: getattr(row, name) for name in operation.edits}
