"""Merges a programme that is imported again, or in parts: page by page, keeping talk ids."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence, Set
from dataclasses import replace
from itertools import chain, groupby

from confbrowse.identity import assign_ids
from confbrowse.model import Programme, Session, SourceRef, Talk, listed_day
from confbrowse.text.slugs import same_title_key

_MIN_COMMON = 0.5
"""Share of common talks from which two pages count as versions of one."""

_DEGREES, _SURE = 4, 2
"""Number of degrees of similarity; below _SURE, the talks need not be similar."""
_Page = tuple[Session, str]
"""One page of a session: the session, and the file its talks were read from."""
_Pages = dict[_Page, list[Talk]]
"""Pages in the order of the programme, each with its talks."""


def merge(old: Programme | None, new: Programme, whole: Set[str] = frozenset()) -> Programme:
    """Return *old* with the pages of *new*: new ones added, known ones replaced.

    A page is known if an earlier one has the same session title and file; or one of the two, and at
    least half of the smaller one's talks. Any other is added: to the session of its title, if
    people and room agree, since a session can have several pages. If *whole* contains the location
    of a source, *new* has all of it: its other pages are removed. Talks keep their ids.
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
    fresh = assign_ids(old.id, coming, known=gone, taken=(talk.id for talk in old.talks))
    place = _places(old, after, stay, successor)
    merged: dict[Session, list[Talk]] = {session: [] for session in place.values()}
    for (session, _), talks in stay.items():
        merged[place[session]] += _moved(talks, place[session])
    for session, run in groupby(fresh, key=lambda talk: talk.session):
        merged[place[session]] += _moved(run, place[session])
    everything = tuple(chain.from_iterable(merged.values()))
    return Programme(old.id, new.name, tuple(merged), everything, _origins(old, new))


def _origins(old: Programme, new: Programme) -> tuple[SourceRef, ...]:
    """Return the sources of both; the newer statement about a source counts."""
    return tuple({one.source: one for one in (*old.origins, *new.origins)}.values())


def _moved(talks: Iterable[Talk], session: Session) -> list[Talk]:
    """Return *talks* as part of *session*."""
    return [talk if talk.session == session else replace(talk, session=session) for talk in talks]


def _pages(programme: Programme) -> _Pages:
    """Return the pages of *programme* with their talks; a session without talks is a page, too."""
    pages: _Pages = {}
    # by runs of one page: a library of thousands is merged once for each page of a folder
    for session, run in groupby(programme.talks, key=lambda talk: talk.session):
        for file, talks in groupby(run, key=lambda talk: talk.source.rpartition(", ")[0]):
            pages.setdefault((session, file), []).extend(talks)
    merged = {session for session, _ in pages}
    return pages | {(session, ""): [] for session in programme.sessions if session not in merged}


def _successors(before: _Pages, after: _Pages) -> dict[_Page, _Page]:
    """Return which page of *after* replaces which page of *before*, the surest first."""
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
    """Return what two versions of *page* can share: everything, title and file, title, file.

    Standard input is no file: two pages from it need not be the same.
    """
    session, file = page
    title = same_title_key(session.title)
    return (page, (title, file), title, file) if session.source else (None, None, title, None)


def _is_alike(one: Sequence[Talk], other: Sequence[Talk]) -> bool:
    """Whether *other* may replace *one*: they share half of the smaller one's talks."""
    kinded = all(talk.kind for talk in (*one, *other))
    of_people = any(talk.authors for talk in one) and any(talk.authors for talk in other)
    first, second = (
        {
            (same_title_key(talk.title), talk.kind if kinded else None)
            for talk in talks
            if talk.authors or not of_people  # breaks do not distinguish pages
        }
        for talks in (one, other)
    )
    fewer = min(len(first), len(second))
    return not first or (bool(second) and len(first & second) >= _MIN_COMMON * fewer)


def _not_among(stay: _Pages, after: _Pages) -> list[Talk]:
    """Return the talks of *after* that no other page of their session contains already."""
    titles = {same_title_key(session.title) for session, _ in after}
    there = {
        _sameness(talk)
        for (session, _), talks in stay.items()
        if same_title_key(session.title) in titles
        for talk in talks
    }
    return [talk for talks in after.values() for talk in talks if _sameness(talk) not in there]


def _sameness(talk: Talk) -> tuple[Hashable, ...]:
    """Return what two versions of a talk share; without time and authors, the file as well."""
    identifying = talk.start or talk.authors or talk.source
    return (
        talk.title,
        talk.kind,
        talk.authors,
        same_title_key(talk.session.title),
        talk.start,
        identifying,
    )


def _places(
    old: Programme, after: _Pages, stay: _Pages, successor: dict[_Page, _Page]
) -> dict[Session, Session]:
    """Return the new session of each remaining session of *old* and each of *after*, in order."""
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


def _agree(part: Session, session: Session, merged: Sequence[Talk], coming: Sequence[Talk]) -> bool:
    """Whether two pages can be of one session: people, room and day agree."""
    days, other_days = {listed_day(talk) for talk in merged}, {listed_day(talk) for talk in coming}
    same_day = not days.isdisjoint(other_days) or "" in days | other_days
    same_people = not (part.chairs and session.chairs) or part.chairs == session.chairs
    return same_day and same_people and (part.room or session.room) == (session.room or part.room)


def _joined(part: Session, session: Session) -> Session:
    """Return *session* with what only *part*, another page of it, states."""
    return replace(
        session,
        chairs=session.chairs or part.chairs,
        room=session.room or part.room,
        abstract=session.abstract or part.abstract,
    )
