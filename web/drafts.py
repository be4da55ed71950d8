"""/minutes/key: what a browser seals its unsent lines with, and whose: told after the sign-in, kept nowhere."""

import base64
import hashlib
import hmac
from uuid import UUID

import anyio
from starlette.requests import Request
from starlette.responses import Response

import settings
from queries.typists import typist
from rules.access import Actor
from web.asked import Table, guarded

_PURPOSE = b"yoriai: unsent lines of the minutes, v1:"


async def send_key(request: Request) -> Response:
    """The key and the mark of this person; an empty key where the city keeps no drafts."""
    return await anyio.to_thread.run_sync(guarded, request, _told)


def _told(actor: Actor) -> Table:
    is_kept = settings.city().keep_drafts
    key = base64.b64encode(_key(actor.person_id)).decode() if is_kept else ""
    return {"key": key, "who": typist(actor.person_id)}


def _key(person_id: UUID) -> bytes:
    """The same at every sign-in, so that what was left behind can be read again; another one for everybody else."""
    keys = settings.keys()
    return hmac.digest(keys.seal[keys.current], _PURPOSE + person_id.bytes, hashlib.sha256)
