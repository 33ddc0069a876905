"""A programme that comes in again, or in parts: merged page by page, ids kept."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence, Set
from dataclasses import replace
from itertools import chain, groupby

from confbrowse.identity import identified
from confbrowse.model import Origin, Programme, Session, Talk, day_of
from confbrowse.text.slugs import same_title_key

_ALIKE = 0.5
"""The share of talks in common from which two printings are one page."""

_DEGREES, _SURE = 4, 2
"""How many degrees of likeness there are, and at how many of them the talks need not be alike."""
_Page = tuple[Session, str]
"""One page of a session: the session, and the file that its talks were read from."""
_Pages = dict[_Page, list[Talk]]
"""Pages in the order of the programme, each with its talks."""


def merge(old: Programme | None, new: Programme, whole: Set[str] = frozenset()) -> Programme:
    """Return *old* with the pages of *new* put in: new ones added, known ones replaced.

    A page is known if an earlier one has its session's title and its file; or one of the two, and
    at least half of the smaller one's talks. Any other is added: to the session of its title, if
    that has the same people and room, so that a session may come on several pages. Of a source that
    is among *whole*, by where it lies, *new* has everything: its other pages are gone. Talks keep
    the ids they had.
    """
    if old is None:
        return new
    before, after = _pages(old), _pages(new)
    successor = _successors(before, after)
    stay = {
        page: talks
        for page, talks in before.items()
        if page not in successor and page[0].source not in whole
    }
    gone = [talk for page, talks in before.items() if page not in stay for talk in talks]
    coming = _not_among(stay, after)
    fresh = identified(old.id, coming, known=gone, taken=(talk.id for talk in old.talks))
    place = _places(old, after, stay, successor)
    held: dict[Session, list[Talk]] = {session: [] for session in place.values()}
    for (session, _), talks in stay.items():
        held[place[session]] += _moved(talks, place[session])
    for session, run in groupby(fresh, key=lambda talk: talk.session):
        held[place[session]] += _moved(run, place[session])
    everything = tuple(chain.from_iterable(held.values()))
    return Programme(old.id, new.name, tuple(held), everything, _origins(old, new))


def _origins(old: Programme, new: Programme) -> tuple[Origin, ...]:
    """Return where both came from; of one source, what was said last."""
    return tuple({one.source: one for one in (*old.origins, *new.origins)}.values())


def _moved(talks: Iterable[Talk], session: Session) -> list[Talk]:
    """Return *talks* as they are in *session*."""
    return [talk if talk.session == session else replace(talk, session=session) for talk in talks]


def _pages(programme: Programme) -> _Pages:
    """Return the pages of *programme*, each with its talks; a session without talks is one, too."""
    pages: _Pages = {}
    # by runs of one page, since a library of thousands is merged once for every page of a folder
    for session, run in groupby(programme.talks, key=lambda talk: talk.session):
        for file, talks in groupby(run, key=lambda talk: talk.source.rpartition(", ")[0]):
            pages.setdefault((session, file), []).extend(talks)
    held = {session for session, _ in pages}
    return pages | {(session, ""): [] for session in programme.sessions if session not in held}


def _successors(before: _Pages, after: _Pages) -> dict[_Page, _Page]:
    """Return which page of *after* takes the place of which of *before*, the surest first."""
    keys = {page: _keys(page) for page in (*before, *after)}
    successor: dict[_Page, _Page] = {}
    placed: set[_Page] = set()
    for degree in range(_DEGREES):
        waiting: dict[Hashable, list[_Page]] = defaultdict(list)
        for page in before:
            waiting[keys[page][degree]].append(page)
        for page in after:
            key = keys[page][degree]
            for earlier in waiting[key] if key and page not in placed else ():
                sure = degree < _SURE or _is_alike(before[earlier], after[page])
                if sure and earlier not in successor:
                    successor[earlier] = page
                    placed.add(page)
                    break
    return successor


def _keys(page: _Page) -> tuple[Hashable, ...]:
    """Return what two printings of *page* may share: everything, title and file, title, file.

    Standard input is no file: two pages that come from there need not be the same.
    """
    session, file = page
    title = same_title_key(session.title)
    return (page, (title, file), title, file) if session.source else (None, None, title, None)


def _is_alike(one: Sequence[Talk], other: Sequence[Talk]) -> bool:
    """Return whether *other* may replace *one*: half of the fewer talks are in both, by title and kind."""
    kinded = all(talk.kind for talk in (*one, *other))
    of_people = any(talk.authors for talk in one) and any(talk.authors for talk in other)
    first, second = (
        {
            (same_title_key(talk.title), talk.kind if kinded else None)
            for talk in talks
            if talk.authors or not of_people  # breaks tell no two pages apart
        }
        for talks in (one, other)
    )
    fewer = min(len(first), len(second))
    return not first or (bool(second) and len(first & second) >= _ALIKE * fewer)


def _not_among(stay: _Pages, after: _Pages) -> list[Talk]:
    """Return the talks of *after* but those that another page of their session holds already."""
    titles = {same_title_key(session.title) for session, _ in after}
    there = {
        _sameness(talk)
        for (session, _), talks in stay.items()
        if same_title_key(session.title) in titles
        for talk in talks
    }
    return [talk for talks in after.values() for talk in talks if _sameness(talk) not in there]


def _sameness(talk: Talk) -> tuple[Hashable, ...]:
    """Return what is equal in two printings of one talk; without time and people, the file as well."""
    told = talk.start or talk.authors or talk.source
    return talk.title, talk.kind, talk.authors, same_title_key(talk.session.title), talk.start, told


def _places(
    old: Programme, after: _Pages, stay: _Pages, successor: dict[_Page, _Page]
) -> dict[Session, Session]:
    """Return, in order, which session each of *old* that stays, and each of *after*, is from now on."""
    staying: dict[str, list[_Page]] = defaultdict(list)
    for page in stay:
        staying[same_title_key(page[0].title)].append(page)
    joint: dict[Session, Session] = {}
    for page, talks in after.items():
        session = page[0]
        for part in staying[same_title_key(session.title)]:
            free = session not in joint and part[0] not in joint
            if free and part[1] != page[1] and _agree(part[0], session, stay[part], talks):
                joint[part[0]] = joint[session] = _joined(part[0], session)
    replaced = {page[0]: by[0] for page, by in successor.items()}
    kept = {session for session, _ in stay}
    order = [
        one if one in kept else replaced[one]
        for one in old.sessions
        if one in kept or one in replaced
    ]
    return {one: joint.get(one, one) for one in (*order, *(session for session, _ in after))}


def _agree(part: Session, session: Session, held: Sequence[Talk], coming: Sequence[Talk]) -> bool:
    """Return whether two pages can be of one session: what both say of it agrees, and the day."""
    days, other_days = {day_of(talk) for talk in held}, {day_of(talk) for talk in coming}
    same_day = not days.isdisjoint(other_days) or "" in days | other_days
    same_people = not (part.chairs and session.chairs) or part.chairs == session.chairs
    return same_day and same_people and (part.room or session.room) == (session.room or part.room)


def _joined(part: Session, session: Session) -> Session:
    """Return *session* with what only *part*, another page of it, says."""
    return replace(
        session,
        chairs=session.chairs or part.chairs,
        room=session.room or part.room,
        abstract=session.abstract or part.abstract,
    )
