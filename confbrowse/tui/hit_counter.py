"""Counts the results of a search in each part of the library."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from confbrowse.model import EVERYTHING, Scope
from confbrowse.storage.library import LibraryStore


class HitCounter:
    """Counts talks in the parts of the library, which it reads once until ``forget``."""

    def __init__(self, library: LibraryStore) -> None:
        self._library = library
        self._sessions: tuple[Sequence[Scope], Mapping[int, int]] = ((), {})
        """The sessions, and the index of its session for the number of each talk."""

    def forget(self) -> None:
        """Read the library again: it has changed."""
        self._sessions = ((), {})

    def count(self, numbers: Iterable[int], scope: Scope) -> Mapping[Scope, int]:
        """Return how many of the talks with *numbers* are in *scope* and in each of its parts.

        May read the library: call it in a thread. It takes about 25 ms for 100,000 talks.
        """
        sessions, session_of = self._sessions
        if not sessions:
            places: dict[Scope, int] = {}
            session_of = {
                number: places.setdefault(part, len(places))
                for number, part in self._library.sessions_of_talks()
            }
            sessions, session_of = self._sessions = (tuple(places), session_of)
        found: Counter[Scope] = Counter()
        for at, talks in Counter(map(session_of.get, numbers)).items():
            if at is None:
                continue  # talks that the library does not have any more
            session = sessions[at]
            day, programme = Scope(session.programme, session.day), Scope(session.programme)
            for part in (session, day, programme, EVERYTHING):
                if scope.contains(part):
                    found[part] += talks
        return found
