"""Sign in, sign out, change the password, make the first administrator: plain forms without script."""

from uuid import UUID, uuid4

import anyio
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

import settings
from models.database import reading, writing
from models.people import Role
from operations import installation, sign_ins
from operations.master import agency_names
from operations.sample_city import sample_accounts
from operations.tries import Tried, paused
from queries.signed_in import signed_in
from queries.typists import typist
from rules.refusal import Refused
from web.pages import page
from words import label_of, sentence, word

_WITHIN = 12 * 60 * 60


async def _typed(request: Request, *names: str) -> dict[str, str]:
    form = await request.form()
    return {name: str(form.get(name, ""))[:500] for name in names}


def _inside(path: str) -> str:
    """Where to go after signing in: only ever a path of ours."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path and "\r" not in path
    return path if is_ours else "/"


def _samples() -> dict[str, object]:
    """Sample accounts stand on the page of a sample city only; what a database is, it says itself."""
    with reading() as session:
        found = installation.installation(session)
    if found is None or not found.is_sample:
        return {"samples": [], "sample_password": None}
    password, people = sample_accounts()
    agencies = _agency_names()
    rows = [
        {
            "login": one["login"],
            "name": one["name"],
            "place": agencies[one["agency"]],
            "role": "・".join(label_of(Role(role)) for role in one["roles"]),
        }
        for one in people
    ]
    return {"samples": rows, "sample_password": password}


def _agency_names() -> dict[str, str]:
    with reading() as session:
        return agency_names(session)


def _form(login: str, onward: str, error: str | None = None, title: str | None = None, status: int = 200) -> Response:
    return page("sign_in.html", status, login=login, next=onward, error=error, error_title=title, **_samples())


async def show_sign_in(request: Request) -> Response:
    """The form; before there is anybody, the way to the first administrator."""
    if await anyio.to_thread.run_sync(_is_first_run):
        return RedirectResponse("/first-run", 303)
    onward = _inside(request.query_params.get("next", "/"))
    return await anyio.to_thread.run_sync(_form, "", onward)


def _is_first_run() -> bool:
    with reading() as session:
        return installation.is_waiting_for_first(session)


async def sign_in(request: Request) -> Response:
    """One try. The answer says the same for an unknown number and a wrong password."""
    typed = await _typed(request, "login", "password", "next")
    tried = await anyio.to_thread.run_sync(_try, typed["login"].strip(), typed["password"])
    if tried.token is None:
        title, text = _why_not(tried)
        return await anyio.to_thread.run_sync(_form, typed["login"], _inside(typed["next"]), text, title, 403)
    answer = RedirectResponse(_inside(typed["next"]), 303)
    answer.set_cookie(
        settings.cookie_name(),
        tried.token,
        max_age=_WITHIN,
        httponly=True,
        samesite="lax",
        secure=settings.behind_tls(),
        path="/",
    )
    return answer


def _try(login: str, password: str) -> Tried:
    now = settings.now()
    with reading() as session:
        found = sign_ins.candidate(session, login, now)
    is_right = sign_ins.verified(found, password)
    with writing() as session:
        return sign_ins.finish(session, login, found, is_right=is_right, now=settings.now())


def _why_not(tried: Tried) -> tuple[str, str]:
    if tried.paused_until is not None:
        until = tried.paused_until.astimezone(settings.TOKYO)
        return word("web.sign_in_paused_title"), word("web.sign_in_paused", time=f"{until:%H:%M}")
    pause = settings.city().pause_minutes
    return word("web.sign_in_wrong_title"), word("web.sign_in_wrong", left=tried.tries_left, minutes=pause)


def _sign_in_id(request: Request) -> UUID:
    return UUID(request.headers["x-yoriai-session"])


async def sign_out(request: Request) -> Response:
    """End this sign-in, everywhere it is open, and forget the cookie."""
    whose = await anyio.to_thread.run_sync(_end, _sign_in_id(request))
    # Behind the #, so that it stays in the browser: the page there wipes what was kept of this person, and no more.
    answer = RedirectResponse(f"/signed-out#{whose}" if whose else "/signed-out", 303)
    answer.delete_cookie(settings.cookie_name(), path="/", httponly=True, samesite="lax", secure=settings.behind_tls())
    answer.headers["clear-site-data"] = '"cache"'
    return answer


def _end(sign_in_id: UUID) -> str:
    now = settings.now()
    with writing() as session:
        known = signed_in(session, sign_in_id, now)
        if known is None:
            return ""
        sign_ins.sign_out(session, known.actor, request_id=uuid4().hex, now=now)
        return typist(known.actor.person_id)


async def signed_out(request: Request) -> Response:
    """Where a sign-out ends; its script tells the other tabs."""
    return page("signed_out.html")


async def show_password(request: Request) -> Response:
    """The form for one's own password."""
    return await anyio.to_thread.run_sync(_password_form, _sign_in_id(request), None, 200)


def _password_form(sign_in_id: UUID, error: str | None, status: int) -> Response:
    with reading() as session:
        known = signed_in(session, sign_in_id, settings.now())
    forced = known is not None and known.actor.must_change_password
    return page("password.html", status, error=error, forced=forced, minimum=settings.city().password_minimum)


async def change_password(request: Request) -> Response:
    """Change one's own password; a refusal says why and changes nothing."""
    typed = await _typed(request, "current", "new", "again")
    if typed["new"] != typed["again"]:
        return await anyio.to_thread.run_sync(
            _password_form, _sign_in_id(request), word("refusal.passwords_differ"), 400
        )
    refused = await anyio.to_thread.run_sync(_change, _sign_in_id(request), typed["current"], typed["new"])
    if refused is not None:
        return await anyio.to_thread.run_sync(_password_form, _sign_in_id(request), refused, 400)
    return RedirectResponse("/", 303)


def _change(sign_in_id: UUID, current: str, new: str) -> str | None:
    now = settings.now()
    with reading() as session:
        known = signed_in(session, sign_in_id, now)
        waits = paused(session, known.actor.person_id.hex, now) if known else None
    if known is None:
        return word("web.sign_in_first")
    if waits is not None:
        return _why_not(Tried(paused_until=waits))[1]
    try:
        with writing() as session:
            sign_ins.change_password(session, known.actor, request_id=uuid4().hex, now=now, current=current, new=new)
    except Refused as refused:
        if refused.reason_key == "password_is_wrong":
            with writing() as session:
                sign_ins.count_wrong(session, known.actor.person_id.hex, now)
        return sentence(refused.reason_key, refused.facts)
    return None


async def show_first_run(request: Request) -> Response:
    """The form for the first administrator, while there is none."""
    if not await anyio.to_thread.run_sync(_is_first_run):
        return RedirectResponse("/signin", 303)
    return page("first_run.html", error=None, login="", name="", reading="")


async def first_run(request: Request) -> Response:
    """Make the first administrator with the code from the console."""
    typed = await _typed(request, "code", "login", "name", "reading", "password", "password_again")
    refused = await anyio.to_thread.run_sync(_make_first, typed)
    if refused is not None:
        shown = {name: typed[name] for name in ("login", "name", "reading")}
        return page("first_run.html", 400, error=refused, **shown)
    return RedirectResponse("/signin", 303)


def _make_first(typed: dict[str, str]) -> str | None:
    if typed["password"] != typed["password_again"]:
        return word("refusal.passwords_differ")
    try:
        with writing() as session:
            told = {name: typed[name] for name in ("code", "login", "name", "reading", "password")}
            installation.make_first_administrator(session, **told, now=settings.now())
    except Refused as refused:
        return sentence(refused.reason_key, refused.facts)
    return None
