"""Stable talk ids: readable, and unaffected by most changes of a talk.

An id is made from the title alone, and a re-imported talk keeps its id even if its title has
changed. If a programme has several talks with one title (``Break``, a paper's spotlight and its
poster), they are numbered, and a re-imported talk keeps the number of the talk it resembles most.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import compress, product

from confbrowse.model import Talk
from confbrowse.text.slugs import same_title_key, talk_slug, words

_SIMILAR = 0.5
"""Least similarity of two titles for one talk if the authors are the same."""
_VERY_SIMILAR = 0.75
"""The same if only some of the authors, or time and room, are the same."""
_UNIQUE_UID_CHARS = 16
"""A uid of at least this length is unique; a shorter one may be a number that is used again."""
_MAX_CANDIDATES = 50
_TRAITS = 5
"""How many traits of a talk are compared in addition to its title."""


def assign_ids(
    programme: str, talks: Sequence[Talk], known: Iterable[Talk] = (), taken: Iterable[str] = ()
) -> list[Talk]:
    """Return *talks* in their order, each with an id in the programme whose id is *programme*.

    A talk that is among *known*, under the same or a similar title, keeps its id. Ids are unique,
    and no id of *known* or *taken* is given to another talk.
    """
    earlier = list(known)
    new = NewIds(programme, {*taken, *(talk.id for talk in earlier)})
    kept = _match(talks, earlier)
    return [
        replace(talk, id=kept.get(index) or new.of(talk.title)) for index, talk in enumerate(talks)
    ]


@dataclass(frozen=True, slots=True)
class NewIds:
    """Makes ids for new talks, in their order."""

    programme: str
    """The id of the programme."""
    used: set[str] = field(default_factory=set)
    """Ids that are taken; new ones are added."""
    numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How many talks there are with each title."""

    def of(self, title: str) -> str:
        """Return a new id for a talk with this *title*."""
        found = _unused(f"{self.programme}/{talk_slug(title)}", self.used, self.numbers)
        self.used.add(found)
        return found


def _match(talks: Sequence[Talk], known: Sequence[Talk]) -> dict[int, str]:
    """Return the ids that *talks*, by index, take over from *known* talks.

    The surest matches go first: unique uids, then equal titles, then uids that are numbers, then
    similar titles.
    """
    new, old = dict(enumerate(talks)), {talk.id: talk for talk in known}
    kept: dict[int, str] = {}
    for step in (_same_uid, _same_title, _same_number, _retitled):
        found = step(new, old)
        kept |= found
        for index, talk_id in found.items():
            del new[index], old[talk_id]
    return kept


def _same_uid(new: Mapping[int, Talk], old: Mapping[str, Talk]) -> dict[int, str]:
    """Match talks by a uid long enough to be unique."""
    return _match_by_uid(new, old, lambda one, _: len(one.uid or "") >= _UNIQUE_UID_CHARS)


def _same_number(new: Mapping[int, Talk], old: Mapping[str, Talk]) -> dict[int, str]:
    """Match talks by a short uid and something else, as a number may be used again."""
    return _match_by_uid(new, old, _also_agree)


def _also_agree(one: Talk, other: Talk) -> bool:
    people = one.authors and one.authors == other.authors
    texts = one.abstract and one.abstract == other.abstract
    return bool(people or texts) or _similarity(one.title, other.title) >= _SIMILAR


def _match_by_uid(
    new: Mapping[int, Talk], old: Mapping[str, Talk], may_be_one: Callable[[Talk, Talk], bool]
) -> dict[int, str]:
    """Match talks with the same uid for which *may_be_one* holds.

    A paper's poster and its oral may share a uid, so kind, session and start are compared first.
    """
    kept: dict[int, str] = {}
    for key in (_uid_and_all, _uid_and_kind):
        waiting: dict[object, deque[Talk]] = defaultdict(deque)
        taken = set(kept.values())
        for talk in old.values():
            if talk.uid and talk.id not in taken:
                waiting[key(talk)].append(talk)
        for index, talk in new.items():
            candidates = waiting.get(key(talk)) if talk.uid and index not in kept else None
            if candidates and may_be_one(talk, candidates[0]):
                kept[index] = candidates.popleft().id
    return kept


def _uid_and_all(talk: Talk) -> tuple[object, ...]:
    return talk.uid, talk.kind, talk.session.title, talk.start


def _uid_and_kind(talk: Talk) -> tuple[object, ...]:
    return talk.uid, talk.kind


def _same_title(new: Mapping[int, Talk], old: Mapping[str, Talk]) -> dict[int, str]:
    """Match talks with the same title.

    Talks that also agree in the most telling traits are matched first, so that each of two breaks
    keeps its own id; ties are matched in order.
    """
    new_traits = {index: _traits(talk) for index, talk in new.items()}
    old_traits = {talk_id: _traits(talk) for talk_id, talk in old.items()}
    kept: dict[int, str] = {}
    for compared in product((True, False), repeat=_TRAITS):
        if not (new_traits and old_traits):
            break
        waiting: dict[object, deque[str]] = defaultdict(deque)
        for talk_id, traits in old_traits.items():
            waiting[tuple(compress(traits, (True, *compared)))].append(talk_id)
        for index, traits in list(new_traits.items()):
            if candidates := waiting.get(tuple(compress(traits, (True, *compared)))):
                kept[index] = candidates.popleft()
                del new_traits[index], old_traits[kept[index]]
    return kept


def _retitled(new: Mapping[int, Talk], old: Mapping[str, Talk]) -> dict[int, str]:
    """Match talks with similar titles by authors, or by time and room.

    The most similar titles are matched first; titles with little in common belong to different
    talks.
    """
    by_clue: dict[object, list[Talk]] = defaultdict(list)
    for talk in old.values():
        for clue in _clues(talk):
            by_clue[clue].append(talk)
    ranked: set[tuple[float, int, str]] = set()
    for index, talk in new.items():
        for clue in _clues(talk):
            for other in by_clue.get(clue, ())[:_MAX_CANDIDATES]:
                same_authors = talk.authors and talk.authors == other.authors
                least = _SIMILAR if same_authors else _VERY_SIMILAR
                if (similarity := _similarity(talk.title, other.title)) >= least:
                    ranked.add((-similarity, index, other.id))
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for _, index, talk_id in sorted(ranked):
        if index not in kept and talk_id not in taken:
            kept[index] = talk_id
            taken.add(talk_id)
    return kept


def _clues(talk: Talk) -> Iterator[object]:
    """Yield what may identify *talk* under another title."""
    yield from ((person, talk.kind) for person in talk.authors)
    if talk.start and talk.room:
        yield talk.start, talk.room, talk.kind


def _similarity(one: str, other: str) -> float:
    """Return the share of words that two titles have in common, 0 to 1."""
    return SequenceMatcher(None, words(one), words(other), autojunk=False).ratio()


def _traits(talk: Talk) -> tuple[object, ...]:
    """Return what identifies *talk*: its title, then ``_TRAITS`` others, the most telling first."""
    session = talk.session
    title = same_title_key(talk.title)
    return title, talk.kind, talk.authors, session.title, talk.start, session.source


def _unused(name: str, used: set[str], counts: dict[str, int]) -> str:
    """Return *name*, with the next number if necessary, so that it is not *used*."""
    while True:
        counts[name] += 1
        numbered = name if counts[name] == 1 else f"{name}-{counts[name]}"
        if numbered not in used:
            return numbered
