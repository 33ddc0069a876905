"""The order of a list: numbers of talks, put in another one. Never on the screen's thread."""

from collections.abc import Iterable, Mapping, Sequence

from confbrowse.place import Order
from confbrowse.search.standing import Standing
from confbrowse.stores.library import Library
from confbrowse.text.slugs import words


class Ordering:
    """Orders the talks of a library; what it has read of it is kept until ``forget``."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._ranks: dict[Order, Mapping[int, int]] = {}

    def forget(self) -> None:
        """Read the library anew the next time."""
        self._ranks = {}

    def ordered(
        self, numbers: Sequence[int], order: Order, within: Sequence[int], said: Standing
    ) -> Sequence[int]:
        """Return *numbers*, the best first, in *order*; equals stay as they are.

        *within* are these and others by time.
        """
        if order == "time":
            found = set(numbers)
            return [number for number in within if number in found]
        if order == "interest":
            return sorted(numbers, key=lambda number: _interest(number, said))
        if order == "relevance":
            return numbers
        if order not in self._ranks:
            self._ranks = {**self._ranks, order: ranks(self._library.names(), order)}
        known = self._ranks[order]
        return sorted(numbers, key=lambda number: known.get(number, len(known)))


def _interest(number: int, said: Standing) -> tuple[int, bool]:
    return -said.interest.get(number, 0), number not in said.starred


def ranks(names: Iterable[tuple[int, str, str]], order: Order) -> dict[int, int]:
    """Return the place of each number in *order*; *names* are numbers with title and session."""
    keys = {
        number: (words(session) if order == "session" else words(title), number)
        for number, title, session in names
    }
    return {number: at for at, number in enumerate(sorted(keys, key=keys.__getitem__))}
