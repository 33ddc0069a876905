"""rapidfuzz's WRatio, over titles and authors."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.engines import BEST
from benchmarks.papers import Paper
from rapidfuzz import fuzz, process, utils


class Engine:
    """No index: every heading is compared with every query."""

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        """Do nothing."""

    def load(self, papers: Sequence[Paper], folder: Path) -> None:  # noqa: ARG002 - no index
        """Fold the headings once."""
        self._headings = [utils.default_process(paper.heading) for paper in papers]

    def search(self, text: str) -> list[int]:
        """Return the most similar headings."""
        typed = utils.default_process(text)
        found = process.extract(typed, self._headings, scorer=fuzz.WRatio, limit=BEST)
        return [place for _, _, place in found]
