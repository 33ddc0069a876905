"""The list of talks: sort order, filters and rows per talk."""

from pathlib import Path

import pytest
from factories import at, programme, talk
from stories import (
    NARROW,
    NIGHTS,
    OWLS,
    WIDE,
    Home,
    home_with,
    listed,
    on_screen,
    opened,
    picture,
    press,
    rows,
    settle,
    title,
    titles,
    typed,
    words,
)

from confbrowse.model import EVERYTHING, Scope, Session
from confbrowse.search.known_values import known_values
from confbrowse.search.marks import NO_MARK_SETS, MarkSets
from confbrowse.tui.dialogs.base import Rows
from confbrowse.tui.dialogs.filter import Filters, toggled
from confbrowse.tui.search_worker import Sorter, ranks
from confbrowse.tui.view_state import ORDERS, load

BY_TITLE = sorted(one.title for one in NIGHTS)


async def test_sort_menu_orders_the_list_and_the_order_comes_back(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "S")
        assert "1 ✓ Default" in picture(pilot)
        assert "Relevance" not in picture(pilot)
        await press(pilot, "j", "j", "enter")
        assert titles(pilot) == BY_TITLE
        assert title(pilot) == "Moths and Lamps"
        assert "by title" in picture(pilot)
        await press(pilot, "q")
    assert load(home.folder / "place.json").order == "title"
    async with opened(home, WIDE) as pilot:
        assert titles(pilot) == BY_TITLE
        await press(pilot, "S", "k", "enter")
        assert titles(pilot) == [one.title for one in NIGHTS]
        assert "by t" not in picture(pilot)


async def test_a_search_is_listed_in_the_order_that_was_chosen(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "S", "3", "slash")  # a digit does what going there does
        await typed(pilot, "session:lamps")
        found = titles(pilot)
        assert found == sorted(found)
        assert len(found) == 4


async def test_conditions_without_words_keep_the_order_and_words_rank(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "session:lamps|ears")
        assert titles(pilot) == [one.title for one in NIGHTS if one.session.title != "Hall"]
        await typed(pilot, " circles|songs")
        assert titles(pilot)[0] == "Whale Songs"


async def test_what_interests_most_comes_first_and_moves_up_at_once(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "S", "5", "G", "plus")
        assert titles(pilot)[0] == "Glow Worms"
        assert title(pilot) == "Glow Worms"


def test_every_order_keeps_every_talk(home: Home) -> None:
    library = home.library
    numbers = list(library.numbers(EVERYTHING))
    sorter = Sorter(library)
    for order in ORDERS:
        found, groups = sorter.arrange(numbers[::-1], order, numbers, NO_MARK_SETS, None)
        assert sorted(found) == sorted(numbers)
        assert bool(groups) == (order not in ("title", "interest"))
    said = MarkSets(starred=frozenset({numbers[2]}), interest={numbers[4]: 3, numbers[5]: 1})
    first = sorter.arrange(numbers, "interest", numbers, said, None)[0][:3]
    assert first == [numbers[4], numbers[5], numbers[2]]


def test_titles_are_ordered_by_their_words() -> None:
    names = [(1, "“Zebras”"), (2, "élan"), (3, "Apes"), (4, "emus")]
    assert ranks(names) == {3: 0, 2: 1, 4: 2, 1: 3}


async def test_filter_menu_adds_a_condition_takes_it_away_and_shows_what_counts(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "s", "f", "enter")
        assert titles(pilot) == ["Moths and Lamps"]
        assert "is:starred" in picture(pilot)
        await press(pilot, "f")
        assert rows(pilot.app.screen.query_one(Rows))[0].startswith(" ✓ is:starred")
        await press(pilot, "enter")
        assert len(titles(pilot)) == len(NIGHTS)
        await press(pilot, "f", "enter", "F")
        assert len(titles(pilot)) == len(NIGHTS)


async def test_filter_menu_offers_the_values_there_are_and_narrows_by_typing(home: Home) -> None:
    async with opened(home, (120, 60)) as pilot:
        await press(pilot, "f")
        shown = "\n".join(rows(pilot.app.screen.query_one(Rows)))
        for one in ("kind:oral", "kind:break", "day:wed", "2 talks on Wed 21 Jul 2021", "has:code"):
            assert one in shown
        await typed(pilot, "ora")
        assert rows(pilot.app.screen.query_one(Rows))[:2] == ["   kind:oral  2 talks", ""]
        await press(pilot, "enter")
        assert on_screen(pilot).state.query == "kind:oral"  # type: ignore[attr-defined]
        assert titles(pilot) == ["Moths and Lamps", "Bats and Echoes"]
        await press(pilot, "f")
        await typed(pilot, "session lam")
        await press(pilot, "enter")
        assert titles(pilot) == ["Moths and Lamps"]
        await press(pilot, "f", "enter")  # the first condition in effect
        assert on_screen(pilot).state.query == "session:Lamps"  # type: ignore[attr-defined]


async def test_saved_searches_are_in_the_filter_menu_which_saves_and_removes_them(
    home: Home, home_folder: Path
) -> None:
    file = home_folder / "config" / "config.toml"
    async with opened(home, WIDE) as pilot:
        await press(pilot, "f", "enter", "f")
        await typed(pilot, "save")
        await press(pilot, "enter")
        await typed(pilot, "mine")
        await press(pilot, "enter", "F", "f")
        await typed(pilot, "mi")
        await press(pilot, "enter")
        assert on_screen(pilot).state.query == "@mine"  # type: ignore[attr-defined]
        assert titles(pilot) == []
        assert file.read_text() == '[searches]\nmine = "is:starred"\n'
        await press(pilot, "F", "f")
        await typed(pilot, "remove mi")
        await press(pilot, "enter")
        assert "Removed @mine: is:starred" in picture(pilot)
        assert file.read_text() == "[searches]\n"


@pytest.mark.parametrize(
    ("query", "condition", "made"),
    [
        ("", "is:starred", "is:starred"),
        ("moths", "has:code", "moths has:code"),
        ("moths has:code", "has:code", "moths"),
        ("type:oral", "kind:oral", ""),
        ("moths", 'kind:"invited talk"', 'moths kind:"invited talk"'),
        ("interest:>=1 -bats", "interest:>=1", "-bats"),
        ("room:janson @mine", "room:Janson", "@mine"),
        ("room:janson @mine", "@mine", "room:janson"),
        ("-(moths bats", "has:code", "-(moths bats) has:code"),
        ("moths OR", "has:code", "moths has:code"),
        ('"moths and', "has:code", '"moths and*" has:code'),
        (
            "-(moths|bats) OR (owls day:mon..wed)",
            "is:new",
            "-(moths|bats) OR (owls day:mon..wed) is:new",
        ),
    ],
)
def test_a_condition_is_added_or_removed(query: str, condition: str, made: str) -> None:
    assert toggled(query, condition) == made


def offered(query: str, words: str) -> list[str]:
    """Return what the filter menu offers for *words*, with a tick before what is in effect."""
    counts = {
        "kind": {"Break": 1, "Invited Talk": 5},
        "room": {"Hall A": 2, "Attic": 1},
        "session": {"Attic talks": 3},
    }
    known = {name: known_values(name, one) for name, one in counts.items()}
    filters = Filters(query, (("Code today", "has:code day:today"),), known)
    return [f"{'✓' * one.is_set}{one.value}" for one in filters.offered(words)]


@pytest.mark.parametrize(
    ("query", "words", "found"),
    [
        ("", "inv", ['kind:"invited talk"']),
        ("", "kind", ['kind:"invited talk"', "kind:break"]),
        ("", "att", ["room:Attic", 'session:"Attic talks"']),
        ("", "room:at", ["room:Attic"]),
        ("", "rooms", ['room:"Hall A"', "room:Attic"]),
        ("", "atitc", ["room:Attic", 'session:"Attic talks"']),
        ("room:attic moths", "att", ["✓room:attic", 'session:"Attic talks"']),
        ("room:attic moths", "mot", ["✓moths"]),
        ("", "cod", ["has:code", "@code-today", "Remove @code-today"]),
        ("", "@", ["@code-today", "Remove @code-today"]),
        ("@code-today", "save", ["Save this search"]),
        ("", "save", []),
        ("", "zzz", []),
    ],
)
def test_what_is_typed_narrows_the_filter_menu(query: str, words: str, found: list[str]) -> None:
    assert offered(query, words) == found


def test_what_is_in_effect_comes_first_on_the_filter_menu() -> None:
    assert offered('moths KIND:"Invited talk"', "")[:3] == [
        "✓moths",
        '✓kind:"Invited talk"',
        "is:starred",
    ]
    assert 'kind:"invited talk"' not in offered('kind:"Invited talk"', "")


def test_kinds_and_days_are_counted_in_the_part_in_view(home: Home) -> None:
    found = home.library.counts(EVERYTHING, ("kind", "session", "programme", "author"))
    assert found["kind"] == {"Oral": 2, "Break": 1, "Poster": 1}
    assert found["session"] == {"Lamps": 4, "Ears": 2, "Hall": 2}
    assert found["programme"] == {"ICML 2021": 8}
    assert found["author"]["Grace Hopper"] == 1
    wednesday = Scope("icml-2021", "2021-07-21")
    assert home.library.counts(wednesday, ("day",)) == {"day": {"2021-07-21": 2}}


def test_rooms_and_topics_are_counted_as_a_search_finds_them(tmp_path: Path) -> None:
    hall = Session("Owls", "Night", room="Hall A")
    first = talk("One", session=hall, track="Vision", keywords=("owls", "Vision"))
    second = talk("Two", session=hall, room="Attic", keywords=("owls", "language: en"))
    third = talk("Three", session=hall, room="Attic", keywords=("language: en_GB",))
    home = home_with(tmp_path, programme(first, second, third, name="Owls"))
    assert home.library.counts(EVERYTHING, ("room", "track", "lang")) == {
        "room": {"Hall A": 1, "Attic": 2},
        "track": {"Vision": 1, "owls": 2},
        "lang": {"English": 2},
    }


@pytest.mark.parametrize("size", [NARROW, (80, 24), WIDE])
async def test_a_title_is_whole_over_its_rows_and_compact_rows_cut_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    long = "On the flight of moths and other insects around lamps in nights without a moon"
    home = home_with(tmp_path, programme(talk(long, start=at(9)), OWLS))
    async with opened(home, size) as pilot:
        assert long in words(" ".join(listed(pilot)))
        await press(pilot, "D")
        assert long not in words(" ".join(listed(pilot)))
        assert "On the flight of moths" in listed(pilot)[1]
        await press(pilot, "q")
    assert load(home.folder / "place.json").detailed is False
    async with opened(home, size) as pilot:
        assert long not in words(" ".join(listed(pilot)))
        await press(pilot, "D")
        height = len(on_screen(pilot).main_list.rows_of(0))
        assert height > 1
        for y in range(1, 1 + height):  # a click on any of its rows goes to it
            await press(pilot, "G")
            await pilot.click("#talks", offset=(12, y))
            await settle(pilot)
            assert title(pilot) == long
