"""Schedules of frab, Pentabarf, pretalx and similar systems, as XML and as JSON.

An event's ``date`` is an instant; its ``start`` is the local time at the venue, and is used only
without a ``date`` (FOSDEM until 2021), together with the day it is listed under. The session of an
event is its track, else its room.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from html import escape
from xml.etree import ElementTree as ET

from confbrowse.model import instant
from confbrowse.readers.base import (
    NO_ZONE,
    Draft,
    Hints,
    RawLink,
    Reader,
    Reading,
    Remark,
    build_reading,
)
from confbrowse.readers.naming import programme_name, years_in_names
from confbrowse.readers.parsing import (
    LEAD,
    Object,
    element_text,
    first,
    items,
    mapping,
    names,
    objects,
    parse_json,
    parse_xml,
    string,
)
from confbrowse.text.clean import clean_line
from confbrowse.text.html import html_to_text, is_html
from confbrowse.text.times import find_zone, years_in

_DURATION = re.compile(
    r"(?:(?P<days>\d{1,2}):)??(?P<hours>\d{1,3}):(?P<minutes>\d\d)(?::\d\d)?"
    r"|P(?:(?P<P_days>\d{1,2})D)?(?:T(?:(?P<P_hours>\d{1,3})H)?(?:(?P<P_minutes>\d{1,4})M)?(?:\d+S)?)?"
    r"|(?P<alone>\d{1,4})"
)
"""``1:30``, ``PT1H30M``, ``90``."""
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?::\d\d)?")
_DAY_CHANGE = time(5)
"""Earlier times listed under a day are usually in the following night."""
_LATEST_NIGHT = time(6)
_DATE_LENGTH = len("2021-02-06")
_RECORDING_FLAGS = (("do_not_record", "not recorded"), ("do_not_stream", "not streamed"))
_NAMES = ("public_name", "name", "full_public_name")
_SUPPORT_ROLES = frozenset({"moderator", "staff"})
"""Roles of people who do not speak; they are kept as keywords."""
_NO_TRACK = frozenset({"no track", "none", "n/a", "-"})


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event, and where it is listed in the schedule."""

    event: Object
    """In the format of JSON version 1."""
    where: str
    day: str = ""
    """``2021-02-06``, the day it is listed under; a talk after midnight belongs to the day before."""
    room: str = ""


def build_schedule(conference: Object, listed: Sequence[ListedEvent], hints: Hints) -> Reading:
    """Return the programme of *conference* with the events *listed*."""
    zone_name = hints.timezone or first(conference, "time_zone_name", "timezone")
    zone = find_zone(zone_name)
    remarks = []
    if zone is None and not all(instant(one.event.get("date")) for one in listed):
        remarks.append(NO_ZONE)
    drafts = [_draft(one, zone, zone_name if zone else None, conference) for one in listed]
    unique = list({_duplicate_key(draft): draft for draft in reversed(drafts)}.values())[::-1]
    kept = set(map(id, unique))
    remarks += [
        Remark(None, clean_line(draft.title), f"{clean_line(draft.where)} is listed twice")
        for draft in drafts
        if id(draft) not in kept
    ]
    return build_reading(_name(conference, hints), unique, hints, remarks)


def _name(conference: Object, hints: Hints) -> str:
    """Return the title, with the year of its start if it has none."""
    title = clean_line(html_to_text(first(conference, "title", "acronym")).text)
    if hints.name or not title:
        return programme_name(hints)
    start = first(conference, "start")
    year = next(iter((*years_in(start[:4]), *years_in_names(hints))), None)
    has_year = years_in(title) or (year and re.search(rf"(?<!\d){year % 100:02}(?!\d)", title))
    edition = re.search(r"\d[cC]\d", title)
    return title if has_year or edition or not year else f"{title} {year}"


def _duplicate_key(draft: Draft) -> tuple[object, ...]:
    """Return a key that is equal if an event is listed twice."""
    place = draft.start or draft.where
    return draft.title, place, draft.room, draft.session, tuple(draft.authors)


def _draft(
    listed: ListedEvent, zone: tzinfo | None, zone_name: str | None, conference: Object
) -> Draft:
    event = listed.event
    start = _start(listed, zone, _day_change(conference))
    room = first(event, "room") or listed.room
    track = _track(event, conference)
    subtitle = first(event, "subtitle")
    draft = Draft(
        title=": ".join(part for part in (first(event, "title").strip(), subtitle) if part),
        where=listed.where,
        session=track or room,
        kind=first(event, "type"),
        authors=names(_people(event), *_NAMES),
        start=start,
        end=_end(event, start),
        timezone=zone_name,
        room=room,
        track=track,
        keywords=list(_keywords(event)),
        abstract=_abstract(event),
        links=list(_links(event, first(conference, "base_url", "url"))),
        day=_day(listed, start if zone else None, _day_change(conference)),
        uid=first(event, "guid", "code", "id"),
    )
    return replace(draft, end=None) if draft.end == draft.start else draft


def _keywords(event: Object) -> Iterator[str]:
    if language := first(event, "language"):
        yield f"language: {language}"
    for key, label in _RECORDING_FLAGS:
        if event.get(key) is True or string(event.get(key)).strip().lower() in ("true", "1"):
            yield label
    speak = _people(event)
    for one in _all_people(event):
        if one not in speak:
            yield from (f"{_role(one)}: {name}" for name in names([one], *_NAMES))


def _track(event: Object, conference: Object) -> str:
    """Return the track of *event*; empty if it has none."""
    track = first(event, "track")
    names_by_slug = {
        first(one, "slug"): first(one, "name") for one in objects(conference.get("tracks"))
    }
    return "" if track.lower() in _NO_TRACK else names_by_slug.get(track) or track


def _people(event: Object) -> list[object]:
    """Return the speakers; if nobody has that role, everyone listed."""
    found = _all_people(event)
    return [one for one in found if _role(one) not in _SUPPORT_ROLES] or found


def _all_people(event: Object) -> list[object]:
    return [*items(event.get("persons")), *items(event.get("participants"))]


def _role(person: object) -> str:
    return string(mapping(person).get("role")).lower()


def _start(listed: ListedEvent, zone: tzinfo | None, day_change: time) -> datetime | None:
    """Return the start of *listed*, in the zone *zone* if it is known."""
    event = listed.event
    found = instant(event.get("date")) or instant(event.get("start"))
    if found:
        return found.astimezone(zone) if zone else found
    date_of = string(event.get("date")).strip()
    clock = _CLOCK.fullmatch(string(event.get("start")).strip())
    try:
        if len(date_of) > _DATE_LENGTH:
            return _in_range(datetime.fromisoformat(date_of).replace(tzinfo=zone or UTC))
        day = date.fromisoformat(date_of or listed.day[:_DATE_LENGTH])
        clock_time = time(int(clock["hour"]), int(clock["minute"])) if clock else None
        if clock_time is None:
            return None
        if clock_time < day_change and not date_of:
            day += timedelta(days=1)
        return _in_range(datetime.combine(day, clock_time, zone or UTC))
    except (ValueError, OverflowError):
        return None


def _day(listed: ListedEvent, start: datetime | None, day_change: time) -> str:
    """Return the day to list an event under: that of *listed*, if *start* is on it or in its night.

    Some sites list events under their date in UTC, which may be the day before.
    """
    if not listed.day or start is None or start.time() < day_change:
        return listed.day
    return start.date().isoformat()


def _in_range(moment: datetime) -> datetime | None:
    """Return *moment*; None in the first and last possible year, as conversion to other zones would overflow."""
    return moment if 1 < moment.year < 9999 else None


def _day_change(conference: Object) -> time:
    """Return the time at which the days of *conference* begin.

    A change later in the morning is when doors open, and is ignored.
    """
    clock = _CLOCK.fullmatch(first(conference, "day_change"))
    try:
        change = time(int(clock["hour"]), int(clock["minute"])) if clock else _DAY_CHANGE
    except ValueError:
        return _DAY_CHANGE
    return change if change <= _LATEST_NIGHT else _DAY_CHANGE


def _end(event: Object, start: datetime | None) -> datetime | None:
    """Return the end of *event*; durations are added in UTC."""
    if start is None:
        return None
    duration = _DURATION.fullmatch(string(event.get("duration")).strip())
    if duration is None:
        end = instant(event.get("end"))
        return end.astimezone(start.tzinfo) if end and end > start else None
    part = {name: int(number or 0) for name, number in duration.groupdict().items()}
    length = timedelta(
        days=part["days"] + part["P_days"],
        hours=part["hours"] + part["P_hours"],
        minutes=part["minutes"] + part["P_minutes"] + part["alone"],
    )
    return (start.astimezone(UTC) + length).astimezone(start.tzinfo)


def _abstract(event: Object) -> str:
    """Return abstract and description, and the answers to questions of the organisers."""
    text = _description(event)
    answers = "\n".join(_answers(event))
    if not text or not answers:
        return text or answers
    if is_html(text):
        return f"{text}<p>{escape(answers)}</p>"
    return f"{text}\n\n{answers}"


def _answers(event: Object) -> Iterator[str]:
    """Yield ``Question: answer`` for each answer, then in one line those whose question is a number."""
    further = []
    for one in objects(event.get("answers")):
        asked = one.get("question")
        question = first(asked, "question") if isinstance(asked, dict) else string(asked)
        answer = first(one, "answer", "answer_file")
        if answer and question and not question.isdigit():
            yield f"{question.rstrip(':')}: {answer}"
        elif answer and not answer.isdigit() and answer.lower() not in ("true", "false"):
            further.append(answer)
    if further:
        yield f"Further answers: {'; '.join(dict.fromkeys(further))}"


def _description(event: Object) -> str:
    """Return abstract and description, or the longer one if it begins with the other."""
    abstract, description = first(event, "abstract"), first(event, "description")
    if description.startswith(abstract):
        return description
    if abstract.startswith(description):
        return abstract
    if is_html(abstract) and is_html(description):
        return f"{abstract}{description}"
    return "\n\n".join(html_to_text(text).text.strip() for text in (abstract, description))


def _links(event: Object, base: str) -> Iterator[RawLink]:
    for key in ("links", "attachments"):
        for one in items(event.get(key)):
            if isinstance(one, str):
                yield RawLink(one)
        for one in objects(event.get(key)):
            url = first(one, "url", "href")
            yield RawLink(_absolute(url, base), first(one, "title", "name") or None)
    for url in (first(event, "url"), first(event, "origin_url")):
        if url:
            yield RawLink(_absolute(url, base), "Conference page", "other")
    texts = (first(event, "abstract"), first(event, "description"))
    if all(texts) and len(set(map(is_html, texts))) > 1:  # tags are lost when the texts are joined
        yield from (RawLink(*one) for text in texts for one in html_to_text(text).links)


def _absolute(url: str, base: str) -> str:
    """Return *url*, which may lack the host, as a URL on the host of *base*."""
    site = re.match(r"https?://[^/]+", base)
    return f"{site[0]}{url}" if site and url.startswith("/") else url


# ``schedule.json`` of frab, pretalx and the c3voc hub: version 1 by day and room, version 2 flat.

_JSON_HEAD = 65_536
_JSON_START = re.compile(LEAD + rb'\{[^{]{0,2000}?"(?:schedule|generator)"\s*+:\s*+\{')


def _recognises_json(raw: bytes) -> bool:
    is_schedule = _JSON_START.match(raw[:_JSON_HEAD]) and b'"schedule"' in raw[:_JSON_HEAD]
    return bool(is_schedule) and b'"conference"' in raw


def _read_json(raw: bytes, hints: Hints) -> Reading:
    schedule = mapping(mapping(parse_json(raw, hints.source)).get("schedule"))
    conference = mapping(schedule.get("conference"))
    base = first(schedule, "base_url") or first(conference, "base_url", "url")
    listed = [*_version_1_events(conference), *_version_2_events(schedule)]
    return build_schedule({**conference, "base_url": base}, listed, hints)


JSON_READER = Reader("schedule JSON (frab, pretalx)", _recognises_json, _read_json)


def _version_1_events(conference: Object) -> Iterator[ListedEvent]:
    for day in objects(conference.get("days")):
        for room, events in mapping(day.get("rooms")).items():
            for event in objects(events):
                yield ListedEvent(event, _where(event), first(day, "date"), room)


def _version_2_events(schedule: Object) -> Iterator[ListedEvent]:
    """Yield the events of version 2, where room and track may be objects."""
    for event in objects(schedule.get("events")):
        plain = dict(event)
        for key in ("room", "track", "type"):
            if isinstance(event.get(key), dict):
                plain[key] = first(event[key], "name", "title", "slug")
        yield ListedEvent(plain, _where(event))


def _where(event: Object) -> str:
    return f"event {first(event, 'id', 'code', 'guid', 'slug') or '?'}"


# ``schedule.xml`` of frab, Pentabarf, pretalx, wafer, FOSDEM.

_XML_HEAD = 65_536
_XML_START = re.compile(rb"<schedule[\s>]")
_NOT_IN_TEXT = ("persons", "links", "attachments", "recording", "answers", "videos")


def _recognises_xml(raw: bytes) -> bool:
    head = raw[:_XML_HEAD].replace(b"\0", b"")  # UTF-16 has one per character
    return bool(_XML_START.search(head)) and (b"<conference" in head or b"<event " in head)


def _read_xml(raw: bytes, hints: Hints) -> Reading:
    root = parse_xml(raw, hints.source)
    found = root.find("conference")
    conference = {child.tag: element_text(child) for child in found} if found is not None else {}
    return build_schedule(conference, list(_listed(root)), hints)


XML_READER = Reader("schedule XML (frab, Pentabarf)", _recognises_xml, _read_xml)


def _listed(root: ET.Element) -> Iterator[ListedEvent]:
    """Yield all events: by day and room, by day, and those elsewhere."""
    places = [
        (event, day.get("date", ""), room.get("name", ""))
        for day in root.iter("day")
        for room in (*day.iter("room"), day)
        for event in room.iterfind("event")
    ]
    found = {id(event) for event, _, _ in places}
    places += [(event, "", "") for event in root.iter("event") if id(event) not in found]
    for event, day, room in places:
        where = f"event {event.get('id') or event.get('guid') or '?'}"
        yield ListedEvent(_as_json(event), where, day, room)


def _person_id(person: ET.Element) -> str:
    """Return the id of *person*; empty if there is none, or the one that stands for nobody."""
    found = person.get("guid") or person.get("code") or person.get("id") or ""
    return "" if found == "0" else found


def _as_json(event: ET.Element) -> Object:
    """Return *event* in the format of JSON version 1."""
    fields: dict[str, object] = {"guid": event.get("guid"), "id": event.get("id")}
    for child in event:
        if child.tag not in _NOT_IN_TEXT:
            fields.setdefault(child.tag, element_text(child))
    fields["persons"] = [
        {"id": _person_id(person), "name": element_text(person)}
        for person in event.iterfind("persons/person")
    ]
    fields["answers"] = [
        {"question": one.get("question") or one.findtext("question"), "answer": element_text(one)}
        for one in event.iterfind("answers/answer")
    ]
    for key, path in (("links", "links/link"), ("attachments", "attachments/attachment")):
        fields[key] = [
            {
                "url": one.get("href") or element_text(one),
                "title": element_text(one) if one.get("href") else "",
            }
            for one in event.iterfind(path)
        ]
    fields["do_not_record"] = event.findtext("recording/optout")
    return fields
