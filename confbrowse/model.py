"""The parts of a conference as frozen values that do not know where they came from.

Every string in these values has been cleaned by ``confbrowse.text.clean``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, get_args

LinkKind = Literal[
    "code", "paper", "video", "slides", "poster", "project", "other", "chat", "feedback"
]
LINK_KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
"""Every kind of link, the most useful first; the best link of a talk is the first in this order."""


@dataclass(frozen=True, slots=True)
class Link:
    """A web address that belongs to a talk."""

    kind: LinkKind
    url: str
    """An absolute http or https URL of at most 2,048 characters."""
    label: str | None = None
    """The link text of the source, if any."""


@dataclass(frozen=True, slots=True)
class Session:
    """A block of talks under one title, as printed in the programme."""

    programme: str
    """The programme's name: ``ICML 2021``."""
    title: str
    chairs: tuple[str, ...] = ()
    room: str | None = None
    abstract: str = ""
    source: str = ""
    """The page it was read from: an absolute path or URL; empty if unknown."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One entry of a session: an oral, a poster, a break, a Q&A ..."""

    id: str
    """``programme/title-slug-hash``; does not change with time, room, session, authors or abstract."""
    session: Session
    title: str
    kind: str | None = None
    """Its type as the programme calls it: ``Oral``, ``Spotlight``, ``Break``."""
    authors: tuple[str, ...] = ()
    start: datetime | None = None
    """Aware; None if the source gives no time."""
    end: datetime | None = None
    timezone: str | None = None
    """The zone as named by the source (``PDT``); None if it names none and times are as printed."""
    year_assumed: bool = False
    """True if the source gives no year and the nearest one that fits was assumed."""
    room: str | None = None
    position: str | None = None
    """The poster's place: ``#36``."""
    track: str | None = None
    keywords: tuple[str, ...] = ()
    """Topics and awards, as in the source; also facts such as ``language: en``."""
    abstract: str = ""
    """As in the source: paragraphs separated by a blank line, TeX and Markdown unchanged."""
    links: tuple[Link, ...] = ()
    source: str = ""
    """The file and line it was read from, for the user to look up."""
    day: str = ""
    """``2021-07-20``: the day it is listed under if that is not the date of its start (a talk after
    midnight); else empty."""
    uid: str | None = None
    """The source's own identifier of the talk or of the paper it presents, if it gives one."""

    @property
    def programme_id(self) -> str:
        """The id of its programme."""
        return self.id.partition("/")[0]

    @property
    def ranked_links(self) -> tuple[Link, ...]:
        """Its links in the order in which they are numbered: by kind, the most useful first."""
        return tuple(sorted(self.links, key=lambda link: LINK_KINDS.index(link.kind)))

    @property
    def best_link(self) -> Link | None:
        """The link a user most likely wants; None without links."""
        return next(iter(self.ranked_links), None)

    @property
    def duration(self) -> timedelta | None:
        """The length; None if start or end is unknown."""
        if self.start is None or self.end is None:
            return None
        # in UTC: in local time, the night when clocks go back would be an hour too short
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)


_FACTS = frozenset({"language", "moderator", "staff"})
"""What readers tell of a talk in a keyword such as ``language: en``."""


def facts(keywords: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the facts among *keywords*, as pairs of name and value: ``("language", "en")``."""
    for keyword in keywords:
        name, _, value = keyword.partition(": ")
        if name in _FACTS:
            yield name, value


def topics(keywords: Iterable[str]) -> Iterator[str]:
    """Yield the *keywords* that are not facts."""
    return (keyword for keyword in keywords if keyword.partition(": ")[0] not in _FACTS)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The talks around a talk in its programme."""

    before: Talk | None = None
    """The previous talk of its session."""
    after: Talk | None = None
    meanwhile: tuple[Talk, ...] = ()
    """Some talks of other sessions at the same time."""
    presentations: tuple[Talk, ...] = ()
    """Its other presentations, by time: the poster of an oral."""


NOTHING_AROUND = Neighbours()


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a programme was read from, and the options given when it was added."""

    source: str
    """An absolute path (of a file, folder or archive) or a URL."""
    name: str | None = None
    year: int | None = None
    timezone: str | None = None
    all_decisions: bool = False
    """Whether rejected and withdrawn papers are wanted as well."""
    columns: tuple[tuple[str, str], ...] = ()
    """Fields and what the source calls them, as far as it was stated."""


@dataclass(frozen=True, slots=True)
class Programme:
    """One edition of one conference, or the part of it that a source contains."""

    id: str
    """The name as a slug, ``icml-2021``; the first part of the id of each of its talks."""
    name: str
    sessions: tuple[Session, ...] = ()
    """In the order of the source; a session may have no talks."""
    talks: tuple[Talk, ...] = ()
    """In the order of the source; each talk's session is one of ``sessions``."""
    origins: tuple[SourceRef, ...] = ()
    """Each source once; empty for standard input."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the user has marked on one talk."""

    starred: bool = False
    interest: int = 0
    """0 (not set) to 3."""
    hidden: bool = False
    seen: bool = False
    note: str | None = None
    later: bool = False
    """Whether the user put the decision about the talk off."""


NO_MARK = Mark()
MAX_INTEREST = 3


def start_key(talk: Talk) -> tuple[bool, float]:
    """Return the key that sorts talks by start, those without a time last."""
    return talk.start is None, talk.start.timestamp() if talk.start else 0.0


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the library: all of it, a programme, one of its days, or one session."""

    programme: str | None = None
    """The id of a programme."""
    day: str | None = None
    """``2021-07-20`` in the programme's time zone; empty for talks without a time."""
    session: str | None = None
    """The title of a session."""

    def contains(self, part: "Scope") -> bool:
        """Return whether *part* is this one or a part of it."""
        return (
            self.programme in (None, part.programme)
            and self.day in (None, part.day)
            and self.session in (None, part.session)
        )


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class ProgrammeSummary:
    """A programme as listed in the library, without its talks."""

    id: str
    name: str
    talks: int
    first: int
    """The number of its first talk; the others follow consecutively in time order."""
    added: str = ""
    """When it was stored, in ISO 8601; a different value means that the programme may have changed."""


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One session on one day, as listed in the library."""

    programme: str
    """The id of the programme."""
    day: str
    """As in ``Scope``."""
    session: str
    talks: int


_MAX_INSTANT_CHARS = 64


def instant(value: object) -> datetime | None:
    """Return *value*, an ISO 8601 string with an offset, as a datetime; None if it is not one.

    The first and the last possible year are refused, as conversion to other zones would overflow.
    """
    return _instant(value) if isinstance(value, str) and len(value) < _MAX_INSTANT_CHARS else None


@lru_cache(maxsize=1024)  # many talks start together
def _instant(printed: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(printed)
    except ValueError:
        return None
    in_range = MINYEAR < found.year < MAXYEAR and found.utcoffset() is not None
    return found if in_range else None


def day(value: object) -> str:
    """Return *value* if it is an ISO date, else an empty string."""
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else ""
    except ValueError:
        return ""


def listed_day(talk: Talk) -> str:
    """Return the day that *talk* is listed under, ``2021-07-20``; empty if it has no time."""
    return talk.day or (talk.start.date().isoformat() if talk.start else "")


@dataclass(frozen=True, slots=True)
class MarkedTalk:
    """A talk that the user has marked, as it was when last seen in its programme."""

    talk: Talk
    mark: Mark


@dataclass(frozen=True, slots=True)
class MarkChange:
    """The change of one talk's mark in one step."""

    talk: Talk
    before: Mark
    after: Mark


MOST_WATCHED, LONGEST_WATCHED = 200, 500
"""The most queries on a watch list, and the most characters of one."""


@dataclass(frozen=True, slots=True)
class WatchChange:
    """A query that was added to the watch list, or removed from it."""

    query: str
    is_watched: bool


TriageOrder = Literal["list", "time", "session", "for-you", "shuffled"]
"""The orders of the talks in a triage; ``list`` is that of the list or search they are from."""
TRIAGE_ORDERS: tuple[TriageOrder, ...] = get_args(TriageOrder)


@dataclass(frozen=True, slots=True)
class Triage:
    """The talks that a triage goes through one at a time, and how far it is."""

    queue: str
    """Says which part of the library and which search the talks are from."""
    talks: tuple[str, ...] = ()
    """Their ids, in the order in which they are shown."""
    at: int = 0
    """The index of the talk that is shown; behind the last one at the end."""
    order: TriageOrder = "list"
    is_partial: bool = False
    """Whether only the talk at which it stopped is known, not the others."""

    @property
    def talk(self) -> str | None:
        """The id of the talk that is shown; None at the end."""
        return self.talks[self.at] if self.at < len(self.talks) else None


MOST_POSITIONS = 50
"""Triages whose positions are synced, those of the latest moves."""


@dataclass(frozen=True, slots=True)
class TriagePosition:
    """How far a triage is, without its talks."""

    queue: str
    talk: str
    """The id of the talk that is shown; empty at the end."""
    order: TriageOrder
    at: datetime
    """When it moved; aware, in UTC. The later of two positions counts."""
