"""How talks look on standard output: lines for people and for grep, JSON for programs."""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from confbrowse import talk_json
from confbrowse.agenda.zones import EVENT, Clock, by_clock, days_off, is_floating, zone_words
from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.text.readable import readable, readable_line


def as_json(data: Mapping[str, Any], *, ascii_only: bool = False) -> str:
    """Return *data* as one line of JSON; in ASCII, too, where standard output can do no more.

    Strings that have not been cleaned need *ascii_only*, which keeps them as they are and harmless.
    """
    encoding = (sys.stdout and sys.stdout.encoding) or ""
    return json.dumps(data, ensure_ascii=ascii_only or not encoding.lower().startswith("utf"))


def talk_as_json(talk: Talk, mark: Mark = NO_MARK, **more: object) -> str:
    """Return *talk* as one line of JSON, with the keys in *more* at the end."""
    return as_json({**talk_json.write(talk, mark), **more})


def talk_line(talk: Talk, mark: Mark = NO_MARK, clock: Clock = EVENT) -> str:
    """Return *talk* in one line: star, day and time, kind, title, authors, id, other marks."""
    star = "*" if mark.starred else " "
    kind = f"{talk.kind}: " if talk.kind else ""
    authors = f" ({readable_line(', '.join(talk.authors))})" if talk.authors else ""
    said = "".join(f"  {one}" for one in _said(mark))
    title = readable_line(talk.title)
    return f"{star} {when(talk, clock)}  {kind}{title}{authors}  [{talk.id}]{said}"


def _said(mark: Mark) -> Iterator[str]:
    """Yield what the reader said of a talk besides the star."""
    if mark.interest:
        yield f"interest {mark.interest}"
    yield from (name for name in ("hidden", "seen") if getattr(mark, name))
    if mark.note:
        yield "note"


def when(talk: Talk, clock: Clock = EVENT) -> str:
    """Return day, time and zone of *talk*; as wide as most, so that lines stand in columns.

    Where the day is another by *clock* than by the event's, ``+1`` or ``-1`` tells.
    """
    shown = by_clock(talk, clock)
    if shown.start is None:
        return f"{'no time given':<26}"
    end = shown.end.strftime("-%H:%M") if shown.end else ""
    off = days_off(talk, clock)
    mark = f" {off:+d}" if off else ""
    assumed = "?" if talk.year_assumed else ""
    zone = zone_words(shown)
    if is_floating(talk):
        zone = (talk.timezone or "zone?") + (" (as printed)" if clock != EVENT else "")
    text = f"{shown.start:%Y}{assumed}{shown.start:-%m-%d %H:%M}{end}{mark} {zone}"
    return f"{text:<26}"


def talk_whole(talk: Talk, mark: Mark, clock: Clock = EVENT) -> Iterator[str]:
    """Yield everything about *talk* in lines."""
    yield readable_line(talk.title)
    yield readable_line(", ".join(talk.authors))
    yield f"{talk.kind or 'Talk'}, {when(talk, clock).strip()}"
    if talk.year_assumed:
        yield "The year is assumed: the source does not give one."
    yield ", ".join(part for part in (talk.room, talk.position) if part)
    chairs = f" (chairs: {', '.join(talk.session.chairs)})" if talk.session.chairs else ""
    yield readable_line(f"{talk.session.title}{chairs}, {talk.session.programme}")
    yield readable_line(", ".join(talk.keywords))
    said = ["starred" if mark.starred else "", *(one for one in _said(mark) if one != "note")]
    yield ", ".join(filter(None, said)).capitalize()
    yield f"Note: {mark.note}" if mark.note else ""
    yield f"\n{readable(talk.abstract) or 'No abstract in the source.'}\n"
    for link in talk.links:
        yield f"{link.kind}: {link.url}" + (f" ({link.label})" if link.label else "")
    yield f"{talk.id}, from {talk.source}"


def day_heading(day: date | None) -> str:
    """Return the heading of what falls on *day*."""
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "No time given"
