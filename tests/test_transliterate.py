"""All output can be shown by the terminal at hand, and keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from confbrowse.text.cells import ELLIPSIS
from confbrowse.text.transliterate import ascii_symbols, effective_encoding, encodable
from confbrowse.tui.driver import Capabilities, capabilities
from confbrowse.tui.widgets import glyphs

SIGNS = [
    sign
    for name, value in vars(glyphs).items()
    if name.isupper() and value != glyphs.HIT  # the name of a style
    for sign in ([value] if isinstance(value, str) else value)
]
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")))


@pytest.mark.parametrize("sign", [*SIGNS, ELLIPSIS, *"─━│┃╏▐╭╮╰╯▾▸›↑↓←→“”–·⏵▔▁"])
def test_every_sign_of_ours_has_a_sign_in_ascii(sign: str) -> None:
    plain = ascii_symbols(sign)
    assert plain.isascii()
    assert len(plain) == 1
    assert plain.isprintable()


def test_signs_that_stand_in_one_place_stay_apart() -> None:
    for place in (
        glyphs.INTEREST,
        (glyphs.NOTE, glyphs.SEEN, glyphs.HIDDEN),
        (glyphs.STAR, glyphs.CLASH),
        (
            "│",
            "╏",
            "┃",
        ),  # the edge of a pane, the lines on screen, the edge of the pane with the focus
        ("┃", "▐"),  # that edge, and the lines on screen
    ):
        assert len({ascii_symbols(sign) for sign in place}) == len(place)


@pytest.mark.parametrize(
    ("first", "last", "sign"),
    [
        ("\u250c", "\u254b", "+"),
        ("\u2588", "\u259f", "#"),
        ("\u25a0", "\u25ff", "*"),
        ("\u2800", "\u28ff", ":"),
    ],
)
def test_a_block_of_drawing_characters_has_a_sign_up_to_its_last(
    first: str, last: str, sign: str
) -> None:
    assert ascii_symbols(first) == sign
    assert ascii_symbols(last) == sign


def test_letters_stay_where_only_signs_are_to_be_plain() -> None:
    assert ascii_symbols("Łódź · 東京 “moths”…") == 'Łódź - 東京 "moths"~'


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
        assert cell_len(ascii_symbols(letter)) == cell_len(letter)


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
    assert effective_encoding(environ, "utf-8", is_coerced=coerced) == encoding


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
    assert Capabilities(colours=False).shown(order) == left


def test_without_hyperlinks_their_text_stays() -> None:
    sent = "\x1b]8;id=1-2;https://moths.example\x1b\\\x1b[4mmoths\x1b[0m\x1b]8;;\x1b\\."
    assert Capabilities().shown(sent) == sent
    assert Capabilities(hyperlinks=False).shown(sent) == "\x1b[4mmoths\x1b[0m."


@pytest.mark.parametrize(
    ("environ", "known"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "tmux-256color"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7000"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4600"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_terminals_that_do_not_ignore_hyperlinks_get_none(
    environ: dict[str, str], known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VTE_VERSION", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert capabilities(ascii_wanted=False).hyperlinks is known
