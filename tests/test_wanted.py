"""What is set in ``config.toml`` is how it is, on the command line and on the screen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Run
from stories import ICML, home_with, listed, picture, press, settle, titles, typed, until

from confbrowse.place import NOWHERE
from confbrowse.settings import Screen, Settings
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.screens.panes import PanesScreen

Set = Callable[[str], None]


@pytest.fixture
def set_to(home: Path) -> Set:
    """Return what writes the reader's settings."""

    def write(text: str) -> None:
        (home / "config").mkdir(parents=True, exist_ok=True)
        (home / "config" / "config.toml").write_text(text, encoding="utf-8")

    return write


def test_times_are_by_the_clock_that_is_set_unless_another_is_named(
    filled: Run, set_to: Set
) -> None:
    by_event = filled("list").out
    in_vienna = filled("list", "--zone", "Europe/Vienna").out
    set_to('[screen]\nzone = "Europe/Vienna"\n')
    assert filled("list").out == in_vienna != by_event
    assert filled("list", "--zone", "event").out == by_event


def test_what_programs_read_does_not_hang_on_settings(filled: Run, set_to: Set) -> None:
    before = filled("list", "--json").out
    set_to('[screen]\nzone = "Europe/Vienna"\n')
    assert filled("list", "--json").out == before


def test_a_saved_search_is_searched_for_by_its_name(filled: Run, set_to: Set) -> None:
    set_to('[searches]\nmoths = "title:moths"\n')
    assert filled("search", "@moths").out == filled("search", "title:moths").out


async def test_a_saved_search_is_put_in_by_tab(tmp_path: Path) -> None:
    home = home_with(tmp_path, ICML)
    settings = Settings(searches=(("flying", "bats"),))
    app = ConfbrowseApp(home.library, home.agenda, NOWHERE, settings=settings)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "slash")
        await typed(pilot, "@fl")
        await press(pilot, "tab", "enter")
        assert titles(pilot) == ["Bats and Echoes"]
        assert len(listed(pilot)) == 1


async def test_a_saved_search_is_in_the_palette(tmp_path: Path) -> None:
    home = home_with(tmp_path, ICML)
    settings = Settings(searches=(("flying", "bats"),))
    app = ConfbrowseApp(home.library, home.agenda, NOWHERE, settings=settings)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "a", "colon")
        await typed(pilot, "@flying")
        await until(pilot, lambda: "Search for bats" in picture(pilot))
        await press(pilot, "enter")
        await until(pilot, lambda: titles(pilot) == ["Bats and Echoes"])


async def test_no_line_of_an_abstract_is_longer_than_is_set(tmp_path: Path) -> None:
    home = home_with(tmp_path, ICML)
    settings = Settings(screen=Screen(measure=40))
    app = ConfbrowseApp(home.library, home.agenda, NOWHERE, settings=settings)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, PanesScreen)
        lines = [screen.detail.render_line(y).text[:-1].rstrip() for y in range(12)]
        assert 30 < max(map(len, lines)) <= 41
