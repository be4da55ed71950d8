"""A Word file from a template of data/templates, which the city may change in Word."""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO

from docxtpl import DocxTemplate, RichText
from jinja2 import Environment, StrictUndefined

import settings

# What XML cannot hold, and the two signs docxtpl would take for a new paragraph and a new page.
_UNUSABLE = re.compile("[\x00-\x08\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\x0b|\u2028|\u2029")


def _clean(value: object) -> object:
    """A text as a Word file can hold it; Word's own line ends become ours."""
    return _UNUSABLE.sub("", _LINE_ENDS.sub("\n", value)) if isinstance(value, str) else value


def marked(parts: Iterable[tuple[str, str]]) -> RichText:
    """Texts in one cell, each plain (""), struck through ("strike") or underlined ("line")."""
    whole = RichText()
    for text, mark in parts:
        held = _UNUSABLE.sub("", _LINE_ENDS.sub("\n", text))
        whole.add(held, strike=mark == "strike", underline="single" if mark == "line" else False)
    return whole


def filled(template: str, values: Mapping[str, object]) -> bytes:
    """Fill a template. Raises jinja2.UndefinedError where it names a value that there is not."""
    # Escaped, because a text with < or & would break the file; a name misspelt in Word must not lose a line in silence.
    signs = Environment(autoescape=True, undefined=StrictUndefined, finalize=_clean)
    paper = DocxTemplate(settings.DATA / "templates" / f"{template}.docx")
    paper.render(dict(values), signs, autoescape=True)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()
