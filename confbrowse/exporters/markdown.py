"""Markdown: a reading list by day, with links and notes.

No title can turn into a heading or a link.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from confbrowse.exporters.base import Exporter, ExportItem
from confbrowse.model import Talk, listed_day, start_key
from confbrowse.schedule.rooms import room_of
from confbrowse.text.ascii_url import ascii_url, with_printed_form
from confbrowse.text.patterns import lazy_pattern

_SPECIAL = lazy_pattern(r"[\\`*_\[\]<>~|$]|&(?=#?\w)")
_NUMBER = lazy_pattern(r"\d{1,9}[.)]")
"""The start of a numbered list item."""


def _write(items: Sequence[ExportItem]) -> str:
    blocks = ["# Reading list"]
    days: dict[str, list[ExportItem]] = defaultdict(list)
    for item in sorted(items, key=_place):
        days[listed_day(item.talk)].append(item)
    for day, day_items in days.items():
        blocks.append(f"## {_heading(day)}")
        blocks += ["\n".join(_entry(item)) for item in day_items]
    return "\n\n".join(blocks) + "\n"


def _place(item: ExportItem) -> tuple[object, ...]:
    """Return the key that sorts items by start, and the posters of a session as they are passed on the walk."""
    walk = (item.talk.session.title, item.stop.number) if item.stop else ("", 0)
    return (start_key(item.talk), walk)


EXPORTER = Exporter("md", ".md", "Markdown, a reading list by day", _write, names_stops=True)


def _heading(day: str) -> str:
    if not day:
        return "No time given"
    on = date.fromisoformat(day)
    return f"{on:%A} {on.day} {on:%B} {on.year}"


def _entry(item: ExportItem) -> Iterator[str]:
    """Yield the lines of one talk: title and time, details, note."""
    stars = f" {'★' * item.mark.interest}" if item.mark.interest else ""
    cancelled = " (cancelled)" if item.cancelled else ""
    yield f"- **{_escape(item.talk.title)}**{stars}{_when(item.talk)}{cancelled}"
    yield from (f"  - {line}" for line in _details(item) if line)
    if item.mark.note:
        yield ""
        lines = [_escape(line.strip()) for line in item.mark.note.split("\n")]
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            yield f"  > {line}" + ("\\" if line and following else "")


def _details(item: ExportItem) -> Iterator[str]:
    """Yield authors, place, clashes and links; an empty string for what is missing."""
    talk = item.talk
    place = (talk.kind, talk.session.title, talk.session.programme, room_of(talk), talk.position)
    yield _escape(", ".join(talk.authors))
    yield _escape(" · ".join(part for part in place if part))
    yield "the year is assumed" if talk.year_assumed else ""
    if item.stop:
        yield item.stop.words
        yield _escape(item.stop.passed_words)
    yield f"clashes with {_escape(item.clashes.named())}" if item.clashes.total else ""
    yield " · ".join(
        f"[{_escape(link.label or link.kind)}]({_link_target(link.url)}){_readable_url(link.url)}"
        for link in talk.links
    )


def _when(talk: Talk) -> str:
    if not talk.start:
        return ""
    end = f"–{talk.end:%H:%M}" if talk.end else ""
    return f", {talk.start:%H:%M}{end} {_escape(talk.timezone or 'zone?')}"


def _escape(text: str) -> str:
    """Return *text*, a single line, escaped so that it is shown as it is."""
    text = _SPECIAL.sub(r"\\\g<0>", text)
    if number := _NUMBER.match(text):
        return f"{number[0][:-1]}\\{text[number.end() - 1 :]}"
    return f"\\{text}" if text.startswith(("#", "+", "=", "-")) else text


def _link_target(url: str) -> str:
    """Return *url* in ASCII, safe between round brackets."""
    return re.sub(r"[()<>\\\s]", lambda found: f"%{ord(found[0]):02X}", ascii_url(url))


def _readable_url(url: str) -> str:
    """Return the readable form of *url* in brackets; empty if it is the same as the ASCII form."""
    return f" ({_escape(url)})" if with_printed_form(url) != ascii_url(url) else ""
