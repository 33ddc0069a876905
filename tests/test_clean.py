"""No control sequence from outside reaches the terminal, and harmless text is unchanged."""

import json
import unicodedata
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.content import Content
from textual.style import Style
from textual.visual import RenderOptions

from confbrowse.text.clean import clean_line, clean_text

ICML_2026 = Path(__file__).parents[2] / "shared" / "data" / "virtual-json"

ATTACKS = {
    "colour": ("up\x1b[1;31mdown", "updown"),
    "erase screen": ("up\x1b[2Jdown", "updown"),
    "reset": ("up\x1bcdown", "updown"),
    "character set": ("up\x1b(0down", "updown"),
    "window title": ("up\x1b]0;owned\x07down", "updown"),
    "window title, other end": ("up\x1b]2;owned\x1b\\down", "updown"),
    "hyperlink": ("up\x1b]8;;http://evil.example/\x1b\\down\x1b]8;;\x1b\\", "updown"),
    "clipboard": ("up\x1b]52;c;cm0gLXJm\x07down", "updown"),
    "device control": ("up\x1bPq#0;2;0\x1b\\down", "updown"),
    "privacy message": ("up\x1b^owned\x1b\\down", "updown"),
    "application command": ("up\x1b_owned\x1b\\down", "updown"),
    "start of string": ("up\x1bXowned\x1b\\down", "updown"),
    "8-bit colour": ("up\x9b31mdown", "updown"),
    "8-bit title": ("up\x9d0;owned\x9cdown", "updown"),
    "8-bit device control": ("up\x90q#0\x9cdown", "updown"),
    "lone escape": ("up down\x1b", "up down"),
    "half a colour": ("updown\x1b[", "updown"),
    "escape in an escape": ("up\x1b\x1b[31m[31mdown", "up[31mdown"),
    "bell, backspace": ("up\x07do\x08wn", "updown"),
    "null, delete": ("up\x00do\x7fwn", "updown"),
    "shift in and out": ("up\x0edown\x0f", "updown"),
    "right-to-left override": ("up\u202edown", "updown"),
    "isolates": ("up\u2066down\u2069", "updown"),
    "marks of direction": ("up\u061c\u200e\u200fdown", "updown"),
    "zero-width space": ("up\u200bdown", "updown"),
    "joiner in Latin": ("up\u200ddown", "updown"),
    "word joiner, byte order mark": ("\ufeffup\u2060down", "updown"),
    "soft hyphen": ("up\u00addown", "updown"),
    "tag characters": ("up\U000e0068\U000e0069down", "updown"),
    "grapheme joiner": ("up\u034fdown", "updown"),
    "Hangul filler": ("up\u3164\u115f\u1160\uffa0down", "updown"),
    "Khmer inherent vowel": ("up\u17b4down", "updown"),
    "private use": ("up\ue000\U000f0000down", "updown"),
    "noncharacter": ("up\ufdd0\uffff\U0010fffedown", "updown"),
    "lone surrogate": ("up\ud800down", "updown"),
    "variation selector": ("up\u2764\ufe0fdown", "up\u2764down"),
    "skin tone": ("up\U0001f44d\U0001f3fddown", "up\U0001f44ddown"),
    "joined people": ("up\U0001f468\u200d\U0001f467down", "up\U0001f468\U0001f467down"),
    "thirty accents": ("upx" + "\u0301" * 30 + "down", "upx\u0301\u0301\u0301down"),
    "thirty Thai marks": ("ก" + "\u0e47" * 30, "ก" + "\u0e47" * 3),
    "two marks in one": ("q\u0344\u0344", "q\u0308\u0301\u0308"),
    "joiner that lost its virama": ("क\u0301\u0301\u0301\u094d\u200dष", "क\u0301\u0301\u0301ष"),
    "tab": ("up\tdown", "up down"),
    "no-break space": ("up\u00a0down", "up down"),
    "ideographic space": ("up\u3000down", "up down"),
    "empty Braille cell": ("up\u2800down", "up down"),
}
"""The input, and the output of either cleaner."""

HARMLESS = (
    "Attention Is All You Need",
    "A [MASK] token, [/red] and [@click=app.quit]x[/]: domain $[k]$ of $[0,1]^d$",
    r"An $\mathcal{O}(\sqrt{T})$ bound at 50\% of the cost -- \texttt{x_i} < y & z",
    "Bernhard Schölkopf, Gaël Varoquaux, Đặng Thị Hồng, Łukasz Żak, Ødegård",
    "深層学習の理論 · 机器学习：综述 · 딥 러닝 · Машинное обучение · Θεωρία",
    "𝔼[x] ≤ 𝒪̃(n²) – ‘ℝᵈ’ → “∑ᵢ” … ½ ™ € ∎",
    "مقدمة في التعلم العميق · מבוא ללמידה · การเรียนรู้เชิงลึก · མཐོ་སློབ",
    "မြို့ · ကြွေး",
    "🎉 🇩🇪 🚀",
    "<script>alert(1)</script> <b>bold</b> &lt;",
)

JOINED = (
    "می\u200cخواهم",
    "شرکت\u200cها",
    "क्\u200dष",
    "ශ්\u200dරී",
    "ക്\u200cഷ",
)

LINE_ENDS = ("\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")

COMMAND_PARTS = ["\x1b", "\x1b[", "\x1b]", "\x9b", "\x9d", "\x9c", "\x07", "\\", "0;", "m"]
LETTER_PARTS = ["\u200d", "क", "\u094d", "\u0958", "\u0344", "\u0301", "\u0323", "\u09c7", "\u09be"]

any_part = st.sampled_from([*COMMAND_PARTS, *LETTER_PARTS, "é", "\r", "\n", " "]) | st.characters()
any_text = st.lists(any_part).map("".join)
unhurried = settings(deadline=None)
cleaners = pytest.mark.parametrize("clean", [clean_line, clean_text])
Cleaner = Callable[..., str]


def most_marks(text: str, categories: tuple[str, ...]) -> int:
    """Return the greatest number of marks of *categories* on one base."""
    most = marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in categories:
            marks += 1
        elif category[0] != "M":
            marks = 0
        most = max(most, marks)
    return most


def assert_safe(text: str) -> None:
    unsafe = {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}}
    assert unsafe <= {"\n", "\u200c", "\u200d"}
    assert not any(ord(char) & 0xFFFE == 0xFFFE or "\ufdd0" <= char <= "\ufdef" for char in text)
    assert not any(unicodedata.category(char) in {"Zs", "Zl", "Zp"} for char in text if char != " ")
    assert most_marks(text, ("Mn", "Me")) <= 3
    assert most_marks(text, ("Mc",)) <= 3
    assert unicodedata.is_normalized("NFC", text)


@cleaners
@pytest.mark.parametrize(("raw", "cleaned"), ATTACKS.values(), ids=ATTACKS.keys())
def test_attack_goes_and_the_text_around_it_stays(clean: Cleaner, raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize("raw", [raw for raw, _ in ATTACKS.values()], ids=ATTACKS.keys())
def test_no_control_is_drawn_from_a_cleaned_attack(raw: str) -> None:
    options = RenderOptions(lambda _: Style(), {})
    strips = Content(clean_text(f"{raw}\n{raw}")).render_strips(12, None, Style(), options)
    assert len(strips) >= 2
    drawn = "".join(segment.text for strip in strips for segment in strip)
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} for char in drawn)


def test_textual_itself_would_draw_an_escape() -> None:
    options = RenderOptions(lambda _: Style(), {})
    (strip,) = Content("up\x1b[2Jdown").render_strips(40, None, Style(), options)
    assert "\x1b" in strip.text


@cleaners
@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_left_alone(clean: Cleaner, text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@cleaners
@pytest.mark.parametrize("word", JOINED)
def test_joiner_stays_where_the_script_needs_it(clean: Cleaner, word: str) -> None:
    assert clean(word) == word


@cleaners
@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
def test_joiner_goes_where_no_letter_needs_it(clean: Cleaner, joiner: str) -> None:
    assert clean(f"می{joiner}") == "می"
    assert clean(f"{joiner}می") == "می"
    assert clean(f"می{joiner}x") == "میx"
    assert clean(f"۱{joiner}۲") == "۱۲"


@cleaners
def test_one_of_many_joiners_stays(clean: Cleaner) -> None:
    assert clean("می\u200c\u200c\u200d\u200cخ") == "می\u200cخ"


@cleaners
@pytest.mark.parametrize("start", ["\x1b]", "\x1bP", "\x1b_", "\x9d", "\x90"])
def test_command_without_end_takes_no_text_with_it(clean: Cleaner, start: str) -> None:
    assert clean(f"up{start}0;down") == "up0;down"
    assert clean(f"up{start}down\nnext\x07").split() == ["updown", "next"]
    assert "d" * 1_000 in clean(f"up{start}" + "d" * 10_000 + "\x07")


def test_letters_of_mistaken_latin_1_do_not_open_commands() -> None:
    raw = "“quoted” and “again”, město".encode().decode("latin-1")
    assert [word for word in ("quoted", "and", "again", "sto") if word not in clean_line(raw)] == []


@cleaners
def test_text_is_normalised(clean: Cleaner) -> None:
    assert clean("Scho\u0308lkopf \u212b") == "Schölkopf Å"


def test_line_folds_white_space_of_every_kind() -> None:
    assert clean_line("\t a \u00a0\u2003\n\n b\u2028c \r\n") == "a b c"


@pytest.mark.parametrize("end", LINE_ENDS)
def test_every_line_end_becomes_a_newline_in_a_text(end: str) -> None:
    assert clean_text(f"one{end}two") == "one\ntwo"


@pytest.mark.parametrize("end", LINE_ENDS)
def test_every_line_end_becomes_a_blank_in_a_line(end: str) -> None:
    assert clean_line(f"one{end}two") == "one two"


def test_text_keeps_its_shape_and_loses_its_edges() -> None:
    raw = "\n \n  indented\n\n\n\tafter  a tab  \nlast\u00a0\n\n"
    assert clean_text(raw) == "  indented\n\n\n after  a tab\nlast"


@cleaners
@pytest.mark.parametrize("nothing", ["", " ", "\n\t\n", "\u200b", "\x1b[31m", "\ud800", " \u3164 "])
def test_nothing_to_read_is_nothing(clean: Cleaner, nothing: str) -> None:
    assert clean(nothing) == ""


@cleaners
def test_long_text_is_cut_with_an_ellipsis(clean: Cleaner) -> None:
    assert clean("abcdef", limit=6) == "abcdef"
    assert clean("abcdefg", limit=6) == "abcde…"
    assert clean("abcd efg", limit=6) == "abcd…"
    assert clean("abcdefg", limit=1) == "…"


@cleaners
def test_text_behind_much_rubbish_is_cut_with_an_ellipsis(clean: Cleaner) -> None:
    assert clean("ab" + "\x00" * 1_000 + "cd", limit=10) == "ab…"


def test_limits_hold_by_default() -> None:
    assert len(clean_line("x" * 300_000)) == 2_000
    assert len(clean_text("x" * 300_000)) == 100_000


@cleaners
@pytest.mark.parametrize(
    "part",
    ["\x1b]", "\x9d", "\x1b[0", "\x1b ", "\u200d", "क\u200d", " ", " \n", "\u0301\u0323", "\x00"],
    ids=ascii,
)
def test_much_of_one_evil_is_as_harmless_as_a_little(clean: Cleaner, part: str) -> None:
    cleaned = clean("q" + part * 100_000 + "end")
    assert cleaned.startswith("q")
    assert_safe(cleaned)


@cleaners
def test_every_character_is_safe_or_goes(clean: Cleaner) -> None:
    everything = " ".join(map(chr, chain(range(0x20000), range(0xE0000, 0xE1000))))
    cleaned = clean(everything, limit=len(everything))
    assert_safe(cleaned)
    assert clean(cleaned, limit=len(everything)) == cleaned


@cleaners
@unhurried
@given(text=any_text)
def test_what_is_cleaned_is_safe(clean: Cleaner, text: str) -> None:
    assert_safe(clean(text))


@cleaners
@unhurried
@given(text=any_text, limit=st.integers(1, 20))
def test_what_is_cleaned_is_clean(clean: Cleaner, text: str, limit: int) -> None:
    cleaned = clean(text, limit=limit)
    assert len(cleaned) <= limit
    assert clean(cleaned, limit=limit) == cleaned


@unhurried
@given(text=any_text)
def test_line_is_one_line_without_loose_blanks(text: str) -> None:
    assert clean_line(text) == " ".join(clean_line(text).split())


@unhurried
@given(text=any_text)
def test_text_has_no_loose_blanks_or_lines(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned == cleaned.strip("\n")
    assert not any(line.endswith(" ") for line in cleaned.split("\n"))


@unhurried
@given(text=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_plain_text_is_left_alone(text: str) -> None:
    assert clean_text(text) == text.rstrip()
    assert clean_line(text) == " ".join(text.split())


def test_real_titles_and_abstracts_lose_nothing() -> None:
    if not ICML_2026.is_dir():
        pytest.skip("the ICML 2026 files are not here")
    feed = json.loads((ICML_2026 / "icml-2026-orals-posters.json").read_text("utf-8"))
    abstracts = json.loads((ICML_2026 / "icml-2026-abstracts.json").read_text("utf-8"))
    real = [record["name"] for record in feed["results"]] + list(abstracts.values())
    assert len(real) > 12_000
    for text in real:
        folded = " ".join(unicodedata.normalize("NFC", text).split())
        assert clean_line(text, limit=len(text)) == folded
