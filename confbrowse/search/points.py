"""What a match is worth: every weight of the ranking, by name.

A typed word is worth most where it is met whole, less as a beginning, less with one slip, less with
two; in a title more than among the authors, there more than in session or track, there more than in
the abstract. A rare word counts more than a common one. Words side by side in the order in which they
were typed, and all of them in the title, count extra; between equals the shorter title comes first,
then what interests the reader, then what comes earlier, then the title by its letters.
"""

from confbrowse.search.answer import MatchKind
from confbrowse.search.query import FieldName

POINTS: dict[MatchKind, tuple[int, int, int, int]] = {
    "whole": (100, 92, 66, 56),
    "beginning": (84, 78, 50, 40),
    "joined": (80, 60, 46, 40),
    "one slip": (48, 44, 26, 20),
    "two slips": (36, 33, 18, 12),
}
"""In a title, among authors, in session, track and the like, in the abstract; at most 255."""
COLUMN: dict[FieldName, int] = {
    "title": 0, "author": 1, "session": 2, "track": 2, "kind": 2, "room": 2, "programme": 2,
    "link": 2, "text": 3,
}  # fmt: skip
"""Which column of POINTS is for a field."""
OTHER_WORD = 6
"""Taken away where a slipped word goes on after what was typed."""
OTHER_FIRST = 8
"""Taken away where the first letter is another: people slip there least."""
RAREST = 4.0
"""A word that one talk holds counts so many times as much as one that all hold."""
SIDE_BY_SIDE = 30
"""For each two neighbouring words of the query that stand so in a title."""
SIDE_BY_SIDE_ELSEWHERE = 14
NEAR = 5
"""For each two words of the query within WINDOW words of each other, outside titles."""
WINDOW = 8
ALL_IN_TITLE = 20
ALL_IN_ONE_FIELD = 10
SHORT_TITLE = 2
"""For each word that a title is shorter than LONG_TITLE."""
LONG_TITLE = 16
INTEREST = 0.02
"""For each degree of interest: less than any word may make, more than all that time does."""
LATER = 0.01
"""Taken away from the last talk of all; from the others in proportion, so that equals come by time."""
