"""confbrowse's own engine."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.engines import BEST
from benchmarks.papers import Paper

from confbrowse.model import Session, Talk
from confbrowse.search import index, index_builder
from confbrowse.search.evaluator import index_part
from confbrowse.search.parser import parse
from confbrowse.search.searcher import Searcher

NAME = "corpus"


class Engine:
    """One index over all."""

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        """Make the index as an import does."""
        stream = index_builder.read(_talk(paper) for paper in papers)
        cover = index.Cover(NAME, "", len(papers))
        index.write_segment(index.build(stream, (cover,)), folder / "ours.index")

    def load(self, papers: Sequence[Paper], folder: Path) -> None:  # noqa: ARG002 - not needed
        """Map the index."""
        found = index.open_segment(folder / "ours.index")
        self._index = Searcher((index_part(found, {NAME: 0}),))
        self._index.warm()

    def search(self, text: str) -> list[int]:
        """Answer as the screen does: the first page, then talks with some of the words."""
        found = self._index.search(parse(text))
        return [hit.number for hit in (*found.first, *found.soft)[:BEST]]


def _talk(paper: Paper) -> Talk:
    session = Session("", paper.session)
    return Talk("", session, paper.title, authors=paper.authors, abstract=paper.abstract)
