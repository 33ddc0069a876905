"""The user's marks, view state and filter are saved, across restarts and next to other programs."""

from dataclasses import replace
from pathlib import Path

import pytest
from factories import programme, talk
from stories import (
    BATS,
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    NIGHTS,
    TINY,
    WIDE,
    Home,
    detail,
    home_with,
    listed,
    opened,
    picture,
    press,
    said,
    signs,
    title,
    titles,
    typed,
    until,
    words,
)

from confbrowse.model import Mark
from confbrowse.tui.widgets.glyphs import CLASH, STAR

SIZES = [WIDE, MEDIUM, NARROW]
ALL = [one.title for one in NIGHTS]


@pytest.mark.parametrize("key", ["s", "space"])
async def test_a_star_is_shown_and_on_the_disk(home: Home, key: str) -> None:
    async with opened(home) as pilot:
        await press(pilot, key)
        assert signs(pilot)[0] == STAR
        assert f"{STAR} On your agenda" in picture(pilot)
        assert home.starred == [MOTHS.title]
        await press(pilot, key)
        assert STAR not in picture(pilot)
        assert home.starred == []


async def test_a_star_is_undone_and_done_again(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "s", "u")
        assert home.starred == []
        assert STAR not in "".join(listed(pilot))
        assert said(pilot) == "Undone: “Moths and Lamps” is no longer starred."
        await press(pilot, "ctrl+r")
        assert home.starred == [MOTHS.title]
        assert STAR in "".join(listed(pilot))


async def test_a_star_is_undone_and_done_again_after_a_restart(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "s", "j", "s", "q")
    async with opened(home) as pilot:
        assert "".join(listed(pilot)).count(STAR) == 2
        await press(pilot, "u")
        assert home.starred == [MOTHS.title]
    async with opened(home) as pilot:
        await press(pilot, "ctrl+r")
        assert home.starred == [MOTHS.title, BATS.title]


async def test_nothing_to_undo_is_reported(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "u")
        assert said(pilot) == "There is nothing to undo."
        await press(pilot, "ctrl+r")
        assert said(pilot) == "There is nothing to redo."


async def test_both_talks_that_clash_are_marked_and_named(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "s")
        assert signs(pilot)[0] == STAR
        await press(pilot, "j", "s")
        assert signs(pilot)[:3] == [STAR + CLASH, STAR + CLASH, " " + CLASH]
        assert f"{CLASH} Clashes with 1 of yours: Moths and Lamps" in detail(pilot)
        await press(pilot, "k")
        assert f"{CLASH} Clashes with 1 of yours: Bats and Echoes" in detail(pilot)
        await press(pilot, "s")
        assert STAR + CLASH not in signs(pilot)


async def test_place_and_filter_are_restored(tmp_path: Path) -> None:
    home = home_with(tmp_path, ICML, TINY)
    async with opened(home) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "lamps")
        await press(pilot, "enter", "j")
        left = title(pilot)
        await press(pilot, "q")
        assert not pilot.app.is_running
    async with opened(home) as pilot:
        assert title(pilot) == left
        assert "search: lamps" in picture(pilot)
        await press(pilot, "F")
        assert set(ALL) <= set(titles(pilot))
        assert title(pilot) == left


async def test_a_talk_that_is_gone_at_the_next_start_is_no_trouble(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "j", "q")
    home.library.put(programme(*(one for one in NIGHTS if one != BATS)))
    async with opened(home) as pilot:
        assert title(pilot) == ALL[0]


async def test_a_library_that_another_program_changes_is_shown(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "j")
        late = talk("Late Moths", start=MOTHS.start)
        home.library.put(programme(*NIGHTS, late))
        await until(pilot, lambda: "Late Moths" in picture(pilot))
        assert title(pilot) == BATS.title
        home.library.put(TINY)
        await until(pilot, lambda: "Tiny 2021" in picture(pilot))


async def test_a_star_that_another_program_sets_is_shown(home: Home) -> None:
    async with opened(home) as pilot:
        home.agenda.mark((MOTHS,), lambda mark: replace(mark, starred=True))
        await until(pilot, lambda: signs(pilot)[0] == STAR)
        await press(pilot, "u")
        assert home.agenda.marks().get(MOTHS.id, Mark()) == Mark()


async def test_a_programme_that_another_program_removes_leaves_an_empty_list(home: Home) -> None:
    async with opened(home) as pilot:
        home.library.remove("icml-2021")
        await until(pilot, lambda: not titles(pilot))
        assert "The library is empty" in words(picture(pilot))
        await press(pilot, "s", "o", "O", "y", "Y", "enter", "j", "right_square_bracket")
        assert pilot.app.is_running


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_library_says_how_to_fill_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(Home(tmp_path), size) as pilot:
        assert "The library is empty." in words(picture(pilot))
        assert "Press A to add a conference" in words(picture(pilot))
        await press(pilot, "j", "s", "enter", "slash", "a", "escape", "b", "a")
        assert pilot.app.is_running


async def test_r_reads_the_library_again(home: Home) -> None:
    async with opened(home) as pilot:
        home.library.put(programme(MOTHS))
        await press(pilot, "r")
        assert titles(pilot) == [MOTHS.title]


@pytest.mark.parametrize("keys", [("q",), ("Q",), ("ctrl+q",), ("enter", "q", "q")])
async def test_quitting_keeps_the_place(home: Home, keys: tuple[str, ...]) -> None:
    async with opened(home) as pilot:
        await press(pilot, "j", "j", *keys)
        assert not pilot.app.is_running
        assert pilot.app.return_code == 0
    async with opened(home) as pilot:
        assert title(pilot) == ALL[2]


async def test_ctrl_c_twice_quits_and_once_says_so(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "ctrl+c")
        assert pilot.app.is_running
        assert "again" in said(pilot).lower()
        await press(pilot, "ctrl+c")
        assert not pilot.app.is_running
