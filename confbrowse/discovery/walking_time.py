"""The talks that a starred one leaves no time to walk to, which ``is:free`` and ``is:clash`` mind."""

from collections.abc import Set

from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.rooms import Walks
from confbrowse.search.query import Query, asks_for_status
from confbrowse.storage.library import LibraryStore


def asks_for_walks(query: Query, walks: Walks) -> bool:
    """Return whether *query* depends on the time that the *walks* between rooms take."""
    return bool(walks.longest) and asks_for_status(query, {"free", "clash"})


def too_far(library: LibraryStore, clashes: ClashIndex) -> Set[int]:
    """Return the numbers of the talks of *library* that are too far from one of *clashes*. Raises StoreError.

    Only the talks that begin or end near a starred one are read.
    """
    every = [one.id for one in library.programmes()]
    near = [
        number
        for slot, numbers in library.slots(every).items()
        if clashes.is_near(slot)
        for number in numbers
    ]
    return {number for number, talk in library.talks(near).items() if clashes.is_too_far(talk)}
