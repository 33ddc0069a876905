"""The agenda screen: the starred talks by day, with clashes; leaving it restores the previous view."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from factories import at, programme
from stories import (
    BATS,
    BREAK,
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    NIGHTS,
    PANEL,
    PATIENCE,
    SONGS,
    STEPS,
    WIDE,
    WORMS,
    Home,
    detail,
    home_with,
    listed,
    on_screen,
    opened,
    picture,
    press,
    row_at_cursor,
    said,
    settle,
    star,
    title,
    titles,
    typed,
    until,
    words,
)
from textual.events import Key

from confbrowse.model import Talk
from confbrowse.settings import AgendaSettings, Settings
from confbrowse.storage.library import LibraryStore
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.screens.agenda import AgendaScreen
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.view_state import DEFAULT_VIEW
from confbrowse.tui.widgets.glyphs import CLASH, STAR
from confbrowse.tui.widgets.sidebar import day_label

SIZES = [WIDE, MEDIUM, NARROW]
PLAN = (MOTHS, BATS, SONGS, PANEL, WORMS)
TITLES = [one.title for one in PLAN]
MOST_SHOWN = 3
"""Talks, with their days and free time, that fit into the lowest window."""
TUESDAY = day_label("2021-07-20")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home with PLAN on the agenda."""
    home = home_with(tmp_path, ICML)
    star(home, *PLAN)
    return home


@pytest.mark.parametrize(("size", "key"), [(WIDE, "a"), (MEDIUM, "2"), (NARROW, "a")])
async def test_starred_talks_are_under_their_days(
    home: Home, size: tuple[int, int], key: str
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, key)
        assert isinstance(pilot.app.screen, AgendaScreen)
        shown = listed(pilot)
        headings = [row for row in shown if row[:1] not in (STAR, " ")]
        days = [TUESDAY, *map(day_label, ("2021-07-21", "2021-07-22", ""))]
        assert headings == days[: len(headings)]
        assert titles(pilot) == TITLES[: len(titles(pilot))]
        assert len(titles(pilot)) >= MOST_SHOWN
        assert ("09:00" if size == NARROW else "09:00–09:20") in shown[1]


@pytest.mark.parametrize("size", SIZES)
async def test_talks_that_clash_are_marked_and_counted(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "a")
        assert [row[:2] for row in listed(pilot)[:3]] == [TUESDAY[:2], STAR + CLASH, STAR + CLASH]
        assert sum(CLASH in row[:2] for row in listed(pilot)) == 2
        assert "Agenda: 5 talks" in words(picture(pilot))


async def test_status_says_how_many_clash(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "a")
        assert "2 of them clash" in picture(pilot)
        await press(pilot, "s")
        assert "nothing clashes" in picture(pilot)


async def test_partner_is_named_with_the_talk(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "a")
        assert f"{CLASH} Clashes with 1 of yours: {BATS.title}" in picture(pilot)


@pytest.mark.parametrize(
    ("size", "key"),
    [(WIDE, "escape"), (MEDIUM, "q"), (MEDIUM, "1"), (NARROW, "a"), (NARROW, "escape")],
)
async def test_every_way_back_leads_to_the_talk_one_came_from(
    home: Home, size: tuple[int, int], key: str
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "j", "j", "a", "j", key)
        assert isinstance(pilot.app.screen, BrowseScreen)
        assert pilot.app.is_running
        assert title(pilot) == "Owls and Mice"
        assert pilot.app.focused is on_screen(pilot).main_list


async def test_cursor_goes_from_talk_to_talk_over_the_days(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "a")
        seen = [title(pilot)]
        for _ in range(9):
            await press(pilot, "j")
            seen.append(title(pilot))
            assert row_at_cursor(on_screen(pilot).main_list)[0] in (STAR, " ")
        talks = [one for one in seen if one]
        assert list(dict.fromkeys(talks)) == TITLES
        assert talks[-2:] == [TITLES[-1]] * 2
        await press(pilot, "g")
        assert title(pilot) == TITLES[0]
        assert TUESDAY in picture(pilot)


async def test_first_day_stays_above_its_first_talk_in_a_low_window(home: Home) -> None:
    async with opened(home, (80, 8)) as pilot:
        await press(pilot, "a", "G", *["k"] * 9)
        assert listed(pilot)[0] == TUESDAY


@pytest.mark.parametrize("size", SIZES)
async def test_a_talk_is_read_whole(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "a")
        await press(pilot, "enter")
        await press(pilot, "G")
        assert f"09:10 {BATS.title}" in picture(pilot)
        assert day_label("2021-07-21") not in picture(pilot)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, AgendaScreen)
        assert titles(pilot)[:MOST_SHOWN] == TITLES[:MOST_SHOWN]


async def test_a_star_removed_leaves_the_agenda_and_comes_back_by_undo(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "a", "j", "s")
        assert titles(pilot) == [MOTHS.title, *TITLES[2:]]
        assert home.starred == [MOTHS.title, *TITLES[2:]]
        assert CLASH not in "".join(row[:2] for row in listed(pilot))
        await press(pilot, "u")
        assert titles(pilot) == TITLES
        assert said(pilot) == f"Undone: “{BATS.title}” is starred."
        await press(pilot, "ctrl+r", "escape")
        found = [row for row in listed(pilot) if MOTHS.title in row or BATS.title in row]
        assert [STAR in row for row in found] == [True, False]


async def test_cursor_stays_on_its_talk_when_one_above_leaves(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "a", "j", "j", "j")
        assert title(pilot) == SONGS.title
        home.agenda.mark((MOTHS,), lambda mark: replace(mark, starred=False))
        await until(pilot, lambda: MOTHS.title not in titles(pilot))
        assert title(pilot) == SONGS.title
        assert SONGS.title in row_at_cursor(on_screen(pilot).main_list)


async def test_last_talk_unstarred_leaves_an_empty_agenda_that_says_what_to_do(
    home: Home,
) -> None:
    async with opened(home) as pilot:
        await press(pilot, "a", *["s"] * 5)
        assert home.starred == []
        assert "Press s on a talk" in words(picture(pilot))
        await press(pilot, "s", "o", "O", "y", "Y", "enter", "z", "j", "u")
        assert len(titles(pilot)) == 1


async def test_stars_of_another_program_come_in(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "a", "j")
        star(home, STEPS)
        await until(pilot, lambda: STEPS.title in titles(pilot))
        assert title(pilot) == BATS.title
        assert "4 of them clash" in picture(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_a_talk_of_a_programme_no_longer_there_stays(
    home: Home, size: tuple[int, int]
) -> None:
    home.library.remove("icml-2021")
    async with opened(home, size) as pilot:
        await press(pilot, "a")
        assert titles(pilot) == TITLES
        await press(pilot, "enter")
        await press(pilot, "G")
        assert "on one side." in words(picture(pilot))


async def test_talks_are_ordered_by_the_moment_over_zones(home: Home) -> None:
    late = replace(MOTHS, id="icml-2021/late", title="Later", start=at(9, 5), end=None)
    star(home, replace(late, start=at(9, 5) + timedelta(minutes=1)))
    async with opened(home) as pilot:
        await press(pilot, "a")
        shown = titles(pilot, *PLAN, late)
        assert shown[:3] == [MOTHS.title, "Later", BATS.title]


async def test_panes_of_the_agenda_have_no_sidebar_and_can_be_focused(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "a")
        visited = []
        for key in ("l", "l", "b"):
            await press(pilot, key)
            visited.append(pilot.app.focused)
        screen = on_screen(pilot)
        assert visited == [screen.detail, screen.main_list, screen.main_list]
        assert titles(pilot) == TITLES


async def test_a_talk_that_its_programme_holds_no_more_is_called_cancelled(home: Home) -> None:
    home.library.put(programme(*(one for one in NIGHTS if one is not SONGS)))
    async with opened(home, WIDE) as pilot:
        await press(pilot, "a")
        assert [row for row in listed(pilot) if "(cancelled)" in row] == [
            row for row in listed(pilot) if SONGS.title in row
        ]
        while title(pilot) != SONGS.title:
            await press(pilot, "j")
        assert "Cancelled: no longer in the programme." in words(picture(pilot))


async def test_free_time_is_listed_with_the_talks_and_what_fits_follows_in_place(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, may_read = LibraryStore.timed_talks, Event()

    def wait_and_read(library: LibraryStore, programme: str) -> tuple[Talk, ...]:
        assert may_read.wait(PATIENCE)
        return read(library, programme)

    monkeypatch.setattr(LibraryStore, "timed_talks", wait_and_read)
    async with opened(home, WIDE) as pilot:
        pilot.app.post_message(Key("a", "a"))
        while not isinstance(pilot.app.screen, AgendaScreen) or not listed(pilot):
            await pilot.pause()
        before = listed(pilot)
        assert [row.strip() for row in before if "free" in row][:1] == [
            "09:30–10:00  30 minutes free"
        ]
        may_read.set()
        await settle(pilot)
        after = listed(pilot)
        assert "09:30–10:00  30 minutes free · 1 talk fits: f shows it" in after[3]
        assert [row.partition(" ·")[0] for row in after] == [
            row.partition(" ·")[0] for row in before
        ]
        assert title(pilot) == MOTHS.title


async def test_the_map_of_the_day_is_where_there_is_place_and_follows_the_cursor(
    home: Home,
) -> None:
    async with opened(home, (80, 30)) as pilot:
        await press(pilot, "a")
        hours, parts = picture(pilot).splitlines()[1:3]
        assert hours == f" {TUESDAY} 09"
        assert parts.startswith(f" {STAR} mine {CLASH} clash")
        assert parts.endswith(f"{CLASH}▄▄▄")
        await press(pilot, *["j"] * 3)
        assert title(pilot) == SONGS.title
        assert picture(pilot).splitlines()[1].startswith(f" {day_label('2021-07-21')}")
        await press(pilot, "enter")
        assert day_label("2021-07-21") not in picture(pilot).splitlines()[1]
    async with opened(home, (80, 24)) as pilot:
        await press(pilot, "a")
        assert picture(pilot).splitlines()[1] == f" {TUESDAY} 09{CLASH * 3}▄▄▄"
        await pilot.resize_terminal(80, 17)
        await settle(pilot)
        assert listed(pilot)[0] == picture(pilot).splitlines()[1].rstrip("│┃▐ ") == TUESDAY


async def test_what_fits_says_room_and_walk_and_a_walk_that_is_too_long_is_said(
    tmp_path: Path,
) -> None:
    planned = [
        replace(MOTHS, room="Janson"),
        replace(SONGS, start=at(9, 25), end=at(9, 40), room="H.1302"),
        replace(BREAK, start=at(10), end=at(10, 20), room="K.1.105"),
        replace(STEPS, start=at(11), end=at(11, 30), room="Janson"),
    ]
    home = home_with(tmp_path, programme(*planned))
    star(home, planned[0], planned[1], planned[3])
    settings = Settings(agenda=AgendaSettings(travel=10, walk=(("K", "H", 12),)))
    app = ConfbrowseApp(home.library, home.agenda, DEFAULT_VIEW, settings=settings)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await press(pilot, "slash")
        await typed(pilot, "is:clash")
        assert titles(pilot, *planned) == [MOTHS.title, SONGS.title]
        await press(pilot, "escape", "F", "a")
        assert [row[-11:] for row in listed(pilot) if "walk" in row] == ["10 min walk"]
        assert [row for row in listed(pilot) if f"{STAR}{CLASH}" in row] == listed(pilot)[1:3]
        assert "Agenda: 3 talks, 2 of them clash" in picture(pilot)
        assert f"{CLASH} Clashes with 1 of yours: {SONGS.title} (10 min walk)" in detail(pilot)
        await press(pilot, "c")
        assert f"2 of 2 {CLASH} 10 min walk" in words(picture(pilot))
        await press(pilot, "1")
        assert home.starred == [MOTHS.title, STEPS.title]
        assert "nothing clashes" in picture(pilot)
        await press(pilot, "u", "f")
        (row,) = listed(pilot)[1:]
        assert row.split()[:4] == ["10:00–10:20", "K.1.105", "Coffee", "·"]
        assert row.endswith("12 min walk")


async def test_the_bars_tell_the_truth_about_place_zones_and_free_time(home: Home) -> None:
    star(home, replace(PANEL, timezone="Asia/Seoul"))
    async with opened(home, WIDE) as pilot:
        await press(pilot, "a", "g", "j")
        header = picture(pilot).splitlines()[0]
        assert "event times, here PDT" in header
        assert header.rstrip().endswith("2 of 5")
        await press(pilot, "g")
        while "free" not in row_at_cursor(on_screen(pilot).main_list):
            await press(pilot, "j")
        below = words(picture(pilot).splitlines()[-1])
        assert "Enter What fits" in below
        assert "Star" not in below, "there is no talk at the cursor"


async def test_free_time_is_in_the_zone_of_its_day(tmp_path: Path) -> None:
    seoul = replace(SONGS, timezone="Asia/Seoul", session=replace(SONGS.session, programme="Tiny"))
    later = replace(STEPS, timezone="Asia/Seoul", start=at(12, day=21), end=at(13, day=21))
    tiny = programme(seoul, replace(later, session=seoul.session), name="Tiny")
    home = home_with(tmp_path, ICML, tiny)
    star(home, MOTHS, *tiny.talks[:1])
    async with opened(home, WIDE) as pilot:
        await press(pilot, "a")
        assert "here PDT" in picture(pilot)
        await press(pilot, "G")
        assert title(pilot) is None
        assert "here Seoul" in picture(pilot)
