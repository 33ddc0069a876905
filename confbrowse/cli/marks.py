"""The commands that mark talks, and ``undo`` and ``redo``."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from functools import partial

from confbrowse.cli.context import agenda, sync_files
from confbrowse.cli.inputs import find_talks
from confbrowse.cli.output import print_result
from confbrowse.errors import NoteError, NothingFoundError
from confbrowse.marks import (
    MAX_NOTE_CHARS,
    FieldSetter,
    MarkUpdate,
    clean_note,
    describe_changes,
    describe_watched,
    with_hidden,
    with_interest,
    with_later,
    with_note,
    with_seen,
    with_star,
)
from confbrowse.storage.marks import Replayed
from confbrowse.text.latex import readable_line

_MOST_BYTES = 4 * MAX_NOTE_CHARS
"""Bytes of a note on standard input: at most four for each character."""


def star(args: Namespace) -> None:
    """Star or unstar talks, as one step of undo."""
    _set(args, with_star, "Starred", "Unstarred")


def hide(args: Namespace) -> None:
    """Hide or unhide talks."""
    _set(args, with_hidden, "Hidden", "Unhidden")


def mark_seen(args: Namespace) -> None:
    """Mark talks as seen or unseen."""
    _set(args, with_seen, "Seen", "Unseen")


def put_off(args: Namespace) -> None:
    """Mark talks for later, or no longer."""
    _set(args, with_later, "For later", "No longer for later")


def interest(args: Namespace) -> None:
    """Set the interest in a talk."""
    _mark([args.id], partial(with_interest, interest=args.interest), f"Interest {args.interest}")


def note(args: Namespace) -> None:
    """Replace the note on a talk; an empty one deletes it."""
    text = clean_note(_standard_input() if args.text == "-" else args.text)
    _mark([args.id], partial(with_note, note=text), "Note saved" if text else "Note deleted")


def undo(_: Namespace) -> None:
    """Undo the last mark, whether from this command or the browser."""
    marked = agenda()
    _print_replayed(marked.undo_step(), "Undone", "There is nothing to undo.")
    sync_files(marked)


def redo(_: Namespace) -> None:
    """Redo the mark that was undone last."""
    marked = agenda()
    _print_replayed(marked.redo_step(), "Redone", "There is nothing to redo.")
    sync_files(marked)


def _set(args: Namespace, setting: FieldSetter, is_so: str, is_not_so: str) -> None:
    _mark(args.ids, lambda mark: setting(mark, args.is_set), is_so if args.is_set else is_not_so)


def _mark(ids: Sequence[str], turn: MarkUpdate, state: str) -> None:
    """Change the marks of the talks with *ids*; print the *state* of each one that changed."""
    marked = agenda()
    talks = find_talks(ids, marked)
    changed = {change.talk.id for change in marked.mark(talks, turn)}
    for talk in talks:
        print_result(f"{state if talk.id in changed else 'Unchanged'}: {readable_line(talk.title)}")
    sync_files(marked)


def _print_replayed(found: Replayed, verb: str, nothing: str) -> None:
    if not (found.marks or found.watched):
        raise NothingFoundError(nothing)
    for change in found.marks:
        print_result(f"{verb}: {describe_changes([change])}.")
    for watched in found.watched:
        print_result(f"{verb}: {describe_watched(watched)}.")


def _standard_input() -> str:
    """Return the note on standard input. Raises NoteError."""
    if sys.stdin is None:
        raise NoteError("Standard input is closed.")
    raw = sys.stdin.buffer.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise NoteError(f"A note holds at most {MAX_NOTE_CHARS:,} characters.")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise NoteError("The note on standard input is not UTF-8.") from error
