"""A Word file from a template of data/templates, which the city may change in Word."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from docxtpl import DocxTemplate, RichText
from jinja2 import Environment, StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError
from lxml import etree  # type: ignore[import-untyped]

import settings

TEMPLATES = settings.DATA / "templates"
# What XML cannot hold, and the two signs docxtpl would take for a new paragraph and a new page.
_UNUSABLE = re.compile("[\x00-\x08\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\x0b|\u2028|\u2029")
_FILLED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml")
# Who wrote the template, in which company, is nobody's business who gets the paper.
_TOLD_BESIDE = re.compile(
    r"<((?:\w+:)?(?:creator|lastModifiedBy|title|subject|description|keywords|Company|Manager))[ >].*?</\1>"
)
_NAMED = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'|unknown tag '([^']+)'")


class TemplateDoesNotFit(ValueError):
    """A template as the city changed it cannot be filled; paper is its file, named the word that is not known."""

    def __init__(self, paper: str, named: str) -> None:
        super().__init__(f"{paper}: {named}")
        self.paper, self.named = paper, named


@dataclass(frozen=True)
class _Package:
    """A template taken apart once: the parts that are filled, and those that stay as they are."""

    paper: DocxTemplate
    filled: dict[str, Template]
    kept: dict[str, bytes]


# What is worked out of a template is shared; docxtpl itself keeps what it is working on in the object.
_LOCK = Lock()


def clean(value: object) -> object:
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
    """Fill a template. Raises TemplateDoesNotFit where it names a value that there is not, or is no Word file."""
    path = TEMPLATES / f"{template}.docx"
    try:
        stamp = path.stat()
        with _LOCK:
            return _written(_opened(path, stamp.st_mtime_ns, stamp.st_size), values)
    except (TemplateError, etree.XMLSyntaxError, BadZipFile, OSError, KeyError, ValueError, TypeError) as broken:
        raise TemplateDoesNotFit(path.name, _word_in(broken)) from broken


def _word_in(broken: Exception) -> str:
    """The name that was not known; never a value of the paper."""
    found = _NAMED.search(str(broken)) if isinstance(broken, UndefinedError | TemplateSyntaxError) else None
    return next((name for name in found.groups() if name), "") if found else ""


@lru_cache(maxsize=32)
def _opened(path: Path, _changed: int, _size: int) -> _Package:
    """Parsing costs more than filling, so a template is parsed once until its file changes."""
    # Escaped, because a text with < or & would break the file; a name misspelt in Word must not lose a line in silence.
    signs = Environment(autoescape=True, undefined=StrictUndefined, finalize=clean)
    paper = DocxTemplate(path)
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return _Package(
        paper,
        {name: _prepared(paper, signs, held) for name, held in parts.items() if _FILLED.fullmatch(name)},
        {name: _told(name, held) for name, held in parts.items() if not _FILLED.fullmatch(name)},
    )


def _told(name: str, held: bytes) -> bytes:
    """What a file tells of itself goes without names."""
    return (
        _TOLD_BESIDE.sub("", held.decode("utf-8-sig")).encode()
        if name.startswith("docProps/") and name.endswith(".xml")
        else held
    )


def _prepared(paper: DocxTemplate, signs: Environment, held: bytes) -> Template:
    text = re.sub(r"^\s*<\?xml[^>]*\?>\s*", "", held.decode("utf-8-sig"))
    return signs.from_string(re.sub(r"<w:p([ >])", r"\n<w:p\1", paper.patch_xml(text)))


def _written(package: _Package, values: Mapping[str, object]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as whole:
        for name, held in package.kept.items():
            whole.writestr(name, held)
        for name, template in package.filled.items():
            whole.writestr(name, _part(package.paper, template.render(values)))
    return out.getvalue()


def _part(paper: DocxTemplate, text: str) -> bytes:
    text = paper.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", text))
    made = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text).encode()
    etree.fromstring(made)  # Word would not open what is no XML: better said here than on somebody's desk.
    return made
