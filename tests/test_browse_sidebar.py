"""The sidebar and the sizes of panes: open, close, select a part, resize, and restore at the next start."""

from pathlib import Path

import pytest
from stories import (
    EARS,
    ICML,
    LAMPS,
    MEDIUM,
    MOTHS,
    NARROW,
    NIGHTS,
    SONGS,
    STEPS,
    TINY,
    WIDE,
    WORMS,
    Home,
    hold,
    home_with,
    listed,
    on_screen,
    opened,
    picture,
    press,
    row_at_cursor,
    rows,
    settle,
    title,
    titles,
    typed,
    until,
    words,
)
from textual.pilot import Pilot

from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.widgets.glyphs import STAR
from confbrowse.tui.widgets.sidebar import Sidebar
from confbrowse.tui.widgets.talk_list import TalkList

SIZES = [WIDE, MEDIUM, NARROW]
ALL = [one.title for one in NIGHTS]
TUESDAY, WEDNESDAY = "Tue 20 Jul", "Wed 21 Jul"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, TINY, ICML)


def sidebar(pilot: Pilot[None]) -> Sidebar:
    screen = on_screen(pilot)
    assert isinstance(screen, BrowseScreen)
    return screen.sidebar


def parts(pilot: Pilot[None]) -> list[str]:
    """Return the labels and counts of the sidebar."""
    return [words(row).lstrip("▾▸ ") for row in rows(sidebar(pilot)) if row]


async def go_into(pilot: Pilot[None]) -> None:
    """Focus the sidebar, and show it if necessary."""
    await press(pilot, "h" if sidebar(pilot).display else "b")
    assert pilot.app.focused is sidebar(pilot)


async def go_onto(pilot: Pilot[None], label: str) -> None:
    """Move the sidebar's cursor to the part called *label*."""
    labels = [node.label for node in sidebar(pilot).nodes]
    await press(pilot, "home", *["j"] * labels.index(label))
    assert label[:10] in row_at_cursor(sidebar(pilot))


async def test_in_a_wide_window_the_sidebar_is_beside_the_list(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        assert parts(pilot) == [
            "All programmes 9",
            "ICML 2021 8",
            f"{TUESDAY} 4",
            f"{WEDNESDAY} 2",
            "Thu 22 Jul 1",
            "No time given 1",
            "Tiny 2021 1",
            "Thu 1 Jul 1",
        ]


@pytest.mark.parametrize("size", [MEDIUM, NARROW])
async def test_in_a_smaller_window_it_comes_and_goes_with_a_key(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        assert not sidebar(pilot).display
        await press(pilot, "b")
        assert "ICML 2021" in parts(pilot)[1]
        assert pilot.app.focused is sidebar(pilot)
        await press(pilot, "b")
        assert not sidebar(pilot).display
        assert pilot.app.focused is on_screen(pilot).main_list


@pytest.mark.parametrize("size", SIZES)
async def test_to_the_left_of_the_list_is_the_sidebar_at_every_size(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        is_drawer = not sidebar(pilot).display
        for out in ("l", "escape", "tab", "enter"):
            await press(pilot, "h")
            assert pilot.app.focused is sidebar(pilot)
            await press(pilot, "home", out)
            assert pilot.app.focused is on_screen(pilot).main_list
            assert sidebar(pilot).display is not is_drawer
        assert home.agenda.marks() == {}


async def test_a_drawer_closes_when_another_pane_is_clicked(home: Home) -> None:
    async with opened(home, MEDIUM) as pilot:
        await press(pilot, "h")
        await pilot.click("#talks", offset=(10, 1))
        await settle(pilot)
        assert not sidebar(pilot).display


async def test_a_wide_window_gives_its_room_away_and_back(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        width = on_screen(pilot).main_list.size.width
        await press(pilot, "b")
        assert not sidebar(pilot).display
        assert on_screen(pilot).main_list.size.width > width
        await press(pilot, "b")
        assert on_screen(pilot).main_list.size.width == width


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_list_shows_the_part_under_the_cursor(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await go_into(pilot)
        await go_onto(pilot, WEDNESDAY)
        assert WEDNESDAY[:10] in picture(pilot).splitlines()[0]
        await press(pilot, "l")
        assert titles(pilot) == ["Whale Songs", "Fireflies in Step"]


async def test_a_day_opens_to_its_sessions_and_closes_again(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await go_into(pilot)
        await go_onto(pilot, TUESDAY)
        await press(pilot, "right", "j")
        assert parts(pilot)[2:6] == [f"{TUESDAY} 4", "Lamps 2", "Ears 1", "Hall 1"]
        assert titles(pilot) == ["Moths and Lamps", "Owls and Mice"]
        await press(pilot, "left")
        assert TUESDAY in row_at_cursor(sidebar(pilot))
        assert parts(pilot)[3] == f"{WEDNESDAY} 2"


async def test_enter_opens_a_part_and_goes_to_the_talks_of_a_session(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await go_into(pilot)
        await go_onto(pilot, TUESDAY)
        await press(pilot, "enter")
        assert "Lamps 2" in parts(pilot)
        await press(pilot, "enter")
        assert "Lamps 2" not in parts(pilot)
        await press(pilot, "enter", "j", "enter")
        assert pilot.app.focused is on_screen(pilot).main_list
        assert titles(pilot) == ["Moths and Lamps", "Owls and Mice"]
        scope = f"ICML 2021 › {TUESDAY} › {LAMPS.title}"
        assert scope in picture(pilot).splitlines()[0]


async def test_in_a_narrow_window_a_session_is_chosen_and_the_list_comes_back(home: Home) -> None:
    async with opened(home, NARROW) as pilot:
        await go_into(pilot)
        await go_onto(pilot, TUESDAY)
        await press(pilot, "enter", "j", "j", "enter")
        assert not sidebar(pilot).display
        assert titles(pilot) == ["Bats and Echoes"]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_esc_leads_from_the_sidebar_to_the_talks(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await go_into(pilot)
        await press(pilot, "escape")
        assert pilot.app.focused is on_screen(pilot).main_list
        assert set(ALL) <= set(titles(pilot))


async def test_stars_are_counted_in_every_part_that_holds_them(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await go_into(pilot)
        await go_onto(pilot, WEDNESDAY)
        await press(pilot, "enter", "l", "s")
        counted = [part for part in parts(pilot) if STAR in part]
        one = f"{STAR}1"
        assert counted == [
            f"All programmes {one} 9",
            f"ICML 2021 {one} 8",
            f"{WEDNESDAY} {one} 2",
            f"Ears {one} 1",
        ]
        await press(pilot, "s")
        assert STAR not in "".join(parts(pilot))


async def test_filter_keeps_to_the_part_in_view(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await go_into(pilot)
        await go_onto(pilot, WEDNESDAY)
        await press(pilot, "l", "slash")
        await typed(pilot, "lamps")
        assert titles(pilot) == ["Fireflies in Step"]
        assert "1 of 2" in picture(pilot)


async def test_days_of_all_programmes_have_their_year_and_no_talk_repeats_its_day(
    home: Home,
) -> None:
    async with opened(home, WIDE) as pilot:
        assert "Tiny 2021 · Thu 1 July ─" in picture(pilot)
        await go_into(pilot)
        await go_onto(pilot, "ICML 2021")
        assert listed(pilot)[0].startswith(" Tue 20 July ─")
        assert listed(pilot)[1].startswith(" 09:00     Moths and Lamps")
        assert "20 Jul" not in listed(pilot)[1]


async def test_the_header_names_the_part_in_view_and_its_zone(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "j")
        header = picture(pilot).splitlines()[0]
        assert header.startswith(" All programmes  ")
        assert EARS.title not in header
        await go_into(pilot)
        await go_onto(pilot, "ICML 2021")
        await press(pilot, "l", "G")
        assert title(pilot) == WORMS.title
        assert "ICML 2021" in picture(pilot).splitlines()[0]


async def test_a_talk_stays_under_the_cursor_where_the_new_part_holds_it(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "j", "j")
        left = title(pilot)
        await go_into(pilot)
        await go_onto(pilot, TUESDAY)
        assert title(pilot) == left


@pytest.mark.parametrize("size", [WIDE, MEDIUM])
async def test_list_and_abstract_share_the_room_as_the_user_likes(
    home: Home, size: tuple[int, int]
) -> None:
    def room(pilot: Pilot[None]) -> int:
        pane = on_screen(pilot).main_list
        return pane.size.width if size == WIDE else pane.size.height

    async with opened(home, size) as pilot:
        first = room(pilot)
        await press(pilot, "greater_than_sign", "greater_than_sign")
        larger = room(pilot)
        await press(pilot, *["less_than_sign"] * 3)
        smaller = room(pilot)
        assert smaller < first < larger
        await hold(pilot, "less_than_sign", 20)
        assert 0 < room(pilot) <= smaller
        await press(pilot, "l", "less_than_sign", "less_than_sign")
        assert room(pilot) > 0


async def test_abstract_grows_when_it_has_the_focus(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        before = on_screen(pilot).detail.size.width
        await press(pilot, "l", "greater_than_sign")
        assert on_screen(pilot).detail.size.width > before


async def test_sidebar_is_resized_within_bounds(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await go_into(pilot)
        first = sidebar(pilot).size.width
        await press(pilot, "greater_than_sign")
        assert sidebar(pilot).size.width > first
        await hold(pilot, "less_than_sign", 40)
        assert 10 < sidebar(pilot).size.width < first
        await hold(pilot, "greater_than_sign", 60)
        assert on_screen(pilot).main_list.size.width > 10


async def test_part_sizes_and_sidebar_are_restored(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await go_into(pilot)
        await go_onto(pilot, TUESDAY)
        await press(pilot, "right", "j", "greater_than_sign", "l", "greater_than_sign", "j")
        left, where = title(pilot), picture(pilot)
        await press(pilot, "q")
    async with opened(home, WIDE) as pilot:
        assert title(pilot) == left
        assert picture(pilot) == where
        assert LAMPS.title in row_at_cursor(sidebar(pilot)), "not only the list is restored"


async def test_a_hidden_sidebar_stays_hidden_at_the_next_start(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "b", "q")
    async with opened(home, WIDE) as pilot:
        assert not sidebar(pilot).display


async def test_a_programme_that_is_gone_at_the_next_start_is_not_looked_at(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await go_into(pilot)
        await go_onto(pilot, "Tiny 2021")
        await press(pilot, "q")
    home.library.remove("tiny-2021")
    async with opened(home, WIDE) as pilot:
        assert titles(pilot) == ALL
        assert title(pilot) == MOTHS.title


async def test_during_a_search_the_sidebar_counts_what_was_found(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "session:lamps")
        found = ["All programmes 4", "ICML 2021 4", f"{TUESDAY} 2", f"{WEDNESDAY} 1"]
        await until(pilot, lambda: all(one in parts(pilot) for one in found))
        assert "Tiny 2021 0" in parts(pilot)
        await press(pilot, "escape")
        await go_into(pilot)
        await go_onto(pilot, WEDNESDAY)
        assert titles(pilot) == [STEPS.title]
        assert f"{TUESDAY} 2" in parts(pilot)
        await press(pilot, "F")
        assert "All programmes 9" in parts(pilot)


async def test_a_saved_search_in_the_sidebar_is_run_when_it_is_chosen(
    home: Home, home_folder: Path
) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "whale")
        await press(pilot, "escape", "W")
        await typed(pilot, "songs")
        await press(pilot, "enter", "F")
        assert (home_folder / "config" / "config.toml").exists()
        await until(pilot, lambda: "@songs 1" in parts(pilot))
        await press(pilot, "f")
        await typed(pilot, "starred")
        await press(pilot, "enter", "W")
        await typed(pilot, "mine")
        await press(pilot, "enter", "F")
        await until(pilot, lambda: "@mine 0" in parts(pilot))
        await press(pilot, "s")
        await until(pilot, lambda: "@mine 1" in parts(pilot))
        await go_into(pilot)
        await press(pilot, "G", "k")
        assert len(titles(pilot)) > 1  # the cursor alone runs nothing
        await press(pilot, "enter")
        assert titles(pilot) == [SONGS.title]
        assert isinstance(pilot.app.focused, TalkList)
