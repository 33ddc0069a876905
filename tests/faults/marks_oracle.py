"""The marks that must exist: the last acknowledged one of each talk, or one still in progress."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from faults.budget import Row
from faults.forked import PATIENCE, Child

from confbrowse.model import NO_MARK, Mark

State = Mapping[str, Any]
"""A mark as in JSON."""
NOTHING: State = asdict(NO_MARK)


def states(marks: Mapping[str, Mark]) -> dict[str, State]:
    """Return *marks* as children tell them."""
    return {talk: asdict(mark) for talk, mark in marks.items()}


@dataclass(slots=True)
class Oracle:
    """Follows the reports of the children that alone mark *talks*, and knows the expected marks."""

    talks: Sequence[str]
    row: Row
    keeps_file: bool = False
    """Whether the marks are in a sync file as well, after a sync."""
    trouble: list[str] = field(default_factory=list)
    """A sentence on each unexpected mark."""
    acknowledged: int = 0
    _sure: dict[str, State] = field(default_factory=dict)
    """The last acknowledged marks, by talk id."""
    _unfinished: set[str] = field(default_factory=set)
    _under_way: dict[str, State] = field(default_factory=dict)
    """Marks that were begun and not acknowledged: they may exist or not."""

    def hear(self, said: Mapping[str, Any]) -> None:
        """Process a report of a child."""
        if "begun" in said:
            self._under_way[said["begun"]] = said["mark"]
        if "done" in said:
            self._sure[said["done"]] = said["mark"]
            self._under_way.clear()
            self.acknowledged += 1
            self.row.acknowledged += 1
        if "found" in said:
            self._find("on starting", said["found"])
        if "shared" in said:
            self._find("after a look at the sync file", said["shared"])
            self._look_at_file(said)
        if "crash" in said:
            self.trouble.append(str(said["crash"]))

    def hear_all(self, child: Child) -> None:
        """Process the reports of *child* until it ends."""
        while not child.ended:
            if said := child.next(PATIENCE):
                self.hear(said)

    def adopt(self, other: "Oracle") -> None:
        """Take over what *other* knows about the talks of this one."""
        self._sure |= {talk: one for talk, one in other._sure.items() if talk in self.talks}
        self._under_way |= {
            talk: one for talk, one in other._under_way.items() if talk in self.talks
        }

    def _look_at_file(self, said: Mapping[str, Any]) -> None:
        """Compare the sync file after a sync."""
        if self.keeps_file and self._lost(said["file"] or {}):
            self.trouble.append(f"the sync file says {said['file']} where it is {said['shared']}")
        new = sorted(set(said["unfinished"]) - self._unfinished)
        self._unfinished.update(new)  # each is reported once
        self.trouble += [f"left behind: {name}" for name in new]
        if said["told"]:
            self.trouble.append(f"told: {said['told']}")

    def _find(self, when: str, found: Mapping[str, State]) -> None:
        """Compare the marks *found*; from then on, those are the expected ones."""
        lost = self._lost(found)
        self.row.lost += len(lost)
        self.trouble += [f"{when}, {one}" for one in lost]
        self._sure = {talk: found.get(talk, NOTHING) for talk in self.talks}
        self._under_way.clear()

    def _lost(self, found: Mapping[str, State]) -> list[str]:
        """Return a sentence for each talk whose mark *found* is unexpected."""
        return [
            f"{talk} is {found.get(talk, NOTHING)}, not {self._sure.get(talk, NOTHING)}"
            for talk in self.talks
            if found.get(talk, NOTHING)
            not in (self._sure.get(talk, NOTHING), self._under_way.get(talk))
        ]
