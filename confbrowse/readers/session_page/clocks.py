"""From the times a page prints to instants: its year, its days, its zone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from confbrowse.readers.naming import named_years
from confbrowse.readers.reader import Hints, Remark
from confbrowse.readers.session_page.lines import Line
from confbrowse.text.times import Printed, days_of, falls_on, instants, mostly_fit, newest_year
from confbrowse.text.zones import holds_on, zone


@dataclass(frozen=True, slots=True)
class Slot:
    """When a talk is: aware instants, or None; the zone's printed name, or None."""

    start: datetime | None = None
    end: datetime | None = None
    timezone: str | None = None
    year_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """The slots of a page by line number, and what is unsure about them."""

    slots: dict[int, Slot]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Year:
    """The year of a page, and how it is known."""

    year: int | None
    origin: str
    """``given``, ``on the page``, ``in the name``; ``assumed``."""
    refused: int | None = None
    """One that was found and does not fit the days."""


def settle(
    lines: Sequence[Line], hints: Hints, page_zone: str | None, page_years: Sequence[int]
) -> Settled:
    """Return the slot of every time line among *lines*.

    The year is the one of ``hints``; else one printed or linked on the page; else one in the name
    or the source; else the newest in which every weekday fits, at most 90 days ahead of today,
    which is then called assumed. The zone is the line's own; else the one of ``hints``; else the
    page's, as its label or its only zone; else UTC, which leaves the clock as printed, unnamed.
    """
    timed = [line for line in lines if line.time]
    times = [line.time for line in timed if line.time]
    year = _year(times, hints, page_years)
    days = days_of(times, year.year) if year.year else [None] * len(times)
    default = page_zone or _only_zone(times)
    slots = {}
    remarks = [*_year_remarks(timed, year, hints)]
    for line, printed, day in zip(timed, times, days, strict=True):
        assumed = year.origin == "assumed" and not printed.year
        names = (printed.zone, hints.timezone) if printed.zone else (hints.timezone, default)
        slots[line.number] = _slot(printed, day, names, assumed)
        remarks += _day_remarks(line, printed, day, year)
        remarks += _zone_remarks(line, printed.zone or default, slots[line.number])
        remarks += _season_remarks(line, printed, slots[line.number])
    return Settled(slots, tuple(_once(remarks)))


def _year(times: Sequence[Printed], hints: Hints, page_years: Sequence[int]) -> _Year:
    if hints.year:
        return _Year(hints.year, "given")
    if printed := next((time.year for time in times if time.year), None):
        return _Year(printed, "on the page")
    found = [(year, "on the page") for year in page_years]
    found += [(year, "in the name") for year in named_years(hints)]
    for year, origin in found:
        if mostly_fit(times, year):
            return _Year(year, origin)
    refused = found[0][0] if found else None
    return _Year(newest_year(times, hints.today), "assumed", refused)


def _year_remarks(timed: Sequence[Line], year: _Year, hints: Hints) -> Iterator[Remark]:
    """Yield what to tell of the year as a whole, beside the first day of the page."""
    first = next((line for line in timed if line.time and line.time.dated), None)
    other = next((ln.time.year for ln in timed if ln.time and ln.time.year), hints.year)
    if first is None:
        return
    if year.year is None:
        reason = "no year since 1990 has all these days; say which with --year"
    elif year.origin == "assumed":
        why = f"{year.refused} does not fit these days" if year.refused else "no year is given"
        reason = f"{why}; {year.year} is assumed; --year mends it"
    elif hints.year and other != hints.year:
        reason = f"the page itself says {other}, so that --year {hints.year} does not count there"
    else:
        return
    yield Remark(first.number, first.source, reason, left_out=False)


def _season_remarks(line: Line, printed: Printed, slot: Slot) -> Iterator[Remark]:
    """Yield a warning where summer time is printed in winter, or winter time in summer."""
    if slot.start and slot.timezone and not holds_on(printed.zone, slot.start.replace(tzinfo=None)):
        reason = f"{printed.zone} is not kept in {slot.start:%B}; it is taken at its word"
        yield Remark(line.number, line.source, reason, left_out=False)


def _day_remarks(line: Line, printed: Printed, day: date | None, year: _Year) -> Iterator[Remark]:
    if day is None:
        reason = "time whose day the page does not tell; --year may mend it"
        yield Remark(line.number, line.source, reason)
    elif printed.dated and not falls_on(printed, day):
        known = "" if printed.year else f", the year {year.origin}"
        reason = f"{day.day} {day:%B} {day.year} is a {day:%A}{known}"
        yield Remark(line.number, line.source, reason, left_out=False)


def _zone_remarks(line: Line, name: str | None, slot: Slot) -> Iterator[Remark]:
    if slot.start is None or slot.timezone:
        return
    why = f"{name} is no time zone I know for sure" if name else "no time zone is given"
    reason = f"{why}; the clock is kept as printed; --timezone mends it"
    yield Remark(line.number, line.source, reason, left_out=False)


def _only_zone(times: Sequence[Printed]) -> str | None:
    """Return the zone that all times share as far as they name one; None where they differ."""
    named = {time.zone for time in times if time.zone}
    return named.pop() if len(named) == 1 else None


def _slot(printed: Printed, day: date | None, names: Sequence[str | None], assumed: bool) -> Slot:
    """Return when *printed* is on *day*, in the first of the zones called *names* that is known."""
    if day is None:
        return Slot()
    known = ((found, name) for name in names if (found := zone(name)))
    where, name = next(known, (UTC, None))
    start, end = instants(printed, day, where)
    return Slot(start, end, name, assumed)


def _once(remarks: Iterable[Remark]) -> list[Remark]:
    """Return *remarks* without the warnings that only repeat an earlier one's reason."""
    first = {remark.reason: remark for remark in reversed(list(remarks))}
    return [one for one in remarks if one.left_out or first[one.reason] is one]
