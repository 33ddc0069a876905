"""Days for tests of the plan: talks of every kind in a night in which clocks are put back.

All begin and end on quarters of an hour, so that what a person can do is told by counting those.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from factories import SESSION, talk, zones
from hypothesis import strategies as st

from confbrowse.model import Session, Talk

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
EVENING = datetime(2021, 10, 30, 18, tzinfo=UTC)
"""Seven hours before the clocks of Berlin go from 3:00 to 2:00."""
QUARTER = timedelta(minutes=15)
clocks = st.sampled_from([UTC, BERLIN, NEW_YORK]) | zones


def instant(slot: int) -> datetime:
    """Return the instant this many quarter hours after EVENING, in UTC."""
    return EVENING + slot * QUARTER


@st.composite
def plans(draw: st.DrawFn, most: int = 9, name: str = "T") -> list[Talk]:
    """Return talks: long, all day, without length, without end or start, or with end before start."""
    return [
        talk(
            f"{name}{here}",
            session=draw(st.sampled_from([SESSION, Session("FOSDEM 2024", "Main", room="Janson")])),
            kind=draw(st.sampled_from([None, "Oral", "Poster"])),
            room=draw(st.sampled_from([None, "A", "B"])),
            start=_at(draw(st.none() | slots), draw(clocks)),
            end=_at(draw(st.none() | slots), draw(clocks)),
        )
        for here in range(draw(st.integers(0, most)))
    ]


slots = st.integers(-8, 50)  # few enough that many meet
instants = st.builds(lambda slot, clock: instant(slot).astimezone(clock), slots, clocks)


def _at(slot: int | None, clock: object) -> datetime | None:
    if slot is None:
        return None
    return instant(slot).astimezone(clock)  # type: ignore[arg-type]  # a zone, as clocks draws it


def begin(one: Talk) -> datetime:
    """Return when *one*, which has a time, begins, in UTC."""
    assert one.start
    return one.start.astimezone(UTC)


def end(one: Talk) -> datetime:
    """Return when *one*, which has a time, is over, in UTC."""
    return max(begin(one), one.end.astimezone(UTC)) if one.end else begin(one)


def quarters(one: Talk) -> set[datetime]:
    """Return the quarter hours in which a visitor of *one* must be there."""
    if one.start is None:
        return set()
    length = (end(one) - begin(one)) // QUARTER
    return {begin(one), *(begin(one) + QUARTER * number for number in range(length))}


def is_all_day(one: Talk) -> bool:
    """Return whether *one* lasts for eight hours or more."""
    return bool(one.start) and end(one) - begin(one) >= timedelta(hours=8)


def is_loose(one: Talk) -> bool:
    """Return whether visitors can come to *one*, a talk of ``plans``, at any time."""
    short = one.end and begin(one) - one.end.astimezone(UTC) > -timedelta(minutes=45)
    return is_all_day(one) or (one.kind == "Poster" and not short)
