"""A screen closes only itself, and only once."""

from pathlib import Path

from stories import ICML, WIDE, home_with, opened, press, settle

from confbrowse.tui.dismiss import DismissOnce


async def test_a_window_told_twice_to_close_leaves_the_screen_below(tmp_path: Path) -> None:
    async with opened(home_with(tmp_path, ICML), WIDE) as pilot:
        below = pilot.app.screen
        await press(pilot, "T")
        window = pilot.app.screen
        assert isinstance(window, DismissOnce)
        window.dismiss(None)
        window.dismiss(None)
        await settle(pilot)
        assert pilot.app.screen is below


async def test_a_window_does_not_close_what_lies_over_it(tmp_path: Path) -> None:
    async with opened(home_with(tmp_path, ICML), WIDE) as pilot:
        await press(pilot, "a")
        agenda = pilot.app.screen
        await press(pilot, "question_mark")
        over = pilot.app.screen
        assert isinstance(agenda, DismissOnce)
        agenda.dismiss(None)
        await settle(pilot)
        assert pilot.app.screen is over
