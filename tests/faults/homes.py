"""Homes to attack: a library of made-up talks, settings with synced files, and the commands."""

import io
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from factories import at, programme, talk

from confbrowse.__main__ import main
from confbrowse.storage.library import LibraryStore

MANY = 40
TALKS = tuple(
    talk(f"Talk number {number}", start=at(8 + number // 6, number % 6 * 10), timezone="PDT")
    for number in range(MANY)
)
IDS = tuple(one.id for one in TALKS)


@dataclass(frozen=True, slots=True)
class Home:
    """One user's files."""

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        """The environment that leads confbrowse here."""
        return {"CONFBROWSE_HOME": str(self.folder), "TZ": "UTC"}

    @property
    def sync_file(self) -> Path:
        """The path of the sync file, if there is one."""
        return self.folder.parent / f"{self.folder.name}-shared" / "marks.jsonl"

    @property
    def calendar(self) -> Path:
        """The path of the calendar, if there is one."""
        return self.sync_file.with_name("mine.ics")

    def unfinished(self) -> list[str]:
        """Return the files that a write left behind."""
        folders = (self.folder, self.sync_file.parent)
        return [str(file) for folder in folders for file in folder.rglob("*.part")]

    def copied(self, folder: Path) -> "Home":
        """Return a copy in *folder*, with a sync file next to it."""
        made = Home(folder)
        shutil.copytree(self.folder, made.folder)
        if self.sync_file.parent.exists():
            shutil.copytree(self.sync_file.parent, made.sync_file.parent)
            settings = made.folder / "config" / "config.toml"
            text = settings.read_text(encoding="utf-8")
            there = str(made.sync_file.parent)
            settings.write_text(text.replace(str(self.sync_file.parent), there), encoding="utf-8")
        return made


def made(folder: Path, *, sync_file: bool, calendar: bool = False) -> Home:
    """Return a new home in *folder* whose library holds TALKS."""
    home = Home(folder)
    LibraryStore.at(folder / "data" / "library.db").put(programme(*TALKS))
    if sync_file or calendar:
        home.sync_file.parent.mkdir()
        (folder / "config").mkdir()
        lines = ["[agenda]"]
        lines += [f"mirror = '{home.sync_file}'"] if sync_file else []
        lines += [f"calendar = '{home.calendar}'"] if calendar else []
        (folder / "config" / "config.toml").write_text("\n".join(lines), encoding="utf-8")
    return home


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def trouble(self) -> str:
        """What is wrong with its end; empty if it reported everything in sentences."""
        lines = self.err.splitlines()
        if self.code not in (0, 1, 2, 3):
            return f"exit code {self.code}"
        if self.code == 2 and not lines:
            return "exit code 2 without a sentence"
        strange = [line for line in lines if not line.startswith("confbrowse: ")]
        bugs = [line for line in lines if "a bug" in line]
        return (strange or bugs or [""])[0]


def run(*argv: str) -> Ran:
    """Run confbrowse in this process, as the command line does."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in "oe")
    with redirect_stdout(out), redirect_stderr(err):
        code = main(argv)
    return Ran(code, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


def run_all(commands: Sequence[Sequence[str]]) -> list[Ran]:
    """Run *commands* one after another."""
    return [run(*argv) for argv in commands]


def at_home(home: Path) -> None:
    """Make *home* the home of this process."""
    os.environ["CONFBROWSE_HOME"] = str(home)
    assert sys.stdin is not None
