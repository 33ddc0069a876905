"""The timeline on the screen: a day drawn, walked through by keys, mine or everybody's."""

from dataclasses import replace
from pathlib import Path

import pytest
from made_up import at
from stories import (
    BATS,
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    OWLS,
    SONGS,
    WIDE,
    Home,
    home_with,
    on_screen,
    opened,
    picture,
    press,
    said,
    title,
    until,
    words,
)

from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.timeline import TimelineScreen
from confbrowse.tui.widgets.signs import CLASH, STAR


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home with three talks of two days starred, two of which clash."""
    home = replace(home_with(tmp_path, ICML), now=lambda: at(9, 12))
    home.agenda.mark((MOTHS, BATS, SONGS), lambda mark: replace(mark, starred=True))
    return home


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_my_day_is_drawn_with_clashes_and_the_present(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "4")
        assert isinstance(pilot.app.screen, TimelineScreen)
        shown = picture(pilot)
        assert f"╔{CLASH}{STAR}" in shown
        assert f"┌{CLASH}{STAR}" in shown
        assert ">09:12" in shown
        assert "Tue 20 Jul 2021, PDT" in shown
        assert title(pilot) == MOTHS.title
        await press(pilot, "4")
        assert isinstance(pilot.app.screen, BrowseScreen)


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_keys_go_from_talk_to_talk_and_from_day_to_day(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "4", "l")
        assert title(pilot) == BATS.title
        await press(pilot, "left")
        assert title(pilot) == MOTHS.title
        await press(pilot, "right_curly_bracket")
        assert title(pilot) == SONGS.title
        await press(pilot, "right_curly_bracket")
        assert said(pilot) == "That is the last day."
        await press(pilot, "left_curly_bracket", "j")
        assert title(pilot) == BATS.title


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_a_talk_is_read_and_its_star_taken_and_given_back(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "4", "enter")
        assert on_screen(pilot).zoomed
        await press(pilot, "G")
        assert MOTHS.source in words(picture(pilot))
        await press(pilot, "escape", "s")
        assert home.starred == [BATS.title, SONGS.title]
        assert MOTHS.title not in picture(pilot).partition("\n")[2] or size == WIDE
        await press(pilot, "u", "escape")
        assert home.starred == [MOTHS.title, BATS.title, SONGS.title]
        assert isinstance(pilot.app.screen, BrowseScreen)


async def test_all_talks_of_the_day_are_drawn_and_a_clash_is_seen_before_the_star(
    home: Home,
) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "4", "w")
        await until(pilot, lambda: OWLS.title in picture(pilot))
        assert "all rooms" in picture(pilot)
        while title(pilot) != OWLS.title:
            before = title(pilot)
            await press(pilot, "j")
            assert title(pilot) != before
        assert f"{CLASH} Clashes with 1 of yours: {BATS.title}" in picture(pilot)
        await press(pilot, "w")
        assert "your talks" in picture(pilot)


async def test_what_is_drawn_is_taken_out(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.folder)
    async with opened(home, WIDE) as pilot:
        await press(pilot, "4", "w", "E", "tab", "2", "enter")
        await until(pilot, lambda: any(home.folder.glob("*.md")))
    told = next(home.folder.glob("*.md")).read_text(encoding="utf-8")
    assert MOTHS.title in told
    assert OWLS.title in told


async def test_nothing_starred_says_what_to_do(tmp_path: Path) -> None:
    async with opened(home_with(tmp_path, ICML)) as pilot:
        await press(pilot, "4", "j", "l", "s", "enter", "v", "c", "right_curly_bracket")
        assert "w shows all talks of a day by room" in words(picture(pilot))
        await press(pilot, "w")
        await until(pilot, lambda: title(pilot) == MOTHS.title)


async def test_a_day_by_another_clock_is_drawn_by_it(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "4", "T")
        await pilot.pause()
        await press(pilot, *"tokyo", "enter")
        assert "Tue 20 Jul 2021, Asia/Tokyo" in picture(pilot)
        assert "18:00" in picture(pilot)
        assert title(pilot) == MOTHS.title


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_the_drawing_needs_no_more_than_ascii(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "4")
        screen = pilot.app.screen
        assert isinstance(screen, TimelineScreen)
        screen.drawing.ascii_only = True
        rows = [screen.drawing.render_line(y).text[:-1] for y in range(screen.drawing.size.height)]
        assert "".join(rows).isascii()
        assert any("#!*" in row for row in rows)


async def test_a_click_goes_to_a_talk_and_a_second_one_reads_it(home: Home) -> None:
    async with opened(home, MEDIUM) as pilot:
        await press(pilot, "4")
        screen = on_screen(pilot)
        assert isinstance(screen, TimelineScreen)
        assert screen.drawing.drawing
        frame = screen.drawing.drawing.frames[BATS.id]
        spot = (frame.left + 1, frame.first)
        await pilot.click(screen.drawing, offset=spot)
        assert title(pilot) == BATS.title
        await pilot.click(screen.drawing, offset=spot)
        await until(pilot, lambda: screen.zoomed)
