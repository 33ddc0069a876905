"""How good "more like this" and "for you" are, on programmes whose topics are hidden from every method.

Topics (tracks, rooms of developers, keywords) stand in for what a person would find alike or interesting. They are
taken out of the talks, and used only to judge.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from confbrowse.discovery.recommend import taste
from confbrowse.discovery.vector_store import LibraryVectors
from confbrowse.discovery.vectors import Vectors, learn
from confbrowse.model import Session, Talk
from confbrowse.search import index, index_builder
from confbrowse.search.evaluator import index_part
from confbrowse.search.index import Cover
from confbrowse.search.marks import MarkSets
from confbrowse.text.html import html_to_text
from confbrowse.text.slugs import words

Floats = npt.NDArray[np.floating]
Score = Callable[[int], Floats]
"""How similar each talk is to the one with this index."""
Learn = Callable[[Sequence[int]], Floats]
"""How much each talk may interest someone who has starred these."""
_SESSION = Session("", "")
_AT = 10
_STARS = 10
_FEWEST_LEFT = 8
"""Talks of a topic besides the starred ones, for the topic to be a person's interest."""
_K1, _B = 1.2, 0.75
"""Of BM25, as usual."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Talks that have nothing but title and abstract, and the hidden topics of each."""

    name: str
    talks: tuple[Talk, ...]
    topics: tuple[frozenset[str], ...]

    def alike(self) -> npt.NDArray[np.bool_]:
        """Return which talks share a topic; none shares one with itself."""
        names = {name: at for at, name in enumerate(sorted(frozenset().union(*self.topics)))}
        has = np.zeros((len(self.talks), len(names)), np.float32)
        for row, found in enumerate(self.topics):
            has[row, [names[name] for name in found]] = 1
        alike: npt.NDArray[np.bool_] = has @ has.T > 0
        np.fill_diagonal(alike, False)
        return alike


def read(data: Path) -> tuple[Labelled, ...]:
    """Return the programmes in the folder *data*."""
    acl = _rows(data / "miniconf-acl2020/main_papers.csv")
    iclr = _rows(data / "miniconf-iclr2020/papers.csv")
    return (
        Labelled("ACL 2020, tracks", _papers(acl), tuple(frozenset({row["track"]}) for row in acl)),
        Labelled("ACL 2020, keywords", _papers(acl), tuple(map(_keywords, acl))),
        Labelled("ICLR 2020, keywords", _papers(iclr), tuple(map(_keywords, iclr))),
        _fosdem(data / "frab-xml/fosdem-2024.xml"),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def _papers(rows: Sequence[Mapping[str, str]]) -> tuple[Talk, ...]:
    return tuple(
        Talk(f"paper/{at}", _SESSION, row["title"], abstract=row["abstract"])
        for at, row in enumerate(rows)
    )


def _keywords(row: Mapping[str, str]) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in row["keywords"].split("|")) - {""}


def _fosdem(path: Path) -> Labelled:
    talks, topics = [], []
    for at, event in enumerate(ET.parse(path).iter("event")):  # noqa: S314 - a file at hand
        texts = [
            html_to_text(event.findtext(name) or "").text for name in ("abstract", "description")
        ]
        title = event.findtext("title") or ""
        talks.append(
            Talk(f"event/{at}", _SESSION, title, abstract="\n\n".join(filter(None, texts)))
        )
        topics.append(frozenset({event.findtext("track") or ""}))
    return Labelled("FOSDEM 2024, devrooms", tuple(talks), tuple(topics))


def learned(talks: Sequence[Talk]) -> Vectors:
    """Return the vectors of *talks*, from an index of them."""
    segment = index.build(index_builder.read(talks), (Cover("", "", len(talks)),))
    return learn([index_part(segment, {"": 0})])


class Method:
    """A way to score talks by likeness to one, or by what someone has starred."""

    def __init__(self, name: str, similar: Score, for_you: Learn | None = None) -> None:
        self.name = name
        self.similar = similar
        self.for_you = for_you or (lambda stars: sum(map(similar, stars), np.zeros(1)))


def methods(talks: Sequence[Talk], seed: int) -> tuple[Method, ...]:
    """Return what is compared: chance, words of the title, TF-IDF, and confbrowse."""
    random = np.random.default_rng(seed)
    vectors = learned(talks)
    found = LibraryVectors(vectors, np.arange(vectors.size), 0)
    by_words = vectors.terms_of(np.arange(vectors.size))

    def tf_idf(at: int) -> Floats:
        return vectors.by_words(*by_words.row(at))

    def ours(at: int) -> Floats:
        return vectors.similarities(vectors.of_talk(talks[at]))

    def for_you(stars: Sequence[int]) -> Floats:
        found_taste = taste(found, MarkSets(starred=frozenset(stars)))
        assert found_taste
        return found_taste.scores

    return (
        Method("random", lambda _: random.random(len(talks)), lambda _: random.random(len(talks))),
        Method("BM25 of the title", bm25_of_title(talks)),
        Method("TF-IDF cosine", tf_idf),
        Method("confbrowse", ours, for_you),
    )


def bm25_of_title(talks: Sequence[Talk]) -> Score:
    """Return how well all of a talk matches the title of another, by BM25."""
    counts = [Counter(words(f"{talk.title} {talk.abstract}")) for talk in talks]
    frequency = Counter(word for one in counts for word in one)
    lengths = np.array([sum(one.values()) for one in counts])
    damping = _K1 * (1 - _B + _B * lengths / lengths.mean())

    def score(at: int) -> Floats:
        found = np.zeros(len(talks))
        for word in set(words(talks[at].title)):
            rarity = np.log(1 + (len(talks) - frequency[word] + 0.5) / (frequency[word] + 0.5))
            times = np.array([one[word] for one in counts])
            found += rarity * times * (_K1 + 1) / (times + damping)
        return found

    return score


def precision(labelled: Labelled, method: Method) -> float:
    """Return the share of talks on the subject among the first ten like each talk that has any."""
    alike = labelled.alike()
    found = []
    for at in np.flatnonzero(alike.any(axis=1)).tolist():
        scores = np.array(method.similar(at), np.float64)
        scores[at] = -np.inf
        found.append(alike[at, np.argsort(-scores, kind="stable")[:_AT]].mean())
    return float(np.mean(found))


def average_precision(labelled: Labelled, method: Method, seed: int, stars: int) -> float:
    """Return the mean over topics, and three choices of *stars* talks, of the average precision of the rest."""
    random = np.random.default_rng(seed)
    sizes = Counter(name for found in labelled.topics for name in found)
    found = []
    for topic in sorted(name for name, size in sizes.items() if size >= stars + _FEWEST_LEFT):
        wanted = np.array([topic in topics for topics in labelled.topics])
        for _ in range(3):
            starred = random.choice(np.flatnonzero(wanted), stars, replace=False)
            scores = np.array(method.for_you(starred.tolist()), np.float64)
            scores[starred] = -np.inf
            hits = wanted[np.argsort(-scores, kind="stable")[: len(wanted) - stars]]
            ranks = np.flatnonzero(hits) + 1
            found.append((np.arange(1, len(ranks) + 1) / ranks).mean())
    return float(np.mean(found))


def speed(home: Path) -> dict[str, float]:
    """Return milliseconds, medians, on the library in the folder *home*, whose vectors are made if need be."""
    from confbrowse.discovery.similar import similar_talks
    from confbrowse.discovery.vector_store import VectorStore
    from confbrowse.model import EVERYTHING
    from confbrowse.storage.library import LibraryStore

    library = LibraryStore.at(home / "data" / "library.db")
    store = VectorStore(library)
    begin = perf_counter()
    found = store.ready()
    assert found
    ready = perf_counter() - begin
    numbers = library.numbers(EVERYTHING)
    every = max(len(numbers) // 30, 1)
    talks = [*library.talks(numbers[::every]).values()]
    random = np.random.default_rng(1)
    stars = [MarkSets(starred=frozenset(random.choice(numbers, 20).tolist())) for _ in range(9)]
    return {
        "talks": len(numbers),
        "vectors ready": ready * 1000,
        "like, scores": _median(
            lambda talk: found.vectors.similarities(found.vectors.of_talk(talk)), talks
        ),
        "like, 60 talks with terms": _median(lambda talk: similar_talks(store, talk, 60), talks),
        "for you, learned and scored": _median(lambda marks: taste(found, marks), stars),
    }


def _median(of: Callable[..., object], values: Sequence[object]) -> float:
    times = []
    for value in values:
        begin = perf_counter()
        of(value)
        times.append((perf_counter() - begin) * 1000)
    return float(np.median(times))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, help="folder of real programmes: quality")
    parser.add_argument("--home", type=Path, help="what make_library.py has filled: speed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stars", type=int, default=_STARS)
    arguments = parser.parse_args()
    if not (arguments.data or arguments.home):
        parser.error("say --data DIR, --home DIR or both")
    if arguments.home:
        print(json.dumps({name: round(value, 1) for name, value in speed(arguments.home).items()}))
    for labelled in read(arguments.data) if arguments.data else ():
        for method in methods(labelled.talks, arguments.seed):
            record: dict[str, object] = {"data": labelled.name, "method": method.name}
            record["like, precision@10"] = round(precision(labelled, method), 3)
            if "keywords" not in labelled.name:
                for_you = average_precision(labelled, method, arguments.seed, arguments.stars)
                record[f"for you, AP from {arguments.stars} stars"] = round(for_you, 3)
            print(json.dumps(record), flush=True)


if __name__ == "__main__":
    main()
