"""A talk as JSON, as ``--json`` prints it and the agenda keeps it; the keys are a promise.

``read`` takes back what ``write`` gave, and is lenient: a key that is missing means its default.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from confbrowse.errors import ProgrammeError
from confbrowse.model import NO_MARK, Link, Mark, Session, Talk
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.links import link

Json = dict[str, Any]  # JSON is what Any is for


def write(talk: Talk, mark: Mark = NO_MARK) -> Json:
    """Return *talk* with what the reader said about it, in the order the keys are documented."""
    return {
        "id": talk.id,
        "programme": talk.session.programme,
        "session": talk.session.title,
        "chairs": list(talk.session.chairs),
        "kind": talk.kind,
        "title": talk.title,
        "authors": list(talk.authors),
        "start": talk.start.isoformat() if talk.start else None,
        "end": talk.end.isoformat() if talk.end else None,
        "timezone": talk.timezone,
        "year_assumed": talk.year_assumed,
        "room": talk.room,
        "position": talk.position,
        "track": talk.track,
        "keywords": list(talk.keywords),
        "abstract": talk.abstract,
        "text": talk.text,
        "links": [
            {"kind": found.kind, "url": found.url, "label": found.label} for found in talk.links
        ],
        "starred": mark.starred,
        "interest": mark.interest,
        "hidden": mark.hidden,
        "seen": mark.seen,
        "note": mark.note,
        "source": talk.source,
    }


def read(data: Mapping[str, Any]) -> Talk:
    """Return the talk that *data* holds, every string cleaned.

    Raises ProgrammeError where *data* has no id or no title, or a time that is none.
    """
    session = Session(
        programme=clean_line(str(data.get("programme") or "")),
        title=clean_line(str(data.get("session") or "")),
        chairs=_strings(data.get("chairs")),
    )
    try:
        return Talk(
            id=clean_line(str(data["id"])),
            session=session,
            title=clean_line(str(data["title"])),
            kind=_string(data.get("kind")),
            authors=_strings(data.get("authors")),
            start=_instant(data.get("start")),
            end=_instant(data.get("end")),
            timezone=_string(data.get("timezone")),
            year_assumed=bool(data.get("year_assumed")),
            room=_string(data.get("room")),
            position=_string(data.get("position")),
            track=_string(data.get("track")),
            keywords=_strings(data.get("keywords")),
            abstract=clean_text(str(data.get("abstract") or "")),
            links=_links(data.get("links")),
            source=clean_line(str(data.get("source") or "")),
        )
    except (KeyError, ValueError, AttributeError) as error:
        raise ProgrammeError(f"This is not a talk as confbrowse writes it: {error!r}.") from error


def _links(rows: Sequence[Mapping[str, Any]] | None) -> tuple[Link, ...]:
    """Return the links of *rows* that are usable."""
    made = (
        link(str(row.get("url")), _string(row.get("label")), str(row.get("kind")))
        for row in rows or ()
    )
    return tuple(found for found in made if found)


def _string(value: object) -> str | None:
    return clean_line(str(value)) or None if value is not None else None


def _strings(values: Sequence[object] | None) -> tuple[str, ...]:
    return tuple(text for value in values or () if (text := clean_line(str(value))))


def _instant(value: object) -> datetime | None:
    if value is None:
        return None
    instant = datetime.fromisoformat(str(value))
    if instant.tzinfo is None:
        raise ValueError(f"{value} has no offset")
    return instant
