"""dblp: answers of its search as JSON or XML, and its records as XML.

There are no times and rooms. Numbers after names, which tell people of one name apart, are dropped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
from confbrowse.readers.naming import programme_name
from confbrowse.readers.parsing import (
    COMMENTS,
    LEAD,
    Object,
    element_text,
    first,
    items,
    mapping,
    objects,
    parse_json,
    parse_xml,
    string,
)
from confbrowse.text.clean import clean_line
from confbrowse.text.patterns import lazy_pattern

_JSON = lazy_pattern(LEAD + rb"\{\s*+\"result\"\s*+:\s*+\{")
_XML = lazy_pattern(
    LEAD
    + rb"(?:<\?xml[^>]*+>\s*+)?+"
    + COMMENTS
    + rb"(?:<!DOCTYPE\s++dblp[^>\[]*+>\s*+)?+<(?:dblp|result)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_HEAD_BYTES = 65_536
_NUMBER = lazy_pattern(r"(?<!\s)\s++\d{4}$")
_VOLUMES = ("Editorship", "proceedings")
_NO_TALKS = frozenset(["proceedings", "www", "person", "data"])


@dataclass(frozen=True, slots=True)
class _Publication:
    """One publication, of any of the formats."""

    key: str
    title: str
    authors: Sequence[str]
    venue: str
    year: str
    type: str
    urls: Sequence[str]
    doi: str = ""


def _recognises_json(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    return bool(_JSON.match(head)) and b'"hits"' in head and b'"@total"' in head


def _recognises_xml(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    found = _XML.match(head)
    return bool(found) and (b"<dblp" in head or (b"<hits" in head and b"<info>" in head))


def _read_json(raw: bytes, hints: Hints) -> Reading:
    hits = mapping(mapping(mapping(parse_json(raw, hints.source)).get("result")).get("hits"))
    found = [_from_json(mapping(one.get("info"))) for one in objects(hits.get("hit"))]
    return _reading(found, hints, _of_a_part(first(hits, "@total"), len(found)))


def _of_a_part(total: str, found: int) -> list[Remark]:
    """Return a remark if *found* are not all of a *total*, which may be empty."""
    if not (total.isdecimal() and len(total) < 9 and int(total) > found):
        return []
    why = (
        f"this is a page with {found} of {int(total)} publications; ask dblp for more with &h=1000"
    )
    return [Remark(None, "", why, left_out=False)]


def _read_xml(raw: bytes, hints: Hints) -> Reading:
    root = parse_xml(raw, hints.source)
    infos = list(root.iter("info"))
    records = infos or [
        one for one in root.iter() if one.get("key") and one.find("title") is not None
    ]
    hits = root if root.tag == "hits" else root.find(".//hits")
    total = (hits.get("total") or "") if hits is not None else ""
    return _reading([_from_xml(one) for one in records], hints, _of_a_part(total, len(records)))


JSON_READER = Reader("dblp (JSON)", _recognises_json, _read_json)
XML_READER = Reader("dblp (XML)", _recognises_xml, _read_xml)


def _from_json(info: Object) -> _Publication:
    authors = items(mapping(info.get("authors")).get("author"))
    return _Publication(
        first(info, "key"),
        first(info, "title"),
        [first(one, "text") if isinstance(one, dict) else string(one) for one in authors],
        ", ".join(text for one in items(info.get("venue")) if (text := string(one))),
        first(info, "year"),
        first(info, "type"),
        [string(one) for key in ("ee", "url") for one in items(info.get(key))],
        first(info, "doi"),
    )


def _from_xml(record: ET.Element) -> _Publication:
    def texts(*tags: str) -> list[str]:
        return [text for tag in tags for one in record.iter(tag) if (text := element_text(one))]

    pages = [url for url in texts("ee", "url") if "://" in url]
    key = record.get("key") or next(iter(texts("key")), "")
    if record.get("key"):
        pages.append(f"https://dblp.org/rec/{key}")
    return _Publication(
        key,
        next(iter(texts("title")), ""),
        texts("author"),
        next(iter(texts("venue", "booktitle", "journal")), ""),
        next(iter(texts("year")), ""),
        record.tag if record.get("key") else next(iter(texts("type")), ""),
        pages,
        next(iter(texts("doi")), ""),
    )


def _reading(found: Sequence[_Publication], hints: Hints, remarks: list[Remark]) -> Reading:
    kept = []
    for one in found:
        if one.type in _VOLUMES or one.type.lower() in _NO_TALKS:
            remarks.append(Remark(None, clean_line(one.title), "a volume or a person, not a paper"))
        else:
            kept.append(one)
    venues = {one.venue for one in kept}
    years = {one.year for one in kept}
    name = programme_name(hints)
    if len(venues) == len(years) == 1 and not hints.name and all(venues) and all(years):
        name = f"{venues.pop()} {years.pop()}"
        venues = {name}
    is_one = len(venues) < 2
    drafts = (
        _draft(one, number, "" if is_one else one.venue) for number, one in enumerate(kept, 1)
    )
    return build_reading(name, drafts, hints, remarks)


def _draft(one: _Publication, number: int, session: str) -> Draft:
    return Draft(
        title=one.title.strip().removesuffix("."),
        where=f"entry {number}",
        session=session,
        authors=[_NUMBER.sub("", name.strip()) for name in one.authors],
        links=list(_links(one)),
        uid=one.key,
    )


def _links(one: _Publication) -> Iterator[RawLink]:
    for url in one.urls:
        is_record = "dblp.org/rec/" in url
        yield RawLink(url, "dblp" if is_record else None, "other" if is_record else "paper")
    if one.doi and not any(one.doi.lower() in url.lower() for url in one.urls):
        yield RawLink(f"https://doi.org/{one.doi}", "DOI", "paper")
