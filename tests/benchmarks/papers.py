"""The papers that the search is measured on: one JSON object per line, gzipped or not."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of a corpus."""

    title: str
    authors: tuple[str, ...]
    session: str
    abstract: str

    @property
    def line(self) -> str:
        """The whole paper in one line, for programs that search lines."""
        return " · ".join((self.title, ", ".join(self.authors), self.session, self.abstract))

    @property
    def heading(self) -> str:
        """Title and authors, for programs too slow for abstracts."""
        return f"{self.title} · {', '.join(self.authors)}"


def read(path: Path) -> Iterator[Paper]:
    """Yield the papers in the file at *path*, their texts without line ends."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            authors = tuple(map(_plain, record["authors"]))
            texts = (_plain(record[name] or "") for name in ("title", "session", "abstract"))
            title, session, abstract = texts
            yield Paper(title, authors, session, abstract)


def _plain(text: str) -> str:
    return " ".join(text.split())
