"""Triage as a story through keys: stars, hides and skips, over restarts; and how it looks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
    mark_of,
    on_screen,
    opened,
    picture,
    press,
    row_at_cursor,
    said,
    star,
    title,
    titles,
    typed,
    words,
)

from confbrowse.discovery.triage import queue_of, queue_of_group
from confbrowse.model import Mark, Scope, Session, Triage
from confbrowse.schedule.talk_groups import Group
from confbrowse.tui.screens.clash import ClashScreen
from confbrowse.tui.screens.triage import TriageScreen

HALL = Session("ICML 2021", "Poster hall")
POSTERS = tuple(
    talk(f"Poster {number:02}", session=HALL, kind="Poster", start=at(12), end=at(13))
    for number in range(60)
)


async def test_forty_of_sixty_posters_go_on_after_a_restart_and_are_undone(tmp_path: Path) -> None:
    home = home_with(tmp_path, programme(*POSTERS))
    star(home, *POSTERS[50:53])
    async with opened(home, WIDE) as pilot:
        await press(pilot, "X")
        assert title(pilot) == "Poster 00"
        assert "1 of 60 · 3 starred" in picture(pilot)
        for _ in range(13):
            await press(pilot, "s", "j", "x")
        assert title(pilot) == "Poster 39"
        assert said(pilot) == "“Poster 38” is hidden."
        await press(pilot, "k")
        assert title(pilot) == "Poster 38"
        await press(pilot, "j", "space", "q")
        assert len(home.starred) == 3 + 14
        assert on_screen(pilot).view == "programme"
        await press(pilot, "q")
    async with opened(home, WIDE) as pilot:
        await press(pilot, "X")
        assert title(pilot) == "Poster 40"
        assert "41 of 60 · 17 starred" in picture(pilot)
        await press(pilot, "u")
        assert title(pilot) == "Poster 39"
        assert "Undone: “Poster 39” is no longer starred." in said(pilot)
        await press(pilot, "u")
        assert title(pilot) == "Poster 38"
        assert not mark_of(home, POSTERS[38]).hidden
        await press(pilot, "ctrl+r", "j", "q")
        assert mark_of(home, POSTERS[38]).hidden


async def test_a_closed_heading_is_a_queue_that_the_sidebar_shares(tmp_path: Path) -> None:
    home = home_with(tmp_path, programme(*NIGHTS, *POSTERS))
    async with opened(home, WIDE) as pilot:
        await press(pilot, "j", "j", "j", "j")
        assert "Poster hall" in row_at_cursor(on_screen(pilot).main_list)
        await press(pilot, "X")
        assert "Triage › ICML 2021 › Poster hall" in words(picture(pilot))
        assert "1 of 60" in picture(pilot)
        await press(pilot, "s", "q")
        assert home.starred == [POSTERS[0].title]
        scope = Scope("icml-2021", "2021-07-20", "Poster hall")
        assert home.agenda.triage_of(queue_of(scope, "")) == Triage(
            queue_of(scope, ""), tuple(one.id for one in POSTERS), 1
        )


async def test_keys_in_one_burst_decide_one_talk_each(home: Home) -> None:
    async with opened(home, MEDIUM) as pilot:
        for key in ("X", "s", "j", "x", "s"):
            pilot.app.simulate_key(key)
        await press(pilot, "j")
        decided = {one.title: mark_of(home, one) for one in NIGHTS[:4]}
        assert list(decided.values()) == [
            Mark(starred=True),
            Mark(),
            Mark(hidden=True),
            Mark(starred=True),
        ]
        assert title(pilot) == NIGHTS[5].title


async def test_a_search_is_a_queue_and_its_end_says_what_was_decided(home: Home) -> None:
    async with opened(home, MEDIUM) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "session:lamps day:tue")
        await press(pilot, "enter", "X")
        assert "session:lamps day:tue" in picture(pilot).splitlines()[0]
        assert "1 of 2" in picture(pilot)
        await press(pilot, "s", "x", "j")
        shown = words(picture(pilot))
        assert "You have been through all 2 talks: 1 starred talk, 1 hidden." in shown
        await press(pilot, "k")
        assert title(pilot) == OWLS.title
        await press(pilot, "x", "g", "s")
        assert title(pilot) == MOTHS.title
        assert (mark_of(home, MOTHS), mark_of(home, OWLS)) == (Mark(), Mark())


async def test_a_clash_is_shown_before_starring_and_side_by_side(home: Home) -> None:
    star(home, BATS)
    async with opened(home, WIDE) as pilot:
        await press(pilot, "X")
        assert "Clashes with 1 of yours: Bats and Echoes" in words(picture(pilot))
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, ClashScreen)
        await press(pilot, "1")
        assert isinstance(pilot.app.screen, TriageScreen)
        assert home.starred == [MOTHS.title]
        assert "On your agenda" in picture(pilot)
        await press(pilot, "plus", "plus", "u")
        assert mark_of(home, MOTHS) == Mark(starred=True, interest=1)


async def test_what_is_left_is_shuffled_the_same_each_time(home: Home) -> None:
    async def order() -> list[str | None]:
        found = []
        for _ in NIGHTS[1:]:
            found.append(title(pilot))
            await press(pilot, "j")
        return found

    async with opened(home, WIDE) as pilot:
        await press(pilot, "X", "j", "S", "5")
        assert "shuffled" in picture(pilot).splitlines()[0]
        first = await order()
        await press(pilot, "g", "j", "S", "1", "S", "5")
        assert await order() == first
    assert sorted(map(str, first)) == sorted(one.title for one in NIGHTS[1:])
    assert first != [one.title for one in NIGHTS[1:]]


async def test_the_pace_is_shown_where_there_is_room(tmp_path: Path) -> None:
    clock = [datetime(2021, 7, 1, tzinfo=UTC)]
    home = replace(home_with(tmp_path, programme(*POSTERS)), now=lambda: clock[0])
    async with opened(home, WIDE) as pilot:
        await press(pilot, "X", *["j"] * 5)
        clock[0] += timedelta(minutes=2)
        await press(pilot, "j")
        assert "7 of 60 · 0 starred · 3.0 a minute · 18 min left" in picture(pilot)
        await pilot.resize_terminal(*NARROW)
        await press(pilot, "k")
        assert "6 of 60" in picture(pilot).splitlines()[0]


@pytest.mark.parametrize("size", [NARROW, MEDIUM, WIDE])
async def test_it_fits_any_window(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "X", "j", "j")
        shown = picture(pilot).splitlines()
        assert "3 of 8" in shown[0]
        assert "█" in shown[1]
        assert OWLS.title in "\n".join(shown)
        assert "s Star" in shown[-1]
        assert all(len(row) <= size[0] for row in shown)


async def test_a_talk_that_is_gone_is_passed_and_hidden_ones_leave_the_list(home: Home) -> None:
    async with opened(home, MEDIUM) as pilot:
        await press(pilot, "X")
        home.library.put(programme(*NIGHTS[:1], *NIGHTS[2:]))
        await press(pilot, "j")
        assert "This talk is no longer in the library." in words(picture(pilot))
        await press(pilot, "s", "j", "x", "q")
        assert mark_of(home, OWLS).hidden
        assert OWLS.title not in titles(pilot)
    assert ICML.talks[1] == BATS


async def test_what_is_put_off_is_found_again_and_a_star_decides_it(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "X", "w", "w", "k", "q", "L")
        assert mark_of(home, MOTHS) == Mark()
        await press(pilot, "L")
        assert [mark_of(home, one).later for one in NIGHTS[:3]] == [True, True, False]
        await press(pilot, "slash")
        await typed(pilot, "is:later")
        await press(pilot, "enter", "X")
        assert "For later" in picture(pilot)
        await press(pilot, "s", "w", "j")
        assert home.agenda.marks() == {MOTHS.id: Mark(starred=True)}
        await press(pilot, "u")
        assert mark_of(home, BATS) == Mark(later=True)


def test_each_group_has_a_progress_of_its_own() -> None:
    noon = at(12)
    groups = [
        Group("ICML 2021", "2021-07-20", "session", noon, session="Poster hall"),
        Group("ICML 2021", "2021-07-20", "time", noon),
        Group("ICML 2021", "2021-07-20", "time"),
        Group("ICML 2021", "2021-07-20", "room", room="Hall"),
        Group("ICML 2021", "2021-07-21", "room", room="Hall"),
    ]
    queues = {queue_of_group(POSTERS[0], one, query) for one in groups for query in ("", "moths")}
    assert len(queues) == 2 * len(groups)
