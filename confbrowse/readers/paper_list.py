"""Lists of accepted papers as JSON, one object a paper, as paper statistics sites publish them.

No times and no rooms. What was rejected or withdrawn is left out, and said so.
"""

import re
from collections.abc import Iterator, Sequence

from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.json_values import Object, first, names, objects, parsed, string
from confbrowse.readers.naming import page_years, printed, programme_name, series_of_site
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.text.clean import clean_line

_LOOKED_AT = 65_536
_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*\[\s*\{")
_KEYS = (b'"title"', b'"author"', b'"status"', b'"site"', b'"aff"', b'"abstract"', b'"track"')
_ENOUGH = 4
_REJECTED = re.compile(r"reject|withdr[ae]w|desk", re.IGNORECASE)
_LINKS = (
    ("openreview", "OpenReview", None),
    ("pdf", "PDF", "paper"),
    ("oa", None, "paper"),
    ("proceeding", "Proceedings", "paper"),
    ("arxiv", "arXiv", "paper"),
    ("github", "Code", "code"),
    ("project", None, None),
    ("slides", "Slides", "slides"),
    ("video", "Video", "video"),
    ("youtube", "Video", "video"),
    ("slideslive", "Video", "video"),
    ("poster", "Poster", "poster"),
    ("site", "Conference page", "other"),
)
"""Fields that hold an address, what to call it, and its kind."""


def _recognises(raw: bytes) -> bool:
    head = raw[:_LOOKED_AT]
    return bool(_START.match(head)) and sum(key in head for key in _KEYS) >= _ENOUGH


def _read(raw: bytes, hints: Hints) -> Reading:
    papers = list(enumerate(objects(parsed(raw, hints.source)), 1))
    accepted = [
        (number, paper) for number, paper in papers if not _REJECTED.search(first(paper, "status"))
    ]
    remarks = [
        Remark(None, clean_line(first(paper, "title")), f"its status is {_status(paper)}")
        for _, paper in papers
        if _REJECTED.search(first(paper, "status"))
    ]
    drafts = (_draft(paper, number) for number, paper in accepted)
    return assembled(_name([paper for _, paper in accepted], hints), drafts, hints, remarks)


READER = Reader("list of papers (JSON)", _recognises, _read)


def _status(paper: Object) -> str:
    return clean_line(first(paper, "status"))


def _name(papers: Sequence[Object], hints: Hints) -> str:
    sites = [first(paper, "site") for paper in papers]
    years = page_years(sites)
    series = series_of_site(sites) if years else None
    return programme_name(hints, printed(series) if series else None, years[0] if years else None)


def _draft(paper: Object, number: int) -> Draft:
    kind = first(paper, "status")
    return Draft(
        title=first(paper, "title"),
        where=f"entry {number}",
        session=f"{kind}s" if kind.lower() in ("oral", "poster", "spotlight") else kind,
        kind=kind,
        authors=_authors(paper),
        track=first(paper, "track").replace("main", "", 1).strip(),
        keywords=_split(first(paper, "keywords"), ";" if ";" in first(paper, "keywords") else ","),
        abstract=string(paper.get("abstract")),
        links=list(_links(paper)),
        uid=first(paper, "id"),
    )


def _authors(paper: Object) -> list[str]:
    """Return who wrote *paper*: as the paper has it, else as the site has it."""
    for key, separator in (("author", ";"), ("authors", ";"), ("author_site", ",")):
        value = paper.get(key)
        if isinstance(value, list):
            return names(value, "name", "fullname")
        if text := string(value).strip():
            return _split(text, separator if separator in text else ",")
    return []


def _split(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator)]


def _links(paper: Object) -> Iterator[Address]:
    for key, label, kind in _LINKS:
        for url in _split(first(paper, key), ";"):
            if url:
                yield Address(url, label, kind)
