"""Several confbrowses at once, killed when it suits least: nothing that was reported done is lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import agenda_child
import pytest

from confbrowse.errors import StoreError
from confbrowse.stores import connection
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.database import Database

CHECKOUT = Path(__file__).parents[1]
PATIENT = 60.0
"""Seconds that no answer takes."""


@dataclass(frozen=True, slots=True)
class Child:
    """Another program with the agenda open."""

    process: "subprocess.Popen[str]"

    def tell(self, line: str) -> None:
        """Say *line* without waiting for the answer."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        """Wait for the next line it says."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line.endswith("\n"), f"it ended with {self.process.wait(PATIENT)}"
        return line.strip()

    def ask(self, line: str) -> str:
        """Say *line* and return the answer."""
        self.tell(line)
        return self.answer()

    def kill(self) -> list[str]:
        """End it at once, with no chance to tidy up; return the whole lines that it still said."""
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
        [sys.executable, agenda_child.__file__, str(path)],
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


@pytest.fixture
def agenda(tmp_path: Path) -> Agenda:
    return Agenda.at(tmp_path / "agenda.db")


def titles(agenda: Agenda) -> set[str]:
    return {entry.talk.title for entry in agenda.entries()}


def test_every_mark_reported_done_is_there_after_a_kill(agenda: Agenda) -> None:
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
    agenda: Agenda, monkeypatch: pytest.MonkeyPatch
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


def test_two_that_star_at_once_lose_no_star(agenda: Agenda) -> None:
    with child(agenda.database.path) as one, child(agenda.database.path) as two:
        one.tell("star_fifty one")
        two.tell("star_fifty two")
        assert one.answer() == two.answer() == "done"
    assert titles(agenda) == {f"{name}-{number}" for name in ("one", "two") for number in range(50)}
    assert sum(1 for _ in iter(agenda.undo, ())) == 100
    assert titles(agenda) == set()


def test_eight_that_begin_one_agenda_lose_no_star(agenda: Agenda) -> None:
    with ExitStack() as stack:
        others = [stack.enter_context(child(agenda.database.path)) for _ in range(8)]
        for number, other in enumerate(others):
            other.tell(f"star {number}")
        assert [other.answer() for other in others] == list("01234567")
    assert titles(agenda) == set("01234567")


def test_one_sees_the_others_star_without_opening_anew(agenda: Agenda) -> None:
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
    with Database(path, "agenda", agenda_child.MIGRATIONS[:1], precious=True).writing() as db:
        db.execute("INSERT INTO word VALUES ('old')")
    with ExitStack() as stack:
        others = [stack.enter_context(child(path)) for _ in range(6)]
        for other in others:
            other.tell("migrate")
        assert {other.answer() for other in others} == {"done"}
    new = Database(path, "agenda", agenda_child.MIGRATIONS, precious=True)
    kept = tmp_path / "agenda.db.before-2"
    old = Database(kept, "agenda", agenda_child.MIGRATIONS[:1], precious=True)
    with new.reading() as now, old.reading() as before:
        assert now.execute("SELECT word FROM word").fetchall() == [("old",), ("migrated",)]
        assert before.execute("SELECT * FROM word").fetchall() == [("old",)]


def test_a_damaged_agenda_is_not_moved_while_another_program_has_it_open(
    agenda: Agenda, monkeypatch: pytest.MonkeyPatch
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
        assert "is set aside as" in (agenda.prepare() or "")
        assert other.ask("star two") == "two"
    assert titles(agenda) == {"two"}


def test_a_file_that_vanishes_while_it_is_open_is_begun_anew(agenda: Agenda) -> None:
    with child(agenda.database.path) as other:
        other.ask("star one")
        other.ask("hold reading")
        for file in agenda.database.path.parent.iterdir():
            file.unlink()
        assert titles(agenda) == set()
        other.ask("let go")
        other.ask("star two")
    assert titles(agenda) == {"two"}
