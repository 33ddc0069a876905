"""confbrowse's own engine."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.engines import BEST
from benchmarks.papers import Paper

from confbrowse.model import Session, Talk
from confbrowse.search import building, segment
from confbrowse.search.engine import Index
from confbrowse.search.parse import parse
from confbrowse.search.together import part

NAME = "corpus"


class Engine:
    """One index over all."""

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        """Make the index as an import does."""
        stream = building.read(_talk(paper) for paper in papers)
        cover = segment.Cover(NAME, "", len(papers))
        segment.write(segment.build(stream, (cover,)), folder / "ours.index")

    def load(self, papers: Sequence[Paper], folder: Path) -> None:  # noqa: ARG002 - not needed
        """Map the index."""
        found = segment.opened(folder / "ours.index")
        self._index = Index((part(found, {NAME: 0}),))
        self._index.warm()

    def search(self, text: str) -> list[int]:
        """Answer as the screen does: the first page."""
        return [hit.number for hit in self._index.search(parse(text)).first[:BEST]]


def _talk(paper: Paper) -> Talk:
    session = Session("", paper.session)
    return Talk("", session, paper.title, authors=paper.authors, abstract=paper.abstract)
