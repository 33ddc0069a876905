"""Session pages saved as plain text, from the sites of ICML, NeurIPS, ICLR and their relatives.

``lines`` says what each line is, ``blocks`` splits them into pages and entries, ``head`` and
``entries`` say what those hold, ``site`` and ``clocks`` settle addresses and times, ``page`` puts
one page together; this module makes a programme of all the pages in a text.
"""

import re
from collections.abc import Sequence

from confbrowse.errors import ProgrammeError
from confbrowse.identity import identified
from confbrowse.model import Programme
from confbrowse.readers.reader import Hints, Reader, Reading
from confbrowse.readers.session_page.account import empty_page
from confbrowse.readers.session_page.blocks import pages, split
from confbrowse.readers.session_page.lines import Form, Line, scan
from confbrowse.readers.session_page.page import read_page
from confbrowse.readers.session_page.site import read_site
from confbrowse.text.slugs import slug

_LONGEST = 5_000_000
"""Characters of a text that are read; the longest real page has 60,000."""
_WALL = re.compile(
    r"registration required|you must be\s+(?:<[^>]{0,200}>)?\s*logged in", re.IGNORECASE
)
_MARKUP = re.compile(r"\s*(?:<(?!https?:)[a-z!?/]|\{\s*[\"}]|\[\s*[\"{])", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def _recognises(raw: bytes) -> bool:
    """Return whether *raw* is text of some kind."""
    return b"\0" not in raw[:4096] or raw.startswith(_UTF16)


def _read(raw: bytes, hints: Hints) -> Reading:
    text = _decoded(raw)
    if len(text) > _LONGEST:
        raise ProgrammeError(f"{hints.source} is far too long to be a session page.")
    lines = scan(text)
    split_pages = [split(page) for page in pages(lines)]
    if _MARKUP.match(text) or not any(parts.entries for parts in split_pages):
        raise ProgrammeError(f"{hints.source} {_why_nothing(text, lines)}")
    site = read_site(lines, hints)
    read = [read_page(parts, site, hints) for parts in split_pages if parts.entries]
    programme_id = slug(site.name)
    talks = identified(programme_id, [talk for page in read for talk in page.talks])
    sessions = tuple(dict.fromkeys(page.session for page in read))
    remarks = [remark for page in read for remark in page.remarks]
    remarks += [one for parts in split_pages if not parts.entries for one in empty_page(parts)]
    remarks.sort(key=lambda remark: (not remark.left_out, remark.line or 0))
    return Reading(Programme(programme_id, site.name, sessions, tuple(talks)), tuple(remarks))


READER = Reader("session page (text)", _recognises, _read)


def _decoded(raw: bytes) -> str:
    """Return *raw* as text: UTF-16 with its mark, UTF-8, or what old Windows programs write.

    A few bytes that are no UTF-8, as at the end of a page cut short, do not make the rest Windows'.
    """
    if raw.startswith(_UTF16):
        return raw.decode("utf-16", errors="replace")
    text = raw.decode("utf-8-sig", errors="replace")
    wrong = text.count("\ufffd")
    right = len(text) - len(text.encode("ascii", errors="ignore")) - wrong
    return raw.decode("cp1252", errors="replace") if wrong > right else text


def _why_nothing(text: str, lines: Sequence[Line]) -> str:
    """Return why a text holds no talk, as the end of a sentence, and what to do next."""
    if all(line.form is Form.BLANK for line in lines):
        return "is empty."
    if _WALL.search(text):
        return (
            "is a login page: the site shows this session to registered people only. "
            "Log in with a browser and save the page again."
        )
    if _MARKUP.match(text):
        return (
            "is HTML or data in no format that I know. "
            "Copy what the browser shows of the page into a text file."
        )
    return (
        "holds no talk: no line with a time, a poster number or a linked title. "
        "It should be the text of a session page."
    )
