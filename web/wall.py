"""The wall: who is this? It stands before Streamlit and our routes, for HTTP and the websocket alike."""

import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

import anyio
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import settings
from models.database import reading
from operations.failures import written_down
from operations.sign_ins import hashed_token
from queries.signed_in import Pass, by_token
from web.headers import with_ours
from words import word

IDENTITY = b"x-yoriai-session"
_OPEN = ("/assets/", "/static/")
_OPEN_EXACTLY = frozenset({"/signin", "/first-run", "/signed-out", "/_stcore/health"})
# web/projector.py asks for itself who may show what: a lent screen is nobody's sign-in, and opens nothing else.
_SCREEN = re.compile(r"/projector(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(/now)?)?")
_CLOSED = (
    "/media/",
    "/_stcore/metrics",
    "/_stcore/agent",
    "/_stcore/upload_file",
    "/component/",
    "/auth/",
    "/oauth2callback",
)
_WITH_OLD_PASSWORD = frozenset({"/password", "/signout"})
_MOST_BYTES = 64 * 1024
# Streamlit's dialog on a lost connection steals the focus while people type; ours speaks in the page.
_HOST_CONFIG = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    "blockErrorDialogs": True,
    "resourceCrossOriginMode": None,
}


class Wall:
    """Pure ASGI, so that a streamed file passes through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def with_headers(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                message["headers"] = with_ours(list(message.get("headers", [])), scope["path"])
            await send(message)

        try:
            await self._pass_on(scope, receive, with_headers)
        except Exception as failure:  # noqa: BLE001 - whatever fails, the answer carries our headers and no details
            number = written_down(failure)
            if scope["type"] == "http" and not has_begun:
                await PlainTextResponse(word("web.failed", number=number), 500)(scope, receive, with_headers)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        # A browser may claim to be anybody; only the wall says who it is.
        claimed = [(name, value) for name, value in scope["headers"] if name.lower() != IDENTITY]
        heads = {name.lower(): value.decode("latin-1") for name, value in claimed}
        path: str = scope["path"]
        known = None if _is_open(scope) else await _pass_of(heads)
        answer = _refusal(scope, path, heads, known)
        if known is not None:
            claimed.append((IDENTITY, known.sign_in_id.hex.encode()))
        if answer is None:
            await self.app({**scope, "headers": claimed}, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, send)


def _is_open(scope: Scope) -> bool:
    path: str = scope["path"]
    return path.startswith(_OPEN) or path in _OPEN_EXACTLY or _is_screen(scope, path)


def _is_screen(scope: Scope, path: str) -> bool:
    """Looking at a screen, and typing its code; nothing there changes anything else."""
    method = scope["method"] if scope["type"] == "http" else ""
    asks = method in {"GET", "HEAD"} or (method == "POST" and path == "/projector")
    return asks and _SCREEN.fullmatch(path) is not None


def _refusal(scope: Scope, path: str, heads: dict[bytes, str], known: Pass | None) -> Response | None:
    """The answer that ends the request here, or None where it may go on."""
    if (heads.get(b"host", "").rsplit(":", 1)[0].lower()) not in settings.hosts():
        return PlainTextResponse(word("web.unknown_host"), 400)
    if path.startswith(_CLOSED):
        return PlainTextResponse(word("web.not_found"), 404)
    if _comes_from_elsewhere(scope, heads):
        return PlainTextResponse(word("web.from_elsewhere"), 403)
    if int(heads.get(b"content-length") or 0) > _MOST_BYTES:
        return PlainTextResponse(word("web.too_large"), 413)
    if path == "/_stcore/host-config":
        return JSONResponse(_HOST_CONFIG)
    if known is None and not _is_open(scope):
        return _to_sign_in(scope, path, heads)
    if known is not None and known.must_change_password and path not in _WITH_OLD_PASSWORD:
        return RedirectResponse("/password", 303)
    return None


def _to_sign_in(scope: Scope, path: str, heads: dict[bytes, str]) -> Response:
    is_page = heads.get(b"sec-fetch-mode", "navigate") == "navigate" and "/_stcore/" not in path
    if scope["type"] == "websocket" or scope["method"] != "GET" or not is_page:
        return PlainTextResponse(word("web.sign_in_first"), 401)
    query = scope["query_string"].decode("latin-1")
    wanted = path + ("?" + query if query else "")
    return RedirectResponse("/signin" if wanted == "/" else f"/signin?next={quote(wanted, safe='')}", 303)


def _comes_from_elsewhere(scope: Scope, heads: dict[bytes, str]) -> bool:
    """A changing request or a websocket must come from our own page: its Origin is our own host."""
    if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
        return False
    origin = urlsplit(heads.get(b"origin", ""))
    wanted = "https" if settings.behind_tls() else "http"
    is_ours = origin.scheme == wanted and origin.netloc == heads.get(b"host")
    return not is_ours or heads.get(b"sec-fetch-site", "same-origin") != "same-origin"


async def _pass_of(heads: dict[bytes, str]) -> Pass | None:
    try:
        cookie = SimpleCookie(heads.get(b"cookie", "")).get(settings.cookie_name())
    except CookieError:
        return None
    if cookie is None or not cookie.value:
        return None
    return await anyio.to_thread.run_sync(_look_up, cookie.value)


def _look_up(token: str) -> Pass | None:
    with reading() as session:
        return by_token(session, hashed_token(token), settings.now())
