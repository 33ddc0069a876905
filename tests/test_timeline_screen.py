"""The timetable on the screen: a day drawn, navigated by keys, all talks or the starred ones."""

from dataclasses import replace
from pathlib import Path

import pytest
from factories import at, programme, talk
from stories import (
    BATS,
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    OWLS,
    PANEL,
    SONGS,
    STEPS,
    WIDE,
    Home,
    home_with,
    on_screen,
    opened,
    picture,
    press,
    said,
    settle,
    title,
    typed,
    until,
    words,
)
from stories import rows as rows_of
from textual.events import Key
from textual.keys import key_to_character

from confbrowse.model import Session
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.timeline import TimelineScreen
from confbrowse.tui.widgets.glyphs import CLASH, STAR


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
        assert f"█{CLASH}{STAR}" in shown
        assert f"┃{CLASH}{STAR}" in shown
        assert ">09:12" in shown
        assert "Tue 20 Jul" in shown
        assert "PDT" in shown
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
        assert f"09:10 {BATS.title}" in words(picture(pilot))
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
        assert "all talks" in picture(pilot)
        while title(pilot) != OWLS.title:
            before = title(pilot)
            await press(pilot, "j")
            assert title(pilot) != before
        assert f"{CLASH} Clashes with 1 of yours: {BATS.title}" in picture(pilot)
        await press(pilot, "w")
        assert "your talks" in picture(pilot)


async def test_what_is_drawn_is_exported(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.folder)
    async with opened(home, WIDE) as pilot:
        await press(pilot, "4", "w", "E", "tab", "2", "enter")
        await until(pilot, lambda: any(home.folder.glob("*.md")))
    told = next(home.folder.glob("*.md")).read_text(encoding="utf-8")
    assert MOTHS.title in told
    assert OWLS.title in told


async def test_it_opens_at_the_day_in_view_with_all_rooms_where_nothing_is_starred(
    tmp_path: Path,
) -> None:
    async with opened(home_with(tmp_path, ICML), WIDE) as pilot:
        await press(pilot, "right_curly_bracket", "j", "4")
        assert title(pilot) == STEPS.title
        assert "Wed 21 Jul 2021 › all talks" in picture(pilot)
        await press(pilot, "w")
        assert said(pilot) == "No starred talk has a time."
        await press(pilot, "s", "w")
        assert "Wed 21 Jul 2021 › your talks" in picture(pilot)
        await press(pilot, "s")
        assert "Press w for all talks of the day by room" in words(picture(pilot))
        await press(pilot, "j", "l", "bracketright", "slash", "escape", "enter", "v", "c", "w")
        assert title(pilot) == SONGS.title


async def test_a_talk_without_a_time_opens_another_day_and_says_so(tmp_path: Path) -> None:
    bare = programme(talk("No Time", room="A"), name="Bare 2021")
    async with opened(home_with(tmp_path, ICML, bare), WIDE) as pilot:
        await press(pilot, "4")
        assert "No talk of this programme has a time." in words(picture(pilot))
        await press(pilot, "4", "G", "4")
        assert said(pilot) == "The talk has no time, so this is another day of its programme."
        assert title(pilot) == MOTHS.title


async def test_a_day_without_times_gives_way_to_the_nearest_and_says_so(home: Home) -> None:
    last = talk("Last Day", start=at(9, day=29))
    home.library.put(programme(MOTHS, talk("Open Day", day="2021-07-24"), PANEL, last))
    async with opened(home, WIDE) as pilot:
        await press(pilot, "G", "4")
        assert title(pilot) == PANEL.title
        assert said(pilot) == "No talk has a time on Sat 24 Jul 2021. This is Thu 22 Jul 2021."
        await press(pilot, "right_curly_bracket")
        assert title(pilot) == last.title
        await press(pilot, "left_curly_bracket", "w")
        assert title(pilot) == SONGS.title
        nearest = "No starred talk has a time on Thu 22 Jul 2021. This is Wed 21 Jul 2021."
        assert said(pilot) == nearest


async def test_a_day_by_another_clock_is_drawn_by_it(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "4", "T")
        await pilot.pause()
        await press(pilot, *"tokyo", "enter")
        assert "Tue 20 Jul 2021" in picture(pilot)
        assert "Tokyo" in picture(pilot)
        assert "18:00" in picture(pilot)
        assert title(pilot) == MOTHS.title


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_the_drawing_needs_no_more_than_ascii(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "4")
        screen = pilot.app.screen
        assert isinstance(screen, TimelineScreen)
        screen.drawing.ascii_only = True
        shown = rows_of(screen.drawing)
        assert "".join(shown).isascii()
        assert any("#!* " in row for row in shown)


async def test_a_click_goes_to_a_talk_and_a_second_one_reads_it(home: Home) -> None:
    async with opened(home, MEDIUM) as pilot:
        await press(pilot, "4")
        screen = on_screen(pilot)
        spot = next(
            (row.index("Bats"), y)
            for y, row in enumerate(rows_of(screen.main_list))
            if "Bats" in row
        )
        await pilot.click(screen.main_list, offset=spot)
        assert title(pilot) == BATS.title
        await pilot.click(screen.main_list, offset=spot)
        await until(pilot, lambda: screen.zoomed)


@pytest.fixture
def rooms(tmp_path: Path) -> Home:
    """Return a home with talks in 12 rooms at the same time, twice, and posters in a hall."""
    talks = [
        talk(f"T{room}-{hour}", room=f"Room {room}", start=at(hour), end=at(hour, 30))
        for room in range(1, 13)
        for hour in (9, 11)
    ]
    hall = Session("ICML 2021", "Posters East", room="Hall")
    posters = [
        talk(f"P{one}", session=hall, kind="Poster", start=at(9), end=at(11)) for one in range(30)
    ]
    return home_with(tmp_path, programme(*talks, *posters))


async def test_rooms_are_found_by_typing_and_by_pages(rooms: Home) -> None:
    async with opened(rooms, MEDIUM) as pilot:
        await press(pilot, "4", "g", "j", "slash")
        await typed(pilot, "room 12")
        assert title(pilot) == "T12-9"
        await press(pilot, "enter", "j", "h")
        assert title(pilot) == "T11-11"
        assert "Room 11" in picture(pilot)
        await press(pilot, "slash")
        await typed(pilot, "t3")
        await press(pilot, "down", "escape")
        assert title(pilot) == "T11-11"
        await press(pilot, "left_square_bracket", "left_square_bracket")
        assert "Room 1 " in picture(pilot)
        assert "Room 11" not in picture(pilot)
        await press(pilot, "right_square_bracket")
        assert "Room 11" not in picture(pilot)
        assert "Room 6" in picture(pilot)
        await press(pilot, "slash")
        await typed(pilot, "aula")
        await press(pilot, "enter")
        assert said(pilot) == "No room or talk on this day matches “aula”."


async def test_rooms_of_own_talks_are_found_and_others_named_as_missing(rooms: Home) -> None:
    async with opened(rooms, MEDIUM) as pilot:
        await press(pilot, "4", "slash")
        await typed(pilot, "room 12")
        await press(pilot, "enter", "s", "w", "slash")
        await typed(pilot, "room 12")
        await press(pilot, "enter")
        assert (title(pilot), said(pilot)) == ("T12-9", "")
        await press(pilot, "slash")
        await typed(pilot, "room 3")
        await press(pilot, "enter")
        assert said(pilot) == "None of your talks matches “room 3”; w shows all rooms."
        assert title(pilot) == "T12-9"


async def test_it_opens_at_the_day_of_a_closed_group(rooms: Home) -> None:
    rooms.library.put(programme(talk("Last Day", start=at(9, day=29)), name="Latest 2021"))
    async with opened(rooms, MEDIUM) as pilot:
        await press(pilot, "g", *"j" * 13)
        assert title(pilot) is None
        await press(pilot, "4")
        assert title(pilot) == "P0"


async def test_posters_are_one_block_whose_talks_are_starred_one_by_one(rooms: Home) -> None:
    async with opened(rooms, MEDIUM) as pilot:
        await press(pilot, "4", "slash")
        await typed(pilot, "hall")
        await press(pilot, "enter")
        assert title(pilot) == "P0"
        await press(pilot, "right_parenthesis", "right_parenthesis", "s")
        assert rooms.starred == ["P2"]
        assert f"{STAR}1 Posters" in picture(pilot)
        assert "q Back  ) Next talk  ( Previous talk" in picture(pilot)
        await press(pilot, "l", "h")
        assert title(pilot) == "P0"
        await press(pilot, "l")
        assert "Next talk" not in picture(pilot)


async def test_the_next_poster_follows_one_that_is_hidden(rooms: Home) -> None:
    async with opened(rooms, MEDIUM) as pilot:
        await press(pilot, "4", "slash")
        await typed(pilot, "hall")
        await press(pilot, "enter", "right_parenthesis", "x")
        assert title(pilot) == "P2"
        await press(pilot, "right_parenthesis", "x", "left_parenthesis")
        assert title(pilot) == "P2"
        assert "28 posters" in picture(pilot)


async def test_hidden_talks_are_left_out_as_in_the_list(rooms: Home) -> None:
    async with opened(rooms, MEDIUM) as pilot:
        await press(pilot, "4", "g", "slash")
        await typed(pilot, "room 1")
        await press(pilot, "enter", "x")
        assert not any("T1-9" in row for row in rows_of(on_screen(pilot).main_list))
        assert "1 hidden" in picture(pilot)
        assert title(pilot) == "T1-11"
        for key in ("x", "l", "x"):
            pilot.app.post_message(Key(key, key))
        await settle(pilot)
        hidden = [one.partition("/")[2] for one in rooms.agenda.marks()]
        assert sorted(hidden) == ["t1-11", "t1-9", "t3-11"]
        await press(pilot, "u", "u", "u")
        assert "hidden" not in picture(pilot).partition("\n")[0]


async def test_a_day_of_hidden_talks_says_so(home: Home) -> None:
    home.agenda.mark((SONGS, STEPS), lambda mark: replace(mark, hidden=True, starred=False))
    async with opened(home, MEDIUM) as pilot:
        await press(pilot, "4", "w", "right_curly_bracket")
        assert "Every talk of this day is hidden." in words(picture(pilot))
        await press(pilot, "right_curly_bracket")
        assert title(pilot) == PANEL.title


async def test_keys_in_one_burst_do_what_they_do_one_by_one(rooms: Home) -> None:
    async with opened(rooms, MEDIUM) as pilot:
        for key in ("4", "slash", *"12", "enter", "j", "h", "s"):
            pilot.app.post_message(Key(key, key_to_character(key)))
        await settle(pilot)
        assert rooms.starred == ["T11-11"]


async def test_the_preview_is_shown_and_hidden_and_the_choice_is_kept(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "4")
        assert on_screen(pilot).detail.display
        await press(pilot, "b")
        assert not on_screen(pilot).detail.display
        assert f" {MOTHS.title}\n 09:00–09:20 PDT · Oral" in picture(pilot)
        await press(pilot, "Q")
    async with opened(home, WIDE) as pilot:
        await press(pilot, "4", "tab")
        assert on_screen(pilot).zoomed
        await press(pilot, "escape", "b")
        assert on_screen(pilot).detail.display
        await press(pilot, "Q")
    async with opened(home, NARROW) as pilot:
        await press(pilot, "4", "b")
        assert not on_screen(pilot).detail.display


async def test_rooms_have_the_whole_width_of_120_columns_until_the_preview_is_wanted(
    home: Home,
) -> None:
    async with opened(home, (120, 35)) as pilot:
        await press(pilot, "4")
        assert not on_screen(pilot).detail.display
        assert "b Preview" in picture(pilot)
        await press(pilot, "b")
        assert on_screen(pilot).detail.display


async def test_larger_time_steps_show_more_of_the_day(home: Home) -> None:
    long = replace(MOTHS, title="Why moths that could go anywhere go round in circles " * 3)
    home.agenda.mark((long,), lambda mark: mark)
    async with opened(home, WIDE) as pilot:
        await press(pilot, "4")
        fine = on_screen(pilot).main_list.line_count()
        await press(pilot, "D")
        assert on_screen(pilot).main_list.line_count() < fine
        assert title(pilot) == MOTHS.title
