"""Counts the results of a search in each part of the library."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from confbrowse.model import Scope
from confbrowse.storage.library import LibraryStore

if TYPE_CHECKING:
    from confbrowse.search.part_counts import PartCounter


class HitCounter:
    """Counts talks in the parts of the library, which it reads once until ``forget``."""

    def __init__(self, library: LibraryStore) -> None:
        self._library = library
        self._known: dict[str, PartCounter] = {}
        """One counter at most; replaced with the library, perhaps while another thread reads it."""

    def forget(self) -> None:
        """Read the library again: it has changed."""
        self._known = {}

    def count(self, numbers: Sequence[int], scope: Scope) -> Mapping[Scope, int]:
        """Return how many of the talks with *numbers* are in *scope* and in each of its parts.

        May read the library: call it in a thread.
        """
        # loads numpy, which is too slow for the first frame
        from confbrowse.search.part_counts import PartCounter

        known = self._known
        if "counter" not in known:
            known["counter"] = PartCounter(self._library.sessions_of_talks())
        return known["counter"].counts(numbers, scope)
