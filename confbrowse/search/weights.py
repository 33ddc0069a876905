"""Every weight of the ranking, by name.

A typed word is worth most as a whole word, less as a prefix, less with one edit, less with two;
more in the title than among the authors, more there than in session or track, and least in the
abstract. Rare words count more than common ones. Adjacent words in the typed order, and all words
in the title, add extra. Ties are broken by shorter title, interest, time, then title.
"""

from confbrowse.search.query import FieldName, MatchKind

POINTS: dict[MatchKind, tuple[int, int, int, int]] = {
    "whole": (100, 92, 66, 56),
    "beginning": (84, 78, 50, 40),
    "inflected": (30, 0, 20, 16),
    "joined": (80, 60, 46, 40),
    "one edit": (48, 44, 26, 20),
    "two edits": (36, 33, 18, 12),
}
"""In the title, among authors, in session, track and similar, in the abstract; at most 255."""
COLUMN: dict[FieldName, int] = {
    "title": 0, "author": 1, "session": 2, "track": 2, "kind": 2, "room": 2, "programme": 2,
    "lang": 2, "link": 2, "text": 3,
}  # fmt: skip
"""The column of POINTS for each field."""
LONGER_WORD_PENALTY = 6
"""Deducted if a misspelt word is only a prefix of the match."""
FIRST_LETTER_PENALTY = 8
"""Deducted if the first letter differs: typos are rare there."""
RAREST = 4.0
"""Factor of a word that one talk contains over one that all contain."""
ADJACENT = 30
"""For each two consecutive words of the query that are adjacent in a title."""
ADJACENT_ELSEWHERE = 14
NEAR = 5
"""For words of the query within WINDOW words of each other, outside titles."""
WINDOW = 8
ALL_IN_TITLE = 20
ALL_IN_ONE_FIELD = 10
SHORT_TITLE = 2
"""For each word by which a title is shorter than LONG_TITLE."""
LONG_TITLE = 16
INTEREST = 0.02
"""Per level of interest: less than any word difference, more than the effect of time."""
LATER = 0.01
"""Deducted from the last talk, and proportionally from others, so that ties are in time order."""
