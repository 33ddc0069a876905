"""Notes on the screen: written, edited, undone; never lost if they cannot be saved."""

import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import unwritable
from factories import at, programme, talk
from stories import (
    BATS,
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    NIGHTS,
    WIDE,
    Home,
    detail,
    hold,
    home_with,
    mark_of,
    on_screen,
    opened,
    picture,
    press,
    said,
    typed,
    words,
)

from confbrowse.model import NO_MARK
from confbrowse.tui.dialogs.note import NoteDialog
from confbrowse.tui.widgets.glyphs import NOTE

SIZES = [WIDE, MEDIUM, NARROW]
TITLES = [one.title for one in NIGHTS]


async def test_title_note_and_hint_start_in_one_column(home: Home) -> None:
    async with opened(home, MEDIUM) as pilot:
        await press(pilot, "e")
        window = pilot.app.screen
        assert isinstance(window, NoteDialog)
        columns = {
            window.query_one(name).content_region.x for name in ("#title", "TextArea", "#hint")
        }
        assert len(columns) == 1


@pytest.mark.parametrize("size", SIZES)
async def test_a_note_is_written_shown_changed_and_taken_back(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "e")
        await typed(pilot, "ask about x")
        await press(pilot, "enter")
        await typed(pilot, "and q")
        await press(pilot, "escape")
        assert mark_of(home, MOTHS).note == "ask about x\nand q"
        await press(pilot, "enter")
        assert f"{NOTE} Note: ask about x and q" in detail(pilot)
        await press(pilot, "e")
        await typed(pilot, "!")
        await press(pilot, "escape", "u")
        assert mark_of(home, MOTHS).note == "ask about x\nand q"
        assert "“Moths and Lamps” has another note" in said(pilot)


async def test_a_note_left_or_not_changed_is_no_step(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "e")
        await typed(pilot, "ask")
        await press(pilot, "ctrl+g", "e", "escape")
        assert home.agenda.version() == 0


async def test_an_emptied_note_is_none(home: Home) -> None:
    home.agenda.mark((MOTHS,), lambda mark: replace(mark, note="a"))
    async with opened(home) as pilot:
        await press(pilot, "e", "backspace", "escape")
        assert mark_of(home, MOTHS) == NO_MARK


async def test_a_note_for_several_is_added_to_other_notes(home: Home) -> None:
    home.agenda.mark((BATS,), lambda mark: replace(mark, note="old"))
    async with opened(home) as pilot:
        await press(pilot, "v", "j", "e")
        assert "Note on 2 talks" in picture(pilot)
        assert "added to each note" in words(picture(pilot))
        await typed(pilot, "new")
        await press(pilot, "escape")
        assert (mark_of(home, MOTHS).note, mark_of(home, BATS).note) == ("new", "old\n\nnew")
        await press(pilot, "u")
        assert (mark_of(home, MOTHS).note, mark_of(home, BATS).note) == (None, "old")


async def test_quitting_keeps_the_note_being_written(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "e")
        await typed(pilot, "ask")
        await press(pilot, "ctrl+q")
        assert not pilot.app.is_running
    assert mark_of(home, MOTHS).note == "ask"


async def test_a_note_that_cannot_be_written_stays_open() -> None:
    with unwritable.folder() as folder, ExitStack() as without:
        home = home_with(folder, ICML)
        home.agenda.mark((BATS,), lambda mark: replace(mark, starred=True))
        async with opened(home) as pilot:
            await press(pilot, "e")
            await typed(pilot, "ask")
            without.enter_context(unwritable.without_rights(folder))
            for key in ("escape", "ctrl+q"):
                await press(pilot, key)
                assert isinstance(pilot.app.screen, NoteDialog)
                assert "Cannot write the agenda" in said(pilot)
            assert "ask" in picture(pilot)
            without.close()
            await press(pilot, "escape")
            assert mark_of(home, MOTHS).note == "ask"


async def test_markup_in_a_note_and_in_a_title_is_shown_as_it_stands(tmp_path: Path) -> None:
    one = talk("[red]Moths[/]", start=at(9))
    home = home_with(tmp_path, programme(one))
    async with opened(home) as pilot:
        await press(pilot, "e")
        await typed(pilot, "[b]ask[/]")
        assert "Note on “[red]Moths[/]”" in picture(pilot)
        await press(pilot, "escape")
        assert "Note: [b]ask[/]" in detail(pilot)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@pytest.mark.skipif(sys.platform == "win32", reason="the editor is a shell script")
@pytest.mark.parametrize(("code", "note"), [(0, "asked"), (1, "as")])
async def test_the_readers_own_editor_writes_the_note_and_a_failing_one_changes_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch, code: int, note: str
) -> None:
    editor = home.folder / "editor"
    editor.write_text(f'#!/bin/sh\nprintf "ked\\n" >> "$1"\nexit {code}\n', encoding="utf-8")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("VISUAL", str(editor))
    async with opened(home) as pilot:
        monkeypatch.setattr(pilot.app, "suspend", _nothing)  # there is no terminal here
        await press(pilot, "e")
        await typed(pilot, "as")
        await press(pilot, "f2")
        if code:
            assert "it exited with code 1. Your text was saved in" in said(pilot)
        await press(pilot, "escape")
        assert mark_of(home, MOTHS).note == note


async def test_a_note_closes_once_however_fast_esc_comes(tmp_path: Path) -> None:
    async with opened(home_with(tmp_path, ICML)) as pilot:
        await press(pilot, "e")
        await hold(pilot, "escape", 6)
        assert on_screen(pilot).view == "programme"
