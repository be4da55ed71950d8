"""Hands for a page: the field and the button that a person finds by its words."""

from typing import Any

from streamlit.testing.v1 import AppTest

from words import word


def field(tab: AppTest, name: str) -> Any:
    """The one line of a page with this word."""
    label = word(f"field.{name}")
    return next(one for one in tab.text_input if one.label.removesuffix(word("form.optional")).strip() == label)


def press(tab: AppTest, label: str) -> AppTest:
    """A button of a page by its label."""
    (found,) = [one for one in tab.button if one.label == label]
    return found.click().run()


def warnings(tab: AppTest) -> list[str]:
    """What the page refuses."""
    return [one.value for one in tab.warning]
