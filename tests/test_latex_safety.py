"""For any text, conversion ends, loses no word, shows no control character, and is idempotent."""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confbrowse.text.latex import MAX_CHARS, convert, readable, readable_line

HOSTILE = (
    *("{", "}", "\\", "$", "$$", "\\[", "\\(", "^", "_", "$x^", "${", "*", "**", "_a ", "*a ", "`", "``"),
    *("[", "[a](", "<", "<a ", "<sub>", "&", "&amp;", "~", "--", "- ", "\n- ", "\n", "# ", "|\n", "```\n"),
    *("\\begin{equation}", "$\\begin{matrix}", "\\end{x}", "\\frac{", "$\\sqrt{", "$\\hat", "\\left("),
    *("http://(", "\\url{", "\\emph{", "\\item ", "\\footnote{", "\\cite[", "\\'", "{\\'", "\\\"a", "$1-"),
    *("$a$", "$5 and ", "a_{b}", "**a**", "\\method{", "$\\text{", "a'", "$|", "$a+", "C:\\", "\\i ", "''"),
)  # fmt: skip
MARKS = (
    *("$", "$", "\\", "{", "}", "^", "_", "*", "**", "`", "``", "''", "~", "--", "<", ">", "&", "[", "]", "("),
    *(")", "\n", "\n\n", " ", " ", "- ", "# ", "1. ", "|", "&amp;", "&lt;", "<b>", "</b>", "<sup>", "</sup>"),
    *("\\alpha", "\\frac", "\\sqrt", "\\text", "\\emph", "\\mathcal", "\\hat", "\\left(", "\\right)", "\\\\"),
    *("\\(", "\\)", "\\[", "\\]", "\\{", "\\}", "\\%", "\\$", "\\'", '\\"', "\\begin{matrix}", "\\end{matrix}"),
    *("\\item", "\\begin{itemize}", "\\end{itemize}", "\\cite", "\\footnote", "\\ours", "http://a.b/c", "5", "x"),
    *("\x00", "\x1b[31m", "\u202e", "\U000f0000", "é", "𝒪", "&#x202e;", "\t"),
)  # fmt: skip
WORDS = st.sampled_from(["abstract", "Bound", "Gödel", "learning", "regret", "wörter", "zebra"])
PIECES = st.lists(st.one_of(st.sampled_from(MARKS), WORDS, WORDS), max_size=30)


def letters(text: str) -> str:
    """Return the letters of *text* without accents, raised forms and other alphabets."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if letter.isalpha()).lower()


def operations(work: Callable[[], object]) -> int:
    """Return how many functions *work* calls, including those in C."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@given(PIECES.map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_once_and_for_all(text: str) -> None:
    once = readable(text)
    assert readable(once) == once
    line = readable_line(text)
    assert readable_line(line) == line


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    assert readable(readable(text)) == readable(text)


@given(PIECES)
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost(pieces: list[str]) -> None:
    words = [piece for piece in pieces if len(piece) > 4 and piece.isalpha()]
    text = "".join(f" {piece} " if piece in words else piece for piece in pieces)
    for shown in (letters(readable(text)), letters(readable_line(text))):
        assert not [
            word for word, count in Counter(words).items() if shown.count(letters(word)) < count
        ]


@given(PIECES.map("".join))
@settings(max_examples=100, deadline=None)
def test_marked_text_is_safe_to_show_when_it_is_read(text: str) -> None:
    shown = readable(f"$x_1$ {text}")
    if shown != f"$x_1$ {text}":
        assert not [
            sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cf") and sign != "\n"
        ]


@pytest.mark.parametrize("mark", HOSTILE)
def test_work_grows_no_faster_than_the_text(mark: str) -> None:
    small, large = (mark * (size // len(mark)) for size in (1_000, 8_000))
    counts = [operations(partial(convert, text, is_line=False)) for text in (small, large)]
    assert counts[1] <= 16 * counts[0] + 2_000


@pytest.mark.parametrize("mark", ["{", "\\frac{", "$x", "[a]("])
def test_the_longest_text_is_read_to_its_end(mark: str) -> None:
    text = (mark * MAX_CHARS)[:MAX_CHARS]
    assert letters(readable(text)).count("a") >= text.count("a") - text.count("frac")
    assert readable(readable(text)) == readable(text)


def test_a_text_that_is_too_long_is_left_as_it_is_written() -> None:
    text = "$x_1$ " * MAX_CHARS
    assert readable(text) == text


def test_an_entity_brings_nothing_in_that_the_border_keeps_out() -> None:
    assert readable("a&#x202e;b &#27;[31mc") == "ab [31mc"
    assert not re.search("[\x00-\x08]", readable("$x$ &#7;\x07"))
