"""Two agendas side by side: what both chose, what one did, and what of that clashes."""

from collections.abc import Iterable
from dataclasses import dataclass

from confbrowse.agenda.clashes import Plan
from confbrowse.model import Talk, by_time


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two people chose, each part in the order of time."""

    both: tuple[Talk, ...]
    mine: tuple[Talk, ...]
    """What only I chose."""
    theirs: tuple[Talk, ...]
    """What only they chose."""
    between: tuple[tuple[Talk, Talk], ...]
    """What only I chose with what only they chose at that time: where we part."""

    def against(self, talk: Talk) -> tuple[Talk, ...]:
        """Return what the other of us chose instead of *talk*, at that time."""
        pairs = (*self.between, *((other, one) for one, other in self.between))
        return tuple(other for one, other in pairs if one.id == talk.id)


def compared(mine: Iterable[Talk], theirs: Iterable[Talk]) -> Comparison:
    """Return *mine* and *theirs* compared; a talk is the same by its id, and as I know it."""
    ours = {talk.id: talk for talk in sorted(mine, key=by_time)}
    others = {talk.id: talk for talk in sorted(theirs, key=by_time)}
    only_ours = {talk_id: talk for talk_id, talk in ours.items() if talk_id not in others}
    only_theirs = {talk_id: talk for talk_id, talk in others.items() if talk_id not in ours}
    their_plan = Plan(only_theirs.values())
    between = tuple(
        (talk, other)
        for talk in only_ours.values()
        for other in their_plan.firm(talk, len(only_theirs)).first
    )
    both = tuple(talk for talk_id, talk in ours.items() if talk_id in others)
    return Comparison(both, tuple(only_ours.values()), tuple(only_theirs.values()), between)
