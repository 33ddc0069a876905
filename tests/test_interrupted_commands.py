"""A command that is interrupted has either stored nothing, or reported what it stored."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import PAGE, Run, written
from test_cli_update import feed

from confbrowse.paths import app_dirs
from confbrowse.storage import library
from confbrowse.storage.library import LibraryStore
from confbrowse.system.interrupts import interruptible_until_commit


def interrupting_after(function: Callable[..., object], *, call: int = 1) -> Callable[..., object]:
    """Return *function* with a Ctrl-C at the end of call number *call*."""
    calls = 0

    def interrupting(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        found = function(*args, **kwargs)
        if calls == call:
            os.kill(os.getpid(), signal.SIGINT)
        return found

    return interrupting


def test_before_the_commit_nothing_is_stored(
    run: Run, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "insert", interrupting_after(library.insert))

    ran = run("add", page)

    assert (ran.code, ran.out, ran.err) == (130, "", "")
    assert LibraryStore.at(app_dirs().library).programmes() == ()


def test_after_the_commit_what_came_in_is_reported(
    run: Run, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LibraryStore, "update", interrupting_after(LibraryStore.update))

    ran = run("add", page)

    assert (ran.code, ran.out) == (130, "Added ICML 2021: 4 talks in 1 session.\n")
    assert [one.id for one in LibraryStore.at(app_dirs().library).programmes()] == ["icml-2021"]


def test_an_update_of_all_reports_what_was_stored_before_it_was_interrupted(
    filled: Run, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled("add", feed(tmp_path, "Moths", "Bats"))
    written(Path(page), PAGE.replace("7:10 - 7:30", "9:10 - 9:30"))
    feed(tmp_path, "Moths", "Bats", "Owls")
    monkeypatch.setattr(library, "insert", interrupting_after(library.insert, call=2))

    ran = filled("update")

    assert ran.code == 130
    assert "ICML 2021: 1 moved." in ran.out
    assert "MothCon" not in ran.out


def test_an_error_at_the_commit_is_reported_rather_than_the_interrupt() -> None:
    handler = signal.getsignal(signal.SIGINT)

    with pytest.raises(ValueError, match="full"), interruptible_until_commit() as begin_commit:
        begin_commit()
        os.kill(os.getpid(), signal.SIGINT)
        raise ValueError("full")

    assert signal.getsignal(signal.SIGINT) is handler
