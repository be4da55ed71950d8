"""見た人の記録: who saw R8-017 in November, answered in seconds."""

from urllib.parse import urlencode

import streamlit as st

import settings
from queries.looks import LookRow, look_list
from rules.access import may
from rules.calendar import read_day
from ui.links import asked_page, pages
from ui.session import read, who
from ui.show import Safe, band, help_lines, joined, made, moment, nothing, show
from words import short, word


def _line(row: LookRow) -> Safe:
    cells = (
        ("moment", moment(row.moment)), ("who", row.who), ("place", row.place),
        ("what", word(f"action.{row.action.replace('.', '_')}")), ("case", row.number),
        ("basis", short(f"basis_kind.{row.basis}") if row.basis else ""),
    )  # fmt: skip
    return made(
        "<tr>$cells</tr>",
        cells=joined(made('<td data-h="$h">$text</td>', h=word(f"field.{h}"), text=text) for h, text in cells),
    )


st.title(word("menu.looks"), anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    number = st.text_input(word("field.number"), placeholder=word("hint.number"), key="looks:number", width=180)
    since_text = st.text_input(word("field.since"), placeholder=word("form.day_hint"), key="looks:since", width=220)
    until_text = st.text_input(word("field.until"), placeholder=word("form.day_hint"), key="looks:until", width=220)
since, until = (read_day(text, era_now=settings.today()) for text in (since_text, until_text))
if (since_text and since is None) or (until_text and until is None):
    st.warning(word("refusal.day_cannot_be_read", field=word("field.since")), icon=":material/info:")
page = asked_page()
view = read(look_list, number=number, since=since, until=until, page=page)
band(view.basis, word("looks.counted", people=view.people, looks=view.total))
if view.rows:
    head = joined(
        made('<th scope="col">$name</th>', name=word(f"field.{name}"))
        for name in ("moment", "who", "place", "what", "case", "basis")
    )
    body = joined(_line(row) for row in view.rows)
    show('<table class="yo-tb stack"><thead><tr>$head</tr></thead><tbody>$body</tbody></table>', head=head, body=body)
else:
    nothing("looks.nothing")
pages("looks", page, view.total)
if may(who(), "looks.export"):
    asked = {"number": number, "since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}
    show(
        '<p><a href="$to" target="_self">$label</a></p>',
        to=f"/files/looks?{urlencode(asked)}",
        label=word("looks.export"),
    )
help_lines("looks")
