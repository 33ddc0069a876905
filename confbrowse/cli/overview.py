"""``confbrowse overview``: a programme in numbers, each of which a query finds."""

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from confbrowse.cli.context import library
from confbrowse.cli.inputs import EMPTY_LIBRARY, find_programmes, update_indexes
from confbrowse.cli.output import as_json, line_width, print_result
from confbrowse.errors import NothingFoundError
from confbrowse.text.cells import fit
from confbrowse.text.humanize import count

if TYPE_CHECKING:
    from confbrowse.discovery.overview import Cell, DistinctiveTerms, Overview

_MOST = 10
"""Lines of each part unless ``--limit`` says otherwise."""
_MOST_WIDTH = 200
"""Cells of a line that is not for a terminal."""
_DAY_WIDTH, _HOUR_WIDTH, _COUNT_WIDTH = 11, 6, 7


def print_overview(args: Namespace) -> None:
    """Print a programme in numbers: days by hours, sessions, kinds, rooms, authors and terms."""
    # numpy is for searching only
    from confbrowse.discovery.overview import read_overview, read_terms

    store = library()
    named = find_programmes([args.name], store) if args.name else store.programmes()[:1]
    if not named:
        raise NothingFoundError(EMPTY_LIBRARY)
    programme, most = named[0], args.limit or _MOST
    update_indexes(store)
    found, terms = read_overview(store, programme, most), read_terms(store, programme, most)
    for line in _objects(found, terms) if args.json else _lines(found, terms):
        print_result(line)


def _objects(found: "Overview", terms: "DistinctiveTerms") -> Iterator[str]:
    """Yield each cell as JSON, with the query that finds its talks in the whole library."""
    # as above
    from confbrowse.discovery.overview import complete_query

    name = found.programme.name

    def written(part: str, cell: "Cell", **more: str) -> str:
        about = {"programme": name, "part": part, "value": cell.value, "talks": cell.talks}
        return as_json({**about, "query": complete_query(cell, name), **more})

    for day in found.days:
        yield written("day", found.of_day(day))
    if (untimed := found.of_day("")).talks:
        yield written("day", untimed)
    for day in found.days:
        for hour in found.hours:
            if (cell := found.of_hours(day, range(hour, hour + 1))).talks:
                yield written("hour", cell, day=day)
    for part, cells in found.parts.items():
        for cell in cells.cells:
            yield written(part, cell)
    for cell in terms.cells:
        yield written("term", cell, compared_with=terms.compared_with)


def _lines(found: "Overview", terms: "DistinctiveTerms") -> Iterator[str]:
    days = f" on {count(len(found.days), 'day')}" if found.days else ""
    yield f"{found.programme.name}: {count(found.programme.talks, 'talk')}{days}"
    yield from _table(found)
    for part, cells in found.parts.items():
        if cells.cells:
            yield f"\n{count(cells.total, part)}"
            yield from map(_line, cells.cells)
    if terms.cells:
        yield f"\n{terms.heading}"
        yield from map(_line, terms.cells)


def _table(found: "Overview") -> Iterator[str]:
    """Yield how many talks start in each hour of each day, in the time zone of the event."""
    # as above
    from confbrowse.discovery.overview import day_name

    if not found.days:
        return
    width = line_width() or _MOST_WIDTH
    columns = found.hour_columns(max((width - _DAY_WIDTH) // _HOUR_WIDTH - 1, 1))
    yield "\nTalks by the hour in which they start, in the event's time zone"
    heads = [f"{column[0]:02}:00" for column in columns]
    yield " " * _DAY_WIDTH + "".join(head.rjust(_HOUR_WIDTH) for head in (*heads, "all"))
    for day in found.days:
        counts = [found.of_hours(day, column).talks for column in columns]
        counts.append(found.of_day(day).talks)
        cells = "".join((f"{talks:,}" if talks else ".").rjust(_HOUR_WIDTH) for talks in counts)
        yield fit(day_name(day), _DAY_WIDTH) + cells
    if untimed := found.of_day("").talks:
        yield f"{count(untimed, 'talk')} without a time"


def _line(cell: "Cell") -> str:
    return f"{cell.talks:{_COUNT_WIDTH},}  {cell.value}"
