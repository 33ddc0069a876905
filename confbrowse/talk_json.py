"""A talk as JSON, as printed by ``--json`` and stored in the agenda; the keys are a promise.

``read`` is lenient with what ``write`` produced: a missing key, or a value of the wrong type, means
its default.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from confbrowse.errors import ProgrammeError
from confbrowse.model import NO_MARK, Link, Mark, Session, Talk, day, instant
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.latex import readable
from confbrowse.text.links import make_link

Json = dict[str, Any]  # JSON values have any type

_MAX_STRINGS = 10_000
"""Per list of authors or keywords."""
_MAX_LINKS = 200


def write(talk: Talk, mark: Mark = NO_MARK) -> Json:
    """Return *talk* and its mark as JSON, with the keys in their documented order."""
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
        "text": readable(talk.abstract),
        "links": [
            {"kind": found.kind, "url": found.url, "label": found.label} for found in talk.links
        ],
        "starred": mark.starred,
        "interest": mark.interest,
        "hidden": mark.hidden,
        "seen": mark.seen,
        "note": mark.note,
        "later": mark.later,
        "source": talk.source,
    }


def read(data: object) -> Talk:
    """Return the talk in *data*, a decoded JSON value; every string is cleaned.

    Raises ProgrammeError if *data* has no id or title, or an invalid time.
    """
    if not isinstance(data, Mapping):
        raise ProgrammeError("This is not a talk written by confbrowse.")
    session = Session(
        programme=_string(data.get("programme")) or "",
        title=_string(data.get("session")) or "",
        chairs=_strings(data.get("chairs")),
    )
    return Talk(
        id=_required(data, "id"),
        session=session,
        title=_required(data, "title"),
        kind=_string(data.get("kind")),
        authors=_strings(data.get("authors")),
        start=_time(data, "start"),
        end=_time(data, "end"),
        timezone=_string(data.get("timezone")),
        year_assumed=data.get("year_assumed") is True,
        room=_string(data.get("room")),
        position=_string(data.get("position")),
        track=_string(data.get("track")),
        keywords=_strings(data.get("keywords")),
        abstract=clean_text(_text(data.get("abstract"))),
        links=_links(data.get("links")),
        source=_string(data.get("source")) or "",
        day=day(data.get("day")),
    )


def read_mark(data: object) -> Mark:
    """Return the user's mark in *data*, a talk as a decoded JSON value."""
    fields = data if isinstance(data, Mapping) else {}
    interest = fields.get("interest")
    return Mark(
        starred=fields.get("starred") is True,
        interest=max(0, min(3, interest)) if type(interest) is int else 0,
        hidden=fields.get("hidden") is True,
        seen=fields.get("seen") is True,
        note=clean_text(_text(fields.get("note"))) or None,
        later=fields.get("later") is True,
    )


def _required(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str):
        raise ProgrammeError(f"This is not a talk written by confbrowse: the {key} is missing.")
    return clean_line(value)


def _time(data: Mapping[str, object], key: str) -> datetime | None:
    value = data.get(key)
    found = instant(value)
    if value is not None and found is None:
        raise ProgrammeError(
            f"This is not a talk written by confbrowse: the {key} is not a valid time."
        )
    return found


def _links(value: object) -> tuple[Link, ...]:
    """Return the usable links of *value*."""
    rows = [row for row in _list(value)[:_MAX_LINKS] if isinstance(row, Mapping)]
    links = (
        make_link(_text(row.get("url")), _string(row.get("label")), _string(row.get("kind")))
        for row in rows
    )
    return tuple(found for found in links if found)


def _strings(value: object) -> tuple[str, ...]:
    return tuple(text for item in _list(value)[:_MAX_STRINGS] if (text := _string(item)))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _string(value: object) -> str | None:
    return clean_line(_text(value)) or None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
