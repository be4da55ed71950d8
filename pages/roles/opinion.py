"""ご意見: what one agency is asked at the end of a case, and what came of what it said."""

import streamlit as st

from queries.opinions import OpinionFile, opinion_file
from ui import gaps as parts
from ui import links
from ui.closing_parts import own_answer
from ui.links import asked_id
from ui.menu import href
from ui.opinion_forms import opinion, when_words
from ui.roles import role_table
from ui.session import read
from ui.show import band, heading, help_lines, show
from words import word


def _head(view: OpinionFile) -> None:
    about = f"{view.number}　{view.alias}" if view.number else word("opinion.of_your_roles")
    st.title(f"{word('menu.opinion')}　{about}", anchor=False)
    band(view.basis, when_words(view.opinion))
    show("<p>$text</p>", text=word("opinion.lead"))


view = read(opinion_file, asked_id())
_head(view)
left, right = st.columns([1.2, 1], gap="large")
with left:
    heading(word("opinion.yours"))
    if view.may_give and not view.is_confirmed:
        opinion(view.opinion, is_own=view.is_own)
    else:
        own_answer(view.opinion)
with right:
    heading(word("opinion.roles"))
    role_table(view.roles)
    if view.became:
        heading(word("opinion.became"))
        links.rows("became", [links.Group(word("menu.gaps"), tuple(parts.row(one) for one in view.became))], "")
        show('<p class="s"><a href="$to" target="_self">$text</a></p>', to=href("gaps"), text=word("menu.gaps"))
    help_lines("opinion")
