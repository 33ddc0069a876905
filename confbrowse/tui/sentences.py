"""What the screen says once marks have changed; nothing where that is plain to see."""

from confbrowse.agenda.clashes import NONE, Plan
from confbrowse.marks import in_words
from confbrowse.model import MOST_INTEREST
from confbrowse.text.readable import readable_line
from confbrowse.tui.marking import Changes

_MOST_NAMED = 3
"""Talks: a sentence is no list."""


def nothing(_: Changes) -> str:
    """Say nothing."""
    return ""


def how_many(changes: Changes) -> str:
    """Say what several talks came to be; of one that is plain to see."""
    return f"{in_words(changes)}." if len(changes) > 1 else ""


def starred(changes: Changes, plan: Plan) -> str:
    """Say what a talk that was starred clashes with of *plan*, and which key settles that."""
    is_one = len(changes) == 1 and changes[0].after.starred
    firm = plan.firm(changes[0].talk, _MOST_NAMED) if is_one else NONE
    if not firm.total:
        return how_many(changes)
    named = firm.named(lambda title: f"“{readable_line(title)}”")
    return f"Clashes with {named}. c resolves that."


def kept(changes: Changes) -> str:
    """Say which of several talks was kept."""
    return f"{in_words(changes)}. u takes that back." if changes else ""


def interest(changes: Changes) -> str:
    """Say so where the interest can go no further."""
    return how_many(changes) if changes else f"Interest goes from 0 to {MOST_INTEREST}."


def hidden(changes: Changes) -> str:
    """Say what was hidden, and how to get it back."""
    if not changes:
        return ""
    is_hidden, is_starred = changes[0].after.hidden, any(one.after.starred for one in changes)
    kept = " Your agenda keeps what is starred." if is_hidden and is_starred else ""
    back = " u takes that back, is:hidden finds it." if is_hidden else ""
    return f"{in_words(changes)}.{kept}{back}"


def brought_in(changes: Changes) -> str:
    """Say what came in, and how to get rid of it."""
    return f"{in_words(changes)}. u takes that back." if changes else "Nothing in it is new."


def undone(changes: Changes) -> str:
    """Say what undo took back."""
    return f"Undone: {in_words(changes)}." if changes else "There is nothing to undo."


def redone(changes: Changes) -> str:
    """Say what redo did."""
    return f"Done again: {in_words(changes)}." if changes else "There is nothing to do again."
