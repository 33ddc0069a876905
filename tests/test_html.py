"""HTML in texts becomes paragraphs, lists and links; only tags are removed."""

from typing import NoReturn

import pytest
from selectolax.lexbor import SelectolaxError

from confbrowse.errors import ProgrammeError
from confbrowse.readers.virtual_html.site import parse_page
from confbrowse.text.html import html_to_text
from confbrowse.text.latex import readable


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<p>One.</p><p>Two <em>and</em> three.</p>", "One.\n\nTwo and three."),
        ("<ul><li>One</li><li><p>Two</p></li></ul>", "• One\n• Two"),
        ("<p>x<sup>2</sup> and H<sub>2</sub>O</p>", "x² and H₂O"),
        ("<p>the 1<sup>st</sup></p>", "the 1ˢᵗ"),
        ('<p>See <a href="https://e.org/a">here</a>.</p>', "See here (https://e.org/a)."),
        ("a < b and c > d", "a < b and c > d"),
        ("R&amp;amp;D", "R&D"),
        ("<script>alert(1)</script><p>Words</p>", "Words"),
    ],
)
def test_what_tags_mean_stays(written: str, read: str) -> None:
    assert readable(html_to_text(written).text.strip()).replace("•  ", "• ") == read


def test_what_the_parser_gives_up_on_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(_text: str) -> NoReturn:
        raise SelectolaxError("Can't parse HTML.")

    monkeypatch.setattr("selectolax.lexbor.LexborHTMLParser", give_up)
    assert html_to_text("<div>Moths &amp; bats</div>").text == "<div>Moths & bats</div>"
    with pytest.raises(ProgrammeError, match="made-up is HTML that cannot be parsed"):
        parse_page(b"<html>", "made-up")
