"""The reader's files follow the marks made on the screen, and bring in what others wrote."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from stories import ICML, MEDIUM, MOTHS, OWLS, Home, home_with, press, said, settle, until, words

from confbrowse.exchange.files import sync_mirror
from confbrowse.exchange.keeping import Keeping, Kept
from confbrowse.place import NOWHERE
from confbrowse.tui.app import ConfbrowseApp


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
def files(tmp_path: Path, mirror: Path) -> Kept:
    return Kept(mirror, tmp_path / "agenda.ics")


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the screen look after the files all the time."""
    monkeypatch.setattr("confbrowse.tui.app._FILES_SECONDS", 0.02)


@pytest.fixture
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the screen look after the files when it is asked to, and not otherwise."""
    monkeypatch.setattr("confbrowse.tui.app._FILES_SECONDS", 3_600)


def app(home: Home, files: Kept, *faults: str) -> ConfbrowseApp:
    """Return confbrowse as it starts in *home* with *files* to keep."""
    keeping = Keeping(home.agenda, home.library, files) if files != Kept() else None
    return ConfbrowseApp(home.library, home.agenda, NOWHERE, keeping=lambda: (keeping, faults))


def titles(mirror: Path) -> list[str]:
    """Return what is in *mirror*, if it is there."""
    if not mirror.exists():
        return []
    return [one["title"] for one in json.loads(mirror.read_text(encoding="utf-8"))]


def star_elsewhere(there: Home, mirror: Path) -> None:
    """Star OWLS on another machine, and bring *mirror* up to date there."""
    sync_mirror(mirror, there.agenda, there.library)
    there.agenda.mark([OWLS], lambda mark: replace(mark, starred=True))
    sync_mirror(mirror, there.agenda, there.library)


@pytest.mark.usefixtures("often")
async def test_a_star_is_in_the_files_soon(home: Home, files: Kept, mirror: Path) -> None:
    async with app(home, files).run_test(size=MEDIUM, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "s")
        await until(pilot, lambda: titles(mirror) == [MOTHS.title])
        await press(pilot, "u")
        await until(pilot, lambda: titles(mirror) == [])
        assert said(pilot).count("Undone") == 1
    assert files.calendar
    assert files.calendar.exists()


@pytest.mark.usefixtures("seldom")
async def test_the_last_star_is_in_the_files_at_the_end(
    home: Home, files: Kept, mirror: Path
) -> None:
    async with app(home, files).run_test(size=MEDIUM) as pilot:
        await settle(pilot)
        await press(pilot, "s", "q")
    assert titles(mirror) == [MOTHS.title]


@pytest.mark.usefixtures("often")
async def test_what_another_machine_writes_comes_in_and_is_undone(
    home: Home, there: Home, files: Kept, mirror: Path
) -> None:
    async with app(home, files).run_test(size=MEDIUM, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "s")
        await until(pilot, lambda: titles(mirror) == [MOTHS.title])
        star_elsewhere(there, mirror)
        await until(pilot, lambda: home.starred == [MOTHS.title, OWLS.title])
        await until(pilot, lambda: "From agenda.json" in said(pilot))
        assert said(pilot).count("From agenda.json") == 1
        await press(pilot, "u")
        await until(pilot, lambda: titles(mirror) == [MOTHS.title])
    assert home.starred == [MOTHS.title]


@pytest.mark.usefixtures("seldom")
async def test_r_looks_at_the_mirror_at_once(
    home: Home, there: Home, files: Kept, mirror: Path
) -> None:
    star_elsewhere(there, mirror)
    async with app(home, files).run_test(size=MEDIUM, notifications=True) as pilot:
        await settle(pilot)
        assert home.starred == []
        await press(pilot, "r")
        await until(pilot, lambda: home.starred == [OWLS.title])


@pytest.mark.usefixtures("often")
async def test_what_fails_is_told_once_and_keys_go_on_working(home: Home, tmp_path: Path) -> None:
    files = Kept(tmp_path / "gone" / "agenda.json")
    async with app(home, files).run_test(size=MEDIUM, notifications=True) as pilot:
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


@pytest.mark.usefixtures("often")
async def test_a_wrong_setting_is_told_once(home: Home) -> None:
    fault = 'config.toml: agenda.mirror must be a path; it stays "".'
    async with app(home, Kept(), fault).run_test(size=MEDIUM, notifications=True) as pilot:
        await until(pilot, lambda: "agenda.mirror must be" in said(pilot))
        await press(pilot, "s")
        assert said(pilot).count("agenda.mirror") == 1
