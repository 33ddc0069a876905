"""E exports talks: which ones, in which format, to which file; asks before overwriting; a failure changes nothing."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from stories import (
    BATS,
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    WIDE,
    WORMS,
    Home,
    home_with,
    no_clipboard,
    on_screen,
    opened,
    picture,
    press,
    said,
    settle,
    typed,
    until,
    words,
)
from textual.pilot import Pilot
from textual.widgets import Input
from unwritable import folder, without_rights

from confbrowse.tui.dialogs.base import MessageDialog
from confbrowse.tui.dialogs.export import ExportDialog, FileDialog


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that confbrowse was started in."""
    place = tmp_path / "out"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def home(tmp_path: Path, out: Path) -> Home:
    """Return a home whose agenda holds two talks that clash, and a poster without a time."""
    assert out
    home = home_with(tmp_path, ICML)
    home.agenda.mark([MOTHS, BATS, WORMS], lambda mark: replace(mark, starred=True))
    return home


async def closed(pilot: Pilot[None]) -> None:
    """Wait until no dialog is open."""
    await until(pilot, lambda: not isinstance(pilot.app.screen, ExportDialog | FileDialog))


async def named(pilot: Pilot[None], name: str) -> None:
    """Replace the proposed name by *name*."""
    line = pilot.app.screen.query_one(Input)
    line.value, line.cursor_position = name, len(name)
    await settle(pilot)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (50, 20), (40, 12)])
async def test_formats_and_hint_are_shown_whole_in_every_window(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "E")
        assert "1-9 or Enter select · Esc cancel" in words(picture(pilot))
        assert all(f" {number} " in picture(pilot) for number in range(1, 10))
        assert "9 clipboard BibTeX" in picture(pilot)
        if size[0] >= 60:
            assert ".json Sync file (all stars, notes, interest)" in words(picture(pilot))


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_the_agenda_is_written_under_the_name_that_is_proposed(
    home: Home, out: Path, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "E")
        assert "Export your agenda (3 talks)" in picture(pilot)
        await press(pilot, "1", "enter")
        await closed(pilot)

        assert "Wrote 2 talks to" in said(pilot)
        assert "1 talk without a time is left out" in said(pilot)
    text = (out / "agenda.ics").read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == 2


@pytest.mark.parametrize("view", ["1", "a", "5"])
async def test_every_view_takes_the_agenda_out(home: Home, out: Path, view: str) -> None:
    async with opened(home) as pilot:
        await press(pilot, view)
        if view == "5":
            await until(pilot, lambda: on_screen(pilot).talk is not None)
        await press(pilot, "E", *["j"] * 2, "enter", "enter")
        await until(pilot, lambda: (out / "agenda.csv").exists() or bool(said(pilot)))
        await closed(pilot)
    rows = list(csv.DictReader(io.StringIO((out / "agenda.csv").read_text(encoding="utf-8"))))
    assert [row["title"] for row in rows] == [MOTHS.title, BATS.title, WORMS.title]


async def test_selected_talks_come_first_and_tab_goes_on_to_those_in_view(
    home: Home, out: Path
) -> None:
    async with opened(home) as pilot:
        await press(pilot, "v", "j", "E")
        assert "Export the selected talks" in picture(pilot)
        await press(pilot, "4", "enter")
        await closed(pilot)
        assert "Wrote 2 talks" in said(pilot)
        assert "selected" not in picture(pilot).splitlines()[0]
        await press(pilot, "E", "tab")
        assert "Export the talks in view" in picture(pilot)
        await press(pilot, "4", "enter")
        await closed(pilot)
    assert len((out / "selected.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert len((out / "talks.jsonl").read_text(encoding="utf-8").splitlines()) == len(ICML.talks)


async def test_a_file_that_is_there_is_asked_about_once(home: Home, out: Path) -> None:
    (out / "agenda.md").write_text("mine", encoding="utf-8")
    async with opened(home) as pilot:
        await press(pilot, "E", "2", "enter")
        await until(pilot, lambda: "Press Enter again to overwrite it" in words(picture(pilot)))
        assert (out / "agenda.md").read_text(encoding="utf-8") == "mine"
        await press(pilot, "enter")
        await closed(pilot)
    assert "Moths and Lamps" in (out / "agenda.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("way", ["1", "2", "6"])
async def test_the_agenda_itself_is_refused_and_not_asked_about(home: Home, way: str) -> None:
    async with opened(home) as pilot:
        await press(pilot, "E", way)
        await named(pilot, str(home.folder / "agenda.db"))
        for _ in range(2):
            await press(pilot, "enter")
            await until(pilot, lambda: "is for confbrowse's own files" in words(picture(pilot)))
            assert "Enter again" not in picture(pilot)
        await press(pilot, "escape")
    assert len(home.starred) == 3


async def test_another_name_is_asked_about_again(home: Home, out: Path) -> None:
    for name in ("agenda.md", "other.md"):
        (out / name).write_text("mine", encoding="utf-8")
    async with opened(home) as pilot:
        await press(pilot, "E", "2", "enter")
        await until(pilot, lambda: "Enter again" in picture(pilot))
        await named(pilot, "other.md")
        await press(pilot, "enter")
        await until(pilot, lambda: "other.md already exists" in words(picture(pilot)))
        await press(pilot, "escape")
    assert [file.read_text(encoding="utf-8") for file in out.iterdir()] == ["mine", "mine"]


async def test_a_folder_is_completed_and_is_no_file(home: Home, out: Path) -> None:
    (out / "lists").mkdir()
    async with opened(home) as pilot:
        await press(pilot, "E", "2")
        await named(pilot, "li")
        await press(pilot, "tab", "enter")
        await until(pilot, lambda: "lists/ is a folder. Add a file name" in words(picture(pilot)))
        await typed(pilot, "new.md")
        await press(pilot, "enter")
        await closed(pilot)
    assert (out / "lists" / "new.md").exists()


async def test_what_cannot_be_written_is_a_sentence_and_the_old_file_stays(home: Home) -> None:
    with folder() as place:
        file = place / "agenda.md"
        file.write_text("mine", encoding="utf-8")
        file.chmod(0o644)
        async with opened(home) as pilot:
            await press(pilot, "E", "2")
            await named(pilot, str(file))
            await press(pilot, "enter")
            await until(pilot, lambda: "again to overwrite it" in words(picture(pilot)))
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("confbrowse.files._replace", no_room)
                await press(pilot, "enter")
                await until(pilot, lambda: "the disk is full" in words(picture(pilot)))
            await press(pilot, "escape")
        assert file.read_text(encoding="utf-8") == "mine"
        assert len(list(place.iterdir())) == 1


def no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


async def test_a_folder_that_is_closed_is_a_sentence(home: Home) -> None:
    with folder() as place:
        async with opened(home) as pilot:
            await press(pilot, "E", "2")
            await named(pilot, f"{place}/in/agenda.md")
            with without_rights(place, 0o000):
                await press(pilot, "enter")
                await until(pilot, lambda: "Permission denied" in words(picture(pilot)))
            await press(pilot, "escape")


async def test_a_mirror_is_merged_with_and_not_overwritten(home: Home, out: Path) -> None:
    async with opened(home) as pilot:
        await press(pilot, "E", "6", "enter")
        await closed(pilot)
        assert "Synced 3 marked talks" in said(pilot)
        file = out / "agenda.json"
        changed = file.read_text(encoding="utf-8").replace('"note": null', '"note": "hoo"', 1)
        file.write_text(changed, encoding="utf-8")
        await press(pilot, "E", "6", "enter")
        await until(pilot, lambda: "Enter again to merge" in picture(pilot))
        await press(pilot, "enter")
        await closed(pilot)
    assert [mark.note for mark in home.agenda.marks().values()].count("hoo") == 1


async def test_a_reading_list_is_copied(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    no_clipboard(monkeypatch)
    async with opened(home) as pilot:
        await press(pilot, "E", "7")
        await until(pilot, lambda: isinstance(pilot.app.screen, MessageDialog))
        assert "Moths and Lamps" in pilot.app.clipboard
        assert "Clash" not in said(pilot)
        await press(pilot, "escape")


async def test_nothing_starred_takes_what_is_in_view(tmp_path: Path, out: Path) -> None:
    async with opened(home_with(tmp_path, ICML)) as pilot:
        await press(pilot, "E")
        assert "Export the talks in view" in picture(pilot)
        await press(pilot, "tab", "2", "enter")
        await until(pilot, lambda: "Your agenda is empty" in words(picture(pilot)))
        await press(pilot, "escape")
    assert list(out.iterdir()) == []
