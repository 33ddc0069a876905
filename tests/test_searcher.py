"""The order of results, and the hints about what was left out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from confbrowse.model import Session, Talk
from confbrowse.search.index_store import index_talks
from confbrowse.search.marks import NO_MARK_SETS, MarkSets
from confbrowse.search.parser import parse
from confbrowse.search.query import SearchResult

NINE = datetime(2021, 7, 20, 9, tzinfo=UTC)


def talk(
    title: str, *authors: str, hour: int = 0, session: str = "Main", abstract: str = ""
) -> Talk:
    start = NINE + timedelta(hours=hour)
    return Talk(
        "", Session("X 2021", session), title, authors=authors, start=start, abstract=abstract
    )


def answer(query: str, talks: Sequence[Talk], standing: MarkSets = NO_MARK_SETS) -> SearchResult:
    return index_talks(talks).search(parse(query), None, standing, NINE)


def order(query: str, *talks: Talk) -> list[int]:
    """Return the indices of the talks found, best first."""
    return [hit.number for hit in answer(query, talks).first]


@pytest.mark.parametrize("query", ["ℝ", "r", "R"])
def test_the_face_of_a_letter_does_not_matter(query: str) -> None:
    assert order(query, talk("Maps of ℝ – and of Ω"), talk("Moths")) == [0]


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("graph", talk("A graph here"), talk("Some graphs here")),
        ("graphs", talk("On graphs here"), talk("On words", abstract="Many graphs here")),
        ("graphs", talk("On words here", "Ann Graphs"), talk("On words", session="Graphs")),
        ("graphs", talk("On words", session="Graphs"), talk("On words", abstract="graphs")),
        ("bengio", talk("On words", "Yoshua Bengio"), talk("On words", abstract="As Bengio did")),
        ("deep nets", talk("Deep nets of words"), talk("Deep words of nets")),
        ("deep nets", talk("Deep words of nets"), talk("Nets of words", abstract="deep")),
        ("nets", talk("Nets"), talk("Nets and a great many other things that we found")),
        ("perciever", talk("On the perceiver here"), talk("On words", abstract="the perceiver")),
    ],
)
def test_what_is_more_likely_wanted_comes_first(query: str, better: Talk, worse: Talk) -> None:
    assert order(query, worse, better) == [1, 0]
    assert order(query, better, worse) == [0, 1]


def test_the_rarer_word_counts_more_where_both_cannot_be_had() -> None:
    common = [talk(f"Learning {at}", hour=at) for at in range(40)]
    found = answer("learning zebra gnu", [*common, talk("A zebra"), talk("Learning words")])
    assert found.soft[0].number == 40


def test_equals_come_by_interest_and_then_by_time() -> None:
    late, early, liked = talk("Nets", hour=2), talk("Nets", hour=1), talk("Nets", hour=3)
    found = answer("nets", (late, early, liked), MarkSets(interest={2: 1}))
    assert [hit.number for hit in found.first] == [2, 1, 0]


def test_slips_are_looked_for_only_where_few_talks_hold_the_word_as_typed() -> None:
    assert order("graph", talk("Graph"), talk("Grape")) == [0]
    assert order("grahp", talk("Graph"), talk("Zebra")) == [0]
    assert answer("grahp", (talk("Graph"),)).is_fuzzy


def test_hidden_talks_are_left_out_and_counted_unless_they_are_asked_for() -> None:
    talks, standing = (talk("Nets"), talk("Nets two")), MarkSets(hidden=frozenset({1}))
    found = answer("nets", talks, standing)
    assert ([hit.number for hit in found.first], found.total, found.hidden) == ([0], 1, 1)
    asked = answer("nets is:hidden", talks, standing)
    assert ([hit.number for hit in asked.first], asked.hidden) == ([1], 0)


def soft_order(query: str, *talks: Talk) -> list[int]:
    """Return the indices of the talks that have some of the words, best first."""
    return [hit.number for hit in answer(query, talks).soft]


def test_talks_with_some_of_the_words_follow_those_with_all() -> None:
    talks = (talk("Gnus"), talk("Deep words"), talk("Nets, very deep"), talk("Zebra: deep nets"))
    found = answer("zebra deep nets", talks)
    assert ([hit.number for hit in found.first], found.total, found.is_partial) == ([3], 1, False)
    assert soft_order("zebra deep nets", *talks) == [2, 1]
    assert answer("zebra deep nets", talks[:3]).is_partial
    many = (*(talk(f"Zebra: deep nets {at}") for at in range(10)), *talks)
    assert soft_order("zebra deep nets", *many) == []


def test_phrases_fields_and_conditions_are_never_relaxed() -> None:
    talks = (talk("Deep nets", "Ann"), talk("Deep words", "Bob"))
    assert soft_order("author:ann deep zebra", *talks) == [0]
    assert soft_order('"deep words" zebra', *talks) == []
    assert soft_order('"deep words" nets zebra', *talks) == []
    assert soft_order("day:wed deep zebra", *talks) == []
    assert soft_order("deep zebra -nets", *talks) == [1]


@pytest.mark.parametrize("query", ["how to train nets with the sea", "what is a net on the sea"])
def test_common_words_are_not_required(query: str) -> None:
    assert order(query, talk("Training a net: sea"), talk("How to train")) == [0]


def test_common_words_are_required_in_phrases_and_where_there_is_nothing_else() -> None:
    talks = (talk("What to do"), talk("To be or not"))
    assert order("to be", *talks) == [1]
    assert order('"to do"', *talks) == [0]
    assert order("=to not", *talks) == [1]


def test_common_words_rank_talks() -> None:
    assert order("the net", talk("A net"), talk("The net")) == [1, 0]


def test_german_words_are_common_in_a_library_with_german_talks() -> None:
    german = [talk(f"Netze {at} und nicht was wird", abstract="Das ist") for at in range(20)]
    query = "was wird aus dem Netze"
    assert answer(query, german).total == 20
    assert answer(query, [talk("Netze")]).total == 0


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("databases", "A database"),
        ("optimising", "An optimization"),
        ("behavior", "On behaviours"),
        ("summarize", "A summarization"),
    ],
)
def test_inflections_are_found_both_ways_below_the_word_as_typed(query: str, title: str) -> None:
    exact = talk("Else", abstract=f"{query}.")
    assert order(query, talk(title), exact, talk("Bats")) == [1, 0]


def test_names_and_excluded_words_have_no_inflections() -> None:
    assert order("roberts", talk("Bats", "Robert"), talk("Bats", "Roberts")) == [1]
    assert order("bats -learned", talk("Bats learning"), talk("Bats learned")) == [0]


def test_a_word_that_the_library_knows_is_not_corrected() -> None:
    grapes = [talk(f"Grape {at}") for at in range(3)]
    found = answer("grape zebra", [*grapes, talk("Graph zebra")])
    assert (found.total, found.soft[0].number) == (0, 3)
    assert answer("grape zebra", [*grapes[:2], talk("Graph zebra")]).total == 1


LONG = "We use reinforcement learning (RL) here."


def test_an_acronym_finds_its_long_form_and_the_reverse() -> None:
    talks = (
        talk("Bats", abstract=LONG),
        talk("Gnus", abstract=LONG),
        talk("Moths", abstract="Reinforcement learning of moths"),
        talk("Zebras", abstract="RL for zebras"),
    )
    assert soft_order("rl moths lamp", *talks)[0] == 2
    assert 3 in soft_order("reinforcement learning lamp", *talks)
    assert 3 not in soft_order("learning reinforcement lamp", *talks)


def test_where_nothing_is_found_the_nearest_words_are_offered() -> None:
    found = answer("berzeifar", (talk("The Perceiver"), talk("Graphs")))
    assert (found.total, found.is_partial) == (0, False)
    assert "perceiver" in found.suggestions()
    assert answer("graphs", (talk("Graphs"),)).suggestions() == ()


@pytest.mark.parametrize("query", ["day:tue", "session:main", "session:main day:tue", "title:a"])
def test_fields_and_conditions_alone_keep_the_order_that_was_asked_about(query: str) -> None:
    index = index_talks([talk("An A", hour=1), talk("A B", hour=2), talk("A", hour=3)])
    found = index.search(parse(query), [2, 0, 1], MarkSets(interest={0: 3}), NINE)
    assert list(found.ranked()[0]) == [2, 0, 1]
    assert [hit.score for hit in found.first] == [0.0] * 3


@pytest.mark.parametrize("query", ["lang:en", "lang:English", "lang:eng", "lang:de|en"])
def test_a_language_is_found_by_its_code_and_its_name_but_only_as_a_field(query: str) -> None:
    talks = (talk("A"), replace(talk("B"), keywords=("language: en", "light")))
    assert order(query, *talks) == [1]
    assert order("en", *talks) == order("track:language", *talks) == []
    assert order("track:light", *talks) == [1]


@pytest.mark.parametrize("query", ["day:mon", "day:2021-07-19", "day:sun..mon", "day:today"])
def test_a_talk_after_midnight_is_found_by_the_day_that_it_is_listed_under(query: str) -> None:
    night = replace(talk("Night", hour=-8), day="2021-07-19")
    talks = (night, talk("Morning", hour=-8), replace(talk("Untimed"), start=None))
    found = index_talks(talks).search(parse(query), None, NO_MARK_SETS, NINE - timedelta(days=1))
    assert [hit.number for hit in found.first] == [0]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("c++", [1]),
        ("c#", [2]),
        (".net", [3]),
        ("=c", [0]),
        ("c", [0, 1, 2]),
        ("net", [3, 4]),
        ("rust !c++", []),
        ("c -c++ -c#", [0]),
        ("lang* -(c++ OR c#)", [0, 3]),
        ("(c++ web) OR (c# web)", [2]),
        ("ann AND NOT web", [0, 1]),
        ("author:(ann|bob) -(web language)", [0, 1, 4]),
        ("-(language -web)", [2, 3, 4]),
    ],
)
def test_operators_and_signs_mean_what_they_say(query: str, found: list[int]) -> None:
    talks = (
        talk("The C language", "Ann"),
        talk("Modern C++20 language", "Ann"),
        talk("C# language of the web", "Ann"),
        talk("A .NET language, web", "Ann"),
        talk("Nets", "Bob"),
    )
    assert sorted(order(query, *talks)) == found


def test_a_query_that_demands_nothing_finds_everything() -> None:
    assert answer("day:", (talk("A"), talk("B"))).total == 2


def test_all_that_answer_are_ranked_and_the_first_page_begins_them() -> None:
    talks = [talk(f"Nets {at}", hour=at) for at in range(200)]
    found = answer("nets", talks)
    numbers, scores = found.ranked()
    assert len(found.first) == 64
    assert list(numbers[:64]) == [hit.number for hit in found.first]
    assert sorted(numbers) == list(range(200))
    assert list(scores) == sorted(scores, reverse=True)


def test_no_talk_at_all_is_no_trouble() -> None:
    assert answer("nets is:free", ()).total == 0
