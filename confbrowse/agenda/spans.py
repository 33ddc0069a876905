"""When a talk takes the reader's time, and how firmly: instants in UTC, whatever clock it names.

Clocks of one zone are never compared with each other: in a night when they are put back they lie.
"""

import re
from datetime import UTC, datetime, timedelta

from confbrowse.model import Talk

Span = tuple[datetime, datetime]
"""From the first instant to the one at which it is over, both in UTC."""
MOMENT = timedelta(microseconds=1)
"""How long a talk takes that has no end, or one that is not after its start."""
_ALL_DAY = timedelta(hours=8)
_LONG_STAND = timedelta(minutes=45)
"""A poster is shown for as long at least; what is shorter is a talk about one."""
_STANDS = re.compile(r"\b(?:e-?)?(?:posters?|exhibits?|exhibitions?)\b", re.IGNORECASE)


def span(talk: Talk) -> Span | None:
    """Return when *talk* goes on; None where it has no start."""
    if talk.start is None:
        return None
    start = talk.start.astimezone(UTC)
    return start, max(talk.end.astimezone(UTC) if talk.end else start, start + MOMENT)


def overlap(one: Talk, other: Talk) -> bool:
    """Return whether there is a moment at which a person who wants all of both must be at both."""
    first, second = span(one), span(other)
    return bool(first and second and first[0] < second[1] and second[0] < first[1])


def is_all_day(talk: Talk) -> bool:
    """Return whether *talk* is open so long that nobody stays for all of it: a registration desk."""
    length = talk.duration
    return length is not None and length >= _ALL_DAY


def is_loose(talk: Talk) -> bool:
    """Return whether one may come to *talk* at any moment of it: posters, and what lasts all day.

    What the programme calls its kind decides; where it names none, whether the talk hangs somewhere
    or its session is called one of posters.
    """
    if is_all_day(talk):
        return True
    length = talk.duration
    if length is not None and length < _LONG_STAND:
        return False
    if talk.kind:
        return bool(_STANDS.search(talk.kind))
    return bool(talk.position or _STANDS.search(talk.session.title))
