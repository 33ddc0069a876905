"""The records of any table or list, as talks: ``columns`` says which name gives which field."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo

from confbrowse.model import instant
from confbrowse.readers.author_lists import split_name_columns
from confbrowse.readers.base import NO_ZONE, SOME_WITHOUT_ZONE, Draft, Hints, RawLink, Remark
from confbrowse.readers.columns import Column, assign
from confbrowse.readers.dates import (
    clock_in,
    combine_in_zone,
    day_in,
    duration_in,
    end_on_day,
    moment_in,
    month_first,
    range_in,
    valid_end,
)
from confbrowse.readers.decisions import (
    Refusal,
    is_no,
    is_refused,
    kind_of_decision,
    without_refused,
)
from confbrowse.readers.naming import (
    site_url,
    split_list,
    split_names,
    years_in_names,
)
from confbrowse.text.clean import clean_line
from confbrowse.text.links import resolve_url
from confbrowse.text.times import find_zone

LINK_FIELDS = ("paper", "code", "slides", "video", "poster", "link")
_ALL = frozenset({"abstract", "keywords", "coauthors", *LINK_FIELDS})
"""Fields that use the values of all their columns; others use the most specific one."""
_PEOPLE = ("authors", "affiliated", "coauthors", "person")
_PARTS = ("first", "middle", "last", "")
_SAMPLE_CHARS = 60


@dataclass(frozen=True, slots=True)
class TalkRecord:
    """One row of a table, or one object of a list."""

    where: str
    """Where to find it in the source: ``line 7``."""
    line: int | None = None
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By field, those of the most specific column first; none is empty."""
    authors: Sequence[str] = ()

    @property
    def uid(self) -> str:
        """The source's id of the talk; empty if there is none."""
        return self.get("id")

    def get(self, name: str) -> str:
        """Return the first value of the field *name*; empty if there is none."""
        found = self.values.get(name)
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class RecordContext:
    """What all records of a source share."""

    zone: tzinfo | None = None
    """For times without a zone."""
    site: str = ""
    """The URL for links without a host; empty if unknown."""
    year: int | None = None
    """For days without a year."""
    month_first: bool | None = None
    """Whether ``5/6/2024`` is in May; None if that is unknown."""


def read_records(
    names: Sequence[str],
    rows: Iterable[tuple[str, int | None, Sequence[str]]],
    wanted: Sequence[tuple[str, str]] = (),
) -> tuple[list[TalkRecord], list[Remark]]:
    """Return *rows* (where, line, cells) with the fields that the column *names* give them.

    *wanted* has the names of fields that the user states.
    The remarks name the columns that are not used, each with a sample.
    """
    columns = assign(names, wanted)
    people: dict[int, list[str]] = {
        index: [] for index, one in enumerate(columns) if one and one.field in _PEOPLE
    }
    report = _ColumnReport(names, columns)
    places: list[tuple[str, int | None]] = []
    values: list[dict[str, tuple[str, ...]]] = []
    ranked = sorted((one.rank, index, one.field) for index, one in enumerate(columns) if one)
    for where, line, cells in rows:
        filled = [cell.strip() for cell in cells]
        found: dict[str, tuple[str, ...]] = {}
        for _, index, name in ranked:
            cell = filled[index] if index < len(filled) else ""
            if not cell or index in people:
                continue
            if name not in found:
                found[name] = (cell,)
            elif cell not in found[name]:
                if name in _ALL:
                    found[name] = (*found[name], cell)
                else:
                    report.beaten.setdefault(index, cell)
                    continue
            report.used.add(index)
        for index, column in people.items():
            column.append(filled[index] if index < len(filled) else "")
        report.see(filled)
        places.append((where, line))
        values.append(found)
    authors = _authors(columns, people, len(values), report)
    records = [
        TalkRecord(where, line, found, who)
        for (where, line), found, who in zip(places, values, authors, strict=True)
    ]
    return records, report.remarks()


class _ColumnReport:
    """Which columns have values that are not used."""

    def __init__(self, names: Sequence[str], columns: Sequence[Column | None]) -> None:
        self._names = names
        self._columns = columns
        self._samples: dict[int, str] = {}
        self._has_more_cells = False
        self.used: set[int] = set()
        self.beaten: dict[int, str] = {}
        """A sample of each column whose value another one gives, by index."""

    def see(self, cells: Sequence[str]) -> None:
        """Remember a sample of each unknown column."""
        for index, cell in enumerate(cells):
            if cell and index not in self._samples:
                if index >= len(self._names):
                    self._has_more_cells = True
                elif self._columns[index] is None:
                    self._samples[index] = cell

    def remarks(self) -> list[Remark]:
        """Return a remark for each column of which nothing is used."""
        found = []
        for index, name in enumerate(self._names):
            column = self._columns[index]
            if index in self._samples:
                why = f"unknown column, for example: {_sample(self._samples[index])}"
                found.append(Remark(1, clean_line(name) or f"column {index + 1}", why))
            elif column and index in self.beaten and index not in self.used:
                why = f"another column gives the {column.field}; not used: {_sample(self.beaten[index])}"
                found.append(Remark(1, clean_line(name), why))
        if self._has_more_cells:
            found.append(Remark(1, "", "some rows have more cells than the header"))
        return found


def _sample(cell: str) -> str:
    return "e-mail addresses" if "@" in cell else clean_line(cell, _SAMPLE_CHARS)


def _authors(
    columns: Sequence[Column | None],
    people: Mapping[int, Sequence[str]],
    count: int,
    report: _ColumnReport,
) -> list[list[str]]:
    """Return the authors of each row; the notation of names is judged by the whole column."""
    whole: list[tuple[str, int, int, list[list[str]]]] = []
    parts: dict[tuple[int, int], Sequence[str]] = {}
    for index, cells in people.items():
        column = columns[index]
        if column is None:
            continue
        if column.field == "person":
            parts[column.number, _PARTS.index(column.part)] = cells
        else:
            whole.append((column.field, column.rank, index, split_name_columns(cells)))
    whole.sort(key=lambda one: (_PEOPLE.index(one[0]), one[1]))
    found = []
    for row in range(count):
        names = _numbered(parts, row)
        for name, _, index, lists in whole:
            more = lists[row]
            if not more:
                continue
            known = {one.casefold() for one in names}
            if not names or name == "coauthors" or len(more) > len(names) == 1:
                names = [*names, *(one for one in more if one.casefold() not in known)]
                report.used.add(index)
            elif not known.issuperset(one.casefold() for one in more):
                report.beaten.setdefault(index, people[index][row])
        found.append(names)
    return found


def _numbered(parts: Mapping[tuple[int, int], Sequence[str]], row: int) -> list[str]:
    """Return the people whose names have columns of their own, in *row*."""
    found: dict[int, list[str]] = {}
    for (number, _), cells in sorted(parts.items(), key=lambda one: one[0]):
        if cells[row]:
            found.setdefault(number, []).append(cells[row])
    return [" ".join(name) for name in found.values()]


def context_of(records: Sequence[TalkRecord], hints: Hints) -> RecordContext:
    """Return what all *records* share."""
    days = [one.get(name) for one in records for name in ("date", "day", "start")]
    return RecordContext(
        find_zone(hints.timezone),
        site_url(None, hints) or "",
        hints.year or next(years_in_names(hints), None),
        month_first(days),
    )


def drafts_of(
    records: Sequence[TalkRecord], context: RecordContext, hints: Hints
) -> tuple[list[Draft], list[Remark]]:
    """Return the talks of *records* without rejected papers, and what was left out or assumed."""
    kept, remarks = without_refused(records, hints, _refusal)
    shared = {uid for uid, times in Counter(one.uid for one in kept).items() if times > 1}
    drafts = []
    for one in kept:
        made = draft(one, context)
        drafts.append(replace(made, uid="") if made.uid in shared else made)
    if context.zone is None:
        lost = [
            bool(made.start) and _has_no_zone(one) for one, made in zip(kept, drafts, strict=True)
        ]
        if any(lost):
            timed = sum(bool(made.start) for made in drafts)
            remarks.append(NO_ZONE if sum(lost) == timed else SOME_WITHOUT_ZONE)
    return drafts, [*remarks, *_unreadable_starts(kept, drafts)]


def _refusal(record: TalkRecord) -> Refusal | None:
    for decision in record.values.get("decision", ()):
        if is_refused(decision):
            return Refusal(record.get("title"), f"its decision is {decision}", record.line)
    withdrawn = record.get("withdrawn")
    if withdrawn and not is_no(withdrawn):
        return Refusal(record.get("title"), "it is withdrawn", record.line)
    if is_no(record.get("accepted")):
        return Refusal(record.get("title"), "it is not accepted", record.line)
    return None


def draft(record: TalkRecord, context: RecordContext) -> Draft:
    """Return the talk in *record*; times without a zone are in the zone of *context*, else in UTC."""
    zone_name = record.get("timezone") or None
    start, end = _times(record, find_zone(zone_name) or context.zone, context)
    room = record.get("room")
    return Draft(
        title=record.get("title"),
        where=record.where,
        session=record.get("session") or record.get("track"),
        chairs=tuple(split_names(record.get("chairs"))),
        kind=record.get("kind") or kind_of_decision(record.get("decision")),
        authors=record.authors,
        start=start,
        end=end,
        timezone=zone_name if find_zone(zone_name) else None,
        room=room,
        position=record.get("position") or _poster_number(record.get("poster")),
        track=record.get("track"),
        keywords=[word for text in record.values.get("keywords", ()) for word in split_list(text)],
        abstract=_abstract(record.values.get("abstract", ())),
        links=list(_links(record, context.site)),
        uid=record.uid,
    )


def _abstract(texts: Sequence[str]) -> str:
    """Return *texts* one after the other, without those that others contain."""
    kept = [
        text
        for index, text in enumerate(texts)
        if not any(text in other for at, other in enumerate(texts) if at != index)
    ]
    return "\n\n".join(kept)


def _links(record: TalkRecord, site: str) -> Iterator[RawLink]:
    for name in LINK_FIELDS:
        for text in record.values.get(name, ()):
            for url in split_list(text, "|\n"):
                at_site = resolve_url(f"{site}/", url) if site and url.startswith("/") else url
                yield RawLink(at_site, None, None if name == "link" else name)


def _poster_number(cell: str) -> str:
    """Return *cell* if it is a poster's number and not its file."""
    return "" if re.search(r"[/.]\w", cell) else cell


def _times(
    record: TalkRecord, zone: tzinfo | None, context: RecordContext
) -> tuple[datetime | None, datetime | None]:
    """Return start and end of *record*; the start may be a range."""
    start, end = record.get("start"), record.get("end")
    if not end and (both := range_in(start)):
        start, end = both
    on = _day(record.get("date"), context) or _day(record.get("day"), context)
    begins = _time(start or ("" if on else record.get("date")), on, zone, context)
    until = _day(record.get("end_date"), context) or on or (begins.date() if begins else None)
    last = _time(end or record.get("end_date"), until, zone, context)
    if begins and last is None and (length := duration_in(record.get("duration"))):
        last = (begins.astimezone(UTC) + length).astimezone(begins.tzinfo)
    return begins, (end_on_day if clock_in(end) else valid_end)(begins, last)


def _day(cell: str, context: RecordContext) -> date | None:
    if found := day_in(cell, context.year, month_first=context.month_first):
        return found
    moment = moment_in(cell, context.year, month_first=context.month_first)
    return moment.date() if moment else None


def _time(
    cell: str, on: date | None, zone: tzinfo | None, context: RecordContext
) -> datetime | None:
    """Return the time in *cell*, on the day *on* if it has none."""
    if found := instant(cell):
        return found
    rest, _, word = cell.rpartition(" ")
    named = find_zone(word) if rest else None
    printed = rest if named else cell
    if (clock := clock_in(printed)) and on:
        return combine_in_zone(on, clock, named or zone)
    moment = moment_in(printed, context.year, month_first=context.month_first)
    if moment is None or not 1 < moment.year < 9999:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=named or zone or UTC)


def _has_no_zone(record: TalkRecord) -> bool:
    """Return whether the start of *record* has no time zone."""
    start = record.get("start") or record.get("date")
    named = (record.get("timezone"), start.rpartition(" ")[2])
    return instant(start) is None and not any(map(find_zone, named))


def _unreadable_starts(found: Sequence[TalkRecord], drafts: Sequence[Draft]) -> Iterator[Remark]:
    """Yield a warning about starts that are not a time, or have no day."""
    lost = [
        one
        for one, made in zip(found, drafts, strict=True)
        if one.get("start") and made.start is None
    ]
    if lost:
        shown = clean_line(lost[0].get("start"))
        why = f"the start of {len(lost)} rows is not a readable time; this is the first"
        yield Remark(lost[0].line, shown, why, left_out=False)
    days = [
        one
        for one, made in zip(found, drafts, strict=True)
        if made.start is None and not one.get("start") and (one.get("date") or one.get("day"))
    ]
    if days:
        shown = clean_line(days[0].get("date") or days[0].get("day"))
        why = f"{len(days)} rows have a day but no time; this is the first"
        yield Remark(days[0].line, shown, why, left_out=False)
