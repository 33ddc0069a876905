"""The overview of a programme: pure counts, the command, and the view as stories through keys."""

from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Run
from factories import at, programme, talk
from stories import (
    HALL,
    MEDIUM,
    NIGHTS,
    TINY,
    Home,
    home_with,
    on_screen,
    opened,
    picture,
    press,
    rows,
    titles,
    words,
)

from confbrowse.discovery import overview
from confbrowse.discovery.overview import (
    Cell,
    DistinctiveTerms,
    Overview,
    WordCounts,
    complete_query,
    distinctive_words,
    edition_before,
    read_overview,
    read_terms,
)
from confbrowse.model import EVERYTHING, ProgrammeSummary, Scope
from confbrowse.search.index_store import IndexStore
from confbrowse.search.parser import parse
from confbrowse.text.cells import size_of, text_of
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.overview import OverviewScreen, overview_rows
from confbrowse.tui.widgets.cell_grid import CellGrid

LATE = talk(
    "Moths after Midnight",
    session=HALL,
    kind="Panel",
    start=at(0, 30, day=22),
    day="2021-07-21",
)
LAST = programme(*NIGHTS, LATE)
FORMER = programme(
    *(talk(f"Bats {number}") for number in range(4)),
    *(talk(f"Owls {n}") for n in range(4)),
    name="ICML 2019",
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, TINY, LAST)


def summary(home: Home, programme_id: str = "icml-2021") -> ProgrammeSummary:
    return next(one for one in home.library.programmes() if one.id == programme_id)


def cells_of(found: Overview, terms: DistinctiveTerms) -> list[Cell]:
    hours = [hours for most in (1, 99) for hours in found.hour_columns(most)]
    return [
        *map(found.of_day, ("", *found.days)),
        *(found.of_hours(day, column) for day in found.days for column in hours),
        *(cell for part in found.parts.values() for cell in part.cells),
        *terms.cells,
    ]


def test_each_number_is_that_of_the_talks_its_query_finds(home: Home) -> None:
    one = summary(home)
    found = read_overview(home.library, one, 99)
    cells = cells_of(found, read_terms(home.library, one, 99))
    searcher = IndexStore(home.library).load().searcher
    for cell in cells:
        for query, scope in (
            (cell.query, cell.scope),
            (complete_query(cell, one.name), EVERYTHING),
        ):
            within = home.library.numbers(scope)
            numbers, _ = searcher.search(parse(query, is_complete=True), within).ranked()
            assert len(numbers) == cell.talks, (cell, query)
    assert sum(cell.talks for cell in cells) > 40


def test_a_talk_after_midnight_is_counted_on_the_day_that_lists_it(home: Home) -> None:
    found = read_overview(home.library, summary(home), 99)
    assert (found.days, found.hours) == (("2021-07-20", "2021-07-21", "2021-07-22"), range(11))
    assert found.of_hours("2021-07-21", range(1)).talks == 1
    assert found.of_day("").talks == 1
    assert {name: part.total for name, part in found.parts.items()} == {
        "session": 3, "kind": 4, "room": 0, "author": 3,
    }  # fmt: skip


def test_hours_are_joined_where_there_is_no_room_for_each(home: Home) -> None:
    found = read_overview(home.library, summary(home), 1)
    assert found.hour_columns(99) == [range(hour, hour + 1) for hour in range(11)]
    assert found.hour_columns(5) == [range(first, first + 3) for first in (0, 3, 6, 9)]
    assert found.hour_columns(1) == [range(12)]
    assert replace(found, starts={}).hour_columns(1) == []


def test_spellings_that_a_search_does_not_tell_apart_are_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_with(
        tmp_path,
        programme(*(talk(f"A {n}", authors=(name,)) for n, name in enumerate(("Wei LI", "Wei Li", "Wei Li")))),
    )  # fmt: skip
    authors = read_overview(home.library, summary(home), 9).parts["author"]
    assert [(one.value, one.talks) for one in authors.cells] == [("Wei Li", 3)]
    monkeypatch.setattr(overview, "_MOST_COMPARED", 1)  # of very many values
    authors = read_overview(home.library, summary(home), 9).parts["author"]
    assert [(one.value, one.talks) for one in authors.cells] == [("Wei Li", 2)]
    assert authors.total == 2


def test_terms_are_compared_with_the_edition_before_else_with_other_programmes() -> None:
    names = ("ICML 2020", "ICML 2018", "ICLR 2020", "ICML 2022", "Workshop 2021 at ICML")
    others = [ProgrammeSummary(name.casefold(), name, 1, 1) for name in names]
    mine = ProgrammeSummary("icml", "ICML 2021", 1, 1)
    found = edition_before(mine, others)
    assert found is not None
    assert found.name == "ICML 2020"
    assert edition_before(ProgrammeSummary("x", "FOSDEM", 1, 1), others) is None


def test_the_words_of_a_subject_are_terms_and_those_of_any_title_are_not() -> None:
    own = WordCounts(
        {"moth": 40, "moths": 45, "lamps": 20, "the": 99, "2021": 50, "models": 50, "owl": 2}, 100
    )
    elsewhere = WordCounts({"models": 500, "the": 900, "lamps": 10}, 1_000)
    assert distinctive_words(own, elsewhere, 9) == ["moths", "lamps"]
    assert distinctive_words(own, elsewhere, 1) == ["moths"]
    alone = distinctive_words(own, WordCounts({}, 0), 9)
    assert alone == ["models", "moths", "lamps"]


def test_terms_are_those_of_titles_that_last_year_did_not_have(tmp_path: Path) -> None:
    moths = (talk(f"Moths {number}") for number in range(70))
    home = home_with(
        tmp_path, TINY, FORMER, programme(*moths, *(talk(f"Bats {n}") for n in range(6)))
    )
    found = read_terms(home.library, summary(home), 9)
    assert found.heading == "Terms, vs. ICML 2019"
    assert [(one.value, one.talks, one.query) for one in found.cells] == [
        ("moths", 70, "title:=moths")
    ]


@pytest.mark.parametrize("width", [38, 59, 79, 119, 199])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_number_is_on_the_screen_at_any_width(
    home: Home, width: int, ascii_only: bool
) -> None:
    one = summary(home)
    found = read_overview(home.library, one, 99)
    laid_out = overview_rows(found, read_terms(home.library, one, 99), width, ascii_only=ascii_only)
    sizes = {sum(size_of(piece.drawn) for piece in row) for row in laid_out}
    assert max(sizes) <= width
    keys = [piece.key for row in laid_out for piece in row if piece.key]
    shown = {cell for cell in keys if isinstance(cell, Cell)}
    assert len(keys) == len(shown)
    assert shown >= {cell for part in found.parts.values() for cell in part.cells}
    of_hours = sum(cell.talks for cell in shown if cell.query.startswith("after:"))
    assert of_hours == len(NIGHTS)
    drawn = "".join(text_of(piece.drawn) for row in laid_out for piece in row)
    assert bool(set(drawn) & set("▂▄▆█━")) != ascii_only


async def test_a_number_leads_to_its_talks_and_back(home: Home) -> None:
    async with opened(home) as pilot:
        await press(pilot, "slash", *"coffee", "enter", "6")
        screen = on_screen(pilot)
        assert isinstance(screen, OverviewScreen)
        shown = words(picture(pilot))
        assert "Overview › ICML 2021 › 9 talks" in shown
        assert "3 sessions" in shown
        await press(pilot, "right", "right", "enter")
        assert isinstance(on_screen(pilot), BrowseScreen)
        assert "/after:09:00 before:10:00 1/4 of 4" in words(picture(pilot))
        assert titles(pilot) == ["Moths and Lamps", "Bats and Echoes", "Owls and Mice", "Coffee"]
        await press(pilot, "escape")
        grid = on_screen(pilot).main_list
        assert isinstance(grid, CellGrid)
        assert grid.key_at_cursor == Cell("09:00", 4, Scope("icml-2021", "2021-07-20"), "after:09:00 before:10:00")  # fmt: skip
        await press(pilot, "G", "h", "enter", "q", "q")
        assert "search: coffee" in words(picture(pilot))
        assert titles(pilot) == ["Coffee"]


async def test_the_cursor_moves_in_both_directions_and_a_second_click_lists(home: Home) -> None:
    async with opened(home, (120, 35)) as pilot:
        await press(pilot, "6", "j", "l", "l")
        grid = on_screen(pilot).main_list
        assert isinstance(grid, CellGrid)

        def here() -> str:
            assert isinstance(grid.key_at_cursor, Cell)
            return grid.key_at_cursor.value

        assert here() == "09:00"
        await press(pilot, "k", "k")
        assert here() == "09:00"
        await press(pilot, "G")
        last = here()
        await press(pilot, "g")
        assert (here(), last) == ("2021-07-20", grid._places[-1].key.value)  # type: ignore[attr-defined]
        line = next(at for at, row in enumerate(rows(grid)) if "Lamps" in row)
        await pilot.click("CellGrid", offset=(3, line))
        assert here() == "Lamps"
        assert isinstance(on_screen(pilot), OverviewScreen)
        await pilot.click("CellGrid", offset=(3, line))
        await press(pilot)
        assert "ICML 2021 › Lamps" in words(picture(pilot))
        await press(pilot, "6", "6")
        assert isinstance(on_screen(pilot), BrowseScreen)


async def test_keys_in_a_burst_and_what_needs_a_talk(home: Home) -> None:
    async with opened(home, MEDIUM) as pilot:
        await press(pilot, "6", "s", "m", "p", "v", "enter")
        assert isinstance(on_screen(pilot), BrowseScreen)
        assert home.starred == []
        assert "ICML 2021 › Tue 20 Jul" in words(picture(pilot))


async def test_an_empty_library_says_so(tmp_path: Path) -> None:
    async with opened(home_with(tmp_path)) as pilot:
        await press(pilot, "6", "enter")
        assert "The library is empty." in picture(pilot)


def test_the_command_prints_a_programme_for_readers_and_for_programs(filled: Run) -> None:
    ran = filled("overview")
    assert ran.code == 0
    assert ran.lines[0] == "ICML 2021: 4 talks on 2 days"
    assert "3 kinds" in ran.lines
    one = next(
        found
        for found in filled("overview", "icml 2021", "--json").objects
        if found["part"] == "kind"
    )
    assert one == {
        "programme": "ICML 2021", "part": "kind", "value": "Oral", "talks": 2,
        "query": 'programme:"ICML 2021" kind:"oral"',
    }  # fmt: skip
    assert len(filled("search", one["query"], "--json").objects) == one["talks"]
    assert len(filled("overview", "--limit", "1").lines) < len(ran.lines)
    unknown = filled("overview", "quokka")
    assert (unknown.code, unknown.err.count("\n")) == (1, 1)
