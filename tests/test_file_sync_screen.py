"""The user's files follow marks made on the screen, and changes by others are imported."""

from dataclasses import replace
from pathlib import Path

import pytest
from agenda_file import synced
from stories import ICML, MEDIUM, MOTHS, OWLS, Home, home_with, press, said, settle, until, words

from confbrowse.exchange.sync import FileSync, SyncFiles, sync_mirror
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.background import Intervals
from confbrowse.tui.view_state import DEFAULT_VIEW


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path / "here", ICML)


@pytest.fixture
def there(tmp_path: Path) -> Home:
    return home_with(tmp_path / "there", ICML)


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    return tmp_path / "agenda.json"


@pytest.fixture
def files(tmp_path: Path, mirror: Path) -> SyncFiles:
    return SyncFiles(mirror, tmp_path / "agenda.ics")


OFTEN, SELDOM = Intervals(file_sync=0.02), Intervals(file_sync=3_600)


def app(home: Home, files: SyncFiles, intervals: Intervals) -> ConfbrowseApp:
    """Return the app in *home* with *files* to sync."""
    file_sync = FileSync(home.agenda, home.library, files) if files != SyncFiles() else None
    return ConfbrowseApp(
        home.library,
        home.agenda,
        DEFAULT_VIEW,
        open_file_sync=lambda: file_sync,
        intervals=intervals,
    )


def titles(mirror: Path) -> list[str]:
    """Return the content of *mirror*, if it exists."""
    if not mirror.exists():
        return []
    return [one["title"] for one in synced(mirror)]


def star_elsewhere(there: Home, mirror: Path) -> None:
    """Star OWLS on another machine, and sync *mirror* there."""
    sync_mirror(mirror, there.agenda, there.library)
    there.agenda.mark([OWLS], lambda mark: replace(mark, starred=True))
    sync_mirror(mirror, there.agenda, there.library)


async def test_a_star_is_in_the_files_soon(home: Home, files: SyncFiles, mirror: Path) -> None:
    async with app(home, files, OFTEN).run_test(size=MEDIUM, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "s")
        await until(pilot, lambda: titles(mirror) == [MOTHS.title])
        await press(pilot, "u")
        await until(pilot, lambda: titles(mirror) == [])
        assert said(pilot).count("Undone") == 1
    assert files.calendar
    assert files.calendar.exists()


async def test_the_last_star_is_in_the_files_at_the_end(
    home: Home, files: SyncFiles, mirror: Path
) -> None:
    async with app(home, files, SELDOM).run_test(size=MEDIUM) as pilot:
        await settle(pilot)
        await press(pilot, "s", "q")
    assert titles(mirror) == [MOTHS.title]


async def test_what_another_machine_writes_is_imported_and_is_undone(
    home: Home, there: Home, files: SyncFiles, mirror: Path
) -> None:
    async with app(home, files, OFTEN).run_test(size=MEDIUM, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "s")
        await until(pilot, lambda: titles(mirror) == [MOTHS.title])
        star_elsewhere(there, mirror)
        await until(pilot, lambda: home.starred == [MOTHS.title, OWLS.title])
        await until(pilot, lambda: "Imported from agenda.json" in said(pilot))
        assert said(pilot).count("Imported from agenda.json") == 1
        await press(pilot, "u")
        await until(pilot, lambda: titles(mirror) == [MOTHS.title])
    assert home.starred == [MOTHS.title]


async def test_r_looks_at_the_mirror_at_once(
    home: Home, there: Home, files: SyncFiles, mirror: Path
) -> None:
    star_elsewhere(there, mirror)
    async with app(home, files, SELDOM).run_test(size=MEDIUM, notifications=True) as pilot:
        await settle(pilot)
        assert home.starred == []
        await press(pilot, "r")
        await until(pilot, lambda: home.starred == [OWLS.title])


async def test_what_fails_is_reported_once_and_keys_go_on_working(
    home: Home, tmp_path: Path
) -> None:
    files = SyncFiles(tmp_path / "gone" / "agenda.json")
    async with app(home, files, OFTEN).run_test(size=MEDIUM, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "s")
        await until(pilot, lambda: "there is no folder" in words(said(pilot)))
        await press(pilot, "j", "s")
        await settle(pilot)
        assert len(home.starred) == 2
        assert said(pilot).count("Cannot write") == 1
        (tmp_path / "gone").mkdir()
        await press(pilot, "j", "s")
        await until(pilot, lambda: len(titles(tmp_path / "gone" / "agenda.json")) == 3)
