"""What an export writes and says, without a screen."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from stories import ICML, MOTHS, OWLS, WORMS, Home, home_with, star
from textual.screen import Screen

from confbrowse.errors import NothingFoundError, StoreError
from confbrowse.exporters import EXPORTERS
from confbrowse.model import Talk
from confbrowse.tui.context import AppContext
from confbrowse.tui.controllers.export import ExportController
from confbrowse.tui.controllers.marks import MarksController
from confbrowse.tui.dialogs.export import ExportChoice, Portion

Write = Callable[[ExportChoice, Path, bool], str]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML)


@pytest.fixture
def write(home: Home) -> Write:
    """Return the method that writes an export; it does not use the screen."""
    ctx = AppContext(home.library, MarksController(home.agenda, home.library))
    return ExportController(Screen(), ctx, lambda _text, _what: None, lambda: None).write


def agenda_as(name: str) -> ExportChoice:
    return ExportChoice(Portion("your agenda", "agenda"), EXPORTERS[name], copy=False)


def talks_as(name: str, *talks: Talk) -> ExportChoice:
    return ExportChoice(
        Portion("the selected talks", "selected", lambda: talks), EXPORTERS[name], False
    )


def test_a_calendar_says_how_many_talks_it_leaves_out(
    home: Home, write: Write, tmp_path: Path
) -> None:
    star(home, MOTHS, WORMS)
    said = write(agenda_as("ics"), tmp_path / "a.ics", False)
    assert said == f"Wrote 1 talk to {tmp_path}/a.ics; 1 talk without a time is left out."


def test_a_calendar_says_how_many_of_its_talks_have_no_known_zone(
    write: Write, tmp_path: Path
) -> None:
    floating = replace(OWLS, timezone=None)
    said = write(talks_as("ics", MOTHS, floating, WORMS), tmp_path / "a.ics", False)
    assert said.endswith("; 1 talk without a time is left out; 1 with an unknown time zone.")
    said = write(talks_as("ics", MOTHS, floating), tmp_path / "b.ics", False)
    assert said == f"Wrote 2 talks to {tmp_path}/b.ics; 1 with an unknown time zone."
    said = write(talks_as("csv", floating), tmp_path / "b.csv", False)
    assert said == f"Wrote 1 talk to {tmp_path}/b.csv."


def test_other_formats_hold_every_talk(home: Home, write: Write, tmp_path: Path) -> None:
    star(home, MOTHS, WORMS)
    said = write(agenda_as("csv"), tmp_path / "a.csv", False)
    assert said == f"Wrote 2 talks to {tmp_path}/a.csv."


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (agenda_as("md"), "Your agenda is empty"),
        (talks_as("ics", WORMS), "None of the talks has a time"),
    ],
)
def test_without_talks_nothing_is_written(
    write: Write, tmp_path: Path, choice: ExportChoice, words: str
) -> None:
    file = tmp_path / "out"
    with pytest.raises(NothingFoundError, match=words):
        write(choice, file, True)
    assert not file.exists()


def test_a_file_that_confbrowse_did_not_write_is_replaced_only_on_request(
    write: Write, tmp_path: Path
) -> None:
    file = tmp_path / "talks.md"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError):
        write(talks_as("md", MOTHS), file, False)
    assert file.read_text(encoding="utf-8") == "mine"
    write(talks_as("md", MOTHS), file, True)
    assert MOTHS.title in file.read_text(encoding="utf-8")
