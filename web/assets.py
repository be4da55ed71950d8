"""/assets/…: our stylesheets, scripts and pictures; bodies.css comes from the colours in data/forums.toml."""

import gzip
import mimetypes
from functools import cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import settings
from models.forums import forums
from words import word

_FOLDER = settings.ROOT / "web" / "assets"


def bodies_css() -> str:
    """One class per body: its colour."""
    return "".join(f".b-{forum.key}{{--c:{forum.colour}}}\n" for forum in forums().values())


@cache
def _files() -> dict[str, bytes]:
    files = {path.name: path.read_bytes() for path in _FOLDER.iterdir() if path.is_file()}
    files["bodies.css"] = bodies_css().encode()
    return files


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(_files()[name], 9)


async def send_asset(request: Request) -> Response:
    """One file without secrets; how long a browser keeps it is told in web/kept.py."""
    name = request.path_params["name"]
    if name not in _files():
        return PlainTextResponse(word("web.not_found"), 404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {"vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(_packed(name), media_type=kind, headers={**headers, "content-encoding": "gzip"})
    return Response(_files()[name], media_type=kind, headers=headers)
