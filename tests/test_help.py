"""Every command is found in help, by key or by word, and in the palette, which runs it."""

from dataclasses import replace

import pytest
from rich.cells import cell_len
from stories import (
    MEDIUM,
    NARROW,
    NIGHTS,
    WIDE,
    Home,
    on_screen,
    opened,
    picture,
    press,
    settle,
    title,
    titles,
    typed,
    words,
)
from textual.events import Key
from textual.keys import key_to_character
from textual.widgets import Input

from confbrowse.text.cells import text_of
from confbrowse.tui.command_search import command_lines, matching, nearest
from confbrowse.tui.commands import COMMANDS, SCOPES
from confbrowse.tui.dialogs.help import HelpDialog, key_rows
from confbrowse.tui.screens.agenda import AgendaScreen

SIZES = [WIDE, MEDIUM, NARROW]
EVERY = command_lines({})
"""Every command, with none that works at the moment."""
HERE = frozenset(
    one.id for scope in SCOPES if "browse/list" in scope.active_in for one in scope.commands
)
IN_THE_LIST = tuple(
    replace(one, unavailable="" if one.id in HERE else "elsewhere") for one in EVERY
)


@pytest.mark.parametrize(
    ("size", "key"), [(WIDE, "f1"), (MEDIUM, "question_mark"), (NARROW, "question_mark")]
)
async def test_help_shows_keys_and_closes(home: Home, size: tuple[int, int], key: str) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "j", key)
        assert isinstance(pilot.app.screen, HelpDialog)
        await typed(pilot, "undo")
        assert "Undo" in picture(pilot)
        await press(pilot, "escape")
        assert titles(pilot) == [one.title for one in NIGHTS]
        assert title(pilot) == NIGHTS[1].title


async def test_help_is_found_by_word_and_by_key(home: Home) -> None:
    found = {
        "undo": "Undo the last change",
        "next day": "Go to the next day.",
        "redo": "Redo the change",
        "q": "Go back, or quit",
        "[": "Go to the previous session.",
        "PgDn": "Move a page down.",
        "^r": "Redo the change",
        "ctrl-r": "Redo the change",
        "bookmark": "Star or unstar the talk.",
        "favourite": "Star or unstar the talk.",
        "conflict": "Compare the talk with your",
        "speaker": "Show who gives your",
    }
    async with opened(home) as pilot:
        await press(pilot, "question_mark")
        everything = picture(pilot)
        for text, told in found.items():
            await press(pilot, "home", "ctrl+k")
            await typed(pilot, text)
            assert told in picture(pilot), f"{text} does not find it"
            assert len(picture(pilot).split()) < len(everything.split())


def test_help_has_sections() -> None:
    here = [replace(line, unavailable="") for line in EVERY]
    rows = [text_of(row) for row in key_rows(here, "", 90)]
    headings = [row.split(" ─")[0].strip() for row in rows if row.endswith("──")]
    assert (headings[0], headings[-1]) == ("Sidebar", "Lists")
    assert set(headings) == {scope.heading for scope in SCOPES}
    assert max(map(cell_len, rows)) <= 90
    assert text_of(key_rows(here, "favourite", 90)[0]).startswith(" Talks ──")


async def test_help_finds_every_key_and_says_whole_what_it_does(home: Home) -> None:
    async with opened(home) as pilot:
        working = [
            (pilot.app.get_key_display(active.binding), active.binding)
            for active in pilot.app.screen.active_bindings.values()
            if active.enabled and active.binding.id
        ]
        await press(pilot, "question_mark")
        assert picture(pilot).index(" Talks ──") < picture(pilot).index(" s Space ")
        missed, line = [], pilot.app.screen.query_one(Input)
        for key, binding in working:
            line.value = key
            await settle(pilot)
            if f"{binding.description} {binding.tooltip}" not in words(picture(pilot)):
                missed.append((key, binding.tooltip))
        assert len(working) > 30
        assert missed == []


async def test_help_without_a_match_says_so_shows_what_is_similar_and_comes_back(
    home: Home,
) -> None:
    async with opened(home) as pilot:
        await press(pilot, "question_mark")
        full = picture(pilot)
        await typed(pilot, "zzz")
        assert "Nothing here matches this." in picture(pilot)
        assert "Similar ──" in picture(pilot)
        await press(pilot, "enter", *["backspace"] * 3)
        assert picture(pilot) == full


async def test_help_in_the_agenda_shows_the_keys_of_the_agenda(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "a", "question_mark")
        await typed(pilot, "programme")
        assert "Go back to the programme." in picture(pilot)
        assert "Add a filter" not in picture(pilot)
        await press(pilot, "ctrl+u", *"filter")
        assert "Nothing here matches this." in picture(pilot)
        assert "Elsewhere ──" in picture(pilot)
        assert "(only in the programme)" in words(picture(pilot))
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AgendaScreen)


@pytest.mark.parametrize(
    ("typed_words", "found"),
    [
        ("bookmark", "Star"),
        ("favourite", "Star"),
        ("conflict", "Clashes"),
        ("calendar", "Export"),
        ("calendar day", "Timetable"),
        ("SPEAKER", "People"),
        ("room", "Timetable"),
        ("saved", "Search"),
        ("undo", "Undo"),
        ("agenda", "Agenda"),
        ("day next", "Next day"),
        ("]", "Next session"),
        ("^r", "Redo"),
        ("pgdn", "Page down"),
        ("exprot", "Export"),
        ("mlt", "More like this"),
        ("free time", "Free time"),
    ],
)
def test_a_command_is_found_by_name_synonym_key_and_guess(typed_words: str, found: str) -> None:
    assert matching(IN_THE_LIST, typed_words)[0].label == found


def test_a_word_of_a_name_is_no_guess_and_nothing_typed_finds_all() -> None:
    assert {one.label for one in matching(EVERY, "sidebar")} >= {"Sidebar", "Show all"}
    assert "Star" not in {one.label for one in matching(EVERY, "sidebar")}
    assert matching(EVERY, " ") == EVERY
    assert matching(EVERY, "qqzzx") == ()
    assert len(nearest(EVERY, "qqzzx")) > 3


def test_every_command_is_listed_with_its_own_keys_and_where_it_works() -> None:
    own = command_lines({}, [("timeline.whole", ("X",))])
    assert {one.help for one in own} == {one.help for one in COMMANDS.values()}
    lines = {one.id: one for one in own}
    assert (lines["timeline.whole"].keys, lines["talk.star"].keys) == ("X", "s Space")
    assert lines["agenda.fitting"].unavailable == "only in the agenda"
    assert lines["sidebar.narrow"].unavailable == "only in the sidebar"
    assert lines["browse.filter"].unavailable == "only in the programme"
    assert lines["detail.find"].unavailable == "only in the abstract"
    assert lines["search.left"].unavailable == "only in the search line"
    assert lines["list.down"].unavailable == "only in a list"
    assert lines["menu.close"].unavailable == "only in a dialog"


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_palette_runs_a_command_by_its_name_in_one_burst(home: Home, key: str) -> None:
    async with opened(home) as pilot:
        for name in (key, *"agenda", "enter", key, *"zoom", "enter"):
            pilot.app.post_message(Key(name, key_to_character(name)))
        await settle(pilot)
        assert isinstance(pilot.app.screen, AgendaScreen)
        await press(pilot, "escape")
        await press(pilot, key, *"zoom", "enter")
        assert on_screen(pilot).detail.has_focus


async def test_a_command_of_the_palette_acts_on_the_talk_in_view(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "j", "colon", *"bookmark")
        assert "s Space Star" in words(picture(pilot))
        await press(pilot, "enter")
        assert home.starred == [NIGHTS[1].title]
        assert on_screen(pilot).main_list.has_focus


async def test_the_palette_says_why_a_command_cannot_run_and_stays(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "colon", *"free time")
        assert "f Free time only in the agenda" in words(picture(pilot))
        assert "List the talks that fit your free time" in picture(pilot)
        await press(pilot, "enter")
        assert "Free time: only in the agenda." in words(picture(pilot))
        await press(pilot, "ctrl+u", *"qqzzx", "enter")
        assert "No command matches this. Similar:" in picture(pilot)
        await press(pilot, "escape")
        assert on_screen(pilot).main_list.has_focus
