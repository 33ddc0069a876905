"""The contracts between the parts of confbrowse, each with its reason, checked in one pass over the source."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
PACKAGE = CHECKOUT / "confbrowse"
LAYERS = (
    {"__main__"},
    {"cli"},
    {"tui"},
    {"discovery", "exchange", "ingest"},
    {"marks", "search", "sources"},
    {"exporters", "readers", "storage"},
    {
        "guide_topics",
        "identity",
        "people",
        "schedule",
        "settings",
        "sync_header",
        "system",
        "talk_json",
    },
    {"files", "text"},
    {"errors", "gc_pause", "model", "paths"},
)
"""Top to bottom: a part imports only from layers below its own, so that each can be read, tested and
replaced without what stands above it."""
LEVEL = {part: level for level, layer in enumerate(reversed(LAYERS)) for part in layer}
OWNERS: dict[str, tuple[str, ...]] = {
    "argparse": ("cli",),  # the browser starts without parsing a command line
    "asyncio": ("tui",),  # the core is plain functions
    "icalendar": ("exchange", "readers"),
    "numpy": (
        "discovery",
        "search",
    ),  # costs a quarter of a start: nothing on the way to the first frame loads it
    "platformdirs": ("paths",),  # one place decides where files are kept
    "rapidfuzz": ("search",),
    # Textual brings it: for the width of characters, Text on the screen, and the guide
    "rich": ("cli.guide", "text", "tui"),
    "selectolax": ("readers", "text"),
    "socket": ("sources.connection",),  # one place can reach the network, and bounds it
    "sqlite3": ("storage",),  # one place knows the files on disk and their migrations
    "subprocess": ("system",),  # one place starts other programs, and never through a shell
    "tempfile": ("cli", "system.editor"),
    "termios": ("system.terminal_modes",),
    "textual": ("tui",),  # the core runs, and is tested, without a screen
    "threading": ("sources.connection", "system", "tui"),
    "urllib3": ("sources.connection", "sources.http"),
    "xml": ("readers",),
    "yaml": ("readers",),
    "http": (),
    "pickle": (),  # a file from outside could run code
    "ssl": (),
    "urllib.request": (),
    "webbrowser": (),
}
"""Who alone may import a library, by part or module, and why."""
PURE = ("readers", "exporters", "schedule", "text", "search", "discovery")
IMPURE = ("discovery.vector_store", "search.index", "search.index_store", "readers.plugins")
"""Index files are mapped into memory; plugins are found among the installed packages."""
IO_CALLS = {
    *("open", "read_bytes", "read_text", "write_bytes", "write_text", "unlink", "mkdir", "rename"),
    *("write_atomic", "urlopen", "Popen", "getenv", "print", "input"),
}
IO_MODULES = {"os", "socket", "shutil", "subprocess", "tempfile", "sqlite3", "urllib3"}
WIDGETS_USE = (
    *("model", "schedule", "text.cells", "text.facts", "text.humanize", "text.latex", "text.links"),
    *("text.slugs", "tui.commands", "tui.widgets"),
)
"""A screen loads and passes values, a widget shows them."""
RENAMES = ("files", "storage.database", "storage.damage", "cli.browse")
"""``files.write_atomic`` replaces files. A salvaged database is one that SQLite wrote page by page; a
damaged one is moved aside; the temporary library's lock file is made in a folder of its own."""
WRITES_IN_PLACE = ("files", "system.editor")
"""The editor's file lies in a temporary folder of its own."""
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|PRAGMA|WHERE)\s+\w")
SHOWS_MARKUP = {"Static", "Label", "notify"}


class Module:
    """A module of confbrowse: parsed once, asked many times."""

    def __init__(self, file: Path) -> None:
        name = ".".join(file.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")
        self.name = name.removeprefix("confbrowse").removeprefix(".")
        self.source = file.read_text(encoding="utf-8")
        self.nodes = list(ast.walk(ast.parse(self.source)))

    @property
    def part(self) -> str:
        """The top-level part of confbrowse that the module belongs to; empty for the package."""
        return self.name.partition(".")[0]


@cache
def modules() -> dict[str, Module]:
    """Return all of them by name."""
    return {module.name: module for module in map(Module, sorted(PACKAGE.rglob("*.py")))}


def imports(nodes: list[ast.AST]) -> Iterator[str]:
    """Yield the dotted name of each import, also for type checking; relative ones begin with a dot."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            yield from (f"{start}.{alias.name}" for alias in node.names)


def ours(nodes: list[ast.AST]) -> Iterator[str]:
    """Yield the modules of confbrowse that are imported, or from which something is."""
    for name in imports(nodes):
        if name.partition(".")[0] == "confbrowse":
            name = name.removeprefix("confbrowse").removeprefix(".")
            while name not in modules():
                name = name.rpartition(".")[0]
            yield name


def is_in(name: str, parts: tuple[str, ...]) -> bool:
    """Return whether a module is one of *parts* or lies in one."""
    return any(f"{name}.".startswith(f"{part}.") for part in parts)


def upward_imports(part: str, nodes: list[ast.AST]) -> list[str]:
    """Return the parts that *part* imports and that are not below it."""
    used = {name.partition(".")[0] for name in ours(nodes)} - {part, ""}
    return sorted(name for name in used if LEVEL[part] <= LEVEL[name])


def foreign_imports(module: str, nodes: list[ast.AST]) -> list[str]:
    """Return the libraries that *module* imports and does not own."""
    names = set(imports(nodes))
    return sorted(
        library
        for library, owners in OWNERS.items()
        if any(is_in(name, (library,)) for name in names) and not is_in(module, owners)
    )


def unexplained_late_imports(source: str, nodes: list[ast.AST]) -> list[int]:
    """Return the lines of imports in functions that give no reason, there or in the line above."""
    lines = ["", *source.splitlines()]
    late = {
        inner.lineno
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    return sorted(
        at for at in late if "#" not in lines[at] and not lines[at - 1].lstrip().startswith("#")
    )


def shown_as_markup(nodes: list[ast.AST]) -> list[int]:
    """Return the lines of calls that would read ``[red]`` in a title as an instruction."""
    return [
        node.lineno
        for node in nodes
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in SHOWS_MARKUP
        and not any(
            word.arg == "markup" and isinstance(word.value, ast.Constant) and not word.value.value
            for word in node.keywords
        )
    ]


def sql(nodes: list[ast.AST]) -> list[str]:
    """Return the strings, formatted ones in pieces, that hold SQL."""
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    ]


def io_of(nodes: list[ast.AST]) -> list[str]:
    """Return the modules and functions used that reach outside the process."""
    typing_only = {
        id(inner)
        for node in nodes
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    used = list(imports([node for node in nodes if id(node) not in typing_only]))
    names = {name.partition(".")[0] for name in used} | ({"pathlib.Path"} & set(used))
    calls = {
        getattr(node.func, "attr", getattr(node.func, "id", ""))
        for node in nodes
        if isinstance(node, ast.Call)
    }
    return sorted((names & (IO_MODULES | {"pathlib.Path"})) | (calls & IO_CALLS))


def renames(nodes: list[ast.AST]) -> list[int]:
    """Return the lines that rename a file; ``str.replace`` takes two values."""
    return [
        node.lineno
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            node.func.attr in ("rename", "renames", "hardlink_to", "move")
            or (node.func.attr == "replace" and len(node.args) == 1 and not node.keywords)
            or (node.func.attr == "replace" and getattr(node.func.value, "id", "") == "os")
        )
    ]


def writes_in_place(nodes: list[ast.AST]) -> list[int]:
    """Return the lines that write a file under its final name."""
    return [
        node.lineno
        for node in nodes
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in ("write_bytes", "write_text")
    ]


def parsed(source: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(source)))


def test_every_part_has_a_layer() -> None:
    assert {module.part for module in modules().values()} - {""} == set(LEVEL)


def test_imports_go_down_only() -> None:
    faults = {
        name: found
        for name, module in modules().items()
        if module.part and (found := upward_imports(module.part, module.nodes))
    }
    assert not faults


def test_modules_do_not_import_each_other_in_a_ring() -> None:
    graph = {name: set(ours(module.nodes)) - {name} for name, module in modules().items()}
    assert len(tuple(TopologicalSorter(graph).static_order())) == len(modules())


def test_a_class_has_a_name_of_its_own_in_its_part() -> None:
    """Whoever searches for a name finds one thing. Messages in a class are named with it."""
    homes: dict[tuple[str, str], list[str]] = {}
    for name, module in modules().items():
        for node in ast.iter_child_nodes(module.nodes[0]):
            if isinstance(node, ast.ClassDef):
                homes.setdefault((module.part, node.name), []).append(name)
    assert not {name: found for name, found in homes.items() if len(found) > 1}


def test_the_package_itself_imports_nothing() -> None:
    assert not list(imports(modules()[""].nodes))


def test_a_library_is_imported_by_its_owners_alone() -> None:
    faults = {
        name: found
        for name, module in modules().items()
        if (found := foreign_imports(name, module.nodes))
    }
    assert not faults


def test_what_is_called_pure_does_no_io() -> None:
    faults = {
        name: found
        for name, module in modules().items()
        if module.part in PURE and name not in IMPURE and (found := io_of(module.nodes))
    }
    assert not faults


def test_imports_are_absolute_and_late_ones_give_a_reason() -> None:
    faults = {
        name: found
        for name, module in modules().items()
        if (
            found := [
                *(used for used in imports(module.nodes) if used.startswith(".")),
                *unexplained_late_imports(module.source, module.nodes),
            ]
        )
    }
    assert not faults


def test_sql_is_written_in_storage_only() -> None:
    faults = {
        name: found
        for name, module in modules().items()
        if module.part != "storage" and (found := sql(module.nodes))
    }
    assert not faults


def test_a_file_is_replaced_by_the_atomic_writer_alone() -> None:
    faults = {
        name: found
        for name, module in modules().items()
        if (found := [] if name in RENAMES else renames(module.nodes))
        or (found := [] if name in WRITES_IN_PLACE else writes_in_place(module.nodes))
    }
    assert not faults


def test_a_home_directory_is_expanded_in_one_place() -> None:
    assert [name for name, one in modules().items() if "expanduser" in one.source] == ["paths"]


def test_text_from_outside_is_never_markup() -> None:
    faults = {
        name: found
        for name, module in modules().items()
        if module.part == "tui" and (found := shown_as_markup(module.nodes))
    }
    assert not faults


def test_widgets_know_values_and_other_widgets_only() -> None:
    faults = {
        name: found
        for name, module in modules().items()
        if name.startswith("tui.widgets")
        and (found := [used for used in ours(module.nodes) if not is_in(used, WIDGETS_USE)])
    }
    assert not faults


def test_the_table_of_commands_imports_nothing_of_ours() -> None:
    """Help, the palette and the command line read it without loading a screen."""
    assert not list(ours(modules()["tui.commands"].nodes))


def test_only_the_start_knows_the_app() -> None:
    assert {name for name in modules() if "tui.app" in ours(modules()[name].nodes)} == {"__main__"}


def test_controllers_and_background_tasks_know_no_screen() -> None:
    faults = {
        name: found
        for name, module in modules().items()
        if is_in(name, ("tui.controllers", "tui.background", "tui.context"))
        and (found := [used for used in ours(module.nodes) if is_in(used, ("tui.screens",))])
    }
    assert not faults, "screens own controllers, never the other way round"


def test_the_command_line_starts_without_textual_and_numpy() -> None:
    script = "import sys; from confbrowse.cli.parser import build_parser; build_parser(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=CHECKOUT
    )
    assert not {"textual", "numpy", "sqlite3", "urllib3"} & set(done.stdout.split())


@pytest.mark.parametrize(
    ("part", "source", "faults"),
    [
        ("storage", "from confbrowse.ingest.pipeline import add", ["ingest"]),
        ("readers", "import confbrowse.storage.library", ["storage"]),
        ("sources", "def f():\n    from confbrowse.tui.app import ConfbrowseApp", ["tui"]),
        ("model", "if TYPE_CHECKING:\n    from confbrowse import text", ["text"]),
        ("storage", "from confbrowse.storage import rows\nfrom confbrowse.model import Talk", []),
    ],
)
def test_an_import_that_points_up_is_found(part: str, source: str, faults: list[str]) -> None:
    assert upward_imports(part, parsed(source)) == faults


@pytest.mark.parametrize(
    ("module", "source", "faults"),
    [
        ("model", "import sqlite3", ["sqlite3"]),
        ("cli.talks", "def f():\n    from textual.app import App", ["textual"]),
        ("sources.files", "from urllib import request", ["urllib.request"]),
        ("readers.table", "from urllib.parse import urlsplit", []),
        ("storage.marks", "import sqlite3", []),
    ],
)
def test_a_library_imported_by_another_is_found(
    module: str, source: str, faults: list[str]
) -> None:
    assert foreign_imports(module, parsed(source)) == faults


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("Path('x').read_text()", ["read_text"]),
        ("import os\nos.remove('x')", ["os"]),
        ("if TYPE_CHECKING:\n    from pathlib import Path", []),
        ("text.replace('a', 'b')", []),
    ],
)
def test_io_is_found(source: str, faults: list[str]) -> None:
    assert io_of(parsed(source)) == faults


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("os.replace(unfinished, file)", [1]),
        ("unfinished.replace(file)", [1]),
        ("unfinished.rename(file)", [1]),
        ("text.replace('a', 'b')", []),
        ("replace(mark, starred=True)", []),
    ],
)
def test_a_rename_is_found(source: str, faults: list[int]) -> None:
    assert renames(parsed(source)) == faults


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ("    import re", [2]),
        ("    import re  # slow", []),
        ("    # slow\n    import re", []),
        ("    # slow\n\n    import re", [4]),
    ],
)
def test_a_late_import_without_a_reason_is_found(lines: str, faults: list[int]) -> None:
    source = f"def f():\n{lines}"
    assert unexplained_late_imports(source, parsed(source)) == faults


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("Static(title)", [1]),
        ("self.notify(why, markup=True)", [1]),
        ("widgets.Label(title, markup=False)", []),
    ],
)
def test_text_shown_as_markup_is_found(source: str, faults: list[int]) -> None:
    assert shown_as_markup(parsed(source)) == faults


def test_sql_is_found_in_formatted_strings() -> None:
    assert sql(parsed('db.execute(f"SELECT {names} FROM talk WHERE id = {talk}")'))
    assert not sql(parsed('"""Select what to update."""'))
