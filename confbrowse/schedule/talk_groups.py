"""The groups of a list of talks below their headings: days, and in them sessions, start times or rooms.

A list may hold 100,000 talks, so its groups are only indices: where each begins. What a group has in common
is found once for the whole library.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate, compress, filterfalse, groupby, islice, pairwise
from operator import gt, ne
from statistics import median
from typing import Literal, NamedTuple

from confbrowse.model import instant
from confbrowse.schedule.timetable import is_poster_kind
from confbrowse.text.slugs import folded

GroupedBy = Literal["session", "time", "room"]
"""What the groups of a day are: sessions as blocks, talks that start together, rooms."""

_LONGEST_BLOCK = timedelta(hours=2).total_seconds()
"""In seconds: sessions of at most this length, at the median, are listed as blocks; longer ones run all day."""
FEWEST_POSTERS = 20
"""A group of more posters than this is closed until it is opened."""


class Placing(NamedTuple):
    """Where and when a talk is listed; what its source does not say is empty."""

    number: int
    session: int
    """The row of its session."""
    day: str
    """As in ``Scope``."""
    start: str
    """In ISO 8601, like the end."""
    end: str
    room: str
    kind: str


@dataclass(frozen=True, slots=True)
class PlacedSession:
    """The title and room of a session."""

    title: str
    room: str


@dataclass(frozen=True, slots=True)
class PlacedProgramme:
    """The talks of one programme as they are grouped, in order of time."""

    name: str
    sessions: Mapping[int, PlacedSession]
    """By row."""
    talks: Sequence[Placing]


@dataclass(frozen=True, slots=True)
class Group:
    """What the talks of one group have in common, all over the library; equal groups are the same one."""

    programme: str
    """The name of the programme."""
    day: str
    by: GroupedBy | None
    """None if the day is the only heading."""
    start: datetime | None = None
    """Of the first talk; by the clock of the event, like the end."""
    end: datetime | None = None
    """Of the talk that ends last; None if the group is no session."""
    session: str = ""
    """The title; empty if the group is no session."""
    room: str = ""
    """Empty if the talks are in several rooms."""
    kind: str = ""
    """Empty if the talks are of several kinds."""
    posters: int = 0
    """The number of posters, if all of the talks are."""

    @property
    def is_closed_at_first(self) -> bool:
        """Whether it is a poster session, too long to be read through on the way to other talks."""
        return self.posters > FEWEST_POSTERS


@dataclass(frozen=True)
class GroupIndex:
    """All talks of some programmes in one order, and their groups."""

    groups: Sequence[Group] = ()
    """In their order."""
    starts: Sequence[int] = ()
    """The first talk of each group, as an index in ``numbers``."""
    numbers: Sequence[int] = ()
    """The numbers of the talks, in the order of the groups."""

    @cached_property
    def _ranks(self) -> Mapping[int, int]:
        """The index in ``groups`` for every number of a talk."""
        found: dict[int, int] = {}
        for rank, (start, end) in enumerate(pairwise((*self.starts, len(self.numbers)))):
            found.update(dict.fromkeys(self.numbers[start:end], rank))
        return found

    def without(self, hidden: Set[int]) -> "tuple[Sequence[int], TalkGroups]":
        """Return the numbers of all talks but the *hidden* ones, in the order of the groups, and their groups."""
        numbers, groups, starts = self.numbers, self.groups, self.starts
        if hidden:
            is_hidden = hidden.__contains__
            left_out = [*compress(range(len(numbers)), map(is_hidden, numbers))]
            numbers = array("q", filterfalse(is_hidden, numbers))
            moved = [start - bisect_left(left_out, start) for start in starts]
            kept = [*map(ne, moved, [*moved[1:], len(numbers)])]  # groups that have talks left
            starts, groups = array("q", compress(moved, kept)), [*compress(groups, kept)]
        return numbers, _without_lone_starts(TalkGroups(starts, groups, len(numbers)))

    def arranged(self, numbers: Sequence[int]) -> "tuple[Sequence[int], TalkGroups]":
        """Return *numbers*, given in the order of time, in the order of the groups, and their groups.

        Talks that the index does not know, because the library has changed meanwhile, are left out.
        """
        known = self._ranks
        rank = known.__getitem__
        try:
            ranks = [*map(rank, numbers)]
        except KeyError:
            return self.arranged([number for number in numbers if number in known])
        if any(map(gt, ranks, islice(ranks, 1, None))):
            numbers = array("q", sorted(numbers, key=rank))
            ranks = [*map(rank, numbers)]
        starts = _changes(ranks)
        groups = TalkGroups(starts, [self.groups[ranks[at]] for at in starts], len(ranks))
        return numbers, _without_lone_starts(groups)


def _changes(values: Sequence[object]) -> Sequence[int]:
    """Return the indices at which a run of equal *values* begins."""
    found = array("q", [0] if values else [])
    found.extend(compress(range(1, len(values)), map(ne, values, islice(values, 1, None))))
    return found


@dataclass(frozen=True)
class TalkGroups:
    """The groups of one list; empty for a list without headings. Talks are counted from 0."""

    starts: Sequence[int] = ()
    """The first talk of each group."""
    groups: Sequence[Group] = ()
    talks: int = 0
    """The number of talks in the list."""

    def __bool__(self) -> bool:
        return bool(self.groups)

    def group_of(self, talk: int) -> int:
        """Return the index of the group that contains *talk*."""
        return bisect_right(self.starts, talk) - 1

    def talks_of(self, group: int) -> range:
        """Return the talks of *group*."""
        after = group + 1
        end = self.starts[after] if after < len(self.starts) else self.talks
        return range(self.starts[group], end)

    @cached_property
    def day_starts(self) -> Sequence[int]:
        """The first group of each day; the days of two programmes are two."""
        return _changes([(one.programme, one.day) for one in self.groups])

    def day_of(self, group: int) -> int:
        """Return the index of the day of *group*, counted from 0."""
        return bisect_right(self.day_starts, group) - 1

    def groups_of_day(self, day: int) -> range:
        """Return the groups of *day*."""
        after = day + 1
        end = self.day_starts[after] if after < len(self.day_starts) else len(self.groups)
        return range(self.day_starts[day], end)

    def talks_of_day(self, day: int) -> int:
        """Return the number of talks of *day*."""
        groups = self.groups_of_day(day)
        return self.talks_of(groups[-1]).stop - self.starts[groups[0]]


def joined(parts: Iterable[TalkGroups]) -> TalkGroups:
    """Return the groups of several lists that follow each other in one."""
    starts, groups, talks = array("q"), list[Group](), 0
    for part in parts:
        starts.extend(talks + start for start in part.starts)
        groups += part.groups
        talks += part.talks
    return TalkGroups(starts, groups, talks)


def _without_lone_starts(groups: TalkGroups) -> TalkGroups:
    """Return *groups* with one group for each day on which most of the listed talks start alone."""
    starts, kept = array("q"), list[Group]()
    for day in range(len(groups.day_starts)):
        there = groups.groups_of_day(day)
        of_day = [groups.groups[at] for at in there]
        are_starts = all(one.by == "time" and not one.posters for one in of_day)
        if are_starts and 2 * len(there) > groups.talks_of_day(day):
            there, of_day = there[:1], [_whole_day(of_day)]
        starts.extend(groups.starts[at] for at in there)
        kept += of_day
    return TalkGroups(starts, kept, groups.talks)


def _whole_day(starts: Sequence[Group]) -> Group:
    """Return the group of all talks of the groups *starts*, which are those of one day."""
    (room, *rooms), (kind, *kinds) = (
        dict.fromkeys(each) for each in ((one.room for one in starts), (one.kind for one in starts))
    )
    return replace(starts[0], by=None, room="" if rooms else room, kind="" if kinds else kind)


@dataclass(frozen=True)
class TalkLines:
    """The lines of a list where groups can be closed: a talk each, and one for each closed group."""

    groups: TalkGroups = field(default_factory=TalkGroups)
    closed: Sequence[int] = ()
    """The closed groups by index, ascending."""

    @cached_property
    def _saved(self) -> Sequence[int]:
        """How many talks have no line of their own before each closed group, and in all."""
        sizes = (len(self.groups.talks_of(at)) - 1 for at in self.closed)
        return [*accumulate(sizes, initial=0)]

    @cached_property
    def _closed_lines(self) -> Sequence[int]:
        """The line of each closed group."""
        starts = self.groups.starts
        return [starts[at] - saved for at, saved in zip(self.closed, self._saved, strict=False)]

    def __len__(self) -> int:
        return self.groups.talks - self._saved[-1]

    def closed_group(self, line: int) -> int | None:
        """Return the closed group on *line*; None if a talk is there."""
        at = bisect_right(self._closed_lines, line) - 1
        return self.closed[at] if at >= 0 and self._closed_lines[at] == line else None

    def first_talk(self, line: int) -> int:
        """Return the talk on *line*, or the first of the closed group there."""
        at = bisect_right(self._closed_lines, line) - 1
        if at >= 0 and self._closed_lines[at] < line:
            at += 1
        return line + self._saved[max(at, 0)]

    def line_of(self, talk: int) -> int:
        """Return the line of *talk*, or of the closed group that contains it."""
        at = bisect_right(self.closed, self.groups.group_of(talk)) - 1
        if at >= 0 and talk in self.groups.talks_of(self.closed[at]):
            return self._closed_lines[at]
        return talk - self._saved[at + 1]

    def talks_on(self, lines: range) -> Iterator[int]:
        """Yield the talks that have a line of their own in *lines*."""
        return (self.first_talk(line) for line in lines if self.closed_group(line) is None)

    def has_headings(self, line: int) -> bool:
        """Return whether the talk on *line* has a heading besides that of its day."""
        return self.groups.groups[self.groups.group_of(self.first_talk(line))].by is not None

    def jump(self, line: int, part: Literal["session", "day"], step: int) -> int:
        """Return the line where the next group, such as a session, or day begins.

        With *step* -1 that is where its own one begins, or the one before if *line* is that already.

        Returns the last line if there is no next one.
        """
        groups, talk = self.groups, self.first_talk(line)
        here = groups.group_of(talk)
        if part == "day":
            day = groups.day_of(here)
            edges: Sequence[int] = groups.day_starts
            at, first = day, groups.starts[edges[day]]
        else:
            edges, at, first = range(len(groups.groups)), here, groups.starts[here]
        if step > 0:
            return (
                self.line_of(groups.starts[edges[at + 1]]) if at + 1 < len(edges) else len(self) - 1
            )
        before = at if talk > first and self.line_of(first) < line else max(at - 1, 0)
        return self.line_of(groups.starts[edges[before]])


def closed_groups(groups: TalkGroups, changed: Set[Group], *, at_first: bool) -> Sequence[int]:
    """Return the closed ones of *groups*, by index.

    With *at_first* those are the poster sessions, else none; but for the groups that the user has *changed*.
    """
    if not (changed or at_first):
        return ()
    return [
        at
        for at, group in enumerate(groups.groups)
        if (at_first and group.is_closed_at_first) != (bool(changed) and group in changed)
    ]


# The groups of a library.


def group_index(programmes: Iterable[PlacedProgramme], by: GroupedBy | None) -> GroupIndex:
    """Return the groups of *programmes* by session, start time or room.

    With None each programme has what suits it: sessions, unless they last for more than two hours or have
    one talk each.
    """
    groups: list[Group] = []
    starts, every = array("q"), array("q")
    for programme in programmes:
        for group, numbers in _grouped(programme, by):
            groups.append(group)
            starts.append(len(every))
            every.extend(numbers)
    return GroupIndex(groups, starts, every)


def suited(programme: PlacedProgramme) -> GroupedBy:
    """Return what the talks of *programme* are grouped by where the order does not say: see ``group_index``."""
    return "session" if _are_short(_blocks(programme)) else "time"


def chained(parts: Iterable[GroupIndex]) -> GroupIndex:
    """Return the talks of *parts*, one after another."""
    parts = tuple(parts)
    if len(parts) == 1:
        return parts[0]
    groups: list[Group] = []
    starts, numbers = array("q"), array("q")
    for part in parts:
        groups += part.groups
        starts.extend(len(numbers) + start for start in part.starts)
        numbers.extend(part.numbers)
    return GroupIndex(groups, starts, numbers)


def _grouped(programme: PlacedProgramme, by: GroupedBy | None) -> "Sequence[_NumberedGroup]":
    """Return the groups of *programme*, in order."""
    by = by or suited(programme)
    if by == "time":
        return _starts(programme)
    blocks = _rooms(programme) if by == "room" else _blocks(programme)
    return sorted(blocks, key=lambda block: _block_key(block[0]))


_NumberedGroup = tuple[Group, Sequence[int]]
"""A group, and the numbers of its talks in the order of time."""


def _starts(programme: PlacedProgramme) -> list[_NumberedGroup]:
    """Return the talks that start together; the posters of a session are a group of their own."""
    found: list[_NumberedGroup] = []
    for (day, _start), together in groupby(programme.talks, key=lambda one: (one.day, one.start)):
        others: list[Placing] = []
        posters: dict[int, list[Placing]] = {}
        for talk in together:
            is_poster = is_poster_kind(talk.kind)
            (posters.setdefault(talk.session, []) if is_poster else others).append(talk)
        many = [talks for talks in posters.values() if len(talks) > FEWEST_POSTERS]
        others += (talk for talks in posters.values() if talks not in many for talk in talks)
        found += [_group(programme, day, "time", talks) for talks in (others, *many) if talks]
    return found


def _blocks(programme: PlacedProgramme) -> list[_NumberedGroup]:
    """Return the talks of each session on each day."""
    found: dict[tuple[int, str], list[Placing]] = {}
    for talk in programme.talks:
        found.setdefault((talk.session, talk.day), []).append(talk)
    return [_group(programme, day, "session", talks) for (_, day), talks in found.items()]


def _rooms(programme: PlacedProgramme) -> list[_NumberedGroup]:
    """Return the talks in each room on each day."""
    found: dict[tuple[str, str], list[Placing]] = {}
    for talk in programme.talks:
        room = talk.room or programme.sessions[talk.session].room
        found.setdefault((room, talk.day), []).append(talk)
    return [_group(programme, day, "room", talks) for (_, day), talks in found.items()]


def _group(
    programme: PlacedProgramme, day: str, by: GroupedBy | None, talks: Sequence[Placing]
) -> _NumberedGroup:
    sessions = programme.sessions
    rooms = {talk.room or sessions[talk.session].room for talk in talks}
    kinds = {talk.kind for talk in talks}
    room, kind = (only[0] if len(only := [*one]) == 1 else "" for one in (rooms, kinds))
    posters = len(talks) if is_poster_kind(kind) else 0
    is_block = by == "session" or posters > FEWEST_POSTERS
    end = max((talk.end for talk in talks if talk.end), default=None) if is_block else None
    group = Group(
        programme.name,
        day,
        by,
        instant(talks[0].start),
        instant(end),
        session=sessions[talks[0].session].title if is_block else "",
        room=room,
        kind=kind,
        posters=posters,
    )
    return group, [talk.number for talk in talks]


def _block_key(group: Group) -> tuple[object, ...]:
    """Return the key that sorts sessions by their beginning and rooms by their name, day by day."""
    start = group.start.timestamp() if group.start and group.by == "session" else 0.0
    return not group.day, group.day, start, group.posters > 0, folded(group.session or group.room)


def _are_short(blocks: Sequence[_NumberedGroup]) -> bool:
    """Return whether the sessions of *blocks* last at most two hours and have more than a talk, at the median."""
    lengths = [
        (group.end - group.start).total_seconds()
        for group, _ in blocks
        if group.start and group.end
    ]
    sizes = [len(numbers) for _, numbers in blocks]
    return bool(sizes) and median(sizes) > 1 and (not lengths or median(lengths) <= _LONGEST_BLOCK)
