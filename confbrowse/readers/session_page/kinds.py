"""The kinds of talk that session pages name, to tell a type line from a title.

They never split a page: a paragraph of an abstract may well be the word ``Poster``.
"""

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


def is_kind(text: str) -> bool:
    """Return whether *text* is a kind of talk that the sites are known to print."""
    return " ".join(text.lower().split()) in KNOWN_KINDS
