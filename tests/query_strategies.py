"""Generated queries, for tests of properties that hold for every query."""

import factories  # noqa: F401  # its settings are for a busy machine
from hypothesis import strategies as st

from confbrowse.search.fields import FIELDS, TEXT_FIELDS, Field
from confbrowse.search.query import Clause, Condition, Conjunction, Phrase, Query, Term, Word
from confbrowse.text.slugs import words_with_signs

LETTERS = "aeßÉłд学9_-=:./'+|\"“# !*(),~^$"
TEXT_NAMES = st.none() | st.sampled_from(list(TEXT_FIELDS.values()))
FORMED = {
    "day": st.dates().map(str)
    | st.tuples(st.dates(), st.dates()).map(sorted).filter(lambda ends: ends[0] < ends[1])
    .map(lambda ends: f"{ends[0]}..{ends[1]}")
    | st.sampled_from(("mon..wed", "fri..mon", "today..tomorrow", "today..2021-07-20")),
    "after": st.dates().map(str) | st.times().map("{:%H:%M}".format),
    "before": st.dates().map(str) | st.times().map("{:%H:%M}".format),
    "interest": st.builds("{}{}".format, st.sampled_from(("=", ">", "<", ">=", "<=")), st.integers(0, 3)),
}  # fmt: skip
"""Values that are not in a list, by the name before them."""


def _is_word(text: str) -> bool:
    is_whole = not set(text) & set(" |,") and text[0] not in "-=:\"“!'(" and "~" not in text
    depths = [text[:end].count("(") - text[:end].count(")") for end in range(len(text) + 1)]
    return bool(words_with_signs(text)) and is_whole and min(depths) == depths[-1] == 0


def _conditions(field: Field) -> st.SearchStrategy[Condition]:
    listed = [value.text for value in field.values.listed] if field.values else []
    values = st.sampled_from(listed) if listed else st.nothing()
    return st.builds(Condition, st.just(field.name), values | FORMED.get(field.name, st.nothing()))


word_texts = (
    st.text(LETTERS, min_size=1, max_size=8).map(lambda text: text.rstrip(":*"))
    | st.sampled_from(
        (
            "title:x",
            "day:tue",
            "is:new",
            "autor:x",
            "http://x",
            "abstract:a|",
            "OR",
            "NOT",
            "C++",
            "SE(3)",
            "c#",
            ".net",
        )
    )
).filter(lambda text: bool(text) and _is_word(text))
phrase_texts = (
    st.text(LETTERS.replace('"', "").replace("“", ""), min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(words_with_signs)
)
spellings = st.sampled_from(((False, False), (True, False), (False, True)))
terms: st.SearchStrategy[Term] = st.one_of(
    st.builds(lambda text, name, how: Word(text, name, *how), word_texts, TEXT_NAMES, spellings),
    st.builds(Phrase, phrase_texts, TEXT_NAMES),
    *(_conditions(field) for field in FIELDS if field.values),
)


@st.composite
def nested(draw: st.DrawFn, terms: st.SearchStrategy[Term], most: int = 2) -> Clause:
    """Return a clause of any of *terms* and of groups of such clauses, at most *most* in each other."""
    negated = draw(st.booleans())
    if not most or draw(st.booleans()):
        return Clause(tuple(draw(st.lists(terms, min_size=1, max_size=3))), negated)
    if negated and draw(st.booleans()):
        return Clause((draw(groups(terms, most - 1, 2)),), True)
    size = draw(st.integers(2, 3))
    grouped = draw(st.integers(0, size))
    mixed = [draw(groups(terms, most - 1) if at < grouped else terms) for at in range(size)]
    return Clause(tuple(draw(st.permutations(mixed))), negated)


@st.composite
def groups(
    draw: st.DrawFn, terms: st.SearchStrategy[Term], most: int, least: int = 1
) -> Conjunction:
    """Return clauses in brackets, at least *least*; one alone is negated."""
    found = draw(st.lists(nested(terms, most), min_size=least, max_size=3))
    if len(found) == 1 and not found[0].negated:
        found.append(draw(nested(terms, most)))
    is_bracket = (
        len(found) == 1
        and len(found[0].any_of) == 1
        and isinstance(found[0].any_of[0], Conjunction)
    )
    return Conjunction((*found, *found) if is_bracket else tuple(found))


clauses = nested(terms)
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
         "(", ")", " OR ", " NOT ", " AND ", "!", "'", "*", ",", "..", "mon", "c++", "~2", "^", "kind:",
         "tue", "14", "2021-07-20", "starred", "ab", "Ł'", "//", "http", "2p", "-day:", "title: ", "\u2003", "\x00"],
    ), max_size=30,
).map("".join)  # fmt: skip
"""Texts that are full of special characters."""
