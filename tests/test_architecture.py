"""The rules of the house that a reader can check with a ruler: who may know whom, and how large a thing may be."""

import ast
import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import pytest

from settings import ROOT

ROOMS = ("web", "ui", "pages", "jobs", "operations", "queries", "documents", "rules", "models")
ALONE = ("app", "words", "settings")
EVERYWHERE = {"words", "settings"}
# Which room may know which. models' enums, the bodies of data/forums.toml and the code lists are names, not rows.
NAMES = {"models.enums", "models.forums", "models.taxonomies"}
ARROWS: dict[str, set[str]] = {
    "app": {"web", "ui", "jobs"},
    "pages": {"ui", "operations", "queries", "documents", "rules.calendar", "rules.access"} | NAMES,
    "ui": {"operations", "queries", "rules", "models.database"} | NAMES,
    "web": {
        "operations",
        "queries",
        "documents",
        "models.database",
        "models.announcing",
        "rules.refusal",
        "rules.calendar",
        "rules.access",
    }
    | NAMES,
    "jobs": {"operations", "models", "rules"},
    "operations": {"rules", "models"},
    "queries": {"rules", "models"},
    "documents": {
        "queries",
        "rules.calendar",
        "rules.difference",
        "rules.disclosure",
        "rules.record",
        "rules.small_cells",
    }
    | NAMES,
    "rules": {"models"},
    "models": set(),
    "words": set(),
    "settings": set(),
}
WITHOUT_WORDS = {"models", "rules", "settings"}
JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ々一-鿿]")
# Eras and weekdays; how a city writes a standing pattern; the alphabets by which a text is folded or a name list
# sorted; by which signs a text names somebody. These are signs, not words: they are read, never shown.
SIGNS = {
    "rules/calendar.py", "rules/scheduling.py", "rules/finding.py", "rules/identifiers.py", "queries/view.py",
    "rules/masking.py", "rules/known_names.py", "rules/general_words.py",
}  # fmt: skip
PAGE, MODULE, FUNCTION = 120, 220, 45


@dataclass(frozen=True)
class File:
    """One file of the product."""

    path: Path

    @property
    def name(self) -> str:
        """Where it stands, from the root."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The room it belongs to."""
        return self.path.relative_to(ROOT).parts[0].removesuffix(".py")

    @property
    def tree(self) -> ast.Module:
        """What it says."""
        return _parsed(self.path)

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Every part of some kinds."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


FILES = [
    *(File(ROOT / f"{name}.py") for name in ALONE),
    *(File(path) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))),
]


def found(look: Callable[[File], Iterator[object]], files: list[File] = FILES) -> list[str]:
    """Where a look into each file finds something."""
    return [f"{file.name}: {one}" for file in files for one in look(file)]


def imports(file: File) -> Iterator[tuple[str, str]]:
    """What a file imports: the module, and the name in it or nothing."""
    for node in file.nodes(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)
        else:
            yield from ((alias.name, "") for alias in node.names)


def is_module(name: str) -> bool:
    """Whether a dotted name is a module of ours."""
    place = ROOT / Path(*name.split("."))
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def is_enum(module: str, name: str) -> bool:
    """Whether a name of a module is an enum."""
    value = getattr(importlib.import_module(module), name, None)
    return isinstance(value, type) and issubclass(value, Enum)


def known(file: File) -> Iterator[str]:
    """Whom of us a file knows: a module, or models.enums for an enum."""
    for module, name in imports(file):
        if module.split(".")[0] not in {*ROOMS, *ALONE}:
            continue
        whole = f"{module}.{name}" if name and is_module(f"{module}.{name}") else module
        is_name = whole.startswith("models.") and whole == module and name and is_enum(module, name)
        yield "models.enums" if is_name else whole


def wrong_ways(file: File) -> Iterator[str]:
    """Arrows that point where they may not."""
    allowed = ARROWS[file.room] | (EVERYWHERE - ({"words"} if file.room in WITHOUT_WORDS else set())) | {file.room}
    for whole in known(file):
        if not any(whole == one or whole.startswith(f"{one}.") for one in allowed):
            yield f"→ {whole}"


def test_arrows_between_the_rooms_run_one_way() -> None:
    assert found(wrong_ways) == []


def test_arrows_are_seen_at_all() -> None:
    seen = {whole.split(".")[0] for file in FILES for whole in known(file)}
    assert seen == {*ROOMS, "words", "settings"} - {"pages"}


def test_pages_stand_in_a_section_each() -> None:
    # Streamlit runs pages/*.py of a cold server by their address, without the sign-in.
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == []
    assert len(list((ROOT / "pages").glob("*/*.py"))) > 5


def called(file: File, *names: str) -> Iterator[str]:
    """Calls of these, such as st.html; a bare name is meant whatever stands before it."""
    for node in file.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        text = ast.unparse(node.func)
        if text in names or text.split(".")[-1] in names:
            yield f"line {node.lineno}: {text}"


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("st.text_area", {"ui/fields.py"}),
        ("st.html", {"ui/show.py", "ui/session.py", "ui/workspace.py"}),
        ("commit", {"models/database.py"}),
    ],
)
def test_call_stands_only_where_it_may(name, where) -> None:
    wrong = found(lambda file: called(file, name), [file for file in FILES if file.name not in where])
    assert wrong == []
    assert found(lambda file: called(file, name)) != []


@pytest.mark.parametrize("word", ["clear_on_submit", "unsafe_allow_html"])
def test_keyword_is_used_nowhere(word) -> None:
    def used(file: File) -> Iterator[str]:
        return (
            f"line {node.lineno}" for node in ast.walk(file.tree) if isinstance(node, ast.keyword) and node.arg == word
        )

    assert found(used) == []


def clocks(file: File) -> Iterator[str]:
    """Whoever asks a clock what time or day it is."""
    for node in file.nodes(ast.Attribute):
        assert isinstance(node, ast.Attribute)
        text = ast.unparse(node)
        if re.fullmatch(r"((datetime|date)\.)+(now|today|utcnow)|time\.(time|time_ns|localtime|gmtime)", text):
            yield f"line {node.lineno}: {text}"


def test_clock_is_asked_in_one_place() -> None:
    assert [file for file in found(clocks) if not file.startswith("settings.py")] == []
    assert found(clocks) == [one for one in found(clocks) if one.startswith("settings.py")] != []


def docstrings(tree: ast.AST) -> set[int]:
    """The literals that only explain."""
    places = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, places) and node.body]
    return {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}


def for_the_console(tree: ast.AST) -> set[int]:
    """The literals of SettingsError: sentences for whoever starts the product, before there is any screen."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    raised = [node for node in calls if ast.unparse(node.func).split(".")[-1] == "SettingsError"]
    return {id(part) for node in raised for part in ast.walk(node)}


def japanese(file: File) -> Iterator[str]:
    """Words of the screen that do not come from the vocabulary."""
    explained = docstrings(file.tree) | for_the_console(file.tree)
    for node in file.nodes(ast.Constant):
        assert isinstance(node, ast.Constant)
        if isinstance(node.value, str) and JAPANESE.search(node.value) and id(node) not in explained:
            yield f"line {node.lineno}: {node.value}"


def test_words_of_the_screen_come_from_the_vocabulary() -> None:
    rooms = {"pages", "ui", "operations", "queries", "rules"}
    assert found(japanese, [file for file in FILES if file.room in rooms and file.name not in SIGNS]) == []


@pytest.mark.parametrize("name", sorted(SIGNS))
def test_signs_that_are_no_words_stand_where_they_are_expected(name) -> None:
    lines = found(japanese, [file for file in FILES if file.name == name])
    longest = max(len(run) for line in lines for run in re.findall(r"[ぁ-ゖァ-ヺ々一-鿿]+", line.split(": ", 2)[2]))
    assert (
        1
        <= longest
        <= (
            11
            if name in {"queries/view.py", "rules/identifiers.py", "rules/masking.py", "rules/general_words.py"}
            else 7
        )
    )


def lines(path: Path) -> int:
    """How long a file is."""
    return len(path.read_text(encoding="utf-8").splitlines())


def test_modules_are_short() -> None:
    sizes = {file.name: (lines(file.path), PAGE if file.room == "pages" else MODULE) for file in FILES}
    assert {name: size for name, (size, most) in sizes.items() if size > most} == {}


def long_functions(file: File) -> Iterator[str]:
    """Functions that do not fit a glance."""
    for node in file.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        length = (node.end_lineno or 0) - node.lineno + 1
        if length > FUNCTION:
            yield f"{node.name} {length}"


def test_functions_are_short() -> None:
    assert found(long_functions) == []
