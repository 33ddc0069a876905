"""Every abstract of the real programmes next to the checkout is made readable."""

import csv
import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from confbrowse.text.clean import clean_text
from confbrowse.text.html import html_to_text
from confbrowse.text.latex import readable

DATA = Path(__file__).parents[2] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real programmes are not here")
NO_WORDS = re.compile(
    r"\\(?:begin|end|label|vspace|hspace|color|textcolor)\s*\{[^{}]*\}|\\{1,2}[A-Za-z]+|\\."
    r"|</?[A-Za-z][^<>]*>|&#?\w+;"
)
EVERY_NTH = 20
"""Of the corpus, which is large."""


def virtual_site() -> Iterator[str]:
    yield from json.loads((DATA / "virtual-json/icml-2026-abstracts.json").read_bytes()).values()


def paper_list() -> Iterator[str]:
    rows = json.loads((DATA / "paperlists/icml-2019.json").read_bytes())
    yield from (row.get("abstract") or "" for row in rows)


def miniconf() -> Iterator[str]:
    for name in ("miniconf-iclr2020/papers.csv", "miniconf-acl2020/main_papers.csv"):
        with (DATA / name).open(encoding="utf-8") as file:
            yield from (row.get("abstract") or "" for row in csv.DictReader(file))


def frab() -> Iterator[str]:
    for path in sorted((DATA / "frab-xml").glob("*.xml")):
        for node in ET.parse(path).iter():  # noqa: S314 - a file of ours
            if node.tag in ("abstract", "description", "title"):
                yield node.text or ""


def corpus() -> Iterator[str]:
    with gzip.open(DATA / "corpus/talks.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if not number % EVERY_NTH:
                yield json.loads(line)["abstract"] or ""


def lost(written: str, shown: str) -> set[str]:
    """Return the words of *written* that are missing in *shown*."""
    held = letters(shown)
    words = re.findall(r"[A-Za-z]{3,}", unicodedata.normalize("NFKC", NO_WORDS.sub(" ", written)))
    return {word for word in words if word.lower() not in held}


def letters(text: str) -> str:
    plain_letters = (one for one in unicodedata.normalize("NFKD", text) if one.isalpha())
    return "".join(plain_letters).lower()


@pytest.mark.parametrize(
    ("texts", "backslashes", "dollars"),
    [(virtual_site, 2, 7), (paper_list, 0, 0), (miniconf, 0, 0), (frab, 1, 5), (corpus, 4, 12)],
)
def test_real_abstracts_lose_no_word_and_nearly_every_mark(
    texts: object, backslashes: int, dollars: int
) -> None:
    assert callable(texts)
    abstracts = [clean_text(html_to_text(text).text) for text in texts()]
    shown = [readable(text) for text in abstracts]
    pairs = [(text, now) for text, now in zip(abstracts, shown, strict=True) if text != now]
    assert not [words for text, now in pairs if (words := lost(text, now))]
    assert not [now for _, now in pairs if readable(now) != now]
    assert sum("\\" in text for text in shown) <= backslashes
    assert sum("$" in text for text in shown) <= dollars
