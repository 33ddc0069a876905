"""Somebody's agenda is offered: what it would change, and whose note stands where there are two."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from textual import on, work
from textual.binding import Binding
from textual.message import Message

from confbrowse.errors import ConfbrowseError
from confbrowse.exchange.bringing_in import Brought, bring_in, foreseen
from confbrowse.exchange.files import Theirs, last_written
from confbrowse.exchange.merging import Prefer
from confbrowse.exchange.telling import both_sides, differences
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library
from confbrowse.text.cells import Drawn
from confbrowse.text.clean import clean_line
from confbrowse.text.readable import readable_line
from confbrowse.tui.marking import Changes
from confbrowse.tui.screens.menu import MenuScreen, Rows
from confbrowse.tui.screens.proposing import ROWS
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.ribbon import Ribbon

_MOST = 500
"""Changes that are listed."""
_STANDS = {
    Prefer.OURS: "yours stay",
    Prefer.THEIRS: "theirs replace yours",
    Prefer.BOTH: "both are kept",
}
Wish = Prefer | Literal["compare"]


class ImportScreen(MenuScreen[Wish]):
    """Shows what an agenda would change; returns how to merge it, or that it is to be compared first."""

    BINDINGS = [
        Binding("m", "prefer('OURS')", "Mine", tooltip="Where both wrote a note, keep mine.", id="import.mine", show=False),
        Binding("t", "prefer('THEIRS')", "Theirs", tooltip="Where both wrote a note, take theirs.", id="import.theirs", show=False),
        Binding("b", "prefer('BOTH')", "Both", tooltip="Where both wrote a note, keep the two.", id="import.both", show=False),
        Binding("c", "compare", "Compare", tooltip="Compare their agenda with mine, side by side.", id="import.compare", show=False),
    ]  # fmt: skip

    @dataclass
    class Foreseen(Message):
        """It is known what would change, whatever the reader prefers."""

        brought: Mapping[Prefer, Brought]

    @dataclass
    class Failed(Message):
        """That cannot be known."""

        why: str

    def __init__(self, desk: Desk, theirs: Theirs) -> None:
        self._desk, self._theirs = desk, theirs
        self._prefer = Prefer.OURS
        self._brought: Mapping[Prefer, Brought] = {}
        waiting: tuple[Drawn, ...] = (((" Looking ...", "line--faint"),),)
        name = clean_line(theirs.path.name)
        super().__init__(f"{name}: an agenda", waiting + (((" ", ""),),) * ROWS, "Esc close")

    def on_mount(self) -> None:
        """Look what would change."""
        self._foresee(self._desk, self._theirs)

    @work(thread=True, group="foresee")
    def _foresee(self, desk: Desk, theirs: Theirs) -> None:
        agenda = desk.marking.agenda
        try:
            written = last_written(theirs.path, agenda)
            found = {
                prefer: foreseen(theirs.incoming, agenda, desk.library, written, prefer)
                for prefer in Prefer
            }
        except ConfbrowseError as error:
            self.post_message(self.Failed(str(error)))
        else:
            self.post_message(self.Foreseen(found))

    @on(Foreseen)
    def _show(self, event: Foreseen) -> None:
        self._brought = event.brought
        self._show_rows()

    @on(Failed)
    def _explain(self, event: Failed) -> None:
        self.query_one(Rows).rows = (((f" {event.why}", "line--warning"),),)

    def _show_rows(self) -> None:
        brought = self._brought[self._prefer]
        self.query_one(Rows).rows = import_rows(brought, self._prefer, self._theirs)
        keys = "m mine · t theirs · b both · " if brought.conflicts else ""
        hint = f"Enter bring in · {keys}c compare · Esc close"
        self.query_one("#hint", Ribbon).left = ((f" {hint}", "line--faint"),)

    def action_prefer(self, name: str) -> None:
        """Show what would change if that stood where there are two."""
        if self._brought:
            self._prefer = Prefer[name]
            self._show_rows()

    def action_compare(self) -> None:
        """Compare first."""
        self.dismiss("compare")

    def action_choose(self) -> None:
        """Merge it."""
        if self._brought:
            self.dismiss(self._prefer)


def bringing_in(theirs: Theirs, library: Library, prefer: Prefer) -> Callable[[Agenda], Changes]:
    """Return the step that merges *theirs* into an agenda."""

    def step(agenda: Agenda) -> Changes:
        written = last_written(theirs.path, agenda)
        return bring_in(theirs.incoming, agenda, library, written, prefer).changes

    return step


def import_rows(brought: Brought, prefer: Prefer, theirs: Theirs) -> tuple[Drawn, ...]:
    """Return what would change, what is said in two ways, and what is not understood, line by line."""
    rows: list[Drawn] = []
    if conflicts := brought.conflicts:
        rows.append(
            ((f" {len(conflicts):,} said in two ways: {_STANDS[prefer]}", "line--heading"),)
        )
        for talk, conflict in conflicts[:_MOST]:
            ours, other = both_sides(conflict)
            rows.append(((f" ! {readable_line(talk.title)}", "line--warning"),))
            rows.append(((f"   here {conflict.field} {clean_line(ours)}", "line--title"),))
            rows.append(((f"   there {conflict.field} {clean_line(other)}", "line--title"),))
    changes = brought.changes
    words = f"{len(changes):,} {'talk changes' if len(changes) == 1 else 'talks change'}"
    rows.append(((f" {words if changes else 'Nothing else in it is new'}", "line--heading"),))
    rows += [
        (
            (f" {', '.join(differences(change))}", "line--star"),
            (f"  {readable_line(change.talk.title)}", "line--title"),
        )
        for change in changes[:_MOST]
    ]
    if len(changes) > _MOST:
        rows.append(((f" and {len(changes) - _MOST:,} more", "line--faint"),))
    rows += [((f" Left out: {one}", "line--faint"),) for one in theirs.incoming.left_out[:_MOST]]
    return tuple(rows)
