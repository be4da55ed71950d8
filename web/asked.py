"""What scripts of our pages ask in JSON: read with care, answered in words, again where the database was away."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import anyio
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import settings
from models.database import again, reading, writing
from operations import sign_ins
from queries.signed_in import signed_in
from queries.typists import is_typist
from rules.access import Actor
from rules.refusal import Refused, require
from words import sentence, word

_MOST_BYTES = 64 * 1024
_MOST_NUMBER = 2**31 - 1
_STATUS = {"not_found": 404, "not_yours": 404, "typed_by_another": 409}
_MARK = re.compile(r"[0-9a-f]{32}", re.ASCII)
Table = dict[str, Any]


class Unreadable(Exception):
    """A request that no page of ours sends."""


async def answered(request: Request, work: Callable[[Actor, Table], Table]) -> Response:
    """Read the JSON of a POST and do the work with it, where it was typed by whoever is signed in."""
    try:
        table = await _table(request)
    except Unreadable:
        return _refused(400, word("minutes.unreadable"))
    return await anyio.to_thread.run_sync(guarded, request, lambda actor: work(actor, table), table.get("who"))


async def _table(request: Request) -> Table:
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise Unreadable
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            raise Unreadable
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as strange:
        raise Unreadable from strange
    if not isinstance(found, dict):
        raise Unreadable
    return found


def guarded(request: Request, work: Callable[[Actor], Table], mark: object = None) -> Response:
    """Ask who this is, do it, do it again while the database is away, and answer in words."""
    try:
        actor = again(lambda: _actor(request, mark))
        if actor is None:
            return _refused(401, word("web.sign_in_first"))
        return JSONResponse(again(lambda: _twin_safe(lambda: work(actor))))
    except Unreadable:
        return _refused(400, word("minutes.unreadable"))
    except Refused as refused:
        return _refused(_STATUS.get(refused.reason_key, 422), sentence(refused.reason_key, refused.facts))


def _refused(status: int, text: str) -> Response:
    return JSONResponse({"refused": text}, status)


def typed_here(actor: Actor, mark: object) -> None:
    """Whose page this comes from is who is signed in now: a browser may have changed hands. Raises Refused."""
    if not isinstance(mark, str) or not _MARK.fullmatch(mark):
        raise Unreadable
    require(is_typist(actor.person_id, mark), "typed_by_another")


def _actor(request: Request, mark: object) -> Actor | None:
    """Whoever the wall let in. Writing counts as their activity, asking for what is new does not."""
    now, sign_in_id = settings.now(), UUID(request.headers["x-yoriai-session"])
    with reading() as session:
        known = signed_in(session, sign_in_id, now)
    if known is None:
        return None
    if request.method == "POST":
        typed_here(known.actor, mark)
        if sign_ins.needs_touch(known.last_act_at, now):
            with writing() as session:
                sign_ins.touch(session, sign_in_id, now)
    return known.actor


def _twin_safe(work: Callable[[], Table]) -> Table:
    """A twin of this request may have been a moment earlier; the second try finds its answer."""
    try:
        return work()
    except IntegrityError:
        return work()


def an_id(given: object) -> UUID:
    """An id. Raises Unreadable."""
    try:
        return UUID(str(given))
    except ValueError as strange:
        raise Unreadable from strange


def a_number(given: object) -> int:
    """A number that the database can hold. Raises Unreadable."""
    if type(given) is not int or not 0 <= given <= _MOST_NUMBER:
        raise Unreadable
    return given


def a_text(given: object) -> str:
    """A text, of whatever letters. Raises Unreadable."""
    if not isinstance(given, str):
        raise Unreadable
    return given
