"""Words of the command line as what they mean; argparse understands the error for what they cannot."""

from argparse import ArgumentTypeError
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, date, datetime, time
from typing import TYPE_CHECKING

from confbrowse.model import MOST_INTEREST

if TYPE_CHECKING:
    from confbrowse.agenda.zones import Clock


def count(text: str) -> int:
    """Return *text* as a number from 1 on. Raises ArgumentTypeError, which argparse understands."""
    if not (text.isdecimal() and text.isascii() and int(text)):
        raise ArgumentTypeError(f"{text} is not a number from 1 on")
    return int(text)


def interest(text: str) -> int:
    """Return *text* as an interest. Raises ArgumentTypeError."""
    if text not in map(str, range(MOST_INTEREST + 1)):
        raise ArgumentTypeError(f"{text} is not a number from 0 to {MOST_INTEREST}")
    return int(text)


def usual_clock(*, for_programs: bool) -> "Clock":
    """Return the clock that the reader has set; what programs read is the talks' own whatever is set."""
    from confbrowse.agenda.zones import EVENT, clock_called  # zones are for who shows times
    from confbrowse.paths import places  # as above

    if for_programs or not places().settings.exists():
        return EVENT
    from confbrowse.cli.stores import settings  # most readers have none

    return clock_called(settings().screen.zone) or EVENT


def clock(name: str) -> "Clock":
    """Return the clock called *name*. Raises ArgumentTypeError."""
    from confbrowse.agenda.zones import clock_called, zone_choices  # zones are for who shows times

    found = clock_called(name)
    if found is None:
        meant = next(iter(zone_choices(name)), None)
        offer = f"; did you mean {meant}?" if meant else "; Europe/Paris and UTC+2 would be"
        raise ArgumentTypeError(f"{name} is no time zone I know for sure{offer}")
    return found


def moment(text: str) -> datetime | time:
    """Return *text* as a moment, or as a time of today. Raises ArgumentTypeError."""
    with suppress(ValueError):
        return time.fromisoformat(text)
    with suppress(ValueError):
        found = datetime.fromisoformat(text)
        if MINYEAR < found.year < MAXYEAR:  # in other zones, the first and the last would end
            return found
    raise ArgumentTypeError(f"{text} is not a time such as 14:00 or 2021-07-20T14:00")


def day(text: str) -> date:
    """Return *text* as a day. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a day such as 2021-07-20") from error
