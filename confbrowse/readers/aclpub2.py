"""Input of aclpub2, the handbook generator of *ACL conferences: ``program.yml`` and ``papers.yml``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from confbrowse.readers.base import (
    NO_ZONE,
    Draft,
    Hints,
    RawLink,
    Reader,
    Reading,
    build_reading,
)
from confbrowse.readers.dates import valid_end
from confbrowse.readers.decisions import Refusal, is_refused, without_refused
from confbrowse.readers.naming import programme_name
from confbrowse.readers.naming import split_names as named_in
from confbrowse.readers.parsing import (
    Object,
    first,
    items,
    mapping,
    names,
    objects,
    parse_yaml,
    string,
)
from confbrowse.text.times import find_zone

_HEAD_BYTES = 65_536
_START = re.compile(rb"(?:\s++|#[^\n]*+\n)*+-\s++\w[\w ]*+:")
_PROGRAMME = tuple(
    re.compile(rb"^[ \t-]*+\{?+[ \t]*+" + key, re.MULTILINE)
    for key in (rb"title:", rb"start_time:", rb"end_time:")
)
_PAPERS = tuple(
    re.compile(rb"^[ \t-]*+\{?+[ \t]*+" + key, re.MULTILINE)
    for key in (rb"title:", rb"authors:", rb"(?:first_name|last_name):")
)
_MAX_DEPTH = 8
"""Depth of nested sessions."""


@dataclass(frozen=True, slots=True)
class _FileContext:
    """What all talks of a file share."""

    papers: Mapping[str, Object]
    tutorials: Mapping[str, Object]
    zone: tzinfo | None
    zone_name: str | None


def _recognises(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    return bool(_START.match(head)) and any(
        all(key.search(head) for key in keys) for keys in (_PROGRAMME, _PAPERS)
    )


def _read(raw: bytes, hints: Hints) -> Reading:
    sessions = parse_yaml(raw, hints.source)
    papers = {
        first(paper, "id"): paper
        for beside in (*hints.beside("papers.yml"), *hints.beside("papers.yaml"))
        for paper in objects(parse_yaml(beside, f"The papers beside {hints.source}"))
    }
    papers |= {first(one, "id"): one for one in objects(sessions) if _is_paper(one)}
    details = next(iter(hints.beside("conference_details.yml")), b"{}")
    conference = mapping(parse_yaml(details, f"The details beside {hints.source}"))
    zone_name = hints.timezone or first(conference, "timezone", "time_zone")
    kept, remarks = without_refused(papers.items(), hints, _refusal)
    accepted = dict(kept)
    tutorials = {
        first(one, "id"): one
        for beside in (*hints.beside("tutorials.yml"), *hints.beside("tutorials.yaml"))
        for one in objects(parse_yaml(beside, f"The tutorials beside {hints.source}"))
    }
    context = _FileContext(
        accepted, tutorials, find_zone(zone_name), zone_name if find_zone(zone_name) else None
    )
    drafts = [
        draft
        for one in objects(sessions)
        for draft in _session_drafts(one, "", context, _MAX_DEPTH)
    ]
    used = {draft.where for draft in drafts}
    drafts += [
        _draft(paper, {}, "", context)
        for key, paper in accepted.items()
        if f"paper {key}" not in used
    ]
    if context.zone is None and any(draft.start for draft in drafts):
        remarks.append(NO_ZONE)
    return build_reading(_name(conference, hints), drafts, hints, remarks)


READER = Reader("aclpub2 (YAML)", _recognises, _read)


def _refusal(entry: tuple[str, Object]) -> Refusal | None:
    title, decision = (first(entry[1], key) for key in ("title", "decision"))
    return Refusal(title, f"its decision is {decision}") if is_refused(decision) else None


def _name(conference: Object, hints: Hints) -> str:
    short = first(conference, "event_name", "cover_subtitle", "anthology_venue_id")
    return programme_name(hints) if hints.name or not short else short


def _session_drafts(
    session: Object, above: str, context: _FileContext, deeper: int
) -> Iterator[Draft]:
    """Yield the papers of *session* and its subsessions; one without papers is a talk itself."""
    if _is_paper(session):
        if first(session, "id") in context.papers:
            yield _draft(session, {}, "", context)
        return
    title = _unescaped(first(session, "title"))
    inner = list(objects(session.get("subsessions"))) if deeper else []
    papers = [
        (one if isinstance(one, dict) else {"id": one}, what, known)
        for key, what, known in (
            ("papers", "paper", context.papers),
            ("tutorials", "tutorial", context.tutorials),
        )
        for one in items(session.get(key))
    ]
    for paper, what, known in papers:
        yield _draft({**known.get(first(paper, "id"), {}), **paper}, session, title, context, what)
    for one in inner:
        yield from _session_drafts(one, title, context, deeper - 1)
    if not papers and not inner:
        yield Draft(
            title=title,
            where=f"session {title}",
            session=above,
            kind=first(session, "type"),
            authors=names(session.get("presenter")) or _chairs(session),
            start=_time(session.get("start_time"), context),
            end=valid_end(
                _time(session.get("start_time"), context), _time(session.get("end_time"), context)
            ),
            timezone=context.zone_name,
            room=first(session, "location", "room"),
            abstract=_unescaped(string(session.get("abstract"))),
        )


def _is_paper(entry: Object) -> bool:
    """Return whether *entry* is a paper rather than a session."""
    return bool(entry.get("authors")) and not (entry.get("papers") or entry.get("tutorials"))


def _chairs(session: Object) -> list[str]:
    chair = session.get("chair")
    return named_in(chair) if isinstance(chair, str) else names(chair, "name")


def _unescaped(text: str) -> str:
    """Return *text* without TeX escapes of ``%``, ``&``, ``#`` and ``_``; other commands stay."""
    return re.sub(r"\\([%&#_])", r"\1", text)


def _draft(
    paper: Object, session: Object, title: str, context: _FileContext, what: str = "paper"
) -> Draft:
    attributes = mapping(paper.get("attributes"))
    start = _time(paper.get("start_time") or session.get("start_time"), context)
    forum = first(paper, "openreview_id")
    kinds = (
        first(attributes, "presentation_type"),
        first(session, "type"),
        first(attributes, "paper_type"),
        "" if what == "paper" else what.capitalize(),
    )
    return Draft(
        title=_unescaped(first(paper, "title")) or f"{what.capitalize()} {first(paper, 'id')}",
        where=f"{what} {first(paper, 'id')}",
        session=title,
        chairs=tuple(_chairs(session)),
        kind=next((kind for kind in kinds if kind not in ("", "N/A")), ""),
        authors=[_person(one) for one in objects(paper.get("authors") or paper.get("presenters"))],
        start=start,
        end=valid_end(start, _time(paper.get("end_time") or session.get("end_time"), context)),
        timezone=context.zone_name if start else None,
        room=first(session, "location", "room"),
        track=first(attributes, "submitted_area", "track"),
        abstract=_unescaped(string(paper.get("abstract"))),
        links=[RawLink(f"https://openreview.net/forum?id={forum}", "OpenReview")] if forum else [],
        uid=first(paper, "id"),
    )


def _person(author: Object) -> str:
    parts = (first(author, key) for key in ("first_name", "middle_name", "last_name"))
    return " ".join(dict.fromkeys(part for part in parts if part)) or first(author, "name")


def _time(value: object, context: _FileContext) -> datetime | None:
    """Return *value*, which YAML may already have parsed, as a datetime in the zone of *context*."""
    if not isinstance(value, datetime):
        try:
            value = datetime.fromisoformat(string(value).strip())
        except ValueError:
            return None
    found = value if value.tzinfo else value.replace(tzinfo=context.zone or UTC)
    return found if 1 < found.year < 9999 else None
