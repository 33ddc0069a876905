"""Several processes at once, killed at the worst moments: no mark that was reported as saved is lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import mark_store_child
import pytest

from confbrowse.errors import StoreError
from confbrowse.storage import connection
from confbrowse.storage.database import Database
from confbrowse.storage.marks import MarkStore

CHECKOUT = Path(__file__).parents[1]
PATIENT = 60.0
"""More seconds than any answer takes."""


@dataclass(frozen=True, slots=True)
class Child:
    """Another program with the agenda open."""

    process: "subprocess.Popen[str]"

    def tell(self, line: str) -> None:
        """Send *line* without waiting for the answer."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        """Wait for its next line."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line.endswith("\n"), f"it ended with {self.process.wait(PATIENT)}"
        return line.strip()

    def ask(self, line: str) -> str:
        """Send *line* and return the answer."""
        self.tell(line)
        return self.answer()

    def kill(self) -> list[str]:
        """Kill it at once, without cleanup; return the complete lines that it still wrote."""
        assert self.process.stdout
        self.process.kill()
        said = self.process.stdout.read()  # not communicate, which misses what was read ahead
        self.process.wait(PATIENT)
        return said.split("\n")[:-1]


@contextmanager
def child(path: Path) -> Iterator[Child]:
    """Start another program that works on the file at *path*."""
    places = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "tests")])
    with subprocess.Popen(
        [sys.executable, mark_store_child.__file__, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": places},
    ) as process:
        try:
            started = Child(process)
            assert started.answer() == "ready"
            yield started
        finally:
            process.kill()


def titles(agenda: MarkStore) -> set[str]:
    return {entry.talk.title for entry in agenda.entries()}


def test_every_mark_reported_done_is_there_after_a_kill(agenda: MarkStore) -> None:
    reported: set[str] = set()
    for run in range(4):
        with child(agenda.database.path) as other:
            other.tell(f"star_for_ever {run}")
            reported |= {other.answer() for _ in range(5 + 4 * run)}
            reported |= set(other.kill())
        assert agenda.prepare() is None
        assert reported <= titles(agenda)
        assert (
            len(titles(agenda)) <= len(reported) + run + 1
        )  # done, but killed before it could say
    assert agenda.undo()


def test_a_kill_amid_a_write_changes_nothing_and_keeps_nobody_waiting(
    agenda: MarkStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    with child(agenda.database.path) as other:
        other.ask("star one")
        other.ask("hold writing")
        with pytest.raises(
            StoreError, match=r"another program is writing to it.*Nothing was changed"
        ):
            agenda.undo()
        assert titles(agenda) == {"one"}
        other.kill()
    assert titles(agenda) == {"one"}
    assert agenda.undo()


def test_two_that_star_at_once_lose_no_star(agenda: MarkStore) -> None:
    with child(agenda.database.path) as one, child(agenda.database.path) as two:
        one.tell("star_fifty one")
        two.tell("star_fifty two")
        assert one.answer() == two.answer() == "done"
    assert titles(agenda) == {f"{name}-{number}" for name in ("one", "two") for number in range(50)}
    assert sum(1 for _ in iter(agenda.undo, ())) == 100
    assert titles(agenda) == set()


def test_eight_that_begin_one_agenda_lose_no_star(agenda: MarkStore) -> None:
    with ExitStack() as stack:
        others = [stack.enter_context(child(agenda.database.path)) for _ in range(8)]
        for number, other in enumerate(others):
            other.tell(f"star {number}")
        assert [other.answer() for other in others] == list("01234567")
    assert titles(agenda) == set("01234567")


def test_one_sees_the_others_star_without_opening_again(agenda: MarkStore) -> None:
    with child(agenda.database.path) as other:
        seen = [agenda.version()]
        for title in ("one", "two"):
            other.ask(f"star {title}")
            seen.append(agenda.version())
            assert title in titles(agenda)
        assert other.ask("undo") == "two"
        seen.append(agenda.version())
        assert titles(agenda) == {"one"}
        assert seen == sorted(set(seen))
        agenda.undo()
        assert other.ask("undo") == ""


def test_programs_that_migrate_at_once_do_so_once_and_keep_one_copy(tmp_path: Path) -> None:
    path = tmp_path / "agenda.db"
    with Database(path, "agenda", mark_store_child.MIGRATIONS[:1], durable=True).writing() as db:
        db.execute("INSERT INTO word VALUES ('old')")
    with ExitStack() as stack:
        others = [stack.enter_context(child(path)) for _ in range(6)]
        for other in others:
            other.tell("migrate")
        assert {other.answer() for other in others} == {"done"}
    new = Database(path, "agenda", mark_store_child.MIGRATIONS, durable=True)
    (kept,) = (tmp_path / "backups").glob("agenda-before-2-*")
    old = Database(kept, "agenda", mark_store_child.MIGRATIONS[:1], durable=True)
    with new.reading() as now, old.reading() as before:
        assert now.execute("SELECT word FROM word").fetchall() == [("old",), ("migrated",)]
        assert before.execute("SELECT * FROM word").fetchall() == [("old",)]


def test_a_damaged_agenda_is_not_moved_while_another_program_has_it_open(
    agenda: MarkStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    path = agenda.database.path
    with child(path) as other:
        other.ask("star one")
        other.ask("hold reading")
        path.write_bytes(b"no agenda" * 1_000)
        with pytest.raises(StoreError, match="cannot be set aside: another confbrowse is busy"):
            agenda.prepare()
        assert path.read_bytes() == b"no agenda" * 1_000
        assert other.ask("let go") == "let go"
        assert "was set aside as" in (agenda.prepare() or "")
        assert other.ask("star two") == "two"
    assert titles(agenda) == {"two"}


def test_a_file_that_vanishes_while_it_is_open_is_created_again(agenda: MarkStore) -> None:
    with child(agenda.database.path) as other:
        other.ask("star one")
        other.ask("hold reading")
        for file in agenda.database.path.parent.iterdir():
            file.unlink()
        assert titles(agenda) == set()
        other.ask("let go")
        other.ask("star two")
    assert titles(agenda) == {"two"}
