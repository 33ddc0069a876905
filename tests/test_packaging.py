"""What the package contains, and what is imported for each command."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import CHECKOUT, PAGE, ended, started, written

import confbrowse
from confbrowse.paths import shipped

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
NOT_OURS = {
    *(".git", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv"),
    *("__pycache__", "build", "dist"),
}
"""Folders that git ignores, or is."""
SCREEN = {"textual", "rich"}
LOADED = """
import json, sys
from confbrowse.__main__ import main
code = main(sys.argv[1:])
print("\\n" + json.dumps(sorted(sys.modules)), file=sys.stderr)
sys.exit(code)
"""
MACHINE_PATH = re.compile(r"(?<![\w.])/(root|work|opt|srv|mnt|home/(?!reader\b)\w+|Users)/\w")
REGISTRY = re.compile(r"pypi|pythonhosted|index-url|find-links|--hash|@ (file|https?):|simple/")


def ours() -> Iterator[Path]:
    """Yield the text files of the project in the checkout."""
    for file in sorted(CHECKOUT.rglob("*")):
        way = file.relative_to(CHECKOUT).parts
        if file.is_file() and not any(p in NOT_OURS or p.endswith(".egg-info") for p in way):
            yield file


def loaded(*argv: str, home: Path) -> set[str]:
    """Return the names of the modules that are loaded after running confbrowse with *argv*."""
    ran = ended(started(argv, program=("-c", LOADED), env={"CONFBROWSE_HOME": str(home)}))
    assert ran.code == 0
    return set(json.loads(ran.err.splitlines()[-1]))


@pytest.mark.parametrize(("folder", "ending"), [("styles", ".tcss"), ("sample_sessions", ".txt")])
def test_shipped_folders_hold_data_only(folder: str, ending: str) -> None:
    files = [file for file in (CHECKOUT / folder).rglob("*") if "__pycache__" not in file.parts]
    assert files
    assert {file.suffix for file in files} == {ending}


@pytest.mark.parametrize("folder", ["styles", "sample_sessions"])
def test_shipped_folders_are_found_and_go_into_the_wheel(folder: str) -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert shipped(folder).is_dir()
    assert folder in wheel["only-include"]
    assert wheel["sources"][folder] == f"confbrowse/{folder}"


def test_the_version_is_stated_once_and_is_in_the_changelog() -> None:
    text = (CHECKOUT / "confbrowse" / "__init__.py").read_text(encoding="utf-8")
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r'^__version__ = "(.*)"$', text, re.MULTILINE) == [confbrowse.__version__]
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert f"## [{confbrowse.__version__}]" in changelog


def test_every_tool_and_test_package_is_locked_to_one_version() -> None:
    lines = (CHECKOUT / "requirements-dev.lock").read_text(encoding="utf-8").splitlines()
    locked = [line for line in lines if not line.startswith("#")]
    assert lines[0].startswith("# ")
    assert not [line for line in locked if not re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*", line)]
    assert locked == sorted(locked)
    extras = PROJECT["project"]["optional-dependencies"]["test"]
    wanted = [*PROJECT["project"]["dependencies"], *extras, "ruff", "mypy", "hatchling"]
    names = {re.split(r"[<>=]", spec)[0] for spec in wanted if "win32" not in spec}
    assert names <= {line.partition("==")[0] for line in locked}


def test_no_file_names_a_machine_s_folders_or_a_registry() -> None:
    for file in ours():
        if file != Path(__file__):
            text = file.read_text(encoding="utf-8", errors="replace")
            assert not MACHINE_PATH.search(text), file
            assert not REGISTRY.search(text), file


def test_version_loads_neither_stores_nor_readers_nor_screen(tmp_path: Path) -> None:
    found = loaded("--version", home=tmp_path)
    assert "confbrowse.cli" in found
    assert not found & {"sqlite3", "numpy", "rapidfuzz", "platformdirs", *SCREEN}
    assert not [name for name in found if re.match(r"confbrowse\.(readers|storage|tui)", name)]


@pytest.mark.parametrize(
    "argv", [["list"], ["list", "--json"], ["search", "learning"], ["check", "sample_sessions"]]
)
def test_commands_load_nothing_of_the_screen(tmp_path: Path, argv: list[str]) -> None:
    found = loaded(*argv, home=tmp_path)
    assert "confbrowse.cli" in found
    assert not found & SCREEN
    assert not [name for name in found if name.startswith("confbrowse.tui")]


def test_the_last_frame_is_painted_before_anything_large_is_loaded() -> None:
    script = (
        "import sys\n"
        "from confbrowse import __main__\n"
        "from confbrowse.system import terminal_modes\n"
        "from confbrowse.tui import splash\n"
        "terminal_modes.take_terminal = lambda: None\n"
        "splash.painted = lambda _: sys.exit(' '.join(sys.modules))\n"
        "__main__._exit_code = lambda _: __main__._browse([])\n"
        "import confbrowse.cli.output\n"
        "__main__.main(['x'])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    found = {name for name in ran.stderr.split() if name.startswith("confbrowse")}
    assert found == {
        *("confbrowse", "confbrowse.__main__", "confbrowse.errors", "confbrowse.paths"),
        *("confbrowse.cli", "confbrowse.cli.output", "confbrowse.text"),
        "confbrowse.text.patterns",
        *("confbrowse.system", "confbrowse.system.terminal_modes"),
        *("confbrowse.tui", "confbrowse.tui.splash"),
    }


def test_only_a_search_loads_what_searches(tmp_path: Path) -> None:
    page = written(tmp_path / "icml-2021.txt", PAGE)
    assert not {"numpy", "rapidfuzz"} & loaded("list", page, home=tmp_path / "home")
    assert "numpy" in loaded("search", "moths", page, home=tmp_path / "home")
