"""決裁用の一式 of one record for the city's 文書管理システム: 伺い文, the record, what is attached, and 目録."""

from collections.abc import Iterator
from datetime import datetime

import settings
from documents.bundle import zipped
from documents.pdf import pdf_name, record_pdf
from documents.record_docx import record_name, record_paper, record_values
from documents.role_table_docx import role_paper_name, role_table
from documents.word_file import filled
from queries.approval_bundle import ApprovalBundle
from queries.record import CheckView, RecordFile
from rules.calendar import in_japanese
from rules.record import RecordItem
from words import label_of, short, word


def approval_bundle(view: ApprovalBundle) -> bytes:
    """The files in the order in which they are filed."""
    record = view.record
    attached = [*_papers(view)]
    names = [name for name, _ in attached]
    whole = [
        (f"{short('document.approval_request')}.docx", _request(view, names)),
        *attached,
        (f"{short('document.approval_list')}.txt", _list(record, names).encode("utf-8-sig")),
    ]
    numbered = ((f"{n:02d}_{name}", held) for n, (name, held) in enumerate(whole, start=1))
    return zipped(numbered, view.made_at)


def approval_name(view: ApprovalBundle) -> str:
    """20260618_R8第3回重層的支援会議_会議録_R8-017_決裁用.zip."""
    stem = record_name(view.record).removesuffix(".docx")
    return f"{stem}_{short('document.approval')}.zip"


def _papers(view: ApprovalBundle) -> Iterator[tuple[str, bytes]]:
    """The record in Word and as it will be kept; the roles, and the plan where it was decided, stand in one table."""
    name = record_name(view.record)
    yield name, record_paper(view.record)
    yield pdf_name(name), record_pdf(view.record)
    if view.roles is not None:
        yield role_paper_name(view.roles, "roles"), role_table(view.roles)


def _request(view: ApprovalBundle, names: list[str]) -> bytes:
    record, values = view.record, record_values(view.record)
    more = {
        "held_on": in_japanese(settings.tokyo_day(datetime.fromisoformat(record.text.starts_at))),
        "drafted_on": in_japanese(settings.tokyo_day(view.made_at), weekday=False),
        "drafter": word("approval.drafter", office=settings.city().office, name=view.drafter),
        "decisions": [_decided(item) for item in record.text.items if item.result],
        "checks": [_checked(record, one) for one in record.checks],
        "attached": names,
    }  # fmt: skip
    return filled("approval_request", {**values, "mark": "", **more, **_plan(view)})


def _decided(item: RecordItem) -> str:
    result = word(f"item_result.{item.result}")
    return word("approval.decided", title=item.title, result=result, words=item.result_words)


def _checked(record: RecordFile, one: CheckView) -> str:
    """Silence counts as checked once the day for answers is over."""
    kept = record.unanswered(one)
    answer = word(f"record.{kept}") if kept else label_of(one.answer)
    return word("approval.checked", agency=one.agency, answer=answer, words=one.words or "")


def _plan(view: ApprovalBundle) -> dict[str, object]:
    number, day = view.plan_number, view.plan_decided_on
    told = word("approval.plan", number=number or word("paper.not_yet"), day=in_japanese(day)) if day else ""
    return {"plan": told}


def _list(record: RecordFile, names: list[str]) -> str:
    """目録: what is in it, and what is typed back when the decision is there."""
    lines = "\n".join(word("approval.line", n=n, name=name) for n, name in enumerate(names, start=1))
    told = word("approval.list", number=record.number or word("record.number_comes"), lines=lines)
    return told.replace("\n", "\r\n")
