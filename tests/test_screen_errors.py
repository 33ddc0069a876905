"""Errors of files are shown, the screen goes on working, and markup in them has no effect."""

from collections.abc import Callable
from contextlib import ExitStack
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
    WIDE,
    Home,
    hold,
    home_with,
    listed,
    on_screen,
    opened,
    picture,
    press,
    rows,
    said,
    settle,
    signs,
    title,
    titles,
    until,
    words,
)

from confbrowse.errors import StoreError
from confbrowse.model import Link, Programme, Session
from confbrowse.storage.library import LibraryStore
from confbrowse.tui.background import Intervals
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.widgets.glyphs import STAR

SIZES = [WIDE, MEDIUM, NARROW]
RUBBISH = b"this is no database, whatever its name may say\n" * 300
MARKUP = ("[/]", "[red]x", "[@click=app.quit]x", "[link=https://example.org]x[/link]", "\\[b]")


def spoil(file: Path) -> None:
    """Replace the content of *file* by garbage."""
    for part in file.parent.glob(f"{file.name}-*"):
        part.unlink(missing_ok=True)  # SQLite itself may take it away just now
    file.write_bytes(RUBBISH)


async def test_an_agenda_that_is_damaged_meanwhile_is_set_aside_and_that_is_reported(
    home: Home,
) -> None:
    unpolled = replace(home, intervals=Intervals(poll=3_600))  # the key meets the damage first
    async with opened(unpolled) as pilot:
        await press(pilot, "s")
        spoil(home.folder / "agenda.db")
        await press(pilot, "j", "s")
        assert "The agenda was damaged. It was set aside" in said(pilot)
        await press(pilot, "s")
        assert home.starred == [BATS.title]
        await until(pilot, lambda: [STAR in one for one in signs(pilot)[:2]] == [False, True])
    (aside,) = home.folder.glob("agenda.db.damaged-*")
    assert aside.read_bytes() == RUBBISH


async def test_a_damaged_agenda_is_reported_once_not_with_every_look(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "s")
        spoil(home.folder / "agenda.db")
        await until(pilot, lambda: "damaged" in said(pilot))
        await until(pilot, lambda: STAR not in signs(pilot)[0])
        assert said(pilot).count("The agenda was damaged") == 1


async def test_a_library_that_is_damaged_meanwhile_is_reported(home: Home) -> None:
    async with opened(home) as pilot:
        spoil(home.folder / "library.db")
        await press(pilot, "r")
        await until(pilot, lambda: "The library was damaged." in said(pilot))
        await until(pilot, lambda: "The library is empty" in words(picture(pilot)))
        await press(pilot, "j", "slash", "a", "enter", "F", "a", "q")
        home.library.put(ICML)
        await until(pilot, lambda: MOTHS.title in titles(pilot))


@pytest.mark.parametrize(
    ("method", "keys"),
    [
        (LibraryStore.jump, ["right_square_bracket"]),
        (LibraryStore.counts, ["f"]),
        (LibraryStore.neighbour, ["right_parenthesis"]),
        (LibraryStore.neighbours, ["j"]),
        (LibraryStore.authors, ["p"]),
        (LibraryStore.authors, ["5", "slash"]),
        (LibraryStore.talks, ["4"]),
        (LibraryStore.talks, ["3"]),
    ],
)
async def test_what_a_key_cannot_read_is_reported_once_and_the_next_keys_work(
    home: Home, monkeypatch: pytest.MonkeyPatch, method: Callable[..., object], keys: list[str]
) -> None:
    def fails(*_args: object) -> None:
        raise StoreError("Cannot read [b]library.db[/b].")

    async with opened(home) as pilot:
        with monkeypatch.context() as broken:
            broken.setattr(LibraryStore, method.__name__, fails)
            await press(pilot, *keys)
            assert said(pilot).count("Cannot read [b]library.db[/b].") == 1
        await press(pilot, "escape", "escape", "1", "home", "s")
        assert home.starred == [MOTHS.title]


async def test_a_star_that_cannot_be_written_is_not_shown_and_the_reason_is() -> None:
    with unwritable.folder() as folder, ExitStack() as without:
        home = home_with(folder, ICML)
        home.agenda.mark((BATS,), lambda mark: replace(mark, starred=True))
        async with opened(home) as pilot:
            without.enter_context(unwritable.without_rights(folder))
            await press(pilot, "s")
            assert "Cannot write the agenda" in said(pilot)
            assert "Nothing was changed." in said(pilot)
            assert STAR not in signs(pilot)[0]
            await press(pilot, "j", "u")
            assert [STAR in one for one in signs(pilot)[:2]] == [False, True]
            without.close()
            await press(pilot, "k", "s")
            assert home.starred == [MOTHS.title, BATS.title]


async def test_a_place_that_cannot_be_kept_hinders_no_one_from_quitting() -> None:
    with unwritable.folder() as folder:
        home = home_with(folder, ICML)
        place = folder / "place.json"
        async with opened(home) as pilot:
            before = place.exists() and place.read_bytes()  # it is saved every second
            with unwritable.without_rights(folder):
                await press(pilot, "j", "q")
                assert not pilot.app.is_running
                assert pilot.app.return_code == 0
        assert (place.exists() and place.read_bytes()) == before


async def test_a_place_that_is_rubbish_means_starting_at_the_top(home: Home) -> None:
    (home.folder / "place.json").write_bytes(RUBBISH)
    async with opened(home) as pilot:
        assert title(pilot) == MOTHS.title


async def test_a_star_for_a_talk_that_another_program_removed_is_kept(home: Home) -> None:
    async with opened(home) as pilot:
        home.library.put(programme(BATS))
        await press(pilot, "s")
        assert home.starred == [MOTHS.title]
        await until(pilot, lambda: titles(pilot) == [BATS.title])


def marked_up() -> Programme:
    """Return a programme with MARKUP in every text."""
    made = []
    for number, text in enumerate(MARKUP):
        session = Session("x", text, chairs=(text,))
        link = Link("code", f"https://example.org/{number}", text)
        one = talk(text, session=session, kind=text, authors=(text,), keywords=(text,))
        one = replace(one, id=f"x/{number}", abstract=text, links=(link,), timezone=text, room=text)
        made.append(replace(one, start=at(9, number), end=at(10)))
    return programme(*made, name="[bold]ICML[/] 2021")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_markup_is_shown_literally_in_list_and_abstract(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(home_with(tmp_path, marked_up()), size) as pilot:
        shown_rows = [row for row in listed(pilot) if ":" in row[:8]]
        for row, text in zip(shown_rows, MARKUP, strict=True):
            assert text[:18] in row
            await press(pilot, "s", "enter")
            shown = words("\n".join(rows(on_screen(pilot).detail)))
            assert shown.startswith(text)
            assert f"Chairs: {text}" in shown
            await press(pilot, "escape", "j")


async def test_markup_is_shown_literally_in_the_sidebar_and_above(tmp_path: Path) -> None:
    async with opened(home_with(tmp_path, marked_up()), WIDE) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, BrowseScreen)
        await press(pilot, "h", "home", "j", "right")
        await hold(pilot, "greater_than_sign", 20)
        await press(pilot, "j")
        shown = "\n".join(rows(screen.sidebar))
        assert all(text in shown for text in (*MARKUP, "[bold]ICML[/] 2021"))
        above = picture(pilot).splitlines()[0]
        assert MARKUP[0] in above
        assert "[bold]ICML[/] 2021" in above


async def test_markup_is_shown_literally_in_notifications(tmp_path: Path) -> None:
    async with opened(home_with(tmp_path, marked_up()), WIDE) as pilot:
        for text in MARKUP:
            await press(pilot, "s", "u")
            assert said(pilot) == f"Undone: “{text}” is no longer starred."
            await press(pilot, "j")


async def test_markup_is_shown_literally_in_the_links_window(tmp_path: Path) -> None:
    async with opened(home_with(tmp_path, marked_up()), WIDE) as pilot:
        for number, text in enumerate(MARKUP):
            await press(pilot, "O")
            shown = words(picture(pilot))
            label = "Code" if "://" in text else text  # an address is no label
            assert f"{label} example.org/{number}" in shown
            assert f"https://example.org/{number}" in shown
            await press(pilot, "escape", "j")


async def test_markup_is_shown_literally_in_a_text_to_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("confbrowse.system.clipboard.copy", lambda _text: False)
    async with opened(home_with(tmp_path, marked_up()), WIDE) as pilot:
        for text in MARKUP:
            await press(pilot, "y", "y")
            assert words(picture(pilot)).count(text) >= 3
            await press(pilot, "escape", "j")


async def test_markup_is_shown_literally_in_the_agenda_and_the_filter(tmp_path: Path) -> None:
    home = home_with(tmp_path, marked_up())
    home.agenda.mark(marked_up().talks, lambda mark: replace(mark, starred=True))
    async with opened(home) as pilot:
        await press(pilot, "a")
        shown = "\n".join(listed(pilot))
        assert all(text in shown for text in MARKUP)


async def test_a_click_on_markup_runs_nothing(tmp_path: Path) -> None:
    async with opened(home_with(tmp_path, marked_up()), WIDE) as pilot:
        screen = on_screen(pilot)
        for number in reversed(range(len(MARKUP))):
            row = screen.main_list.rows_of(number)[0]
            await pilot.click(screen.main_list, offset=(28, row))
            await settle(pilot)
            assert title(pilot) == MARKUP[number]
            await pilot.click(screen.detail, offset=(3, 0))
            await settle(pilot)
        assert pilot.app.is_running
        assert said(pilot) == ""


async def test_markup_is_shown_literally_among_clashes(tmp_path: Path) -> None:
    home = home_with(tmp_path, marked_up())
    home.agenda.mark(marked_up().talks, lambda mark: replace(mark, starred=True))
    async with opened(home, WIDE) as pilot:
        await press(pilot, "G")
        told = words("\n".join(rows(on_screen(pilot).detail)))
        assert f"Clashes with {len(MARKUP) - 1} of yours: {'; '.join(MARKUP[:-1])}" in told
