"""Fills a confbrowse home with a library of any size, made from real papers.

Usage: ``python tests/benchmarks/make_library.py --home DIR [--talks 100000] [--stars 0]``

The papers are in a file next to the checkout that may not be distributed. Beyond their number, talks are
recombined: title and session of one with people and abstract of another, the same in every run. Times, rooms and
kinds are invented, so that the order of time is not that of the file.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from confbrowse.identity import assign_ids
from confbrowse.model import EVERYTHING, Programme, Session, Talk
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.slugs import slug

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "data" / "corpus" / "talks.jsonl.gz"
EDITION = re.compile(r"(?P<venue>.+?)(?P<year>(?:19|20)\d\d)(?: (?P<session>.+))?")
KINDS = ("Oral", "Spotlight", "Poster")
DAYS, SLOTS_A_DAY, SLOT = 5, 36, timedelta(minutes=15)
"""09:00 to 18:00 on each day."""
SCATTER = 37
"""Has no divisor in common with the number of slots, so that neighbours get slots far apart."""
TITLE_STRIDE, PEOPLE_STRIDE = 7_919, 48_271
"""Primes: each walks through all papers, in another order."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of the file."""

    programme: str
    """``ICML 2023``."""
    year: int
    session: str
    """``Poster main``."""
    title: str
    authors: tuple[str, ...]
    abstract: str


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--home", type=Path, required=True, help="what CONFBROWSE_HOME will name")
    parser.add_argument("--talks", type=int, default=100_000)
    parser.add_argument("--stars", type=int, default=0, help="so many of them are starred")
    arguments = parser.parse_args()
    if not CORPUS.exists():
        sys.exit(f"The papers to make a library of are not here: {CORPUS}")
    began = time.perf_counter()
    path = arguments.home / "data" / "library.db"
    library, programmes = LibraryStore.at(path), 0
    for programme in programmes_of(recombined(read(CORPUS), arguments.talks)):
        library.put(programme)
        programmes += 1
    if arguments.stars:
        star(arguments.home, library, arguments.stars)
    seconds, mebibytes = time.perf_counter() - began, path.stat().st_size / (1 << 20)
    print(
        f"{arguments.talks:,} talks in {programmes} programmes: {path}, {mebibytes:.0f} MiB, {seconds:.0f} s"
    )


def star(home: Path, library: LibraryStore, count: int) -> None:
    """Star *count* talks, evenly chosen among those of *library*."""
    numbers = library.numbers(EVERYTHING)
    step = max(len(numbers) // count, 1)
    talks = tuple(library.talks(numbers[::step][:count]).values())
    MarkStore.at(home / "data" / "agenda.db").mark(talks, lambda mark: replace(mark, starred=True))


def read(path: Path) -> list[Paper]:
    """Return the papers in the file at *path*, cleaned as an import cleans them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_paper(json.loads(line)) for line in lines]


def recombined(papers: Sequence[Paper], count: int) -> Iterator[Paper]:
    """Yield *count* papers: evenly chosen real ones, or all of them and then mixtures."""
    real = len(papers)
    for at in range(min(count, real)):
        yield papers[at * real // min(count, real)]
    for at in range(count - real):
        of_title = papers[at * TITLE_STRIDE % real]
        other = papers[(at * PEOPLE_STRIDE + at // real + 1) % real]
        yield Paper(
            of_title.programme,
            of_title.year,
            of_title.session,
            of_title.title,
            other.authors,
            other.abstract,
        )


def programmes_of(papers: Iterable[Paper]) -> Iterator[Programme]:
    """Yield a programme for every venue and year, its talks spread over five days."""
    editions: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        editions[paper.programme].append(paper)
    for name, edition in editions.items():
        titles = dict.fromkeys(paper.session for paper in edition)
        sessions = {title: Session(name, title, source="made up") for title in titles}
        talks = (_talk(at, paper, sessions[paper.session]) for at, paper in enumerate(edition))
        programme = slug(name)
        yield Programme(
            programme, name, tuple(sessions.values()), tuple(assign_ids(programme, tuple(talks)))
        )


def _paper(record: dict[str, str | list[str]]) -> Paper:
    edition = EDITION.fullmatch(clean_line(str(record["session"])))
    assert edition, f"no venue and year: {record['session']}"
    return Paper(
        f"{edition['venue']} {edition['year']}",
        int(edition["year"]),
        edition["session"] or "main",
        clean_line(str(record["title"])),
        tuple(clean_line(author) for author in record["authors"]),
        clean_text(str(record["abstract"])),
    )


def _talk(at: int, paper: Paper, session: Session) -> Talk:
    day, slot = divmod(at * SCATTER % (DAYS * SLOTS_A_DAY), SLOTS_A_DAY)
    start = datetime(paper.year, 7, 3, 9, tzinfo=UTC) + timedelta(days=day) + slot * SLOT
    return Talk(
        id="",
        session=session,
        title=paper.title,
        kind=next((kind for kind in KINDS if paper.session.startswith(kind)), None),
        authors=paper.authors,
        start=start,
        end=start + SLOT,
        timezone="UTC",
        room=f"Hall {at // (DAYS * SLOTS_A_DAY) + 1}",
        abstract=paper.abstract,
        source="made up",
    )


if __name__ == "__main__":
    main()
