"""Marks on the screen: interest, hidden, seen, notes, several talks at once; undone after a restart."""

from dataclasses import replace
from pathlib import Path

import pytest
import unwritable
from factories import at, programme, talk
from stories import (
    BATS,
    BREAK,
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    NIGHTS,
    OWLS,
    PANEL,
    SONGS,
    WIDE,
    Home,
    detail,
    home_with,
    listed,
    mark_of,
    opened,
    picture,
    press,
    said,
    selected,
    settle,
    signs,
    title,
    titles,
    typed,
    until,
    words,
)

from confbrowse.model import NO_MARK, Mark
from confbrowse.tui.widgets.glyphs import INTEREST, SEEN

SIZES = [WIDE, MEDIUM, NARROW]
TITLES = [one.title for one in NIGHTS]


async def test_interest_goes_up_and_down_between_its_ends(home: Home) -> None:
    async with opened(home) as pilot:
        for interest in (1, 2, 3, 3):
            await press(pilot, "plus")
            assert mark_of(home, MOTHS).interest == interest
            assert signs(pilot)[0].strip() == INTEREST[interest]
            assert f"{INTEREST[interest]} Interest {interest} of 3" in detail(pilot)
        assert said(pilot) == "Interest ranges from 0 to 3."
        await press(pilot, "minus", "minus", "minus")
        assert mark_of(home, MOTHS) == NO_MARK
        await press(pilot, "u")
        assert "Undone: “Moths and Lamps” has interest 1." in said(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_a_hidden_talk_leaves_the_list_and_the_way_back_is_reported(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "j", "x")
        assert titles(pilot) == [name for name in TITLES if name != BATS.title]
        assert title(pilot) == OWLS.title
        assert (
            "“Bats and Echoes” is hidden. Press u to undo, or search for is:hidden to find it."
            in said(pilot)
        )
        assert "1 hidden" in picture(pilot)
        await press(pilot, "u")
        assert titles(pilot) == TITLES
        assert title(pilot) == OWLS.title
        assert "1 hidden" not in picture(pilot)


async def test_hidden_talks_are_left_out_from_the_first_picture_on(home: Home) -> None:
    home.agenda.mark((MOTHS, OWLS), lambda mark: replace(mark, hidden=True))
    async with home.app().run_test(size=MEDIUM) as pilot:
        assert titles(pilot) == [one for one in TITLES if one not in (MOTHS.title, OWLS.title)]
        await settle(pilot)
        assert "2 hidden" in picture(pilot)
        await press(pilot, "h", "end")
        assert MOTHS.title not in titles(pilot)


async def test_a_hidden_talk_is_found_and_shown_again(home: Home) -> None:
    home.agenda.mark((BATS,), lambda mark: replace(mark, hidden=True))
    async with opened(home) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "is:hidden")
        await press(pilot, "enter")
        assert titles(pilot) == [BATS.title]
        assert "x Hidden from lists" in detail(pilot)
        await press(pilot, "x")
        assert titles(pilot) == []
        assert "“Bats and Echoes” is no longer hidden." in said(pilot)
        await press(pilot, "F")
        assert titles(pilot) == TITLES


async def test_the_last_talks_hidden_leave_a_list_that_says_why(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, *["x"] * (len(TITLES) + 1))
        assert titles(pilot) == []
        assert "All talks here are hidden" in words(picture(pilot))
        await press(pilot, "u")
        assert titles(pilot) == TITLES[-1:]


async def test_a_talk_hidden_by_another_program_leaves_too(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "j", "j")
        home.agenda.mark((MOTHS,), lambda mark: replace(mark, hidden=True))
        await until(pilot, lambda: MOTHS.title not in titles(pilot))
        assert title(pilot) == OWLS.title


async def test_a_starred_talk_stays_on_the_agenda_when_hidden_and_a_star_shows_it(
    home: Home,
) -> None:
    async with opened(home) as pilot:
        await press(pilot, "s", "x")
        assert "Starred talks stay on your agenda." in said(pilot)
        await press(pilot, "a")
        assert titles(pilot) == [MOTHS.title]
        await press(pilot, "s", "u", "a")
        assert mark_of(home, MOTHS) == Mark(starred=True, hidden=True)


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_read_on_the_whole_screen_is_seen_and_undo_passes_over_it(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "s", "j", "enter")
        assert mark_of(home, BATS) == Mark(seen=True)
        assert f"{SEEN} Seen" in detail(pilot)
        await press(pilot, "escape", "u")
        assert "“Moths and Lamps” is no longer starred" in said(pilot)
        assert home.agenda.marks() == {BATS.id: Mark(seen=True)}


async def test_a_key_marks_as_seen_and_unseen(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "d")
        assert signs(pilot)[0].strip() == SEEN
        await press(pilot, "d")
        assert mark_of(home, MOTHS) == NO_MARK
        await press(pilot, "u")
        assert mark_of(home, MOTHS) == Mark(seen=True)


async def test_a_talk_being_read_stays_though_the_search_leaves_it_out(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "is:new")
        await press(pilot, "enter", "enter")
        assert title(pilot) == MOTHS.title
        assert mark_of(home, MOTHS).seen
        await press(pilot, "escape")
        assert titles(pilot) == TITLES[1:]
        assert title(pilot) == BATS.title


async def test_several_talks_are_marked_in_one_step_and_taken_back_after_a_restart(
    home: Home,
) -> None:
    three = [MOTHS.title, BATS.title, OWLS.title]
    async with opened(home) as pilot:
        await press(pilot, "v", "j", "j")
        assert selected(pilot) == 3
        assert "3 selected" in picture(pilot)
        await press(pilot, "s")
        assert home.starred == three
        assert "“Moths and Lamps” and 2 more talks are starred." in said(pilot)
        assert selected(pilot) == 0
        await press(pilot, "v", "k", "k", "plus", "plus", "e")
        await typed(pilot, "ask")
        await press(pilot, "escape")
        assert selected(pilot) == 0
        await press(pilot, "v", "j", "j", "x")
        assert titles(pilot) == TITLES[3:]
        assert title(pilot) == BREAK.title
        assert selected(pilot) == 0
        await press(pilot, "q")
    whole = Mark(starred=True, interest=2, hidden=True, note="ask")
    assert set(home.agenda.marks().values()) == {whole}
    async with opened(home) as pilot:
        await press(pilot, *["u"] * 5)
        assert titles(pilot) == TITLES
        assert home.agenda.marks() == {}
        await press(pilot, "u")
        assert "There is nothing to undo." in said(pilot)
        await press(pilot, *["ctrl+r"] * 5)
    assert set(home.agenda.marks().values()) == {whole}


async def test_several_are_starred_unless_all_are(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "j", "s", "k", "v", "j", "s")
        assert home.starred == [MOTHS.title, BATS.title]
        await press(pilot, "v", "k", "s")
        assert home.starred == []


@pytest.mark.parametrize("key", ["escape", "v", "q"])
async def test_selecting_ends_and_the_list_stays(home: Home, key: str) -> None:
    async with opened(home) as pilot:
        await press(pilot, "v", "G", key)
        assert pilot.app.is_running
        assert selected(pilot) == 0
        assert "selected" not in picture(pilot)
        await press(pilot, "s")
        assert home.starred == [TITLES[-1]]


async def test_selecting_in_the_agenda_passes_over_the_days(home: Home) -> None:
    plan = (MOTHS, SONGS, PANEL)
    home.agenda.mark(plan, lambda mark: replace(mark, starred=True))
    async with opened(home) as pilot:
        await press(pilot, "a", "v", "G")
        assert "3 selected" in picture(pilot)
        await press(pilot, "plus")
        assert [mark_of(home, one).interest for one in plan] == [1, 1, 1]
        await press(pilot, "s")
        assert home.starred == []
        await press(pilot, "u")
        assert home.starred == [one.title for one in plan]


async def test_more_talks_than_were_read_can_be_selected(tmp_path: Path) -> None:
    talks = [talk(f"Talk {number:03}", start=at(9, number % 60)) for number in range(300)]
    home = home_with(tmp_path, programme(*talks))
    async with opened(home) as pilot:
        await press(pilot, "v", "G", "s")
        assert len(home.starred) == 300
        await press(pilot, "v", "g", "e")
        assert "A note can be added to at most 200 talks at once." in said(pilot)
        await press(pilot, "u")
        assert home.starred == []


async def test_marks_that_cannot_be_written_are_not_shown() -> None:
    with unwritable.folder() as folder:
        home = home_with(folder, ICML)
        home.agenda.mark((BATS,), lambda mark: replace(mark, starred=True))
        async with opened(home) as pilot:
            before = listed(pilot)
            with unwritable.without_rights(folder):
                for key in ("plus", "x", "d"):
                    await press(pilot, key)
                    assert "Cannot write the agenda" in said(pilot)
                assert listed(pilot) == before
                assert "hidden" not in picture(pilot).splitlines()[0]


async def test_a_brief_notice_takes_the_place_of_the_one_before(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "s", "j", "s", "u")
        assert said(pilot).count("Undone") == 1
        await press(pilot, "u")
        assert said(pilot).count("Undone") == 1
        assert MOTHS.title in said(pilot)


async def test_a_notice_that_is_to_stay_is_not_removed(home: Home) -> None:
    async with opened(home) as pilot:
        pilot.app.notify("Your agenda cannot be written.", severity="error", timeout=8)
        await press(pilot, "s", "u")
        assert "cannot be written" in said(pilot)
        assert "Undone" in said(pilot)
