"""What the piece that is being typed may become: fields, values, and mended mistakes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from confbrowse.search.fields import beginning
from confbrowse.search.parse import LONGEST, parse
from confbrowse.search.scan import BARE, Part, after, owned, pieces

MOST = 8
"""So many completions are offered."""
_REST_OF_NAME = re.compile(r"[^\s|:]*:?")
_SAVED = re.compile(r"(?<!\S)@(\S*)\Z")


@dataclass(frozen=True, slots=True)
class Completion:
    """What to put in place of a stretch of the typed text, in its columns, end excluded."""

    start: int
    end: int
    text: str
    help: str


def complete(text: str, at: int) -> tuple[Completion, ...]:
    """Return what the piece of *text* before the cursor at *at* may become, the likeliest first."""
    before = text[: min(max(at, 0), LONGEST)]
    *_, piece = ((), *pieces(before))
    if not piece:
        return ()
    *_, (part, owner) = owned(piece)
    is_typed = part.end == at or (part.is_named and not part.value)
    is_faulty = "-" in part.signs and part is not piece[0]
    if not is_typed or part.quoted or is_faulty:
        return ()
    found = (*_values(part, owner, text, at), *_mended(part, text, at), *_names(part, text, at))
    by_text: dict[str, Completion] = {}
    for one in found:
        if text[one.start : one.end] != one.text:
            by_text.setdefault(one.text, one)
    return tuple(by_text.values())[:MOST]


def saved(text: str, at: int, searches: Iterable[tuple[str, str]]) -> tuple[Completion, ...]:
    """Return the *searches*, names with queries, that ``@`` and the letters before the cursor call."""
    word = _SAVED.search(text[: min(max(at, 0), LONGEST)])
    if word is None:
        return ()
    asked = word[1].casefold()
    return tuple(
        Completion(word.start(), word.end(), query, f"@{name}")
        for name, query in searches
        if name.casefold().startswith(asked)
    )[:MOST]


def _values(part: Part, owner: Part, text: str, at: int) -> Iterator[Completion]:
    """Yield the values that begin as *part* does, where its name asks for one."""
    field = owner.field
    if not field or not field.values or owner.misspelt or (part is not owner and part.signs):
        return
    name = f"{field.name}:" if part.is_named else ""
    end = after(BARE, text, at)
    for value in field.values.completing(part.value.lower()):
        yield Completion(part.start, end, f"{name}{value.text}", value.help)


def _mended(part: Part, text: str, at: int) -> Iterator[Completion]:
    """Yield what would be right in place of a fault that *part* has."""
    for fault in parse(text).faults:
        if fault.offer and part.start <= fault.start < at:
            yield Completion(fault.start, fault.end, fault.offer, fault.sentence)


def _names(part: Part, text: str, at: int) -> Iterator[Completion]:
    """Yield the fields whose name begins as *part* does."""
    if part.is_named or ":" in part.signs or not part.value:
        return
    end = after(_REST_OF_NAME, text, at)
    for field in beginning(part.value):
        yield Completion(part.start, end, f"{field.name}:", field.help)
