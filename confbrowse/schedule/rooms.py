"""The rooms of talks, and the walks between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from confbrowse.model import Talk
from confbrowse.text.slugs import folded


def room_of(talk: Talk) -> str:
    """Return the room of *talk*, else the one of its session; empty if neither is known."""
    return talk.room or talk.session.room or ""


@dataclass(frozen=True, slots=True)
class Walks:
    """How long it takes to walk from one room to another."""

    usual: timedelta = timedelta()
    """Between two rooms without a time of their own, and between two conferences."""
    known: tuple[tuple[str, str, int], ...] = ()
    """Beginnings of the names of two rooms, in either order, and the minutes between them."""

    @classmethod
    def of_minutes(cls, usual: int, known: tuple[tuple[str, str, int], ...]) -> "Walks":
        """Return walks of *usual* minutes but for the *known* ones."""
        return cls(timedelta(minutes=usual), known)

    @property
    def longest(self) -> timedelta:
        """No walk takes longer."""
        return max([self.usual, *(timedelta(minutes=minutes) for *_, minutes in self.known)])

    def between(self, one: Talk, other: Talk) -> timedelta:
        """Return the walk from *one* to *other*; none if they share a room, or a room is unknown.

        Of several beginnings that match, the longest pair counts.
        """
        if one.session.programme != other.session.programme:
            return self.usual
        rooms = folded(room_of(one)), folded(room_of(other))
        if not all(rooms) or rooms[0] == rooms[1]:
            return timedelta()
        longest = max(self._matching(*rooms), default=None)
        return self.usual if longest is None else timedelta(minutes=longest[1])

    def _matching(self, room: str, other: str) -> Iterator[tuple[int, int]]:
        """Yield the length of each pair of beginnings that matches, and its minutes."""
        for first, second, minutes in self.known:
            begins = folded(first), folded(second)
            for here, there in ((room, other), (other, room)):
                if here.startswith(begins[0]) and there.startswith(begins[1]):
                    yield sum(map(len, begins)), minutes


NO_WALKS = Walks()


def walk_words(walk: timedelta) -> str:
    """Return how long a *walk* takes: ``7 min walk``."""
    return f"{walk // timedelta(minutes=1)} min walk"
