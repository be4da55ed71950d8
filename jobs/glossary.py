"""docs/GLOSSARY.md: every word and every lifecycle, written from the vocabulary and the tables themselves."""

from itertools import groupby
from pathlib import Path

import settings
from rules.lifecycle import Lifecycle, Step, Strength
from rules.lifecycles import LIFECYCLES
from words import vocabulary, word

FILE = settings.ROOT / "docs" / "GLOSSARY.md"
# Groups whose entries are whole sentences of the screen, not terms.
_SENTENCES = frozenset(
    {"web", "help", "hint", "today", "refusal", "form", "relay", "people", "looks", "list", "account"}
)
_STRENGTHS = {Strength.STOP: "止", Strength.REASON: "理", Strength.NOTICE: "知"}


def _state(lifecycle: Lifecycle, value: str) -> str:
    return word(f"{lifecycle.name}_state.{value}")


def _conditions(step: Step) -> str:
    marks = (f"{_STRENGTHS[one.strength]}:{one.key}" for one in step.conditions)
    return " ".join(marks)


def _diagram(lifecycle: Lifecycle) -> list[str]:
    lines = [f"### {lifecycle.name}", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {lifecycle.first.value}"]
    states = {lifecycle.first, *(state for step in lifecycle.steps for state in (*step.sources, step.target))}
    lines += [f'    state "{_state(lifecycle, state.value)}" as {state.value}' for state in sorted(states)]
    for step in lifecycle.steps:
        for source in sorted(step.sources):
            label = f"{word(f'{lifecycle.name}_step.{step.name}')} {_conditions(step)}".strip()
            lines.append(f"    {source.value} --> {step.target.value} : {label}")
    return [*lines, "```", ""]


def _terms() -> list[str]:
    lines: list[str] = []
    for group, keys in groupby(sorted(vocabulary()), key=lambda key: key.split(".")[0]):
        if group in _SENTENCES:
            continue
        lines += [f"### {group}", "", "| 英語の鍵 | 画面のことば | 意味・根拠 |", "|---|---|---|"]
        for key in keys:
            entry = vocabulary()[key]
            meaning = "。".join(part for part in (entry.meaning, entry.basis) if part)
            lines.append(f"| `{key.split('.', 1)[1]}` | {entry.label} | {meaning} |".replace("\n", " "))
        lines.append("")
    return lines


def glossary() -> str:
    """The whole file."""
    head = [
        "# ことばの一覧",
        "",
        "`make glossary` が data/vocabulary.toml と rules/lifecycles.py から書きます。手では直しません。",
        "",
    ]
    lives = [line for lifecycle in LIFECYCLES for line in _diagram(lifecycle)]
    marks = ["止は越えられない条件、理は理由を添えて進められる条件、知はお知らせです。", ""]
    return "\n".join([*head, "## 流れ", "", *marks, *lives, "## ことば", "", *_terms()]).rstrip() + "\n"


def write() -> Path:
    """Write the file anew."""
    FILE.write_text(glossary(), encoding="utf-8")
    return FILE
