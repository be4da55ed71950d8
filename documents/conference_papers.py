"""開催通知, 次第, 名簿 as Word files from data/templates, which the city may change in Word."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import settings
from documents.headings import is_personal, numbered, year_and_number
from documents.times import span
from documents.word_file import filled
from models.conferences import Part
from queries.calendar import ConferenceRow
from queries.called import OWN_FAMILY, CalledView
from queries.conference import ConferenceFile
from rules.calendar import in_japanese
from words import label_of, short, word


def conference_title(row: ConferenceRow) -> str:
    """令和8年度第3回 重層的支援会議; before the notice, without a number."""
    if row.serial is None:
        return f"{row.forum.plain}({label_of(row.state)})"
    return numbered(row.forum, row.fiscal_year, row.serial)


def common(view: ConferenceFile) -> dict[str, Any]:
    """What stands at the head of every paper of a conference."""
    row = view.row
    return {
        "title": conference_title(row),
        "forum": row.forum.name,
        "short": row.forum.short,
        "law": row.forum.law,
        "when": span(row.starts_at, row.ends_at),
        "place": row.place,
        "facilitator": row.facilitator,
        "recorder": view.recorder or word("conference.recorded_by_facilitator"),
        "care": word(f"care.{row.forum.sharing_basis}"),
        "careful": is_personal(row.forum),
    }


def items_of(view: ConferenceFile) -> list[dict[str, Any]]:
    """Items with their planned time. A case stands by its number alone: no name leaves on a paper that travels.

    氏名を伏せて it stands by nothing: whoever has the papers of another day could tell the household by its number.
    """
    at, items = view.row.starts_at, []
    for one in view.agenda:
        case = f" {one.case.split(' ')[0]}" if one.case and not one.without_names else ""
        begins = f"{at.astimezone(settings.TOKYO):%H:%M}"
        items.append(
            {
                "number": one.number,
                "time": f"{begins}({one.minutes})",
                "time_in_words": f"{begins}({word('forum.minutes', minutes=one.minutes)})",
                "kind": label_of(one.kind),
                "title": word("agenda.hidden") if one.is_hidden else one.title + case,
                "question": one.question or "",
            }
        )
        at += timedelta(minutes=one.minutes)
    return items


def _addressee(agency: str, name: str, title: str) -> str:
    """御中 for an organisation, 様 for a person, never both."""
    if name:
        return re.sub(" +", " ", word("address.person", agency=agency, title=title, name=name)).strip()
    return word("address.agency", agency=agency)


@dataclass
class Letter:
    """One page of a notice; items are those its addressee may read of, with the numbers and times of the whole."""

    addressee: str
    items: list[dict[str, Any]]
    last: bool = False


def _letter(view: ConferenceFile, one: CalledView, items: list[dict[str, Any]]) -> Letter:
    told = [item for item, seen in zip(items, view.agenda, strict=True) if seen.id not in one.kept_from]
    return Letter(_addressee(one.agency, one.name, one.title), told)


def notice(view: ConferenceFile, sent_on: date) -> bytes:
    """開催通知: one page for each who is called, without what is not theirs to know; no name of a household in it."""
    return filled("notice", notice_values(view, sent_on))


def notice_values(view: ConferenceFile, sent_on: date) -> dict[str, Any]:
    """What stands in a 開催通知, whichever program sets it."""
    due, items = view.materials_due_on, items_of(view)
    pages = [_letter(view, one, items) for one in view.called] or [Letter("", items)]
    pages[-1].last = True
    city = settings.city()
    more = {
        "pages": pages,
        "sent_on": in_japanese(sent_on, weekday=False),
        "sender": f"{city.name} {city.office}",
        "contact": city.office_contact,
        "materials_due": in_japanese(due) if due else "",
    }
    return {**common(view), **more}


def agenda(view: ConferenceFile) -> bytes:
    """次第: the items with planned times, kinds and questions."""
    total = sum(one.minutes for one in view.agenda)
    return filled("agenda", {**common(view), "items": items_of(view), "total": total})


def roster(view: ConferenceFile) -> bytes:
    """名簿: 敬称略, 五十音順 (the view is in that order). Everybody gets it: ご本人 and ご家族 stand by their part."""
    people = [
        {
            "number": number,
            "agency": one.agency,
            "title": one.title,
            "name": "" if one.part in OWN_FAMILY else one.name,
            "reading": "" if one.part in OWN_FAMILY else one.reading,
            "part": "" if one.part is Part.ATTENDEE else label_of(one.part),
        }
        for number, one in enumerate(view.called, start=1)
    ]
    return filled("roster", {**common(view), "people": people})


def file_name(view: ConferenceFile, paper: str) -> str:
    """20260618_R8第3回重層的支援会議_次第.docx."""
    row = view.row
    day = row.starts_at.astimezone(settings.TOKYO)
    sitting = year_and_number(row.forum, row.fiscal_year, row.serial)
    return f"{day:%Y%m%d}_{sitting}_{short(f'document.{paper}')}.docx"
