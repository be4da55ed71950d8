"""Who typed: an opaque mark of a person, so that no line goes out under the sign-in of somebody else."""

import hashlib
import hmac
from uuid import UUID

import settings

_PURPOSE = b"yoriai: who typed a line of the minutes, v1:"


def typist(person_id: UUID) -> str:
    """The mark of this person: the same at every sign-in, and nobody can tell from it who they are."""
    keys = settings.keys()
    return _mark(keys.seal[keys.current], person_id)


def is_typist(person_id: UUID, mark: str) -> bool:
    """Whether it is theirs; a page may have been opened before the keys were changed."""
    known = [_mark(key, person_id) for key in settings.keys().seal.values()]
    return any(hmac.compare_digest(one, mark) for one in known)


def _mark(key: bytes, person_id: UUID) -> str:
    return hmac.new(key, _PURPOSE + person_id.bytes, hashlib.sha256).hexdigest()[:32]
