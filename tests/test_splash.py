"""The splash screen on a real terminal: painted before Textual is loaded, and only the last frame."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import Terminal

from confbrowse.errors import StoreError
from confbrowse.paths import shipped
from confbrowse.tui import splash

pytestmark = pytest.mark.proof

CONFBROWSE = (sys.executable, "-m", "confbrowse")
TEXTUAL_STARTS = b"\x1b[?1000h"
"""Mouse reports on: among the first things Textual's driver writes."""
TITLE = "Multiscale"


def is_full(terminal: Terminal) -> bool:
    return TITLE in terminal.text and "Help" in terminal.text


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of a home with the samples as its library, after one run ended by q."""
    env = {"CONFBROWSE_HOME": str(tmp_path / "home")}
    pages = str(shipped("sample_sessions"))
    with Terminal((*CONFBROWSE, "add", pages), env=env) as terminal:
        assert terminal.wait() == 0
    with Terminal(CONFBROWSE, env=env) as terminal:
        terminal.read_until(is_full)
        terminal.settle()
        terminal.send(b"q")
        assert terminal.wait() == 0
    yield env


def view_of(home: dict[str, str]) -> Path:
    return Path(home["CONFBROWSE_HOME"]) / "state" / "view"


def painted_first(terminal: Terminal) -> bool:
    """Return whether a title was written before any output of Textual."""
    terminal.read_until(lambda one: TEXTUAL_STARTS in one.raw and is_full(one))
    title, textual = terminal.raw.find(TITLE.encode()), terminal.raw.find(TEXTUAL_STARTS)
    return 0 <= title < textual


def test_second_start_paints_before_textual_is_loaded(home: dict[str, str]) -> None:
    with Terminal(CONFBROWSE, env=home) as terminal:
        assert painted_first(terminal)
        terminal.send(b"q")
        assert terminal.wait() == 0
        assert terminal.restored()


def test_view_of_another_size_is_not_painted(home: dict[str, str]) -> None:
    with Terminal(CONFBROWSE, env=home, columns=100) as terminal:
        assert not painted_first(terminal)


def test_view_of_another_terminal_is_not_painted(home: dict[str, str]) -> None:
    with Terminal(CONFBROWSE, env=home | {"NO_COLOR": "1"}) as terminal:
        assert not painted_first(terminal)


@pytest.mark.parametrize("trick", ["\x1b]0;owned\x07", "\x1b[2J", "\x9b31m", "\x00", "\x1bc"])
def test_view_with_more_than_text_and_colours_is_not_painted(
    home: dict[str, str], trick: str
) -> None:
    text = view_of(home).read_text(encoding="utf-8")
    view_of(home).write_text(text.replace(TITLE, f"{TITLE}{trick}"), encoding="utf-8")
    with Terminal(CONFBROWSE, env=home) as terminal:
        assert not painted_first(terminal)
        assert b"owned" not in terminal.raw


@pytest.mark.parametrize("text", ["", "\n" * 24, "confbrowse view 1 80x24", "\udcff"])
def test_broken_view_is_passed_over(home: dict[str, str], text: str) -> None:
    view_of(home).write_text(text, encoding="utf-8", errors="surrogateescape")
    with Terminal(CONFBROWSE, env=home) as terminal:
        assert not painted_first(terminal)


def test_keys_typed_before_anything_is_loaded_count(home: dict[str, str]) -> None:
    with Terminal(CONFBROWSE, env=home) as terminal:
        terminal.read_until(lambda one: TITLE in one.text)
        terminal.send(b"q")
        assert terminal.wait() == 0
        assert terminal.restored()


def test_line_of_the_terminal_is_as_before(home: dict[str, str]) -> None:
    command = f'before=$(stty -g); {" ".join(CONFBROWSE)}; [ "$before" = "$(stty -g)" ]'
    with Terminal(("sh", "-c", command), env=home) as terminal:
        terminal.read_until(lambda one: TEXTUAL_STARTS in one.raw and is_full(one))
        terminal.settle()
        terminal.send(b"q")
        assert terminal.wait() == 0


def test_view_that_cannot_be_kept_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="Cannot write"):
        splash.save(tmp_path / "file" / "view", ["a"], 1)
