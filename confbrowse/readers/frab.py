"""What the schedules of frab, Pentabarf, pretalx and their kin have in common, as XML and as JSON.

An event's ``date`` is its instant; its ``start`` is the clock at the venue, and counts only where
there is no ``date`` (FOSDEM until 2021), with the day it is listed under. The session of an event is
its track, or else its room.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from confbrowse.model import instant
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.json_values import Object, first, items, mapping, names, objects, string
from confbrowse.readers.naming import named_years, programme_name
from confbrowse.readers.reader import NO_ZONE, Hints, Reading, Remark
from confbrowse.text.clean import clean_line
from confbrowse.text.markup import is_html, plain
from confbrowse.text.times import years_in
from confbrowse.text.zones import zone

_DURATION = re.compile(
    r"(?:(?P<days>\d{1,2}):)??(?P<hours>\d{1,3}):(?P<minutes>\d\d)(?::\d\d)?"
    r"|P(?:(?P<P_days>\d{1,2})D)?(?:T(?:(?P<P_hours>\d{1,3})H)?(?:(?P<P_minutes>\d{1,4})M)?(?:\d+S)?)?"
    r"|(?P<alone>\d{1,4})"
)
"""``1:30``, ``PT1H30M``, ``90``."""
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?::\d\d)?")
_DAY_CHANGE = time(5)
"""What is listed under a day with an earlier clock is in the night after it, mostly."""
_LATEST_NIGHT = time(6)
_DATE_ALONE = len("2021-02-06")
_KEPT_OFF = (("do_not_record", "not recorded"), ("do_not_stream", "not streamed"))
_NAMES = ("public_name", "name", "full_public_name")
_HELP = frozenset({"moderator", "staff"})
"""Roles of people who do not speak themselves; they are kept as keywords."""
_NO_TRACK = frozenset({"no track", "none", "n/a", "-"})


@dataclass(frozen=True, slots=True)
class Listed:
    """An event and where in the schedule it stands."""

    event: Object
    """As version 1 of the JSON has it."""
    where: str
    day: str = ""
    """``2021-02-06``, of the list it is in; a talk in the night belongs to the day before."""
    room: str = ""


def reading(conference: Object, listed: Sequence[Listed], hints: Hints) -> Reading:
    """Return the programme of *conference* that *listed* make up."""
    named = hints.timezone or first(conference, "time_zone_name", "timezone")
    here = zone(named)
    remarks = []
    if here is None and not all(instant(one.event.get("date")) for one in listed):
        remarks.append(NO_ZONE)
    drafts = [_draft(one, here, named if here else None, conference) for one in listed]
    once = list({_what(draft): draft for draft in reversed(drafts)}.values())[::-1]
    kept = set(map(id, once))
    remarks += [
        Remark(None, clean_line(draft.title), f"{clean_line(draft.where)} is listed twice")
        for draft in drafts
        if id(draft) not in kept
    ]
    return assembled(_name(conference, hints), once, hints, remarks)


def _name(conference: Object, hints: Hints) -> str:
    """Return the title, with the year of its start where it names none."""
    title = clean_line(plain(first(conference, "title", "acronym")).text)
    if hints.name or not title:
        return programme_name(hints)
    start = first(conference, "start")
    year = next(iter((*years_in(start[:4]), *named_years(hints))), None)
    has_year = years_in(title) or (year and re.search(rf"(?<!\d){year % 100:02}(?!\d)", title))
    edition = re.search(r"\d+[cC]\d", title)
    return title if has_year or edition or not year else f"{title} {year}"


def _what(draft: Draft) -> tuple[object, ...]:
    """Return what is the same where one event is listed twice."""
    place = draft.start or draft.where
    return draft.title, place, draft.room, draft.session, tuple(draft.authors)


def _draft(listed: Listed, here: tzinfo | None, named: str | None, conference: Object) -> Draft:
    event = listed.event
    start = _start(listed, here, _day_change(conference))
    room = first(event, "room") or listed.room
    track = _track(event, conference)
    subtitle = first(event, "subtitle")
    made = Draft(
        title=": ".join(part for part in (first(event, "title").strip(), subtitle) if part),
        where=listed.where,
        session=track or room,
        kind=first(event, "type"),
        authors=names(_people(event), *_NAMES),
        start=start,
        end=_end(event, start),
        timezone=named,
        room=room,
        track=track,
        keywords=list(_keywords(event)),
        abstract=_abstract(event),
        links=list(_links(event, first(conference, "base_url", "url"))),
        day=_day(listed, start if here else None, _day_change(conference)),
        uid=first(event, "guid", "code", "id"),
    )
    return replace(made, end=None) if made.end == made.start else made


def _keywords(event: Object) -> Iterator[str]:
    if language := first(event, "language"):
        yield f"language: {language}"
    for key, words in _KEPT_OFF:
        if event.get(key) is True or string(event.get(key)).strip().lower() in ("true", "1"):
            yield words
    speak = _people(event)
    for one in _named(event):
        if one not in speak:
            yield from (f"{_role(one)}: {name}" for name in names([one], *_NAMES))


def _track(event: Object, conference: Object) -> str:
    """Return the name of the track of *event*; empty where it has none that is one."""
    track = first(event, "track")
    called = {first(one, "slug"): first(one, "name") for one in objects(conference.get("tracks"))}
    return "" if track.lower() in _NO_TRACK else called.get(track) or track


def _people(event: Object) -> list[object]:
    """Return those who speak; where nobody does, all who are named."""
    found = _named(event)
    return [one for one in found if _role(one) not in _HELP] or found


def _named(event: Object) -> list[object]:
    return [*items(event.get("persons")), *items(event.get("participants"))]


def _role(person: object) -> str:
    return string(mapping(person).get("role")).lower()


def _start(listed: Listed, here: tzinfo | None, day_change: time) -> datetime | None:
    """Return when the event of *listed* begins, by the clock *here* if that is known."""
    event = listed.event
    found = instant(event.get("date")) or instant(event.get("start"))
    if found:
        return found.astimezone(here) if here else found
    date_of = string(event.get("date")).strip()
    clock = _CLOCK.fullmatch(string(event.get("start")).strip())
    try:
        if len(date_of) > _DATE_ALONE:
            return _in_range(datetime.fromisoformat(date_of).replace(tzinfo=here or UTC))
        on = date.fromisoformat(date_of or listed.day[:_DATE_ALONE])
        at = time(int(clock["hour"]), int(clock["minute"])) if clock else None
        if at is None:
            return None
        if at < day_change and not date_of:
            on += timedelta(days=1)
        return _in_range(datetime.combine(on, at, here or UTC))
    except (ValueError, OverflowError):
        return None


def _day(listed: Listed, start: datetime | None, day_change: time) -> str:
    """Return the day to list an event under: that of *listed*, if *start* is on it or in its night.

    Some sites put days under their date in UTC, which is the day before for all that is on it.
    """
    if not listed.day or start is None or start.time() < day_change:
        return listed.day
    return start.date().isoformat()


def _in_range(moment: datetime) -> datetime | None:
    """Return *moment*; None in the first and the last year there are, for in other zones they end."""
    return moment if 1 < moment.year < 9999 else None


def _day_change(conference: Object) -> time:
    """Return when the days of *conference* begin: what is earlier is in the night after the day.

    A change in the morning is when doors open, and an early talk is no late one.
    """
    clock = _CLOCK.fullmatch(first(conference, "day_change"))
    try:
        change = time(int(clock["hour"]), int(clock["minute"])) if clock else _DAY_CHANGE
    except ValueError:
        return _DAY_CHANGE
    return change if change <= _LATEST_NIGHT else _DAY_CHANGE


def _end(event: Object, start: datetime | None) -> datetime | None:
    """Return when *event* that begins at *start* ends: by the clock on the wall of its zone."""
    if start is None:
        return None
    lasting = _DURATION.fullmatch(string(event.get("duration")).strip())
    if lasting is None:
        end = instant(event.get("end"))
        return end.astimezone(start.tzinfo) if end and end > start else None
    part = {name: int(number or 0) for name, number in lasting.groupdict().items()}
    length = timedelta(
        days=part["days"] + part["P_days"],
        hours=part["hours"] + part["P_hours"],
        minutes=part["minutes"] + part["P_minutes"] + part["alone"],
    )
    return (start.astimezone(UTC) + length).astimezone(start.tzinfo)


def _abstract(event: Object) -> str:
    """Return abstract and description; where one begins with the other, the longer."""
    abstract, description = first(event, "abstract"), first(event, "description")
    if description.startswith(abstract):
        return description
    if abstract.startswith(description):
        return abstract
    if is_html(abstract) and is_html(description):
        return f"{abstract}{description}"
    return "\n\n".join(plain(text).text.strip() for text in (abstract, description))


def _links(event: Object, base: str) -> Iterator[Address]:
    for key in ("links", "attachments"):
        for one in items(event.get(key)):
            if isinstance(one, str):
                yield Address(one)
        for one in objects(event.get(key)):
            url = first(one, "url", "href")
            yield Address(_absolute(url, base), first(one, "title", "name") or None)
    for url in (first(event, "url"), first(event, "origin_url")):
        if url:
            yield Address(_absolute(url, base), "Conference page", "other")
    texts = (first(event, "abstract"), first(event, "description"))
    if all(texts) and len(set(map(is_html, texts))) > 1:  # their tags do not outlive the join
        yield from (Address(*one) for text in texts for one in plain(text).links)


def _absolute(url: str, base: str) -> str:
    """Return *url*, which may begin with the host's root, at the host of *base*."""
    site = re.match(r"https?://[^/]+", base)
    return f"{site[0]}{url}" if site and url.startswith("/") else url
