"""The words that session pages use for kinds of talk and for links, to tell them from titles.

They never split a page: a paragraph of an abstract may well be the word ``Poster``.
"""

import re

_KINDS = """
oral, spotlight, poster, invited talk, talk, keynote, keynote talk, introduction, discussion, panel,
panel discussion, tutorial, workshop, affinity workshop, affinity event, affinity poster session,
oral session, poster session, session, break, coffee break, lunch break, lunch, q&a, live q&a, social,
registration desk, registration, reception, remarks, opening remarks, closing remarks, town hall,
test of time, test of time award, expo talk panel, expo demonstration, expo workshop, poster spotlights,
competition, demonstration, mentorship, ceremony, demo, journal track, contributed talk,
lightning talk, spotlight talk, award, award ceremony, plenary
"""
KNOWN_KINDS = frozenset(" ".join(kind.split()) for kind in _KINDS.split(","))
_OF_PAPERS = frozenset(
    (
        *("oral", "spotlight", "spotlight talk", "poster", "talk", "contributed talk"),
        *("lightning talk", "tutorial", "workshop", "journal track", "demo", "demonstration"),
    )
)
_WITHOUT_PEOPLE = frozenset(
    (
        *("break", "coffee break", "lunch break", "lunch", "q&a", "live q&a"),
        *("social", "reception", "registration", "registration desk"),
    )
)
_LINK_WORD = re.compile(
    r"posters?|(?:open)?review|papers?|pdf|slides?|video|code|abstract|project(?: page)?|website|visit\b.*"
    r"|ical|openreview|supplementary.*|arxiv|recording|link",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:hall|room|ballroom|auditorium|theat(?:er|re)|level|floor|foyer|exhibit)\b", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?P<room>.*?)\s*(?P<number>#[A-Z]{0,3}-?\d{1,5})", re.IGNORECASE)


def is_kind(text: str) -> bool:
    """Return whether *text* is a kind of talk that the sites are known to print."""
    return len(text) <= 60 and " ".join(text.lower().split()) in KNOWN_KINDS


def as_written(kind: str) -> str:
    """Return *kind* without the capitals that style sheets give it: ``Poster`` for ``POSTER``."""
    return kind.title() if kind.isupper() and kind.replace(" ", "").isalpha() else kind


def is_of_papers(kind: str) -> bool:
    """Return whether a talk of *kind* always has a title of its own; opening remarks may have none."""
    return " ".join(kind.lower().split()) in _OF_PAPERS


def has_people(kind: str | None) -> bool:
    """Return whether a talk of *kind* may have people: a break has none."""
    return kind is None or " ".join(kind.lower().split()) not in _WITHOUT_PEOPLE


def is_link_word(text: str) -> bool:
    """Return whether *text* is what the sites print for a link: ``OpenReview``, ``Visit ...``."""
    return _LINK_WORD.fullmatch(text) is not None


def place(text: str) -> tuple[str, str]:
    """Return the room and the poster's number in *text*: ``HALL A #2108``."""
    match = _NUMBERED.fullmatch(text)
    return (match["room"], match["number"]) if match else (text, "")


def is_place(text: str) -> bool:
    """Return whether *text* names a room, by a word such as ``Hall``, or by its number alone."""
    short = len(text) <= 60 and not text.endswith(".")
    return short and (text.isdecimal() or _PLACE.search(text) is not None)
