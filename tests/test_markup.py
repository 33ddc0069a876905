"""HTML in texts becomes paragraphs, lists and links; only tags go, and what they mean stays."""

import pytest

from confbrowse.text.markup import plain
from confbrowse.text.readable import readable


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
    assert readable(plain(written).text.strip()).replace("•  ", "• ") == read
