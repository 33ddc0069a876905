"""The walk past the starred posters of a session: in which order their boards are passed on the shortest way.

Boards are numbered along rows. Where the numbers count rows by hundreds (``#1204`` is board 4 of row 12), one gets from
row to row at their ends only; otherwise the boards are one row.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap

from confbrowse.model import Talk, start_key
from confbrowse.schedule.timetable import is_all_day, is_drop_in
from confbrowse.text.latex import readable_line
from confbrowse.text.slugs import folded

_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]+")
_NOT_A_NUMBER = 7
"""Numbers of so many digits do not count boards."""
_ROW = 100
_LONGEST_ROW = 40
"""Numbers count rows by hundreds if no board of a row has a higher number."""
_ROWS_APART = 3
"""Boards of one row that take as long to pass as the way to the next row."""
_HALLS_APART = 10_000
_EXACT = 9
"""So many boards of a hall are ordered exactly; the order of more is improved until no turned part of it is shorter."""
_MOST_IMPROVED = 60
"""More boards of a hall are visited in the order of their numbers."""
_MOST_PASSED = 3
"""Posters that are named between two stops."""


@dataclass(frozen=True, slots=True, order=True)
class Board:
    """Where a poster is."""

    hall: str
    """What the position says besides the number, folded, with the room."""
    number: int
    letter: str = ""
    """After the number: ``12b``."""


def board_of(position: str | None, room: str = "") -> Board | None:
    """Return the board that *position* names: ``East Hall A-B #E-1204``, ``Poster 12``; None without a number."""
    numbers = [*_DIGITS.finditer(position or "")]
    if not (position and numbers) or len(numbers[-1][0]) >= _NOT_A_NUMBER:
        return None
    begin, end = numbers[-1].span()
    letter = folded(position[end : end + 1])
    hall = " ".join(_WORDS.findall(folded(f"{room} {position[:begin]}")))
    others = " ".join(f"{one[0]:>0{_NOT_A_NUMBER}}" for one in numbers[:-1])
    return Board(
        f"{hall} {others}".strip(), int(numbers[-1][0]), letter if letter.isalpha() else ""
    )


@dataclass(frozen=True, slots=True)
class Hall:
    """How the boards of a hall are arranged."""

    rows: Mapping[int, tuple[int, int]]
    """The places of the first and last board of each row; empty if all boards are one row."""

    @classmethod
    def of(cls, boards: Iterable[Board]) -> "Hall":
        """Return the arrangement of these *boards* of one hall."""
        places: dict[int, list[int]] = {}
        for board in boards:
            row, place = divmod(board.number, _ROW)
            places.setdefault(row, []).append(place)
        longest = max(map(max, places.values()), default=0)
        in_rows = len(places) > 1 and 0 not in places and longest < _LONGEST_ROW
        return cls({row: (min(of), max(of)) for row, of in places.items()} if in_rows else {})

    def way(self, one: Board, other: Board) -> int:
        """Return how many boards are on the way between two boards of the hall."""
        (row, place), (other_row, other_place) = (divmod(at.number, _ROW) for at in (one, other))
        if not self.rows or row == other_row:
            return abs(one.number - other.number)
        (first, last), (other_first, other_last) = self.rows[row], self.rows[other_row]
        before, behind = (
            place - first + other_place - other_first,
            last - place + other_last - other_place,
        )
        return min(before, behind) + _ROWS_APART * abs(row - other_row)

    def is_between(self, board: Board, one: Board, other: Board) -> bool:
        """Return whether *board* is passed on the way from *one* to *other*."""
        return self.way(one, board) + self.way(board, other) == self.way(one, other)


PosterSession = tuple[str, str, tuple[bool, float]]
"""The id of its programme, its title, and when its posters begin."""
Way = Callable[[Board, Board], int]


def shortest_walk(boards: Sequence[Board], way: Way) -> tuple[Board, ...]:
    """Return *boards* of one hall in the order of the shortest walk, which begins at the lower end."""
    ordered = sorted(boards)
    if len(ordered) <= 2:
        return tuple(ordered)
    if len(ordered) <= _EXACT:
        found = _shortest(ordered, way)
    elif len(ordered) <= _MOST_IMPROVED:
        found = _improved(ordered, way)
    else:
        found = ordered
    return tuple(min(found, found[::-1]))


def walk_length(boards: Sequence[Board], way: Way) -> int:
    """Return the length of the walk past *boards* in their order."""
    return sum(starmap(way, pairwise(boards)))


def _shortest(boards: Sequence[Board], way: Way) -> list[Board]:
    """Return *boards* in the best of all orders, by dynamic programming over sets of boards."""
    size = len(boards)
    lengths = [[way(one, other) for other in boards] for one in boards]
    best: dict[tuple[int, int], tuple[int, int]] = {(1 << at, at): (0, -1) for at in range(size)}
    for visited in range(1, 1 << size):
        for last in range(size):
            if (visited, last) not in best:
                continue
            length = best[visited, last][0]
            for following in range(size):
                if not visited >> following & 1:
                    key = visited | 1 << following, following
                    longer = length + lengths[last][following]
                    if key not in best or longer < best[key][0]:
                        best[key] = longer, last
    everything = (1 << size) - 1
    at = min(range(size), key=lambda last: best[everything, last][0])
    order = []
    while at >= 0:
        order.append(boards[at])
        at, everything = best[everything, at][1], everything & ~(1 << at)
    return order


def _improved(boards: Sequence[Board], way: Way) -> list[Board]:
    """Return *boards* in an order that no turned part makes shorter."""
    order, is_better = [*boards], True
    while is_better:
        is_better = False
        for begin in range(len(order) - 1):
            for end in range(begin + 2, len(order) + 1):
                before = way(order[begin - 1], order[begin]) if begin else 0
                after = way(order[end - 1], order[end]) if end < len(order) else 0
                turned = way(order[begin - 1], order[end - 1]) if begin else 0
                turned += way(order[begin], order[end]) if end < len(order) else 0
                if turned < before + after:
                    order[begin:end] = reversed(order[begin:end])
                    is_better = True
    return order


@dataclass(frozen=True, slots=True)
class Stop:
    """One of the starred posters of a walk."""

    talk: Talk
    number: int
    """Counted from 1."""
    total: int
    passed: tuple[Talk, ...] = ()
    """Posters on the way from the stop before that may be worth a look."""

    @property
    def words(self) -> str:
        """Its place on the walk: ``stop 2 of 5``."""
        return f"stop {self.number} of {self.total}"

    @property
    def passed_words(self) -> str:
        """What is passed before it: ``on the way: #1201 “Moths”``; empty for nothing."""
        named = (f"{board_label(one)} “{readable_line(one.title)}”" for one in self.passed)
        return f"on the way: {'; '.join(named)}" if self.passed else ""


def board_label(poster: Talk) -> str:
    """Return the last word with a number of the position of *poster*: ``#E-1204``; empty without one."""
    numbered = [word for word in (poster.position or "").split() if _DIGITS.search(word)]
    return numbered[-1] if numbered else ""


def poster_walk(
    posters: Sequence[Talk], others: Sequence[Talk] = (), positions: Iterable[str] = ()
) -> tuple[Stop, ...]:
    """Return the stops of the walk past *posters* of one session, those without a board left out.

    *others* are posters of the session that may be worth a look, the best first; *positions* are those of all its posters.
    """
    boards = {talk.id: board for talk in posters if (board := _board(talk))}
    room = next((talk.room or "" for talk in posters), "")
    known = {board for position in positions if (board := board_of(position, room))}
    halls: dict[str, list[Talk]] = {}
    for talk in posters:
        if talk.id in boards:
            halls.setdefault(boards[talk.id].hall, []).append(talk)
    order: list[tuple[Talk, tuple[Talk, ...]]] = []
    for name in sorted(halls):
        own = {boards[talk.id] for talk in halls[name]}
        here = [(board, one) for one in others if (board := _board(one)) and board.hall == name]
        known_here = {board for board in known if board.hall == name}
        hall = Hall.of(own | known_here | {board for board, _talk in here})
        walk = shortest_walk([*own], hall.way)
        passed = _passed(walk, here, hall)
        for board in walk:
            found = [talk for talk in halls[name] if boards[talk.id] == board]
            order += [(found[0], passed.get(board, ())), *((talk, ()) for talk in found[1:])]
    return tuple(
        Stop(talk, at, len(order), passed) for at, (talk, passed) in enumerate(order, start=1)
    )


def _board(talk: Talk) -> Board | None:
    # the room of the session says nothing more, and the agenda's copy of a talk is without it
    return board_of(talk.position, talk.room or "")


def _passed(
    walk: Sequence[Board], others: Iterable[tuple[Board, Talk]], hall: Hall
) -> Mapping[Board, tuple[Talk, ...]]:
    """Return the first few of *others* that are passed on the way to each board of *walk*, in the order of the way."""
    found: dict[Board, list[tuple[int, Talk]]] = {}
    for board, talk in others:
        for one, other in pairwise(walk):
            if hall.is_between(board, one, other):
                on_way = found.setdefault(other, [])
                if len(on_way) < _MOST_PASSED:
                    on_way.append((hall.way(one, board), talk))
                break
    return {
        board: tuple(talk for _way, talk in sorted(on_way, key=lambda one: one[0]))
        for board, on_way in found.items()
    }


def posters_by_session(talks: Iterable[Talk], least: int) -> dict[PosterSession, list[Talk]]:
    """Return the posters among *talks* of each session, at one time, that has at least so many."""
    found: dict[PosterSession, list[Talk]] = {}
    for talk in talks:
        if is_drop_in(talk) and not is_all_day(talk) and talk.position:
            key = talk.programme_id, talk.session.title, start_key(talk)
            found.setdefault(key, []).append(talk)
    return {key: posters for key, posters in found.items() if len(posters) >= least}


def in_walk_order(talks: Iterable[Talk], stops: Mapping[str, Stop]) -> list[Talk]:
    """Return *talks* by start time, with the posters of a walk in its order, in the places of its posters."""
    ordered = sorted(talks, key=start_key)
    waiting: dict[PosterSession, Iterator[Talk]] = {}
    walks = posters_by_session((talk for talk in ordered if talk.id in stops), least=1)
    for key, posters in walks.items():
        waiting[key] = iter(sorted(posters, key=lambda talk: stops[talk.id].number))
    place = {talk.id: key for key, posters in walks.items() for talk in posters}
    return [next(waiting[place[talk.id]]) if talk.id in place else talk for talk in ordered]
