"""The values that a field has in the talks in view, such as the rooms, each with its number of talks.

They are prepared once, in a thread, so that the values that match what is typed are found in a few milliseconds
among the 200,000 authors of a large library.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain

from confbrowse.text.latex import readable_line, readable_lines
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import words_of_lines, words_with_signs

_PLAIN = lazy_pattern(r"\w(?:[\w.+/#&'-]*[\w+#])?")
"""A value that needs no quotes."""
_QUOTES = str.maketrans(dict.fromkeys('"“”„‟«»＂', " "))
_MOST_FUZZY = 5_000
"""Only so many values, those with the most talks, are compared with a misspelt one."""
_FIRST_FUZZY = 3
"""Letters from which on a word can be misspelt."""
_LONG = 6
"""Letters from which on two edits are tolerated, not one."""


@dataclass(frozen=True, slots=True)
class KnownValue:
    """One value of a field."""

    text: str
    """As it is written after the colon, in quotes if it needs them."""
    label: str
    """As it is shown."""
    talks: int


@dataclass(frozen=True, slots=True)
class KnownValues:
    """The values of one field, in the order in which they are offered."""

    name: str
    labels: Sequence[str]
    """The values, as they are shown."""
    talks: Sequence[int]
    """How many talks have each of them."""
    lines: str
    """The folded words of each value: a line break, then a blank before each word."""
    starts: Sequence[int]
    """Where the line of each value starts in ``lines``."""
    texts: Sequence[str] = ()
    """The values as they are written in a query; empty if ``quoted`` makes them from the labels."""

    def matching(self, typed: str, most: int, *, similar: bool = True) -> tuple[KnownValue, ...]:
        """Return at most *most* values that begin with *typed*, then those with a word that does.

        If there are none, and with *similar*, those with a word that begins almost so.
        """
        key = " ".join(words_with_signs(typed))
        if not key:
            shown = 0 if typed.strip() else min(most, len(self.labels))
            return tuple(map(self._value, range(shown)))
        found: dict[int, None] = {}
        for at in chain(self._lines_with(f"\n {key}"), self._lines_with(f" {key}")):
            found[at] = None
            if len(found) == most:
                break
        return tuple(map(self._value, found or (self._similar(key, most) if similar else ())))

    def _value(self, at: int) -> KnownValue:
        label = self.labels[at]
        text = self.texts[at] if self.texts else quoted(self.name, label)
        return KnownValue(text, label, self.talks[at])

    def _lines_with(self, pattern: str) -> Iterator[int]:
        """Yield the index of each value whose line contains *pattern*."""
        position = self.lines.find(pattern)
        while position >= 0:
            yield (at := bisect_right(self.starts, position) - 1)
            following = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.lines)
            position = self.lines.find(pattern, following)

    def _similar(self, key: str, most: int) -> list[int]:
        """Return the values with words that begin almost like *key*, the closest first."""
        if len(key) < _FIRST_FUZZY:
            return []
        # only for a misspelt word
        from rapidfuzz import distance, process

        heads, owners = [], array("L")
        for at, line in enumerate(self.lines.split("\n", _MOST_FUZZY + 1)[1 : _MOST_FUZZY + 1]):
            while line := line.partition(" ")[2]:
                heads.append(line[: len(key)])
                owners.append(at)
        found = process.extract(
            key,
            heads,
            scorer=distance.OSA.distance,
            score_cutoff=1 if len(key) < _LONG else 2,
            limit=most,
        )
        return list(dict.fromkeys(owners[place] for _head, _edits, place in found))


def known_values(name: str, counts: Mapping[str, int]) -> KnownValues:
    """Return the values of the field *name*, given how many talks each of them has.

    Days are in their own order, other values by number of talks. A day is written as its weekday, such as
    ``tue``, unless there are several of that weekday.
    """
    texts: Sequence[str] = ()
    if name == "day":
        values = sorted(counts)
        days = [date.fromisoformat(day) for day in values]
        labels = [f"{day:%a} {day.day} {day:%b %Y}" for day in days]
        spelt = [f"{day} {day:%A} {day.day} {day:%B}" for day in days]
        of_weekday = Counter(day.weekday() for day in days)
        texts = [
            f"{day:%a}".lower() if of_weekday[day.weekday()] == 1 else str(day) for day in days
        ]
    else:
        values = sorted(counts)
        values.sort(key=counts.__getitem__, reverse=True)
        labels = spelt = readable_lines(values)
    lines = [f"\n {text}" for text in words_of_lines(spelt)]
    starts = array("L", accumulate(map(len, lines), initial=0))[:-1]
    talks = array("L", map(counts.__getitem__, values))
    return KnownValues(name, labels, talks, "".join(lines), starts, texts)


def quoted(name: str, value: str) -> str:
    """Return *value*, a readable text, as it is written after ``name:``, in quotes if it is not one plain word."""
    text = " ".join(value.translate(_QUOTES).split())
    if name == "kind":
        text = text.lower()
    return text if _PLAIN.fullmatch(text) else f'"{text}"'


def condition(name: str, value: str) -> str:
    """Return the condition that finds the talks whose field *name* has this *value*."""
    return f"{name}:{quoted(name, readable_line(value))}"
