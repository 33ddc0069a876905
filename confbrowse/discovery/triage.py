"""Triage: going through many talks, one at a time, and going on later where that stopped."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from confbrowse.model import NO_MARK, Mark, Scope, Talk, Triage, TriageOrder
from confbrowse.schedule.talk_groups import Group
from confbrowse.search.marks import mark_sets
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore

_FEWEST_MOVES, _SHORTEST_SECONDS = 5, 20
"""A pace is only shown after so many talks and so much time."""


def queue_of(scope: Scope, query: str) -> str:
    """Return the name under which the progress through these talks is stored."""
    return json.dumps([scope.programme, scope.day, scope.session, query], ensure_ascii=False)


def queue_of_group(first: Talk, group: Group, query: str) -> str:
    """Return the same for the talks of *group*, the first of which is *first*, that match *query*.

    A session has the name that it has as a part of the library.
    """
    if group.session:
        return queue_of(Scope(first.programme_id, group.day, first.session.title), query)
    place = group.room if group.by == "room" else group.start.isoformat() if group.start else ""
    part = [first.programme_id, group.day, None, query, group.by, place]
    return json.dumps(part, ensure_ascii=False)


def queue_for_you(programme: str | None) -> str:
    """Return the same for the talks of *programme*, else of any, that the user may like."""
    return json.dumps([programme, None, None, "", "for-you"])


def open_triage(
    queue: str, listed: Sequence[str], agenda: MarkStore, library: LibraryStore
) -> Triage:
    """Return the triage of the talks with the ids *listed*: where it stopped, else at the first of them.

    If it moved on another machine, its talks are not known here: those before the one where it stopped
    count as passed.
    """
    stored = agenda.triage_of(queue)
    if stored is None:
        return Triage(queue, tuple(dict.fromkeys(listed)))
    if stored.is_partial:
        return _rebuilt(stored, listed, library, agenda.marks())
    return continue_triage(stored, listed, library.numbered(stored.talks).keys())


def _rebuilt(
    stored: Triage, listed: Sequence[str], library: LibraryStore, marks: Mapping[str, Mark]
) -> Triage:
    """Return a triage of the talks *listed*, in the order of *stored* and at its talk.

    The order ``for-you`` has changed with the marks: there, talks that are decided count as passed.
    """
    talks, is_for_you = tuple(dict.fromkeys(listed)), stored.order == "for-you"
    passed = [one for one in talks if is_for_you and _is_decided(marks.get(one, NO_MARK))]
    known = set(passed)
    left = [one for one in talks if one not in known]
    whole = Triage(stored.queue, (*passed, *left), len(passed), stored.order)
    if stored.order != "list":
        whole = sort_rest(whole, stored.order, listed, library, marks)
    if stored.talk is None:
        return replace(whole, at=len(talks))
    if not is_for_you:
        return move_to(whole, stored.talk)
    first = [one for one in whole.talks[whole.at :] if one == stored.talk]
    rest = [one for one in whole.talks[whole.at :] if one != stored.talk]
    return replace(whole, talks=(*passed, *first, *rest))


def _is_decided(mark: Mark) -> bool:
    return mark.starred or mark.hidden or mark.later


def continue_triage(stored: Triage, listed: Sequence[str], existing: Collection[str]) -> Triage:
    """Return the *stored* triage at the first talk that is left, now that these talks are *listed*.

    Talks that were passed stay as long as they are *existing*, so that the count goes on. Of the others
    only those still listed are left; new ones come last.
    """
    still_listed, known = set(listed), set(stored.talks)
    passed = [talk for talk in stored.talks[: stored.at] if talk in existing]
    left = [talk for talk in stored.talks[stored.at :] if talk in still_listed]
    new = [talk for talk in dict.fromkeys(listed) if talk not in known]
    return replace(stored, talks=(*passed, *left, *new), at=len(passed))


def move(triage: Triage, step: int) -> Triage:
    """Return *triage* some talks further or back; the place after the last talk is its end."""
    return replace(triage, at=max(0, min(triage.at + step, len(triage.talks))))


def move_to(triage: Triage, talk: str) -> Triage:
    """Return *triage* at *talk*; unchanged if that is not one of its talks."""
    return replace(triage, at=triage.talks.index(talk)) if talk in triage.talks else triage


def sort_rest(
    triage: Triage,
    order: TriageOrder,
    listed: Sequence[str],
    library: LibraryStore,
    marks: Mapping[str, Mark],
) -> Triage:
    """Return *triage* with the talks that are left in another *order*; ``list`` is the one of *listed*.

    The order ``for-you`` is learned from *marks*; as long as these are too few, it is that of *listed*.
    """
    passed, left = triage.talks[: triage.at], triage.talks[triage.at :]
    still_left = set(left)
    as_listed = tuple(talk for talk in dict.fromkeys(listed) if talk in still_left)
    if order == "list":
        left = as_listed
    elif order == "for-you":
        left = _for_you_first(as_listed, library, marks)
    elif order == "shuffled":
        left = tuple(shuffle(left, triage.queue))
    else:
        ids = {number: talk for talk, number in library.numbered(left).items()}
        arranged, _ = library.groups(None, order).arranged(sorted(ids))
        left = tuple(ids[number] for number in arranged)
    return replace(triage, talks=(*passed, *left), order=order)


def _for_you_first(
    talks: Sequence[str], library: LibraryStore, marks: Mapping[str, Mark]
) -> tuple[str, ...]:
    # loads numpy, which the other orders do without
    from confbrowse.discovery.recommend import scores_for_you

    # as above
    from confbrowse.discovery.vector_store import VectorStore

    scores = scores_for_you(VectorStore(library), mark_sets(marks, library.numbered(marks)))
    numbers = library.numbered(talks)
    return tuple(sorted(talks, key=lambda talk: -scores.get(numbers.get(talk, -1), 0.0)))


def shuffle(talks: Sequence[str], seed: str) -> list[str]:
    """Return *talks* in an order that looks random, but is always the same for one *seed*.

    A talk more or less does not change the order of the others.
    """
    return sorted(talks, key=lambda talk: blake2b(f"{seed}\n{talk}".encode()).digest())


def pace(moves: int, seconds: float, left: int) -> str:
    """Return the pace after so many *moves* and the time for the talks *left*: ``1.8 a minute · 73 min left``.

    Empty while it would be a guess.
    """
    if moves < _FEWEST_MOVES or seconds < _SHORTEST_SECONDS:
        return ""
    per_minute = 60 * moves / seconds
    minutes = round(left / per_minute)
    return f"{per_minute:.1f} a minute · {minutes:,} min left"
