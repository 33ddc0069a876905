"""The two stores of a home, passed to sync files as functions, and marks made in them."""

from dataclasses import replace
from pathlib import Path

from confbrowse.model import Talk
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore

Stores = tuple[MarkStore, LibraryStore]


def stores_in(folder: Path) -> Stores:
    """Return the stores in *folder*, which are created by the first write."""
    return MarkStore.at(folder / "agenda.db"), LibraryStore.at(folder / "library.db")


def star(stores: Stores, *talks: Talk) -> None:
    """Star *talks* in one step."""
    stores[0].mark(talks, lambda mark: replace(mark, starred=True))


def unstar(stores: Stores, *talks: Talk) -> None:
    """Remove the stars of *talks* in one step."""
    stores[0].mark(talks, lambda mark: replace(mark, starred=False))


def note(stores: Stores, one: Talk, text: str | None) -> None:
    """Write *text* as the note on a talk; None removes the note."""
    stores[0].mark([one], lambda mark: replace(mark, note=text))
