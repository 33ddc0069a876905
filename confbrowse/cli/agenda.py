"""The commands ``agenda`` (with clashes and free time) and ``now``."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from confbrowse.cli.context import agenda, library, walks
from confbrowse.cli.inputs import input_talks
from confbrowse.cli.output import as_json, line_width, print_result, warn
from confbrowse.cli.parser import load
from confbrowse.cli.talk_text import (
    Entry,
    Heading,
    ListingLayout,
    day_heading,
    heading_of,
    talk_as_json,
)
from confbrowse.discovery.posters import read_stops
from confbrowse.errors import NothingFoundError
from confbrowse.model import NO_MARK, Mark, MarkedTalk, Scope, Session, Talk, listed_day, start_key
from confbrowse.schedule.clashes import ClashIndex, TalkSample
from confbrowse.schedule.clock import by_clock, is_floating, zone_label
from confbrowse.schedule.free_time import Gap, gaps, talks_that_fit
from confbrowse.schedule.now import (
    Now,
    at_instant,
    at_instant_of_slots,
    minutes_left,
    minutes_until,
)
from confbrowse.schedule.poster_walk import Stop, in_walk_order
from confbrowse.schedule.rooms import room_of
from confbrowse.schedule.timetable import Timetable, by_day, is_all_day, is_drop_in
from confbrowse.storage.library import cancelled_talks
from confbrowse.text.humanize import count, length
from confbrowse.text.latex import readable_line

NOTHING_STARRED = (
    "Your agenda is empty. Star talks with s in the browser or with: confbrowse star ID"
)
_CANCELLED = "(cancelled: no longer in the programme)"
_MOST_NAMED = 5
"""Clashing talks named per talk, and as many overlapping ones."""
_MOST_WEAK = 20
"""Overlapping talks per talk in JSON; ``more_clashes`` counts the rest. Posters overlap thousands.
"""
_FITTING = 5
"""Talks printed per free slot unless ``--limit`` says otherwise."""
_MOST_AT_ONCE = 5
"""Talks printed of what is on and what is next unless ``--limit`` says otherwise: where to go stays in view."""
_MANY_POSTERS = 4
"""From this many on, the posters of a session are printed as one."""
_NONE_COMES = {"Next": "No later talk", "Next starred": "No later starred talk"}
_MINUTE = timedelta(minutes=1)


def print_agenda(args: Namespace) -> None:
    """Print the starred talks by day, with clashes; or the free time, or a comparison."""
    if args.file:
        load("exchange.compare")(args)
        return
    marked = agenda()
    entries = {entry.talk.id: entry for entry in marked.entries()}
    if not entries:
        raise NothingFoundError(NOTHING_STARRED)
    if args.gaps:
        _print_gaps(args, entries)
        return
    store = library(empty_if_newer=True)
    starred = [entry.talk for entry in entries.values()]
    stops = read_stops(store, starred, marked.marks())
    mine = in_walk_order(starred, stops)
    clashes = ClashIndex(mine, walks())
    cancelled = cancelled_talks(mine, store)
    shown = [by_clock(talk, args.zone) for talk in mine if _is_wanted(talk, clashes, args)]
    if not shown:
        raise NothingFoundError(_why_nothing(args))
    in_order = [one for _, talks in by_day(shown[: args.limit]) for one in talks]
    if args.json:
        for one in in_order:
            talk, mark = entries[one.id].talk, entries[one.id].mark
            firm, weak = clashes.firm(talk, len(mine)), clashes.weak(talk, _MOST_WEAK)
            print_result(_agenda_json(one, mark, firm, weak, stops.get(one.id)))
        return
    notes = {
        one.id: (
            *([_CANCELLED] if one.id in cancelled else []),
            *_clash_notes(entries[one.id].talk, clashes, names_weak=args.clashes),
            *_stop_notes(stops.get(one.id)),
        )
        for one in in_order
    }
    printed = (Entry(entries[id_].talk, entries[id_].mark, found) for id_, found in notes.items())
    for text in ListingLayout(args.zone, line_width()).by_day(printed):
        print_result(text)


def _stop_notes(stop: Stop | None) -> Iterator[str]:
    """Yield where on a walk past posters *stop* is, and what is on the way."""
    if stop:
        yield stop.words
        yield from filter(None, (stop.passed_words,))


def _agenda_json(
    talk: Talk, mark: Mark, firm: TalkSample, weak: TalkSample, stop: Stop | None
) -> str:
    """Return *talk* as JSON with the ids of the talks it clashes with, in order of time, and its place on a walk."""
    ids = [one.id for one in sorted((*firm.first, *weak.first), key=start_key)]
    return talk_as_json(
        talk,
        mark,
        clashes=ids,
        weak_clashes=[one.id for one in weak.first],
        more_clashes=firm.others + weak.others,
        stop=stop.number if stop else None,
        passed=[one.id for one in stop.passed] if stop else [],
    )


def _is_wanted(talk: Talk, clashes: ClashIndex, args: Namespace) -> bool:
    if args.day and listed_day(by_clock(talk, args.zone)) != args.day.isoformat():
        return False
    return not args.clashes or bool(clashes.firm(talk, 0).total or clashes.weak(talk, 0).total)


def _clash_notes(talk: Talk, clashes: ClashIndex, *, names_weak: bool) -> Iterator[str]:
    """Yield what to print about clashes and overlaps; overlapping talks are named only on request."""
    firm, weak = clashes.firm(talk, _MOST_NAMED), clashes.weak(talk, _MOST_NAMED)
    if firm.total:
        yield f"! clashes with {firm.named(readable_line)}"
    if weak.total:
        words = weak.named(readable_line) if names_weak else count(weak.total, "talk")
        yield f"~ overlaps {words}"


def _why_nothing(args: Namespace) -> str:
    day = f" on {args.day}" if args.day else ""
    return (
        f"No talk on your agenda clashes{day}."
        if args.clashes
        else f"No talk on your agenda is{day}."
    )


def _print_gaps(args: Namespace, entries: dict[str, MarkedTalk]) -> None:
    """Print the free slots of every programme with a starred talk, and the talks that fit each."""
    marks = agenda().marks()
    mine = {entry.talk.id: by_clock(entry.talk, args.zone) for entry in entries.values()}
    there = {talk.id: by_clock(talk, args.zone) for talk in _programmes_of(mine)}
    shown_talks = Timetable((mine | there).values())
    found = [
        gap
        for gap in gaps(mine.values(), shown_talks.talks, walks=walks())
        if args.day is None or gap.day == args.day
    ]
    if not found:
        raise NothingFoundError(
            f"Your agenda has no free time{f' on {args.day}' if args.day else ''}."
        )
    layout, last = ListingLayout(width=line_width()), None
    for gap in found:
        fits = talks_that_fit(shown_talks, gap, marks)
        if args.json:
            print_result(_gap_json(gap, fits[: args.limit]))
            continue
        if gap.day != last:
            print_result(layout.heading(day_heading(gap.day), is_first=last is None))
            last = gap.day
        fitting = [Entry(talk, marks.get(talk.id, NO_MARK)) for talk in fits]
        _print_gap(gap, fitting, args.limit or _FITTING, layout)


def _programmes_of(ids: Iterable[str]) -> Iterator[Talk]:
    """Yield all talks of the programmes that the talks with *ids* belong to."""
    store = library(empty_if_newer=True)
    for programme in dict.fromkeys(one.partition("/")[0] for one in ids):
        yield from store.talks(store.numbers(Scope(programme))).values()


def _gap_json(gap: Gap, fits: Sequence[Talk]) -> str:
    return as_json(
        {
            "day": gap.day.isoformat(),
            "start": gap.start.isoformat(),
            "end": gap.end.isoformat(),
            "timezone": gap.timezone,
            "minutes": gap.length // _MINUTE,
            "before": gap.before.id if gap.before else None,
            "after": gap.after.id if gap.after else None,
            "fits": [talk.id for talk in fits],
        }
    )


def _print_gap(gap: Gap, fits: Sequence[Entry], limit: int, layout: ListingLayout) -> None:
    zone = gap.timezone or "zone?"
    many = (
        f"{count(len(fits), 'talk')} {'fits' if len(fits) == 1 else 'fit'}"
        if fits
        else "nothing fits"
    )
    print_result(
        f"  {gap.start:%H:%M}-{gap.end:%H:%M} {zone}  {length(gap.length // _MINUTE)} free, {many}"
    )
    heading = Heading(gap.day.isoformat(), zone)
    for entry in fits[:limit]:
        print_result(layout.entry(entry, heading, indent=4))
    if len(fits) > limit:
        print_result(f"      and {len(fits) - limit:,} more")


def print_now(args: Namespace) -> None:
    """Print where to go: the starred talks that are on or next; then all talks that are on or next."""
    marked = agenda()
    marks = marked.marks()
    mine = Timetable(entry.talk for entry in marked.entries())
    programme, found = _read_now(args, mine)
    removed = _without(found.running_of_mine, found.running)
    parts = [found.running, removed, found.next, found.next_of_mine]
    if not any(parts):
        raise NothingFoundError(_nothing_more(programme, found, args))
    shown = dict.fromkeys(talk for part in parts for talk in part[: args.limit])
    if args.json:
        for talk in shown:
            print_result(_now_json(talk, marks.get(talk.id, NO_MARK), found, args))
        return
    for line in _now_lines(found, marks, args):
        print_result(line)
    if floating := sum(map(is_floating, shown)):
        what = (
            "has no time zone; its time is"
            if floating == 1
            else "have no time zone; their times are"
        )
        warn(f"{count(floating, 'talk')} {what} taken as UTC.")


def _read_now(args: Namespace, mine: Timetable) -> tuple[Timetable, Now]:
    """Return when there are talks in the library, or else in the samples, and what is on and next."""
    store, at = library(empty_if_newer=True), _instant(args)
    if ids := [one.id for one in store.programmes()]:
        slots = store.slots(ids)
        return Timetable(slots), at_instant_of_slots(at, slots, mine, store.talks)
    programme = Timetable(() if store.is_newer() else input_talks(args))
    return programme, at_instant(at, programme, mine)


def _instant(args: Namespace) -> datetime:
    """Return the instant that *args* mean, in their time zone or else the local one."""
    at = args.at
    if at is None:
        return datetime.now(UTC)
    if isinstance(at, time):
        at = datetime.combine(datetime.now(args.zone.zone or UTC).astimezone(args.zone.zone), at)
    if at.tzinfo is None and args.zone.zone:
        at = at.replace(tzinfo=args.zone.zone)
    instant: datetime = at.astimezone(UTC)
    return instant


def _now_lines(found: Now, marks: dict[str, Mark], args: Namespace) -> Iterator[str]:
    """Yield the parts with their headings; a day and zone are named once for parts that share them."""
    layout, named = ListingLayout(args.zone, line_width()), None
    for number, (title, talks) in enumerate(_now_parts(found)):
        heading = heading_of(talks[0], args.zone) if talks else None
        text = f"{title} · {heading.short}" if heading and heading != named else title
        yield layout.heading(text, is_first=not number)
        if heading is None:
            continue
        named = heading
        groups = _grouped(talks)
        limit = args.limit or _MOST_AT_ONCE
        for group in groups[:limit]:
            if len(group) > 1:
                yield layout.session(group, heading, "poster")
            else:
                (talk,) = group
                mark = marks.get(talk.id, NO_MARK)
                yield layout.entry(Entry(talk, mark, left=_left(talk, found)), heading)
        if len(groups) > limit:
            yield f"  and {sum(map(len, groups[limit:])):,} more"


def _now_parts(found: Now) -> Iterator[tuple[str, Sequence[Talk]]]:
    """Yield each part with its title: where to go first, then everything else."""
    open_now = [talk for talk in found.running_of_mine if is_drop_in(talk)]
    if running := [talk for talk in found.running_of_mine if not is_drop_in(talk)]:
        left = f", {_left(running[0], found)}" if len(running) == 1 else ""
        yield f"On now, starred{_in_rooms(running)}{left}", running
    mine = _coming("Next starred", found.next_of_mine, found.at, with_rooms=True)
    visits = (f"Open now, starred{_in_rooms(open_now)}", open_now)
    yield from (part for part in (mine, visits) if part[1])
    if not found.next_of_mine:
        yield mine
    if not found.running:
        yield "Nothing is on now", ()
    elif others := _without(found.running, found.running_of_mine):
        yield "Also on now" if found.running_of_mine else "On now", others
    if others := _without(found.next, found.next_of_mine):
        yield _coming("Next" if len(others) == len(found.next) else "Also next", others, found.at)
    elif not found.next:
        yield _coming("Next", (), found.at)


def _without(talks: Iterable[Talk], named: Iterable[Talk]) -> list[Talk]:
    """Return those of *talks* that are not *named*, as agenda and library may hold different versions."""
    ids = {talk.id for talk in named}
    return [talk for talk in talks if talk.id not in ids]


def _coming(
    what: str, talks: Sequence[Talk], at: datetime, *, with_rooms: bool = False
) -> tuple[str, Sequence[Talk]]:
    """Return the title of the part with the *talks* that come next, and the talks."""
    wait = minutes_until(talks[0], at) if talks else None
    if wait is None:
        return _NONE_COMES[what], ()
    return f"{what}, in {length(wait)}{_in_rooms(talks) if with_rooms else ''}", talks


def _in_rooms(talks: Iterable[Talk]) -> str:
    """Return the rooms of *talks* as the end of a title; empty if they have none."""
    rooms = ", ".join(dict.fromkeys(filter(None, map(room_of, talks))))
    return f": {rooms}" if rooms else ""


def _grouped(talks: Iterable[Talk]) -> list[list[Talk]]:
    """Return *talks* one by one, but the posters of a session that has many as one group, after the others."""
    posters: dict[Session, list[Talk]] = {}
    others: list[list[Talk]] = []
    for talk in talks:
        if is_drop_in(talk) and not is_all_day(talk):
            posters.setdefault(talk.session, []).append(talk)
        else:
            others.append([talk])
    for group in posters.values():
        others += [group] if len(group) >= _MANY_POSTERS else [[talk] for talk in group]
    return others


def _left(talk: Talk, found: Now) -> str:
    """Return the time left of *talk* if it is on and has an end, else an empty string."""
    left = minutes_left(talk, found.at)
    return f"{length(left)} left" if left is not None and _is_on(talk, found) else ""


def _is_on(talk: Talk, found: Now) -> bool:
    return talk in found.running or talk in found.running_of_mine


def _now_json(talk: Talk, mark: Mark, found: Now, args: Namespace) -> str:
    is_on = _is_on(talk, found)
    return talk_as_json(
        by_clock(talk, args.zone),
        mark,
        running=is_on,
        next=talk in found.next,
        next_of_mine=talk in found.next_of_mine,
        minutes_left=minutes_left(talk, found.at) if is_on else None,
        minutes_until=None if is_on else minutes_until(talk, found.at),
    )


def _nothing_more(programme: Timetable, found: Now, args: Namespace) -> str:
    at = found.at.astimezone(args.zone.zone)
    if not programme.talks:
        return "No talk has a time."
    last = by_clock(programme.talks[-1], args.zone)
    return (
        f"Nothing is on or later than {at:%Y-%m-%d %H:%M %Z}: the last talk began on {listed_day(last)}"
        f" at {last.start:%H:%M} {zone_label(last)}."
    )
