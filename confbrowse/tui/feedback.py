"""Messages after a change, and texts of empty lists; empty if the change is visible anyway."""

from collections.abc import Sequence

from confbrowse.marks import describe_changes, describe_watched
from confbrowse.model import MAX_INTEREST, MarkChange, Talk, WatchChange
from confbrowse.schedule.clashes import NO_TALKS, ClashIndex
from confbrowse.schedule.clock import EVENT, Clock
from confbrowse.schedule.presentations import as_what, time_and_place
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable_line
from confbrowse.tui.search_worker import SearchResults
from confbrowse.tui.widgets.glyphs import WATCHED

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
    """Return that a talk is starred if it clashes or has other *presentations*, with the keys for them.

    Otherwise only its number of changes is worth a message: see ``how_many``.
    """
    is_one = len(changes) == 1 and changes[0].after.starred
    firm = clashes.firm(changes[0].talk, _MOST_NAMED) if is_one else NO_TALKS
    sentences = []
    if firm.total:
        sentences.append(f"Clashes with {_named(firm.first, firm.others)}; press c to resolve it.")
    if is_one and presentations:
        also = named_presentations(changes[0].talk, presentations, clock)
        it = "it" if len(presentations) == 1 else "them"
        sentences.append(f"Also {also}; press * to star {it} too.")
    return " ".join(["Starred.", *sentences]) if sentences else how_many(changes)


def _named(talks: Sequence[Talk], others: int = 0) -> str:
    """Return the quoted titles of *talks*, and the number of *others*: ``“A”, “B” and 2 more``."""
    *titles, last = [f"“{readable_line(talk.title)}”" for talk in talks]
    if others:
        titles, last = [*titles, last], f"{others:,} more"
    return f"{', '.join(titles)} and {last}" if titles else last


def starred_presentations(talk: Talk, changes: Changes, clock: Clock) -> str:
    """Return which other presentations of *talk* were starred or unstarred."""
    named = named_presentations(talk, [one.talk for one in changes], clock)
    is_starred = any(one.after.starred for one in changes)
    return f"{'Starred' if is_starred else 'No longer starred'} {named}."


def named_presentations(talk: Talk, others: Sequence[Talk], clock: Clock) -> str:
    """Return how, when and where *others* present *talk*: ``as poster Wed 11:00 · Hall A``."""
    return " and ".join(f"{as_what(talk, one)} {time_and_place(one, clock)}" for one in others)


def kept(talk: Talk, changes: Changes) -> str:
    """Return that *talk* was kept of several clashing talks, and which lost their stars."""
    if not changes:
        return "Your stars are already set that way."
    lost = [one.talk for one in changes if not one.after.starred]
    others = f" and unstarred {_named(lost[:_MOST_NAMED], len(lost[_MOST_NAMED:]))}" if lost else ""
    return f"Kept “{readable_line(talk.title)}”{others}. Press u to undo."


def interest(changes: Changes) -> str:
    """Return what changed, or the range of interest if nothing did."""
    return how_many(changes) if changes else f"Interest ranges from 0 to {MAX_INTEREST}."


def hidden(changes: Changes) -> str:
    """Return what was hidden, and how to get it back."""
    if not changes:
        return ""
    is_hidden, is_starred = changes[0].after.hidden, any(one.after.starred for one in changes)
    starred_stay = " Starred talks stay on your agenda." if is_hidden and is_starred else ""
    it = "it" if len(changes) == 1 else "them"
    undo = f" Press u to undo, or search for is:hidden to find {it}." if is_hidden else ""
    return f"{describe_changes(changes)}.{starred_stay}{undo}"


def imported(changes: Changes) -> str:
    """Return what an import changed, and how to undo it."""
    return f"{describe_changes(changes)}. Press u to undo." if changes else "Nothing new to import."


def planned(changes: Changes) -> str:
    """Return what applying a plan changed, and how to undo it."""
    return f"{describe_changes(changes)}. Press u to undo." if changes else "Nothing to change."


def watched(query: str, hits: int | None) -> str:
    """Return how many talks the watch list now marks for *query*; None is for a query taken off it."""
    if hits is None:
        return f"{describe_watched(WatchChange(query, is_watched=False))}. Press u to undo."
    verb = "matches and is" if hits == 1 else "match and are"
    return f"Watching {query}: {count(hits, 'talk')} {verb} marked {WATCHED}. Press u to undo."


def _replayed(changes: Changes, watched: Sequence[WatchChange]) -> str:
    parts = (describe_changes(changes) if changes else "", *map(describe_watched, watched))
    return ", ".join(filter(None, parts))


def undone(changes: Changes, watched: Sequence[WatchChange] = ()) -> str:
    """Return what undo changed."""
    found = _replayed(changes, watched)
    return f"Undone: {found}." if found else "There is nothing to undo."


def redone(changes: Changes, watched: Sequence[WatchChange] = ()) -> str:
    """Return what redo changed."""
    found = _replayed(changes, watched)
    return f"Redone: {found}." if found else "There is nothing to redo."


def empty_list_message(
    query: str, reply: SearchResults | None, *, has_library: bool, left_out: int
) -> str:
    """Return why no talk is listed; *left_out* is the number of hidden ones."""
    if not has_library:
        return "The library is empty. Press A to add a conference."
    if query:
        return no_match(query, reply)
    if left_out:
        return "All talks here are hidden. Search for is:hidden to find them, or press u to undo the last mark."
    return "No talks here."


def no_match(query: str, reply: SearchResults | None) -> str:
    """Return why nothing matches *query*; *reply* is only used if it answers that query."""
    sentences = [f"No talk here matches “{query}”."]
    if reply and reply.question.text == query:
        sentences += [fault.sentence for fault in reply.answer.query.faults]
        if reply.answer.hidden:
            sentences.append(
                f"{count(reply.answer.hidden, 'hidden talk')} would match; add is:hidden to the search."
            )
        for clause, talks in reply.without_clause[:_MOST_CLAUSES]:
            sentences.append(f"Without {clause}, {count(talks, 'talk')} would match.")
        if reply.elsewhere:
            sentences.append(
                f"Elsewhere in the library, {count(reply.elsewhere, 'talk')} would match; press b to see where."
            )
        if reply.suggestions:
            sentences.append(f"Did you mean {' or '.join(reply.suggestions)}?")
    return " ".join([*sentences, "Press Esc twice to clear the search."])
