"""Session pages saved as plain text, from the sites of ICML, NeurIPS, ICLR and their relatives.

``lines`` says what each line is, ``entries`` and ``head`` say how lines make a page, ``clocks``
settles the times; this module puts the programme together and accounts for every line.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urljoin, urlsplit

from confbrowse.errors import ProgrammeError
from confbrowse.identity import identified
from confbrowse.model import Link, Programme, Session, Talk
from confbrowse.readers.naming import programme_name
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.readers.session_page.clocks import Settled, Slot, settle
from confbrowse.readers.session_page.entries import MARKERS, Entry, read_entry, split
from confbrowse.readers.session_page.head import Head, read_head
from confbrowse.readers.session_page.lines import Form, Line, scan
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.links import link
from confbrowse.text.prose_links import links_in
from confbrowse.text.slugs import slug

_LONGEST = 5_000_000
"""Characters of a page that are read; the longest real one has 60,000."""
_LEFT_OUT = {
    Form.FRAME: "frame of the page",
    Form.FURNITURE: "furniture of the page",
    Form.FOOTER: "foot of the page",
}
_EDITION = re.compile(r"https?://[\w.-]+/(?:virtual|Conferences)/\d{4}\b", re.IGNORECASE)
"""An address of a site that names a year. In an abstract it may be another edition's: it counts for
the year where every weekday agrees, and not for the name."""
_WALL = re.compile(r"registration required|you must be\s+(?:<[^>]*>)?\s*logged in", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*(?:<|[\[{]\s*[\"\[{\]}])", re.ASCII)


def _recognises(raw: bytes) -> bool:
    """Return whether *raw* is text, and no markup or data that only looks like it."""
    return b"\0" not in raw[:4096] or raw[:2] in (b"\xff\xfe", b"\xfe\xff")


def _read(raw: bytes, hints: Hints) -> Reading:
    text = clean_text(_decoded(raw), limit=_LONGEST)
    lines = scan(text)
    body, foot = _without_foot(lines)
    head_lines, blocks = split(body)
    if not blocks or _MARKUP.match(raw):
        raise ProgrammeError(f"{hints.source} {_why_nothing(raw, text)}")
    references = {line.label: line.text for line in lines if line.form is Form.REFERENCE}
    addresses = [*references.values(), *_targets(body)]
    head = read_head(head_lines)
    settled = settle(body, hints, head.timezone, [*addresses, *_EDITION.findall(text)])
    name = clean_line(programme_name(hints, addresses))
    session = _session(name, head, hints)
    entries = [read_entry(block) for block in blocks]
    talks = [_talk(entry, session, settled, references, hints) for entry in entries]
    programme_id = slug(name)
    programme = Programme(programme_id, name, (session,), tuple(identified(programme_id, talks)))
    left_out = [*_left_out(lines), *foot, *head.remarks, *_dead_labels(entries, references)]
    left_out.sort(key=lambda remark: remark.line or 0)
    return Reading(programme, (*left_out, *settled.remarks))


READER = Reader("session page (text)", _recognises, _read)


def _decoded(raw: bytes) -> str:
    """Return *raw* as text: UTF-8, UTF-16 with its mark, or what old Windows programs write."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _why_nothing(raw: bytes, text: str) -> str:
    """Return why a page holds no talk, as the end of a sentence and what to do next."""
    if not text.strip():
        return "is empty."
    if _WALL.search(text):
        return (
            "is a login page: the site shows this session to registered people only. "
            "Log in with a browser and save the page again."
        )
    if _MARKUP.match(raw):
        return (
            "is HTML or data, not the text of a session page. "
            "Copy what the browser shows of the page into a text file."
        )
    return (
        "holds no talk: no line with a time, a poster number or a linked title. "
        "It should be the text of a session page."
    )


def _without_foot(lines: Sequence[Line]) -> tuple[Sequence[Line], list[Remark]]:
    """Return the lines before the page's foot, and the rest of the foot as remarks.

    The foot begins at the first line known to stand there after which no entry begins.
    """
    last = max((at for at, line in enumerate(lines) if line.form in MARKERS), default=-1)
    for at in range(last + 1, len(lines)):
        if lines[at].form is Form.FOOTER:
            told = (Form.BLANK, Form.REFERENCE, *_LEFT_OUT)
            foot = [line for line in lines[at:] if line.form not in told]
            return lines[:at], [Remark(ln.number, ln.source, "foot of the page") for ln in foot]
    return lines, []


def _targets(body: Iterable[Line]) -> list[str]:
    """Return the addresses that headings and labels of the page lead to."""
    return [bracket.target for line in body for bracket in line.brackets if "/" in bracket.target]


def _session(name: str, head: Head, hints: Hints) -> Session:
    return Session(
        programme=name,
        title=clean_line(head.title) or "Session",
        chairs=tuple(clean_line(chair) for chair in head.chairs),
        room=clean_line(head.room) if head.room else None,
        abstract=head.abstract,
        source=hints.location,
    )


def _talk(
    entry: Entry, session: Session, settled: Settled, references: dict[str, str], hints: Hints
) -> Talk:
    slot = settled.slots.get(entry.time_line or 0, Slot())
    return Talk(
        id="",
        session=session,
        title=clean_line(entry.title) or "Untitled",
        kind=clean_line(entry.kind) if entry.kind else None,
        authors=tuple(clean_line(author) for author in entry.authors),
        start=slot.start,
        end=slot.end,
        timezone=slot.timezone,
        year_assumed=settled.year_assumed and slot.start is not None,
        room=clean_line(entry.room) if entry.room else session.room,
        position=entry.position,
        keywords=(clean_line(entry.award),) if entry.award else (),
        abstract=entry.abstract,
        links=_links(entry, references),
        source=f"{clean_line(hints.source)}, line {entry.line}",
    )


def _links(entry: Entry, references: dict[str, str]) -> tuple[Link, ...]:
    """Return the links of the heading, of the labels and in the abstract, each address once."""
    found: dict[str, Link] = {}
    for bracket in entry.brackets:
        label = None if bracket.words == entry.title else bracket.words
        if made := link(_target(bracket.target, references), label):
            found.setdefault(made.url, made)
    for made in links_in(_with_references(entry.abstract, references)):
        found.setdefault(made.url, made)
    return tuple(found.values())


def _target(target: str, references: dict[str, str]) -> str:
    """Return the whole address behind *target*, an address or a reference's number.

    Relative ones are completed with the host of the page's first whole address.
    """
    address = references.get(target, target)
    if not address.startswith("/"):
        return address
    bases = (base for base in references.values() if urlsplit(base).scheme in ("http", "https"))
    return urljoin(next(bases, ""), address)


def _with_references(abstract: str, references: dict[str, str]) -> str:
    """Return *abstract* with ``[words][12]`` spelled out, so that its links are found."""

    def spelled(match: re.Match[str]) -> str:
        return (
            f"[{match[1]}]({_target(match[2], references)})" if match[2] in references else match[0]
        )

    return re.sub(r"\[([^\[\]]{1,200})\]\[(\d+)\]", spelled, abstract)


def _left_out(lines: Sequence[Line]) -> list[Remark]:
    """Return the lines that carry nothing of the programme, wherever they stand."""
    used = {bracket.target for line in lines for bracket in line.brackets}
    used.update(
        re.findall(r"\]\[(\d+)\]", "".join(ln.source for ln in lines if ln.form is Form.TEXT))
    )
    remarks = [
        Remark(ln.number, ln.source, _LEFT_OUT[ln.form]) for ln in lines if ln.form in _LEFT_OUT
    ]
    for line in lines:
        if line.form is Form.REFERENCE and line.label not in used:
            remarks.append(Remark(line.number, line.source, "address that no talk refers to"))
        elif line.form is Form.LABEL and not line.text:
            remarks.append(Remark(line.number, line.source, "label with nothing behind it"))
    return remarks


def _dead_labels(entries: Iterable[Entry], references: dict[str, str]) -> list[Remark]:
    """Return the link labels that lead nowhere, because the text of the page lost the address."""
    return [
        Remark(bracket.line, f"[{bracket.words}]", "label of a link without its address")
        for entry in entries
        for bracket in entry.brackets
        if link(_target(bracket.target, references)) is None
    ]
