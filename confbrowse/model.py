"""What a conference is made of: plain immutable values, with no idea where they came from.

Every string in these values has been through ``confbrowse.text.clean`` where it came in.
"""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, get_args

LinkKind = Literal["code", "paper", "video", "slides", "poster", "project", "other"]
LINK_KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
"""Every kind of link, the most sought first: the best link of a talk is the first in this order."""


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere on the web that belongs to a talk."""

    kind: LinkKind
    url: str
    """http or https, complete, at most 2,048 characters."""
    label: str | None = None
    """The words the source showed for it, if any."""


@dataclass(frozen=True, slots=True)
class Session:
    """A block of talks under one title, as the programme announces it."""

    programme: str
    """The programme's name: ``ICML 2021``."""
    title: str
    chairs: tuple[str, ...] = ()
    room: str | None = None
    abstract: str = ""
    source: str = ""
    """The page it was read from: an absolute path or URL; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One entry of a session: an oral, a poster, a break, a Q&A ..."""

    id: str
    """``programme/title-slug-hash``; stable when time, room, session, people or abstract change."""
    session: Session
    title: str
    kind: str | None = None
    """Its type in the programme's own words: ``Oral``, ``Spotlight``, ``Break``."""
    authors: tuple[str, ...] = ()
    start: datetime | None = None
    """Aware; None where the source gives no time."""
    end: datetime | None = None
    timezone: str | None = None
    """The zone as the source names it (``PDT``); None where it names none, and the clock is as printed."""
    year_assumed: bool = False
    """True where the source gives no year and the nearest fitting one was taken."""
    room: str | None = None
    position: str | None = None
    """Where the poster hangs: ``#36``."""
    track: str | None = None
    keywords: tuple[str, ...] = ()
    """Topics and awards, in the source's words."""
    abstract: str = ""
    """As in the source: paragraphs apart by a blank line, TeX and Markdown untouched."""
    links: tuple[Link, ...] = ()
    source: str = ""
    """The file and line it was read from, for people to look up."""
    day: str = ""
    """``2021-07-20``: the day it is listed under, where that is not the date of its start, as with
    talks in the night; else empty."""
    uid: str | None = None
    """What the source calls the talk, or the paper that it presents, under any title; if it says."""

    @property
    def best_link(self) -> Link | None:
        """The link a reader most likely wants: code before paper before the rest."""
        return min(self.links, key=lambda link: LINK_KINDS.index(link.kind), default=None)

    @property
    def duration(self) -> timedelta | None:
        """How long it lasts; None where start or end is unknown."""
        if self.start is None or self.end is None:
            return None
        # in UTC: by one zone's own clock, the night in which it is put back is an hour too short
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a talk in its programme."""

    before: Talk | None = None
    """The talk before it in its session."""
    after: Talk | None = None
    meanwhile: tuple[Talk, ...] = ()
    """Some of the talks of other sessions that are on at the same time."""


NOTHING_AROUND = Around()


@dataclass(frozen=True, slots=True)
class Origin:
    """What a programme was read from, and what the person who added it said about that."""

    source: str
    """An absolute path, of a folder or an archive as well, or an address."""
    name: str | None = None
    year: int | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """One edition of one conference, or the part of it that a source holds."""

    id: str
    """The name as a slug: ``icml-2021``; first part of every id of its talks."""
    name: str
    sessions: tuple[Session, ...] = ()
    """In the order of the source; a session may hold no talk."""
    talks: tuple[Talk, ...] = ()
    """In the order of the source; each talk's session is one of ``sessions``."""
    origins: tuple[Origin, ...] = ()
    """Each source once; none for standard input."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the reader has said about one talk."""

    starred: bool = False
    interest: int = 0
    """0 (not said) to 3."""
    hidden: bool = False
    seen: bool = False
    note: str | None = None


NO_MARK = Mark()
MOST_INTEREST = 3


def by_time(talk: Talk) -> tuple[bool, float]:
    """Return the key that sorts talks by start, those without a time last; ties stay as they are."""
    return talk.start is None, talk.start.timestamp() if talk.start else 0.0


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the library to look at: all of it, a programme, one of its days, one session."""

    programme: str | None = None
    """A programme's id."""
    day: str | None = None
    """``2021-07-20``, by the programme's own clock; empty for talks without a time."""
    session: str | None = None
    """A session's title."""


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A programme as the library lists it, without its talks."""

    id: str
    name: str
    talks: int
    first: int
    """The number of its first talk; the others follow without a gap, by time."""
    added: str = ""
    """When it was stored, in ISO 8601; another one means that the programme may have changed."""


@dataclass(frozen=True, slots=True)
class Block:
    """One session on one day: a line of the library's outline."""

    programme: str
    """The programme's id."""
    day: str
    """As in Scope."""
    session: str
    talks: int


_LONGEST_INSTANT = 64


def instant(value: object) -> datetime | None:
    """Return the instant that *value* is in ISO 8601; None where it is none, or has no offset.

    The first and the last year there are do not count: in other zones they would end.
    """
    return _instant(value) if isinstance(value, str) and len(value) < _LONGEST_INSTANT else None


@lru_cache(maxsize=1024)  # many talks begin together
def _instant(printed: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(printed)
    except ValueError:
        return None
    in_range = MINYEAR < found.year < MAXYEAR and found.utcoffset() is not None
    return found if in_range else None


def day(value: object) -> str:
    """Return *value* where it is a day as in Scope; empty where it is none."""
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else ""
    except ValueError:
        return ""


def day_of(talk: Talk) -> str:
    """Return the day that *talk* is listed under, ``2021-07-20``; empty where it has no time."""
    return talk.day or (talk.start.date().isoformat() if talk.start else "")
