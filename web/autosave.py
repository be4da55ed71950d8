"""/minutes/…: keystrokes in, changed lines out. JSON both ways; every answer comes after the commit."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import anyio
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import settings
from models.database import again, reading, writing
from models.minutes import LineKind
from operations import looks, sign_ins
from operations.action import Done
from operations.minutes import Written, choose_text, remove_line, write_line
from queries.lines import LineView, lines_of
from queries.signed_in import signed_in
from rules.access import Actor
from rules.refusal import Refused
from words import sentence, word

_MOST_BYTES = 64 * 1024
_MOST_NUMBER = 2**31 - 1
_CLIENT = re.compile(r"[0-9a-z-]{8,40}", re.ASCII)
_STATUS = {"not_found": 404, "not_yours": 404}
Table = dict[str, Any]


class _Unreadable(Exception):
    """A request that no page of ours sends."""


async def write_lines(request: Request) -> Response:
    """One batch of keystrokes: {saved, change} or {refused}."""
    return await _answered(request, _write)


async def change_line(request: Request) -> Response:
    """Take a line out, or choose between its texts."""
    return await _answered(request, _change)


async def send_lines(request: Request) -> Response:
    """The lines of a conference, or of one item, that changed since a number."""
    return await anyio.to_thread.run_sync(_guarded, request, lambda actor: _lines(actor, request))


async def _answered(request: Request, work: Callable[[Actor, Table], Table]) -> Response:
    try:
        table = await _table(request)
    except _Unreadable:
        return _refused(400, word("minutes.unreadable"))
    return await anyio.to_thread.run_sync(_guarded, request, lambda actor: work(actor, table))


async def _table(request: Request) -> Table:
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise _Unreadable
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            raise _Unreadable
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as strange:
        raise _Unreadable from strange
    if not isinstance(found, dict):
        raise _Unreadable
    return found


def _guarded(request: Request, work: Callable[[Actor], Table]) -> Response:
    """Ask who this is, do it, do it again while the database is away, and answer in words."""
    try:
        actor = again(lambda: _actor(request))
        if actor is None:
            return _refused(401, word("web.sign_in_first"))
        return JSONResponse(again(lambda: _twin_safe(lambda: work(actor))))
    except _Unreadable:
        return _refused(400, word("minutes.unreadable"))
    except Refused as refused:
        return _refused(_STATUS.get(refused.reason_key, 422), sentence(refused.reason_key, refused.facts))


def _refused(status: int, text: str) -> Response:
    return JSONResponse({"refused": text}, status)


def _actor(request: Request) -> Actor | None:
    """Whoever the wall let in. Writing counts as activity, asking for what is new does not."""
    now, sign_in_id = settings.now(), UUID(request.headers["x-yoriai-session"])
    with reading() as session:
        known = signed_in(session, sign_in_id, now)
    if known is not None and request.method == "POST" and sign_ins.needs_touch(known.last_act_at, now):
        with writing() as session:
            sign_ins.touch(session, sign_in_id, now)
    return known.actor if known is not None else None


def _twin_safe(work: Callable[[], Table]) -> Table:
    """A twin of this request may have been a moment earlier; the second try finds its answer."""
    try:
        return work()
    except IntegrityError:
        return work()


def _write(actor: Actor, table: Table) -> Table:
    now, client, seq = settings.now(), _client(table.get("client")), _number(table.get("seq"))
    with writing() as session:
        done = write_line(
            session, actor, _id(table.get("conference")), request_id=f"{client}:{seq}", now=now,
            item_id=_id(table.get("item")), line_id=_id(table.get("line")), client=client, seq=seq,
            base=_number(table.get("base")), text=_text(table.get("text")), kind=_kind(table.get("kind")),
            invitation_id=_id(table["speaker"]) if table.get("speaker") else None,
            finished=table.get("finished") is True,
        )  # fmt: skip
    return _told(done, now)


def _told(done: Done, now: datetime) -> Table:
    if not isinstance(done, Written):
        return {"done": True}
    told = {"saved": done.revision, "change": done.change, "head": done.is_head, "branch": done.is_branch}
    return {**told, "at": _clock(now, seconds=True)}


def _change(actor: Actor, table: Table) -> Table:
    now, line = settings.now(), _id(table.get("line"))
    request_id = _client(table.get("request"))
    with writing() as session:
        if table.get("do") == "remove":
            return _told(remove_line(session, actor, line, request_id=request_id, now=now), now)
        if table.get("do") == "choose":
            chosen = _number(table.get("revision"))
            return _told(choose_text(session, actor, line, request_id=request_id, now=now, revision=chosen), now)
    raise _Unreadable


def _lines(actor: Actor, request: Request) -> Table:
    asked, now = request.query_params, settings.now()
    item = asked.get("item")
    since = asked.get("since", "0")
    with reading() as session:
        view = lines_of(
            session, actor, now, _id(request.path_params["conference"]), item_id=_id(item) if item else None,
            since=_number(int(since) if since.isascii() and since.isdigit() and len(since) < 11 else None),
        )  # fmt: skip
        seen = [looks.Look(**vars(one)) for one in view.looks]
        waiting = looks.unrecorded(session, actor, seen, now) if seen else []
    if waiting:
        with writing() as session:
            looks.record(session, actor, waiting, now)
    return {"change": view.change_no, "lines": [_shown(one) for one in view.lines]}


def _shown(one: LineView) -> Table:
    return {
        "id": one.id.hex, "item": one.item_id.hex, "kind": one.kind.value,
        "speaker": one.invitation_id.hex if one.invitation_id else "", "text": one.text, "revision": one.revision,
        "position": one.position, "change": one.change_no, "began": _clock(one.began_at), "at": _clock(one.at),
        "by": one.by, "own": one.is_own, "finished": one.is_finished, "removed": one.is_removed,
        "branches": [
            {"revision": other.revision, "text": other.text, "by": other.by, "at": _clock(other.at)}
            for other in one.branches
        ],
    }  # fmt: skip


def _clock(at: datetime, *, seconds: bool = False) -> str:
    return f"{at.astimezone(settings.TOKYO):{'%H:%M:%S' if seconds else '%H:%M'}}"


def _id(given: object) -> UUID:
    try:
        return UUID(str(given))
    except ValueError as strange:
        raise _Unreadable from strange


def _number(given: object) -> int:
    if type(given) is not int or not 0 <= given <= _MOST_NUMBER:
        raise _Unreadable
    return given


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise _Unreadable
    return given


def _client(given: object) -> str:
    if not isinstance(given, str) or not _CLIENT.fullmatch(given):
        raise _Unreadable
    return given


def _kind(given: object) -> LineKind:
    try:
        return LineKind(str(given))
    except ValueError as strange:
        raise _Unreadable from strange
