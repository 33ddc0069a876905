"""Which talk is which: ids that people can read and that outlive what changes about a talk.

An id is made of the title alone, and stays when a talk that comes in again has another one. Where a programme has several talks of one title (``Break``, a
paper's spotlight and its poster), they are told apart by number, and a talk that comes in again
keeps the number of the one it resembles most.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import compress, product

from confbrowse.model import Talk
from confbrowse.text.slugs import same_title_key, talk_slug, words

_ALIKE = 0.5
"""How alike two titles of the same people are at least, if they are of one talk."""
_MUCH_ALIKE = 0.75
"""The same, where only some of the people, or time and room, are the same."""
_SURE_UID = 16
"""Characters from which on what a source calls a talk is no number that is given anew."""
_MOST_OF_ONE_SIGN = 50
_TRAITS = 5
"""How many traits of a talk, beside its title, are compared."""


def identified(
    programme: str, talks: Sequence[Talk], known: Iterable[Talk] = (), taken: Iterable[str] = ()
) -> list[Talk]:
    """Return *talks* in their order, each with its id within the programme whose id is *programme*.

    A talk that is among *known*, under the same title or a like one, gets the id it has there. Ids
    are unique, and no id of *known*, or among *taken*, goes to a talk that is not known by it.
    """
    earlier = list(known)
    new = NewIds(programme, {*taken, *(talk.id for talk in earlier)})
    kept = _matched(talks, earlier)
    return [replace(talk, id=kept.get(at) or new.of(talk.title)) for at, talk in enumerate(talks)]


@dataclass(frozen=True, slots=True)
class NewIds:
    """Gives ids to talks that were not known before, in their order."""

    programme: str
    """Its id."""
    used: set[str] = field(default_factory=set)
    """Ids that are for nobody else; those that were given are added."""
    numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How many talks of a name there are."""

    def of(self, title: str) -> str:
        """Return an id for a talk called *title*."""
        found = _unused(f"{self.programme}/{talk_slug(title)}", self.used, self.numbers)
        self.used.add(found)
        return found


def _matched(talks: Sequence[Talk], known: Sequence[Talk]) -> dict[int, str]:
    """Return the ids that *talks*, by their place in the sequence, take over from *known* ones.

    First go those that the source itself calls the same and can mean no other, then those of one
    title, then those that a number of the source or a like title tells.
    """
    new, old = dict(enumerate(talks)), {talk.id: talk for talk in known}
    kept: dict[int, str] = {}
    for step in (_of_one_uid, _of_one_title, _of_one_number, _retitled):
        found = step(new, old)
        kept |= found
        for at, talk_id in found.items():
            del new[at], old[talk_id]
    return kept


def _of_one_uid(new: Mapping[int, Talk], old: Mapping[str, Talk]) -> dict[int, str]:
    """Return which of *new* the source calls as it called one of *old*, by more than a number."""
    return _called_the_same(new, old, lambda one, _: len(one.uid or "") >= _SURE_UID)


def _of_one_number(new: Mapping[int, Talk], old: Mapping[str, Talk]) -> dict[int, str]:
    """Return which of *new* has the number of which of *old*, and something else of it as well.

    A number may be given anew.
    """
    return _called_the_same(new, old, _agree)


def _agree(one: Talk, other: Talk) -> bool:
    people = one.authors and one.authors == other.authors
    texts = one.abstract and one.abstract == other.abstract
    return bool(people or texts) or _likeness(one.title, other.title) >= _ALIKE


def _called_the_same(
    new: Mapping[int, Talk], old: Mapping[str, Talk], may_be_one: Callable[[Talk, Talk], bool]
) -> dict[int, str]:
    """Return which of *new* is called as which of *old*, where they *may_be_one*.

    A paper's poster and its oral may share what they are called.
    """
    kept: dict[int, str] = {}
    for key in (_uid_and_all, _uid_and_kind):
        waiting: dict[object, deque[Talk]] = defaultdict(deque)
        taken = set(kept.values())
        for talk in old.values():
            if talk.uid and talk.id not in taken:
                waiting[key(talk)].append(talk)
        for at, talk in new.items():
            alike = waiting.get(key(talk)) if talk.uid and at not in kept else None
            if alike and may_be_one(talk, alike[0]):
                kept[at] = alike.popleft().id
    return kept


def _uid_and_all(talk: Talk) -> tuple[object, ...]:
    return talk.uid, talk.kind, talk.session.title, talk.start


def _uid_and_kind(talk: Talk) -> tuple[object, ...]:
    return talk.uid, talk.kind


def _of_one_title(new: Mapping[int, Talk], old: Mapping[str, Talk]) -> dict[int, str]:
    """Return which of *new* has the title of which of *old*.

    Talks of one title that agree in the most telling traits go first, so that of two breaks each
    keeps its own; where several agree as much, the first takes the first.
    """
    fresh = {at: _traits(talk) for at, talk in new.items()}
    stale = {talk_id: _traits(talk) for talk_id, talk in old.items()}
    kept: dict[int, str] = {}
    for compared in product((True, False), repeat=_TRAITS):
        if not (fresh and stale):
            break
        waiting: dict[object, deque[str]] = defaultdict(deque)
        for talk_id, traits in stale.items():
            waiting[tuple(compress(traits, (True, *compared)))].append(talk_id)
        for at, traits in list(fresh.items()):
            if alike := waiting.get(tuple(compress(traits, (True, *compared)))):
                kept[at] = alike.popleft()
                del fresh[at], stale[kept[at]]
    return kept


def _retitled(new: Mapping[int, Talk], old: Mapping[str, Talk]) -> dict[int, str]:
    """Return which of *new* may be which of *old* under a like title: by people, or time and room.

    The titles that are most alike go first; those that have little in common are other talks.
    """
    by_sign: dict[object, list[Talk]] = defaultdict(list)
    for talk in old.values():
        for sign in _signs(talk):
            by_sign[sign].append(talk)
    likeness: set[tuple[float, int, str]] = set()
    for at, talk in new.items():
        for sign in _signs(talk):
            for other in by_sign.get(sign, ())[:_MOST_OF_ONE_SIGN]:
                is_theirs = talk.authors and talk.authors == other.authors
                least = _ALIKE if is_theirs else _MUCH_ALIKE
                if (found := _likeness(talk.title, other.title)) >= least:
                    likeness.add((-found, at, other.id))
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for _, at, talk_id in sorted(likeness):
        if at not in kept and talk_id not in taken:
            kept[at] = talk_id
            taken.add(talk_id)
    return kept


def _signs(talk: Talk) -> Iterator[object]:
    """Yield what may tell *talk* under another title."""
    yield from ((person, talk.kind) for person in talk.authors)
    if talk.start and talk.room:
        yield talk.start, talk.room, talk.kind


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
