"""Counts the results of a search in each part of the library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confbrowse.model import EVERYTHING, Scope
from confbrowse.storage.library import LibraryStore

if TYPE_CHECKING:
    from confbrowse.search.matcher import I64


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of the library, and in which of them each talk is."""

    parts: Sequence[Scope]
    """Sessions, days, programmes and the whole library."""
    known: "I64"
    """The numbers of all talks, sorted."""
    sessions: "I64"
    """The session of each talk, as an index into ``parts``."""
    larger: "I64"
    """Shape (4, parts): each part, its day, its programme and the whole library; of sessions only."""


class HitCounter:
    """Counts talks in the parts of the library, which it reads once until ``forget``."""

    def __init__(self, library: LibraryStore) -> None:
        self._library = library
        self._parts: _Parts | None = None

    def forget(self) -> None:
        """Read the library again: it has changed."""
        self._parts = None

    def count(self, numbers: Sequence[int], scope: Scope) -> Mapping[Scope, int]:
        """Return how many of the talks with *numbers* are in *scope* and in each of its parts.

        May read the library: call it in a thread. It takes about 3 ms for 100,000 talks.
        """
        import numpy as np  # the search has loaded it by now, the start must not

        found = self._parts = self._parts or self._read()
        # talks that the library does not have any more are left out
        is_hit = np.isin(found.known, np.asarray(numbers, np.int64), assume_unique=True)
        in_session = np.bincount(found.sessions[is_hit], minlength=len(found.larger[0]))
        hit = np.flatnonzero(in_session)
        counts = np.zeros(len(found.parts), np.int64)
        for larger in found.larger:
            np.add.at(counts, larger[hit], in_session[hit])
        parts = ((found.parts[at], int(counts[at])) for at in np.flatnonzero(counts).tolist())
        return {part: talks for part, talks in parts if scope.contains(part)}

    def _read(self) -> _Parts:
        import numpy as np  # as above

        places: dict[Scope, int] = {}
        session_of = {
            number: places.setdefault(part, len(places))
            for number, part in self._library.sessions_of_talks()
        }
        sessions = [*places]
        larger = [
            range(len(sessions)),
            [places.setdefault(Scope(one.programme, one.day), len(places)) for one in sessions],
            [places.setdefault(Scope(one.programme), len(places)) for one in sessions],
            [places.setdefault(EVERYTHING, len(places)) for _ in sessions],
        ]
        known = np.fromiter(session_of.keys(), np.int64, len(session_of))
        order = np.argsort(known)
        of_talks = np.fromiter(session_of.values(), np.int64, len(session_of))
        return _Parts(tuple(places), known[order], of_talks[order], np.array(larger, np.int64))
