"""The Now screen with an injected clock: during a conference, after it and before it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from factories import at, talk
from stories import (
    BATS,
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    SONGS,
    TINY,
    WIDE,
    Home,
    home_with,
    listed,
    on_screen,
    opened,
    picture,
    press,
    title,
    until,
    words,
)

from confbrowse.model import Session
from confbrowse.tui.screens import now as now_screen
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.now import NowScreen, mine_first


def home_at(folder: Path, *moments: datetime) -> Home:
    """Return a home whose current time is the last of *moments*; more can be added."""
    return replace(home_with(folder, ICML), now=clock(list(moments)))


def clock(moments: list[datetime]) -> Callable[[], datetime]:
    return lambda: moments[-1]


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_what_is_on_comes_next_and_is_next_of_mine_is_reported_with_minutes(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    home = home_at(tmp_path, at(9, 5))
    home.agenda.mark([SONGS], lambda mark: replace(mark, starred=True))
    async with opened(home, size) as pilot:
        await press(pilot, "t")
        await until(pilot, lambda: "On now, 09:05 PDT" in picture(pilot))
        shown = listed(pilot)
        assert MOTHS.title in shown[1]
        assert shown[1].endswith("15 min left")
        assert shown[2] == "Next, in 5 minutes"
        assert BATS.title[:8] in shown[3]
        assert shown[3].endswith("in 5 min")
        assert shown[4].startswith("Next of yours, in 23 h 55 min")
        assert SONGS.title[:8] in shown[5]
        assert title(pilot) == MOTHS.title
        await press(pilot, "3")
        assert isinstance(on_screen(pilot), BrowseScreen)


def test_own_talks_come_first_and_many_posters_of_a_session_are_one_line() -> None:
    hall = Session("ICML 2021", "Posters East", room="Hall")
    posters = tuple(talk(f"P{one}", session=hall, kind="Poster", start=at(9)) for one in range(30))
    talks = (MOTHS, *posters, BATS)
    assert mine_first(talks, {posters[4].id, BATS.id}) == (
        posters[4],
        BATS,
        MOTHS,
        "       Posters East · Hall · 29 posters",
    )
    assert mine_first(posters[:20], ()) == posters[:20]


async def test_it_follows_the_clock_while_it_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(now_screen, "_TICK_SECONDS", 0.01)
    moments = [at(9, 5)]
    home = replace(home_with(tmp_path, ICML), now=clock(moments))
    async with opened(home) as pilot:
        await press(pilot, "3")
        await until(pilot, lambda: "15 min left" in picture(pilot))
        moments.append(at(9, 6))
        await until(pilot, lambda: "14 min left" in picture(pilot))
        moments.append(at(12))
        await until(pilot, lambda: "Nothing is on now, 12:00" in picture(pilot))
        assert title(pilot) == SONGS.title


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (at(9, day=30), "ICML 2021 ended on Thu 22 Jul."),
        (at(9, day=10), "ICML 2021 begins in 10 days."),
        (at(8, 30), "ICML 2021 begins in 30 minutes."),
    ],
)
async def test_outside_of_a_conference_its_first_day_is_shown(
    tmp_path: Path, moment: datetime, sentence: str
) -> None:
    async with opened(home_at(tmp_path, moment), WIDE) as pilot:
        await press(pilot, "t")
        await until(pilot, lambda: sentence in picture(pilot))
        assert "Tue 20 Jul 2021" in listed(pilot)
        assert title(pilot) == MOTHS.title
        assert "It is" in words(picture(pilot))


async def test_of_all_programmes_the_one_that_is_on_is_shown_and_else_the_one_in_view(
    tmp_path: Path,
) -> None:
    home = home_at(tmp_path, at(9, 5))
    home.library.put(TINY)
    async with opened(home, WIDE) as pilot:
        await press(pilot, "t")
        await until(pilot, lambda: "On now" in picture(pilot))
        await press(pilot, "escape", "h", "j", "t")
        screen = on_screen(pilot)
        assert isinstance(screen, NowScreen)
        await until(pilot, lambda: "Tiny 2021 ended on Thu 1 Jul." in picture(pilot))


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (at(9, 15, day=21), SONGS.title),
        (at(9, day=30), MOTHS.title),
        (datetime(2020, 1, 1, tzinfo=UTC), MOTHS.title),
    ],
)
async def test_who_has_no_place_to_come_back_to_starts_at_now_or_at_the_first_day(
    tmp_path: Path, moment: datetime, opening: str
) -> None:
    async with opened(home_at(tmp_path, moment)) as pilot:
        assert title(pilot) == opening


async def test_who_has_been_here_comes_back_to_the_same_talk_whatever_is_on(tmp_path: Path) -> None:
    home = home_at(tmp_path, at(9, day=30))
    async with opened(home) as pilot:
        await press(pilot, "j", "Q")
    async with opened(replace(home, now=clock([at(9, 15, day=21)]))) as pilot:
        assert title(pilot) == BATS.title
