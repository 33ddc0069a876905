"""Stars from other programs, matched to the talks of the library by uid, title and time.

Calendars (``faved.ics`` of pretalx, the bookmarks of FOSDEM Companion, any other), the favourites
that EventFahrplan shares as JSON, and links that Giggity shares.
"""

import base64
import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

from confbrowse.errors import ProgrammeError
from confbrowse.model import Mark, MarkedTalk, Talk
from confbrowse.readers import Hints, icalendar
from confbrowse.readers.parsing import LEAD, first, mapping, objects, parse_json
from confbrowse.storage.library import LibraryStore
from confbrowse.text.clean import clean_line
from confbrowse.text.links import make_link
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import words

_CALENDAR = lazy_pattern(LEAD + rb"BEGIN\s*+:\s*+VCALENDAR", re.IGNORECASE)
_FAVOURITES = lazy_pattern(LEAD + rb"\{\s*+\"(?:conference|lectures|version)\"")
_SHARED = lazy_pattern(rb"https?://ggt\.gaa\.st/#([\w.~%&=+:/?;,-]{1,200000}+)")
_HEAD = 10_000
_MAX_SHARED_BYTES = 1_000_000
_PRETALX = lazy_pattern(r"pretalx-.{1,200}-(?P<code>[A-Z0-9]{5,10}+)(?:\d*)@[\w.-]+")
_MIN_UID = 8
"""Characters of a uid that no other talk has by chance."""
_MOVED = timedelta(days=14)
"""How far a talk may have moved for its title to be enough."""
_WHOLE = 0.9
_MIN_WHOLE = 50
"""A file with this share of a programme of this many talks is the programme, not a choice."""

_MOST_REPORTED = 20
"""A whole year of somebody's calendar is not worth a line for each event."""

_STARRED = Mark(starred=True)
_HIDDEN = Mark(hidden=True)


@dataclass(frozen=True, slots=True)
class _Star:
    """A talk as another program marked it."""

    uid: str
    title: str = ""
    start: datetime | None = None
    urls: frozenset[str] = frozenset()
    mark: Mark = _STARRED

    @property
    def shown(self) -> str:
        """What it is called in a report."""
        return f"“{self.title}”" if self.title else clean_line(self.uid, 60)


def is_from_elsewhere(raw: bytes) -> bool:
    """Return whether *raw* has the stars of another program."""
    if _CALENDAR.match(raw):
        return b"VEVENT" in raw.upper() and b"X-CONFBROWSE-ID" not in raw
    is_favourites = bool(_FAVOURITES.match(raw)) and b'"lectures"' in raw
    return is_favourites or bool(_SHARED.search(raw[:_HEAD]))


def read_elsewhere(
    raw: bytes, name: str, library: LibraryStore
) -> tuple[tuple[MarkedTalk, ...], tuple[str, ...]]:
    """Return the talks of *library* that *raw*, the file called *name*, marks, and what has no place.

    Raises ProgrammeError if it has no stars, or has the whole of a programme.
    """
    stars, left_out = _stars(raw, name)
    if not stars:
        raise ProgrammeError(f"{name} contains no starred talk.")
    matcher = _Matcher(library, stars)
    found: dict[str, MarkedTalk] = {}
    for star in stars:
        talk, why = matcher.match(star)
        if talk is None:
            left_out.append(f"{star.shown}: {why}")
        else:
            found.setdefault(talk.id, MarkedTalk(talk, star.mark))
    _refuse_whole(found.values(), name, library)
    if len(left_out) > _MOST_REPORTED:
        more = f"{len(left_out) - _MOST_REPORTED:,} more entries were not found in your library"
        left_out = [*left_out[:_MOST_REPORTED], more]
    return tuple(found.values()), tuple(left_out)


def _refuse_whole(found: Iterable[MarkedTalk], name: str, library: LibraryStore) -> None:
    """Raise ProgrammeError if *found* is nearly all of a programme."""
    counts = Counter(entry.talk.session.programme for entry in found)
    for programme in library.programmes():
        chosen = counts[programme.name]
        if chosen >= _MIN_WHOLE and chosen >= _WHOLE * programme.talks:
            raise ProgrammeError(
                f"{name} contains nearly all talks of {programme.name}, so it is no choice of yours. "
                "Import it as a programme with: confbrowse add."
            )


# What other programs write.


def _stars(raw: bytes, name: str) -> tuple[list[_Star], list[str]]:
    if _CALENDAR.match(raw):
        return _calendar(raw, name)
    if _FAVOURITES.match(raw):
        return list(_favourites(raw, name)), []
    return list(_shared(raw, name)), []


def _calendar(raw: bytes, name: str) -> tuple[list[_Star], list[str]]:
    """Return the events of a calendar, and those that cannot be read."""
    reading = icalendar.READER.read(raw, Hints(datetime.now(UTC).date(), source=name))
    stars = [
        _Star(talk.uid or "", talk.title, talk.start, frozenset(link.url for link in talk.links))
        for talk in reading.programme.talks
    ]
    left_out = (one for one in reading.remarks if one.left_out)
    return stars, [f"“{one.text}”: {one.reason}" for one in left_out]


def _favourites(raw: bytes, name: str) -> Iterator[_Star]:
    """Yield what EventFahrplan shares: its lectures or sessions, without their times."""
    for one in objects(mapping(parse_json(raw, name)).get("lectures")):
        link = make_link(first(one, "url"))
        yield _Star(
            first(one, "guid", "lecture_id", "session_id", "id"),
            clean_line(first(one, "title")),
            None,
            frozenset([link.url] if link else []),
        )


def _shared(raw: bytes, name: str) -> Iterator[_Star]:
    """Yield what a link of Giggity says: talks to see, to be reminded of, and removed."""
    found = _SHARED.search(raw[:_HEAD] if len(raw) > _HEAD else raw)
    try:
        fields = parse_qs(found[1].decode("ascii", "replace"), max_num_fields=50) if found else {}
    except ValueError as error:  # too many fields
        raise ProgrammeError(f"The link in {name} is damaged. Share it again.") from error
    for key, mark in (("see", _STARRED), ("rem", _STARRED), ("del", _HIDDEN)):
        for text in fields.get(key, []):
            yield from (_Star(uid, mark=mark) for uid in _unpacked(text, name))


def _unpacked(text: str, name: str) -> list[str]:
    """Return the ids in *text*: a list as JSON, compressed, in the letters of addresses."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        unpacker = zlib.decompressobj()
        ids = json.loads(unpacker.decompress(packed, _MAX_SHARED_BYTES))
    except (ValueError, zlib.error, RecursionError) as error:
        raise ProgrammeError(f"The link in {name} is damaged. Share it again.") from error
    return [clean_line(str(one)) for one in ids] if isinstance(ids, list) else []


# Which talk of the library it is.


class _Matcher:
    """Finds the talks of a library by uid and title."""

    def __init__(self, library: LibraryStore, stars: Sequence[_Star]) -> None:
        uids = {uid for star in stars for uid in _uids(star)}
        titles = {title for star in stars for title in _titles(star.title)}
        by_uid: dict[str, set[int]] = defaultdict(set)
        by_title: dict[str, set[int]] = defaultdict(set)
        for number, uid in library.uids():
            if uid in uids:
                by_uid[uid].add(number)
        for number, title in library.names():
            if (key := " ".join(words(title))) in titles:
                by_title[key].add(number)
        self._by_uid, self._by_title = by_uid, by_title
        numbers = set[int]().union(*by_uid.values(), *by_title.values())
        self._talks: Mapping[int, Talk] = library.talks(sorted(numbers))

    def match(self, star: _Star) -> tuple[Talk | None, str]:
        """Return the talk that *star* means; None, and why, if there is none or several are possible."""
        numbers = {number for uid in _uids(star) for number in self._by_uid.get(uid, ())}
        numbers |= {number for key in _titles(star.title) for number in self._by_title.get(key, ())}
        scored = [(self._score(star, self._talks[one]), one) for one in sorted(numbers)]
        scored = [(score, one) for score, one in scored if score]
        best = max((score for score, _ in scored), default=0)
        chosen = [one for score, one in scored if score == best]
        if not chosen:
            return None, "no talk of your library has this uid, or this title at about this time"
        if len(chosen) > 1:
            return None, f"{len(chosen)} talks of your library may be meant"
        return self._talks[chosen[0]], ""

    def _score(self, star: _Star, talk: Talk) -> int:
        """Return how sure it is that *star* means *talk*; 0 if it does not."""
        is_titled = " ".join(words(talk.title)) in _titles(star.title)
        has_uid = talk.uid in _uids(star)
        has_url = any(link.url in star.urls for link in talk.links)
        moved = abs(star.start - talk.start) if star.start and talk.start else None
        if moved is not None and moved > _MOVED:
            return 0
        is_at_time = moved == timedelta()
        is_sure = has_url or (has_uid and len(talk.uid or "") >= _MIN_UID)
        if not (is_titled or is_sure or (has_uid and is_at_time)):
            return 0
        return 8 * has_uid + 4 * has_url + 2 * is_titled + is_at_time


def _uids(star: _Star) -> list[str]:
    """Return the uids that a source may have for *star*: ``12@2024@app`` is 12 in the schedule."""
    found = [star.uid, star.uid.partition("@")[0]]
    if code := _PRETALX.match(star.uid):
        found.append(code["code"])
    return [one for one in dict.fromkeys(found) if one]


def _titles(title: str) -> list[str]:
    """Return the folded title, and what it is without the speakers that pretalx adds after a dash."""
    parts = title.split(" - ")
    found = [" - ".join(parts[:number]) for number in range(len(parts), 0, -1)][:4]
    return [key for one in found if (key := " ".join(words(one)))]
