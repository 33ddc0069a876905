"""The tasks of child processes: functions of JSON values and a function that reports back."""

import io
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr
from dataclasses import replace
from pathlib import Path
from random import Random

from faults.fork_server import Say
from faults.homes import Home, run
from faults.marks_oracle import State, states

from confbrowse.cli.context import sync_files
from confbrowse.exchange import importing
from confbrowse.model import NO_MARK, Mark
from confbrowse.paths import app_dirs
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore

_UNDO = 0.15
"""How often the last change is undone."""


def mark_on(say: Say, *, folder: str, seed: int, talks: Sequence[str], most: int) -> None:
    """Mark *talks* at random, *most* times, each mark announced, made, acknowledged, and shared.

    That is the order in which the commands do it. First it says what it finds.
    """
    random, agenda = Random(seed), _agenda()
    library = {
        one: talk for one, (_, talk) in LibraryStore.at(app_dirs().library).find(talks).items()
    }
    marks = agenda.marks()
    say({"found": states(marks)})
    _share(say, folder, agenda)
    steps: list[tuple[str, Mark, Mark]] = []
    for _ in range(most):
        if steps and random.random() < _UNDO:
            talk, after, _ = steps.pop()
            say({"begun": talk, "mark": _state(after)})
            (change,) = agenda.undo()
            assert (change.talk.id, change.after) == (talk, after)
        else:
            talk = random.choice(talks)
            before = marks.get(talk, NO_MARK)
            after = _turned(before, random)
            say({"begun": talk, "mark": _state(after)})
            if agenda.mark([library[talk]], _setting(after)):
                steps.append((talk, before, after))
        marks[talk] = after
        say({"done": talk, "mark": _state(after)})
        _keep_up(agenda)


def mark_beside_others(say: Say, *, seed: int, talks: Sequence[str], most: int) -> None:
    """Do as ``mark_on``, without undo, which might revert another process's step."""
    random, agenda = Random(seed), _agenda()
    library = {
        one: talk for one, (_, talk) in LibraryStore.at(app_dirs().library).find(talks).items()
    }
    marks = agenda.marks()
    say({"found": states(marks)})
    for _ in range(most):
        talk = random.choice(talks)
        after = _turned(marks.get(talk, NO_MARK), random)
        say({"begun": talk, "mark": _state(after)})
        agenda.mark([library[talk]], _setting(after))
        marks[talk] = after
        say({"done": talk, "mark": _state(after)})
        _keep_up(agenda)


def look(say: Say, *, folder: str) -> None:
    """Report the marks, share them, and report the marks afterwards."""
    agenda = _agenda()
    say({"found": states(agenda.marks())})
    _share(say, folder, agenda)


def mark_and_wait(say: Say, *, talk: str) -> None:
    """Mark *talk* while another connection prevents a checkpoint of the log; wait to be killed."""
    agenda = _agenda()
    (found,) = LibraryStore.at(app_dirs().library).find([talk]).values()
    with agenda.database.reading():
        agenda.mark([found[1]], lambda mark: replace(mark, note="in the log"))
        say({"marked": talk})
        signal.pause()


def run_commands(_: Say, *, commands: Sequence[Sequence[str]]) -> None:
    """Run *commands*, which succeed."""
    for argv in commands:
        ran = run(*argv)
        assert ran.code == 0, ran


def undo_and_redo_all(_: Say) -> int:
    """Undo every step and redo it; return how many there were, or raise if the marks differ."""
    agenda = _agenda()
    before = agenda.marks()
    undone = _times(agenda.undo)
    assert _times(agenda.redo) == undone
    after = agenda.marks()
    assert after == before, f"{before} became {after}"
    return undone


def _times(step: Callable[[], Sequence[object]]) -> int:
    return sum(1 for _ in iter(step, ()))


def _agenda() -> MarkStore:
    """Return the agenda, checked as every command does."""
    agenda = MarkStore.at(app_dirs().agenda)
    notice = agenda.prepare()
    assert notice is None, notice
    return agenda


def _share(say: Say, folder: str, agenda: MarkStore) -> None:
    """Sync the files; report the marks and the content of the files."""
    home = Home(Path(folder))
    told = _keep_up(agenda)
    say(
        {
            "shared": states(agenda.marks()),
            "file": in_file(home.sync_file),
            "unfinished": home.unfinished(),
            "told": told,
        }
    )


def _keep_up(agenda: MarkStore) -> str:
    """Sync the files as every command does; return the notices."""
    with redirect_stderr(io.StringIO()) as told:
        sync_files(agenda)
    return told.getvalue()


def in_file(path: Path) -> Mapping[str, State] | None:
    """Return the marks in the sync file at *path*; None if there is no such file."""
    if not path.exists():
        return None
    raw = path.read_bytes()
    found = importing.read(raw, str(path)) if raw.strip() else importing.Incoming(())
    return states({one.talk.id: one.mark for one in found.entries if one.mark != NO_MARK})


def _turned(mark: Mark, random: Random) -> Mark:
    """Return *mark* with one change, often a removed star, which must stay removed."""
    what = random.randrange(5)
    if what <= 1:
        return replace(mark, starred=not mark.starred)
    if what == 2:
        return replace(mark, interest=random.randrange(4))
    if what == 3:
        return replace(mark, note=f"note {random.randrange(10**6)}")
    return replace(mark, hidden=not mark.hidden)


def _setting(after: Mark) -> Callable[[Mark], Mark]:
    return lambda _: after


def _state(mark: Mark) -> State:
    return states({"": mark})[""]
