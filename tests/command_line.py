"""Runs confbrowse's command line in tests: in this process, or as a separate program."""

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

CHECKOUT = Path(__file__).parents[1]
PATIENCE = 60.0
"""Seconds after which a program that was started counts as stuck."""

KEYS = [
    *("id", "programme", "session", "chairs", "kind", "title", "authors", "start", "end"),
    *("timezone", "year_assumed", "room", "position", "track", "keywords", "abstract", "text"),
    *("links", "starred", "interest", "hidden", "seen", "note", "later", "source"),
]
"""Of a talk as JSON, in the order that is promised."""

PAGE = """\
Skip to yearly menu bar Skip to main content

Session

Night Shift

Moderator: Ada Lovelace

Tue 20 July 7:00 - 7:20 PDT

Oral
Moths and Lamps

Grace Hopper · Jürgen Groß

Why moths fly in circles. The code is at https://github.com/moths/lamps for all to see.

Tue 20 July 7:10 - 7:30 PDT

Spotlight
Owls and Mice

Alan Turing

Who hears whom, and how soon.

Tue 20 July 7:30 - 7:40 PDT

Q&A
Q&A

Wed 21 July 7:00 - 7:20 PDT

Oral
Bats and Echoes

Grace Hopper

A map drawn by shouting. See https://github.com/bats/echoes for the shouts.
"""
MOTHS = "icml-2021/moths-lamps-1826"
OWLS = "icml-2021/owls-mice-79e1"
"""Overlaps MOTHS."""
QUESTIONS = "icml-2021/q-a-b9ec"
BATS = "icml-2021/bats-echoes-25e2"
"""The next day."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What confbrowse did."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of its output."""
        return self.out.splitlines()

    @property
    def talks(self) -> list[str]:
        """The lines of a listing for readers that have a talk, without headings."""
        return [line for line in self.lines if "/" in line.partition("  [")[2]]

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The lines of its output, read as JSON."""
        return [json.loads(line) for line in self.lines]


class Run(Protocol):
    """Calls confbrowse in this process."""

    def __call__(self, *argv: str) -> Ran:
        """Return what confbrowse did with *argv*; checks that its texts are safe for a terminal."""


def written(file: Path, text: str) -> str:
    """Write *text* to *file* and return its name."""
    file.write_text(text, encoding="utf-8")
    return str(file)


def controls(text: str) -> set[str]:
    """Return the characters of *text* that are invisible but have an effect, without line ends."""
    return {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs"}} - {"\n"}


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below *folder* with its content."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def started(
    argv: Sequence[str],
    *,
    program: Sequence[str] = ("-m", "confbrowse"),
    env: Mapping[str, str] | None = None,
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    stdout: int | IO[bytes] = subprocess.PIPE,
) -> "subprocess.Popen[bytes]":
    """Start confbrowse, or another *program* of Python's, as a process of its own.

    *env* is laid over the environment of the tests.
    """
    return subprocess.Popen(
        [sys.executable, *program, *argv],
        cwd=CHECKOUT,
        env={**os.environ, **(env or {})},
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def ended(program: "subprocess.Popen[bytes]") -> Ran:
    """Wait for the end of *program*, and return what it did."""
    out, err = program.communicate(timeout=PATIENCE)
    return Ran(program.returncode, (out or b"").decode(), err.decode())
