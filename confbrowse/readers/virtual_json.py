"""JSON feeds of the sites of ICML, NeurIPS, ICLR, CVPR and others: ``-orals-posters.json``.

A record is one presentation, so a paper may occur as an oral and as a poster that link to each
other. Since 2026 abstracts are in a separate file, ``-abstracts.json``, by id. Times have the
offset of the server, not of the venue: the instant is right, and is converted to the venue's zone
if that is known.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from confbrowse.errors import ProgrammeError
from confbrowse.model import instant
from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
from confbrowse.readers.dates import valid_end
from confbrowse.readers.decisions import Refusal, is_refused, without_refused
from confbrowse.readers.naming import (
    programme_name,
    series_spelling,
    site_url,
    split_list,
    years_of_sites,
)
from confbrowse.readers.parsing import (
    LEAD,
    Object,
    first,
    items,
    mapping,
    names,
    objects,
    parse_json,
    string,
)
from confbrowse.readers.pretalx import records_of
from confbrowse.text.clean import clean_line
from confbrowse.text.links import resolve_url
from confbrowse.text.times import find_zone

_FEED = re.compile(LEAD + rb'(?:\{[^[{]{0,4000}"results"\s*+:\s*+)?\[?+\s*+\{')
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
_ABSTRACTS = re.compile(LEAD + rb'\{\s*+"\d{1,9}"\s*+:\s*+(?:"|null\b)')
_HEAD_BYTES = 65_536
"""The first record ends within this many bytes."""
_EDITION = re.compile(r"(?<!\w)(?P<series>\w++)\.(?:cc|org|com)/(?P<year>\d{4})")
_PATH = re.compile(r"(?:/\w[\w-]*)+", re.ASCII)
"""A path that needs no resolving."""
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
_ORDINARY = frozenset({"poster", "regular", "oral", "main", ""})
"""Decisions that repeat the kind or carry no information."""


def _recognises(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    is_feed = _FEED.match(head) and sum(key in head for key in _KEYS) >= 2
    return bool(is_feed or _ABSTRACTS.match(head))


def _read(raw: bytes, hints: Hints) -> Reading:
    feed = parse_json(raw, hints.source)
    if _ABSTRACTS.match(raw):
        raise ProgrammeError(
            f"{hints.source} contains abstracts only. Add the -orals-posters.json file of the same site as well."
        )
    records = list(records_of(feed, hints))
    abstracts = _abstracts(hints)
    visible = [record for record in records if record.get("visible") is not False]
    shown, remarks = without_refused(visible, hints, _refusal)
    remarks += [
        Remark(None, clean_line(string(record.get("name"))), "hidden on the site")
        for record in records
        if record.get("visible") is False
    ]
    remarks += _warnings(feed, records, abstracts)
    base = _base(shown, hints)
    related = _related(shown)
    name = _name(shown, hints)
    venue = None if hints.timezone else hints.venue_zone(name)
    drafts = (
        _in_venue_zone(venue, draft)
        for record in shown
        for draft in _drafts(record, abstracts, related, base)
    )
    return build_reading(name, drafts, hints, remarks)


READER = Reader("virtual site (JSON)", _recognises, _read)


def _refusal(record: Object) -> Refusal | None:
    title, decision = (string(record.get(key)) for key in ("name", "decision"))
    return Refusal(title, f"its decision is {decision}") if is_refused(decision) else None


def _abstracts(hints: Hints) -> dict[str, str]:
    """Return the abstracts of files beside the feed, by record id."""
    found: dict[str, str] = {}
    for raw in hints.beside("*abstracts*.json"):
        table = mapping(parse_json(raw, f"The abstracts beside {hints.source}"))
        found |= {key: text for key, text in table.items() if isinstance(text, str)}
    return found


def _warnings(
    feed: object, records: Sequence[Object], abstracts: Mapping[str, str]
) -> Iterator[Remark]:
    """Yield warnings about missing entries and abstracts."""
    count = mapping(feed).get("count")
    if isinstance(count, int) and count > len(records):
        yield Remark(
            None,
            "",
            f"the feed contains only the first {len(records)} of {count} entries",
            left_out=False,
        )
    if records and not abstracts and not any(record.get("abstract") for record in records):
        yield Remark(
            None,
            "",
            "no entry has an abstract; add the -abstracts.json file of the same site as well",
            left_out=False,
        )


def _name(records: Sequence[Object], hints: Hints) -> str:
    for record in records:
        if edition := _EDITION.search(string(record.get("sourceurl"))):
            return programme_name(hints, series_spelling(edition["series"]), int(edition["year"]))
    years = years_of_sites(
        f"https://x{string(record.get('virtualsite_url'))}" for record in records
    )
    named = programme_name(hints)
    has_year = any(letter.isdigit() for letter in named)
    return named if has_year or not years or hints.name else f"{named} {years[0]}"


def _base(records: Sequence[Object], hints: Hints) -> str:
    """Return the URL of the site; empty if unknown."""
    for record in records:
        if edition := _EDITION.search(string(record.get("sourceurl"))):
            return site_url(series_spelling(edition["series"]), hints) or ""
    return site_url(None, hints) or ""


def _related(records: Sequence[Object]) -> dict[str, list[Object]]:
    """Return, by record id, the other presentations of the same paper."""
    by_uid: dict[str, list[Object]] = defaultdict(list)
    by_id = {string(record.get("id")): record for record in records}
    found: dict[str, dict[str, Object]] = defaultdict(dict)
    for record in records:
        if uid := string(record.get("uid")):
            by_uid[uid].append(record)
    for record_id, record in by_id.items():
        same = [string(one.get("id")) for one in by_uid.get(string(record.get("uid")), ())]
        for other in (*same, *_related_ids(record)):
            if other in by_id and other != record_id:
                found[record_id][other] = by_id[other]
                found[other][record_id] = record
    return {record_id: list(others.values()) for record_id, others in found.items()}


def _related_ids(record: Object) -> Iterator[str]:
    """Yield the ids of related records named by *record*."""
    for key in _RELATED:
        for one in items(record.get(key)):
            yield from re.findall(r"\d+", string(one))


def _drafts(
    record: Object, abstracts: Mapping[str, str], related: Mapping[str, list[Object]], base: str
) -> Iterator[Draft]:
    """Yield *record*, and again for a second time."""
    draft = _draft(record, abstracts, related, base)
    yield draft
    second_start = instant(record.get("starttime2"))
    if second_start and second_start != draft.start:
        yield replace(
            draft, start=second_start, end=valid_end(second_start, instant(record.get("endtime2")))
        )


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
        end=valid_end(instant(record.get("starttime")), instant(record.get("endtime"))),
        room=string(record.get("room_name")),
        position=string(record.get("poster_position")),
        track=string(record.get("topic")),
        keywords=[*_keywords(record.get("keywords")), *_honour(string(record.get("decision")))],
        abstract=string(record.get("abstract")) or abstracts.get(record_id, ""),
        links=list(_links(record, related.get(record_id, ()), base)),
        uid=first(record, "uid", "id"),
    )


def _in_venue_zone(venue: str | None, draft: Draft) -> Draft:
    """Return *draft* with its times in the zone *venue*."""
    venue_zone = find_zone(venue)
    if venue_zone is None or draft.start is None:
        return draft
    end = draft.end.astimezone(venue_zone) if draft.end else None
    return replace(draft, start=draft.start.astimezone(venue_zone), end=end, timezone=venue)


def _keywords(value: object) -> list[str]:
    return split_list(value, ";,") if isinstance(value, str) else names(value, "name")


@lru_cache(maxsize=256)
def _honour(decision: str) -> tuple[str, ...]:
    """Return what *decision* says beyond acceptance, such as an award."""
    match = _ACCEPTED.search(decision)
    word = (match["as"] or match["word"] or "").strip() if match else ""
    return () if word.lower().removesuffix(" poster") in _ORDINARY else (word.capitalize(),)


def _links(record: Object, others: Sequence[Object], base: str) -> Iterator[RawLink]:
    yield RawLink(string(record.get("paper_url")), "OpenReview")
    yield RawLink(string(record.get("paper_pdf_url")), "PDF", "paper")
    yield RawLink(string(record.get("url")))
    for medium in objects(record.get("eventmedia")):
        label = first(medium, "name", "type")
        if medium.get("visible") is not False:
            yield RawLink(_url_on_site(base, first(medium, "uri", "file")), label or None)
    for one in (record, *others):
        label = "Conference page" if one is record else _kind(one)
        yield RawLink(_url_on_site(base, string(one.get("virtualsite_url"))), label, "other")


def _url_on_site(base: str, path: str) -> str:
    """Return the URL of *path* on the site *base*; empty if either is."""
    return path if "://" in path or not path else _resolve_path(base, path) if base else ""


def _resolve_path(base: str, path: str) -> str:
    return f"{_root(base)}{path}" if _PATH.fullmatch(path) else resolve_url(f"{base}/", path)


@lru_cache(maxsize=64)
def _root(base: str) -> str:
    return resolve_url(f"{base}/", "/").removesuffix("/")


def _kind(record: Object) -> str:
    return _TEMPLATE.sub("", first(record, "event_type", "eventtype"))
