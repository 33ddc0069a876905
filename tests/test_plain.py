"""Whatever is drawn can be shown by the terminal there is, and stays where it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.text.cells import ELLIPSIS
from confbrowse.text.plain import encodable, terminal_encoding, with_plain_signs
from confbrowse.tui.terminal import Abilities
from confbrowse.tui.widgets import signs

SIGNS = [
    sign
    for name, value in vars(signs).items()
    if name.isupper()
    for sign in ([value] if isinstance(value, str) else value)
]
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")))


@pytest.mark.parametrize("sign", [*SIGNS, ELLIPSIS, *"─│┃╭╮╰╯▾▸›↑↓←→“”–·⏵▔▁"])
def test_every_sign_of_ours_has_a_sign_in_ascii(sign: str) -> None:
    plain = with_plain_signs(sign)
    assert plain.isascii()
    assert len(plain) == 1
    assert plain.isprintable()


def test_signs_that_stand_in_one_place_stay_apart() -> None:
    for place in (
        signs.INTEREST,
        (signs.NOTE, signs.SEEN, signs.HIDDEN),
        (signs.STAR, signs.CLASH),
        ("│", "┃"),  # where a pane stands, and where in it the lines do
    ):
        assert len({with_plain_signs(sign) for sign in place}) == len(place)


def test_letters_stay_where_only_signs_are_to_be_plain() -> None:
    assert with_plain_signs("Łódź · 東京 “moths”…") == 'Łódź - 東京 "moths"~'


@pytest.mark.parametrize(
    ("encoding", "text", "shown"),
    [
        ("ascii", "Łódź, Straße, ½", "Lodz, Strase, ?"),
        ("ascii", "東京 moths", "???? moths"),
        ("ascii", "e\u0301", "e"),
        ("latin-1", "Bjørn Łuk", "Bjørn Luk"),
        ("no-such-encoding", "é★", "e*"),
    ],
)
def test_letters_become_what_an_encoding_has(encoding: str, text: str, shown: str) -> None:
    assert encodable(text, encoding) == shown


@given(TEXTS)
def test_nothing_moves_and_nothing_is_left_that_cannot_be_sent(text: str) -> None:
    for letter in text:
        shown = encodable(letter, "ascii")
        assert shown.isascii()
        assert cell_len(shown) == cell_len(letter)
        assert cell_len(with_plain_signs(letter)) == cell_len(letter)


@pytest.mark.parametrize(
    ("environ", "coerced", "encoding"),
    [
        ({}, True, "utf-8"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False, "utf-8"),
        ({"LC_ALL": "POSIX"}, True, "ascii"),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, True, "ascii"),
        ({"LANG": "de_DE.UTF-8"}, False, "utf-8"),
        ({"LANG": "C.UTF-8"}, False, "utf-8"),
    ],
)
def test_who_names_the_locale_c_has_an_ascii_terminal(
    environ: dict[str, str], coerced: bool, encoding: str
) -> None:
    assert terminal_encoding(environ, "utf-8", is_coerced=coerced) == encoding


@pytest.mark.parametrize(
    ("order", "left"),
    [
        ("\x1b[1;38;2;1;2;3;48;5;7mx\x1b[0m", "\x1b[1mx\x1b[0m"),
        ("\x1b[31mx", "x"),
        ("\x1b[39;49mx", "x"),
        ("\x1b[4;91;107mx", "\x1b[4mx"),
        ("\x1b[38;2;10;20;30;7mx", "\x1b[7mx"),
        ("\x1b[?25l\x1b[2;38Hx", "\x1b[?25l\x1b[2;38Hx"),
    ],
)
def test_without_colours_every_other_order_stays(order: str, left: str) -> None:
    assert Abilities(colours=False).shown(order) == left
