"""Text fits its cells, whatever it contains, and an ellipsis marks what was cut."""

import pytest
from factories import texts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.text.cells import ELLIPSIS, cut, divided, fit, text_of, wrap
from confbrowse.text.clean import clean_line, clean_text

_LETTERS = "ab ,.-*•()12\n日語ｶ한ᄀ각🎉👩🔬🇩🇪❤️e\u0301\u0308กำक्षनि\u200d\u200cقا"
"""Narrow, wide, without width, and characters that join with their neighbours."""
unhurried = settings(deadline=None)
mixed = st.text(st.sampled_from(_LETTERS), max_size=60).map(clean_text) | texts
one_line = mixed.map(clean_line)
widths = st.integers(1, 200)
narrow = st.integers(2, 30)


@unhurried
@given(one_line, st.integers(0, 200) | narrow)
def test_fitted_text_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


@unhurried
@given(one_line, st.integers(0, 200) | narrow)
def test_cut_text_is_no_wider_and_what_fits_stays(text: str, width: int) -> None:
    short = cut(text, width)
    assert cell_len(short) <= width
    assert short == text or cell_len(text) > width


@unhurried
@given(one_line, widths | narrow)
def test_what_is_cut_ends_in_an_ellipsis_and_begins_as_it_did(text: str, width: int) -> None:
    short = cut(text, width)
    if short != text:
        assert short.endswith(ELLIPSIS)
        assert text.startswith(short.removesuffix(ELLIPSIS))


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [
        ("Moths", 8, "Moths   "),
        ("Moths and lamps", 8, "Moths a…"),
        ("Moths and lamps", 7, "Moths… "),
        ("Moths and lamps", 1, "…"),
        ("Moths", 0, ""),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日… "),
        ("日本語", 2, "… "),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("[red]x", 6, "[red]x"),
    ],
)
def test_text_fits_as_a_reader_expects(text: str, width: int, fitted: str) -> None:
    assert fit(text, width) == fitted


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Moths and lamps", ["Moths and", "lamps"]),
        ("VenusBench-Mobile: A", ["VenusBench-", "Mobile: A"]),
        ("of Reconstruction", ["of", "Reconstruct-", "ion"]),
        ("x" * 30, ["x" * 12 + "-", "x" * 12 + "-", "x" * 6]),
        ("灯" * 8, ["灯" * 6, "灯" * 2]),
    ],
)
def test_long_words_are_divided_after_their_hyphens_or_by_one(text: str, lines: list[str]) -> None:
    assert wrap(divided(text, 13), 13) == lines
    assert divided(text, 40) == text


@unhurried
@given(mixed, narrow | st.integers(2, 200))
@example(" 日", 2)
def test_wrapped_lines_are_no_wider_than_asked(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in wrap(text, width))


@unhurried
@given(mixed, narrow | st.integers(2, 200))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@unhurried
@given(mixed, st.integers(25, 200))
def test_words_that_fit_a_line_stay_whole(text: str, width: int) -> None:
    longest = max((cell_len(word) for word in text.split()), default=0)
    most_indent = width // 2 + 5
    if longest <= width - most_indent:
        assert " ".join(wrap(text, width)).split() == text.split()


@unhurried
@given(mixed)
def test_text_that_has_room_keeps_its_newlines(text: str) -> None:
    lines = wrap(text, 500)
    assert [line.split() for line in lines] == [line.split() for line in text.split("\n")]


def test_lines_are_filled_as_far_as_words_go() -> None:
    assert wrap("Why moths fly in circles", 10) == ["Why moths", "fly in", "circles"]


def test_a_blank_line_stays_between_paragraphs() -> None:
    assert wrap("Moths.\n\nLamps.", 20) == ["Moths.", "", "Lamps."]


def test_a_word_longer_than_a_line_is_broken_without_loss() -> None:
    assert wrap("at https://example.org/moths now", 10) == [
        "at",
        "https://ex",
        "ample.org/",
        "moths now",
    ]


def test_wide_letters_are_broken_between_them() -> None:
    assert wrap("蛾と灯火", 5) == ["蛾と", "灯火"]


@pytest.mark.parametrize("mark", ["-", "*", "•", "–", "1.", "12)", "(a)", "iv."])
def test_list_items_go_on_under_their_first_word(mark: str) -> None:
    first, *rest = wrap(f"{mark} moths circle the lamp all night long", 22)
    assert first.startswith(f"{mark} moths")
    assert rest
    assert all(line.startswith(" " * (len(mark) + 1)) for line in rest)
    assert all(line[len(mark) + 1] != " " for line in rest)


def test_an_indented_list_item_hangs_below_its_indent() -> None:
    assert wrap("  - moths circle the lamp at night", 24) == [
        "  - moths circle the",
        "    lamp at night",
    ]


def test_prose_that_begins_with_a_dash_like_word_does_not_hang() -> None:
    assert wrap("Moths circle the lamp all night long", 22)[1].startswith("all")


def test_an_indent_stays_where_there_is_room_and_shrinks_where_there_is_none() -> None:
    assert wrap("        moths fly", 40) == ["        moths fly"]
    assert all(cell_len(line) <= 6 for line in wrap("        moths fly", 6))


def test_a_drawn_line_says_its_pieces_one_after_another() -> None:
    assert text_of((("Moths ", "line--title"), ("[/]", ""))) == "Moths [/]"
