"""The same papers as PDF/A, typeset from templates of data/templates that the city may change in any editor."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from functools import cache
from typing import Literal

import typst

from documents import word_file
from documents.conference_papers import file_name, notice_values
from documents.headings import ground
from documents.record_docx import record_name, record_values
from documents.role_table_docx import role_paper_name, table_values
from documents.word_file import TemplateDoesNotFit, clean
from queries.conference import ConferenceFile
from queries.record import RecordFile
from queries.role_paper import RolePaper
from queries.view import Confidential
from words import word

STANDARD: Literal["a-2b"] = "a-2b"
_NAMED = re.compile(r'(?:does not contain key|unknown variable:?) "?([\w-]+)"?')


def record_pdf(view: RecordFile) -> bytes:
    """会議録 as PDF/A."""
    return _typeset("record", view, record_values(view), pdf_name(record_name(view)))


def roles_pdf(view: RolePaper) -> bytes:
    """役割分担表 as PDF/A."""
    return _typeset("roles", view, table_values(view), pdf_name(role_paper_name(view, "roles")))


def notice_pdf(view: ConferenceFile, sent_on: date) -> bytes:
    """開催通知 as PDF/A."""
    shared = word("paper.ground", basis=word(f"sharing_basis.{view.row.forum.sharing_basis}"))
    values = {**notice_values(view, sent_on), "basis_words": shared}
    return _typeset("notice", view, values, pdf_name(file_name(view, "notice")))


def pdf_name(name: str) -> str:
    """The same name with another ending."""
    return name.removesuffix(".docx") + ".pdf"


def _typeset(template: str, view: Confidential, values: Mapping[str, object], name: str) -> bytes:
    """Values go in as one JSON text: nothing that was typed is ever read as markup."""
    more = {
        "file_title": name.removesuffix(".pdf"), "careful_words": word("paper.careful"), "mark": "", "footer": "",
        "basis_words": word("paper.ground", basis=ground(view)), **values,
    }  # fmt: skip
    path = word_file.TEMPLATES / f"{template}.typ"
    try:
        return typst.compile(
            path, output=None, root=word_file.TEMPLATES, format="pdf", pdf_standards=STANDARD, font_paths=_fonts(),
            sys_inputs={"data": json.dumps(_plain(more), ensure_ascii=False)},
        )  # fmt: skip
    except (typst.TypstError, OSError) as broken:
        found = _NAMED.search(str(broken))
        raise TemplateDoesNotFit(path.name, found[1] if found else "") from broken


@cache
def _fonts() -> typst.Fonts:
    """Looking through all fonts of the machine takes longer than typesetting; it is done once."""
    return typst.Fonts()


def _plain(value: object) -> object:
    """Values as JSON holds them."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return clean(value)
