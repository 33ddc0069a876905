"""The commands that plan: agenda, with its clashes and gaps, and now."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import islice

from confbrowse.agenda.clashes import Plan, Some
from confbrowse.agenda.days import by_day
from confbrowse.agenda.gaps import Gap, fitting, gaps
from confbrowse.agenda.now import Now, at_instant, minutes_left, minutes_until
from confbrowse.agenda.timetable import Timetable
from confbrowse.agenda.zones import by_clock, is_floating, zone_words
from confbrowse.cli.grammar import load
from confbrowse.cli.printing import as_json, day_heading, talk_as_json, talk_line
from confbrowse.cli.shelf import talks
from confbrowse.cli.stores import agenda, library, settings
from confbrowse.cli.telling import say, tell
from confbrowse.errors import NothingFoundError
from confbrowse.exchange.called_off import called_off
from confbrowse.model import NO_MARK, Mark, Scope, Talk, by_time, day_of
from confbrowse.stores.agenda import Entry
from confbrowse.text.amounts import count, length
from confbrowse.text.readable import readable_line

NOTHING_STARRED = (
    "Nothing is on your agenda; star talks with s in the browser, or with confbrowse star ID."
)
_OFF = "  (cancelled: its programme holds it no more)"
_MOST_NAMED = 5
"""Talks that are named of those that one clashes with, and as many that clash weakly."""
_MOST_WEAK = 20
"""Weak clashes of one talk as JSON, where a number says how many more there are: posters have thousands."""
_FITTING = 5
"""So many of the talks that fit a gap are printed, unless another number is asked for."""
_NONE_COMES = {"Next": "Nothing comes next", "Next of yours": "Nothing of yours comes next"}
_MINUTE = timedelta(minutes=1)


def print_agenda(args: Namespace) -> None:
    """Print what is starred, day by day, with what clashes; or the gaps, or compared with a file's."""
    if args.file:
        load("exchanging.compare")(args)
        return
    entries = {entry.talk.id: entry for entry in agenda().entries()}
    if not entries:
        raise NothingFoundError(NOTHING_STARRED)
    if args.gaps:
        _print_gaps(args, entries)
        return
    mine = [entry.talk for entry in entries.values()]
    plan, off = Plan(mine), called_off(mine, library())
    shown = [by_clock(talk, args.zone) for talk in mine if _is_asked_for(talk, plan, args)]
    if not shown:
        raise NothingFoundError(_why_nothing(args))
    for day, held in by_day(shown[: args.limit]):
        if not args.json:
            say(day_heading(day))
        for one in held:
            entry = entries[one.id]
            firm = plan.firm(entry.talk, len(mine) if args.json else _MOST_NAMED)
            weak = plan.weak(entry.talk, _MOST_WEAK if args.json else _MOST_NAMED)
            if args.json:
                say(_agenda_json(one, entry.mark, firm, weak))
            else:
                said = _OFF if one.id in off else ""
                said += "".join(_against(firm, weak, names_weak=args.clashes))
                say(talk_line(entry.talk, entry.mark, args.zone) + said)


def _agenda_json(talk: Talk, mark: Mark, firm: Some, weak: Some) -> str:
    """Return *talk* as JSON with the ids of what it clashes with, in the order of time."""
    ids = [one.id for one in sorted((*firm.first, *weak.first), key=by_time)]
    return talk_as_json(
        talk,
        mark,
        clashes=ids,
        weak_clashes=[one.id for one in weak.first],
        more_clashes=firm.others + weak.others,
    )


def _is_asked_for(talk: Talk, plan: Plan, args: Namespace) -> bool:
    if args.day and day_of(by_clock(talk, args.zone)) != args.day.isoformat():
        return False
    return not args.clashes or bool(plan.firm(talk, 0).total or plan.weak(talk, 0).total)


def _against(firm: Some, weak: Some, *, names_weak: bool) -> Iterator[str]:
    """Yield what to say of what clashes; of weak clashes names only where that is asked for."""
    if firm.total:
        yield f"  ! clashes with {firm.named(readable_line)}"
    if weak.total:
        told = weak.named(readable_line) if names_weak else count(weak.total, "talk")
        yield f"  ~ clashes weakly with {told}"


def _why_nothing(args: Namespace) -> str:
    """Return the sentence for an agenda that holds talks, but none that *args* ask for."""
    day = f" on {args.day}" if args.day else ""
    return f"Nothing on your agenda {'clashes' if args.clashes else 'is'}{day}."


def _print_gaps(args: Namespace, entries: dict[str, Entry]) -> None:
    """Print the gaps of the programmes that something is starred of, and what fits each."""
    marks = agenda().marks()
    mine = {entry.talk.id: by_clock(entry.talk, args.zone) for entry in entries.values()}
    there = {talk.id: by_clock(talk, args.zone) for talk in _programmes_of(mine)}
    held = Timetable((mine | there).values())
    travel = timedelta(minutes=settings().agenda.travel)
    found = [
        gap
        for gap in gaps(mine.values(), held.talks, travel=travel)
        if args.day is None or gap.day == args.day
    ]
    if not found:
        raise NothingFoundError(f"Your agenda has no gap{f' on {args.day}' if args.day else ''}.")
    last = None
    for gap in found:
        fits = fitting(held, gap, marks)
        if args.json:
            say(_gap_json(gap, fits[: args.limit]))
            continue
        if gap.day != last:
            say(day_heading(gap.day))
            last = gap.day
        _say_gap(gap, fits, marks, args)


def _programmes_of(ids: Iterable[str]) -> Iterator[Talk]:
    """Yield all talks of the programmes that the talks with *ids* belong to."""
    shelf = library()
    for programme in dict.fromkeys(one.partition("/")[0] for one in ids):
        yield from shelf.talks(shelf.numbers(Scope(programme))).values()


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


def _say_gap(gap: Gap, fits: Sequence[Talk], marks: dict[str, Mark], args: Namespace) -> None:
    zone = gap.timezone or "zone?"
    many = (
        f"{count(len(fits), 'talk')} {'fits' if len(fits) == 1 else 'fit'}"
        if fits
        else "nothing fits"
    )
    say(f"  {gap.start:%H:%M}-{gap.end:%H:%M} {zone}  {length(gap.length // _MINUTE)} free, {many}")
    first = fits[: args.limit or _FITTING]
    for talk in first:
        say(f"    {talk_line(talk, marks.get(talk.id, NO_MARK))}")
    if len(fits) > len(first):
        say(f"      and {len(fits) - len(first):,} more")


def print_now(args: Namespace) -> None:
    """Print what is on, what comes next, and what comes next of what is starred."""
    marked = agenda()
    marks = marked.marks()
    programme = Timetable(talks(args))
    mine = Timetable(entry.talk for entry in marked.entries())
    found = at_instant(_instant(args), programme, mine)
    parts = [found.running, found.next, found.next_of_mine]
    if not any(parts):
        raise NothingFoundError(_nothing_more(programme, found, args))
    shown = dict.fromkeys(talk for part in parts for talk in part[: args.limit])
    if args.json:
        for talk in shown:
            say(_now_json(talk, marks.get(talk.id, NO_MARK), found, args))
        return
    for heading, part in zip(_headings(found), parts, strict=True):
        say(heading)
        for talk in islice(part, args.limit):
            say(talk_line(talk, marks.get(talk.id, NO_MARK), args.zone) + _left(talk, found))
    if floating := sum(map(is_floating, shown)):
        what = (
            "whose source names no zone, is" if floating == 1 else "whose sources name no zone, are"
        )
        tell(f"The clock of {count(floating, 'talk')}, {what} taken as UTC.")


def _instant(args: Namespace) -> datetime:
    """Return the instant that *args* mean: by the clock of their zone, else by this computer's."""
    at = args.at
    if at is None:
        return datetime.now(UTC)
    if isinstance(at, time):
        at = datetime.combine(datetime.now(args.zone.zone or UTC).astimezone(args.zone.zone), at)
    if at.tzinfo is None and args.zone.zone:
        at = at.replace(tzinfo=args.zone.zone)
    instant: datetime = at.astimezone(UTC)
    return instant


def _headings(found: Now) -> Iterator[str]:
    yield "On now" if found.running else "Nothing is on now"
    for some, what in ((found.next, "Next"), (found.next_of_mine, "Next of yours")):
        wait = minutes_until(some[0], found.at) if some else None
        yield _NONE_COMES[what] if wait is None else f"{what}, in {length(wait)}"


def _left(talk: Talk, found: Now) -> str:
    """Return, for a talk that is on, how long it still is."""
    left = minutes_left(talk, found.at)
    return f"  ({length(left)} left)" if talk in found.running and left is not None else ""


def _now_json(talk: Talk, mark: Mark, found: Now, args: Namespace) -> str:
    is_on = talk in found.running
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
    """Return the sentence for an instant after which nothing comes."""
    at = found.at.astimezone(args.zone.zone)
    if not programme.talks:
        return "No talk has a time."
    last = by_clock(programme.talks[-1], args.zone)
    return (
        f"All is over at {at:%Y-%m-%d %H:%M %Z}: the last talk began on {day_of(last)}"
        f" at {last.start:%H:%M} {zone_words(last)}."
    )
