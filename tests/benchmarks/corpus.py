"""Enlarges a corpus by recombination: title and session of one paper, people and abstract of another.

Usage: ``python tests/benchmarks/corpus.py --corpus F.jsonl[.gz] [--talks 1000000] > BIG.jsonl``

The papers of the file come first, each once. The same file and number give the same corpus.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.papers import Paper, read

TITLE_STRIDE, PEOPLE_STRIDE, TEXT_STRIDE = 7_919, 48_271, 104_729
"""Primes: each walks through all papers, in another order."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--talks", type=int, default=1_000_000)
    arguments = parser.parse_args()
    for paper in grown(list(read(arguments.corpus)), arguments.talks):
        print(json.dumps(asdict(paper), ensure_ascii=False))


def grown(papers: Sequence[Paper], count: int) -> Iterator[Paper]:
    """Yield *count* papers; the end of a made-up title is that of another, so that few are alike."""
    yield from papers[:count]
    real = len(papers)
    for at in range(count - real):
        title, people = (
            papers[at * TITLE_STRIDE % real],
            papers[(at * PEOPLE_STRIDE + at // real) % real],
        )
        text = papers[(at * TEXT_STRIDE + at // real) % real]
        begin, end = title.title.split(), text.title.split()
        mixed = " ".join([*begin[: -(-len(begin) // 2)], *end[len(end) // 2 :]])
        yield Paper(mixed, people.authors, title.session, text.abstract)


if __name__ == "__main__":
    main()
