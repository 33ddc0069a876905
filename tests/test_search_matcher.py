"""Which talks match a typed word, and how: compared with rapidfuzz, pair by pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from confbrowse.model import Session, Talk
from confbrowse.search import fuzzy, index, index_builder
from confbrowse.search.matcher import Matcher
from confbrowse.search.weights import POINTS

WORD = st.text("abcd", min_size=1, max_size=12)
TITLES = (
    "Perceiver: general perception",
    "Deep convolutional networks",
    "Multimodal transformers",
    "Graphs",
)


def matcher(titles: tuple[str, ...] = TITLES) -> Matcher:
    talks = [Talk(title, Session("X 2021", "One"), title) for title in titles]
    return Matcher(index.build(index_builder.read(talks), [index.Cover("x", "", len(talks))]))


def points(word: str, *, loose: bool = False, exact: bool = False) -> list[int]:
    found: list[int] = matcher().match(word, None, exact, loose).points.tolist()
    return found


@given(WORD.filter(lambda word: len(word) >= 4), st.sets(WORD, min_size=1, max_size=60))
def test_near_words_are_those_of_a_brute_force_scan(typed: str, vocabulary: set[str]) -> None:
    known = sorted(vocabulary)
    ends = np.cumsum([0, *map(len, known)]).astype(np.uint32)
    shapes = fuzzy.word_matrix(np.frombuffer("".join(known).encode(), np.uint8), ends)
    allowed = fuzzy.allowed_edits(typed)
    close = fuzzy.candidates(typed, allowed, shapes)
    expected = {}
    for at, word in enumerate(known):
        best = min(OSA.distance(typed, word[:end]) for end in range(len(word) + 1))
        if 0 < best <= allowed:
            expected[at] = (best, OSA.distance(typed, word) == best, word[0] == typed[0])
    found = zip(close.edits, close.is_whole, close.same_first, strict=True)
    assert dict(zip(close.word_ids.tolist(), found, strict=True)) == expected


@pytest.mark.parametrize(
    ("word", "allowed"),
    [("gan", 0), ("grph", 1), ("perceiv", 1), ("perciever", 2), ("20212021", 0)],
)
def test_slips_are_allowed_by_length(word: str, allowed: int) -> None:
    assert fuzzy.allowed_edits(word) == allowed


def test_a_whole_word_is_worth_more_than_a_beginning() -> None:
    assert points("graphs") == [0, 0, 0, POINTS["whole"][0]]
    assert points("graph") == [0, 0, 0, POINTS["beginning"][0]]
    assert points("graph", exact=True) == [0, 0, 0, 0]


def test_a_misspelt_word_is_met_only_where_slips_count() -> None:
    assert points("perciever") == [0, 0, 0, 0]
    assert points("perciever", loose=True) == [POINTS["one edit"][0], 0, 0, 0]


def test_words_run_together_are_met_where_they_are_side_by_side() -> None:
    assert points("deepconvolutional", loose=True) == [0, POINTS["joined"][0], 0, 0]
    assert points("deepnetworks", loose=True) == [0, 0, 0, 0]


def test_a_word_most_talks_hold_is_kept_as_bits() -> None:
    many = matcher(tuple(f"Common thing{at}" for at in range(200)))
    assert many.segment.fields[0].common.tolist()
    assert many.match("common", None, False, False).talks == 200
    assert many.match("thing", None, False, False).talks == 200
    assert many.match("thing19", None, False, False).talks == 11
    assert many.match("comon", None, False, True).talks == 200
