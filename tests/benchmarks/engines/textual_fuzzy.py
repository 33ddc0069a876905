"""The matcher behind Textual's command palette, over titles and authors."""

from collections.abc import Sequence
from heapq import nlargest
from pathlib import Path

from benchmarks.engines import BEST
from benchmarks.papers import Paper
from textual.fuzzy import FuzzySearch


class Engine:
    """No index: every heading is compared with every query."""

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        """Do nothing."""

    def load(self, papers: Sequence[Paper], folder: Path) -> None:  # noqa: ARG002 - no index
        """Keep the headings."""
        self._headings = [paper.heading for paper in papers]

    def search(self, text: str) -> list[int]:
        """Return the headings with the highest scores."""
        matching = FuzzySearch(case_sensitive=False, cache_size=1)
        scores = ((matching.match(text, one)[0], -at) for at, one in enumerate(self._headings))
        return [-at for score, at in nlargest(BEST, scores) if score > 0]
