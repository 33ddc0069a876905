"""The JSON feeds of the sites of ICML, NeurIPS, ICLR, CVPR ...: ``-orals-posters.json``.

One record is one presentation, so a paper may come as an oral and as a poster; each links to the
other. From 2026 on the abstracts are in a file of their own, ``-abstracts.json``, by id. Times have
the offset of the host that runs the sites, not of the venue: the instant is right, the clock is not,
and is set to that of the venue where it is known.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urljoin

from confbrowse.errors import ProgrammeError
from confbrowse.model import instant
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.json_values import (
    Object,
    first,
    items,
    mapping,
    names,
    objects,
    parsed,
    string,
)
from confbrowse.readers.naming import page_years, printed, programme_name, site_of
from confbrowse.readers.paging import records_of
from confbrowse.readers.people import split
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.readers.wall_clocks import after
from confbrowse.text.clean import clean_line
from confbrowse.text.zones import zone

_FEED = re.compile(rb'\s*(?:\xef\xbb\xbf)?\s*(?:\{[^[{]{0,4000}"results"\s*:\s*)?\[?\s*\{')
_KEYS = (
    b'"virtualsite_url"',
    b'"eventtype"',
    b'"event_type"',
    b'"poster_position"',
    b'"fullname"',
    b'"room_name"',
    b'"starttime"',
    b'"sourceurl"',
)
_ABSTRACTS = re.compile(rb'\s*(?:\xef\xbb\xbf)?\s*\{\s*"\d{1,9}"\s*:\s*(?:"|null\b)')
_LOOKED_AT = 65_536
"""Bytes in which the first record ends."""
_EDITION = re.compile(r"(?P<series>\w+)\.(?:cc|org|com)/(?P<year>\d{4})")
_PATH = re.compile(r"(?:/\w[\w-]*)+", re.ASCII)
"""A path that is complete as it is."""
_RELATED = (
    "related_events_ids",
    "related_events",
    "parent1",
    "parent2",
    "parent2_id",
    "children_ids",
)
_TEMPLATE = re.compile(r"\{\w*\}\s*")
_ACCEPTED = re.compile(r"accept\s*\((?P<as>[^()]*)\)|(?P<word>highlight|award\w*)", re.IGNORECASE)
_REJECTED = re.compile(r"reject|withdr[ae]w", re.IGNORECASE)
_ORDINARY = frozenset({"poster", "regular", "oral", "main", ""})
"""What a decision says that its kind says too, or that says nothing."""


def _recognises(raw: bytes) -> bool:
    head = raw[:_LOOKED_AT]
    is_feed = _FEED.match(head) and sum(key in head for key in _KEYS) >= 2
    return bool(is_feed or _ABSTRACTS.match(head))


def _read(raw: bytes, hints: Hints) -> Reading:
    feed = parsed(raw, hints.source)
    if _ABSTRACTS.match(raw):
        raise ProgrammeError(
            f"{hints.source} holds abstracts only. Give the -orals-posters.json beside it as well."
        )
    records = list(records_of(feed, hints))
    abstracts = _abstracts(hints)
    why_not = [_why_not(record) for record in records]
    shown = [record for record, why in zip(records, why_not, strict=True) if not why]
    remarks = [
        Remark(None, clean_line(string(record.get("name"))), why)
        for record, why in zip(records, why_not, strict=True)
        if why
    ]
    remarks += _shortcomings(feed, records, abstracts)
    base = _base(shown, hints)
    related = _related(shown)
    name = _name(shown, hints)
    venue = None if hints.timezone else hints.venue_zone(name)
    drafts = (
        _on_the_clock_of(venue, draft)
        for record in shown
        for draft in _drafts(record, abstracts, related, base)
    )
    return assembled(name, drafts, hints, remarks)


READER = Reader("virtual site (JSON)", _recognises, _read)


def _why_not(record: Object) -> str:
    """Return why *record* is to be left out; empty where it is not."""
    if record.get("visible") is False:
        return "the site does not show it"
    decision = string(record.get("decision"))
    return f"its decision is {clean_line(decision)}" if _REJECTED.search(decision) else ""


def _abstracts(hints: Hints) -> dict[str, str]:
    """Return the abstracts that lie beside the feed, by id of the record."""
    found: dict[str, str] = {}
    for raw in hints.beside("*abstracts*.json"):
        table = mapping(parsed(raw, f"The abstracts beside {hints.source}"))
        found |= {key: text for key, text in table.items() if isinstance(text, str)}
    return found


def _shortcomings(
    feed: object, records: Sequence[Object], abstracts: Mapping[str, str]
) -> Iterator[Remark]:
    """Yield warnings about what the feed should hold and does not."""
    count = mapping(feed).get("count")
    if isinstance(count, int) and count > len(records):
        yield Remark(
            None,
            "",
            f"the feed holds only the first {len(records)} of {count} entries",
            left_out=False,
        )
    if records and not abstracts and not any(record.get("abstract") for record in records):
        yield Remark(
            None,
            "",
            "no entry has an abstract; give the -abstracts.json of the same site as well",
            left_out=False,
        )


def _name(records: Sequence[Object], hints: Hints) -> str:
    for record in records:
        if edition := _EDITION.search(string(record.get("sourceurl"))):
            return programme_name(hints, printed(edition["series"]), int(edition["year"]))
    years = page_years(f"https://x{string(record.get('virtualsite_url'))}" for record in records)
    named = programme_name(hints)
    has_year = any(letter.isdigit() for letter in named)
    return named if has_year or not years or hints.name else f"{named} {years[0]}"


def _base(records: Sequence[Object], hints: Hints) -> str:
    """Return the address of the site; empty where nothing tells it."""
    for record in records:
        if edition := _EDITION.search(string(record.get("sourceurl"))):
            return site_of(printed(edition["series"]), hints) or ""
    return site_of(None, hints) or ""


def _related(records: Sequence[Object]) -> dict[str, list[Object]]:
    """Return for the id of each record the other presentations of the same paper."""
    by_uid: dict[str, list[Object]] = defaultdict(list)
    by_id = {string(record.get("id")): record for record in records}
    found: dict[str, dict[str, Object]] = defaultdict(dict)
    for record in records:
        if uid := string(record.get("uid")):
            by_uid[uid].append(record)
    for record_id, record in by_id.items():
        same = [string(one.get("id")) for one in by_uid.get(string(record.get("uid")), ())]
        for other in (*same, *_named_ids(record)):
            if other in by_id and other != record_id:
                found[record_id][other] = by_id[other]
                found[other][record_id] = record
    return {record_id: list(others.values()) for record_id, others in found.items()}


def _named_ids(record: Object) -> Iterator[str]:
    """Yield the ids of the records that *record* says belong to it, or it to them."""
    for key in _RELATED:
        for one in items(record.get(key)):
            yield from re.findall(r"\d+", string(one))


def _drafts(
    record: Object, abstracts: Mapping[str, str], related: Mapping[str, list[Object]], base: str
) -> Iterator[Draft]:
    """Yield *record*, once more where it has a second time."""
    made = _draft(record, abstracts, related, base)
    yield made
    again = instant(record.get("starttime2"))
    if again and again != made.start:
        yield replace(made, start=again, end=after(again, instant(record.get("endtime2"))))


def _draft(
    record: Object, abstracts: Mapping[str, str], related: Mapping[str, list[Object]], base: str
) -> Draft:
    record_id = string(record.get("id"))
    return Draft(
        title=string(record.get("name")),
        where=f"entry {record_id}",
        session=string(record.get("session")),
        kind=_kind(record) or string(record.get("eventtype")),
        authors=names(record.get("authors"), "fullname", "name"),
        start=instant(record.get("starttime")),
        end=after(instant(record.get("starttime")), instant(record.get("endtime"))),
        room=string(record.get("room_name")),
        position=string(record.get("poster_position")),
        track=string(record.get("topic")),
        keywords=[*_keywords(record.get("keywords")), *_honour(string(record.get("decision")))],
        abstract=string(record.get("abstract")) or abstracts.get(record_id, ""),
        links=list(_links(record, related.get(record_id, ()), base)),
        uid=first(record, "uid", "id"),
    )


def _on_the_clock_of(venue: str | None, draft: Draft) -> Draft:
    """Return *draft* with the same instants on the clock of *venue*, a time zone."""
    there = zone(venue)
    if there is None or draft.start is None:
        return draft
    end = draft.end.astimezone(there) if draft.end else None
    return replace(draft, start=draft.start.astimezone(there), end=end, timezone=venue)


def _keywords(value: object) -> list[str]:
    return split(value, ";,") if isinstance(value, str) else names(value, "name")


@lru_cache(maxsize=256)
def _honour(decision: str) -> tuple[str, ...]:
    """Return what *decision* says beyond that the paper was accepted."""
    told = _ACCEPTED.search(decision)
    word = (told["as"] or told["word"] or "").strip() if told else ""
    return () if word.lower().removesuffix(" poster") in _ORDINARY else (word.capitalize(),)


def _links(record: Object, others: Sequence[Object], base: str) -> Iterator[Address]:
    yield Address(string(record.get("paper_url")), "OpenReview")
    yield Address(string(record.get("paper_pdf_url")), "PDF", "paper")
    yield Address(string(record.get("url")))
    for medium in objects(record.get("eventmedia")):
        label = first(medium, "name", "type")
        if medium.get("visible") is not False:
            yield Address(_at(base, first(medium, "uri", "file")), label or None)
    for one in (record, *others):
        label = "Conference page" if one is record else _kind(one)
        yield Address(_at(base, string(one.get("virtualsite_url"))), label, "other")


def _at(base: str, path: str) -> str:
    """Return the address of *path* at the site *base*; empty where one of them is."""
    return path if "://" in path or not path else _on_site(base, path) if base else ""


def _on_site(base: str, path: str) -> str:
    return f"{_root(base)}{path}" if _PATH.fullmatch(path) else urljoin(f"{base}/", path)


@lru_cache(maxsize=64)
def _root(base: str) -> str:
    return urljoin(f"{base}/", "/").removesuffix("/")


def _kind(record: Object) -> str:
    return _TEMPLATE.sub("", first(record, "event_type", "eventtype"))
