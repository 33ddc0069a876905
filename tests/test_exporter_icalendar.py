"""Calendars: other programs read the same instants and strings, and update existing events."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from factories import at, talk, talks, times
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar_parsers import READERS, Event, by_icalendar

from confbrowse.exporters import EXPORTERS, ExportItem, Revision
from confbrowse.exporters.icalendar import event_uid, is_whole_days
from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.model import Link, Mark, Talk
from confbrowse.schedule.clashes import TalkSample
from confbrowse.schedule.clock import is_floating
from confbrowse.schedule.rooms import room_of
from confbrowse.sources.files import sources
from confbrowse.text.latex import readable

DATA = Path(__file__).parents[2] / "shared" / "data"
REAL = ("frab-xml", "ics", "session-pages", "miniconf-acl2020", "frab-json", "virtual-html")
HOSTILE = (
    "a\r\nEND:VEVENT\r\nEND:VCALENDAR",
    "a\nSUMMARY:another",
    "a\rDTSTART:19700101T000000Z",
    r"semi;colon,comma\backslash\n\\",
    '"quoted": ^n ^^',
    " a blank before",
    "trailing \\",
    "é" * 74,
    "a" * 67 + "😀" * 40,
    "👩‍👩‍👧‍👦" * 20,
    "שלום עולם אאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאאא",
    "BEGIN:VALARM",
)
Read = Callable[[str], list[Event]]
each_reader = pytest.mark.parametrize("read", READERS)


def written(*items: ExportItem) -> str:
    text = EXPORTERS["ics"].write(items)
    assert not [line for line in text.encode().split(b"\r\n") if len(line) > 75]
    assert text.count("\n") == text.count("\r\n") == text.count("\r")
    return text


def lasting(title: str, start: datetime, minutes: int = 60) -> ExportItem:
    end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)
    return ExportItem(talk(title, start=start, end=end, timezone=str(start.tzinfo)))


@each_reader
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_strings_are_read_as_they_are_and_stay_in_their_place(
    read: Read, hostile: str
) -> None:
    one = talk(hostile, start=at(9), end=at(10), timezone="UTC", room=hostile)
    other = talk("Another", start=at(11), timezone="UTC")
    first, second = read(written(ExportItem(one, Mark(note=hostile)), ExportItem(other)))
    shown = hostile.replace("\r\n", "\n").replace("\r", "\n")
    assert (first.summary, first.location, first.note) == (shown, shown, shown)
    assert (first.start, first.end) == (at(9), at(10))
    assert first.description
    assert shown in first.description
    assert second.summary == "Another"


@each_reader
@pytest.mark.parametrize(
    "start",
    [
        datetime(2021, 11, 7, 0, 30, tzinfo=ZoneInfo("America/Los_Angeles")),
        datetime(2021, 11, 7, 1, 30, tzinfo=ZoneInfo("America/Los_Angeles")),
        datetime(2021, 11, 7, 1, 30, tzinfo=ZoneInfo("America/Los_Angeles"), fold=1),
        datetime(2021, 3, 14, 1, 30, tzinfo=ZoneInfo("America/Los_Angeles")),
        datetime(2021, 3, 28, 1, 45, tzinfo=ZoneInfo("Europe/Berlin")),
        datetime(2021, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1),
        datetime(2021, 4, 4, 1, 45, tzinfo=ZoneInfo("Australia/Lord_Howe")),
    ],
    ids=str,
)
def test_on_the_nights_when_clocks_change_the_instant_stays(read: Read, start: datetime) -> None:
    item = lasting("Night Shift", start)
    (event,) = read(written(item))
    assert event.start == start.astimezone(UTC)
    assert event.end == start.astimezone(UTC) + timedelta(hours=1)


@cache
def real_talks(folder: str) -> Sequence[Talk]:
    """Return the first talks with a time in *folder* of the real programmes."""
    found = gather(sources([str(DATA / folder)]), ImportOptions(date(2026, 11, 25)))
    return [one for programme in found.programmes for one in programme.talks if one.start][:300]


@each_reader
@pytest.mark.parametrize("folder", REAL)
def test_real_programmes_are_read_back_to_the_instant_and_the_letter(
    read: Read, folder: str
) -> None:
    if not DATA.is_dir():
        pytest.skip("the real programmes are not here")
    timed = real_talks(folder)
    events = {event.uid: event for event in read(written(*(ExportItem(one) for one in timed)))}
    assert len(events) == len({one.id for one in timed})
    for one in timed:
        event = events[event_uid(one.id)]
        assert event.summary == one.title
        assert (event.location or "") == ", ".join(p for p in (room_of(one), one.position) if p)
        assert event.url == (one.best_link.url if one.best_link else None)
        assert readable(one.abstract) in (event.description or "")
        assert (event.start, event.end) == expected_times(one)


def expected_times(one: Talk) -> tuple[date | datetime | None, date | datetime | None]:
    """Return how a calendar shows the times of *one*: to the second, an end only after the start."""
    start, end = (time and time.replace(microsecond=0) for time in (one.start, one.end))
    if start and end and end.timestamp() <= start.timestamp():
        end = None
    if is_whole_days(one):
        return start and start.date(), end and end.date()
    if is_floating(one):
        return start and start.replace(tzinfo=None), end and end.replace(tzinfo=None)
    return start and start.astimezone(UTC), end and end.astimezone(UTC)


@settings(max_examples=30)
@given(st.lists(st.builds(replace, talks, start=times, end=st.none() | times), max_size=2))
def test_any_talks_are_events_with_their_titles(several: list[Talk]) -> None:
    events = by_icalendar(written(*map(ExportItem, several)))
    assert [event.summary for event in events] == [one.title for one in several]
    assert [(event.start, event.end) for event in events] == [*map(expected_times, several)]


@each_reader
def test_a_clock_of_no_known_zone_is_a_clock_without_a_zone(read: Read) -> None:
    (event,) = read(written(ExportItem(talk(start=at(9), end=at(10)))))
    assert event.start == datetime(2021, 7, 20, 9)  # noqa: DTZ001 - this is the point
    (event,) = read(written(ExportItem(talk(start=at(9), timezone="UTC"))))
    assert (event.start, event.end) == (at(9), None)


@each_reader
def test_whole_days_are_days_by_the_talk_s_own_clock(read: Read) -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    first, end = (datetime(2021, 7, day, tzinfo=tokyo) for day in (20, 22))
    (event,) = read(
        written(ExportItem(talk(start=first, end=end, timezone="Asia/Tokyo"), alarm=10))
    )
    assert (event.start, event.end) == (date(2021, 7, 20), date(2021, 7, 22))


@each_reader
def test_a_talk_that_moved_is_the_same_event_with_a_higher_number(read: Read) -> None:
    before = ExportItem(talk("Moths", start=at(9), timezone="UTC"))
    moved = replace(before.talk, start=at(11), room="Hall 2")
    later = ExportItem(moved, revision=Revision(1, at(12)))
    (old,), (new,) = read(written(before)), read(written(later))
    assert old.uid == new.uid
    assert (old.sequence, new.sequence) == (0, 1)
    assert (new.start, new.location) == (at(11), "Hall 2")


def test_a_uid_depends_on_nothing_but_the_id() -> None:
    assert event_uid("icml-2021/moths") == "c38316d6eee964aa8bd164eff6aa3cfbb0623f01@confbrowse"


def test_the_fingerprint_changes_with_the_event_and_not_with_its_alarm() -> None:
    fingerprint = EXPORTERS["ics"].fingerprint
    assert fingerprint
    one = ExportItem(talk("Moths", start=at(9), links=(Link("code", "https://e.org"),)))
    same = replace(one, alarm=10, revision=Revision(7, at(1)))
    assert fingerprint(same) == fingerprint(one)
    others = (
        replace(one, cancelled=True),
        replace(one, mark=Mark(note="at night")),
        replace(one, clashes=TalkSample((talk("Owls"),), 1)),
        replace(one, talk=replace(one.talk, room="Hall")),
    )
    assert len({fingerprint(one), *map(fingerprint, others)}) == 5


def test_a_cancelled_talk_is_called_so_and_does_not_ring() -> None:
    item = ExportItem(talk(start=at(9)), cancelled=True, alarm=10)
    (event,) = icalendar.Calendar.from_ical(written(item)).walk("VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"
    assert not event.walk("VALARM")


def test_an_alarm_rings_so_many_minutes_before() -> None:
    calendar = icalendar.Calendar.from_ical(written(ExportItem(talk(start=at(9)), alarm=15)))
    (alarm,) = calendar.walk("VALARM")
    assert alarm["TRIGGER"].to_ical() == b"-PT15M"
    assert not icalendar.Calendar.from_ical(written(ExportItem(talk(start=at(9))))).walk("VALARM")


def test_an_end_that_is_none_is_left_out() -> None:
    (event,) = by_icalendar(written(ExportItem(talk(start=at(9), end=at(9), timezone="UTC"))))
    assert event.end is None


def test_the_description_tells_a_few_clashes_by_name_and_counts_the_rest() -> None:
    several = TalkSample(tuple(talk(f"Talk {number}") for number in range(5)), 8)
    loose = TalkSample((talk("Poster"),), 2_001)
    item = ExportItem(talk(start=at(9)), clashes=several, weak_clashes=loose)
    (event,) = by_icalendar(written(item))
    assert event.description
    assert "Clashes with: Talk 0; Talk 1; Talk 2; Talk 3; Talk 4 and 3 more" in event.description
    assert "Overlaps with: Poster and 2,000 more" in event.description
