"""Headings of the list are closed and opened; the posters of a session are one line at first."""

from pathlib import Path

from factories import at, programme, talk
from stories import (
    MEDIUM,
    Home,
    all_rows,
    home_with,
    listed,
    on_screen,
    opened,
    picture,
    press,
    said,
    settle,
    title,
    typed,
)

from confbrowse.model import Session

ORALS, POSTERS = Session("ICML 2021", "Orals"), Session("ICML 2021", "Poster session")
MOTHS, BATS = (
    talk(
        name, session=ORALS, kind="Oral", start=at(9, minute), end=at(9, minute + 20), room="Hall B"
    )
    for name, minute in (("Moths and Lamps", 0), ("Bats and Echoes", 20))
)
PAPERS = tuple(
    talk(
        f"Paper {number:02}",
        session=POSTERS,
        kind="Poster",
        start=at(11),
        end=at(12),
        room="Hall A",
    )
    for number in range(30)
)
LATER = talk("Owls and Mice", session=Session("ICML 2021", "Owls"), start=at(13), end=at(14))
LATEST = talk("Mice", session=LATER.session, start=at(14), end=at(15))
FOLDED = "▸ 11:00–12:00  Poster session"


def home_of_posters(folder: Path) -> Home:
    """Return a home with two orals, 30 posters and two talks after them, in sessions of at most two hours."""
    return home_with(folder, programme(MOTHS, BATS, *PAPERS, LATER, LATEST))


async def test_posters_are_one_line_that_opens_and_on_which_no_talk_is_marked(
    tmp_path: Path,
) -> None:
    home = home_of_posters(tmp_path)
    async with opened(home) as pilot:
        assert "▾ 09:00–09:40  Orals" in listed(pilot)[1]
        assert listed(pilot)[1].endswith("Hall B · 2")
        assert sum(FOLDED in row for row in listed(pilot)) == 1
        assert "Hall A · 30 posters" in picture(pilot)
        await press(pilot, "j", "j")
        assert title(pilot) is None
        assert "3 of 34" in picture(pilot).splitlines()[0]
        for key in ("s", "x", "e", "v", "plus", "minus", "d"):
            await press(pilot, key)
            assert (key, said(pilot)) == (key, "These talks are folded; Enter opens them.")
        assert home.agenda.marks() == {}
        await press(pilot, "enter")
        assert title(pilot) == "Paper 00"
        assert len([row for row in all_rows(pilot) if "Paper" in row]) == 30
        await press(pilot, "j", "left")
        assert title(pilot) is None
        await press(pilot, "j")
        assert title(pilot) == "Owls and Mice"
        await press(pilot, "k", "right")
        assert title(pilot) == "Paper 00"


async def test_a_hit_opens_what_hides_it_and_keeps_it_open_for_the_talk_in_view(
    tmp_path: Path,
) -> None:
    async with opened(home_of_posters(tmp_path)) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "kind:poster day:tue")
        await press(pilot, "enter", "j")
        assert title(pilot) == "Paper 01"
        await press(pilot, "F")
        assert title(pilot) == "Paper 01"
        assert FOLDED not in picture(pilot)


async def test_all_headings_close_to_a_table_of_contents_and_a_click_opens_one(
    tmp_path: Path,
) -> None:
    async with opened(home_of_posters(tmp_path), MEDIUM) as pilot:
        await press(pilot, "Z")
        assert [row[:1] for row in listed(pilot)] == [" ", "▸", "▸", "▸"]
        assert title(pilot) is None
        await pilot.click("#talks", offset=(5, 1))
        await settle(pilot)
        assert "Moths and Lamps" in listed(pilot)[2]
        await pilot.click("#talks", offset=(5, 1))
        await settle(pilot)
        assert listed(pilot)[1].startswith("▸ 09:00–09:40  Orals")
        await press(pilot, "Z")
        assert on_screen(pilot).main_list.line_count() == 34
        await press(pilot, "right_square_bracket", "right_square_bracket")
        assert title(pilot) == "Owls and Mice"
        await press(pilot, "left_square_bracket")
        assert title(pilot) == "Paper 00"
