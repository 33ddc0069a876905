"""The main screen by keys: move, read, filter, jump, in windows of any size."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from factories import at, programme, talk
from stories import (
    BATS,
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    NIGHTS,
    OWLS,
    WIDE,
    Home,
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
    words,
)
from textual.events import Key
from textual.keys import key_to_character

from confbrowse.storage.database import Database
from confbrowse.tui.screens.browse import BrowseScreen

SIZES = [WIDE, MEDIUM, NARROW]
JUMPS = {
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "{": "left_curly_bracket",
    "}": "right_curly_bracket",
}
ALL = [one.title for one in NIGHTS]
HEAVY = {"┃", "▐"}
"""The edge of the pane with the focus, and the part of it that shows which lines are on screen."""


@pytest.mark.parametrize("size", SIZES)
async def test_talks_are_listed_in_the_order_of_time(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        assert titles(pilot) == ALL
        assert title(pilot) == ALL[0]
        assert "PDT" in picture(pilot)


async def test_keys_move_the_cursor(home: Home) -> None:
    ways = {
        ("j", "down", "j", "k", "up"): 1,
        ("G",): 7,
        ("home",): 0,
        ("end", "g"): 0,
        ("pagedown",): 7,
        ("pageup",): 0,
        ("k",): 0,
        ("end", "j"): 7,
    }
    async with opened(home, (80, 27)) as pilot:
        for keys, at in ways.items():
            await press(pilot, *keys)
            assert title(pilot) == ALL[at]
            assert ALL[at] in row_at_cursor(on_screen(pilot).main_list)


async def test_keys_move_by_half_pages_and_pages(tmp_path: Path) -> None:
    many = programme(*(talk(f"Talk {number:03}", start=MOTHS.start) for number in range(200)))
    async with opened(home_with(tmp_path, many)) as pilot:
        seen = []
        for key in ("ctrl+d", "ctrl+d", "ctrl+u", "ctrl+u", "pagedown", "pagedown", "pageup"):
            await press(pilot, key)
            seen.append(int((title(pilot) or "").removeprefix("Talk ")))
        half, page = seen[0], seen[4]
        height = on_screen(pilot).main_list.size.height
        assert page == height - 3  # below the headings of the day and the start time
        assert abs(2 * half - page) <= 1
        assert seen == [half, 2 * half, half, 0, page, 2 * page, page]
        assert f"Talk {page:03}" in row_at_cursor(on_screen(pilot).main_list)


@pytest.mark.parametrize("size", [WIDE, MEDIUM])
async def test_abstract_follows_the_cursor(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        assert "Why moths fly in circles." in picture(pilot)
        await press(pilot, "j")
        assert "Alan Turing" in "\n".join(rows(on_screen(pilot).detail))


async def test_abstract_scrolls_from_the_list(home: Home) -> None:
    async with opened(home) as pilot:
        before = rows(on_screen(pilot).detail)
        await press(pilot, "J")
        assert rows(on_screen(pilot).detail) != before
        assert title(pilot) == MOTHS.title
        await press(pilot, "K")
        assert rows(on_screen(pilot).detail) == before


@pytest.mark.parametrize(
    ("size", "into", "out"),
    [
        (WIDE, "enter", "escape"),
        (MEDIUM, "z", "z"),
        (NARROW, "enter", "q"),
        (NARROW, "z", "escape"),
    ],
)
async def test_a_talk_is_read_on_the_whole_screen(
    home: Home, size: tuple[int, int], into: str, out: str
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "j", "k", into)
        assert BATS.title not in picture(pilot)
        assert MOTHS.title in picture(pilot)
        await press(pilot, "G")
        assert f"09:10 {BATS.title}" in picture(pilot)
        assert MOTHS.source not in picture(pilot)
        await press(pilot, out)
        assert titles(pilot) == ALL
        assert title(pilot) == MOTHS.title


async def test_the_next_pane_after_the_last_is_the_first(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        screen = on_screen(pilot)
        visited = []
        for key in ("l", "tab", "l", "h", "shift+tab", "h"):
            await press(pilot, key)
            visited.append(screen.focused)
        panes = screen.panes()
        assert len(panes) == 3
        assert visited == [panes[at] for at in (2, 0, 1, 0, 2, 1)]


async def test_in_a_narrow_window_the_abstract_is_the_pane_to_the_right(home: Home) -> None:
    async with opened(home, NARROW) as pilot:
        for key in ("l", "tab"):
            await press(pilot, key)
            assert "Why moths fly" in picture(pilot)
            await press(pilot, "right_parenthesis", "left_parenthesis", "h")
            assert titles(pilot) == ALL
        assert home.agenda.marks() == {}, "only reading marks as seen"
        await press(pilot, "l")
        await pilot.resize_terminal(*MEDIUM)
        await settle(pilot)
        assert titles(pilot) == ALL


@pytest.mark.parametrize("size", [WIDE, MEDIUM])
async def test_the_pane_with_the_focus_has_a_heavy_edge(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        screen = on_screen(pilot)
        framed = []
        for key in ("h", "l", "l"):
            await press(pilot, key)
            shown = picture(pilot).splitlines()
            below = screen.detail.region.y
            at = {pane: pane.region.right - 1 for pane in screen.panes()}
            framed.append([shown[pane.region.y][x : x + 1] in HEAVY for pane, x in at.items()])
            assert shown[below - 1].endswith("━") == (size == MEDIUM and screen.detail.has_focus)
        if size == WIDE:
            assert framed == [[True, False, False], [True, True, False], [False, True, True]]
        else:
            assert framed == [[True, False, False], [True, False], [False, True]]


async def test_typing_filters_the_list(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "turing")
        assert titles(pilot) == [BATS.title]
        assert "1 of 8" in picture(pilot)
        assert "turing" in picture(pilot)


async def test_a_misspelt_word_still_finds(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "firefleis")
        assert titles(pilot) == ["Fireflies in Step"]


@pytest.mark.parametrize("size", [MEDIUM, NARROW])
async def test_no_match_says_so_and_what_to_do(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "zzzz")
        assert titles(pilot) == []
        told = words(" ".join(listed(pilot)))
        assert "No talk here matches “zzzz”." in told
        assert "Press Esc twice to clear the search" in told
        await press(pilot, "escape", "escape")
        assert titles(pilot) == ALL


async def test_list_is_moved_and_starred_in_after_filtering(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "lamps")
        found = titles(pilot)
        await press(pilot, "down", "enter", "s")
        assert len(found) > 2
        assert home.starred == [found[1]]
        assert titles(pilot) == found


async def test_keys_that_move_work_while_typing(home: Home) -> None:
    async with opened(home, (80, 30)) as pilot:
        await press(pilot, "slash", "down", "down", "up")
        assert title(pilot) == ALL[1]
        await press(pilot, "pagedown")
        assert title(pilot) == ALL[-1]
        await press(pilot, "pageup")
        assert title(pilot) == ALL[0]


async def test_letters_go_into_the_filter_and_not_to_the_keys(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "stars quiz")
        assert home.starred == []
        assert pilot.app.is_running
        assert "search: stars quiz" in picture(pilot)


@pytest.mark.parametrize("keys", [("escape", "escape"), ("enter", "F"), ("enter", "escape")])
async def test_filter_is_removed_and_the_talk_stays(home: Home, keys: tuple[str, ...]) -> None:
    async with opened(home) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "owls")
        await press(pilot, *keys)
        assert titles(pilot) == ALL
        assert title(pilot) == "Owls and Mice"
        assert "search:" not in picture(pilot)


async def test_esc_never_quits(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, *["escape"] * 5)
        assert pilot.app.is_running


async def test_a_second_search_replaces_the_first_or_continues_it_after_end(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "lam")
        await press(pilot, "enter", "slash")
        assert "Type a new search, or press End to continue this one." in picture(pilot)
        assert MOTHS.title in titles(pilot)
        await press(pilot, "end")
        await typed(pilot, "ps hopper")
        assert titles(pilot)[0] == MOTHS.title
        assert "search: lamps hopper" in picture(pilot)
        await press(pilot, "enter")
        for key in ("slash", *"owls", "enter", "j", "k"):  # in one burst
            pilot.app.post_message(Key(key, key_to_character(key)))
        await settle(pilot)
        assert titles(pilot)[0] == OWLS.title
        assert "search: owls" in picture(pilot)
        await press(pilot, "slash", "up")
        assert "search: lamps hopper" in picture(pilot)
        await press(pilot, "down")
        assert "search: owls" in picture(pilot)


async def test_sessions_and_days_are_jumped_through(home: Home) -> None:
    ways = {
        "]": 1,
        "]]]": 3,
        "G[": 6,
        "}": 4,
        "}}": 6,
        "}}{": 4,
        "}j{": 4,
        "}}}}": 7,
        "{": 0,
    }
    async with opened(home) as pilot:
        for keys, at in ways.items():
            await press(pilot, "g", *(JUMPS.get(key, key) for key in keys))
            assert (keys, title(pilot)) == (keys, ALL[at])


async def test_unbound_keys_do_nothing(home: Home) -> None:
    async with opened(home) as pilot:
        before = picture(pilot)
        await press(
            pilot, "asterisk", "ctrl+g", "ctrl+t", "f9", "semicolon", "dollar_sign", "delete"
        )
        assert picture(pilot) == before
        assert home.starred == []


async def test_a_window_may_change_its_size_at_any_time(home: Home) -> None:
    async with opened(home) as pilot:
        for size in (WIDE, (20, 6), NARROW, (300, 90), (1, 1), (119, 24), (120, 24), MEDIUM):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            await press(pilot, "j", "enter", "escape", "k")
        assert titles(pilot) == ALL
        assert title(pilot) == MOTHS.title


async def test_a_click_highlights_a_talk_and_a_second_one_reads_it(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        list_of_talks = on_screen(pilot).main_list
        await pilot.click(list_of_talks, offset=(20, 2))
        await settle(pilot)
        assert title(pilot) == BATS.title
        assert not on_screen(pilot).zoomed
        await pilot.click(list_of_talks, offset=(20, 2))
        await settle(pilot)
        assert on_screen(pilot).zoomed
        assert MOTHS.title not in picture(pilot)


async def test_a_click_below_the_last_talk_does_nothing(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await pilot.click(on_screen(pilot).main_list, offset=(20, 30))
        await settle(pilot)
        assert title(pilot) == MOTHS.title


async def test_the_first_frame_needs_no_talk_but_those_in_sight_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [talk(f"Owls {n}", start=at(9 + n // 60, n % 60), room=f"Hall {n}") for n in range(300)]
    home = home_with(tmp_path, programme(*many, name="Owls 2021"))
    read: list[str] = []
    reading = Database.reading

    @contextmanager
    def counted(self: Database) -> Iterator[sqlite3.Connection]:
        with reading(self) as db:
            db.set_trace_callback(read.append)
            yield db
            db.set_trace_callback(None)

    monkeypatch.setattr(Database, "reading", counted)
    monkeypatch.setattr(BrowseScreen, "_load_rest", lambda _: None)
    async with opened(home) as pilot:
        first = picture(pilot)
        assert "Tue 20 July" in first
        assert len([one for one in read if "FROM talk" in one]) < 100
        screen = pilot.app.screen
        assert isinstance(screen, BrowseScreen)
        screen.ask()
        await settle(pilot)
        assert screen.search.results is not None
        assert picture(pilot) == first


async def test_the_first_frame_of_a_large_library_has_the_headings_that_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [
        programme(talk("Owls", start=at(9)), name=f"Owls {year}") for year in range(1970, 2000)
    ]
    home = home_with(tmp_path, *others, ICML)
    monkeypatch.setattr("confbrowse.tui.controllers.search._MOST_IN_FIRST_FRAME", 35)
    ask = BrowseScreen.ask
    monkeypatch.setattr(BrowseScreen, "ask", lambda *_, **__: None)
    async with opened(home) as pilot:
        first = picture(pilot)
        assert "ICML 2021 · Tue 20 July" in first
        screen = pilot.app.screen
        assert isinstance(screen, BrowseScreen)
        ask(screen)
        await settle(pilot)
        assert screen.search.results is not None
        assert picture(pilot) == first
