"""会議体: the bodies with look-alike names, told apart by full name, tag, colour, law and who may attend."""

import streamlit as st

from models.forums import Forum, forums
from queries.forums import convenors
from ui.session import read
from ui.show import chip, definitions, help_lines, show
from words import word


def _marked(forum: Forum, field: str, value: object) -> str:
    return f"{value}({word('forum.initial')})" if field in forum.initial and value else str(value)


def _body(forum: Forum, convenor: str) -> None:
    pairs: list[tuple[str, object]] = [
        (word("forum.purpose"), forum.purpose),
        (word("forum.law"), forum.law),
        (word("forum.sharing_basis"), word(f"sharing_basis.{forum.sharing_basis}")),
        (word("forum.convened_by"), convenor),
        (word("forum.who_may_attend"), "、".join(forum.who_may_attend)),
        (word("forum.frequency"), _marked(forum, "frequency", forum.frequency)),
        (
            word("forum.retention"),
            _marked(forum, "retention_years", word("forum.years", years=forum.retention_years))
            if forum.has_minutes
            else "",
        ),
        (word("forum.feeds"), "、".join(forums()[key].plain for key in forum.feeds)),
    ]
    show(
        '<div class="yo-card b-$key"><div class="t">$chip</div>$pairs</div>',
        key=forum.key,
        chip=chip(forum),
        pairs=definitions(pairs),
    )
    if forum.standing_agenda:
        with st.expander(word("forum.standing_agenda", name=forum.plain)):
            items = [
                (word("forum.minutes", minutes=one.minutes), f"{one.title}〔{word(f'item_kind.{one.kind}')}〕")
                for one in forum.standing_agenda
            ]
            show("$pairs", pairs=definitions(items))


st.title(word("menu.forums"), anchor=False)
names = read(convenors)
for place, forum in enumerate(forums().values()):
    if place % 2 == 0:
        columns = st.columns(2, gap="medium")
    with columns[place % 2]:
        _body(forum, names.get(forum.convened_by, ""))
help_lines("forums")
