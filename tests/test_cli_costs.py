"""What a command reads and loads follows what it prints, not what the library contains."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_line import ended, started

from confbrowse.__main__ import main
from confbrowse.model import Programme, Session, Talk
from confbrowse.paths import app_dirs
from confbrowse.storage import rows
from confbrowse.storage.database import Database
from confbrowse.storage.library import LibraryStore

_TALKS_OF_SESSION = 10
_MODULES = """
import sys
before = {*sys.modules}
from confbrowse.__main__ import main
code = main(sys.argv[1:])
print(*({*sys.modules} - before), file=sys.stderr)
sys.exit(code)
"""


def fill_library(talks: int) -> None:
    """Store a programme of this many *talks* in the user's library."""
    start = datetime(2021, 7, 20, 7, tzinfo=UTC)
    sessions = [Session("Large 2021", f"Part {at}") for at in range(talks // _TALKS_OF_SESSION)]
    listed = tuple(
        Talk(
            f"large-2021/talk-{at}",
            sessions[at // _TALKS_OF_SESSION],
            f"Talk {at}",
            start=start + timedelta(minutes=at),
            abstract="Long.",
        )
        for at in range(talks)
    )
    LibraryStore.at(app_dirs().library).put(
        Programme("large-2021", "Large 2021", tuple(sessions), listed)
    )


def cost(argv: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Run a command; return how many statements read the library, and how many talks were made."""
    statements: list[str] = []
    made: list[rows.SqlRow] = []
    reading, talk = Database.reading, rows.talk

    @contextmanager
    def traced(database: Database) -> Iterator[sqlite3.Connection]:
        with reading(database) as db:
            db.set_trace_callback(statements.append)
            yield db

    def counted(row: rows.SqlRow) -> tuple[int, Talk]:
        made.append(row)
        return talk(row)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "reading", traced)
        patch.setattr(rows, "talk", counted)
        assert main(argv) == 0
    return len(statements), len(made)


@pytest.mark.parametrize(
    ("argv", "talks"),
    [
        (["list", "--sessions", "--limit", "3"], 3 * _TALKS_OF_SESSION),
        (["list", "--sessions", "--limit", "3", "--json"], 3 * _TALKS_OF_SESSION),
        (["list", "--limit", "3"], 8),
        (["list", "--limit", "3", "--json"], 8),
        (["search", "part", "--limit", "3", "--json"], 8),
    ],
)
def test_a_larger_library_costs_no_more(
    argv: list[str],
    talks: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    costs = []
    for size in (1_000, 10_000):
        monkeypatch.setenv("CONFBROWSE_HOME", str(tmp_path / str(size)))
        fill_library(size)
        costs.append(cost(argv, monkeypatch))
    small, large = costs
    assert small == large
    assert small[1] == talks
    assert capsys.readouterr().out


def modules_loaded(*argv: str) -> set[str]:
    """Run a command in a process of its own; return the modules that it imported."""
    ran = ended(started(argv, program=("-c", _MODULES)))
    assert ran.code == 0, ran.err
    return set(ran.err.split())


def test_the_version_is_printed_without_the_parser() -> None:
    loaded = modules_loaded("--version")
    own = {name for name in loaded if name.startswith("confbrowse")}
    assert own == {
        "confbrowse",
        "confbrowse.__main__",
        "confbrowse.cli",
        "confbrowse.cli.output",
        "confbrowse.errors",
    }
    assert not loaded & {"argparse", "json", "re", "shutil", "typing"}
