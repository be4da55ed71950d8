"""ActForm: the inputs of one act, each with its word, its hint and what it needs."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import streamlit as st

import settings
from operations.action import Said
from queries.view import Choice
from rules.calendar import era_of, read_day, read_time
from rules.refusal import Refused
from words import label_of, word

_FIELDS = "field"


class ActForm:
    """The inputs of one act, drawn one after another; what is fixed is not drawn."""

    def __init__(self, key: str, state: dict[str, Any]) -> None:
        self.key, self.state = key, state
        self.inputs: dict[str, Any] = {}
        self.labels: dict[str, str] = {}
        self.known: dict[str, Mapping[Any, str]] = {}
        self.said: Said | None = None
        self.refused: Refused | None = None

    def _named(self, name: str, *, need: bool = True) -> tuple[str, str]:
        label = word(f"{_FIELDS}.{name}")
        self.labels[name] = label
        return (label if need else f"{label} {word('form.optional')}"), f"{self.key}:{name}"

    def named(self, name: str, drawn: str) -> None:
        """The act calls an input otherwise than the field by which it was drawn."""
        self.inputs[name], self.labels[name] = self.inputs.pop(drawn), self.labels[drawn]
        self.known[name] = self.known.get(drawn, {})

    def fix(self, **values: Any) -> None:
        """Inputs that come with the view."""
        self.inputs |= values

    def text(self, name: str, value: str | None = None, *, need: bool = True, hint: str = "") -> None:
        """One line."""
        label, key = self._named(name, need=need)
        self.inputs[name] = st.text_input(label, value or "", key=key, placeholder=hint or None)

    def passage(self, name: str, value: str | None = None, *, need: bool = True, hint: str = "") -> None:
        """Several lines; a long text has a higher box."""
        label, key = self._named(name, need=need)
        height = 88 if len(value or "") < 120 else 200
        self.inputs[name] = st.text_area(label, value or "", key=key, placeholder=hint or None, height=height)

    def first_password(self) -> None:
        """A password made for handing over; the person changes it at the first sign-in."""
        made_once = self.state.setdefault("password", secrets.token_urlsafe(12))
        self.text("password", made_once, hint=word("hint.first_password"))

    def flag(self, name: str, *, value: bool = False) -> None:
        """Yes or no."""
        label, key = self._named(name)
        self.inputs[name] = st.checkbox(label, value, key=key)

    def kind(
        self, name: str, kind: type[StrEnum], value: StrEnum | None = None, *, only: Iterable[StrEnum] = ()
    ) -> None:
        """One member of an enum, side by side."""
        label, key = self._named(name)
        members = [one for one in kind if not only or one in only]
        place = members.index(value) if value in members else 0
        self.inputs[name] = st.radio(label, members, place, key=key, format_func=label_of, horizontal=True)

    def kinds(
        self, name: str, kind: type[StrEnum], values: Iterable[StrEnum] = (), *, only: Iterable[StrEnum] = ()
    ) -> None:
        """Some members of an enum."""
        label, key = self._named(name)
        members = [one for one in kind if not only or one in only]
        self.inputs[name] = st.pills(
            label, members, default=list(values), key=key, format_func=label_of, selection_mode="multi"
        )

    def one_of(self, name: str, choices: Iterable[Choice], value: UUID | None = None) -> None:
        """One record."""
        label, key = self._named(name)
        known = self.known[name] = {choice.id: choice.label for choice in choices}
        place = list(known).index(value) if value in known else None
        hint = word("form.choose")
        chosen = st.selectbox(label, list(known), place, key=key, format_func=known.__getitem__, placeholder=hint)
        if chosen is None:
            self.lacks(name)
        self.inputs[name] = chosen

    def lacks(self, name: str) -> None:
        """Nothing was chosen; told at the press, not before."""
        self.refused = self.refused or Refused("field_is_needed", field=f"{_FIELDS}.{name}")

    def maybe_one_of(self, name: str, choices: Iterable[Choice], value: UUID | None, *, none: str) -> None:
        """One record, or none; none is said in words."""
        label, key = self._named(name)
        known: dict[UUID | None, str] = {None: none, **{choice.id: choice.label for choice in choices}}
        self.known[name] = known
        place = list(known).index(value) if value in known else 0
        hint = word("form.choose")
        self.inputs[name] = st.selectbox(
            label, list(known), place, key=key, format_func=known.__getitem__, placeholder=hint
        )

    def some_of(self, name: str, choices: Iterable[Choice], values: Iterable[UUID] = ()) -> None:
        """Some records."""
        label, key = self._named(name)
        known = self.known[name] = {choice.id: choice.label for choice in choices}
        hint, chosen = word("form.choose_some"), [one for one in values if one in known]
        self.inputs[name] = st.multiselect(
            label, list(known), chosen, key=key, format_func=known.__getitem__, placeholder=hint, select_all=False
        )

    def ticks(self, name: str, choices: Iterable[Choice], values: Iterable[UUID] = (), *, need: bool = True) -> None:
        """Some records, each one press; for people at a table."""
        label, key = self._named(name, need=need)
        known = {choice.id: choice.label for choice in choices}
        ticked = [one for one in values if one in known]
        self.inputs[name] = st.pills(
            label, list(known), default=ticked, key=key, format_func=known.__getitem__, selection_mode="multi"
        )

    def code(self, name: str, choices: Iterable[tuple[str, str]], value: str = "", *, need: bool = False) -> None:
        """One code of a list, or none."""
        label, key = self._named(name, need=need)
        known = self.known[name] = {"": word("form.none"), **dict(choices)}
        place = list(known).index(value) if value in known else 0
        hint = word("form.choose")
        self.inputs[name] = st.selectbox(
            label, list(known), place, key=key, format_func=known.__getitem__, placeholder=hint
        )

    def codes(
        self, name: str, choices: Iterable[tuple[str, str]], values: Iterable[str] = (), *, need: bool = False
    ) -> None:
        """Some codes of a list."""
        label, key = self._named(name, need=need)
        known = self.known[name] = dict(choices)
        chosen, hint = [one for one in values if one in known], word("form.choose_some")
        self.inputs[name] = st.multiselect(
            label, list(known), chosen, key=key, format_func=known.__getitem__, placeholder=hint, select_all=False
        )

    def level(self, name: str, value: int, most: int = 3) -> None:
        """A level from 1 up, each with its word."""
        label, key = self._named(name)
        levels = list(range(1, most + 1))
        self.inputs[name] = st.radio(
            label, levels, value - 1, key=key, horizontal=True, format_func=lambda one: word(f"{name}.{one}")
        )

    def maybe_kind(self, name: str, kind: type[StrEnum], value: StrEnum | None, *, must: bool = False) -> None:
        """One member of an enum, or nothing yet; must: nothing is chosen beforehand, and something has to be."""
        label, key = self._named(name)
        members = list(kind)
        self.inputs[name] = st.pills(
            label, members, default=value, key=key, format_func=label_of, selection_mode="single"
        )
        if must and self.inputs[name] is None:
            self.lacks(name)

    def day(self, name: str, value: date | None = None, *, need: bool = True) -> None:
        """A day as people write it: R8.6.18, 6/18, 令和8年6月18日."""
        label, key = self._named(name, need=need)
        typed = st.text_input(label, written(value), key=key, placeholder=word("form.day_hint"))
        found = read_day(typed, era_now=settings.today())
        if typed.strip() and found is None:
            self.refused = Refused("day_cannot_be_read", field=f"{_FIELDS}.{name}")
        elif need and found is None:
            self.lacks(name)
        self.inputs[name] = found

    def when(self, day: date | None, since: str, until: str) -> None:
        """A day with two hours: the inputs are starts_at and ends_at."""
        first, second, third = st.columns([2, 1, 1])
        with first:
            self.day("day", day)
        hours = []
        for column, name, value in ((second, "since_hour", since), (third, "until_hour", until)):
            with column:
                label, key = self._named(name)
                typed = st.text_input(label, value, key=key, placeholder=word("form.time_hint"))
            hours.append(read_time(typed))
            if hours[-1] is None:
                self.refused = self.refused or Refused("time_cannot_be_read", field=f"{_FIELDS}.{name}")
        self.labels |= {"starts_at": self.labels["since_hour"], "ends_at": self.labels["until_hour"]}
        chosen = self.inputs.pop("day")
        if chosen is not None and None not in hours:
            begin, end = (datetime.combine(chosen, hour, settings.TOKYO).astimezone(UTC) for hour in hours if hour)
            self.inputs |= {"starts_at": begin, "ends_at": end}

    def number(self, name: str, value: int, *, least: int = 1, most: int = 480) -> None:
        """A whole number."""
        label, key = self._named(name)
        self.inputs[name] = int(st.number_input(label, least, most, value, key=key))

    def reasons(self) -> dict[str, str]:
        """A field for each condition that was refused for want of a reason."""
        return {
            condition: st.text_input(
                word("form.reason_for", why=word(f"condition.{condition}").partition("。")[0]),
                key=f"{self.key}:why:{condition}",
            )
            for condition in self.state.setdefault("asked", [])
        }


def written(value: date | None) -> str:
    if value is None:
        return ""
    _, letter, year = era_of(value)
    return f"{letter}{year}.{value.month}.{value.day}"
