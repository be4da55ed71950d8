"""Words about conferences on the screen: title, hours, the people called, the agenda."""

from datetime import date

import settings
from models.conferences import ConferenceState
from queries.calendar import ConferenceRow
from queries.conference import ConferenceFile, ItemView
from rules.calendar import era_of
from ui.show import Safe, joined, made, show, tag
from words import label_of, word

_KIND_TONES = {"decide": "ai", "discuss": "wait", "share": ""}


def conference_title(row: ConferenceRow, *, short: bool = False) -> str:
    """第3回, or 予定 before the notice; the long form names year and body."""
    if row.serial is None:
        number = row.theme or word("conference.planned")
        return number if short else f"{row.forum.plain} {number}"
    if short:
        return word("conference.nth", n=row.serial)
    year = era_of(date(row.fiscal_year, 5, 1))[2]
    return f"{row.forum.plain} {row.forum.numbering.format(era_year=year, n=row.serial)}"


def leads_in(row: ConferenceRow) -> bool:
    """Whether this person runs it and may go into the room: from the notice to the adjournment."""
    return row.runs and row.state in {ConferenceState.CONVENED, ConferenceState.IN_SESSION}


def hours(row: ConferenceRow, *, short: bool = False) -> str:
    """13:30, or 13:30〜14:30."""
    begin, end = (one.astimezone(settings.TOKYO) for one in (row.starts_at, row.ends_at))
    return f"{begin:%H:%M}" if short else word("conference.hours", since=f"{begin:%H:%M}", until=f"{end:%H:%M}")


def _item(one: ItemView) -> Safe:
    title = word("agenda.hidden") if one.is_hidden else one.title
    at = f"{one.starts_at.astimezone(settings.TOKYO):%H:%M}" if one.starts_at else ""
    return made(
        '<tr><td class="num">$n</td><td>$kind</td><td>$title<small>$under</small></td><td>$case</td>'
        '<td class="num">$at <span class="s">$minutes</span></td></tr>',
        n=one.number, kind=tag(label_of(one.kind), _KIND_TONES[one.kind.value]), title=title,
        under=_under(one), case=_about(one), at=at, minutes=word("forum.minutes", minutes=one.minutes),
    )  # fmt: skip


def _about(one: ItemView) -> str:
    people = word("list.and").join(member.label for member in one.members)
    return f"{one.case} {word('agenda.members', people=people)}" if people else one.case


def _under(one: ItemView) -> str:
    away = word("conference.away", agencies=word("list.and").join(name for _, name in one.away)) if one.away else ""
    nameless = word("field.without_names") if one.without_names else ""
    return "　".join(part for part in (one.question or "", nameless, away) if part)


def agenda(view: ConferenceFile) -> None:
    """The agenda as a table with its planned times."""
    rows = joined(_item(one) for one in view.agenda)
    head = joined(
        made('<th scope="col">$name</th>', name=word(f"agenda.{name}"))
        for name in ("n", "kind", "title", "case", "minutes")
    )
    total = word("agenda.total", minutes=sum(one.minutes for one in view.agenda))
    show(
        '<table class="yo-tb yo-ag"><thead><tr>$head</tr></thead><tbody>$rows</tbody></table><p class="s">$total</p>',
        head=head, rows=rows, total=total if "conference.change" in view.may else "",
    )  # fmt: skip


def called(view: ConferenceFile) -> None:
    """Who is called, 五十音順."""
    lines = joined(
        made("<li><b>$name</b> <span>$agency</span> <small>$part</small></li>",
             name=one.name or one.agency or label_of(one.part), agency=one.agency if one.name else "",
             part=label_of(one.part) if one.name or one.agency else "")
        for one in view.called
    )  # fmt: skip
    show('<ul class="yo-inv">$lines</ul>', lines=lines)


def clashes(view: ConferenceFile) -> None:
    """What clashes, in words; never which conference it clashes with."""
    for one in view.clashes:
        show('<div class="yo-why bad">$text</div>', text=word(f"clash.{one.kind}", name=one.name))
