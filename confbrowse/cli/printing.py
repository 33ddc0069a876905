"""How talks look on standard output: lines for people and for grep, JSON for programs."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from confbrowse import talk_json
from confbrowse.model import NO_MARK, Mark, Talk


def as_json(data: Mapping[str, Any], *, ascii_only: bool = False) -> str:
    """Return *data* as one line of JSON; in ASCII, too, where standard output can do no more.

    Strings that have not been cleaned need *ascii_only*, which keeps them as they are and harmless.
    """
    encoding = (sys.stdout and sys.stdout.encoding) or ""
    return json.dumps(data, ensure_ascii=ascii_only or not encoding.lower().startswith("utf"))


def talk_as_json(talk: Talk, mark: Mark = NO_MARK, **more: object) -> str:
    """Return *talk* as one line of JSON, with the keys in *more* at the end."""
    return as_json({**talk_json.write(talk, mark), **more})


def talk_line(talk: Talk, mark: Mark = NO_MARK) -> str:
    """Return *talk* in one line: star, day and time, kind, title, authors, id, other marks."""
    star = "*" if mark.starred else " "
    kind = f"{talk.kind}: " if talk.kind else ""
    authors = f" ({', '.join(talk.authors)})" if talk.authors else ""
    said = "".join(f"  {one}" for one in _said(mark))
    return f"{star} {when(talk)}  {kind}{talk.title}{authors}  [{talk.id}]{said}"


def _said(mark: Mark) -> Iterator[str]:
    """Yield what the reader said of a talk besides the star."""
    if mark.interest:
        yield f"interest {mark.interest}"
    yield from (name for name in ("hidden", "seen") if getattr(mark, name))
    if mark.note:
        yield "note"


def when(talk: Talk) -> str:
    """Return day, time and zone of *talk*; always as wide, so that lines stand in columns."""
    if talk.start is None:
        return f"{'no time given':<26}"
    end = talk.end.strftime("-%H:%M") if talk.end else ""
    assumed = "?" if talk.year_assumed else ""
    text = f"{talk.start:%Y}{assumed}{talk.start:-%m-%d %H:%M}{end} {talk.timezone or 'zone?'}"
    return f"{text:<26}"


def talk_whole(talk: Talk, mark: Mark) -> Iterator[str]:
    """Yield everything about *talk* in lines."""
    yield talk.title
    yield ", ".join(talk.authors)
    yield f"{talk.kind or 'Talk'}, {when(talk).strip()}"
    if talk.year_assumed:
        yield "The year is assumed: the source does not give one."
    yield ", ".join(part for part in (talk.room, talk.position) if part)
    chairs = f" (chairs: {', '.join(talk.session.chairs)})" if talk.session.chairs else ""
    yield f"{talk.session.title}{chairs}, {talk.session.programme}"
    yield ", ".join(talk.keywords)
    said = ["starred" if mark.starred else "", *(one for one in _said(mark) if one != "note")]
    yield ", ".join(filter(None, said)).capitalize()
    yield f"Note: {mark.note}" if mark.note else ""
    yield f"\n{talk.text}\n" if talk.text else "\nNo abstract in the source.\n"
    for link in talk.links:
        yield f"{link.kind}: {link.url}" + (f" ({link.label})" if link.label else "")
    yield f"{talk.id}, from {talk.source}"


def count(number: int, what: str) -> str:
    """Return *number* with *what* in the singular or plural: ``1 talk``, ``8 talks``."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
