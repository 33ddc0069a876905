"""The settings in ``config.toml`` take effect, on the command line and on the screen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Run
from stories import ICML, home_with, listed, picture, press, said, settle, titles, typed, until

from confbrowse.settings import ScreenSettings, Settings
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.panes import PanesScreen
from confbrowse.tui.view_state import DEFAULT_VIEW

Set = Callable[[str], None]


@pytest.fixture
def set_to(home_folder: Path) -> Set:
    """Return a function that writes the user's settings."""

    def write(text: str) -> None:
        (home_folder / "config").mkdir(parents=True, exist_ok=True)
        (home_folder / "config" / "config.toml").write_text(text, encoding="utf-8")

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
    app = ConfbrowseApp(home.library, home.agenda, DEFAULT_VIEW, settings=settings)
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
    app = ConfbrowseApp(home.library, home.agenda, DEFAULT_VIEW, settings=settings)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "a", "colon")
        await typed(pilot, "@flying")
        await until(pilot, lambda: "Search for bats" in picture(pilot))
        await press(pilot, "enter")
        await until(pilot, lambda: titles(pilot) == ["Bats and Echoes"])


async def test_the_keys_of_the_copy_menu_are_named_unless_that_is_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_with(tmp_path, ICML)
    monkeypatch.setattr("confbrowse.system.clipboard.copy", lambda _text: True)
    settings = Settings(screen=ScreenSettings(which_key=False))
    app = ConfbrowseApp(home.library, home.agenda, DEFAULT_VIEW, settings=settings)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "y")
        assert "Copy:" not in picture(pilot)
        await press(pilot, "t")
        assert said(pilot) == "Copied the title."


async def test_no_line_of_an_abstract_is_longer_than_is_set(tmp_path: Path) -> None:
    home = home_with(tmp_path, ICML)
    settings = Settings(screen=ScreenSettings(measure=40))
    app = ConfbrowseApp(home.library, home.agenda, DEFAULT_VIEW, settings=settings)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, PanesScreen)
        lines = [screen.detail.render_line(y).text[:-1].rstrip() for y in range(12)]
        assert 30 < max(map(len, lines)) <= 41


async def test_columns_and_rows_say_what_the_list_shows(tmp_path: Path) -> None:
    home = home_with(tmp_path, ICML)
    settings = Settings(screen=ScreenSettings(rows="compact", columns=("session", "authors")))
    app = ConfbrowseApp(home.library, home.agenda, DEFAULT_VIEW, settings=settings)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert listed(pilot)[1] == " 09:00     Moths and Lamps · Lamps · Grace Hopper +1"
        assert isinstance(app.screen, BrowseScreen)
        assert not app.screen.talk_list.detailed
