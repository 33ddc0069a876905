"""Jobs that people come with, each by as few keys as it takes: a story counts what it presses."""

from dataclasses import replace
from pathlib import Path

import pytest
from factories import at, programme, talk
from stories import (
    MEDIUM,
    WIDE,
    Home,
    detail,
    home_with,
    listed,
    on_screen,
    opened,
    press,
    row_at_cursor,
    star,
    title,
    titles,
)

from confbrowse.model import Session

ORALS = Session("Night 2021", "Orals 1", room="Hall A")
LATER = Session("Night 2021", "Orals 2", room="Attic")
OWLS = talk(
    "Diffusion of Owls", session=ORALS, room="Hall A", kind="Oral", start=at(9), end=at(9, 20)
)
MICE = talk(
    "Mice that Learn Diffusion",
    session=ORALS,
    room="Hall A",
    kind="Oral",
    start=at(9, 20),
    end=at(9, 40),
)
BATS = talk(
    "Transformer Architectures of Bats", session=LATER, room="Attic", kind="Oral", start=at(9, 40)
)
NEXT = talk(
    "Diffusion, a Day Later", session=ORALS, room="Hall A", kind="Oral", start=at(9, day=21)
)
HALL = talk(
    "Diffusion in Posters", session=LATER, room="Attic", kind="Poster", start=at(10), end=at(11)
)
EVERY = (OWLS, MICE, BATS, HALL, NEXT)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home with two days in two rooms; the clock says 9:10 of the first."""
    return replace(home_with(tmp_path, programme(*EVERY, name="Night 2021")), now=lambda: at(9, 10))


@pytest.mark.parametrize("size", [MEDIUM, WIDE])
async def test_all_orals_of_a_day_on_a_topic_are_starred(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "slash", "k", "tab", "o", "tab", "space", "d", "tab", *"tue", "space")
        await press(pilot, *"diffusion", "enter", "v", "G", "s")
        assert home.starred == [OWLS.title, MICE.title]


async def test_a_day_in_one_room_is_listed_by_the_filter_menu(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "f", *"hal", "enter", "f", *"tue", "enter")
        assert titles(pilot, *EVERY) == [OWLS.title, MICE.title]


@pytest.mark.parametrize("size", [MEDIUM, WIDE])
async def test_the_room_of_my_next_talk_is_one_key_away(home: Home, size: tuple[int, int]) -> None:
    star(home, OWLS, BATS)
    async with opened(home, size) as pilot:
        await press(pilot, "a")
        assert title(pilot) == OWLS.title
        below = listed(pilot)[listed(pilot).index(row_at_cursor(on_screen(pilot).main_list)) :]
        assert any("Attic" in row for row in below)
        await press(pilot, "a", "t")
        assert any("Hall A" in row for row in listed(pilot)[:4])
        assert "Hall A" in detail(pilot)


async def test_a_talk_is_found_in_spite_of_three_typos(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "slash", *"trasnformer", "space", *"arhcitecturs", "space", *"bts")
        assert titles(pilot, *EVERY) == [BATS.title]
