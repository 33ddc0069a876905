"""What can be said about a talk: from mark to mark, and what a step did in words.

Both front ends say it through here, so that a star means the same in each.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields, replace

from confbrowse.errors import NoteError
from confbrowse.model import MOST_INTEREST, Mark
from confbrowse.stores.agenda import Change
from confbrowse.text.clean import clean_text
from confbrowse.text.readable import readable_line

LONGEST_NOTE = 100_000
"""Characters; what is longer is refused, never cut."""
Turn = Callable[[Mark], Mark]
"""What becomes of a mark."""
Setting = Callable[[Mark, bool], Mark]


def with_star(mark: Mark, is_set: bool) -> Mark:
    """Star the talk or take its star away; what is starred is hidden no more."""
    return replace(mark, starred=is_set, hidden=mark.hidden and not is_set)


def with_hidden(mark: Mark, is_set: bool) -> Mark:
    """Hide the talk or show it again; a star stays."""
    return replace(mark, hidden=is_set)


def with_seen(mark: Mark, is_set: bool) -> Mark:
    """Call the talk seen, or not seen."""
    return replace(mark, seen=is_set)


def with_interest(mark: Mark, interest: int) -> Mark:
    """Set the interest, 0 to 3; what is beyond either end is the end."""
    return replace(mark, interest=max(0, min(MOST_INTEREST, interest)))


def with_more_interest(mark: Mark, step: int) -> Mark:
    """Change the interest by *step*, up or down."""
    return with_interest(mark, mark.interest + step)


def with_note(mark: Mark, note: str) -> Mark:
    """Put *note* in place of what was noted; an empty one takes it away."""
    return replace(mark, note=note or None)


def turned(field: str, setting: Setting, marks: Sequence[Mark]) -> Turn:
    """Return what a key does that both sets and takes away *field* of talks with *marks*.

    Of one talk it turns what the agenda holds at that moment; several are set, unless all are.
    """
    if len(marks) == 1:
        return lambda mark: setting(mark, not getattr(mark, field))
    is_set = not all(getattr(mark, field) for mark in marks)
    return lambda mark: setting(mark, is_set)


def noted(text: str) -> str:
    """Return *text* as a note is kept. Raises NoteError where it is too long for one."""
    cleaned = clean_text(text, len(text) + 1).rstrip()
    if len(cleaned) > LONGEST_NOTE:
        raise NoteError(f"A note holds at most {LONGEST_NOTE:,} characters, not {len(cleaned):,}.")
    return cleaned


def rewritten(begun: str, text: str) -> Turn:
    """Return what puts *text*, made from the note *begun*, in its place.

    A note that is another one by then, or was from the start, is kept: *text* is added to it. That
    raises NoteError where both are too long for one note.
    """

    def turn(mark: Mark) -> Mark:
        now = mark.note or ""
        return with_note(mark, text if now == begun else noted(f"{now}\n\n{text}".strip("\n")))

    return turn


def in_words(changes: Sequence[Change]) -> str:
    """Return what is true of the talks of *changes* now: ``“Moths” and 2 more are starred``.

    What is true of some of them only follows with their number: ``, 1 is not hidden``.
    """
    of_all, of_some = [], []
    for (verb, rest), talks in _phrases(changes).items():
        if talks == len(changes):
            of_all.append(f"{verb[talks > 1]} {rest}")
        else:
            of_some.append(f"{talks:,} {verb[talks > 1]} {rest}")
    others = len(changes) - 1
    subject = f"“{readable_line(changes[0].talk.title)}”" + (
        f" and {others:,} more" if others else ""
    )
    parts = [f"{subject} {' and '.join(of_all)}" if of_all else f"{subject}:"]
    return (", " if of_all else " ").join([*parts, ", ".join(of_some)] if of_some else parts)


def _phrases(changes: Sequence[Change]) -> Counter[tuple[tuple[str, str], str]]:
    """Return what is true of talks, in verb and rest, and of how many."""
    held: Counter[tuple[tuple[str, str], str]] = Counter()
    for field in fields(Mark):
        for one in changes:
            before, after = getattr(one.before, field.name), getattr(one.after, field.name)
            if before != after:
                held[_phrase(field.name, before, after)] += 1
    return held


_IS, _HAS = ("is", "are"), ("has", "have")


def _phrase(field: str, before: object, after: object) -> tuple[tuple[str, str], str]:
    """Return the verb, for one and for several, and the rest of what *field* came to be."""
    if field == "note":
        return _HAS, ("another note" if before else "a note") if after else "no note"
    if field == "interest":
        return _HAS, f"interest {after}" if after else "no interest"
    return _IS, field if after else f"not {field}"
