"""What most formats say of a talk, before it is cleaned, and how a programme is made of it.

A reader turns each record of its format into a ``Draft``, strings as they came. What they have in
common is done here, once: cleaning, markup, links, sessions, ids.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from confbrowse.errors import ProgrammeError
from confbrowse.identity import NewIds
from confbrowse.model import Link, Programme, Session, Talk, day
from confbrowse.readers.reader import Hints, Reading, Remark
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.links import link
from confbrowse.text.markup import plain, resolved
from confbrowse.text.prose_links import links_in
from confbrowse.text.slugs import slug

_MOST_PEOPLE = 10_000
"""Of one talk."""


@dataclass(frozen=True, slots=True)
class Address:
    """A link as a source gives it."""

    url: str
    label: str | None = None
    kind: str | None = None
    """One of ours, where the format itself says what it leads to."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A talk as a source gives it: nothing is cleaned, HTML and entities are as they were."""

    title: str
    where: str
    """What to look it up by in the source: ``entry 5``, ``line 12``."""
    session: str = ""
    """The title of its session; empty where the format has none."""
    chairs: tuple[str, ...] = ()
    session_room: str = ""
    session_abstract: str = ""
    kind: str = ""
    authors: Sequence[str] = ()
    start: datetime | None = None
    """Aware."""
    end: datetime | None = None
    timezone: str | None = None
    """The zone as the source names it; where it gives only an offset, that is its name."""
    year_assumed: bool = False
    room: str = ""
    position: str = ""
    track: str = ""
    keywords: Sequence[str] = ()
    abstract: str = ""
    links: Sequence[Address] = ()
    day: str = ""
    """As in Talk, or any day: one that is the date of its start says nothing."""
    uid: str = ""


def assembled(
    name: str, drafts: Iterable[Draft], hints: Hints, remarks: Sequence[Remark] = ()
) -> Reading:
    """Return the programme called *name* that *drafts* make up.

    A draft without a title is left out and remarked upon. Raises ProgrammeError where none is left.
    """
    name = clean_line(name)
    sessions: dict[tuple[object, ...], Session] = {}
    ids = NewIds(slug(name))
    talks, told = [], list(remarks)
    for draft in drafts:
        title = _line(draft.title)
        if title:
            session = _session(draft, name, hints, sessions)
            talks.append(_talk(ids.of(title), title, draft, session, hints))
        else:
            told.append(Remark(None, clean_line(draft.where), "it has no title"))
    if not talks:
        raise ProgrammeError(f"{hints.source} holds no talk.{_why(told)}")
    told.sort(key=lambda remark: (not remark.left_out, remark.line or 0))
    in_order = tuple(dict.fromkeys(sessions.values()))
    programme = Programme(ids.programme, name, in_order, tuple(talks))
    return Reading(programme, tuple(told), is_whole=True)


def _why(remarks: Sequence[Remark]) -> str:
    """Return a sentence on why nothing was read, where the remarks tell."""
    left_out = [remark for remark in remarks if remark.left_out]
    if not left_out:
        return ""
    return f" {len(left_out)} entries were left out; of the first: {left_out[0].reason}."


def _session(
    draft: Draft, programme: str, hints: Hints, sessions: dict[tuple[object, ...], Session]
) -> Session:
    """Return the session of *draft*; *sessions* holds those there are, by what drafts say."""
    said = (draft.session, draft.chairs, draft.session_room, draft.session_abstract)
    if said not in sessions:
        sessions[said] = Session(
            programme=programme,
            title=_line(draft.session) or "Programme",
            chairs=tuple(_lines(draft.chairs)),
            room=_line(draft.session_room) or None,
            abstract=clean_text(plain(draft.session_abstract).text),
            source=hints.location,
        )
    return sessions[said]


def _talk(talk_id: str, title: str, draft: Draft, session: Session, hints: Hints) -> Talk:
    abstract = plain(draft.abstract)
    text = clean_text(abstract.text).strip()
    within = [Address(url, label) for url, label in abstract.links]
    return Talk(
        id=talk_id,
        session=session,
        title=title,
        kind=_often(draft.kind) or None,
        authors=tuple(dict.fromkeys(_lines(draft.authors[:_MOST_PEOPLE]))),
        start=draft.start,
        end=draft.end,
        timezone=clean_line(draft.timezone or "") or _offset(draft.start),
        year_assumed=draft.year_assumed,
        room=_often(draft.room) or None,
        position=_line(draft.position) or None,
        track=_often(draft.track) or None,
        keywords=tuple(dict.fromkeys(_lines(draft.keywords[:_MOST_PEOPLE]))),
        abstract=text,
        links=_links([*draft.links, *within], text),
        source=f"{clean_line(hints.source)}, {clean_line(draft.where)}",
        day=_other_day(draft.day, draft.start),
        uid=_line(draft.uid) or None,
    )


def _other_day(listed: str, start: datetime | None) -> str:
    """Return the day *listed* where *start* is in the night after it; else empty."""
    found = day(listed[:10])
    is_night = found and start and start.date() - date.fromisoformat(found) == timedelta(days=1)
    return found if is_night else ""


def _offset(start: datetime | None) -> str | None:
    """Return the offset of *start* as a zone: ``UTC-07:00``; none of zero, which may be assumed."""
    return f"UTC{start.isoformat()[-6:]}" if start and start.utcoffset() else None


def _links(addresses: Iterable[Address], text: str) -> tuple[Link, ...]:
    """Return the links of *addresses*, then those in *text*, each address once."""
    made = [
        link(one.url.strip(), _often(one.label or "") or None, one.kind)
        for one in addresses
        if one.url
    ]
    found: dict[str, Link] = {}
    for one in (*made, *links_in(text)):
        if one:
            found.setdefault(one.url.rstrip("/"), one)
    return tuple(found.values())


def _lines(texts: Iterable[str]) -> Iterator[str]:
    return filter(None, map(_line, texts))


def _line(text: str) -> str:
    """Return *text*, a field that is no prose, as one clean line without entities or tags."""
    if not text:
        return ""
    return clean_line(plain(text).text if "<" in text else resolved(text))


_often = lru_cache(maxsize=1024)(_line)
"""For what many talks have in common."""
