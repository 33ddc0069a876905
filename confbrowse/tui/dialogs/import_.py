"""Preview of another person's agenda: what an import would change, and whose notes to keep."""

from collections.abc import Callable, Mapping
from typing import Literal

from textual import work

from confbrowse.errors import ConfbrowseError
from confbrowse.exchange.importing import ImportOutcome, apply, both_sides, differences, preview
from confbrowse.exchange.merge import Prefer
from confbrowse.exchange.sync import SharedAgenda, known_written
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.text.cells import Drawn
from confbrowse.text.clean import clean_line
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable_line
from confbrowse.tui.background_read import read_or_raise
from confbrowse.tui.commands import IMPORT, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.dialogs.base import MenuDialog, Rows
from confbrowse.tui.dialogs.prompt import ROWS
from confbrowse.tui.feedback import Changes

_MOST_CHANGES = 500
"""The most changes that are listed."""
_RESOLUTIONS = {
    Prefer.OURS: "yours are kept",
    Prefer.THEIRS: "theirs replace yours",
    Prefer.BOTH: "both are kept",
}
ImportAction = Prefer | Literal["compare"]


class ImportDialog(MenuDialog[ImportAction]):
    """Shows what an import would change; returns whose notes to keep, or ``compare`` to compare first."""

    BINDINGS = bindings(IMPORT)

    def __init__(self, ctx: AppContext, theirs: SharedAgenda) -> None:
        self._ctx, self._theirs = ctx, theirs
        self._prefer = Prefer.OURS
        self._outcomes: Mapping[Prefer, ImportOutcome] = {}
        """The result of each preference; empty until they are computed."""
        waiting: tuple[Drawn, ...] = (((" Comparing with your marks ...", "line--faint"),),)
        name = clean_line(theirs.path.name)
        super().__init__(f"Import {name}", waiting + (((" ", ""),),) * ROWS, "Esc cancel")

    def on_mount(self) -> None:
        self._preview()

    @work(group="preview")
    async def _preview(self) -> None:
        try:
            self._outcomes = await read_or_raise(self, _preview_all, self._ctx, self._theirs)
        except ConfbrowseError as error:
            self.query_one(Rows).rows = (((f" {error}", "line--warning"),),)
        else:
            self._show_rows()

    def _show_rows(self) -> None:
        outcome = self._outcomes[self._prefer]
        self.query_one(Rows).rows = import_rows(outcome, self._prefer, self._theirs)
        keys = "m mine · t theirs · b both · " if outcome.conflicts else ""
        self.set_hint(f"Enter import · {keys}c compare · Esc cancel")

    def action_prefer(self, name: str) -> None:
        if self._outcomes:
            self._prefer = Prefer[name]
            self._show_rows()

    def action_compare(self) -> None:
        self.dismiss("compare")

    def action_choose(self) -> None:
        if self._outcomes:
            self.dismiss(self._prefer)


def _preview_all(ctx: AppContext, theirs: SharedAgenda) -> Mapping[Prefer, ImportOutcome]:
    agenda = ctx.marks.store
    known = known_written(theirs.path, agenda)
    return {
        prefer: preview(theirs.incoming, agenda, ctx.library, known, prefer) for prefer in Prefer
    }


def import_step(
    theirs: SharedAgenda, library: LibraryStore, prefer: Prefer
) -> Callable[[MarkStore], Changes]:
    """Return a function that merges *theirs* into an agenda and returns the changes."""

    def step(agenda: MarkStore) -> Changes:
        known = known_written(theirs.path, agenda)
        return apply(theirs.incoming, agenda, library, known, prefer).changes

    return step


def import_rows(outcome: ImportOutcome, prefer: Prefer, theirs: SharedAgenda) -> tuple[Drawn, ...]:
    """Return one row for each conflict, change and entry that was not understood."""
    rows: list[Drawn] = []
    if conflicts := outcome.conflicts:
        heading = f" {count(len(conflicts), 'conflict')}: {_RESOLUTIONS[prefer]}"
        rows.append(((heading, "line--heading"),))
        for talk, conflict in conflicts[:_MOST_CHANGES]:
            ours, theirs_value = both_sides(conflict)
            rows.append(((f" ! {readable_line(talk.title)}", "line--warning"),))
            rows.append(((f"   your {conflict.field}: {clean_line(ours)}", "line--title"),))
            rows.append(
                ((f"   their {conflict.field}: {clean_line(theirs_value)}", "line--title"),)
            )
    changes = outcome.changes
    words = f"{len(changes):,} {'talk changes' if len(changes) == 1 else 'talks change'}"
    rows.append(((f" {words if changes else 'No other changes'}", "line--heading"),))
    rows += [
        (
            (f" {', '.join(differences(change))}", "line--star"),
            (f"  {readable_line(change.talk.title)}", "line--title"),
        )
        for change in changes[:_MOST_CHANGES]
    ]
    if len(changes) > _MOST_CHANGES:
        rows.append(((f" and {len(changes) - _MOST_CHANGES:,} more", "line--faint"),))
    rows += [
        ((f" Left out: {one}", "line--faint"),) for one in theirs.incoming.left_out[:_MOST_CHANGES]
    ]
    return tuple(rows)
