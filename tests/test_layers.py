"""Imports point down: a part of confbrowse may use only the parts below it; ``layers.py`` tells which."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from layers import HEIGHT, KEEPERS, USERS

CHECKOUT = Path(__file__).parents[1]
PACKAGE = CHECKOUT / "confbrowse"
WIDGETS_USE = [
    f"confbrowse.{part}"
    for part in ("agenda", "model", "text.cells", "text.readable", "text.slugs", "tui.widgets")
]  # of text what measures it and how it is shown: functions of strings, and nothing else
LONGEST_FILE = 300
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|PRAGMA|WHERE)\s+\w")
SHOWS_MARKUP = {"Static", "Label", "notify"}


def dotted(file: Path) -> str:
    """Return the name under which *file*, in the package, is imported."""
    name = ".".join(file.relative_to(CHECKOUT).with_suffix("").parts)
    return name.removesuffix(".__init__")


MODULES = {dotted(file): file for file in sorted(PACKAGE.rglob("*.py"))}
SOURCES = {name: file.read_text(encoding="utf-8") for name, file in MODULES.items()}


def part(module: str) -> str:
    """Return the part that *module* belongs to; empty for the package itself."""
    return module.split(".")[1] if "." in module else ""


def imports(source: str) -> Iterator[str]:
    """Yield the dotted name of all that is imported, for type checking too; relative ones begin with a dot."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            yield from (f"{start}.{alias.name}" for alias in node.names)


def ours(source: str) -> Iterator[str]:
    """Yield the modules of confbrowse that *source* imports, or imports something from."""
    for name in imports(source):
        if name.split(".")[0] == "confbrowse":
            while name not in MODULES:
                name = name.rpartition(".")[0]
            yield name


def faults_of_layer(user: str, source: str) -> list[str]:
    """Return what of other parts *source* in the part *user* must not use."""
    used = {part(name) for name in ours(source)} - {user, ""}
    return sorted(
        name for name in used if HEIGHT[user] <= HEIGHT[name] or user not in USERS.get(name, {user})
    )


def faults_of_door(user: str, source: str) -> list[str]:
    """Return what lies outside and is not for *user*."""
    return sorted(
        door
        for door, keepers in KEEPERS.items()
        for name in imports(source)
        if f"{name}.".startswith(f"{door}.") and user not in keepers
    )


def silent_imports(source: str) -> list[int]:
    """Return the lines of imports inside functions without a reason on the line or the one above."""
    lines = ["", *source.splitlines()]
    found = {
        inner.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    return sorted(
        at for at in found if "#" not in lines[at] and not lines[at - 1].lstrip().startswith("#")
    )


def shown_as_markup(source: str) -> list[int]:
    """Return the lines of calls that would read ``[red]`` in a title as an order."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in SHOWS_MARKUP
        and not any(
            word.arg == "markup" and isinstance(word.value, ast.Constant) and not word.value.value
            for word in node.keywords
        )
    ]


def sql(source: str) -> list[str]:
    """Return the strings, formatted ones in pieces, that hold SQL."""
    strings = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return [text for text in strings if isinstance(text, str) and SQL.search(text)]


@pytest.mark.parametrize("module", [name for name in MODULES if part(name)])
def test_imports_point_down(module: str) -> None:
    assert not faults_of_layer(part(module), SOURCES[module])


@pytest.mark.parametrize("module", MODULES)
def test_outside_doors_are_used_by_their_keepers_alone(module: str) -> None:
    assert not faults_of_door(part(module), SOURCES[module])


@pytest.mark.parametrize("module", MODULES)
def test_imports_are_absolute_and_late_ones_give_a_reason(module: str) -> None:
    assert not [name for name in imports(SOURCES[module]) if name.startswith(".")]
    assert not silent_imports(SOURCES[module])


@pytest.mark.parametrize(
    ("user", "source", "fault"),
    [
        ("stores", "from confbrowse.fetch import fetch", ["fetch"]),
        ("readers", "import confbrowse.stores.library", ["stores"]),
        ("door", "def f():\n    from confbrowse.tui.app import ConfbrowseApp", ["tui"]),
        ("model", "if TYPE_CHECKING:\n    from confbrowse import text", ["text"]),
        ("tui", "from confbrowse.ingest import add", ["ingest"]),
        ("stores", "from confbrowse.stores import rows\nfrom confbrowse.model import Talk", []),
    ],
)
def test_an_import_that_points_up_is_found(user: str, source: str, fault: list[str]) -> None:
    assert faults_of_layer(user, source) == fault


@pytest.mark.parametrize(
    ("user", "source", "fault"),
    [
        ("model", "import sqlite3", ["sqlite3"]),
        ("cli", "def f():\n    from textual.app import App", ["textual"]),
        ("fetch", "from urllib import request", ["urllib.request"]),
        ("readers", "from urllib.parse import urlsplit", []),
        ("stores", "import sqlite3", []),
    ],
)
def test_a_door_opened_by_another_is_found(user: str, source: str, fault: list[str]) -> None:
    assert faults_of_door(user, source) == fault


@pytest.mark.parametrize(
    ("import_lines", "faults"),
    [
        ("    import re", [2]),
        ("    import re  # slow", []),
        ("    # slow\n    import re", []),
        ("    # slow\n\n    import re", [4]),
    ],
)
def test_a_late_import_without_a_reason_is_found(import_lines: str, faults: list[int]) -> None:
    assert silent_imports(f"def f():\n{import_lines}") == faults


def test_modules_do_not_import_each_other_in_a_ring() -> None:
    graph = {name: set(ours(source)) - {name} for name, source in SOURCES.items()}
    assert len(tuple(TopologicalSorter(graph).static_order())) == len(MODULES)


def test_every_part_has_a_layer() -> None:
    assert {part(module) for module in MODULES} - {""} == set(HEIGHT)


def test_who_uses_what_is_written_down_as_it_is() -> None:
    users: dict[str, set[str]] = {name: set() for name in USERS}
    for module in MODULES:
        for name in {part(found) for found in ours(SOURCES[module])} & set(USERS):
            users[name] |= {part(module)} - {name}
    assert users == USERS


def test_the_package_itself_imports_nothing() -> None:
    assert not list(imports(SOURCES["confbrowse"]))


@pytest.mark.parametrize("module", [name for name in MODULES if ".tui.widgets" in name])
def test_widgets_know_the_model_and_each_other_only(module: str) -> None:
    used = ours(SOURCES[module])
    assert not [
        name for name in used if not f"{name}.".startswith(tuple(f"{w}." for w in WIDGETS_USE))
    ]


def test_nobody_on_the_screen_knows_the_app() -> None:
    users = {name for name in MODULES if "confbrowse.tui.app" in ours(SOURCES[name])}
    assert users == {"confbrowse.__main__"}


@pytest.mark.parametrize("module", [name for name in MODULES if part(name) == "tui"])
def test_text_from_outside_is_never_markup(module: str) -> None:
    assert not shown_as_markup(SOURCES[module])


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("Static(title)", [1]),
        ("self.notify(why, markup=True)", [1]),
        ("widgets.Label(title, markup=False)", []),
    ],
)
def test_text_shown_as_markup_is_found(source: str, faults: list[int]) -> None:
    assert shown_as_markup(source) == faults


@pytest.mark.parametrize("module", [name for name in MODULES if part(name) != "stores"])
def test_sql_is_said_in_the_stores_only(module: str) -> None:
    assert not sql(SOURCES[module])


def test_sql_is_found_in_formatted_strings() -> None:
    assert sql('db.execute(f"SELECT {names} FROM talk WHERE id = {talk}")')
    assert not sql('"""Select what to update."""')


@pytest.mark.parametrize(
    "file",
    [*MODULES.values(), *sorted((CHECKOUT / "tests").rglob("*.py"))],
    ids=lambda file: str(file.relative_to(CHECKOUT)),
)
def test_no_file_is_too_long_to_be_read_at_once(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
