"""Calendars parsed by other libraries: icalendar, vobject and, if installed, ical.js."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
import vobject

_SCRIPT = """
const ICAL = require("ical.js");
const text = require("fs").readFileSync(0, "utf8");
const root = new ICAL.Component((ICAL.default || ICAL).parse(text));
const events = root.getAllSubcomponents("vevent").map((one) => {
  const said = (name) => { const found = one.getFirstPropertyValue(name); return found === null ? null : String(found); };
  return { uid: said("uid"), summary: said("summary"), start: said("dtstart"), end: said("dtend"),
    description: said("description"), location: said("location"), url: said("url"),
    note: said("comment"), sequence: Number(said("sequence")), status: said("status") };
});
console.log(JSON.stringify(events));
"""


@dataclass(frozen=True, slots=True)
class Event:
    """An event, as another program understood it."""

    uid: str
    summary: str
    start: date | datetime
    end: date | datetime | None
    description: str | None
    location: str | None
    url: str | None
    note: str | None
    sequence: int
    status: str


_TEXTS = ("description", "location", "url")


def by_icalendar(text: str) -> list[Event]:
    """Return the events of *text*."""
    events: list[Any] = icalendar.Calendar.from_ical(text).walk(
        "VEVENT"
    )  # each key has a type of its own
    assert not [error for event in events for error in event.errors]
    return [
        Event(
            uid=str(event["UID"]),
            summary=str(event["SUMMARY"]),
            start=event["DTSTART"].dt,
            end=event["DTEND"].dt if "DTEND" in event else None,
            **{key: str(event[key]) if key in event else None for key in _TEXTS},
            note=str(event["COMMENT"]) if "COMMENT" in event else None,
            sequence=int(event["SEQUENCE"]),
            status=str(event["STATUS"]),
        )
        for event in events
    ]


def by_vobject(text: str) -> list[Event]:
    """Return the events of *text*."""
    calendar = vobject.readOne(text)
    return [
        Event(
            uid=event.uid.value,
            summary=event.summary.value,
            start=_in_utc(event.dtstart.value),
            end=_in_utc(event.dtend.value) if hasattr(event, "dtend") else None,
            **{key: getattr(event, key).value if hasattr(event, key) else None for key in _TEXTS},
            note=event.comment.value if hasattr(event, "comment") else None,
            sequence=int(event.sequence.value),
            status=event.status.value,
        )
        for event in calendar.contents.get("vevent", [])
    ]


def by_ical_js(text: str) -> list[Event]:
    """Return the events of *text*; skips the test where node or its package is not here."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not here")
    ran = subprocess.run([node, "-e", _SCRIPT], input=text.encode(), capture_output=True)
    if b"Cannot find module" in ran.stderr:
        pytest.skip("ical.js is not here; NODE_PATH names where it is")
    assert not ran.returncode, ran.stderr.decode()
    return [
        Event(**told | {"start": _moment(told["start"]), "end": _moment(told["end"])})
        for told in json.loads(ran.stdout)
    ]


def _moment(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _in_utc(value: date | datetime) -> date | datetime:
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else value


READERS: tuple[Callable[[str], list[Event]], ...] = (by_icalendar, by_vobject, by_ical_js)
