"""The talks of a list, read from the library a page at a time, when they are seen."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import overload

from confbrowse.errors import ConfbrowseError
from confbrowse.model import Talk
from confbrowse.stores.library import Library

_PAGE = 48
"""Talks read at once: a screenful."""
_PAGES_KEPT = 12


class Listing(Sequence[Talk | None]):
    """The talks with some numbers, in their order; None stands for one that is gone.

    Reading a page takes about a millisecond. An error is told once a page, and leaves it empty.
    """

    def __init__(
        self, library: Library, numbers: Sequence[int], failed: Callable[[ConfbrowseError], None]
    ) -> None:
        self.numbers = numbers
        self._library = library
        self._failed = failed
        self._pages: OrderedDict[int, list[Talk | None]] = OrderedDict()

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Talk | None: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Talk | None]: ...

    def __getitem__(self, at: int | slice) -> Talk | Sequence[Talk | None] | None:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        page, place = divmod(range(len(self))[at], _PAGE)
        if page not in self._pages:
            self._pages[page] = self._read(page)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[page][place]

    def place_of(self, number: int) -> int | None:
        """Return where in the list the talk with this *number* stands; None where it does not."""
        try:
            return self.numbers.index(number)
        except ValueError:
            return None

    def _read(self, page: int) -> list[Talk | None]:
        numbers = self.numbers[page * _PAGE : (page + 1) * _PAGE]
        try:
            found = self._library.talks(numbers)
        except ConfbrowseError as error:
            self._failed(error)
            found = {}
        return [found.get(number) for number in numbers]
