"""Settings apply on the screen from the start, until the user chooses otherwise."""

from dataclasses import replace

from stories import WIDE, Home, all_rows, picture, settle

from confbrowse.settings import ScreenSettings, Settings
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.view_state import DEFAULT_VIEW, ViewState

ELSEWHERE = Settings(ScreenSettings(zone="Asia/Tokyo"))


def app(home: Home, place: ViewState) -> ConfbrowseApp:
    """Return the app in the view *place*, with Tokyo time as the setting."""
    return ConfbrowseApp(home.library, home.agenda, place, settings=ELSEWHERE)


async def test_the_clock_is_as_set(home: Home) -> None:
    async with app(home, DEFAULT_VIEW).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        assert "Tokyo time (UTC+9)" in picture(pilot)
        assert "18:00" in all_rows(pilot)[0]


async def test_the_clock_that_was_chosen_goes_before_the_one_that_is_set(home: Home) -> None:
    place = replace(DEFAULT_VIEW, clock="event")
    async with app(home, place).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        assert "09:00" in all_rows(pilot)[0]
