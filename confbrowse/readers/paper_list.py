"""Lists of accepted papers as JSON, one object per paper, as paper statistics sites publish them.

There are no times and rooms. Rejected and withdrawn papers are left out with a remark.
"""

import re
from collections.abc import Iterator, Sequence

from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, build_reading
from confbrowse.readers.decisions import Refusal, is_refused, without_refused
from confbrowse.readers.naming import (
    programme_name,
    series_of_site,
    series_spelling,
    years_of_sites,
)
from confbrowse.readers.parsing import LEAD, Object, first, names, objects, parse_json, string

_HEAD_BYTES = 65_536
_START = re.compile(LEAD + rb"\[\s*+\{")
_KEYS = (b'"title"', b'"author"', b'"status"', b'"site"', b'"aff"', b'"abstract"', b'"track"')
_MIN_KEYS = 4
_LINKS = (
    ("openreview", "OpenReview", None),
    ("pdf", "PDF", "paper"),
    ("oa", None, "paper"),
    ("proceeding", "Proceedings", "paper"),
    ("arxiv", "arXiv", "paper"),
    ("github", "Code", "code"),
    ("project", None, None),
    ("slides", "Slides", "slides"),
    ("supp", "Supplement", "other"),
    ("video", "Video", "video"),
    ("youtube", "Video", "video"),
    ("slideslive", "Video", "video"),
    ("poster", "Poster", "poster"),
    ("site", "Conference page", "other"),
)
"""Fields with a URL, its label, and its kind."""


def _recognises(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    return bool(_START.match(head)) and sum(key in head for key in _KEYS) >= _MIN_KEYS


def _read(raw: bytes, hints: Hints) -> Reading:
    papers = list(enumerate(objects(parse_json(raw, hints.source)), 1))
    accepted, remarks = without_refused(papers, hints, _refusal)
    drafts = (_draft(paper, number) for number, paper in accepted)
    return build_reading(_name([paper for _, paper in accepted], hints), drafts, hints, remarks)


READER = Reader("list of papers (JSON)", _recognises, _read)


def _refusal(entry: tuple[int, Object]) -> Refusal | None:
    title, status = (first(entry[1], key) for key in ("title", "status"))
    return Refusal(title, f"its status is {status}") if is_refused(status) else None


def _name(papers: Sequence[Object], hints: Hints) -> str:
    sites = [first(paper, "site") for paper in papers]
    years = years_of_sites(sites)
    series = series_of_site(sites) if years else None
    return programme_name(
        hints, series_spelling(series) if series else None, years[0] if years else None
    )


def _draft(paper: Object, number: int) -> Draft:
    kind = first(paper, "status")
    return Draft(
        title=first(paper, "title"),
        where=f"entry {number}",
        session=first(paper, "session") or _session(kind),
        kind=kind,
        authors=_authors(paper),
        track=first(paper, "track").replace("main", "", 1).strip(),
        keywords=_split(first(paper, "keywords"), ";" if ";" in first(paper, "keywords") else ","),
        abstract=string(paper.get("abstract")),
        links=list(_links(paper)),
        uid=first(paper, "id"),
    )


def _session(kind: str) -> str:
    """Return the session of papers of a *kind*, if they name none."""
    return f"{kind}s" if kind.lower() in ("oral", "poster", "spotlight") else kind


def _authors(paper: Object) -> list[str]:
    """Return the authors of *paper*: from the paper, else from the site."""
    for key, separator in (("author", ";"), ("authors", ";"), ("author_site", ",")):
        value = paper.get(key)
        if isinstance(value, list):
            return names(value, "name", "fullname")
        if text := string(value).strip():
            return _split(text, separator if separator in text else ",")
    return []


def _split(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator)]


def _links(paper: Object) -> Iterator[RawLink]:
    for key, label, kind in _LINKS:
        for url in _split(first(paper, key), ";"):
            if url:
                yield RawLink(url, label, kind)
