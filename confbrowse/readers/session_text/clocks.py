"""Resolve the printed times of a page to instants: year, days, zone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from confbrowse.readers.base import Hints, Remark
from confbrowse.readers.naming import years_in_names
from confbrowse.readers.session_text.lines import Line
from confbrowse.text.times import (
    PrintedTime,
    find_zone,
    instants,
    is_likely_year,
    is_observed_on,
    matches_weekday,
    newest_year,
    resolve_days,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """The time of a talk: aware instants and the printed name of the zone, each None if unknown."""

    start: datetime | None = None
    end: datetime | None = None
    timezone: str | None = None
    year_assumed: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedSlots:
    """The slots of a page by line number, and remarks about uncertain ones."""

    slots: dict[int, Slot]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Year:
    """The year of a page, and where it comes from."""

    year: int | None
    origin: str
    """``given``, ``on the page``, ``in the name`` or ``assumed``."""
    refused: int | None = None
    """A year that was found but does not match the days."""


def resolve_slots(
    lines: Sequence[Line], hints: Hints, page_zone: str | None, page_years: Sequence[int]
) -> ResolvedSlots:
    """Return the slot of every time line among *lines*.

    The year comes from ``hints``, else from the page or its links, else from a name, else it is the
    newest year in which every weekday matches, at most 90 days ahead of today; that is marked as
    assumed. The zone is that of the line, else of ``hints``, else of the page (labelled, or its
    only zone), else UTC without a name, so that times stay as printed.
    """
    timed = [line for line in lines if line.time]
    times = [line.time for line in timed if line.time]
    year = _year(times, hints, page_years)
    days = resolve_days(times, year.year) if year.year else [None] * len(times)
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
    return ResolvedSlots(slots, tuple(_without_repeats(remarks)))


def _year(times: Sequence[PrintedTime], hints: Hints, page_years: Sequence[int]) -> _Year:
    if hints.year:
        return _Year(hints.year, "given")
    if printed := next((time.year for time in times if time.year), None):
        return _Year(printed, "on the page")
    found = [(year, "on the page") for year in page_years]
    found += [(year, "in the name") for year in years_in_names(hints)]
    for year, origin in found:
        if is_likely_year(times, year):
            return _Year(year, origin)
    refused = found[0][0] if found else None
    return _Year(newest_year(times, hints.today), "assumed", refused)


def _year_remarks(timed: Sequence[Line], year: _Year, hints: Hints) -> Iterator[Remark]:
    """Yield remarks about the year, at the first day of the page."""
    first = next((line for line in timed if line.time and line.time.dated), None)
    other = next((ln.time.year for ln in timed if ln.time and ln.time.year), hints.year)
    if first is None:
        return
    if year.year is None:
        reason = "no year since 1990 matches these days; set it with --year"
    elif year.origin == "assumed":
        why = f"{year.refused} does not match these days" if year.refused else "no year is given"
        reason = f"{why}; {year.year} is assumed; set it with --year"
    elif hints.year and other != hints.year:
        reason = f"the page says {other}, so --year {hints.year} is not used there"
    else:
        return
    yield Remark(first.number, first.source, reason, left_out=False)


def _season_remarks(line: Line, printed: PrintedTime, slot: Slot) -> Iterator[Remark]:
    """Yield a warning for summer time in winter, or winter time in summer."""
    if (
        slot.start
        and slot.timezone
        and not is_observed_on(printed.zone, slot.start.replace(tzinfo=None))
    ):
        reason = f"{printed.zone} is not observed in {slot.start:%B}; it is used as printed"
        yield Remark(line.number, line.source, reason, left_out=False)


def _day_remarks(
    line: Line, printed: PrintedTime, day: date | None, year: _Year
) -> Iterator[Remark]:
    if day is None:
        reason = "time without a day; --year may help"
        yield Remark(line.number, line.source, reason)
    elif printed.dated and not matches_weekday(printed, day):
        known = "" if printed.year else f" (year {year.origin})"
        reason = f"{day.day} {day:%B} {day.year} is a {day:%A}{known}"
        yield Remark(line.number, line.source, reason, left_out=False)


def _zone_remarks(line: Line, name: str | None, slot: Slot) -> Iterator[Remark]:
    if slot.start is None or slot.timezone:
        return
    why = f"{name} is not a known time zone" if name else "no time zone is given"
    reason = f"{why}; times are kept as printed; set it with --timezone"
    yield Remark(line.number, line.source, reason, left_out=False)


def _only_zone(times: Sequence[PrintedTime]) -> str | None:
    """Return the only zone named by the times; None if there are several."""
    named = {time.zone for time in times if time.zone}
    return named.pop() if len(named) == 1 else None


def _slot(
    printed: PrintedTime, day: date | None, names: Sequence[str | None], assumed: bool
) -> Slot:
    """Return *printed* on *day*, in the first known zone of *names*."""
    if day is None:
        return Slot()
    known = ((found, name) for name in names if (found := find_zone(name)))
    where, name = next(known, (UTC, None))
    start, end = instants(printed, day, where)
    return Slot(start, end, name, assumed)


def _without_repeats(remarks: Iterable[Remark]) -> list[Remark]:
    """Return *remarks* without warnings that repeat an earlier reason."""
    first = {remark.reason: remark for remark in reversed(list(remarks))}
    return [one for one in remarks if one.left_out or first[one.reason] is one]
