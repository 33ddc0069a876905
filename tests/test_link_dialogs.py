"""The dialogs for links: select a link, or copy a text by hand."""

import re
import shlex
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from factories import programme
from rich.cells import cell_len
from stories import (
    CODE,
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
    settle,
    until,
    words,
)
from textual.pilot import Pilot

from confbrowse.model import Link
from confbrowse.settings import LinkSettings, Settings
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.dialogs.base import MessageDialog
from confbrowse.tui.dialogs.help import HelpDialog
from confbrowse.tui.dialogs.links import LinksDialog
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.view_state import DEFAULT_VIEW

SIZES = [WIDE, MEDIUM, NARROW]
NO_LINK = "This talk has no link in its source."


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file to which the user's browser, a script, writes its arguments."""
    if sys.platform == "win32":
        pytest.skip("the stand-in for a browser is a shell script")
    script, told = tmp_path / "a browser", tmp_path / "opened"
    script.write_text(f'#!/bin/sh\necho "$@" >> {shlex.quote(str(told))}\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("CONFBROWSE_OPENER", shlex.quote(str(script)))
    return told


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of texts that the clipboard tool gets."""
    texts: list[str] = []

    def copy(text: str) -> bool:
        texts.append(text)
        return True

    monkeypatch.setattr("confbrowse.system.clipboard.copy", copy)
    return texts


def unwrapped(pilot: Pilot[None]) -> str:
    """Return the text of the screen without blanks, frames and bars, so that broken lines are joined."""
    frames = dict.fromkeys(range(0x2500, 0x25A0))
    return "".join(picture(pilot).translate(frames).split())


async def ends_with(pilot: Pilot[None], text: str) -> None:
    """Wait until *text* is on the screen after End. Raises AssertionError if it never is."""
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
        assert isinstance(pilot.app.screen, MessageDialog)
        assert "CONFBROWSE_OPENERnamesno-such-browser" in unwrapped(pilot)
        assert "Escclose" in unwrapped(pilot)
        title, text, hint = (
            pilot.app.screen.query_one(f"#{name}") for name in ("title", "text", "hint")
        )
        assert title.content_region.x == text.content_region.x == hint.content_region.x
        await ends_with(pilot, CODE.url)
        assert pilot.app.clipboard == CODE.url
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, BrowseScreen)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_picker_shows_every_link_by_number(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "O")
        shown = words(picture(pilot))
        assert "1 Code github.com/moths" in shown
        assert "2 Paper: PDF example.org/" in shown
        assert "3 Video example.org/" in shown
        assert CODE.url in unwrapped(pilot)
        await press(pilot, "j")
        assert PAPER.url in unwrapped(pilot)


async def test_picker_opens_the_link_that_is_chosen(home: Home, browser: Path) -> None:
    ways = {
        ("1",): CODE,
        ("3",): VIDEO,
        ("enter",): CODE,
        ("j", "enter"): PAPER,
        ("G", "k", "enter"): PAPER,
        ("9", "0", "2"): PAPER,
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
        assert copied == [PAPER.url]
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


async def test_a_talk_without_a_link_is_searched_for_by_its_title(
    home: Home, browser: Path
) -> None:
    async with opened(home) as pilot:
        await press(pilot, "G", "Y")
        assert said(pilot) == NO_LINK
        await press(pilot, "o")
        shown = words(picture(pilot))
        assert "No link in the source. Search for the title:" in shown
        assert "1 arXiv arxiv.org/search" in shown
        await press(pilot, "2")
        assert isinstance(pilot.app.screen, BrowseScreen)
        (opened_url,) = browser.read_text(encoding="utf-8").split()
        assert opened_url == "https://scholar.google.com/scholar?q=Glow%20Worms"


async def test_without_a_place_to_search_a_talk_without_a_link_says_so(home: Home) -> None:
    settings = Settings(links=LinkSettings(()))
    app = ConfbrowseApp(home.library, home.agenda, DEFAULT_VIEW, settings=settings)
    async with app.run_test(size=MEDIUM, notifications=True) as pilot:
        await settle(pilot)
        for key in ("o", "O"):
            await press(pilot, "G", key)
            assert said(pilot) == NO_LINK
            assert isinstance(pilot.app.screen, BrowseScreen)


def sent(pilot: Pilot[None]) -> str:
    """Return what the terminal gets to show the screen."""
    assert isinstance(pilot.app, ConfbrowseApp)
    # private, but the driver of tests sends nothing
    terminal, strips = pilot.app._terminal, pilot.app.screen._compositor.render_strips()
    return "".join(terminal.shown(strip.render(pilot.app.console)) for strip in strips)


def hyperlinks(pilot: Pilot[None]) -> list[tuple[str, str]]:
    """Return address and text of every hyperlink that the terminal gets."""
    found = re.findall(
        r"\x1b\]8;[^;]*;([^\x1b\x07]+)\x1b\\(?:\x1b\[[\d;]*m)?([^\x1b]*)", sent(pilot)
    )
    return [(address, text.rstrip()) for address, text in found]


@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
async def test_links_are_hyperlinks_of_checked_addresses_where_the_terminal_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    monkeypatch.setenv("TERM", term)
    evil = "Read \x1b]8;;https://evil.example\x1b\\this\x1b]8;;\x1b\\ or \x9d8;;https://evil.example\x9c."
    foreign = Link("other", "https://müsli.example/ä")
    home = home_with(tmp_path, programme(replace(MOTHS, abstract=evil, links=(CODE, foreign))))
    checked = [
        (CODE.url, "github.com/moths/lamps"),
        ("https://xn--msli-0ra.example/%C3%A4", "müsli.example/ä"),
    ]
    async with opened(home, WIDE) as pilot:
        assert "\x9d" not in sent(pilot)
        assert "github.com/moths/lamps" in picture(pilot)
        assert hyperlinks(pilot) == ([] if term == "linux" else checked)
        await press(pilot, "O")
        assert isinstance(pilot.app.screen, LinksDialog)
        assert set(hyperlinks(pilot)) == (set() if term == "linux" else set(checked))


async def test_a_talk_and_its_link_are_copied(home: Home, copied: list[str]) -> None:
    async with opened(home) as pilot:
        await press(pilot, "Y")
        assert said(pilot) == "Copied the link."
        await press(pilot, "y")
        keys = "Copy: y Enter Citation t Title l Link a Abstract Esc q Close"
        assert keys in words(picture(pilot).replace("\N{NO-BREAK SPACE}", " "))
        await press(pilot, "y")
        assert said(pilot) == "Copied the citation."
        await press(pilot, "ctrl+y")
        assert said(pilot) == "Copied the citation."
        await press(pilot, "y", "t", "y", "l", "y", "a", "y", "escape")
    link, talk, same, *others, abstract = copied
    assert same == talk
    assert link == CODE.url
    assert others == [MOTHS.title, CODE.url]
    assert abstract.startswith("Why moths fly in circles.")
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
        assert isinstance(pilot.app.screen, MessageDialog)
        assert CODE.url in unwrapped(pilot)
        assert pilot.app.clipboard == CODE.url
        await press(pilot, "q", "y", "y")
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
        await press(pilot, "y", "enter")
        assert "MothsandLampsPersonNumber00" in unwrapped(pilot)
        await ends_with(pilot, f"PersonNumber59Lamps,ICML2021{CODE.url}")


@pytest.mark.parametrize("size", [*SIZES, (20, 6)])
async def test_windows_fit_every_terminal(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        for key, window in (("question_mark", HelpDialog), ("O", LinksDialog)):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, window)
            region = pilot.app.screen.query_one("#window").region
            assert pilot.app.screen.region.contains_region(region)
            assert [row for row in picture(pilot).splitlines() if cell_len(row) > size[0]] == []
            await press(pilot, "down", "escape")
        assert isinstance(pilot.app.screen, BrowseScreen)
