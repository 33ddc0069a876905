"""URLs are written in ASCII, so that a host that imitates another one is visible."""

from dataclasses import replace

import pytest
from factories import at, talk

from confbrowse.exporters import EXPORTERS, ExportItem
from confbrowse.model import Link
from confbrowse.text.ascii_url import ascii_url, with_printed_form

FAKE = "https://аrxiv.org/abs/1"
"""With a Cyrillic letter."""
ASCII = "https://xn--rxiv-43d.org/abs/1"


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://arxiv.org/abs/1?a=b#c", "https://arxiv.org/abs/1?a=b#c"),
        (FAKE, ASCII),
        (
            "https://münchen.example:8080/ü?ß#é",
            "https://xn--mnchen-3ya.example:8080/%C3%BC?%C3%9F#%C3%A9",
        ),
        ("http://moth.example/motte-ö", "http://moth.example/motte-%C3%B6"),
        ("https://ＡＲＸＩＶ.org/", "https://arxiv.org/"),
        ("https://moth。example/", "https://moth.example/"),
        ("https://[::1]/é", "https://[::1]/%C3%A9"),
        ("é", "%C3%A9"),
        ("", ""),
    ],
)
def test_an_address_is_written_in_ascii(url: str, written: str) -> None:
    assert ascii_url(url) == written
    assert ascii_url(url).isascii()


def test_only_a_host_beyond_ascii_is_printed_as_well() -> None:
    assert with_printed_form(FAKE) == f"{ASCII} ({FAKE})"
    assert with_printed_form("http://moth.example/ö") == "http://moth.example/%C3%B6"


@pytest.mark.parametrize("name", ["bib", "ics", "md", "csv"])
def test_an_export_shows_a_host_that_only_looks_like_another(name: str) -> None:
    shown = replace(talk("Moths", id="a/b"), start=at(10), links=(Link("paper", FAKE, None),))
    text = EXPORTERS[name].write([ExportItem(shown)]).replace("\r\n ", "")
    assert ASCII in text
    beside = text.replace(f"{ASCII} ({FAKE})", "").replace(f"]({ASCII}) ({FAKE})", "")
    assert FAKE not in beside
    assert (FAKE in text) == (name in ("ics", "md"))
