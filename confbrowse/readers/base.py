"""What a reader provides and is given, and how its drafts become a programme.

A reader turns each record of its format into a ``Draft`` with raw strings. ``build_reading`` does
what all formats have in common: cleaning, markup, links, sessions, ids.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from confbrowse.errors import ProgrammeError
from confbrowse.identity import NewIds
from confbrowse.model import Link, Programme, Session, Talk, day
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.html import html_to_text, unescape
from confbrowse.text.links import links_in, make_link, resolve_url
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import slug

Beside = Callable[[str], Sequence[bytes]]
"""Returns the files beside a source, or given with it, whose names match a shell pattern."""
Follow = Callable[[str], Sequence[bytes]]
"""Returns the next page of a feed at a URL; empty if it is not available."""
CheckTime = Callable[[], None]
"""Raises SourceError if reading takes too long, InterruptedError if it was cancelled."""
VenueZone = Callable[[str], str | None]
"""Returns the time zone of the venue of the named programme; None if unknown."""


def _no_files(_pattern: str) -> Sequence[bytes]:
    return ()


def _never_stop() -> None:
    """Do nothing, so that reading continues."""


def _unknown_zone(_name: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Hints:
    """What a reader is given in addition to the bytes of a source."""

    today: date
    source: str = "standard input"
    """The source as the user gave it: a path or URL."""
    location: str = ""
    """Its permanent location: an absolute path or a URL; empty for standard input."""
    name: str | None = None
    """The name of the programme, if the user gives one."""
    year: int | None = None
    timezone: str | None = None
    all_decisions: bool = False
    """Whether rejected and withdrawn papers are wanted as well."""
    columns: tuple[tuple[str, str], ...] = ()
    """Fields and what the source calls them, as far as the user states it."""
    beside: Beside = _no_files
    """Files returned here count as read, and are not imported as programmes of their own."""
    follow: Follow = _no_files
    check_time: CheckTime = _never_stop
    """Called for every record; raises an error to stop reading."""
    venue_zone: VenueZone = _unknown_zone
    """For sources with times in the zone of a server; *timezone* takes precedence."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the user should know about a source: a line left out, or a warning."""

    line: int | None
    """Counted from 1; None if the remark is about the whole source."""
    text: str
    """The line itself, cleaned; empty if the remark is about the whole source."""
    reason: str
    """A phrase (``site navigation``), or a sentence for a warning."""
    left_out: bool = True
    """False for a warning: nothing was lost, but something was assumed or is inconsistent."""


NO_ZONE = Remark(
    None,
    "",
    "no time zone is given; times are shown as printed, as if in UTC. Set --timezone",
    left_out=False,
)
SOME_WITHOUT_ZONE = Remark(
    None,
    "",
    "some times have no time zone; they are shown as printed, as if in UTC. Set --timezone",
    left_out=False,
)


_UNNAMED = "the source has no name of a conference"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a source, and what was not."""

    programme: Programme
    remarks: tuple[Remark, ...] = ()
    """Everything left out, in source order, then the warnings."""
    more: tuple[Programme, ...] = ()
    """Further programmes, if a source contains several."""
    is_whole: bool = False
    """Whether talks missing from the source are gone: a feed, not one page of several."""
    columns: tuple[tuple[str, str], ...] = ()
    """Of a table or a list: the names that are known, and the field that each gives."""

    @property
    def is_unnamed(self) -> bool:
        """Whether nothing in the source, and not its file's name, is the name of a conference."""
        return any(remark.reason.startswith(_UNNAMED) for remark in self.remarks)

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """The remarks to show even if the user did not ask for a report; each reason once, with a number."""
        found: dict[str, list[Remark]] = {}
        for remark in self.remarks:
            if not remark.left_out:
                found.setdefault(remark.reason, []).append(remark)
        return tuple(
            first
            if not others
            else replace(first, reason=f"{reason} (and {len(others):,} more like this)")
            for reason, (first, *others) in found.items()
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format."""

    name: str
    """As shown in documentation and error messages."""
    recognises: Callable[[bytes], bool]
    """Returns whether the bytes are in this format; cheap, by content alone."""
    read: Callable[[bytes, Hints], Reading]
    """Raises ProgrammeError if the bytes contain no programme."""


NO_ADDRESS = "not a web address"
"""Why a link was left out; its talk was not."""
_ADDRESSES = lazy_pattern(r"[,;|]?\s(?=https?://)", re.IGNORECASE)
"""Between several URLs in one field."""
_WEB = ("https://", "http://")
_RELATIVE = ("/", "./", "../")
_NOTHING = frozenset({"", "-", "n/a", "na", "nan", "none", "null", "tba", "tbd", "#"})
"""What people write for no link."""
UNNAMED = "Programme"
"""The name of a programme if neither its source nor its file has one."""
_MAX_PEOPLE = 10_000
"""Per talk."""
MAX_TALKS = 100_000
"""Per source; the largest conferences have a quarter of that."""


@dataclass(frozen=True, slots=True)
class RawLink:
    """A link as given in a source."""

    url: str
    label: str | None = None
    kind: str | None = None
    """A ``LinkKind``, if the format itself gives one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A talk as given in a source: nothing is cleaned, HTML and entities are unchanged."""

    title: str
    where: str
    """Where to find it in the source: ``entry 5``, ``line 12``."""
    session: str = ""
    """The title of its session; empty if the format has none."""
    chairs: tuple[str, ...] = ()
    session_room: str = ""
    session_abstract: str = ""
    kind: str = ""
    authors: Sequence[str] = ()
    """Two people of the same name are two entries."""
    start: datetime | None = None
    """Aware."""
    end: datetime | None = None
    timezone: str | None = None
    """The zone as named by the source; an offset if it gives only that."""
    year_assumed: bool = False
    room: str = ""
    position: str = ""
    track: str = ""
    keywords: Sequence[str] = ()
    abstract: str = ""
    links: Sequence[RawLink] = ()
    day: str = ""
    """As in ``Talk``; may also be the date of its start."""
    uid: str = ""


def build_reading(
    name: str, drafts: Iterable[Draft], hints: Hints, remarks: Sequence[Remark] = ()
) -> Reading:
    """Return the programme *name* built from *drafts*.

    A draft without a title is left out with a remark. Raises ProgrammeError if no talk is left.
    """
    name = clean_line(name)
    remarks = list(remarks)
    if name == UNNAMED and hints.location and not hints.name:
        drafts = list(drafts)
        name = clean_line(html_to_text(_only_session(drafts)).text) or UNNAMED
        remarks.append(no_name(name))
    sessions: dict[tuple[object, ...], Session] = {}
    ids = NewIds(slug(name))
    talks: list[Talk] = []
    all_remarks = remarks
    for draft in drafts:
        hints.check_time()
        title = _line(draft.title)
        if title:
            if len(talks) == MAX_TALKS:
                raise too_many_talks(hints)
            session = _session(draft, name, hints, sessions)
            talk, lost = _talk(ids.of(title), title, draft, session, hints)
            talks.append(talk)
            all_remarks += [Remark(None, clean_line(url), NO_ADDRESS) for url in lost]
        else:
            all_remarks.append(Remark(None, clean_line(draft.where), "no title"))
    if not talks:
        raise ProgrammeError(f"{hints.source} contains no talks.{_first_reason(all_remarks)}")
    all_remarks.sort(key=lambda remark: (not remark.left_out, remark.line or 0))
    ordered_sessions = tuple(dict.fromkeys(sessions.values()))
    programme = Programme(ids.programme, name, ordered_sessions, tuple(talks))
    return Reading(programme, tuple(all_remarks), is_whole=True)


def no_name(name: str) -> Remark:
    """Return the warning that a source has no name, so that it is called *name*."""
    return Remark(None, "", f"{_UNNAMED}, so it is called {name}. Set --name", left_out=False)


def _only_session(drafts: Sequence[Draft]) -> str:
    """Return the title of the session of all *drafts*; empty if they have none or several."""
    titles = {draft.session for draft in drafts}
    return titles.pop() if len(titles) == 1 else ""


def too_many_talks(hints: Hints) -> ProgrammeError:
    """Return the error for a source with more talks than any conference has."""
    return ProgrammeError(
        f"{hints.source} contains more than {MAX_TALKS:,} talks, which is too many for a programme."
    )


def _first_reason(remarks: Sequence[Remark]) -> str:
    """Return a sentence about why nothing was read, if there are remarks."""
    left_out = [remark for remark in remarks if remark.left_out]
    if not left_out:
        return ""
    return f" {len(left_out)} entries were left out; the first: {left_out[0].reason}."


def _session(
    draft: Draft, programme: str, hints: Hints, sessions: dict[tuple[object, ...], Session]
) -> Session:
    """Return the session of *draft*; *sessions* collects them by their raw values."""
    key = (draft.session, draft.chairs, draft.session_room, draft.session_abstract)
    if key not in sessions:
        sessions[key] = Session(
            programme=programme,
            title=_line(draft.session) or "Programme",
            chairs=tuple(_lines(draft.chairs)),
            room=_line(draft.session_room) or None,
            abstract=clean_text(html_to_text(draft.session_abstract).text),
            source=hints.location,
        )
    return sessions[key]


def _talk(
    talk_id: str, title: str, draft: Draft, session: Session, hints: Hints
) -> tuple[Talk, list[str]]:
    """Return the talk, and its links that are no web addresses."""
    abstract = html_to_text(draft.abstract)
    text = clean_text(abstract.text).strip()
    within = [RawLink(url, label) for url, label in abstract.links]
    found, lost = _links(draft.links, within, text, hints)
    talk = Talk(
        id=talk_id,
        session=session,
        title=title,
        kind=_cached_line(draft.kind) or None,
        authors=tuple(_lines(draft.authors[:_MAX_PEOPLE])),
        start=draft.start,
        end=draft.end,
        timezone=clean_line(draft.timezone or "") or _offset(draft.start),
        year_assumed=draft.year_assumed,
        room=_cached_line(draft.room) or None,
        position=_line(draft.position) or None,
        track=_cached_line(draft.track) or None,
        keywords=tuple(dict.fromkeys(_lines(draft.keywords[:_MAX_PEOPLE]))),
        abstract=text,
        links=found,
        source=f"{clean_line(hints.source)}, {clean_line(draft.where)}",
        day=_other_day(draft.day, draft.start),
        uid=_line(draft.uid) or None,
    )
    return talk, lost


def _other_day(listed: str, start: datetime | None) -> str:
    """Return the day *listed* if *start* is in the night after it, else an empty string."""
    found = day(listed[:10])
    is_night = found and start and start.date() - date.fromisoformat(found) == timedelta(days=1)
    return found if is_night else ""


def _offset(start: datetime | None) -> str | None:
    """Return the UTC offset of *start* as a zone name; None for zero, which may be assumed."""
    return f"UTC{start.isoformat()[-6:]}" if start and start.utcoffset() else None


def _links(
    given: Iterable[RawLink], within: Iterable[RawLink], text: str, hints: Hints
) -> tuple[tuple[Link, ...], list[str]]:
    """Return the links *given* and *within* the abstract, then those in its *text*, each URL once.

    The second list has those of *given* that are no web addresses.
    """
    found: dict[str, Link] = {}
    lost = []
    for one in given:
        for url in _ADDRESSES.split(one.url.strip()) if one.url else ():
            made = _link(url, one, hints)
            several = (made,) if made else links_in(url)
            for link in several:
                found.setdefault(link.url.rstrip("/"), link)
            if not several and url.lower() not in _NOTHING:
                lost.append(url)
    for made in (*(_link(one.url.strip(), one, hints) for one in within), *links_in(text)):
        if made:
            found.setdefault(made.url.rstrip("/"), made)
    return tuple(found.values()), lost


def _link(url: str, one: RawLink, hints: Hints) -> Link | None:
    if url.startswith(_RELATIVE) and hints.location.startswith(_WEB):
        url = resolve_url(hints.location, url)
    return make_link(url, _cached_line(one.label or "") or None, one.kind) if url else None


def _lines(texts: Iterable[str]) -> Iterator[str]:
    return filter(None, map(_line, texts))


def _line(text: str) -> str:
    """Return *text*, a short field, as one clean line without entities or tags."""
    if not text:
        return ""
    return clean_line(html_to_text(text).text if "<" in text else unescape(text))


_cached_line = lru_cache(maxsize=1024)(_line)
"""Cached, for values that many talks share."""
