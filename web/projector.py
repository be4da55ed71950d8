"""/projector/…: one conference on the wall, in plain HTML. Who may show it is asked each time; nothing is changed."""

import hashlib
import json
import unicodedata
from datetime import datetime
from string import digits
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

import settings
from documents.headings import numbered
from models.conferences import ConferenceState
from models.database import again, reading, writing
from operations import looks
from operations.projector import KEPT_SECONDS, Opened, open_screen
from operations.sign_ins import hashed_token
from queries.projector import ItemTold, Projected, projected
from queries.projector_door import Showing, showing
from queries.projector_roles import RoleTold
from rules.calendar import short_day
from web.pages import page
from words import label_of, word

_DIGITS = 8
_NEWEST = {"decisions": 6, "roles": 8}


def _hash_of(request: Request, cookie: str) -> str | None:
    value = request.cookies.get(cookie)
    return hashed_token(value) if value else None


def _let_in(request: Request, now: datetime) -> Showing | None:
    sign_in, lent = (_hash_of(request, name) for name in (settings.cookie_name(), settings.screen_cookie_name()))
    with reading() as session:
        return showing(session, now, request.path_params["conference"], sign_in=sign_in, lent=lent)


async def show_screen(request: Request) -> Response:
    """The page: body, title and empty places. What is spoken of is fetched, so no copy of the page holds it."""
    return await anyio.to_thread.run_sync(again, lambda: _screen(request))


def _screen(request: Request) -> Response:
    now = settings.now()
    found = _let_in(request, now)
    if found is None:
        return RedirectResponse("/projector", 303)
    with reading() as session:
        view = projected(session, now, found.conference_id, actor=found.actor)
    return page(
        "projector.html", conference=found.conference_id, forum=view.forum, heading=_heading(view),
        care=word(f"care.{view.forum.sharing_basis}"), live=found.actor is not None,
    )  # fmt: skip


async def send_now(request: Request) -> Response:
    """What is on the wall at this moment."""
    return await anyio.to_thread.run_sync(again, lambda: _now(request))


def _now(request: Request) -> Response:
    now = settings.now()
    found = _let_in(request, now)
    if found is None:
        return PlainTextResponse(word("web.not_found"), 404)
    with reading() as session:
        view = projected(session, now, found.conference_id, actor=found.actor)
    _write_down(found, view, now)
    shown = _shown(view)
    version = hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()[:16]
    return JSONResponse({**shown, "version": version, "now": _milliseconds(now)})


def _write_down(found: Showing, view: Projected, now: datetime) -> None:
    """Whoever signed in for the screen looked at it; that a screen was lent stands in the history already."""
    if found.actor is None or not view.looks:
        return
    seen = [looks.Look(**vars(one)) for one in view.looks]
    with reading() as session:
        waiting = looks.unrecorded(session, found.actor, seen, now)
    if waiting:
        with writing() as session:
            looks.record(session, found.actor, waiting, now)


def _heading(view: Projected) -> str:
    return numbered(view.forum, view.fiscal_year, view.serial) if view.serial else view.forum.plain


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _shown(view: Projected) -> dict[str, Any]:
    """As projector.js reads it."""
    running = view.state is ConferenceState.IN_SESSION
    phase = "item" if view.item else "between" if running else "after" if _is_over(view) else "before"
    return {
        "phase": phase,
        "message": "" if view.item else word(f"projector.{phase}", at=_clock(view.starts_at)),
        "ends": _milliseconds(view.ends_at) if running else None,
        "ends_words": word("room.ends_at", at=_clock(view.ends_at)) if running else "",
        "names": word("projector.named" if view.shows_names else "projector.nameless") if view.item else "",
        "item": _item(view.item) if view.item else None,
        "next": _next(view),
    }  # fmt: skip


def _clock(at: datetime) -> str:
    return f"{at.astimezone(settings.TOKYO):%H:%M}"


def _is_over(view: Projected) -> bool:
    return view.state in {ConferenceState.ADJOURNED, ConferenceState.CANCELLED}


def _next(view: Projected) -> str:
    if view.next is None:
        return word("projector.last") if view.item else ""
    told = " ".join(part for part in (view.next.label, view.next.title) if part)
    return word("projector.next", what=told or word("projector.next_item"))


def _item(one: ItemTold) -> dict[str, Any]:
    return {
        "place": word("projector.place", n=one.number, of=one.of), "label": one.label, "title": one.title,
        "kind": {"key": one.kind.value, "label": label_of(one.kind)}, "question": one.question,
        "kept": word("projector.kept") if one.is_kept else "", "minutes": one.minutes,
        "planned": word("forum.minutes", minutes=one.minutes),
        "began": _milliseconds(one.began_at) if one.began_at else None, "result": _result(one),
        **_newest("decisions", one.decisions), **_newest("roles", [_role(role) for role in one.roles]),
    }  # fmt: skip


def _result(one: ItemTold) -> dict[str, str] | None:
    if one.result is None:
        return None
    return {"kind": one.result.value, "label": label_of(one.result), "words": one.result_words}


def _newest(name: str, rows: Any) -> dict[str, Any]:
    """The newest ones fit on the wall; of the others the number."""
    hidden = max(0, len(rows) - _NEWEST[name])
    return {name: list(rows[hidden:]), f"{name}_more": word("projector.more", n=hidden) if hidden else ""}


def _role(role: RoleTold) -> dict[str, str]:
    who = role.agency or label_of(role.doer)
    until = short_day(role.due_on) if role.due_on else ""
    if role.answer_due_on and not until:
        until = word("projector.answers", day=short_day(role.answer_due_on))
    return {"who": who, "task": role.task, "until": until}


async def ask_code(request: Request) -> Response:
    """The form for the eight digits, on the computer at the projector."""
    return page("projector_code.html", error=None)


async def type_code(request: Request) -> Response:
    """One try; a wrong code, an old one and a used one answer alike."""
    form = await request.form()
    typed = unicodedata.normalize("NFKC", str(form.get("code", ""))[:40])
    code = "".join(sign for sign in typed if sign in digits)
    address = request.client.host if request.client is not None else ""
    opened = await anyio.to_thread.run_sync(_open, code, address)
    if opened.tried.token is None:
        return page("projector_code.html", 403, error=_why_not(opened))
    answer = RedirectResponse(f"/projector/{opened.conference_id}", 303)
    answer.set_cookie(
        settings.screen_cookie_name(), opened.tried.token, max_age=KEPT_SECONDS, httponly=True,
        samesite="strict", secure=settings.behind_tls(), path="/projector",
    )  # fmt: skip
    return answer


def _open(code: str, address: str) -> Opened:
    with writing() as session:
        return open_screen(session, code if len(code) == _DIGITS else "", address, settings.now())


def _why_not(opened: Opened) -> str:
    if opened.tried.paused_until is not None:
        return word("projector.code_paused", time=_clock(opened.tried.paused_until))
    return word("projector.code_wrong", left=opened.tried.tries_left)
