"""The highlights of a query: where the words are, and how they match."""

from datetime import UTC, datetime

import factories  # noqa: F401  # its settings are for a busy machine
import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_oracle import Oracle

from confbrowse.model import Session, Talk
from confbrowse.search.highlight import Highlighter, token_spans
from confbrowse.search.marks import MarkSets
from confbrowse.search.parser import parse
from confbrowse.search.query import FieldName, WordForms
from confbrowse.text.slugs import words_with_signs

TITLE = "Perceiver: Multi-modal Perception, Béngio’s multimodal graphs"


def marked(
    query: str, text: str = TITLE, field: FieldName = "title", *, slips: bool = True
) -> list[str]:
    """Return the marked spans of *text*, each with its kind of match."""
    spans = Highlighter(parse(query), fuzzy=slips).spans(text, field)
    return [f"{text[span.start : span.end]} ({span.kind})" for span in spans]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("graphs", ["graphs (whole)"]),
        ("graph", ["graph (beginning)"]),
        ("GRAPHS", ["graphs (whole)"]),
        ("=graph", []),
        ("-graphs", []),
        ("perciever", ["Perceiver (one edit)"]),
        ("grahs", ["graphs (one edit)"]),
        ("bengios", ["Béngio’s (whole)"]),
        ("beng", ["Béngio’s (beginning)"]),
        ("multi modal", ["Multi (whole)", "modal (whole)", "multi (beginning)"]),
        ("multimodal", ["Multi (joined)", "modal (joined)", "multimodal (whole)"]),
        ('"modal perception"', ["modal (whole)", "Perception (whole)"]),
        ('"perception modal"', []),
        ('"modal percep', ["modal (whole)", "Percep (beginning)"]),
        ("author:graphs", []),
        ("title:graphs|author:x", ["graphs (whole)"]),
        ("day:tue", []),
        ("(graphs -x)|(day:tue perc)", ["Perc (beginning)", "Perc (beginning)", "graphs (whole)"]),
        ("NOT (graphs OR perceiver)", []),
        ("-(a -graphs)", ["graphs (whole)"]),
        ("mult* 'graphs", ["Mult (beginning)", "mult (beginning)", "graphs (whole)"]),
        ("perciev*", []),
        ('"modal percep*" x', ["modal (whole)", "Percep (beginning)"]),
    ],
)
def test_words_are_marked_as_they_are_met(query: str, found: list[str]) -> None:
    assert marked(query) == found


def test_what_the_index_knows_is_marked() -> None:
    forms = WordForms(
        frozenset(("the", "of")),
        frozenset(("graph", "databases")),
        {"databases": frozenset(("database",))},
        ("reinforcement learning", "svm"),
    )
    text = "The theory of a database: reinforcement, reinforcement learnings, SVM, SVMs, grape"
    highlighter = Highlighter(parse("the databases graph of"), fuzzy=True, forms=forms)
    spans = highlighter.spans(text, "title")
    found = [f"{text[span.start : span.end]} ({span.kind})" for span in spans]
    assert found == [
        "database (inflected)",
        "reinforcement (whole)",
        "learning (beginning)",
        "SVM (whole)",
    ]
    assert highlighter.spans("Ann Database", "author") == ()


def test_slips_and_joined_words_are_marked_only_where_they_count() -> None:
    assert marked("perciever", slips=False) == []
    assert marked("multimodal", slips=False) == ["multimodal (whole)"]


def test_a_word_without_a_field_is_not_looked_for_in_rooms_and_links() -> None:
    assert marked("graphs", field="room") == []
    assert marked("room:graphs", field="room") == ["graphs (whole)"]


def test_reasons_tell_every_text_that_holds_a_word() -> None:
    talk = Talk("", Session("ICML 2021", "Graphs 1"), "On graphs", authors=("Ann Graph", "Bob"))
    reasons = Highlighter(parse("graph"), fuzzy=False).reasons(talk)
    assert [(one.field, one.text) for one in reasons] == [
        ("title", "On graphs"),
        ("author", "Ann Graph"),
        ("session", "Graphs 1"),
    ]


@given(
    st.text()
    | st.text("aeßÉłд学9_'’ -ﬁ½e\u0301İ+#c.")
    | st.sampled_from(("C++ .NET", "x.net .net++", "c#'s"))
)
def test_words_with_their_places_are_the_words(text: str) -> None:
    found = token_spans(text)
    assert [one.word for one in found] == words_with_signs(text)
    places = [place for one in found for place in (one.start, one.end)]
    assert all(0 <= place <= len(text) for place in places)


@given(st.text("abé ", max_size=30), st.text("ab ", min_size=1, max_size=6))
def test_spans_stand_in_order_and_apart(text: str, query: str) -> None:
    spans = Highlighter(parse(query), fuzzy=True).spans(text, "title")
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(span.start < span.end <= len(text) for span in spans)


@given(st.text("abc ", max_size=20), st.text("abc", min_size=1, max_size=4))
def test_a_talk_that_holds_a_word_has_a_reason_and_no_other_has(title: str, query: str) -> None:
    talk = Talk("", Session("", ""), title)
    oracle = Oracle({1: talk}, *_nothing_said())
    holds = oracle.answers(parse(query), few=1) == {1}
    assert bool(Highlighter(parse(query), fuzzy=True).reasons(talk)) == holds


def _nothing_said() -> tuple[MarkSets, datetime]:
    return MarkSets(), datetime(2021, 7, 20, tzinfo=UTC)
