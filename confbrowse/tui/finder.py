"""Search in the library from the screen: the index is made when it is first needed, in a thread."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from confbrowse.model import Scope
from confbrowse.stores.library import Library

if TYPE_CHECKING:
    from confbrowse.search import Index


class Finder:
    """Finds the numbers of talks; may be called from any thread, and holds it while it works."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = Lock()
        self._index: Index | None = None
        self._version = ""

    def find(self, scope: Scope, query: str, given_up: Callable[[], bool]) -> Sequence[int] | None:
        """Return the talks in *scope* that answer *query*, best first; all of them for an empty one.

        One search runs at a time. None where *given_up*, asked when its turn has come, says that
        nobody waits for the answer any more.
        """
        numbers = self._library.numbers(scope)
        if not query.strip():
            return numbers
        within = numbers if isinstance(numbers, range) else frozenset(numbers)
        with self._lock:
            if given_up():
                return None
            return [hit.number for hit in self._up_to_date().search(query, within)]

    def _up_to_date(self) -> "Index":
        from confbrowse.search import index  # rapidfuzz costs a sixth of the time to start

        version = self._library.version()
        if self._index is None or version != self._version:
            self._index, self._version = index(self._library.searchable()), version
        return self._index
