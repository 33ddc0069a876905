"""A programme that comes in again, or in parts: merged session by session, ids kept."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from confbrowse.identity import identified
from confbrowse.model import Programme, Session, Talk
from confbrowse.text.slugs import same_title_key

_ALIKE = 0.5
"""The share of talks in common from which two printings are one session."""


def merge(old: Programme | None, new: Programme) -> Programme:
    """Return *old* with the sessions of *new* put in: new ones added, known ones replaced.

    A session is known if it has the title or the source of an earlier one and at least half of the
    smaller one's talks. One that shares only the title is another part of the same session: its
    talks are added. Talks keep the ids they had.
    """
    if old is None:
        return new
    earlier = {session: talks_in(old, session) for session in old.sessions}
    replaced: dict[Session, Session] = {}
    joined: dict[Session, Session] = {}
    for session in new.sessions:
        talks = talks_in(new, session)
        for before, before_talks in earlier.items():
            if before in replaced or before in joined:
                continue
            if _is_same(before, before_talks, session, talks):
                replaced[before] = session
                break
            if same_title_key(before.title) == same_title_key(session.title):
                joined[before] = session
                break
    return _put_together(old, new, replaced, joined)


def talks_in(programme: Programme, session: Session) -> list[Talk]:
    """Return the talks of *programme* that belong to *session*, in their order."""
    return [talk for talk in programme.talks if talk.session == session]


def _is_same(
    before: Session, before_talks: Sequence[Talk], after: Session, after_talks: Sequence[Talk]
) -> bool:
    same_title = same_title_key(before.title) == same_title_key(after.title)
    same_source = bool(before.source) and before.source == after.source
    if not (same_title or same_source):
        return False
    one, other = _titles(before_talks), _titles(after_talks)
    smaller = min(len(one), len(other))
    return not smaller or len(one & other) >= _ALIKE * smaller


def _titles(talks: Iterable[Talk]) -> set[str]:
    """Return the titles that tell sessions apart: those of talks with people, if there are any."""
    of_people = {same_title_key(talk.title) for talk in talks if talk.authors}
    return of_people or {same_title_key(talk.title) for talk in talks}


def _put_together(
    old: Programme, new: Programme, replaced: dict[Session, Session], joined: dict[Session, Session]
) -> Programme:
    known = {**replaced, **joined}
    sessions = [known.get(session, session) for session in old.sessions]
    sessions += [session for session in new.sessions if session not in sessions]
    gone = [talk for talk in old.talks if talk.session in replaced]
    stay = [
        replace(talk, session=joined.get(talk.session, talk.session))
        for talk in old.talks
        if talk.session not in replaced
    ]
    again = {(talk.title, talk.kind, talk.session, talk.start) for talk in stay}
    coming = [t for t in new.talks if (t.title, t.kind, t.session, t.start) not in again]
    fresh = identified(old.id, coming, known=gone, taken=(talk.id for talk in old.talks))
    order = {session: at for at, session in enumerate(sessions)}
    talks = sorted([*stay, *fresh], key=lambda talk: order[talk.session])
    return Programme(old.id, new.name, tuple(sessions), tuple(talks))
