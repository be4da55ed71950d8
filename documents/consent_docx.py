"""同意の記録票: who of one household agreed to what, as an A4 Word file for the city's files."""

from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from queries.case import CaseFile
from queries.household import ConsentView
from rules.calendar import in_japanese
from words import key_of, label_of, word

_FONT = "BIZ UDPゴシック"


def _blank() -> Paper:
    """A4 upright in a font for Japanese; python-docx alone would leave Western paper and theme fonts."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    for style in ("Normal", "Heading 1", "Heading 2"):
        font = paper.styles[style].font
        font.name, font.size = _FONT, Pt(10.5 if style == "Normal" else 14 if style == "Heading 1" else 12)
        fonts = paper.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)
        fonts.set(qn("w:eastAsia"), _FONT)
    return paper


def _rows(consent: ConsentView) -> list[tuple[str, str]]:
    ends = consent.ends_on
    until = word("consent.until", day=in_japanese(ends)) if ends else word("consent.until_withdrawn")
    rows = [
        (word("field.way"), label_of(consent.way)),
        (word("field.given_on"), in_japanese(consent.given_on)),
        (word("field.agencies"), "、".join(consent.agencies)),
        (word("field.information"), "、".join(label_of(one) for one in consent.information)),
        (word("consent.period"), word("consent.from_until", since=in_japanese(consent.starts_on), until=until)),
        (word("field.read_out"), consent.read_out),
        (word("consent.heard_by"), consent.heard_by),
    ]
    named = ("exclusions", "witness", "representative", "power", "own_view")
    rows += [(word(f"field.{name}"), text) for name in named if (text := getattr(consent, name))]
    if consent.withdrawn_at is not None:
        rows.append((word("consent.withdrawn"), consent.withdrawal_words or word("consent.without_words")))
    return rows


def consent_record(case: CaseFile, printed_on: str) -> bytes:
    """Returns a .docx of every consent in the view, with the ground on which it was printed."""
    paper = _blank()
    paper.add_heading(word("document.consent_record"), level=1)
    paper.add_paragraph(f"{case.number} {case.alias}  {printed_on}")
    paper.add_paragraph(word(key_of(case.basis.kind)))
    for consent in case.consents:
        paper.add_heading(consent.member, level=2)
        table = paper.add_table(rows=0, cols=2)
        table.style, table.autofit = "Table Grid", False
        for name, text in _rows(consent):
            cells = table.add_row().cells
            cells[0].text, cells[1].text = name, text
            cells[0].width, cells[1].width = Mm(38), Mm(132)
    out = BytesIO()
    paper.core_properties.author = paper.core_properties.title = ""
    paper.save(out)
    return out.getvalue()
