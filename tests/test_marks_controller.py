"""The snapshot of the marks: complete after each write, painted once, and correct when others write as well."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from threading import Event

import pytest
from factories import at, programme, talk
from stories import (
    BATS,
    ICML,
    MEDIUM,
    MOTHS,
    NIGHTS,
    OWLS,
    Home,
    home_with,
    listed,
    opened,
    press,
    settle,
    signs,
    until,
)
from textual.pilot import Pilot

from confbrowse.errors import StoreError
from confbrowse.marks import with_hidden, with_more_interest, with_star
from confbrowse.model import Mark, Talk
from confbrowse.text.cells import text_of
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.background import Intervals
from confbrowse.tui.controllers.marks import MarksController, MarksSnapshot
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.view_state import DEFAULT_VIEW
from confbrowse.tui.widgets.glyphs import CLASH, STAR

GONE = talk("A Cancelled Talk", start=at(9))
TOGETHER = talk("Together with Moths", start=at(9), end=at(9, 5))
STARRED = Mark(starred=True)


def star(mark: Mark) -> Mark:
    return with_star(mark, is_set=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML)


@pytest.fixture
async def marks(home: Home) -> MarksController:
    """Return a controller that has read the marks of *home*."""
    controller = MarksController(home.agenda, home.library)
    await controller.poll()
    return controller


def reader(*talks: Talk) -> Callable[[], tuple[Talk, ...]]:
    return lambda: talks


async def read_again(home: Home) -> MarksSnapshot:
    """Return the snapshot as read at a start."""
    fresh = MarksController(home.agenda, home.library)
    await fresh.poll()
    return fresh.snapshot


def parts(snapshot: MarksSnapshot) -> tuple[object, ...]:
    """Return the content of *snapshot* for comparison, with the order of the starred talks."""
    clashes = snapshot.clashes
    return (
        *(snapshot.version, snapshot.marks, list(snapshot.starred.items())),
        *(clashes.timetable.talks, clashes.clashing, snapshot.cancelled),
    )


@pytest.mark.parametrize("seed", range(8))
async def test_a_snapshot_after_changes_is_what_reading_it_would_give(
    home: Home, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    talks = (*NIGHTS, TOGETHER, GONE)
    home.library.put(programme(*NIGHTS, TOGETHER))
    marks = MarksController(home.agenda, home.library)
    await marks.poll()
    turns = (
        *(with_star, with_star, with_hidden),
        lambda mark, is_set: with_more_interest(mark, 1 if is_set else -1),
    )
    for _ in range(40):
        kind = random.choice(("mark", "mark", "mark", "undo", "redo"))
        if kind == "undo":
            await marks.undo()
        elif kind == "redo":
            await marks.redo()
        else:
            chosen = random.sample(talks, random.randint(1, 3))
            turn = partial(random.choice(turns), is_set=random.random() < 0.6)
            await marks.write(lambda store, chosen=chosen, turn=turn: store.mark(chosen, turn))  # type: ignore[misc]  # a lambda with defaults has no type
        if marks.snapshot.version >= 0:
            assert parts(marks.snapshot) == parts(await read_again(home))
    assert marks.snapshot.marks


async def test_a_write_is_published_once_and_the_next_poll_finds_nothing_new(
    marks: MarksController,
) -> None:
    published: list[MarksSnapshot] = []
    marks.on_change = lambda: published.append(marks.snapshot)
    await marks.star(reader(MOTHS, BATS))
    await marks.poll()
    (snapshot,) = published
    assert snapshot.marks == {MOTHS.id: STARRED, BATS.id: STARRED}
    assert set(snapshot.starred) == snapshot.clashes.clashing == {MOTHS.id, BATS.id}
    assert snapshot.version == marks.store.version()


async def test_a_write_that_changes_nothing_is_not_published(marks: MarksController) -> None:
    published: list[MarksSnapshot] = []
    marks.on_change = lambda: published.append(marks.snapshot)
    assert await marks.undo() == "There is nothing to undo."
    assert published == []


async def test_the_poll_finds_what_another_process_wrote(
    home: Home, marks: MarksController
) -> None:
    home.agenda.mark([OWLS], star)
    await marks.poll()
    assert list(marks.snapshot.starred) == [OWLS.id]


async def test_a_star_of_another_process_between_our_read_and_our_write_is_not_lost(
    home: Home, marks: MarksController
) -> None:
    home.agenda.mark([OWLS], star)
    await marks.star(reader(MOTHS))
    assert list(marks.snapshot.starred) == [MOTHS.id, OWLS.id]
    assert parts(marks.snapshot) == parts(await read_again(home))


async def test_a_star_of_another_process_right_after_our_write_is_found_by_the_next_poll(
    home: Home, marks: MarksController, monkeypatch: pytest.MonkeyPatch
) -> None:
    combine = MarksSnapshot.with_changes

    def write_between(*args: object, **kwargs: object) -> MarksSnapshot:
        home.agenda.mark([OWLS], star)
        return combine(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they are

    monkeypatch.setattr(MarksSnapshot, "with_changes", write_between)
    await marks.star(reader(MOTHS))
    assert list(marks.snapshot.starred) == [MOTHS.id]
    await marks.poll()
    assert list(marks.snapshot.starred) == [MOTHS.id, OWLS.id]


async def test_a_poll_that_was_overtaken_by_a_write_is_dropped(
    home: Home, marks: MarksController, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_read, may_return = Event(), Event()
    read = MarksController._read

    def slowly(self: MarksController) -> MarksSnapshot:
        found = read(self)
        monkeypatch.undo()
        has_read.set()
        may_return.wait()
        return found

    home.agenda.mark([OWLS], star)
    monkeypatch.setattr(MarksController, "_read", slowly)
    polling = asyncio.create_task(marks.poll())
    await asyncio.to_thread(has_read.wait)
    await marks.star(reader(MOTHS))
    may_return.set()
    await polling
    assert list(marks.snapshot.starred) == [MOTHS.id, OWLS.id]


async def test_trouble_is_raised_once_however_long_it_lasts(home: Home) -> None:
    (home.folder / "agenda.db").mkdir()
    marks = MarksController(home.agenda, home.library)
    assert not marks.is_ready
    with pytest.raises(StoreError):
        await marks.poll()
    assert marks.is_ready
    await marks.poll()
    (home.folder / "agenda.db").rmdir()
    await marks.poll()
    assert marks.snapshot.version >= 0
    (home.folder / "agenda.db").mkdir()
    with pytest.raises(StoreError):
        await marks.poll()


async def test_a_star_is_shown_though_the_library_cannot_be_read_and_the_poll_says_so(
    home: Home, marks: MarksController
) -> None:
    library = home.folder / "library.db"
    for file in home.folder.glob("library.db*"):
        file.rename(home.folder / f"aside-{file.name}")
    library.mkdir()
    await marks.star(reader(MOTHS))
    assert list(marks.snapshot.starred) == [MOTHS.id]
    with pytest.raises(StoreError, match="library"):
        await marks.poll()
    library.rmdir()
    for file in home.folder.glob("aside-*"):
        file.rename(home.folder / file.name.removeprefix("aside-"))
    await marks.poll()
    assert parts(marks.snapshot) == parts(await read_again(home))


async def test_another_library_is_polled_once_it_is_watched(
    marks: MarksController, tmp_path: Path
) -> None:
    await marks.star(reader(MOTHS))
    assert marks.snapshot.cancelled == frozenset()
    other = home_with(tmp_path / "other", programme(BATS))
    marks.watch_library(other.library)
    await marks.poll()
    assert marks.library_version == other.library.version()
    assert marks.snapshot.cancelled == {MOTHS.id}


# On the screen.


@pytest.fixture
def paints(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return a list that records the first signs of the talk list each time marks are painted."""
    found: list[list[str]] = []
    show = BrowseScreen.marks_changed

    def count(screen: BrowseScreen) -> None:
        show(screen)
        lines = range(min(3, screen.talk_list.line_count()))
        found.append([text_of(screen.talk_list.draw_row(at, 0, 80)[2:4]) for at in lines])

    monkeypatch.setattr(BrowseScreen, "marks_changed", count)
    return found


@pytest.fixture
def polls(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return a list that grows with each completed poll."""
    found: list[bool] = []
    poll = MarksController.poll

    async def count(self: MarksController) -> None:
        await poll(self)
        found.append(True)

    monkeypatch.setattr(MarksController, "poll", count)
    return found


async def polled(pilot: Pilot[None], polls: list[bool]) -> None:
    """Wait until the stores have been polled twice, completely."""
    before = len(polls)
    await until(pilot, lambda: len(polls) >= before + 2)


def app(home: Home) -> ConfbrowseApp:
    """Return the app with a poll every few milliseconds."""
    return ConfbrowseApp(home.library, home.agenda, DEFAULT_VIEW, intervals=Intervals(poll=0.01))


@pytest.mark.parametrize(
    ("keys", "signs"),
    [
        (["s"], [f"{STAR} ", f" {CLASH}", "  "]),
        (["v", "j", "j", "s"], [f"{STAR}{CLASH}"] * 3),
        (["plus"], ["  ", "  ", "  "]),
    ],
)
async def test_a_mark_and_its_undo_are_painted_once_with_all_that_follows_from_them(
    home: Home, paints: list[list[str]], polls: list[bool], keys: list[str], signs: list[str]
) -> None:
    async with app(home).run_test(size=MEDIUM) as pilot:
        await settle(pilot)
        paints.clear()
        await press(pilot, *keys)
        await polled(pilot, polls)
        assert paints == [signs]
        await press(pilot, "u")
        await polled(pilot, polls)
        assert paints == [signs, ["  ", "  ", "  "]]


async def test_a_star_of_another_process_is_painted_once(
    home: Home, paints: list[list[str]], polls: list[bool]
) -> None:
    async with app(home).run_test(size=MEDIUM) as pilot:
        await settle(pilot)
        paints.clear()
        home.agenda.mark([MOTHS], star)
        await polled(pilot, polls)
        assert paints == [[f"{STAR} ", f" {CLASH}", "  "]]


async def test_a_screen_below_another_shows_marks_once_when_it_is_on_top_again(
    home: Home, paints: list[list[str]]
) -> None:
    home.agenda.mark([MOTHS, OWLS], star)
    async with opened(home) as pilot:
        await press(pilot, "a")
        paints.clear()
        await press(pilot, "plus", "s")
        assert paints == []
        await press(pilot, "escape")
        assert len(paints) == 1
        assert [row[:1] for row in signs(pilot)[:3]] == [" ", " ", STAR]


async def test_a_cancelled_talk_whose_star_comes_back_by_undo_is_called_cancelled_again(
    home: Home,
) -> None:
    home.agenda.mark([MOTHS], star)
    home.library.put(programme(BATS))
    async with opened(home) as pilot:
        await press(pilot, "a", "s", "u")
        await until(pilot, lambda: any("(cancelled)" in row for row in listed(pilot)))
        assert home.agenda.marks() == {MOTHS.id: STARRED}
