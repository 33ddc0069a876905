"""Which talk is which: ids that people can read and that outlive every change but the title's.

An id is made of the title alone. Where a programme has several talks of one title (``Break``, a
paper's spotlight and its poster), they are told apart by number, and a talk that comes in again
keeps the number of the one it resembles most.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from confbrowse.model import Talk
from confbrowse.text.slugs import same_title_key, talk_slug, unused


def identified(
    programme: str, talks: Sequence[Talk], known: Iterable[Talk] = (), taken: Iterable[str] = ()
) -> list[Talk]:
    """Return *talks* in their order, each with its id within the programme whose id is *programme*.

    A talk that is among *known* under the same title gets the id it has there. Ids are unique, and
    no id of *known*, or among *taken*, goes to a talk that is not known by it.
    """
    earlier: dict[str, list[Talk]] = defaultdict(list)
    for talk in known:
        earlier[same_title_key(talk.title)].append(talk)
    used = {*taken, *(talk.id for same in earlier.values() for talk in same)}
    kept = _matched(talks, earlier)
    found = []
    for at, talk in enumerate(talks):
        talk_id = kept.get(at) or unused(f"{programme}/{talk_slug(talk.title)}", used)
        used.add(talk_id)
        found.append(replace(talk, id=talk_id))
    return found


def _matched(talks: Sequence[Talk], earlier: dict[str, list[Talk]]) -> dict[int, str]:
    """Return the ids that *talks*, by their place in the sequence, take over from *earlier* ones."""
    kept: dict[int, str] = {}
    by_title: dict[str, list[int]] = defaultdict(list)
    for at, talk in enumerate(talks):
        by_title[same_title_key(talk.title)].append(at)
    for title, places in by_title.items():
        pairs = [(at, old) for at in places for old in earlier.get(title, ())]
        pairs.sort(key=lambda pair: _resemblance(talks[pair[0]], pair[1]), reverse=True)
        used: set[str] = set()
        for at, old in pairs:
            if at not in kept and old.id not in used:
                kept[at] = old.id
                used.add(old.id)
    return kept


def _resemblance(new: Talk, old: Talk) -> tuple[bool, ...]:
    """Return what the two have in common, the most telling first."""
    return (
        new.kind == old.kind,
        new.authors == old.authors,
        new.session.title == old.session.title,
        new.start == old.start,
        new.session.source == old.session.source,
    )
