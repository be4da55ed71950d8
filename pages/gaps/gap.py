"""望まれる社会資源ひとつ: what is missing, where it was said, the road it went, and the next step."""

import streamlit as st

from models.taxonomies import taxonomy
from queries.gap import GapFile, OriginView, gap_file
from ui import approach_forms as approaches
from ui import gap_forms as forms
from ui import gaps as parts
from ui.gap_fields import hits_words
from ui.links import asked_id
from ui.menu import href
from ui.session import read
from ui.show import Safe, band, definitions, heading, help_lines, joined, long_day, made, nothing, show, tag
from words import label_of, word


def _head(view: GapFile) -> None:
    row = view.row
    st.title(row.public_summary or word("gaps.no_public_text"), anchor=False)
    show(
        "<p>$state　$need　$meta</p>", state=tag(label_of(row.state), parts.TONES[row.state]),
        need=taxonomy("gap")[row.code].label,
        meta="　".join(part for part in (row.number, parts.count_words(row.count), row.district) if part),
    )  # fmt: skip
    if view.origins:
        band(view.basis, word("gaps.band"))
    if view.merged_into is not None:
        show(
            '<p class="yo-why">$text <a href="$to" target="_self">$number</a></p>', text=word("gaps.merged_into"),
            to=href("gap", id=view.merged_into.id), number=view.merged_into.label,
        )  # fmt: skip


def _facts(view: GapFile) -> None:
    row = view.row
    show(
        "$pairs$hits",
        pairs=definitions(
            [
                (word("field.gap_kind"), label_of(view.kind)),
                (word("field.severity"), word(f"severity.{row.severity}")),
                (word("field.owner_id"), row.owner),
                (word("field.disposition"), label_of(view.disposition) if view.disposition else ""),
                (word("field.due_on"), long_day(row.due_on)),
                (word("field.resource"), row.resource),
                (word("field.first_used_on"), long_day(view.first_used_on)),
                (word("field.again_on"), long_day(row.again_on)),
                (word("gaps.taken_in"), word("list.and").join(one.label for one in view.taken_in)),
            ]
        ),
        hits=hits_words(view.hits),
    )


def _origin(one: OriginView) -> Safe:
    link = made(
        '<a href="$to" target="_self">$number　$alias</a>', to=href("closing", id=one.case_id), number=one.case_number,
        alias=one.case_alias,
    )  # fmt: skip
    return made(
        '<tr><td data-h="$on">$day</td><td data-h="$from">$kind<br>$link<small>$said$came</small></td>'
        '<td data-h="$voice">$words</td></tr>',
        on=word("gaps.raised_on"), day=long_day(one.raised_on), kind=label_of(one.kind),
        said=made('<a href="$to" target="_self">$item</a> ', to=href("conference", id=one.conference_id),
                  item=word("gaps.from_item", item=one.item)) if one.conference_id else "",
        link=link if one.case_id is not None else "", came=one.came_from, voice=word("gaps.voice"), words=one.words,
        **{"from": word("gaps.from")},
    )  # fmt: skip


def _origins(view: GapFile) -> None:
    heading(word("gaps.origins"), parts.count_words(view.row.count))
    if not view.origins:
        nothing("gaps.origins_not_told")
        return
    names = ("raised_on", "from", "voice")
    head = joined(made('<th scope="col">$name</th>', name=word(f"gaps.{name}")) for name in names)
    body = joined(_origin(one) for one in view.origins)
    show(
        '<table class="yo-tb stack"><thead><tr>$head</tr></thead><tbody>$body</tbody></table>', head=head, body=body
    )  # fmt: skip


view = read(gap_file, asked_id())
_head(view)
heading(word("gaps.road"))
parts.road(view)
left, right = st.columns([1.2, 1], gap="large")
with left:
    _origins(view)
    if view.approaches or "gap.approach" in view.may:
        heading(word("closing.approaches"))
    for told in view.approaches:
        approaches.approached(told, may_report="engagement.report" in view.may)
    if "gap.approach" in view.may and view.merged_into is None:
        forms.approach(view)
with right:
    _facts(view)
    if view.offers:
        heading(word("case.next_steps"))
        forms.steps(view)
    if "gap.describe" in view.may and view.merged_into is None:
        forms.describe(view)
        forms.merge(view)
    help_lines("gap")
