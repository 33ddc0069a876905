"""The input of aclpub2, from which the *ACL conferences make handbooks: ``program.yml`` and ``papers.yml``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.json_values import Object, first, items, mapping, names, objects, string
from confbrowse.readers.naming import programme_name
from confbrowse.readers.people import named as named_in
from confbrowse.readers.reader import NO_ZONE, Hints, Reader, Reading, Remark
from confbrowse.readers.wall_clocks import after
from confbrowse.readers.yaml_source import parsed_yaml
from confbrowse.text.clean import clean_line
from confbrowse.text.zones import zone

_LOOKED_AT = 65_536
_START = re.compile(rb"(?:\s*(?:#[^\n]*)?\n)*\s*-\s+\w[\w ]*:")
_PROGRAMME = (rb"title:", rb"start_time:", rb"end_time:")
_PAPERS = (rb"title:", rb"authors:", rb"(?:first_name|last_name):")
_DEEPEST = 8
"""Sessions within each other."""


@dataclass(frozen=True, slots=True)
class _Here:
    """What the talks of one file have in common."""

    papers: Mapping[str, Object]
    zone: tzinfo | None
    zone_name: str | None


def _recognises(raw: bytes) -> bool:
    head = raw[:_LOOKED_AT]
    return bool(_START.match(head)) and any(
        all(re.search(rb"^[\s-]*[{]?\s*" + key, head, re.MULTILINE) for key in keys)
        for keys in (_PROGRAMME, _PAPERS)
    )


def _read(raw: bytes, hints: Hints) -> Reading:
    sessions = parsed_yaml(raw, hints.source)
    papers = {
        first(paper, "id"): paper
        for beside in (*hints.beside("papers.yml"), *hints.beside("papers.yaml"))
        for paper in objects(parsed_yaml(beside, f"The papers beside {hints.source}"))
    }
    papers |= {first(one, "id"): one for one in objects(sessions) if _is_paper(one)}
    details = next(iter(hints.beside("conference_details.yml")), b"{}")
    conference = mapping(parsed_yaml(details, f"The details beside {hints.source}"))
    named = hints.timezone or first(conference, "timezone", "time_zone")
    accepted = {key: paper for key, paper in papers.items() if not _is_rejected(paper)}
    here = _Here(accepted, zone(named), named if zone(named) else None)
    drafts = [draft for one in objects(sessions) for draft in _of_session(one, "", here, _DEEPEST)]
    shown = {draft.where for draft in drafts}
    drafts += [
        _draft(paper, {}, "", here)
        for key, paper in accepted.items()
        if f"paper {key}" not in shown
    ]
    remarks = [_left_out(paper) for paper in papers.values() if _is_rejected(paper)]
    if here.zone is None and any(draft.start for draft in drafts):
        remarks.append(NO_ZONE)
    return assembled(_name(conference, hints), drafts, hints, remarks)


READER = Reader("aclpub2 (YAML)", _recognises, _read)


def _left_out(paper: Object) -> Remark:
    why = f"its decision is {clean_line(first(paper, 'decision'))}"
    return Remark(None, clean_line(first(paper, "title")), why)


def _name(conference: Object, hints: Hints) -> str:
    short = first(conference, "event_name", "cover_subtitle", "anthology_venue_id")
    return programme_name(hints) if hints.name or not short else short


def _of_session(session: Object, above: str, here: _Here, deeper: int) -> Iterator[Draft]:
    """Yield the papers of *session* and of those within it; one without any is a talk itself."""
    if _is_paper(session):
        if not _is_rejected(session):
            yield _draft(session, {}, "", here)
        return
    title = _unescaped(first(session, "title"))
    inner = list(objects(session.get("subsessions"))) if deeper else []
    papers = [one if isinstance(one, dict) else {"id": one} for one in items(session.get("papers"))]
    for paper in papers:
        known = {**here.papers.get(first(paper, "id"), {}), **paper}
        yield _draft(known, session, title, here)
    for one in inner:
        yield from _of_session(one, title, here, deeper - 1)
    if not papers and not inner:
        yield Draft(
            title=title,
            where=f"session {title}",
            session=above,
            kind=first(session, "type"),
            authors=names(session.get("presenter")) or _chairs(session),
            start=_time(session.get("start_time"), here),
            end=after(_time(session.get("start_time"), here), _time(session.get("end_time"), here)),
            timezone=here.zone_name,
            room=first(session, "location", "room"),
            abstract=_unescaped(string(session.get("abstract"))),
        )


def _is_paper(entry: Object) -> bool:
    """Return whether *entry* stands in a list of papers, and not of sessions."""
    return bool(entry.get("authors")) and not entry.get("papers")


def _is_rejected(paper: Object) -> bool:
    return first(paper, "decision").lower().startswith(("reject", "withdr"))


def _chairs(session: Object) -> list[str]:
    chair = session.get("chair")
    return named_in(chair) if isinstance(chair, str) else names(chair, "name")


def _unescaped(text: str) -> str:
    r"""Return *text* without what TeX needs before ``%`` and ``&``; its other commands stay."""
    return re.sub(r"\\([%&#_])", r"\1", text)


def _draft(paper: Object, session: Object, title: str, here: _Here) -> Draft:
    attributes = mapping(paper.get("attributes"))
    start = _time(paper.get("start_time") or session.get("start_time"), here)
    forum = first(paper, "openreview_id")
    kinds = (
        first(attributes, "presentation_type"),
        first(session, "type"),
        first(attributes, "paper_type"),
    )
    return Draft(
        title=_unescaped(first(paper, "title")) or f"Paper {first(paper, 'id')}",
        where=f"paper {first(paper, 'id')}",
        session=title,
        chairs=tuple(_chairs(session)),
        kind=next((kind for kind in kinds if kind not in ("", "N/A")), ""),
        authors=[_person(one) for one in objects(paper.get("authors"))],
        start=start,
        end=after(start, _time(paper.get("end_time") or session.get("end_time"), here)),
        timezone=here.zone_name if start else None,
        room=first(session, "location", "room"),
        track=first(attributes, "submitted_area", "track"),
        abstract=_unescaped(string(paper.get("abstract"))),
        links=[Address(f"https://openreview.net/forum?id={forum}", "OpenReview")] if forum else [],
        uid=first(paper, "id"),
    )


def _person(author: Object) -> str:
    parts = (first(author, key) for key in ("first_name", "middle_name", "last_name"))
    return " ".join(dict.fromkeys(part for part in parts if part)) or first(author, "name")


def _time(value: object, here: _Here) -> datetime | None:
    """Return the time that *value*, which YAML may have read already, is on the clock *here*."""
    if not isinstance(value, datetime):
        try:
            value = datetime.fromisoformat(string(value).strip())
        except ValueError:
            return None
    found = value if value.tzinfo else value.replace(tzinfo=here.zone or UTC)
    return found if 1 < found.year < 9999 else None
