"""Which talk is which: ids that people can read and that outlive every change but the title's.

An id is made of the title alone. Where a programme has several talks of one title (``Break``, a
paper's spotlight and its poster), they are told apart by number, and a talk that comes in again
keeps the number of the one it resembles most.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import compress, product

from confbrowse.model import Talk
from confbrowse.text.slugs import same_title_key, talk_slug, words

_ALIKE = 0.5
"""How alike two titles of the same people are at least, if they are of one talk."""
_MOST_OF_SAME_PEOPLE = 50
_TRAITS = 5
"""How many traits of a talk, beside its title, are compared."""


def identified(
    programme: str, talks: Sequence[Talk], known: Iterable[Talk] = (), taken: Iterable[str] = ()
) -> list[Talk]:
    """Return *talks* in their order, each with its id within the programme whose id is *programme*.

    A talk that is among *known*, under the same title or a like one, gets the id it has there. Ids are unique, and
    no id of *known*, or among *taken*, goes to a talk that is not known by it.
    """
    earlier = list(known)
    used = {*taken, *(talk.id for talk in earlier)}
    kept = _matched(talks, earlier)
    numbers: dict[str, int] = defaultdict(int)
    found = []
    for at, talk in enumerate(talks):
        talk_id = kept.get(at) or _unused(f"{programme}/{talk_slug(talk.title)}", used, numbers)
        used.add(talk_id)
        found.append(replace(talk, id=talk_id))
    return found


def _matched(talks: Sequence[Talk], known: Sequence[Talk]) -> dict[int, str]:
    """Return the ids that *talks*, by their place in the sequence, take over from *known* ones.

    Talks of one title that agree in the most telling traits go first, so that of two breaks each
    keeps its own; where several agree as much, the first takes the first.
    """
    new = {at: _traits(talk) for at, talk in enumerate(talks)}
    old = {talk.id: _traits(talk) for talk in known}
    kept: dict[int, str] = {}
    for compared in product((True, False), repeat=_TRAITS):
        if not (new and old):
            break
        waiting: dict[object, deque[str]] = defaultdict(deque)
        for talk_id, traits in old.items():
            waiting[tuple(compress(traits, (True, *compared)))].append(talk_id)
        for at, traits in list(new.items()):
            if alike := waiting.get(tuple(compress(traits, (True, *compared)))):
                kept[at] = alike.popleft()
                del new[at], old[kept[at]]
    return kept | _retitled(
        {at: talks[at] for at in new}, [talk for talk in known if talk.id in old]
    )


def _retitled(new: Mapping[int, Talk], old: Sequence[Talk]) -> dict[int, str]:
    """Return the ids that *new* talks take over from *old* ones of the same people and another title.

    The titles that are most alike go first; those that have little in common are other talks.
    """
    by_people: dict[object, list[Talk]] = defaultdict(list)
    for talk in old:
        by_people[talk.authors, talk.kind].append(talk)
    likeness = sorted(
        (
            (-_likeness(talk.title, other.title), at, other.id)
            for at, talk in new.items()
            if talk.authors
            for other in by_people.get((talk.authors, talk.kind), ())[:_MOST_OF_SAME_PEOPLE]
        ),
    )
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for unlike, at, talk_id in likeness:
        if -unlike >= _ALIKE and at not in kept and talk_id not in taken:
            kept[at] = talk_id
            taken.add(talk_id)
    return kept


def _likeness(one: str, other: str) -> float:
    """Return the share of words that two titles have in common, 0 to 1."""
    return SequenceMatcher(None, words(one), words(other), autojunk=False).ratio()


def _traits(talk: Talk) -> tuple[object, ...]:
    """Return what tells *talk*: its title, then ``_TRAITS`` others, the most telling first."""
    session = talk.session
    title = same_title_key(talk.title)
    return title, talk.kind, talk.authors, session.title, talk.start, session.source


def _unused(name: str, used: set[str], numbers: dict[str, int]) -> str:
    """Return *name*, or *name* with the next number, that is not *used*; *numbers* is the count."""
    while True:
        numbers[name] += 1
        numbered = name if numbers[name] == 1 else f"{name}-{numbers[name]}"
        if numbered not in used:
            return numbered
