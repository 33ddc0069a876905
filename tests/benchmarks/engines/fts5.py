"""Shared by the two tables of SQLite's full text search."""

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from benchmarks.engines import BEST
from benchmarks.papers import Paper

WORD = re.compile(r"[^\W_]+")


class Table:
    """One FTS5 table; titles count ten times, authors five times as much as abstracts."""

    name: str
    tokenizer: str

    def build(self, papers: Sequence[Paper], folder: Path) -> None:
        """Fill the table."""
        with sqlite3.connect(folder / self.name) as db:
            columns = "title, authors, session, abstract"
            db.execute(f"CREATE VIRTUAL TABLE paper USING fts5 ({columns}, {self.tokenizer})")
            rows = (
                (at, one.title, ", ".join(one.authors), one.session, one.abstract)
                for at, one in enumerate(papers)
            )
            insert = f"INSERT INTO paper (rowid, {columns}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608 - ours
            db.executemany(insert, rows)

    def load(self, papers: Sequence[Paper], folder: Path) -> None:  # noqa: ARG002 - all is in the table
        """Open the table."""
        self._db = sqlite3.connect(folder / self.name)

    def search(self, text: str) -> list[int]:
        """Return the best papers by bm25 that contain every word."""
        asked = self.asked(WORD.findall(text.casefold()))
        if not asked:
            return []
        query = (
            "SELECT rowid FROM paper WHERE paper MATCH ? ORDER BY bm25(paper, 10, 5, 2, 1) LIMIT ?"
        )
        return [place for (place,) in self._db.execute(query, (asked, BEST))]

    def asked(self, words: Sequence[str]) -> str:
        """Return the query in the language of FTS5; empty if it cannot be expressed."""
        raise NotImplementedError
