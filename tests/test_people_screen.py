"""People on the screen and on the command line: all their talks, under every form of the name."""

from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Run
from factories import programme, talk
from stories import (
    ICML,
    MEDIUM,
    MOTHS,
    WIDE,
    Home,
    home_with,
    listed,
    on_screen,
    opened,
    picture,
    press,
    said,
    star,
    titles,
    typed,
    until,
    words,
)

from confbrowse.model import Scope
from confbrowse.tui.dialogs.prompt import PickDialog
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.people import PeopleScreen
from confbrowse.tui.view_state import ViewState, save

OTHER = programme(
    talk("Moths in Motion", authors=("G. Hopper", "Zoe Other")),
    talk("Nobody's Talk"),
    name="Insects 2020",
)


@pytest.fixture
def hoppers(tmp_path: Path) -> Home:
    """Return a home with talks of Grace Hopper in two programmes, one of them starred."""
    home = home_with(tmp_path, OTHER, ICML)
    home.agenda.mark([MOTHS], lambda mark: replace(mark, starred=True))
    return home


@pytest.mark.parametrize("size", [WIDE, MEDIUM])
async def test_p_shows_all_talks_of_the_authors_across_programmes(
    hoppers: Home, size: tuple[int, int]
) -> None:
    async with opened(hoppers, size) as pilot:
        await press(pilot, "p")
        await until(pilot, lambda: bool(titles(pilot)))

        shown = words(picture(pilot))
        assert "Grace Hopper · 2 talks · also as G. Hopper" in shown
        assert "Moths in Motion" in shown
        assert "Jürgen Groß · 1 talk" in shown
        await press(pilot, "escape")
        assert isinstance(on_screen(pilot), BrowseScreen)


async def test_a_talk_without_authors_says_so(hoppers: Home) -> None:
    async with opened(hoppers) as pilot:
        await press(pilot, "G", "p")

        assert isinstance(on_screen(pilot), BrowseScreen)
        assert "This talk lists no people." in said(pilot)


async def test_five_shows_who_gives_the_talks_of_the_programme_in_view(hoppers: Home) -> None:
    star(hoppers, *OTHER.talks)
    save(hoppers.folder / "place.json", ViewState(scope=Scope("icml-2021")))
    async with opened(hoppers) as pilot:
        await press(pilot, "5")
        await until(pilot, lambda: bool(titles(pilot)))
        shown = words(picture(pilot))
        assert "Grace Hopper · 2 talks" in shown
        assert "Zoe Other · 1 talk" not in shown


async def test_five_shows_who_gives_the_talks_on_the_agenda_and_goes_back(hoppers: Home) -> None:
    async with opened(hoppers) as pilot:
        await press(pilot, "5")
        await until(pilot, lambda: bool(titles(pilot)))
        assert isinstance(on_screen(pilot), PeopleScreen)
        assert "Grace Hopper" in listed(pilot)[0]

        await press(pilot, "5")

        assert isinstance(on_screen(pilot), BrowseScreen)


async def test_anybody_is_found_by_a_part_of_the_name(hoppers: Home) -> None:
    async with opened(hoppers) as pilot:
        await press(pilot, "5", "slash")
        assert isinstance(pilot.app.screen, PickDialog)
        await typed(pilot, "turi")
        await until(pilot, lambda: "Alan Turing" in picture(pilot))
        await press(pilot, "enter")
        await until(pilot, lambda: "Alan Turing · 1 talk" in picture(pilot))

        assert titles(pilot) == ["Bats and Echoes"]


def test_people_prints_everybody_of_a_name(filled: Run) -> None:
    ran = filled("people", "hopper")

    assert ran.code == 0
    assert ran.lines[0].startswith("Grace Hopper: 2 talks")
    (told,) = filled("people", "hop", "--json").objects
    assert told["talks"] == [line.rpartition("[")[2].rstrip("]") for line in ran.lines[1:]]


def test_nobody_of_a_name_is_a_sentence(filled: Run) -> None:
    ran = filled("people", "nobody")

    assert ran.code == 1
    assert ran.err == "confbrowse: No person in the library is called nobody.\n"
