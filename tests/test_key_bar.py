"""The keys below the panes: those that work at the moment, including the way back."""

import pytest
from stories import BATS, MEDIUM, WIDE, Home, opened, picture, press, selected, settle, words
from textual.pilot import Pilot

from confbrowse.tui.screens.panes import PanesScreen


@pytest.mark.parametrize("size", [WIDE, MEDIUM])
async def test_keys_below_a_talk_on_the_whole_screen_name_the_way_back(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        assert "Enter Read" in words(picture(pilot))
        await press(pilot, "enter")
        assert "Esc Back" in words(picture(pilot))
        assert "Enter Read" not in words(picture(pilot))
        assert "q Quit" not in words(picture(pilot))
        await press(pilot, "escape")
        assert "Enter Read" in words(picture(pilot))
        assert "Esc Back" not in words(picture(pilot))


@pytest.mark.parametrize("view", ["2", "3", "4", "5", "m"])
async def test_keys_below_a_view_name_the_way_back(home: Home, view: str) -> None:
    async with opened(home, MEDIUM) as pilot:
        await press(pilot, "s", view)
        assert "q Back" in words(picture(pilot))


async def test_keys_below_a_search_are_none_that_would_be_typed(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "slash")
        below = words(picture(pilot).splitlines()[-1])
        assert "Tab Complete" in below
        assert "s Star" not in below
        assert below.endswith("F1 Help")


async def test_what_tab_completes_is_shown_only_while_it_does(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "slash", "m", "o", "t", "h", "s")
        assert "Tab completes" in words(picture(pilot))
        await press(pilot, "enter")
        assert "/ moths" in words(picture(pilot))
        assert "Tab completes" not in words(picture(pilot))


async def test_keys_below_the_sidebar_are_those_that_act_there(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "h")
        below = words(picture(pilot).splitlines()[-1])
        assert below.startswith("Enter Collapse Esc Back / Find")
        assert "Star" not in below
        await press(pilot, "G")
        assert words(picture(pilot).splitlines()[-1]).startswith("Enter Expand Esc Back")


async def test_keys_below_a_selection_say_what_can_be_done_with_it(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "v", "j")
        below = words(picture(pilot).splitlines()[-1])
        assert below.startswith("s Star x Hide d Seen E Export Esc End")
        assert "Quit" not in below
        await press(pilot, "s", "ctrl+l")  # the next key removes the message
        assert selected(pilot) == 0
        assert words(picture(pilot).splitlines()[-1]).startswith("s Star u Undo")


async def test_a_key_in_the_bar_is_pressed_by_a_click(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "j")
        for label in ("Star", "Read", "Back", "Help"):
            await click_key(pilot, label)
        assert home.starred == [BATS.title]
        assert not isinstance(pilot.app.screen, PanesScreen)


async def click_key(pilot: Pilot[None], label: str) -> None:
    """Click on *label* in the key bar."""
    at = picture(pilot).splitlines()[-1].index(label)
    await pilot.click("#keys", offset=(at, 0))
    await settle(pilot)
