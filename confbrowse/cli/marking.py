"""The commands that mark talks: star, interest, hide, seen, note; and undo and redo."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from functools import partial

from confbrowse.cli.keeping import keep_up
from confbrowse.cli.shelf import find
from confbrowse.cli.stores import agenda
from confbrowse.cli.telling import say
from confbrowse.errors import NoteError, NothingFoundError
from confbrowse.marks import (
    LONGEST_NOTE,
    Setting,
    Turn,
    in_words,
    noted,
    with_hidden,
    with_interest,
    with_note,
    with_seen,
    with_star,
)
from confbrowse.stores.agenda import Change
from confbrowse.text.readable import readable_line

_MOST_BYTES = 4 * LONGEST_NOTE
"""Of a note on standard input: no letter takes more than four."""


def star(args: Namespace) -> None:
    """Star talks, in one step that one undo takes back, or take their stars away."""
    _set(args, with_star, "Starred", "Not starred any more")


def hide(args: Namespace) -> None:
    """Hide talks, or show them again."""
    _set(args, with_hidden, "Hidden", "Not hidden any more")


def see(args: Namespace) -> None:
    """Call talks seen, or not seen."""
    _set(args, with_seen, "Seen", "Not seen any more")


def interest(args: Namespace) -> None:
    """Say how much a talk interests."""
    _mark([args.id], partial(with_interest, interest=args.interest), f"Interest {args.interest}")


def note(args: Namespace) -> None:
    """Put a note in place of the one that a talk has; an empty one takes it away."""
    text = noted(_standard_input() if args.text == "-" else args.text)
    _mark([args.id], partial(with_note, note=text), "Noted" if text else "Without a note")


def undo(_: Namespace) -> None:
    """Take back the last mark, whoever made it: this command, or the browser."""
    marked = agenda()
    _tell(marked.undo(), "Undone", "There is nothing to undo.")
    keep_up(marked)


def redo(_: Namespace) -> None:
    """Do the mark again that was undone last."""
    marked = agenda()
    _tell(marked.redo(), "Done again", "There is nothing to do again.")
    keep_up(marked)


def _set(args: Namespace, setting: Setting, is_so: str, is_not_so: str) -> None:
    _mark(args.ids, lambda mark: setting(mark, args.is_set), is_so if args.is_set else is_not_so)


def _mark(ids: Sequence[str], turn: Turn, state: str) -> None:
    """Turn the marks of the talks with *ids* and print the *state* of each that has changed."""
    marked = agenda()
    talks = find(ids, marked)
    changed = {change.talk.id for change in marked.mark(talks, turn)}
    for talk in talks:
        say(f"{state if talk.id in changed else 'Unchanged'}: {readable_line(talk.title)}")
    keep_up(marked)


def _tell(changes: Sequence[Change], verb: str, nothing: str) -> None:
    if not changes:
        raise NothingFoundError(nothing)
    for change in changes:
        say(f"{verb}: {in_words([change])}.")


def _standard_input() -> str:
    """Return the note on standard input. Raises NoteError where there is none to be had."""
    if sys.stdin is None:
        raise NoteError("Standard input is closed.")
    raw = sys.stdin.buffer.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise NoteError(f"A note holds at most {LONGEST_NOTE:,} characters.")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise NoteError("The note on standard input is not UTF-8.") from error
