"""Markdown: a reading list by day, with links and notes. No title can become a heading or a link."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from confbrowse.exporters.item import Exporter, Item
from confbrowse.model import Talk, by_time, day_of

_ANYWHERE = re.compile(r"[\\`*_\[\]<>~|$]|&(?=#?\w)")
_NUMBER = re.compile(r"\d{1,9}[.)]")
"""What begins a line of a numbered list."""


def _write(items: Sequence[Item]) -> str:
    blocks = ["# Reading list"]
    days: dict[str, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: by_time(item.talk)):
        days[day_of(item.talk)].append(item)
    for day, held in days.items():
        blocks.append(f"## {_heading(day)}")
        blocks += ["\n".join(_entry(item)) for item in held]
    return "\n\n".join(blocks) + "\n"


EXPORTER = Exporter("md", ".md", "Markdown, a reading list by day", _write)


def _heading(day: str) -> str:
    if not day:
        return "No time given"
    on = date.fromisoformat(day)
    return f"{on:%A} {on.day} {on:%B} {on.year}"


def _entry(item: Item) -> Iterator[str]:
    """Yield the lines of one talk: title and time, what is known of it, the note."""
    stars = f" {'★' * item.mark.interest}" if item.mark.interest else ""
    off = " (cancelled)" if item.cancelled else ""
    yield f"- **{_escaped(item.talk.title)}**{stars}{_when(item.talk)}{off}"
    yield from (f"  - {line}" for line in _about(item) if line)
    if item.mark.note:
        yield ""
        lines = [_escaped(line.strip()) for line in item.mark.note.split("\n")]
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            yield f"  > {line}" + ("\\" if line and following else "")


def _about(item: Item) -> Iterator[str]:
    """Yield who speaks, where, what it clashes with, and its links; empty for what it has none of."""
    talk = item.talk
    place = (talk.kind, talk.session.title, talk.session.programme, talk.room, talk.position)
    yield _escaped(", ".join(talk.authors))
    yield _escaped(" · ".join(part for part in place if part))
    yield "the year is assumed" if talk.year_assumed else ""
    yield f"clashes with {_escaped(item.clashes.named())}" if item.clashes.total else ""
    yield " · ".join(
        f"[{_escaped(link.label or link.kind)}]({_address(link.url)})" for link in talk.links
    )


def _when(talk: Talk) -> str:
    if not talk.start:
        return ""
    end = f"–{talk.end:%H:%M}" if talk.end else ""
    return f", {talk.start:%H:%M}{end} {_escaped(talk.timezone or 'zone?')}"


def _escaped(text: str) -> str:
    """Return *text*, of one line, so that it is shown as it is."""
    text = _ANYWHERE.sub(r"\\\g<0>", text)
    if number := _NUMBER.match(text):
        return f"{number[0][:-1]}\\{text[number.end() - 1 :]}"
    return f"\\{text}" if text.startswith(("#", "+", "=", "-")) else text


def _address(url: str) -> str:
    """Return *url* as it may stand between round brackets."""
    return re.sub(r"[()<>\\\s]", lambda found: f"%{ord(found[0]):02X}", url)
