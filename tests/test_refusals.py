"""What cannot be read is refused with what it looks like, what can be read, and what to try."""

from datetime import date

import pytest

from confbrowse.errors import ProgrammeError
from confbrowse.readers import Hints, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
PAGE = "<!DOCTYPE html><html><head><title>Moths &amp; more</title></head><body>"


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        (b"%PDF-1.4\n%\xe2\xe3", ["is a PDF", "pdftotext"]),
        (b"\x1f\x8b\x08\x00moths", ["compressed", "Unpack"]),
        (b"\x89PNG\r\n\x1a\n\x00", ["is an image"]),
        (b"SQLite format 3\x00", ["SQLite", "as CSV or JSON"]),
        (b"{\\rtf1 Moths}", ["RTF", "plain text"]),
        (b"moths\x00\x01", ["binary"]),
        (
            f"{PAGE}<div id=root></div><script>a('{'word ' * 99}')</script>".encode(),
            ["a web page (Moths & more)", "scripts", ".ics"],
        ),
        (
            f"{PAGE}<p>{'word ' * 99}</p>".encode(),
            ["(Moths & more) without talks", "Copy the text"],
        ),
        (
            b"<?xml version='1.0'?><!-- news --><feed xmlns='x'><title>News</title></feed>",
            ["<feed>", "<schedule>", "schedule.json"],
        ),
        (b"<Types xmlns='x'></Types>", ["Office document", "CSV"]),
        (b"[]", ["is empty JSON"]),
        (b"const talks = [];", ["JavaScript", ".json"]),
        (b"- a: 1\n  b: 2\n", ["YAML", "aclpub2"]),
    ],
)
def test_a_refusal_says_what_it_is_and_what_to_try(raw: bytes, parts: list[str]) -> None:
    with pytest.raises(ProgrammeError) as caught:
        read(raw, HINTS)
    sentence = str(caught.value)
    assert [part for part in parts if part not in sentence] == []
    assert sentence.startswith("made-up ") and "\n" not in sentence
