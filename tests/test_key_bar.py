"""The keys below the panes: those that work here and now, the way back among them."""

from pathlib import Path

import pytest
from stories import ICML, MEDIUM, WIDE, Home, home_with, opened, picture, press, words


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML)


@pytest.mark.parametrize("size", [WIDE, MEDIUM])
async def test_keys_below_a_talk_on_the_whole_screen_name_the_way_back(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        assert "Enter Read" in words(picture(pilot))
        await press(pilot, "enter")
        assert "Esc Back" in words(picture(pilot))
        assert "Enter Read" not in words(picture(pilot))
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


async def test_what_tab_completes_is_told_only_while_it_does(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "slash", "m", "o", "t", "h", "s")
        assert "Tab completes" in words(picture(pilot))
        await press(pilot, "enter")
        assert "/ moths" in words(picture(pilot))
        assert "Tab completes" not in words(picture(pilot))
