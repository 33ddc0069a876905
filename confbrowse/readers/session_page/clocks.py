"""From the times a page prints to instants: its year, its days, its zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from confbrowse.readers.naming import year_hints
from confbrowse.readers.reader import Hints, Remark
from confbrowse.readers.session_page.lines import Form, Line
from confbrowse.text.times import Printed, all_fit, days_of, fits, instants, newest_year
from confbrowse.text.zones import zone


@dataclass(frozen=True, slots=True)
class Slot:
    """When a talk is: aware instants, or None; the zone's printed name, or None."""

    start: datetime | None = None
    end: datetime | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """The slots of a page by line number, and how sure they are."""

    slots: dict[int, Slot]
    year_assumed: bool
    remarks: tuple[Remark, ...]


def settle(
    lines: Sequence[Line], hints: Hints, page_zone: str | None, addresses: Sequence[str]
) -> Settled:
    """Return the slot of every time line among *lines*.

    The year is the one of ``hints``; else one printed or linked on the page; else one in the name
    or the source; else the newest in which every weekday fits, at most 90 days ahead of today,
    which is then called assumed. The zone is the line's own; else the one of ``hints``; else the
    page's; else UTC, which leaves the clock as printed, without a name.
    """
    timed = [line for line in lines if line.form is Form.TIME]
    times = [line.time for line in timed if line.time]
    year, assumed = _year(times, hints, addresses)
    days = days_of(times, year) if year else [None] * len(times)
    remarks = [*_year_remarks(timed, days, year, assumed, hints)]
    default = _default_zone(times, hints, page_zone)
    slots = {}
    for line, printed, day in zip(timed, times, days, strict=True):
        slots[line.number] = _slot(printed, day, default)
        if remark := _slot_remark(line, printed, slots[line.number]):
            remarks.append(remark)
    return Settled(slots, assumed and bool(slots), _once(remarks))


def _year(
    times: Sequence[Printed], hints: Hints, addresses: Sequence[str]
) -> tuple[int | None, bool]:
    """Return the year of the page and whether it is assumed; None where nothing tells it."""
    if hints.year:
        return hints.year, False
    printed = next((time.year for time in times if time.year), None)
    if printed:
        return printed, False
    open_times = [time for time in times if time.dated]
    for hint in year_hints(hints, addresses):
        if all_fit(open_times, hint):
            return hint, False
    return newest_year(open_times, hints.today), True


def _year_remarks(
    timed: Sequence[Line],
    days: Sequence[date | None],
    year: int | None,
    assumed: bool,
    hints: Hints,
) -> Iterator[Remark]:
    """Yield what people should know of the year: that there is none, a guess, or a contradiction."""
    dated = [
        (line, day) for line, day in zip(timed, days, strict=True) if line.time and line.time.dated
    ]
    if not dated:
        return
    first = dated[0][0]
    if year is None:
        reason = "no year since 1990 has all these days; say which with --year"
        yield Remark(first.number, first.source, reason, left_out=False)
    elif assumed:
        reason = f"no year is given; {year} is assumed; --year mends it"
        yield Remark(first.number, first.source, reason, left_out=False)
    else:
        given = "given" if hints.year else "found"
        reason = f"this day does not fall so in {year}, the year {given}"
        wrong = [line for line, day in dated if line.time and not fits(line.time, day)]
        yield from (Remark(one.number, one.source, reason, left_out=False) for one in wrong[:1])


def _default_zone(
    times: Sequence[Printed], hints: Hints, page_zone: str | None
) -> tuple[tzinfo, str | None]:
    """Return the zone, and its name, of times that name none themselves."""
    for name in (hints.timezone, page_zone, *(time.zone for time in times)):
        if found := zone(name):
            return found, name
    return UTC, None


def _slot(printed: Printed, day: date | None, default: tuple[tzinfo, str | None]) -> Slot:
    if day is None:
        return Slot()
    own = zone(printed.zone)
    where, name = (own, printed.zone) if own else default
    start, end = instants(printed, day, where)
    return Slot(start, end, name)


def _slot_remark(line: Line, printed: Printed, slot: Slot) -> Remark | None:
    if slot.start is None:
        reason = "the page does not tell the day of this time; the talk is kept without a time"
        return Remark(line.number, line.source, reason, left_out=False)
    if slot.timezone is None:
        name = (
            f"{printed.zone} can be several time zones" if printed.zone else "no time zone is given"
        )
        reason = f"{name}; the clock is kept as printed; --timezone mends it"
        return Remark(line.number, line.source, reason, left_out=False)
    return None


def _once(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return *remarks* without those that only repeat an earlier one's reason."""
    first: dict[str, Remark] = {}
    for remark in remarks:
        first.setdefault(remark.reason, remark)
    return tuple(first.values())
