"""Readable texts on the screen, in the search and in JSON; a key shows the source."""

from pathlib import Path

import pytest
from factories import programme, talk
from stories import MEDIUM, Home, home_with, listed, opened, picture, press, settle

from confbrowse import talk_json
from confbrowse.search.highlight import Highlighter
from confbrowse.search.index_store import index_talks
from confbrowse.search.marks import NO_MARK_SETS
from confbrowse.search.parser import parse
from confbrowse.text.latex import readable

ONE = talk(
    r"Moths in $O(n^{2})$",
    authors=(r"Paul Erd\H{o}s",),
    abstract=r"An $\varepsilon$-greedy moth is \emph{fast}; it costs $5.",
)
OTHER = talk("Bats", authors=("Ada",), abstract="They hang.")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, programme(ONE, OTHER))


async def test_a_key_shows_the_source_and_the_readable_text_again(home: Home) -> None:
    read = ("Moths in O(n²)", "Paul Erdős", "An ε-greedy moth is fast; it costs $5.")
    source = (ONE.title, ONE.authors[0], ONE.abstract)
    async with opened(home, MEDIUM) as pilot:
        for shown in (read, source, read):
            await settle(pilot)
            assert not [text for text in shown if text not in picture(pilot)]
            await press(pilot, "equals_sign")


async def test_the_agenda_shows_readable_titles(home: Home) -> None:
    async with opened(home, MEDIUM) as pilot:
        await press(pilot, "s", "a")
        await settle(pilot)
        assert "Moths in O(n²)" in "\n".join(listed(pilot))


@pytest.mark.parametrize(
    "query",
    ["erdős", "erdos", "author:erdős", "O(n^2)", "O(n²)", "n2", "epsilon", "epsilon-greedy", "ε", "fast"],
)  # fmt: skip
def test_what_is_read_is_found_however_it_is_typed(query: str) -> None:
    found = index_talks([OTHER, ONE]).search(parse(query), None, NO_MARK_SETS, ONE.start)
    assert [hit.number for hit in found.first] == [1]


@pytest.mark.parametrize("query", ["emph", "varepsilon"])
def test_commands_are_no_words(query: str) -> None:
    found = index_talks([OTHER, ONE]).search(parse(f"={query}"), None, NO_MARK_SETS, ONE.start)
    assert not found.total


def test_hits_stand_in_the_text_that_is_shown() -> None:
    text = readable(ONE.abstract)
    spans = Highlighter(parse("greedy"), fuzzy=False).spans(text, "text")
    assert [text[span.start : span.end] for span in spans] == ["greedy"]


def test_json_has_the_source_and_beside_it_the_readable_text() -> None:
    written = talk_json.write(ONE)
    assert written["abstract"] == ONE.abstract
    assert written["title"] == ONE.title
    assert written["text"] == "An ε-greedy moth is fast; it costs $5."
