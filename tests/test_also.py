"""Also: words near in meaning, and acronyms, that are offered below the results of a search."""

from pathlib import Path
from string import ascii_uppercase

import pytest
from command_line import Run
from factories import programme, talk
from stories import WIDE, Home, home_with, opened, picture, press, settle, titles, typed
from textual.events import Key
from textual.keys import key_to_character
from textual.pilot import Pilot

from confbrowse.discovery.also import MOST_ALSO, also_words
from confbrowse.discovery.vector_store import VectorStore
from confbrowse.search.index_store import IndexStore
from confbrowse.tui.widgets.also_line import AlsoLine, also_line, word_at

DEFINED = "We use reinforcement learning (RL) and dynamic programming."
PLANETS = [
    talk(f"Planet {name}", abstract="Planets have moons and rings.") for name in ascii_uppercase
]
ROBOTS = [talk(f"Robot {name}", abstract=DEFINED) for name in ascii_uppercase]
ICE = talk("Icy Moons", abstract="Their rings melt.")
"""It never says planet."""
SKY = programme(*PLANETS, *ROBOTS, ICE, name="Sky 2026")


@pytest.fixture
def sky(tmp_path: Path) -> Home:
    home = home_with(tmp_path, SKY)
    VectorStore(home.library).ready()
    return home


def offers(home: Home, query: str) -> dict[str, str]:
    """Return the words offered for *query*, each with the query that it leads to."""
    learned, index = VectorStore(home.library).load(), IndexStore(home.library).load()
    assert learned
    found = also_words(query, learned.vectors, index.searcher.index)
    assert len(found) <= MOST_ALSO
    return {one.text: one.query for one in found}


def test_words_in_the_company_of_the_typed_ones_are_offered(sky: Home) -> None:
    assert offers(sky, "planet") == {"moons": "planet|moons", "rings": "planet|rings"}
    assert offers(sky, "day:tue -ice a|b planet")["rings"] == "day:tue -ice a|b planet|rings"


def test_a_small_library_is_not_learned_from(tmp_path: Path) -> None:
    home = home_with(tmp_path, programme(*PLANETS, ICE))
    VectorStore(home.library).ready()
    assert offers(home, "planet") == {}


def test_what_must_be_as_it_is_typed_has_no_alternatives(sky: Home) -> None:
    strict = ("", "quokka", "=planet", "planet*", '"planet a"', "title:planet", "-planet", "(")
    assert [offers(sky, query) for query in strict] == [{}] * len(strict)


def test_an_acronym_and_its_long_form_lead_to_each_other(sky: Home) -> None:
    both = offers(sky, "rl")
    assert next(iter(both.items())) == ("reinforcement learning", 'rl|"reinforcement learning"')
    assert "reinforcement" not in both
    query = "deep reinforcement learning now"
    assert offers(sky, query)["rl"] == "deep (reinforcement learning)|rl now"


def test_a_line_of_words_says_which_key_adds_one_where_there_is_room() -> None:
    words = ("moons", "rings")
    drawn = [
        "".join(text for text, _ in also_line(words, "w adds one", width)) for width in (40, 16)
    ]
    assert drawn == [" Also: moons  rings          w adds one ", " Also: moons  r…"]
    assert [word_at(words, x) for x in (6, 7, 11, 12, 14, 18, 19)] == [None, 0, 0, None, 1, 1, None]


def below(pilot: Pilot[None]) -> str:
    """Return the line above the key bar."""
    return picture(pilot).splitlines()[-2]


async def test_a_word_is_offered_below_the_results_and_a_key_or_a_click_adds_it(sky: Home) -> None:
    async with opened(sky, WIDE) as pilot:
        await press(pilot, "w", "slash")
        await typed(pilot, "planet")
        also, *words = below(pilot).split()
        assert (also, sorted(words)) == ("Also:", ["moons", "rings"])
        assert len(titles(pilot, *SKY.talks)) == len(PLANETS)
        await press(pilot, "enter")
        assert below(pilot).endswith("w adds one")
        await press(pilot, "w", str(words.index("moons") + 1))
        assert "search: planet|moons" in picture(pilot)
        assert len(titles(pilot, *SKY.talks)) == len(PLANETS) + 1
        assert "Also:" not in below(pilot)
        await press(pilot, "w")
        assert "No word of the library is near" in picture(pilot)
        await press(pilot, "slash")
        await typed(pilot, "rl")
        await pilot.click(AlsoLine, offset=(8, 0))
        await settle(pilot)
        assert '/ rl|"reinforcement learning"' in picture(pilot)
        await press(pilot, "escape", "F")
        assert "Also:" not in picture(pilot)
        for key in ("slash", *"planet", "enter", "w", str(words.index("moons") + 1)):  # in a burst
            pilot.app.post_message(Key(key, key_to_character(key)))
        await settle(pilot)
        assert "search: planet|moons" in picture(pilot)


def test_the_shell_prints_what_the_screen_offers(run: Run, home_folder: Path) -> None:
    home = home_with(home_folder / "data", SKY)
    VectorStore(home.library).ready()
    also = run("search", "planet", "--json").objects[0]["also"]
    assert sorted(also) == ["moons", "rings"]
    assert run("search", "planet").lines[-1] == f"Also: {', '.join(also)}"
    ran = run("search", "planet day:fri")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"confbrowse: No talk matches “planet day:fri”. Also: {', '.join(also)}\n"
