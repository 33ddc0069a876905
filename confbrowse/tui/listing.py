"""The talks of a list, read from the library a page at a time, when they are seen."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import overload

from confbrowse.errors import ConfbrowseError
from confbrowse.model import Talk
from confbrowse.stores.library import Library

_PAGE = 48
"""Talks read at once: a screenful."""
_MOST_KEPT = 1_200
"""Talks: those of a few searches, one letter apart, are mostly the same."""


class Listing(Sequence[Talk | None]):
    """The talks with some numbers, in their order; None stands for one that is gone.

    Reading a page takes about a millisecond. An error is told once, and leaves the page empty.
    """

    def __init__(
        self, library: Library, numbers: Sequence[int], failed: Callable[[ConfbrowseError], None]
    ) -> None:
        self.numbers = numbers
        self._library = library
        self._failed = failed
        self._talks: OrderedDict[int, Talk | None] = OrderedDict()
        """What was read, by number, the latest last."""

    def of(self, numbers: Sequence[int]) -> "Listing":
        """Return a listing of other *numbers* of the same library, as it was read so far."""
        other = Listing(self._library, numbers, self._failed)
        other._talks.update((number, talk) for number, talk in self._talks.items() if talk)
        return other

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Talk | None: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Talk | None]: ...

    def __getitem__(self, at: int | slice) -> Talk | Sequence[Talk | None] | None:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        number = self.numbers[place]
        if number not in self._talks:
            self._read(place // _PAGE)
        return self._talks[number]

    def reader(self, lines: range) -> Callable[[], list[Talk]]:
        """Return what reads the talks on *lines*, in any thread; those read already are not read again."""
        numbers = [self.numbers[at] for at in lines]
        known = {number: self._talks.get(number) for number in numbers}

        def read() -> list[Talk]:
            missing = [number for number, talk in known.items() if talk is None]
            found = self._library.talks(missing) if missing else {}
            talks = (known[number] or found.get(number) for number in numbers)
            return [talk for talk in talks if talk]

        return read

    def place_of(self, number: int) -> int | None:
        """Return where in the list the talk with this *number* stands; None where it does not."""
        try:
            return self.numbers.index(number)
        except ValueError:
            return None

    def _read(self, page: int) -> None:
        """Read what is not known yet of *page*."""
        numbers = self.numbers[page * _PAGE : (page + 1) * _PAGE]
        missing = [number for number in numbers if number not in self._talks]
        try:
            found = self._library.talks(missing)
        except ConfbrowseError as error:
            self._failed(error)
            found = {}
        while len(self._talks) > _MOST_KEPT:
            self._talks.popitem(last=False)
        self._talks.update((number, found.get(number)) for number in missing)
