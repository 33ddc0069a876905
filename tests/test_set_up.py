"""What is set holds on the screen from the start, until the reader chooses otherwise."""

from dataclasses import replace
from pathlib import Path

import pytest
from stories import ICML, WIDE, Home, home_with, listed, picture, settle

from confbrowse.place import NOWHERE, Place
from confbrowse.settings import Screen, Settings
from confbrowse.tui.app import ConfbrowseApp

ELSEWHERE = Settings(Screen(zone="Asia/Tokyo", rows="detailed"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML)


def app(home: Home, place: Place) -> ConfbrowseApp:
    """Return confbrowse as it starts at *place*, set to two rows a talk and the clock of Tokyo."""
    return ConfbrowseApp(home.library, home.agenda, place, settings=ELSEWHERE)


async def test_clock_and_rows_are_as_set(home: Home) -> None:
    async with app(home, NOWHERE).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        assert "Asia/Tokyo" in picture(pilot)
        assert "18:00" in listed(pilot)[0]
        assert "Grace Hopper" in listed(pilot)[1]


async def test_what_was_chosen_goes_before_what_is_set(home: Home) -> None:
    place = replace(NOWHERE, clock="event", detailed=False)
    async with app(home, place).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        assert "09:00" in listed(pilot)[0]
        assert "Bats and Echoes" in listed(pilot)[1]
