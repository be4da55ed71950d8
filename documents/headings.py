"""What stands at the head of papers and in their file names: the conference, the case, the ground."""

import re
from datetime import date, datetime

import settings
from documents.times import clock
from models.forums import Forum
from queries.view import Confidential
from rules.calendar import era_of, fiscal_year_short, in_japanese
from rules.disclosure import BasisKind
from words import label_of, word

_PERSONAL = frozenset({"P3", "P4"})
_NAME = 40


def is_personal(forum: Forum) -> bool:
    """Papers of this body hold what concerns a person: 取扱注意."""
    return forum.confidentiality in _PERSONAL


def ground(view: Confidential) -> str:
    """The ground in words, as it stands on every paper; the same words as above the screen."""
    if view.basis.kind is not BasisKind.CONSENT:
        return label_of(view.basis.kind)
    last = view.basis.until
    until = word("consent.until", day=in_japanese(last)) if last else word("consent.until_withdrawn")
    return word("basis_kind.consent_until", until=until)


def case_words(number: str, alias: str) -> str:
    """R8-017「丘の上の二人」."""
    return word("paper.case", number=number, alias=alias) if number else word("record.rest")


def day_words(text: str) -> str:
    """An ISO day as 令和8年6月18日(木), or nothing."""
    return in_japanese(date.fromisoformat(text)) if text else ""


def at_that_time(moment: datetime, day: date) -> str:
    """The time of day; the day itself where it was another one."""
    own = settings.tokyo_day(moment)
    return clock(moment) if own == day else f"{in_japanese(own)} {clock(moment)}"


def numbered(forum: Forum, fiscal_year: int, serial: int) -> str:
    """令和8年度第3回 重層的支援会議."""
    year = era_of(date(fiscal_year, 5, 1))[2]
    return f"{forum.numbering.format(era_year=year, n=serial)} {forum.plain}"


def year_and_number(forum: Forum, fiscal_year: int, serial: int | None) -> str:
    """R8第3回重層的支援会議, as it stands in file names."""
    number = word("conference.nth", n=serial) if serial else ""
    return f"{fiscal_year_short(fiscal_year)}{number}{forum.plain}"


def in_file_name(text: str) -> str:
    """A text as every system keeps it in a file name."""
    return re.sub(r"[\\/:*?\"<>|\s\x00-\x1f]+", "_", text)[:_NAME].strip("_. ")
