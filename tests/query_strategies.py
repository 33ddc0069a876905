"""Generated queries, for tests of properties that hold for every query."""

import factories  # noqa: F401  # its settings are for a busy machine
from hypothesis import strategies as st

from confbrowse.search.fields import FIELDS, TEXT_FIELDS, Field
from confbrowse.search.query import Clause, Condition, Phrase, Query, Term, Word
from confbrowse.text.slugs import words

LETTERS = "aeßÉłд学9_-=:./'+|\"“# "
TEXT_NAMES = st.none() | st.sampled_from(list(TEXT_FIELDS.values()))
FORMED = {
    "day": st.dates().map(str),
    "after": st.dates().map(str) | st.times().map("{:%H:%M}".format),
    "before": st.dates().map(str) | st.times().map("{:%H:%M}".format),
    "interest": st.builds("{}{}".format, st.sampled_from(("=", ">", "<", ">=", "<=")), st.integers(0, 3)),
}  # fmt: skip
"""Values that are not in a list, by the name before them."""


def _is_word(text: str) -> bool:
    return bool(words(text)) and not set(text) & set(" |") and text[0] not in '-=:"“'


def _conditions(field: Field) -> st.SearchStrategy[Condition]:
    listed = [value.text for value in field.values.listed] if field.values else []
    values = st.sampled_from(listed) if listed else st.nothing()
    return st.builds(Condition, st.just(field.name), values | FORMED.get(field.name, st.nothing()))


word_texts = (
    st.text(LETTERS, min_size=1, max_size=8).map(lambda text: text.rstrip(":"))
    | st.sampled_from(("title:x", "day:tue", "is:new", "autor:x", "http://x", "abstract:a|"))
).filter(lambda text: bool(text) and _is_word(text))
phrase_texts = (
    st.text(LETTERS.replace('"', "").replace("“", ""), min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(words)
)
terms: st.SearchStrategy[Term] = st.one_of(
    st.builds(Word, word_texts, TEXT_NAMES, st.booleans()),
    st.builds(Phrase, phrase_texts, TEXT_NAMES),
    *(_conditions(field) for field in FIELDS if field.values),
)
clauses = st.builds(Clause, st.lists(terms, min_size=1, max_size=4).map(tuple), st.booleans())
open_phrases = st.builds(Phrase, phrase_texts, TEXT_NAMES, st.just(False))


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Return any query of a few clauses; only its last term may be an open phrase."""
    demands = draw(st.lists(clauses, max_size=5))
    if draw(st.booleans()):
        before = draw(st.lists(terms, max_size=2))
        demands.append(Clause((*before, draw(open_phrases)), draw(st.booleans())))
    return Query(tuple(demands))


syntax = st.lists(
    st.sampled_from(
        ["title", "autor", "day", "is", "interest", "after", ":", "::", "-", "=", "|", '"', "”", " ", ">=2", "tu",
         "tue", "14", "2021-07-20", "starred", "ab", "Ł'", "//", "http", "2p", "-day:", "title: ", "\u2003", "\x00"],
    ), max_size=30,
).map("".join)  # fmt: skip
"""Texts that are full of special characters."""
