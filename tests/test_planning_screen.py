"""Planning by keys: see clashes before a star and resolve them, fill free time, change the time zone."""

from dataclasses import replace

import pytest
from factories import at, talk
from stories import (
    BATS,
    BREAK,
    MEDIUM,
    MOTHS,
    NARROW,
    OWLS,
    SONGS,
    WIDE,
    Home,
    listed,
    on_screen,
    opened,
    picture,
    press,
    said,
    star,
    title,
    titles,
    typed,
    until,
    words,
)
from textual.pilot import Pilot

from confbrowse.model import Talk
from confbrowse.schedule.clock import EVENT
from confbrowse.schedule.rooms import NO_WALKS
from confbrowse.tui.screens.agenda import AgendaScreen, FreeSlotScreen, Programmes
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.clash import ClashScreen
from confbrowse.tui.view_state import load
from confbrowse.tui.widgets.glyphs import CLASH, STAR, WEAK_CLASH


def before_title(pilot: Pilot[None], one: Talk) -> str:
    """Return what the list shows of *one* before its title: time and signs."""
    return next(row for row in listed(pilot) if one.title in row).partition(one.title)[0]


@pytest.mark.parametrize("size", [WIDE, MEDIUM])
async def test_three_are_starred_a_clash_settled_a_gap_filled_and_all_of_it_undone(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "s", "j")
        assert title(pilot) == BATS.title
        assert CLASH in before_title(pilot, BATS)
        assert f"{CLASH} clashes with 1 of yours" in picture(pilot)
        assert f"{CLASH} Clashes with 1 of yours: {MOTHS.title}" in picture(pilot)
        await press(pilot, "s")
        assert said(pilot) == f"Starred. Clashes with “{MOTHS.title}”; press c to resolve it."

        await press(pilot, "c")
        assert isinstance(pilot.app.screen, ClashScreen)
        shown = words(picture(pilot))
        assert MOTHS.title in shown
        assert BATS.title in shown
        await press(pilot, "1")
        assert isinstance(pilot.app.screen, BrowseScreen)
        assert home.starred == [BATS.title]

        await press(pilot, "j", "j", "j", "s", "a")
        assert home.starred == [BATS.title, SONGS.title]
        await until(pilot, lambda: "30 minutes free · 1 talk fits" in picture(pilot))
        await press(pilot, "g", "f")
        assert isinstance(pilot.app.screen, FreeSlotScreen)
        await press(pilot, "escape", "g", "j", "f")
        assert titles(pilot) == [BREAK.title]
        await press(pilot, "s")
        assert home.starred == [BATS.title, BREAK.title, SONGS.title]

        await press(pilot, "u", "u", "u", "u", "u")
        assert home.starred == []
        assert said(pilot).endswith("is no longer starred.")


def test_a_short_break_that_no_talk_fits_is_not_listed() -> None:
    mine = (talk("One", start=at(9), end=at(10)), talk("Two", start=at(10, 10), end=at(11)))
    late = talk("Three", start=at(12), end=at(13))

    def free(*slots: Talk) -> list[tuple[str, str]]:
        found = Programmes(slots=slots).gaps((*mine, late), EVENT, NO_WALKS)
        return [(f"{gap.start:%H:%M}", f"{gap.end:%H:%M}") for gap in found]

    assert free() == [("11:00", "12:00")]
    short = talk("Short", start=at(10), end=at(10, 5))
    assert free(short) == [("10:00", "10:10"), ("11:00", "12:00")]


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_escape_leaves_every_star_as_it_was(home: Home, size: tuple[int, int]) -> None:
    star(home, MOTHS, OWLS)
    async with opened(home, size) as pilot:
        await press(pilot, "j", "c", "l", "l", "l", "h", "J", "escape")
        assert isinstance(pilot.app.screen, BrowseScreen)
        assert home.starred == [MOTHS.title, OWLS.title]


async def test_the_talk_at_the_cursor_is_kept_by_enter_and_clashes_only_with_its_own_partners(
    home: Home,
) -> None:
    star(home, MOTHS, OWLS)
    async with opened(home, WIDE) as pilot:
        await press(pilot, "j", "c")
        assert words(picture(pilot)).count("of 3") == 3
        await press(pilot, "l", "enter")
        assert home.starred == [MOTHS.title, OWLS.title]
        await press(pilot, "c", "enter")
        assert home.starred == [BATS.title]
        await press(pilot, "u")
        assert home.starred == [MOTHS.title, OWLS.title]


async def test_single_stars_are_turned_among_talks_that_clash(home: Home) -> None:
    star(home, MOTHS)
    async with opened(home, WIDE) as pilot:
        await press(pilot, "j", "c", "s", "l", "s", "u", "escape")
        assert home.starred == [MOTHS.title, BATS.title]


async def test_a_talk_that_clashes_with_nothing_says_so(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "c")
        assert said(pilot) == "This talk clashes with none of yours."


async def test_a_poster_clashes_weakly_by_sign_and_word(home: Home) -> None:
    poster = replace(MOTHS, id="icml-2021/poster", title="Poster", kind="Poster", end=None)
    assert MOTHS.end
    star(home, replace(poster, end=MOTHS.end.replace(hour=11)))
    async with opened(home, WIDE) as pilot:
        await until(pilot, lambda: WEAK_CLASH in before_title(pilot, MOTHS))
        assert f"{WEAK_CLASH} overlaps 1" in picture(pilot)
        assert f"{WEAK_CLASH} Overlaps 1 of yours: Poster" in picture(pilot)


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_times_are_shown_by_the_clock_that_was_chosen_and_after_a_restart(
    home: Home, size: tuple[int, int]
) -> None:
    star(home, MOTHS)
    async with opened(home, size) as pilot:
        await press(pilot, "T")
        shown = words(picture(pilot))
        assert shown.index("local") < shown.index("PDT"), "the zone of the programme"
        await typed(pilot, "honolulu")
        await press(pilot, "enter")
        assert "23:00" in before_title(pilot, MOTHS)
        await press(pilot, "Q")
    assert load(home.folder / "place.json").clock == "Pacific/Honolulu"

    async with opened(home, size) as pilot:
        assert "23:00" in before_title(pilot, MOTHS)
        assert {"Honolulu", "(UTC-10)"} <= set(picture(pilot).splitlines()[0].split())
        await press(pilot, "a")
        assert listed(pilot)[0] == "Mon 19 Jul 2021"
        assert any(row.startswith(f"{STAR} ") and "23:00" in row for row in listed(pilot))
        await press(pilot, "enter")
        both = "09:00–09:20 PDT = 23:00–23:20 -1 Pacific/Honolulu"
        assert both in words(picture(pilot))

        await press(pilot, "escape", "T")
        assert picture(pilot).index("event") < picture(pilot).index("local")
        await press(pilot, "enter", "escape")
        assert isinstance(on_screen(pilot), BrowseScreen)
        assert "09:00" in before_title(pilot, MOTHS)


async def test_a_clock_that_is_unknown_stays_as_printed_and_is_called_that(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "T")
        await typed(pilot, "tokyo")
        await press(pilot, "enter", "j", "j", "j", "j")
        assert title(pilot) == SONGS.title
        assert "09:00" in next(row for row in listed(pilot) if SONGS.title in row)
        assert "clock as printed, not Asia/Tokyo" in picture(pilot)
        assert "09:00–09:30 clock as printed" in picture(pilot)


async def test_free_time_is_entered_from_its_line(home: Home) -> None:
    star(home, BATS)
    async with opened(home, WIDE) as pilot:
        await press(pilot, "a")
        await until(pilot, lambda: "30 minutes free" in picture(pilot))
        await press(pilot, "G", "enter")
        assert titles(pilot) == [BREAK.title]
        await press(pilot, "escape")
        assert isinstance(on_screen(pilot), AgendaScreen)


async def test_an_agenda_without_free_time_says_so(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "a", "f")
        assert said(pilot) == "There is no free time on these days."
