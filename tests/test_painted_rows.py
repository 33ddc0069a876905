"""What a key costs, in counts that do not depend on the machine: frames, rows painted, transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from factories import at, programme, talk
from stories import Home, home_with, listed, on_screen, opened, press, title
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region

from confbrowse.model import Session
from confbrowse.storage.database import Database
from confbrowse.tui.screens.browse import BrowseScreen

_RENDER_UPDATE = Compositor.render_update
_SIZE = (120, 35)
_HALLS = tuple(Session("ICML 2021", f"Hall {number}") for number in range(4))
TALKS = tuple(
    talk(f"Moths and lamps {number:03}", session=_HALLS[number % 4], start=at(9, number % 60))
    for number in range(100)
)


class Frames:
    """The rows that were painted within some region, frame by frame."""

    def __init__(self) -> None:
        self._frames: list[list[tuple[int, int, int]]] = []

    def record(self, update: object) -> None:
        """Take note of a frame."""
        if isinstance(update, ChopsUpdate):
            self._frames.append(update.spans)

    def clear(self) -> None:
        """Forget all frames so far."""
        self._frames.clear()

    def of(self, region: Region) -> list[list[int]]:
        """Return for each frame that painted anything in *region* the rows of it that were painted."""
        inside = (
            [y - region.y for y, begin, end in spans if y in region.line_range and begin < region.right and end > region.x]
            for spans in self._frames
        )  # fmt: skip
        return [rows for rows in inside if rows]


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> Frames:
    """Draw every frame as it comes, and record what is painted."""
    found = Frames()

    def render(compositor: Compositor, *given: Any, **named: Any) -> object:  # Textual's to know
        update = _RENDER_UPDATE(compositor, *given, **named)
        found.record(update)
        return update

    monkeypatch.setattr(Compositor, "render_update", render)
    return found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, programme(*TALKS))


async def test_a_letter_paints_the_list_once_although_more_results_follow(
    home: Home, frames: Frames
) -> None:
    async with opened(home, _SIZE) as pilot:
        screen = on_screen(pilot)
        assert isinstance(screen, BrowseScreen)
        await press(pilot, "slash", *"mot")
        frames.clear()
        await press(pilot, "h")
        assert len(frames.of(screen.talk_list.region)) == 1
        assert screen.talk_list.line_count() == len(TALKS)  # the first results are 64
        frames.clear()
        await press(pilot, "s")  # the same talks, with another letter marked in each
        assert len(frames.of(screen.talk_list.region)) == 1
        await press(pilot, "enter", "G")
        assert screen.talk_list.cursor == len(TALKS) - 1
        assert str(title(pilot)) in listed(pilot)[-1]


async def test_a_letter_that_changes_nothing_in_the_list_paints_nothing_there(
    home: Home, frames: Frames
) -> None:
    async with opened(home, _SIZE) as pilot:
        screen = on_screen(pilot)
        await press(pilot, "slash", *"moths")
        frames.clear()
        await press(pilot, "space")
        assert frames.of(screen.main_list.region) == []


async def test_a_star_paints_the_rows_of_its_talk_in_one_frame(home: Home, frames: Frames) -> None:
    async with opened(home, _SIZE) as pilot:
        screen = on_screen(pilot)
        await press(pilot, "slash", *"010", "enter")
        frames.clear()
        await press(pilot, "s")
        assert frames.of(screen.main_list.region) == [[*screen.main_list.rows_of(0)]]
        assert home.starred == [TALKS[10].title]


async def test_many_selected_talks_are_starred_and_unstarred_in_one_transaction_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks = [talk(f"Talk {number:04}", start=at(9, number % 60)) for number in range(1000)]
    home = home_with(tmp_path, programme(*talks))
    writes: list[str] = []
    writing = Database.writing

    @contextmanager
    def counted(database: Database) -> Iterator[object]:
        writes.append(database.name)
        with writing(database) as db:
            yield db

    monkeypatch.setattr(Database, "writing", counted)
    async with opened(home) as pilot:
        await press(pilot, "v", "G", "s")
        assert len(home.starred) == len(talks)
        assert writes == ["agenda"]
        await press(pilot, "u")
        assert home.starred == []
        assert writes == ["agenda"] * 2
