"""The line editor: after any edit its text is complete, clean and within its width."""

import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from factories import lines, texts
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.text.cells import ELLIPSIS, text_of
from confbrowse.tui.widgets.line_editor import (
    LONGEST,
    LineBuffer,
    first_shown,
    is_mark,
    letters_of,
    offset_at,
    one_line,
    text_pieces,
)
from confbrowse.tui.widgets.search_bar import SearchBar, choice_pieces

ACUTE, RING = "\u0301", "\u030a"
DO: tuple[Callable[[LineBuffer], LineBuffer], ...] = (
    LineBuffer.to_start,
    LineBuffer.to_end,
    LineBuffer.without_before,
    LineBuffer.without_after,
    LineBuffer.without_word_before,
    LineBuffer.without_all_before,
    LineBuffer.without_all_after,
)
letters = st.text(max_size=30) | st.text(
    st.sampled_from(f"ab_ :1\n\t蛾灯🎉🇩{ACUTE}{RING}"), max_size=30
)
offsets = st.integers(-5, 40)
label = lines | st.text(st.sampled_from("ab 蛾灯🎉🇩e\u0301"), max_size=40)
widths = st.integers(0, 120) | st.integers(0, 20)
deeds = (
    st.sampled_from(DO)
    | letters.map(lambda text: lambda typed: typed.inserted(text))
    | offsets.map(lambda step: lambda typed: typed.moved(step))
    | offsets.map(lambda step: lambda typed: typed.moved_word(step))
    | st.tuples(offsets, offsets, letters).map(lambda put: lambda typed: typed.replaced(*put))
)
typeds = st.lists(deeds, max_size=8).map(lambda done: after(LineBuffer(), *done))


def after(typed: LineBuffer, *done: Callable[[LineBuffer], LineBuffer]) -> LineBuffer:
    for deed in done:
        typed = deed(typed)
    return typed


def at(marked: str) -> LineBuffer:
    """Return a buffer with the text *marked*; the bar in it is the cursor."""
    before, _, behind = marked.partition("|")
    return LineBuffer(before + behind, len(before))


def marked(typed: LineBuffer) -> str:
    return f"{typed.text[: typed.cursor]}|{typed.text[typed.cursor :]}"


@given(typeds)
def test_the_cursor_stays_within_the_text_and_never_parts_a_letter_from_its_marks(
    typed: LineBuffer,
) -> None:
    assert 0 <= typed.cursor <= len(typed.text)
    assert not unicodedata.combining((typed.text[typed.cursor :] or " ")[0])
    assert not is_mark(typed.text[:1])


@given(typeds)
def test_what_is_typed_can_be_shown_on_one_line(typed: LineBuffer) -> None:
    assert len(typed.text) <= LONGEST
    assert one_line(typed.text) == typed.text
    assert not [one for one in typed.text if unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp")]


@given(typeds, st.text(min_size=LONGEST - 30, max_size=LONGEST + 30))
def test_no_more_is_taken_than_there_is_room_for(typed: LineBuffer, much: str) -> None:
    assert len(typed.inserted(much).inserted(much).text) <= LONGEST


def test_the_last_letter_there_is_room_for_has_its_marks_or_is_not_taken() -> None:
    full = LineBuffer().inserted("a" * (LONGEST - 2) + f"e{ACUTE}{RING}")
    assert full.text == "a" * (LONGEST - 2)
    assert full.inserted(f"e{ACUTE}").text.endswith(f"e{ACUTE}")


@given(typeds, letters)
def test_deleting_what_was_typed_gives_what_was_there_before(typed: LineBuffer, text: str) -> None:
    new = typed.inserted(text)
    if is_mark(new.text[typed.cursor : typed.cursor + 1]):
        return  # it has become one with the letter before
    while new.cursor > typed.cursor:
        new = new.without_before()
    assert new == typed


@given(typeds)
def test_a_step_there_and_back_leads_nowhere(typed: LineBuffer) -> None:
    if typed.cursor < len(typed.text):
        assert typed.moved(1).moved(-1) == typed
    if typed.cursor:
        assert typed.moved(-1).moved(1) == typed


@given(typeds)
def test_letters_are_what_steps_pass_and_together_they_are_the_text(typed: LineBuffer) -> None:
    stops = [typed.to_start().moved(step).cursor for step in range(len(typed.text) + 1)]
    found = list(letters_of(typed.text))
    assert "".join(found) == typed.text
    assert [typed.text[a:b] for a, b in pairwise(stops) if a < b] == found


@given(typeds)
def test_what_is_cut_before_and_behind_the_cursor_is_everything(typed: LineBuffer) -> None:
    assert typed.without_all_after().text + typed.without_all_before().text == typed.text
    assert typed.without_all_before().without_all_after() == LineBuffer()


@pytest.mark.parametrize(
    ("before", "deed", "behind"),
    [
        ("mo|ths", LineBuffer.without_before, "m|ths"),
        ("mo|ths", LineBuffer.without_after, "mo|hs"),
        ("|moths", LineBuffer.without_before, "|moths"),
        ("moths|", LineBuffer.without_after, "moths|"),
        (f"e{ACUTE}{RING}|x", LineBuffer.without_before, "|x"),
        (f"|e{ACUTE}{RING}x", LineBuffer.without_after, "|x"),
        ("กั|น", LineBuffer.without_before, "|น"),
        ("glow worms |fly", LineBuffer.without_word_before, "glow |fly"),
        ("title:mo|ths", LineBuffer.without_word_before, "title:|ths"),
        ("glow|", LineBuffer.without_word_before, "|"),
        (f"glow ne{ACUTE}e|", LineBuffer.without_word_before, "glow |"),
        ("glow |worms", LineBuffer.without_all_before, "|worms"),
        ("glow |worms", LineBuffer.without_all_after, "glow |"),
        ("glow| worms", LineBuffer.to_start, "|glow worms"),
        ("glow| worms", LineBuffer.to_end, "glow worms|"),
    ],
)
def test_keys_do_what_they_do_in_a_shell(
    before: str, deed: Callable[[LineBuffer], LineBuffer], behind: str
) -> None:
    assert marked(deed(at(before))) == behind


@pytest.mark.parametrize(
    ("before", "step", "behind"),
    [
        ("glow worms|", -1, "glow |worms"),
        ("glow wor|ms", -1, "glow |worms"),
        ("glow |worms", -1, "|glow worms"),
        ("glow worms|", -9, "|glow worms"),
        ("|glow worms", 1, "glow| worms"),
        ("glow| worms", 1, "glow worms|"),
        ("day|:tue", 1, "day:tue|"),
        ("day:tue|", -1, "day:|tue"),
        (f"|ne{ACUTE}e x", 1, f"ne{ACUTE}e| x"),
    ],
)
def test_the_cursor_moves_word_by_word(before: str, step: int, behind: str) -> None:
    assert marked(at(before).moved_word(step)) == behind


@pytest.mark.parametrize(
    ("before", "put", "behind"),
    [
        ("da| moths", (0, 2, "day:"), "day:| moths"),
        ("moths|", (0, 5, ""), "|"),
        ("moths|", (9, 99, "!"), "moths!|"),
        ("moths|", (-5, 1, "c"), "c|oths"),
        (f"e{ACUTE}x|", (1, 2, "o"), "o|x"),
        ("moths|", (3, 1, "-"), "mot-|hs"),
    ],
)
def test_a_stretch_is_replaced_and_the_cursor_stands_behind_it(
    before: str, put: tuple[int, int, str], behind: str
) -> None:
    assert marked(at(before).replaced(*put)) == behind


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("two\r\nlines\tand\x1b[31m", "two lines and [31m"),
        ("opti\u00admal\u200b", "optimal"),
        ("nb\u00a0sp\u3000", "nb sp "),
        ("\u2028\u202eevil", " evil"),
        ("[red]蛾", "[red]蛾"),
    ],
)
def test_controls_become_blanks_and_the_invisible_goes(raw: str, shown: str) -> None:
    assert one_line(raw) == shown
    assert LineBuffer().inserted(raw).text == shown


@given(texts)
def test_a_text_that_is_one_line_already_stays_as_it_is(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)


def test_a_mark_with_nothing_before_it_is_not_taken() -> None:
    assert LineBuffer().inserted(ACUTE) == LineBuffer()
    assert at("|a").inserted(f"{ACUTE}b") == at("b|a")


def test_a_mark_joins_the_letter_before() -> None:
    assert at("e|x").inserted(ACUTE) == at(f"e{ACUTE}|x")


@given(typeds, st.integers(0, 60), st.integers(2, 40))
def test_the_letter_under_the_cursor_is_always_in_sight(
    typed: LineBuffer, first: int, width: int
) -> None:
    start = first_shown(typed, first, width)
    assert not is_mark(typed.text[start : start + 1])
    under = next(letters_of(typed.text[typed.cursor :]), " ")
    assert start <= typed.cursor
    assert (
        sum(map(cell_len, letters_of(typed.text[start : typed.cursor]))) + cell_len(under) <= width
    )


@given(typeds, st.integers(0, 60), st.integers(2, 40))
def test_as_much_is_shown_as_there_is_room_for(typed: LineBuffer, first: int, width: int) -> None:
    start = first_shown(typed, first, width)
    assert first_shown(typed, start, width) == start
    if start:
        one_more = LineBuffer(typed.text, start).moved(-1).cursor
        assert sum(map(cell_len, letters_of(typed.text[one_more:]))) + 1 > width


@given(typeds, st.integers(0, 60))
def test_a_click_on_a_letter_is_a_click_on_that_letter(typed: LineBuffer, first: int) -> None:
    first = first_shown(typed, first, 20)
    found = list(letters_of(typed.text[first:]))
    cells = at_offset = 0
    for letter in found:
        for inside in range(cell_len(letter)):
            assert offset_at(typed.text, first, cells + inside) == first + at_offset
        cells += cell_len(letter)
        at_offset += len(letter)
    assert offset_at(typed.text, first, cells + 3) == len(typed.text)


@example(["a", "day:mon", "day:tue"], 2, 18)
@given(st.lists(label, max_size=8), st.integers(0, 7), widths)
def test_the_chosen_one_is_always_in_sight(choices: list[str], chosen: int, width: int) -> None:
    shown = choice_pieces(choices, chosen, width)
    assert cell_len(text_of(shown)) <= width
    if chosen < len(choices) and width >= 3:
        (piece,) = (text for text, role in shown if role == "editor--chosen")
        whole = f" {choices[chosen]} "
        assert piece == whole or (cell_len(whole) > width - 2 and piece.endswith(ELLIPSIS))


@given(label, st.integers(0, 40), widths)
def test_text_takes_no_more_than_its_room(text: str, at: int, width: int) -> None:
    typed = LineBuffer().inserted(text).to_start().moved(at)
    first = first_shown(typed, at, width)
    shown = text_pieces(typed, first, [(1, 3)], width, with_cursor=True)
    assert cell_len(text_of(shown)) <= width
    assert sum(cell_len(piece) for piece, _ in shown) <= width
    assert f"{typed.text[first:]} ".startswith(text_of(shown))


@given(label, label, widths)
def test_both_rows_are_exactly_as_wide_as_asked(text: str, hint: str, width: int) -> None:
    line = SearchBar(f"{text}\n", lambda _: None)
    line.show(hint=hint)
    for y in range(line.line_count()):
        assert sum(cell_len(piece) for piece, _ in line.draw_line(y, width)) == width
