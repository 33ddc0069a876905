"""Makes known-item queries, as typed by a person who remembers a paper, but not exactly.

Usage: ``python tests/benchmarks/queries.py --corpus F.jsonl[.gz] [--count 400] [--seed 1] > Q.jsonl``

Each line has the query, the title of the wanted paper, the form of the query and its number of typos. The same
corpus, count and seed give the same queries.
"""

import argparse
import json
import random
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.papers import Paper, read

from confbrowse.text.slugs import words

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_TOLD = 4
"""Letters of the shortest meaningful word."""
SHORTEST_SLIPPED = 5
"""Letters of the shortest word that gets a typo: a shorter one could be any other word."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and what is wanted."""

    query: str
    title: str
    form: str
    slips: int


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for query in made(list(read(arguments.corpus)), arguments.count, arguments.seed):
        print(json.dumps(asdict(query), ensure_ascii=False))


def made(papers: Sequence[Paper], count: int, seed: int) -> list[Query]:
    """Return *count* queries, the forms in turns; papers that do not suit a form are skipped."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    found: list[Query] = []
    tries = 0
    while len(found) < count:
        tries += 1
        if tries > 200 * count + 1_000:
            raise SystemExit("The corpus is too small for so many queries.")
        form = list(FORMS)[len(found) % len(FORMS)]
        paper = chance.choice(papers)
        typed = FORMS[form](paper, chance)
        if typed:
            slips = chance.choice((0, 0, 1, 2)) if form != "unaccented" else 0
            typed, made_slips = slipped(typed, slips, chance)
            found.append(Query(" ".join(typed), paper.title, form, made_slips))
    return found


def told(text: str) -> list[str]:
    """Return the meaningful words of *text*, in order."""
    return [word for word in words(text) if len(word) >= SHORTEST_TOLD]


def title_words(paper: Paper, chance: random.Random) -> list[str]:
    """Return two or three words of the title, in their order."""
    known = told(paper.title)
    if len(known) < 3:
        return []
    places = sorted(chance.sample(range(len(known)), chance.choice((2, 3))))
    return [known[at] for at in places]


def author_and_word(paper: Paper, chance: random.Random) -> list[str]:
    """Return the last name of one author and a word of the title."""
    known = told(paper.title)
    if not paper.authors or not known:
        return []
    name = words(chance.choice(paper.authors))[-1:]
    return [*name, chance.choice(known)] if name and len(name[0]) > 2 else []


def abstract_words(paper: Paper, chance: random.Random) -> list[str]:
    """Return a word of the title and three that stand near each other in the abstract."""
    known, text = told(paper.title), told(paper.abstract)
    if not known or len(text) < 20:
        return []
    at = chance.randrange(len(text) - 8)
    return [chance.choice(known), *chance.sample(text[at : at + 8], 3)]


def half_typed(paper: Paper, chance: random.Random) -> list[str]:
    """Return words of the title, the last one half typed."""
    typed = title_words(paper, chance)
    if not typed:
        return []
    keep = max(3, int(len(typed[-1]) * chance.uniform(0.4, 0.8)))
    return [*typed[:-1], typed[-1][:keep]]


def joined(paper: Paper, chance: random.Random) -> list[str]:
    """Return two neighbouring words of the title as one, and another."""
    known = words(paper.title)
    pairs = [
        at
        for at in range(len(known) - 1)
        if min(len(known[at]), len(known[at + 1])) >= SHORTEST_TOLD
    ]
    others = [word for word in known if len(word) >= SHORTEST_TOLD]
    if not pairs or len(others) < 3:
        return []
    at = chance.choice(pairs)
    rest = [word for word in others if word not in known[at : at + 2]]
    return [known[at] + known[at + 1], *chance.sample(rest, min(1, len(rest)))]


def split(paper: Paper, chance: random.Random) -> list[str]:
    """Return a long word of the title as two, and another word."""
    known = told(paper.title)
    long = [word for word in known if len(word) >= 9]
    if not long or len(known) < 2:
        return []
    word = chance.choice(long)
    at = chance.randrange(4, len(word) - 3)
    other = chance.choice([one for one in known if one != word] or [word])
    return [word[:at], word[at:], other]


def unaccented(paper: Paper, chance: random.Random) -> list[str]:
    """Return the name of an author who writes it with an accent, without it, and a title's word."""
    names = [
        name
        for author in paper.authors
        for name in author.split()
        if any(unicodedata.combining(one) for one in unicodedata.normalize("NFKD", name))
    ]
    known = told(paper.title)
    if not names or not known:
        return []
    return [*words(chance.choice(names)), chance.choice(known)]


FORMS: dict[str, Callable[[Paper, random.Random], list[str]]] = {
    "title": title_words,
    "author": author_and_word,
    "abstract": abstract_words,
    "half": half_typed,
    "joined": joined,
    "split": split,
    "unaccented": unaccented,
}


def slipped(typed: Sequence[str], slips: int, chance: random.Random) -> tuple[list[str], int]:
    """Return *typed* with this many typos, each in another word, and how many were possible."""
    long = [at for at, word in enumerate(typed) if len(word) >= SHORTEST_SLIPPED]
    chosen = set(chance.sample(long, min(slips, len(long))))
    changed = [slip(word, chance) if at in chosen else word for at, word in enumerate(typed)]
    return changed, len(chosen)


def slip(word: str, chance: random.Random) -> str:
    """Return *word* with one letter missing, too many, another, or two swapped; not the first."""
    at = chance.randrange(1, len(word) - 1)
    other = chance.choice(LETTERS.replace(word[at], ""))
    ways = [
        word[:at] + word[at + 1 :],
        word[:at] + other + word[at:],
        word[:at] + other + word[at + 1 :],
    ]
    if word[at] != word[at + 1]:
        ways.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return chance.choice(ways)


if __name__ == "__main__":
    main()
