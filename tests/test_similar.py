"""More like this: talks that share rare words, the same on the screen and on the command line."""

from pathlib import Path

import pytest
from command_line import MOTHS as MOTHS_ID
from command_line import Run
from factories import programme, talk
from stories import WIDE, Home, home_with, on_screen, opened, picture, press, title, titles

from confbrowse.discovery.similar import similar_talks
from confbrowse.discovery.vector_store import VectorStore
from confbrowse.model import Talk

PERCEIVER = talk(
    "Perceiver: General Perception with Iterative Attention",
    keywords=("attention",),
    abstract="A perceiver attends to pixels by asymmetric cross-attention.",
)
PERCEIVER_IO = talk(
    "Perceiver IO", abstract="We extend the perceiver by decoding with cross-attention."
)
ATTENTION = talk("Sparse Attention", abstract="We make attention sparse by hashing.")
BEES = talk("How Bees Dance", abstract="We watch bees dance and measure the angle by the sun.")
TALKS = (BEES, ATTENTION, PERCEIVER, PERCEIVER_IO)


def stocked(folder: Path) -> Home:
    return home_with(folder, programme(*TALKS))


@pytest.fixture
def vectors(tmp_path: Path) -> VectorStore:
    return VectorStore(stocked(tmp_path).library)


def like(vectors: VectorStore, one: Talk, limit: int = 10) -> list[str]:
    """Return the titles of the talks similar to *one*."""
    found = similar_talks(vectors, one, limit)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    return [each.talk.title for each in found]


def test_what_shares_the_rarest_words_comes_first_with_these_words(vectors: VectorStore) -> None:
    assert like(vectors, PERCEIVER) == ["Perceiver IO", "Sparse Attention"]
    assert like(vectors, PERCEIVER, 1) == ["Perceiver IO"]
    first, second = similar_talks(vectors, PERCEIVER, 2)
    assert first.terms[0] == "perceiver"
    assert second.terms[0] == "attention"


def test_a_talk_that_shares_nothing_is_like_none(vectors: VectorStore) -> None:
    assert like(vectors, talk("Quokkas", abstract="Marsupials smile.")) == []
    assert like(vectors, talk("")) == []


def test_an_empty_library_has_no_similar_talk(tmp_path: Path) -> None:
    assert like(VectorStore(Home(tmp_path).library), PERCEIVER) == []


async def test_m_lists_what_is_like_the_talk_in_view_and_esc_goes_back(tmp_path: Path) -> None:
    home = stocked(tmp_path)
    async with opened(home, WIDE) as pilot:
        await press(pilot, "j", "j", "m")
        assert titles(pilot, *TALKS)[:2] == [PERCEIVER.title, PERCEIVER_IO.title]  # the heading
        assert title(pilot) == "Perceiver IO"
        assert "More like this" in picture(pilot)
        assert "1 of " in picture(pilot)
        await press(pilot, "s", "m")
        assert title(pilot) == PERCEIVER.title
        await press(pilot, "escape", "escape")
        assert on_screen(pilot).view == "programme"
        assert title(pilot) == PERCEIVER.title


async def test_what_is_like_a_talk_is_selected_and_exported_as_any_list_is(tmp_path: Path) -> None:
    home = stocked(tmp_path)
    async with opened(home, WIDE) as pilot:
        await press(pilot, "j", "j", "m", "v", "j", "s")
        assert set(home.starred) == {PERCEIVER_IO.title, ATTENTION.title}
        await press(pilot, "v", "k", "E")
        assert "selected talks" in picture(pilot)


def test_command_prints_the_talks_like_one(filled: Run) -> None:
    ran = filled("like", MOTHS_ID, "--json")
    assert ran.code in {0, 1}
    assert MOTHS_ID not in [one["id"] for one in ran.objects]


def test_command_says_in_a_sentence_that_there_is_no_such_talk(filled: Run) -> None:
    ran = filled("like", "icml-2021/no-such-talk")
    assert ran.code != 0
    assert "Traceback" not in ran.err
