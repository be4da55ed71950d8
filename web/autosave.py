"""/minutes/…: keystrokes in, changed lines out. JSON both ways; every answer comes after the commit."""

import re
from datetime import datetime

import anyio
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

import settings
from models.database import reading, writing
from models.minutes import LineKind
from operations import looks
from operations.action import Done
from operations.minutes import Written, choose_text, remove_line, restore_line, sort_lines, write_line
from queries.lines import LineView, lines_of
from rules.access import Actor
from web.asked import Table, Unreadable, a_number, a_text, an_id, answered, guarded, typed_here

_CLIENT = re.compile(r"[0-9a-z-]{8,40}", re.ASCII)
_MOST_LINES = 500


async def write_lines(request: Request) -> Response:
    """One batch of keystrokes: {saved, change} or {refused}."""
    return await answered(request, _write)


async def change_line(request: Request) -> Response:
    """Take a line out, put it back, choose between its texts, or sort several lines at once."""
    return await answered(request, _change)


async def send_lines(request: Request) -> Response:
    """The lines of a conference, or of one item, that changed since a number."""
    return await anyio.to_thread.run_sync(guarded, request, lambda actor: _lines(actor, request))


def _write(actor: Actor, table: Table) -> Table:
    now, client, seq = settings.now(), _client(table.get("client")), a_number(table.get("seq"))
    with writing() as session:
        done = write_line(
            session, actor, an_id(table.get("conference")), request_id=f"{client}:{seq}", now=now,
            item_id=an_id(table.get("item")), line_id=an_id(table.get("line")), client=client, seq=seq,
            base=a_number(table.get("base")), text=a_text(table.get("text")), kind=_kind(table.get("kind")),
            invitation_id=an_id(table["speaker"]) if table.get("speaker") else None,
            finished=table.get("finished") is True,
        )  # fmt: skip
    return _told(done, now)


def _told(done: Done, now: datetime) -> Table:
    if not isinstance(done, Written):
        return {"done": True}
    told = {"saved": done.revision, "change": done.change, "head": done.is_head, "branch": done.is_branch}
    return {**told, "at": _clock(now, seconds=True)}


def _change(actor: Actor, table: Table) -> Table:
    change = _CHANGES.get(str(table.get("do")))
    if change is None:
        raise Unreadable
    now = settings.now()
    once = {"request_id": _client(table.get("request")), "now": now}
    with writing() as session:
        return _told(change(session, actor, table, once), now)


def _remove(session: Session, actor: Actor, table: Table, once: Table) -> Done:
    return remove_line(session, actor, an_id(table.get("line")), **once)


def _restore(session: Session, actor: Actor, table: Table, once: Table) -> Done:
    return restore_line(session, actor, an_id(table.get("line")), **once)


def _choose(session: Session, actor: Actor, table: Table, once: Table) -> Done:
    return choose_text(session, actor, an_id(table.get("line")), **once, revision=a_number(table.get("revision")))


def _sort(session: Session, actor: Actor, table: Table, once: Table) -> Done:
    """A kind, a speaker, or both; a speaker that is there but empty takes the speaker off."""
    named, kind, speaker = table.get("lines"), table.get("kind"), table.get("speaker")
    if not isinstance(named, list) or len(named) > _MOST_LINES:
        raise Unreadable
    return sort_lines(
        session, actor, an_id(table.get("conference")), **once, line_ids=[an_id(one) for one in named],
        kind=_kind(kind) if kind else None, invitation_id=an_id(speaker) if speaker else None, nobody=speaker == "",
    )  # fmt: skip


_CHANGES = {"remove": _remove, "restore": _restore, "choose": _choose, "sort": _sort}


def _lines(actor: Actor, request: Request) -> Table:
    asked, now = request.query_params, settings.now()
    if "who" in asked:
        typed_here(actor, asked["who"])
    item = asked.get("item")
    since = asked.get("since", "0")
    with reading() as session:
        view = lines_of(
            session, actor, now, an_id(request.path_params["conference"]), item_id=an_id(item) if item else None,
            since=a_number(int(since) if since.isascii() and since.isdigit() and len(since) < 11 else None),
            hid=asked.get("hid") == "1",
        )  # fmt: skip
        seen = [looks.Look(**vars(one)) for one in view.looks]
        waiting = looks.unrecorded(session, actor, seen, now) if seen else []
    if waiting:
        with writing() as session:
            looks.record(session, actor, waiting, now)
    return {"change": view.change_no, "hides": view.hides, "lines": [_shown(one) for one in view.lines]}


def _shown(one: LineView) -> Table:
    return {
        "id": one.id.hex, "item": one.item_id.hex, "kind": one.kind.value,
        "speaker": one.invitation_id.hex if one.invitation_id else "", "text": one.text, "revision": one.revision,
        "position": one.position, "change": one.change_no, "began": _clock(one.began_at), "at": _clock(one.at),
        "by": one.by, "own": one.is_own, "finished": one.is_finished, "removed": one.is_removed,
        "hidden": one.is_hidden,
        "branches": [
            {"revision": other.revision, "text": other.text, "by": other.by, "at": _clock(other.at)}
            for other in one.branches
        ],
    }  # fmt: skip


def _clock(at: datetime, *, seconds: bool = False) -> str:
    return f"{at.astimezone(settings.TOKYO):{'%H:%M:%S' if seconds else '%H:%M'}}"


def _client(given: object) -> str:
    if not isinstance(given, str) or not _CLIENT.fullmatch(given):
        raise Unreadable
    return given


def _kind(given: object) -> LineKind:
    try:
        return LineKind(str(given))
    except ValueError as strange:
        raise Unreadable from strange
