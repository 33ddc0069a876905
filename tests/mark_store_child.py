"""Another confbrowse, as far as the agenda goes: a program that tests start, speak to and kill.

It does what standard input says, a line at a time, and answers each line with one of its own.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

from confbrowse.model import Mark, Session, Talk
from confbrowse.storage.database import Database
from confbrowse.storage.marks import MarkStore

MIGRATIONS = (
    "CREATE TABLE word (word TEXT)",
    "ALTER TABLE word ADD COLUMN length INTEGER; INSERT INTO word VALUES ('migrated', 0)",
)


def main() -> None:
    path = Path(sys.argv[1])
    _say("ready")
    for line in sys.stdin:
        verb, _, what = line.strip().partition(" ")
        _VERBS[verb](path, what)


def star(path: Path, title: str) -> None:
    _star(path, title)
    _say(title)


def star_fifty(path: Path, title: str) -> None:
    for number in range(50):
        _star(path, f"{title}-{number}")
    _say("done")


def star_for_ever(path: Path, title: str) -> None:
    for number in count():
        star(path, f"{title}-{number}")


def undo(path: Path, _: str) -> None:
    _say(" ".join(change.talk.title for change in MarkStore.at(path).undo()))


def hold(path: Path, what: str) -> None:
    """Keep the file open, for reading or writing, until the next line of input."""
    database = MarkStore.at(path).database
    with database.writing() if what == "writing" else database.reading() as db:
        if what == "writing":
            db.execute("DELETE FROM mark")
        _say("holding")
        sys.stdin.readline()
    _say("let go")


def migrate(path: Path, _: str) -> None:
    with Database(path, "agenda", MIGRATIONS, durable=True).writing():
        pass
    _say("done")


def _star(path: Path, title: str) -> None:
    talk = Talk(f"icml-2021/{title}", Session("ICML 2021", "Deep Learning 1"), title)
    MarkStore.at(path).mark([talk], _starred)


def _starred(mark: Mark) -> Mark:
    return replace(mark, starred=True)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a program of its own


_VERBS: dict[str, Callable[[Path, str], None]] = {
    function.__name__: function
    for function in (star, star_fifty, star_for_ever, undo, hold, migrate)
}

if __name__ == "__main__":
    main()
