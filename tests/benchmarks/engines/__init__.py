"""The programs and libraries that searches are measured with, one module each."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from benchmarks.papers import Paper

NAMES = ("ours", "tantivy_fuzzy", "fts5_words", "fts5_trigrams", "wratio", "textual_fuzzy", "fzf")
"""Every engine: the name of its module."""
BEST = 10
"""So many results are asked for."""


class MissingError(Exception):
    """An engine is not installed here."""


class Engine(Protocol):
    """What a module of this package has to offer as ``Engine``."""

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        """Make the index in *folder*. Raises MissingError."""

    def load(self, papers: Sequence[Paper], folder: Path) -> None:
        """Open the index, ready for the first query; *papers* are at hand for those without one."""

    def search(self, text: str) -> list[int]:
        """Return the places of the BEST papers, the best first."""
