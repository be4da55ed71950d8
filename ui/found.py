"""会議録をさがす: the places that were found, each with the words marked and the way to it."""

from collections.abc import Iterable

from queries.search import FoundPlace
from rules.calendar import in_japanese
from ui.menu import href
from ui.show import Safe, chip, joined, made, show, tag
from words import label_of, word


def places(rows: Iterable[FoundPlace]) -> None:
    """The newest conference first."""
    show('<ol class="yo-found">$rows</ol>', rows=joined(_place(row) for row in rows))


def _place(row: FoundPlace) -> Safe:
    kind = label_of(row.kind) if row.kind is not None else word(f"search.{row.what}")
    return made(
        '<li><div class="m">$chip<span class="num">$day</span> $nth <b>$case</b> $item</div>'
        '<a href="$to" target="_self">$text</a> $kind</li>',
        chip=chip(row.forum), day=in_japanese(row.day), case=row.case, item=row.item, to=href(row.page, id=row.page_id),
        nth=word("conference.nth", n=row.serial) if row.serial else "", kind=tag(kind, "wait"),
        text=joined(_piece(text, is_hit=is_hit) for text, is_hit in row.pieces),
    )  # fmt: skip


def _piece(text: str, *, is_hit: bool) -> Safe:
    return made("<mark>$text</mark>" if is_hit else "$text", text=text)
