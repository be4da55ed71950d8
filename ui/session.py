"""signed_in() · read(query) · perform(operation): every run asks again who this is and what they may."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import streamlit as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

import settings
from models.database import again, reading, writing
from operations import looks, sign_ins
from operations.action import Done, Operation, Said
from queries.signed_in import SignedIn, signed_in
from rules.access import Actor
from rules.refusal import Refused, Stale
from words import sentence, word

P = ParamSpec("P")
View = TypeVar("View")


_only_heard: ContextVar[bool] = ContextVar("only_heard", default=False)


@contextmanager
def only_heard() -> Iterator[None]:
    """What is drawn inside is drawn because somebody else did something: it is no activity of this person."""
    before = _only_heard.set(True)
    try:
        yield
    finally:
        _only_heard.reset(before)


def sign_in_id() -> UUID | None:
    """Who the wall let in; without the wall there is nobody."""
    sid = st.user.get("sid")
    try:
        return UUID(str(sid)) if sid else None
    except ValueError:
        return None


def _leave() -> None:
    st.html(f'<p class="yo" lang="ja"><a href="/signin" target="_self">{word("web.sign_in_again")}</a></p>')
    st.stop()


def who() -> Actor:
    """The person of this run; without one the run ends here with the way to sign in."""
    known = again(_known)
    if known is None:
        _leave()
    return known.actor  # type: ignore[union-attr]


def _known() -> SignedIn | None:
    now, sid = settings.now(), sign_in_id()
    if sid is None:
        return None
    with reading() as session:
        known = signed_in(session, sid, now)
    if known is not None and not _only_heard.get() and sign_ins.needs_touch(known.last_act_at, now):
        with writing() as session:
            sign_ins.touch(session, sid, now)
    return known


def read(query: Callable[Concatenate[Session, Actor, datetime, P], View], *args: P.args, **named: P.kwargs) -> View:
    """Run a query for the person of this run; a look at confidential text is written down before it returns."""
    actor = who()

    def work() -> View:
        now = settings.now()
        with reading() as session:
            view = query(session, actor, now, *args, **named)
            seen = [looks.Look(**vars(one)) for one in getattr(view, "looks", ())]
            waiting = looks.unrecorded(session, actor, seen, now) if seen else []
        if waiting:
            with writing() as session:
                looks.record(session, actor, waiting, now)
        return view

    try:
        return again(work)
    except Refused as refused:
        show_refusal(refused)
        st.stop()
        raise


def perform(
    operation: Operation,
    subject_id: UUID | None = None,
    *,
    request_id: str,
    seen: Mapping[str, object] | None = None,
    reasons: Mapping[str, str] | None = None,
    said: Said | None = None,
    another_id: Callable[[], str] | None = None,
    **inputs: Any,
) -> Done:
    """Carry out an act in one transaction. Raises Refused; then nothing was stored.

    another_id: asked where the id was answered before the first try, which is another window of the same person.
    """
    actor, ids, tries = who(), [request_id], 0

    def work() -> Done:
        nonlocal tries
        tries += 1
        with writing() as session:
            return operation(
                session, actor, subject_id, request_id=ids[-1], now=settings.now(), seen=seen, reasons=reasons,
                said=said, **inputs,
            )  # fmt: skip

    try:
        done = again(lambda: _twin_safe(work))
        if done.repeated and tries == 1 and another_id is not None:
            ids.append(another_id())
            done = again(lambda: _twin_safe(work))
    except StaleDataError as raced:
        raise Stale({}) from raced
    return done


def _twin_safe(work: Callable[[], Done]) -> Done:
    """A twin of this request may have been a moment earlier; the second try finds its answer."""
    try:
        return work()
    except IntegrityError:
        try:
            return work()
        except IntegrityError as twice:
            raise Refused("already_there") from twice


def show_refusal(refused: Refused) -> None:
    """The sentence, and nothing else that could tell what is there."""
    st.warning(sentence(refused.reason_key, refused.facts), icon=":material/info:")
