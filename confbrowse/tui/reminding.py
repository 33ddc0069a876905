"""Reminders of starred talks, some minutes before they begin: once for each, while confbrowse is open."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from confbrowse.agenda.now import minutes_until
from confbrowse.agenda.timetable import Timetable
from confbrowse.agenda.zones import is_floating
from confbrowse.model import Talk
from confbrowse.text.amounts import count
from confbrowse.text.readable import readable_line


class Reminders:
    """Knows of which talks the reader was reminded."""

    def __init__(self, minutes: int) -> None:
        """*minutes* is how long before its start a talk is due; with 0 none ever is."""
        self._before = timedelta(minutes=minutes)
        self._told: set[tuple[str, datetime]] = set()

    def due(self, mine: Timetable, at: datetime) -> Iterator[Talk]:
        """Yield the talks of *mine* that begin soon *at* an instant, each once; again where one has moved.

        Nobody is reminded of a talk whose zone is unknown: it would be a guess.
        """
        for talk in mine.starting(at, at + self._before):
            if talk.start is None or talk.start <= at or is_floating(talk):
                continue
            if (talk.id, talk.start) not in self._told:
                self._told.add((talk.id, talk.start))
                yield talk


def reminder(talk: Talk, at: datetime) -> str:
    """Return the sentence that reminds of *talk*, which is still to begin *at* an instant."""
    room = talk.room or talk.session.room
    where = f" in {room}" if room else ""
    return f"In {count(minutes_until(talk, at) or 0, 'minute')}{where}: {readable_line(talk.title)}"


def osc9(sentence: str) -> str:
    """Return what makes a terminal that knows OSC 9 show *sentence* on the desktop."""
    shown = "".join(one for one in sentence if one.isprintable())
    return f"\x1b]9;{shown}\x1b\\"
