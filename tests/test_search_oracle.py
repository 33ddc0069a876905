"""For any query, the engine finds the talks that a slow and obvious search finds."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import factories  # noqa: F401  # its settings are for a busy machine
from hypothesis import assume, given
from hypothesis import strategies as st
from query_strategies import nested
from search_oracle import Oracle, typed_words

from confbrowse.model import Link, Session, Talk
from confbrowse.search import index_builder
from confbrowse.search.evaluator import index_part
from confbrowse.search.index import Cover, build
from confbrowse.search.marks import MarkSets
from confbrowse.search.query import Clause, Condition, FieldName, Phrase, Query, Word, wanted_terms
from confbrowse.search.searcher import Searcher, enough_results
from confbrowse.text.slugs import words_with_signs

MONDAY = datetime(2021, 7, 19, 9, tzinfo=UTC)
POOL = (
    "deep", "convolutional", "deepconvolutional", "multi", "modal", "multimodal", "graph", "graphs",
    "grape", "neural", "net", "nets", "Béngio", "Bengo", "learn", "learning", "the", "2021", "of",
    "Groß", "what's", "self-supervised", "attention", "C++", "c", "C#", ".NET", "net's", "nets++",
)  # fmt: skip
texts = st.lists(st.sampled_from(POOL), max_size=5).map(" ".join)
SESSIONS = (Session("ICML 2021", "Deep Learning 1", room="Hall A"), Session("ICML 2021", "Graphs"))


@st.composite
def talks(draw: st.DrawFn) -> Talk:
    start = draw(st.none() | st.integers(0, 60).map(lambda hour: MONDAY + timedelta(hours=hour)))
    lasting = draw(st.none() | st.sampled_from((15, 60, 90, 600)))
    return Talk(
        "",
        draw(st.sampled_from(SESSIONS)),
        draw(texts),
        kind=draw(st.sampled_from((None, "Oral", "Poster"))),
        authors=tuple(draw(st.lists(texts, max_size=2))),
        start=start,
        end=start + timedelta(minutes=lasting) if start and lasting else None,
        links=draw(st.sampled_from(((), (Link("code", "https://x.org/graph"),)))),
        abstract=draw(texts),
        day=draw(st.sampled_from(("", "", "2021-07-19", "2021-07-20"))),
    )


@st.composite
def typed(draw: st.DrawFn) -> str:
    """Return a word of the pool as people type it: whole, as a prefix, misspelt, or two in one."""
    word = draw(st.sampled_from(POOL))
    at = draw(st.integers(0, max(len(word) - 2, 0)))
    ways = (
        word,
        word[: at + 2],
        word[:at] + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        word[:at] + "x" + word[at:],
        word + draw(st.sampled_from(POOL)),
    )
    return draw(st.sampled_from(ways))


names: st.SearchStrategy[FieldName | None] = st.sampled_from(
    (None, None, None, "title", "author", "session", "text", "link", "room")
)
spellings = st.sampled_from(((False, False), (False, False), (True, False), (False, True)))
words = st.builds(
    lambda text, name, how: Word(text, name, *how),
    typed().filter(words_with_signs),
    names,
    spellings,
)


@st.composite
def phrase_texts(draw: st.DrawFn) -> str:
    """Return words in a row, the last perhaps cut short and with a star."""
    words = draw(st.lists(st.sampled_from(POOL), min_size=1, max_size=2))
    text, cut = " ".join(words), draw(st.integers(-1, 3))
    begun = text[: len(text) - cut]
    return f"{begun}*" if cut >= 0 and words_with_signs(begun) else text


phrases = st.builds(Phrase, phrase_texts(), names, st.booleans())
conditions = st.builds(
    lambda both: Condition(*both),
    st.sampled_from(
        [
            *(
                ("is", value)
                for value in (
                    "starred",
                    "hidden",
                    "seen",
                    "later",
                    "watched",
                    "clash",
                    "free",
                    "new",
                )
            ),
            *(("has", value) for value in ("code", "paper", "note", "abstract")),
            *(("day", value) for value in ("mon", "wed", "2021-07-20", "today", "tomorrow")),
            *(
                ("day", value)
                for value in ("tue..wed", "sun..mon", "2021-07-20..2021-07-21", "today..2021-07-21")
            ),
            *(("after", value) for value in ("14:00", "2021-07-20")),
            *(("before", value) for value in ("14:00", "2021-07-21")),
            *(("interest", value) for value in (">=2", "=0", "<3", ">1", "<=1")),
            ("on", "now"),
        ]
    ),
)
terms = st.one_of(words, words, words, phrases, conditions)
clauses = nested(terms) | nested(words | phrases)
queries = st.builds(Query, st.lists(clauses, min_size=1, max_size=3).map(tuple))
plain = st.builds(
    Query,
    st.lists(st.builds(lambda word: Clause((word,)), words), min_size=1, max_size=3).map(tuple),
)


@st.composite
def standings(draw: st.DrawFn) -> MarkSets:
    some = st.frozensets(st.integers(0, 11), max_size=4)
    interest = st.dictionaries(st.integers(0, 11), st.integers(1, 3), max_size=3)
    return MarkSets(
        draw(some), draw(some), draw(some), draw(some), draw(interest), draw(some), draw(some)
    )


def known(standing: MarkSets, size: int) -> MarkSets:
    """Return *standing* without the numbers of talks that do not exist."""
    there = frozenset(range(size))
    return MarkSets(
        standing.starred & there,
        standing.hidden & there,
        standing.seen & there,
        standing.noted & there,
        {number: level for number, level in standing.interest.items() if number in there},
        standing.later & there,
        standing.watched & there,
    )


def index(held: Sequence[Talk], parts: int) -> Searcher:
    """Return an index over *held*, in this many parts."""
    size = -(-len(held) // parts)
    made = []
    for at in range(parts):
        mine = held[at * size : (at + 1) * size]
        found = build(index_builder.read(mine), (Cover(str(at), "", len(mine)),))
        made.append(index_part(found, {str(at): at * size}))
    return Searcher(made)


@given(
    st.lists(talks(), min_size=1, max_size=12),
    queries | plain,
    standings(),
    st.integers(0, 60),
    st.integers(1, 3),
)
def test_the_engine_finds_what_a_slow_search_finds(
    held: list[Talk], query: Query, standing: MarkSets, hour: int, parts: int
) -> None:
    said, now = known(standing, len(held)), MONDAY + timedelta(hours=hour, minutes=10)
    oracle = Oracle(dict(enumerate(held)), said, now)
    expected = oracle.answers(query, enough_results(len(held)))
    result = index(held, parts).search(query, None, said, now)
    numbers, scores = result.ranked()
    assume(_is_settled(query, oracle))
    assert len(numbers) == len(scores) == len(set(numbers))
    assert set(numbers) == expected, str(query)
    soft = {hit.number for hit in result.soft}
    assert soft == oracle.soft_answers(query, enough_results(len(held))), str(query)


def _is_settled(query: Query, oracle: Oracle) -> bool:
    """Whether no long, unknown word of *query* is searched as two halves with typos."""
    wordy = (term for term in wanted_terms(query.clauses) if isinstance(term, Word))
    return all(
        len(one.text) < 8 or one.exact or one.prefix or oracle.is_known(one)
        for word in wordy
        for one in typed_words(word)
    )
