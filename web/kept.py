"""Our scripts and stylesheets are asked for again each time: after an update no browser runs old ones."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OURS = ("/assets/", "/_stcore/bidi-components/")
_WITHOUT_A_BODY = (b"content-length", b"content-type")


class Kept:
    """Gives each file a mark made of its content, and answers 304 to a browser that has this very content."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_OURS):
            await self.app(scope, receive, send)
            return
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                await _marked(start, b"".join(parts), Request(scope))(scope, receive, send)

        await self.app(scope, receive, collect)


def _marked(start: Message, body: bytes, request: Request) -> Response:
    headers = [(name, value) for name, value in start["headers"] if name.lower() != b"cache-control"]
    answer = Response(body, start["status"])
    if start["status"] == 200:
        mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers += [(b"cache-control", b"no-cache"), (b"etag", mark.encode())]
        if mark in request.headers.get("if-none-match", ""):
            answer = Response(status_code=304)
            headers = [(name, value) for name, value in headers if name.lower() not in _WITHOUT_A_BODY]
    else:
        headers.append((b"cache-control", b"no-store"))
    answer.raw_headers = headers
    return answer
