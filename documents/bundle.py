"""Several files as one ZIP, stored as they are: a Word file is packed already."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import settings


def zipped(files: Iterable[tuple[str, bytes]], made_at: datetime) -> bytes:
    """The files under their names; a name that stands twice gets a number, so that none covers another."""
    out, known = BytesIO(), set[str]()
    moment = made_at.astimezone(settings.TOKYO).timetuple()[:6]
    with ZipFile(out, "w", ZIP_STORED) as whole:
        for name, held in files:
            free = _free(name, known)
            known.add(free)
            whole.writestr(ZipInfo(free, moment), held)
    return out.getvalue()


def _free(name: str, known: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    return next(
        one for n in range(1, len(known) + 2) if (one := name if n == 1 else f"{stem}_{n}{dot}{ending}") not in known
    )
