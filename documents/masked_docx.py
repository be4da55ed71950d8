"""伏せた写し of a record as a Word file; a copy with words that may name somebody is not made."""

from documents.headings import in_file_name
from documents.role_rows import role_row
from documents.word_file import filled
from models.forums import forums
from queries.masked_record import MaskedRecord
from rules.record import RecordItem
from words import short, word


class MayNameSomebody(ValueError):
    """Words of a copy that somebody has to look at first."""

    def __init__(self, hits: tuple[str, ...]) -> None:
        super().__init__("words to be looked at")
        self.hits = hits


def masked_paper(view: MaskedRecord) -> bytes:
    """The copy. Raises MayNameSomebody where words are left that may be a place or a name."""
    if view.hits:
        raise MayNameSomebody(view.hits)
    text = view.text
    return filled("masked", {
        "forum": forums()[text.forum_key].plain, "held": view.held, "level": word(f"mask_level.{view.level.value}"),
        "lead": word(f"mask_lead.{view.level.value}"), "careful": True, "mark": word("mask.copy"), "footer": "",
        "people": list(dict.fromkeys(one.agency or word(f"part.{one.part}") for one in text.people)),
        "items": [_item(one) for one in text.items],
        "roles": [role_row(number, role) for number, role in enumerate(text.roles, start=1)],
    })  # fmt: skip


def _item(one: RecordItem) -> dict[str, object]:
    return {
        "number": one.number, "title": one.title, "question": one.question,
        "result": word(f"item_result.{one.result}") if one.result else "", "words": one.result_words,
        "lines": [
            {"kind": word(f"line_kind.{line.kind}"), "text": line.text, "speaker": line.agency} for line in one.lines
        ],
    }  # fmt: skip


def masked_name(view: MaskedRecord) -> str:
    """R8_重層的支援会議_伏せた写し(頭文字と年代).docx: neither the case nor the day."""
    level = word(f"mask_level.{view.level.value}")
    forum = forums()[view.text.forum_key].plain
    return "_".join(map(in_file_name, (forum, short("document.masked"), level))) + ".docx"
