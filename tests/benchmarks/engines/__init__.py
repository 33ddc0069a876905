"""The programs and libraries that the search is compared with, one module each."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from benchmarks.papers import Paper

NAMES = ("ours", "tantivy_fuzzy", "fts5_words", "fts5_trigrams", "wratio", "textual_fuzzy", "fzf")
"""Every engine, by the name of its module."""
BEST = 10
"""The number of results to ask for."""


class MissingError(Exception):
    """An engine is not installed here."""


class Engine(Protocol):
    """The interface of ``Engine`` in a module of this package."""

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        """Make the index in *folder*. Raises MissingError."""

    def load(self, papers: Sequence[Paper], folder: Path) -> None:
        """Open the index, ready for the first query; *papers* are at hand for those without one."""

    def search(self, text: str) -> list[int]:
        """Return the places of the BEST papers, the best first."""
