"""Adds and updates programmes, and imports agendas: opens the dialogs and acts on their results.

Modules that only a rare key needs are imported when it is pressed, so that the start is fast.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Literal, Protocol

from textual.app import App

from confbrowse.model import ProgrammeSummary, Scope
from confbrowse.paths import expand_user
from confbrowse.tui.context import AppContext

if TYPE_CHECKING:
    from confbrowse.exchange.merge import Prefer
    from confbrowse.exchange.sync import SharedAgenda
    from confbrowse.tui.dialogs.task import Added


class LibraryHost(Protocol):
    """The screen that owns a LibraryController."""

    @property
    def app(self) -> App[object]:
        """The application, which shows the dialogs."""

    def show_message(self, sentence: str) -> None:
        """Show *sentence* as a notice."""

    def write(self, change: Callable[[], Awaitable[str]]) -> object:
        """Run *change*, which changes marks, and show the sentence that it returns."""

    def show_programme(self, programme: str) -> None:
        """Show the programme with this id, which has just been added."""

    def compare_with(self, theirs: "SharedAgenda", then: Callable[[], None]) -> None:
        """Show *theirs* next to the user's agenda; call *then* once that is closed."""

    def library_changed(self) -> None:
        """Read the library again, and show it."""


class LibraryController:
    """Opens the dialogs that change the library, and the one that imports an agenda."""

    def __init__(self, host: LibraryHost, ctx: AppContext) -> None:
        self._host, self._ctx = host, ctx

    def add(self) -> None:
        """Ask for a source; add its programme, or import it if it is an agenda."""
        from confbrowse.exchange.sync import find_shared_agenda  # see above
        from confbrowse.sources.catalogue import complete_source, conferences  # see above
        from confbrowse.tui.dialogs.task import AddDialog  # see above

        today = datetime.now(UTC).date()
        complete = partial(complete_source, today=today, known=cache(conferences))

        def find_agenda(words: str) -> "SharedAgenda | None":
            return find_shared_agenda(expand_user(words))

        self._host.app.push_screen(AddDialog(complete, find_agenda), self._show_added)

    def _show_added(self, added: "Added | None") -> None:
        if isinstance(added, str):
            self._host.show_programme(added)
        elif added:
            self._import(added)

    def _import(self, theirs: "SharedAgenda") -> None:
        """Let the user merge an agenda into the marks, or compare it with them first."""
        from confbrowse.tui.dialogs.import_ import ImportDialog, import_step  # see above

        def act(answer: "Prefer | Literal['compare'] | None") -> None:
            if answer == "compare":
                self._host.compare_with(theirs, lambda: self._import(theirs))
            elif answer:
                merge = import_step(theirs, self._ctx.library, answer)
                self._host.write(partial(self._ctx.marks.import_marks, merge))

        self._host.app.push_screen(ImportDialog(self._ctx, theirs), act)

    def update(self, programmes: Sequence[ProgrammeSummary], scope: Scope) -> None:
        """Update the programme of *scope*, else the only one, else all *programmes*."""
        from confbrowse.tui.dialogs.task import UpdateDialog  # see above

        if not self._ctx.is_own:
            self._host.show_message(
                "This programme is not in your library. Press A to add a conference."
            )
            return
        names = {one.id: one.name for one in programmes}
        programme = scope.programme or (programmes[0].id if len(names) == 1 else None)
        name = names.get(programme or "", "all programmes")
        self._host.app.push_screen(
            UpdateDialog(programme, name), lambda _: self._host.library_changed()
        )
