"""The only builder of markup: templates are literals of ours, every value is escaped."""

import html
from collections.abc import Iterable
from datetime import date, datetime
from string import Template

import streamlit as st

import settings
from models.forums import Forum
from rules.calendar import in_japanese, short_day
from rules.disclosure import Basis, BasisKind
from words import word


class Safe(str):
    """Markup made by our own builders; everything else that enters a template is escaped."""

    __slots__ = ()


def made(template: str, **values: object) -> Safe:
    """Fill a literal template. Values stand in text or in quoted attributes only, never in style, href or a tag."""
    escaped = {name: value if isinstance(value, Safe) else html.escape(str(value)) for name, value in values.items()}
    return Safe(Template(template).substitute(escaped))


def joined(parts: Iterable[Safe]) -> Safe:
    """Several built parts, one after the other."""
    return Safe("".join(parts))


def show(template: str, **values: object) -> None:
    """Put built markup on the page."""
    st.html(made('<div class="yo" lang="ja">$body</div>', body=made(template, **values)))


def chip(forum: Forum) -> Safe:
    """The body's sign, short tag and full name in its colour; solid where personal cases are discussed."""
    tone = "solid" if forum.solid else "line"
    return made(
        '<span class="yo-chip"><span class="yo-code $tone b-$key"><i aria-hidden="true">$sign</i>〔$short〕</span>'
        '<span class="yo-body b-$key">$name</span></span>',
        tone=tone, key=forum.key, sign=forum.sign, short=forum.short, name=forum.name,
    )  # fmt: skip


def tag(text: str, tone: str = "") -> Safe:
    """A state in a word; tone: late, soon, done, wait, ai, hole."""
    return made('<span class="yo-st $tone">$text</span>', text=text, tone=tone)


def heading(text: str, beside: str = "") -> None:
    """A heading inside a pane."""
    show('<h2 class="yo-h">$text<span class="r">$beside</span></h2>', text=text, beside=beside)


def definitions(pairs: Iterable[tuple[str, object]]) -> Safe:
    """Names and values; empty values are left out."""
    rows = (
        made("<dt>$name</dt><dd>$value</dd>", name=name, value=value)
        for name, value in pairs
        if value not in ("", None)
    )
    return made('<dl class="yo-dl">$rows</dl>', rows=joined(rows))


def until_words(day: date | None) -> str:
    """令和9年3月31日(水)まで, or 撤回されるまで."""
    return word("consent.until", day=in_japanese(day)) if day else word("consent.until_withdrawn")


def basis_words(basis: Basis) -> str:
    """The ground in words, as it stands above anything confidential and on every paper."""
    if basis.kind is BasisKind.CONSENT:
        return word("basis_kind.consent_until", until=until_words(basis.until))
    return word(f"basis_kind.{basis.kind.value}")


def band(basis: Basis, beside: str = "") -> None:
    """The band above confidential text."""
    show(
        '<div class="yo-band"><b>$basis</b><span class="r">$beside</span></div>',
        basis=basis_words(basis),
        beside=beside,
    )


def nothing(key: str) -> None:
    """An empty screen says how to begin."""
    show('<p class="yo-none">$text</p>', text=word(key))


def moment(at: datetime) -> str:
    """6月18日(木) 13:52, in Tokyo."""
    local = at.astimezone(settings.TOKYO)
    return f"{short_day(local.date())} {local:%H:%M}"


def long_day(day: date | None) -> str:
    """令和8年6月18日(木), or nothing."""
    return in_japanese(day) if day else ""


def help_lines(key: str) -> None:
    """Three lines of help at hand."""
    with st.expander(word("help.title"), icon=":material/help:"):
        st.markdown(word(f"help.{key}"))
