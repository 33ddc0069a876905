"""Every key is found by searching: in help, by key or by word, and in the palette, which presses it."""

from pathlib import Path

import pytest
from stories import (
    ICML,
    MEDIUM,
    NARROW,
    NIGHTS,
    WIDE,
    Home,
    home_with,
    on_screen,
    opened,
    picture,
    press,
    title,
    titles,
    typed,
    until,
    words,
)

from confbrowse.tui.screens.agenda import AgendaScreen
from confbrowse.tui.screens.help import HelpScreen

SIZES = [WIDE, MEDIUM, NARROW]
NO_LINK = "This talk has no link in its source."


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML)


@pytest.mark.parametrize(
    ("size", "key"), [(WIDE, "f1"), (MEDIUM, "question_mark"), (NARROW, "question_mark")]
)
async def test_help_shows_keys_and_closes(home: Home, size: tuple[int, int], key: str) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "j", key)
        assert isinstance(pilot.app.screen, HelpScreen)
        await typed(pilot, "undo")
        assert "Undo" in picture(pilot)
        await press(pilot, "escape")
        assert titles(pilot) == [one.title for one in NIGHTS]
        assert title(pilot) == NIGHTS[1].title


async def test_help_is_found_by_word_and_by_key(home: Home) -> None:
    found = {
        "undo": "Take back the last mark",
        "next day": "Go to the next day.",
        "redo": "Do the mark again",
        "q": "Go back, or quit",
        "[": "Go to the session before.",
        "PgDn": "A page down.",
        "^r": "Do the mark again",
        "ctrl-r": "Do the mark again",
    }
    async with opened(home) as pilot:
        await press(pilot, "question_mark")
        everything = picture(pilot)
        for text, told in found.items():
            await press(pilot, "home", "ctrl+k")
            await typed(pilot, text)
            assert told in picture(pilot), f"{text} does not find it"
            assert len(picture(pilot).split()) < len(everything.split())


async def test_help_finds_every_key_and_says_whole_what_it_does(home: Home) -> None:
    async with opened(home) as pilot:
        working = [
            (pilot.app.get_key_display(active.binding), active.binding)
            for active in pilot.app.screen.active_bindings.values()
            if active.enabled and active.binding.id
        ]
        await press(pilot, "question_mark")
        missed = []
        for key, binding in working:
            await press(pilot, "home", "ctrl+k")
            await typed(pilot, key)
            if f"{binding.description} {binding.tooltip}" not in words(picture(pilot)):
                missed.append((key, binding.tooltip))
        assert len(working) > 30
        assert missed == []


async def test_help_without_a_match_is_empty_and_comes_back(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "question_mark")
        full = picture(pilot)
        await typed(pilot, "zzz")
        assert "Star" not in picture(pilot)
        await press(pilot, "enter", *["backspace"] * 3)
        assert picture(pilot) == full


async def test_help_in_the_agenda_shows_the_keys_of_the_agenda(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "a", "question_mark")
        await typed(pilot, "programme")
        assert "Go back to the programme." in picture(pilot)
        assert "Filter the talks" not in picture(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AgendaScreen)


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_palette_runs_a_command_by_its_name(home: Home, key: str) -> None:
    async with opened(home) as pilot:
        await press(pilot, key)
        await typed(pilot, "agenda")
        await until(pilot, lambda: "Show what you starred" in picture(pilot))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen))


async def test_a_command_of_the_palette_acts_on_the_talk_in_view(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "j", "colon")
        await typed(pilot, "star")
        await until(
            pilot, lambda: "Star or unstar" in picture(pilot) or "Star the" in picture(pilot)
        )
        await press(pilot, "enter")
        await until(pilot, lambda: bool(home.starred))
        assert home.starred == [NIGHTS[1].title]
        assert on_screen(pilot).main_list.has_focus
