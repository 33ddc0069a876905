"""Pure changes of a talk's marks, and sentences that describe them.

The command line and the screens share these, so that a star means the same in both.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields, replace

from confbrowse.errors import NoteError
from confbrowse.model import MAX_INTEREST, Mark, MarkChange, WatchChange
from confbrowse.text.clean import clean_text
from confbrowse.text.latex import readable_line

MAX_NOTE_CHARS = 100_000
"""A longer note is refused, never cut."""
MarkUpdate = Callable[[Mark], Mark]
"""A function from an old mark to a new one."""
FieldSetter = Callable[[Mark, bool], Mark]
FEWEST_LIKED = 3
"""With fewer talks that the user likes, nothing is learned from the marks."""
NOTHING_LEARNED = (
    f"Star at least {FEWEST_LIKED} talks that you like: recommendations are learned from them."
)


def with_star(mark: Mark, is_set: bool) -> Mark:
    """Star or unstar the talk; starring also unhides it, and it is no longer for later."""
    return replace(
        mark,
        starred=is_set,
        hidden=mark.hidden and not is_set,
        later=mark.later and not is_set,
    )


def with_hidden(mark: Mark, is_set: bool) -> Mark:
    """Hide or unhide the talk; a star stays. A hidden talk is no longer for later."""
    return replace(mark, hidden=is_set, later=mark.later and not is_set)


def with_later(mark: Mark, is_set: bool) -> Mark:
    """Put the decision about the talk off, or no longer."""
    return replace(mark, later=is_set)


def with_seen(mark: Mark, is_set: bool) -> Mark:
    """Mark the talk as seen or unseen."""
    return replace(mark, seen=is_set)


def with_interest(mark: Mark, interest: int) -> Mark:
    """Set the interest, limited to 0 to 3."""
    return replace(mark, interest=max(0, min(MAX_INTEREST, interest)))


def with_more_interest(mark: Mark, step: int) -> Mark:
    """Change the interest by *step*, up or down."""
    return with_interest(mark, mark.interest + step)


def with_note(mark: Mark, note: str) -> Mark:
    """Replace the note; an empty *note* removes it."""
    return replace(mark, note=note or None)


def is_liked(mark: Mark) -> bool:
    """Return whether the mark says that the user likes the talk: a star, an interest or a note."""
    return mark.starred or mark.interest > 0 or bool(mark.note)


def toggle(field: str, setting: FieldSetter, marks: Sequence[Mark]) -> MarkUpdate:
    """Return the change that toggles *field* of talks whose marks are *marks*.

    A single talk is toggled from its stored mark at the time of the change. Several are all set, or
    all unset if every one is set.
    """
    if len(marks) == 1:
        return lambda mark: setting(mark, not getattr(mark, field))
    is_set = not all(getattr(mark, field) for mark in marks)
    return lambda mark: setting(mark, is_set)


def clean_note(text: str) -> str:
    """Return *text* cleaned as a note. Raises NoteError if it is too long."""
    cleaned = clean_text(text, len(text) + 1).rstrip()
    if len(cleaned) > MAX_NOTE_CHARS:
        raise NoteError(
            f"A note holds at most {MAX_NOTE_CHARS:,} characters, not {len(cleaned):,}."
        )
    return cleaned


def replace_note(original: str, text: str) -> MarkUpdate:
    """Return the change that replaces the note *original*, from which editing started, with *text*.

    If the stored note has changed in the meantime, *text* is appended to it; that raises NoteError
    if both together are too long.
    """

    def update(mark: Mark) -> Mark:
        current = mark.note or ""
        return with_note(
            mark, text if current == original else clean_note(f"{current}\n\n{text}".strip("\n"))
        )

    return update


def describe_changes(changes: Sequence[MarkChange]) -> str:
    """Return what now holds for all talks of *changes*: ``“Moths” and 2 more talks are starred``.

    What holds for only some of them follows with their number: ``, one is no longer hidden``.
    """
    for_all: dict[str, list[str]] = {}
    for_some = []
    for (verb, rest), talks in _phrases(changes).items():
        if talks == len(changes):
            for_all.setdefault(verb[talks > 1], []).append(rest)
        else:
            for_some.append(f"{_number(talks)} {verb[talks > 1]} {rest}")
    others = len(changes) - 1
    subject = f"“{readable_line(changes[0].talk.title)}”"
    if others:
        subject += f" and {_number(others)} more {'talk' if others == 1 else 'talks'}"
    said = " and ".join(f"{verb} {' and '.join(rests)}" for verb, rests in for_all.items())
    parts = [f"{subject} {said}" if said else f"{subject}:"]
    return (", " if said else " ").join([*parts, ", ".join(for_some)] if for_some else parts)


def _number(talks: int) -> str:
    return "one" if talks == 1 else f"{talks:,}"


def describe_watched(change: WatchChange) -> str:
    """Return whether a query is on the watch list now."""
    return f"{change.query} is {'on' if change.is_watched else 'no longer on'} the watch list"


def _phrases(changes: Sequence[MarkChange]) -> Counter[tuple[tuple[str, str], str]]:
    """Count the phrases, each a verb and a rest, that now hold for the changed talks."""
    counts: Counter[tuple[tuple[str, str], str]] = Counter()
    for field in fields(Mark):
        for change in changes:
            before, after = getattr(change.before, field.name), getattr(change.after, field.name)
            if before != after:
                counts[_phrase(field.name, before, after)] += 1
    return counts


_IS, _HAS = ("is", "are"), ("has", "have")


def _phrase(field: str, before: object, after: object) -> tuple[tuple[str, str], str]:
    """Return the verb (singular, plural) and the rest of the phrase for a changed *field*."""
    if field == "note":
        return _HAS, ("another note" if before else "a note") if after else "no note"
    if field == "interest":
        return _HAS, f"interest {after}"
    state = "for later" if field == "later" else field
    return _IS, state if after else f"no longer {state}"
