"""The queries of the search benchmark are as described, and the same in every run."""

import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from benchmarks import corpus, queries, search
from benchmarks.papers import Paper
from rapidfuzz.distance import OSA

from confbrowse.text.slugs import words

ABSTRACT = (
    "We study how lanterns attract moths during moonless nights and measure every single flight. "
)
PAPERS = tuple(
    Paper(
        f"Nocturnal {name} circling bright lanterns",
        ("Zoë Müller", "Ann Lee"),
        "Main",
        ABSTRACT * 3,
    )
    for name in ("butterflies", "dragonflies", "grasshoppers", "mosquitoes", "fireflies")
)


def chance() -> random.Random:
    return random.Random(7)  # noqa: S311 - to be repeated


def test_the_same_seed_makes_the_same_queries_and_another_others() -> None:
    assert queries.made(PAPERS, 40, 1) == queries.made(PAPERS, 40, 1)
    assert queries.made(PAPERS, 40, 1) != queries.made(PAPERS, 40, 2)


def test_forms_come_in_turns_and_each_wants_a_paper_there_is() -> None:
    made = queries.made(PAPERS, 70, 3)
    assert [query.form for query in made] == list(queries.FORMS) * 10
    assert {query.title for query in made} <= {paper.title for paper in PAPERS}
    assert {query.slips for query in made} == {0, 1, 2}


def test_joined_words_are_two_neighbours_of_the_title_and_split_ones_one() -> None:
    one = PAPERS[0]
    title = words(one.title)
    pairs = {left + right for left, right in pairwise(title)}
    assert queries.joined(one, chance())[0] in pairs
    left, right, _ = queries.split(one, chance())
    assert left + right in title


def test_unaccented_names_are_typed_plainly() -> None:
    assert queries.unaccented(PAPERS[0], chance())[0] in {"zoe", "muller"}


@pytest.mark.parametrize("word", ["lanterns", "abcde", "aaaaaa"])
def test_a_slip_is_one_slip_and_never_the_first_letter(word: str) -> None:
    for seed in range(50):
        typed = queries.slip(word, random.Random(seed))  # noqa: S311 - to be repeated
        assert OSA.distance(word, typed) <= 1
        assert typed[0] == word[0]


def test_a_corpus_grows_by_mixtures_and_keeps_the_papers_it_had() -> None:
    grown = list(corpus.grown(PAPERS, 12))
    assert len(grown) == 12
    assert tuple(grown[:5]) == PAPERS
    assert all(paper.abstract and paper.authors for paper in grown)


def test_natural_queries_have_right_answers_and_two_halves() -> None:
    path = Path(search.__file__).with_name("natural_queries.jsonl")
    every = search.read_queries(path)
    halves = [search.read_queries(path, half) for half in search.HALVES]
    assert len(every) == 150
    assert all(one.titles for one in every)
    assert {one.text for half in halves for one in half} == {one.text for one in every}
    assert sum(map(len, halves)) == len(every)


def test_any_right_answer_counts_and_an_engine_that_dies_is_left_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = """import sys, json
for line in sys.stdin: print(json.dumps({"ms": 1, "found": [2, 1], "rss_mib": 1}), flush=True)"""
    alive, dead = (
        search.Measured(
            name,
            subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            ),
            {},
        )
        for name, code in (("alive", answer), ("dead", ""))
    )
    query = search.Query("ab", frozenset(("B", "A")), "question")
    for engine in (alive, dead, dead):
        search.try_typed(engine, query, ["A", "B", "C"], 1.0)
    for engine in (alive, dead):
        engine.worker.communicate()
    assert alive.ranks == {"all": [2], "question": [2]}
    assert (dead.is_dead, dead.ranks) == (True, {})
    assert capsys.readouterr().err == "dead died of the query 'ab'.\n"
