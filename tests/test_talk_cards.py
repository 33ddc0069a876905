"""Cards of talks: side by side in a wide window, stacked in others; the one at the cursor is complete."""

from dataclasses import replace

import pytest
from factories import at, talk, talks
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.model import Mark, Talk
from confbrowse.text.cells import text_of
from confbrowse.tui.widgets.cards import BESIDE_FROM, Cards, lay_out_cards
from confbrowse.tui.widgets.glyphs import STAR, WEAK_CLASH

MANY = tuple(talk(f"Talk {number}", start=at(9), abstract="word " * 200) for number in range(1, 9))


def shown(cards: Cards, width: int, height: int = 20) -> list[str]:
    return [text_of(line) for line in lay_out_cards(cards, width, height).lines]


@settings(deadline=None, max_examples=40)
@given(st.lists(talks, min_size=1, max_size=9), st.integers(1, 200), st.integers(1, 50), st.data())
def test_every_line_is_exactly_as_wide_as_asked(
    some: list[Talk], width: int, height: int, data: st.DataObject
) -> None:
    cards = Cards(tuple(some), at=data.draw(st.integers(0, len(some) - 1)))
    made = lay_out_cards(cards, width, height)
    assert {cell_len(text_of(line)) for line in made.lines} == {width}
    assert len(made.spots) == len(some)
    if width >= BESIDE_FROM:
        assert len(made.lines) == height


@pytest.mark.parametrize("here", range(8))
def test_the_talk_at_the_cursor_is_shown_where_not_all_columns_fit(here: int) -> None:
    first, *rest = shown(Cards(MANY, at=here), 120)
    assert f"┃ {here + 1} of 8" in first
    assert any(f"Talk {here + 1} " in line for line in rest)


def test_below_the_width_for_columns_every_talk_stands_below_the_one_before() -> None:
    lines = shown(Cards(MANY), BESIDE_FROM - 1)
    heads = [line for line in lines if " of 8" in line]
    assert [head[2] for head in heads] == list("12345678")


def test_stars_and_weak_clashes_are_shown_by_sign_and_word() -> None:
    marks = {MANY[1].id: Mark(starred=True)}
    lines = shown(Cards(MANY[:2], frozenset({MANY[1].id}), marks=marks), 80)
    assert f"2 of 2 {WEAK_CLASH} overlaps {STAR} on your agenda" in " ".join(lines)


def test_an_abstract_that_is_cut_says_so_and_a_missing_one_too() -> None:
    lines = shown(Cards((MANY[0], replace(MANY[1], abstract=""))), 60)
    assert sum("…" in line for line in lines) == 1
    assert any("No abstract in the source." in line for line in lines)


def test_what_is_cut_ends_in_one_ellipsis() -> None:
    long = talk("Moths", abstract="word " * 400)

    for width in range(20, 90):
        assert not any("……" in line for line in shown(Cards((long, long)), width))
