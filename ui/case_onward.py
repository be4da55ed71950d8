"""Where a case leads: its other screens, and what it brought into the ledger."""

from models.cases import CaseState
from queries.case import CaseFile
from ui.menu import href
from ui.monitoring_forms import note
from ui.session import who
from ui.show import heading, joined, made, show
from ui.urgent_forms import way_there
from words import word


def onward(case: CaseFile) -> None:
    """The other screens of the case, 望まれる社会資源 of it; an agency writes a new problem here."""
    if case.state is CaseState.REVIEWING and "review.look" in case.may:
        show(
            '<p class="yo-go"><a href="$to" target="_self">$label</a></p>', to=href("closing", id=case.id),
            label=word("closing.to_the_end"),
        )  # fmt: skip
    heading(word("case.onward"))
    pages = ["plan", *(("monitoring", "closing") if "review.look" in case.may else ())]
    links = (
        made('<a href="$to" target="_self">$label</a>', to=href(page, id=case.id), label=word(f"menu.{page}"))
        for page in pages
    )
    show('<p class="yo-links">$links</p>', links=joined(links))
    if case.is_office and case.state is not CaseState.CLOSED:
        way_there(who(), case.id)
    if case.wanted:
        heading(word("menu.gaps"))
        entries = (
            made('<li><a href="$to" target="_self">$label</a></li>', to=href("gap", id=one.id), label=one.label)
            for one in case.wanted
        )
        show("<ul>$entries</ul>", entries=joined(entries))
    if "problem.note" in case.may and not case.is_office:
        note(case.id)
