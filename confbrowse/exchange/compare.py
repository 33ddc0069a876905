"""Compares two agendas: talks in both, in one only, and which of those clash."""

from collections.abc import Iterable
from dataclasses import dataclass

from confbrowse.model import Talk, start_key
from confbrowse.schedule.clashes import ClashIndex


@dataclass(frozen=True, slots=True)
class Comparison:
    """The starred talks of two people, each part in order of time."""

    both: tuple[Talk, ...]
    mine: tuple[Talk, ...]
    """Only in mine."""
    theirs: tuple[Talk, ...]
    """Only in theirs."""
    between: tuple[tuple[Talk, Talk], ...]
    """Pairs of a talk only in mine and one only in theirs that clash."""

    def against(self, talk: Talk) -> tuple[Talk, ...]:
        """Return what the other agenda has at the time of *talk*."""
        pairs = (*self.between, *((other, one) for one, other in self.between))
        return tuple(other for one, other in pairs if one.id == talk.id)


def compare_agendas(mine: Iterable[Talk], theirs: Iterable[Talk]) -> Comparison:
    """Compare *mine* and *theirs* by talk id; common talks are taken from *mine*."""
    ours = {talk.id: talk for talk in sorted(mine, key=start_key)}
    others = {talk.id: talk for talk in sorted(theirs, key=start_key)}
    only_ours = {talk_id: talk for talk_id, talk in ours.items() if talk_id not in others}
    only_theirs = {talk_id: talk for talk_id, talk in others.items() if talk_id not in ours}
    their_plan = ClashIndex(only_theirs.values())
    between = tuple(
        (talk, other)
        for talk in only_ours.values()
        for other in their_plan.firm(talk, len(only_theirs)).first
    )
    both = tuple(talk for talk_id, talk in ours.items() if talk_id in others)
    return Comparison(both, tuple(only_ours.values()), tuple(only_theirs.values()), between)
