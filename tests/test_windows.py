"""The small windows over the screen: links to choose from, texts to copy by hand."""

import shlex
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from made_up import programme
from rich.cells import cell_len
from stories import (
    CODE,
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    PAPER,
    VIDEO,
    WIDE,
    Home,
    home_with,
    no_clipboard,
    opened,
    picture,
    press,
    said,
    until,
    words,
)
from textual.pilot import Pilot

from confbrowse.model import Link
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.help import HelpScreen
from confbrowse.tui.screens.links import LinksScreen
from confbrowse.tui.screens.text import TextScreen

SIZES = [WIDE, MEDIUM, NARROW]
NO_LINK = "This talk has no link in its source."


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML)


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file to which the reader's browser, a script, writes what it is given to open."""
    if sys.platform == "win32":
        pytest.skip("the stand-in for a browser is a shell script")
    script, told = tmp_path / "a browser", tmp_path / "opened"
    script.write_text(f'#!/bin/sh\necho "$@" >> {shlex.quote(str(told))}\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("CONFBROWSE_OPENER", shlex.quote(str(script)))
    return told


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of what the machine's clipboard tool is given."""
    texts: list[str] = []

    def copy(text: str) -> bool:
        texts.append(text)
        return True

    monkeypatch.setattr("confbrowse.clipboard.copy", copy)
    return texts


def unwrapped(pilot: Pilot[None]) -> str:
    """Return what the screen says without blanks, frames and bars, so that broken lines are whole."""
    frames = dict.fromkeys(range(0x2500, 0x25A0))
    return "".join(picture(pilot).translate(frames).split())


async def ends_with(pilot: Pilot[None], text: str) -> None:
    """Wait until *text* is on the screen after a key for the end; AssertionError if it never is."""
    await press(pilot, "end")
    await until(pilot, lambda: text in unwrapped(pilot))


@pytest.mark.parametrize("size", [MEDIUM, NARROW])
async def test_o_opens_the_best_link(home: Home, browser: Path, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "o")
        assert browser.read_text(encoding="utf-8").split() == [CODE.url]
        assert f"Opened{CODE.url}inyourbrowser." in "".join(said(pilot).split())


@pytest.mark.parametrize("size", SIZES)
async def test_a_link_that_cannot_be_opened_is_shown_and_sent_to_the_clipboard(
    home: Home, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("CONFBROWSE_OPENER", "no-such-browser")
    async with opened(home, size) as pilot:
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, TextScreen)
        assert "CONFBROWSE_OPENERnamesno-such-browser" in unwrapped(pilot)
        assert "Escclose" in unwrapped(pilot)
        await ends_with(pilot, CODE.url)
        assert pilot.app.clipboard == CODE.url
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, BrowseScreen)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_picker_shows_every_link_by_number(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "O")
        shown = words(picture(pilot))
        assert "1 paper PDF https://exa" in shown
        assert "2 code https://git" in shown
        assert "3 video https://exa" in shown


async def test_picker_opens_the_link_that_is_chosen(home: Home, browser: Path) -> None:
    ways = {
        ("1",): PAPER,
        ("3",): VIDEO,
        ("enter",): PAPER,
        ("j", "enter"): CODE,
        ("G", "k", "enter"): CODE,
        ("9", "0", "2"): CODE,
    }
    async with opened(home) as pilot:
        for keys in ways:
            await press(pilot, "O", *keys)
            assert isinstance(pilot.app.screen, BrowseScreen)
        chosen = browser.read_text(encoding="utf-8").split()
        assert chosen == [link.url for link in ways.values()]


async def test_picker_copies_the_highlighted_link(home: Home, copied: list[str]) -> None:
    async with opened(home) as pilot:
        await press(pilot, "O", "j", "y")
        assert copied == [CODE.url]
        assert said(pilot) == "Copied the link."


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_picker_is_left_without_a_choice(home: Home, browser: Path, key: str) -> None:
    async with opened(home) as pilot:
        await press(pilot, "O", "j", key)
        assert isinstance(pilot.app.screen, BrowseScreen)
        assert not browser.exists()


async def test_picker_takes_more_links_than_have_a_number(tmp_path: Path, browser: Path) -> None:
    many = tuple(Link("other", f"https://example.org/{number}") for number in range(1, 31))
    home = home_with(tmp_path, programme(replace(MOTHS, links=many)))
    async with opened(home) as pilot:
        await press(pilot, "O", "G", "enter")
        assert browser.read_text(encoding="utf-8").split() == [many[-1].url]


@pytest.mark.parametrize("key", ["o", "O", "Y"])
async def test_a_talk_without_a_link_says_so(home: Home, key: str) -> None:
    async with opened(home) as pilot:
        await press(pilot, "G", key)
        assert said(pilot) == NO_LINK
        assert isinstance(pilot.app.screen, BrowseScreen)


async def test_a_talk_and_its_link_are_copied(home: Home, copied: list[str]) -> None:
    async with opened(home) as pilot:
        await press(pilot, "Y")
        assert said(pilot) == "Copied the link."
        await press(pilot, "y")
        assert "Copied the talk." in said(pilot)
    link, talk = copied
    assert link == CODE.url
    assert talk.splitlines() == [
        "Moths and Lamps",
        "Grace Hopper, Jürgen Groß",
        "Lamps, ICML 2021",
        CODE.url,
    ]


@pytest.mark.parametrize("size", [MEDIUM, NARROW])
async def test_without_a_clipboard_tool_the_text_is_sent_and_shown(
    home: Home, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    no_clipboard(monkeypatch)
    async with opened(home, size) as pilot:
        await press(pilot, "Y")
        assert isinstance(pilot.app.screen, TextScreen)
        assert CODE.url in unwrapped(pilot)
        assert pilot.app.clipboard == CODE.url
        await press(pilot, "q", "y")
        assert pilot.app.clipboard.startswith("Moths and Lamps\nGrace Hopper")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, BrowseScreen)


async def test_a_long_text_to_copy_can_be_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_clipboard(monkeypatch)
    people = tuple(f"Person Number{number:02}" for number in range(60))
    home = home_with(tmp_path, programme(replace(MOTHS, authors=people)))
    async with opened(home, NARROW) as pilot:
        await press(pilot, "y")
        assert "MothsandLampsPersonNumber00" in unwrapped(pilot)
        await ends_with(pilot, f"PersonNumber59Lamps,ICML2021{CODE.url}")


@pytest.mark.parametrize("size", [*SIZES, (20, 6)])
async def test_windows_fit_every_terminal(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        for key, window in (("question_mark", HelpScreen), ("O", LinksScreen)):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, window)
            region = pilot.app.screen.query_one("#window").region
            assert pilot.app.screen.region.contains_region(region)
            assert [row for row in picture(pilot).splitlines() if cell_len(row) > size[0]] == []
            await press(pilot, "down", "escape")
        assert isinstance(pilot.app.screen, BrowseScreen)
