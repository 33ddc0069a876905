"""Messages after a change, and texts of empty lists; empty if the change is visible anyway."""

from collections.abc import Sequence

from confbrowse.marks import describe_changes
from confbrowse.model import MAX_INTEREST, MarkChange, Talk
from confbrowse.schedule.clashes import NO_TALKS, ClashIndex
from confbrowse.schedule.clock import EVENT, Clock
from confbrowse.schedule.presentations import as_what, time_and_place
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable_line
from confbrowse.tui.search_worker import SearchResults

Changes = tuple[MarkChange, ...]
_MOST_NAMED = 3
"""The most talks that a message names; the rest are counted."""
_MOST_CLAUSES = 3


def how_many(changes: Changes) -> str:
    """Return what changed for several talks; empty for one, whose line shows it."""
    return f"{describe_changes(changes)}." if len(changes) > 1 else ""


def starred(
    changes: Changes,
    clashes: ClashIndex,
    presentations: Sequence[Talk] = (),
    clock: Clock = EVENT,
) -> str:
    """Return what a newly starred talk clashes with, its other *presentations*, and the keys for them."""
    is_one = len(changes) == 1 and changes[0].after.starred
    firm = clashes.firm(changes[0].talk, _MOST_NAMED) if is_one else NO_TALKS
    sentences = []
    if firm.total:
        named = firm.named(lambda title: f"“{readable_line(title)}”")
        sentences.append(f"Clashes with {named}. Press c to resolve it.")
    if is_one and presentations:
        also = named_presentations(changes[0].talk, presentations, clock)
        sentences.append(f"Also {also}: press * to star it too.")
    return " ".join(sentences) or how_many(changes)


def starred_presentations(talk: Talk, changes: Changes, clock: Clock) -> str:
    """Return which other presentations of *talk* were starred or unstarred."""
    named = named_presentations(talk, [one.talk for one in changes], clock)
    is_starred = any(one.after.starred for one in changes)
    return f"{'Starred' if is_starred else 'Not starred'} {named}."


def named_presentations(talk: Talk, others: Sequence[Talk], clock: Clock) -> str:
    """Return how, when and where *others* present *talk*: ``as poster Wed 11:00 · Hall A``."""
    return " and ".join(f"{as_what(talk, one)} {time_and_place(one, clock)}" for one in others)


def kept(changes: Changes) -> str:
    """Return which of several clashing talks was kept."""
    return (
        f"{describe_changes(changes)}. Press u to undo."
        if changes
        else "Your stars are already set that way."
    )


def interest(changes: Changes) -> str:
    """Return what changed, or the range of interest if nothing did."""
    return how_many(changes) if changes else f"Interest ranges from 0 to {MAX_INTEREST}."


def hidden(changes: Changes) -> str:
    """Return what was hidden, and how to get it back."""
    if not changes:
        return ""
    is_hidden, is_starred = changes[0].after.hidden, any(one.after.starred for one in changes)
    starred_stay = " Starred talks stay on your agenda." if is_hidden and is_starred else ""
    undo = " Press u to undo, or search for is:hidden to find it." if is_hidden else ""
    return f"{describe_changes(changes)}.{starred_stay}{undo}"


def imported(changes: Changes) -> str:
    """Return what an import changed, and how to undo it."""
    return f"{describe_changes(changes)}. Press u to undo." if changes else "Nothing new to import."


def undone(changes: Changes) -> str:
    """Return what undo changed."""
    return f"Undone: {describe_changes(changes)}." if changes else "There is nothing to undo."


def redone(changes: Changes) -> str:
    """Return what redo changed."""
    return f"Redone: {describe_changes(changes)}." if changes else "There is nothing to redo."


def empty_list_message(
    query: str, reply: SearchResults | None, *, has_library: bool, left_out: int
) -> str:
    """Return why no talk is listed; *left_out* is the number of hidden ones."""
    if not has_library:
        return "The library is empty. Press A to add a conference."
    if query:
        return no_match(query, reply)
    if left_out:
        return "Every talk here is hidden. Search for is:hidden to find them, or press u to undo the last mark."
    return "No talks here."


def no_match(query: str, reply: SearchResults | None) -> str:
    """Return why nothing matches *query*; *reply* is only used if it answers that query."""
    sentences = [f"No talk here matches “{query}”."]
    if reply and reply.question.text == query:
        sentences += [fault.sentence for fault in reply.answer.query.faults]
        if reply.answer.hidden:
            sentences.append(
                f"{count(reply.answer.hidden, 'hidden talk')} would match; search for is:hidden."
            )
        for clause, talks in reply.without_clause[:_MOST_CLAUSES]:
            sentences.append(f"Without {clause}, {talks:,} would match.")
        if reply.elsewhere:
            sentences.append(
                f"Elsewhere in the library, {reply.elsewhere:,} would match; press b to see where."
            )
        if reply.suggestions:
            sentences.append(f"Did you mean {' or '.join(reply.suggestions)}?")
    return " ".join([*sentences, "Press F to clear the search."])
