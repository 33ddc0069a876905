"""Why a source is no programme: what it looks like, what can be read of that kind, what to try."""

import re

from confbrowse.text.clean import clean_line
from confbrowse.text.html import unescape

_HEAD_CHARS = 65_536
_START_CHARS = 4_096
_MOST_TITLE_CHARS = 60
_EXPORTS = "Look on the conference's site for an export: schedule.xml, schedule.json or .ics."
_FILES = {
    "%PDF-": "is a PDF. Copy its text into a text file, for example with pdftotext -layout.",
    "\x1f\x8b": "is compressed with gzip. Unpack it first.",
    "PK\x03\x04": "is an archive or an Office document. Save a spreadsheet as CSV, a document as text.",
    "\xd0\xcf\x11\xe0": "is an Office document. Save a spreadsheet as CSV, a document as text.",
    "{\\rtf": "is a document in RTF. Save it as plain text.",
    "\x89PNG": "is an image. Only text can be read.",
    "\xff\xd8\xff": "is an image. Only text can be read.",
    "GIF8": "is an image. Only text can be read.",
    "SQLite format 3\0": "is an SQLite database. Export its talks as CSV or JSON.",
}
"""How files of other programs begin."""
_TITLE = re.compile(r"<title[^<>]*>([^<]*)", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z][\w.-]*+(?::[\w.-]++)?+)")
_OFFICE = frozenset({"Types", "Relationships", "worksheet", "workbook", "sst", "w:document"})
_JSON = re.compile(r"\s*+[\[{]\s*+[\]\[{}\"]")
_SCRIPT = re.compile(
    r"\s*+(?://[^\n]*+\s*+|/\*)*+(?:var|let|const|export|window|module|function)\b"
)
_YAML = re.compile(r"\s*+(?:---\s++|#[^\n]*+\s++)*+(?:- )?[\w-]{1,40}+:(?:\s|\Z)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_TAG = re.compile(r"<[^<>]*>")
_FEW_WORDS = 60


def why_unreadable(text: str) -> str:
    """Return why *text*, which no reader understands, is no programme: the end of a sentence, and advice.

    Empty if it looks like plain text. Binary data may be given as Latin-1.
    """
    head = text[:_HEAD_CHARS]
    for start, why in _FILES.items():
        if head.startswith(start):
            return why
    if head.count("\0"):
        return "is a binary file. Only text can be read: an export, a table or a saved page."
    stripped = head.lstrip("\ufeff \t\r\n")
    if any(sign in stripped[:_START_CHARS].lower() for sign in ("<html", "<!doctype html")):
        return _why_html(stripped)
    if stripped.startswith("<"):
        return _why_xml(stripped)
    if stripped.startswith(("[]", "{}")):
        return "is empty JSON. Fetch it again."
    if _JSON.match(stripped):
        return (
            "looks like JSON, but is not a list of talks: objects with a title and authors, a time "
            f"or an abstract. {_EXPORTS}"
        )
    if _SCRIPT.match(stripped):
        return (
            "looks like JavaScript. If it contains data, save what is between the outermost brackets "
            "as a .json file."
        )
    if _YAML.match(stripped):
        return (
            "looks like YAML. What can be read is the YAML of aclpub2 (program.yml, papers.yml) and "
            f"MiniConf, beside its papers.csv. {_EXPORTS}"
        )
    return ""


def _why_html(text: str) -> str:
    found = _TITLE.search(text)
    title = clean_line(unescape(found[1]), _MOST_TITLE_CHARS) if found else ""
    named = f"is a web page ({title})" if title else "is a web page"
    before, *scripts = text.lower().split("<script")
    shown = _TAG.sub(" ", " ".join((before, *(one.partition("</script")[2] for one in scripts))))
    if scripts and len(_LETTERS.findall(shown)) < _FEW_WORDS:
        return (
            f"{named} that scripts fill in, so it contains no talks. Save it again when it has loaded "
            f"completely, or copy its text into a text file. {_EXPORTS}"
        )
    return (
        f"{named} without talks in a known layout. Copy the text shown by the browser into a text "
        f"file. {_EXPORTS}"
    )


def _why_xml(text: str) -> str:
    root = _ROOT.search(text)
    name = clean_line(root[1], _MOST_TITLE_CHARS) if root else ""
    if name in _OFFICE:
        return "is part of an Office document. Save a spreadsheet as CSV, a document as text."
    looks = f"is XML with <{name}> as its outermost element" if name else "looks like XML"
    return (
        f"{looks}. What can be read is a <schedule> of frab, Pentabarf, pretalx or EuroPython. "
        f"{_EXPORTS}"
    )
