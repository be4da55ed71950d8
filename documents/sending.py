"""Everything to send after a conference, as one ZIP: a folder for each agency by its way, records, and 送付一覧."""

from collections.abc import Iterator
from datetime import datetime

import settings
from documents.bundle import zipped
from documents.conference_papers import conference_title
from documents.headings import case_words, ground, in_file_name, year_and_number
from documents.record_docx import record_name, record_paper
from documents.role_table_docx import reply_form, role_paper_name, role_table
from documents.word_file import filled
from models.forums import Forum
from models.people import SendingWay
from queries.role_paper import RolePaper
from queries.sending import ON_PAPER, Parcel, Sending
from rules.calendar import in_japanese
from words import label_of, short, word

_MARGINS = {"careful": True, "mark": "", "footer": ""}
_ADDRESS = {SendingWay.FAX: "fax", SendingWay.POST: "postal_address", SendingWay.MAIL: "mail"}


def sending_bundle(view: Sending) -> bytes:
    """The whole bundle. No paper for an agency names a case that it does not share in."""
    return zipped(_files(view), view.made_at)


def sending_name(view: Sending) -> str:
    """20260618_R8第3回重層的支援会議_送付一式.zip."""
    return f"{_day(view):%Y%m%d}_{_meeting(view)}_{short('document.sending')}.zip"


def _day(view: Sending) -> datetime:
    return view.row.starts_at.astimezone(settings.TOKYO)


def _meeting(view: Sending) -> str:
    return in_file_name(year_and_number(view.row.forum, view.row.fiscal_year, view.row.serial))


def _files(view: Sending) -> Iterator[tuple[str, bytes]]:
    yield f"{short('document.sending_list')}.docx", _list(view)
    for number, parcel in enumerate(view.parcels, start=1):
        folder = f"{number:02d}_{label_of(parcel.way)}_{in_file_name(parcel.agency)}"
        yield from ((f"{folder}/{name}", held) for name, held in _parcel(view, parcel))
    for record in view.records:
        yield f"{word('sending.records')}/{record_name(record)}", record_paper(record)


def _parcel(view: Sending, parcel: Parcel) -> Iterator[tuple[str, bytes]]:
    """What goes by FAX and by post is on paper; a mail tells no more than that something waits."""
    if not (parcel.tables or parcel.replies):
        return
    if parcel.way is SendingWay.MAIL:
        yield f"{short('document.mail_text')}.txt", _mail(view, parcel).encode("utf-8-sig")
    if parcel.way not in ON_PAPER:
        return
    yield f"{short('document.cover')}.docx", filled("cover", _cover(view, parcel))
    if parcel.way is SendingWay.POST:
        yield f"{short('document.address')}.docx", filled("address", _address(parcel))
    yield from ((role_paper_name(one, "roles"), role_table(one)) for one in parcel.tables)
    yield from ((role_paper_name(one, "reply"), reply_form(one)) for one in parcel.replies)


def _sender() -> dict[str, object]:
    city = settings.city()
    return {"sender": f"{city.name} {city.office}", "contact": city.office_contact}


def _address(parcel: Parcel) -> dict[str, object]:
    postal = parcel.postal_address or word("sending.postal_address_to_come")
    return {
        **_sender(),
        "postal_address": postal,
        "agency": parcel.agency,
        **_MARGINS,
        "confidential": word("sending.confidential"),
    }


def _place(parcel: Parcel) -> str:
    """The number or address on file, or room to write it."""
    name = _ADDRESS.get(parcel.way)
    return (getattr(parcel, name) or word(f"sending.{name}_to_come")) if name else ""


def _cover(view: Sending, parcel: Parcel) -> dict[str, object]:
    """送付書: it lists the papers of this one agency, and so its cases alone."""
    forum: Forum = view.row.forum
    first = (*parcel.tables, *parcel.replies)[0]
    kinds = [*(("roles", one) for one in parcel.tables), *(("reply", one) for one in parcel.replies)]
    return {
        **_address(parcel), "postal_address": _postal(parcel), "title": conference_title(view.row),
        "held_on": in_japanese(settings.tokyo_day(view.row.starts_at)),
        "sent_on": in_japanese(settings.tokyo_day(view.made_at), weekday=False),
        "way": label_of(parcel.way), "address": "" if parcel.way is SendingWay.POST else _place(parcel),
        "reply_due": in_japanese(view.reply_due_on) if parcel.replies else "",
        "fax": settings.city().office_fax or word("paper.fax_to_come"),
        "sharing": word(f"sharing_basis.{forum.sharing_basis}"), "basis": ground(first),
        "papers": [
            {"number": n, "name": short(f"document.{kind}"), "case": _case(one)}
            for n, (kind, one) in enumerate(kinds, start=1)
        ],
    }  # fmt: skip


def _postal(parcel: Parcel) -> str:
    """A FAX needs no address above the name."""
    return str(_address(parcel)["postal_address"]) if parcel.way is SendingWay.POST else ""


def _case(paper: RolePaper) -> str:
    return case_words(paper.number, paper.alias) if paper.number else word("paper.without_contents")


def _mail(view: Sending, parcel: Parcel) -> str:
    """The text of a mail: how many and until when, and nothing of whom."""
    due = in_japanese(view.reply_due_on)
    told = "mail_asked" if parcel.asked else "mail_table"
    subject = word(f"sending.{told}", n=parcel.asked, day=due)
    to = word("sending.mail_to", address=_place(parcel), subject=subject)
    body = word("sending.mail_body", agency=parcel.agency, told=subject, **_sender())
    return f"{to}\n\n{body}\n".replace("\n", "\r\n")


def _list(view: Sending) -> bytes:
    """送付一覧, for the city alone."""
    parcels = [
        {
            "number": n, "agency": one.agency, "way": label_of(one.way), "address": _place(one), "papers": _told(one),
            "kept_back": word("sending.kept_back", n=one.kept_back) if one.kept_back else "",
        }
        for n, one in enumerate(view.parcels, start=1)
    ]  # fmt: skip
    more = {
        "title": conference_title(view.row), "held_on": in_japanese(settings.tokyo_day(view.row.starts_at)),
        "printed_on": in_japanese(settings.tokyo_day(view.made_at)), "parcels": parcels,
        "records": [record_name(one) for one in view.records], "basis": ground(view),
        "careful": True, "mark": word("sending.inside"), "footer": word("sending.inside"),
    }  # fmt: skip
    return filled("sending_list", {**_sender(), **more})


def _told(parcel: Parcel) -> str:
    if not (parcel.tables or parcel.replies):
        return word("sending.nothing")
    if parcel.way is SendingWay.SCREEN:
        return word("sending.on_screen", n=parcel.asked) if parcel.asked else word("sending.on_screen_table")
    if parcel.way is SendingWay.MAIL:
        return word("sending.by_mail")
    return "\n".join(
        word("sending.papers", paper=short(f"document.{kind}"), cases=word("list.and").join(map(_short, papers)))
        for kind, papers in (("roles", parcel.tables), ("reply", parcel.replies))
        if papers
    )


def _short(paper: RolePaper) -> str:
    return paper.number or word("paper.without_contents")
