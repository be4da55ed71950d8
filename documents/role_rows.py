"""役割 as rows of a paper: who does what by when, with which 制度, and what was answered."""

from collections.abc import Iterable

from documents.headings import day_words
from models.plans import DoerKind
from rules.record import RecordRole, RecordStep
from words import word


def role_row(number: int, role: RecordRole, contact: str = "") -> dict[str, object]:
    """One row of a 役割分担表."""
    return {
        "number": number,
        "who": _who(role),
        "contact": contact,
        "problem": role.problem,
        "task": role.task,
        "service": _listed(role.service, word(f"programme.{role.programme}") if role.programme else ""),
        "due": _when(role),
        "done_when": role.done_when,
        "answer": _lines(word(f"assignment_state.{role.state}"), role.answer),
    }


def step_row(number: int, step: RecordStep) -> dict[str, object]:
    """One step of 緊急のときの連絡."""
    return {
        "number": number, "sign": step.sign, "response": step.response, "agency": step.agency,
        "contact": step.contact, "decides": word("emergency.decides") if step.decides else "",
    }  # fmt: skip


def asked_words(role: RecordRole) -> str:
    """What an agency is asked, beside the task itself, on its 回答票."""
    named = (("due", _when(role).replace("\n", word("list.and"))), ("done_when", role.done_when))
    told = [(name, text) for name, text in (("problem", role.problem), ("service", role.service), *named) if text]
    return _lines(*(word(f"paper.{name}", text=text) for name, text in told))


def _who(role: RecordRole) -> str:
    if role.doer == DoerKind.AGENCY:
        return _lines(role.agency, role.doer_name)
    return _lines(word(f"doer_kind.{role.doer}"), role.doer_name, role.agency)


def _when(role: RecordRole) -> str:
    due = word("paper.by_day", day=day_words(role.due_on)) if role.due_on else ""
    return _lines(due, role.frequency)


def _lines(*parts: str) -> str:
    return _filled_in("\n", parts)


def _listed(*parts: str) -> str:
    return _filled_in(word("list.and"), parts)


def _filled_in(between: str, parts: Iterable[str]) -> str:
    return between.join(part for part in parts if part)
