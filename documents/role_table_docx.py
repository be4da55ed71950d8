"""役割分担表 of one case, and the 回答票 by which one agency answers on paper or by FAX."""

import settings
from documents.headings import case_words, ground, in_file_name
from documents.role_rows import asked_words, role_row, step_row
from documents.word_file import filled
from models.plans import AssignmentState
from queries.role_paper import RolePaper, RolePaperRow
from rules.calendar import in_japanese
from words import short, word

_WAITING = frozenset({AssignmentState.ASKED, AssignmentState.TAKEN_BACK})


def role_table(view: RolePaper) -> bytes:
    """The whole table, or the rows of one agency alone. Names of the household are not on it."""
    return filled("roles", table_values(view))


def table_values(view: RolePaper) -> dict[str, object]:
    """What stands in a 役割分担表, whichever program sets it."""
    # One agency's own paper is for helpers outside the consent: the person's words are not theirs to read.
    more = {
        "wish": "" if view.only_agency else view.wish,
        "aim": "" if view.only_agency else view.aim,
        "period": _period(view),
        "monitoring": in_japanese(view.monitoring_on) if view.monitoring_on else word("paper.not_yet"),
        "lead_agency": view.lead_agency or word("paper.not_yet"),
        "basis": ground(view),
        "only_agency": view.only_agency,
        "roles": [role_row(number, row.role, row.contact) for number, row in _numbered(view)],
        "emergency": [step_row(number, step) for number, step in enumerate(view.emergency, start=1)],
    }
    return {**_common(view), **more}


def reply_form(view: RolePaper) -> bytes:
    """The roles that wait for the answer of one agency, with boxes to tick. Raises ValueError without an agency."""
    if not view.only_agency:
        raise ValueError("a reply form is for one agency")
    more = {
        "agency": view.only_agency,
        "fax": settings.city().office_fax or word("paper.fax_to_come"),
        "reply_due": in_japanese(view.reply_due_on) if view.reply_due_on else word("paper.reply_soon"),
        "roles": [
            {"number": number, "task": row.role.task, "more": asked_words(row.role)}
            for number, row in _numbered(view)
            if row.role.state in _WAITING
        ],
    }
    return filled("reply", {**_common(view), **more})


def role_paper_name(view: RolePaper, paper: str) -> str:
    """20260618_R8-017_役割分担表.docx; a paper for one agency names it, so that none goes to the wrong one."""
    parts = (f"{view.printed_on:%Y%m%d}", view.number, short(f"document.{paper}"), view.only_agency)
    return "_".join(in_file_name(part) for part in parts if part) + ".docx"


def _common(view: RolePaper) -> dict[str, object]:
    return {
        "case": case_words(view.number, view.alias) if view.number else word("paper.without_contents"),
        "careful": True,
        "mark": "",
        "footer": view.number,
        "printed_on": in_japanese(view.printed_on),
        "contact": settings.city().office_contact,
    }


def _numbered(view: RolePaper) -> list[tuple[int, RolePaperRow]]:
    """The rows with their numbers; on one agency's paper only its own: nothing tells how many others there are."""
    own = (row for row in view.rows if view.only_agency in {"", row.role.agency})
    return list(enumerate(own, start=1))


def _period(view: RolePaper) -> str:
    days = (in_japanese(day) if day else word("paper.not_yet") for day in (view.starts_on, view.ends_on))
    return word("consent.from_until", since=next(days), until=next(days))
