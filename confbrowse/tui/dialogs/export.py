"""The export dialogs: which talks, which format, which file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import work

from confbrowse.errors import ConfbrowseError, StoreError
from confbrowse.exporters import EXPORTERS, Exporter
from confbrowse.model import Talk
from confbrowse.paths import expand_user
from confbrowse.sources.catalogue import files
from confbrowse.text.cells import Drawn, fit, wrap
from confbrowse.tui.background_read import read_or_raise
from confbrowse.tui.commands import EXPORT_DIALOG, bindings
from confbrowse.tui.dialogs.base import MenuDialog, Rows
from confbrowse.tui.dialogs.prompt import ROWS, PromptDialog
from confbrowse.tui.widgets.status_bar import Bar

_COPIED = ("md", "csv", "bib")
"""The formats that are useful in a clipboard."""
_TARGETS = [(exporter, False) for exporter in EXPORTERS.values()] + [
    (EXPORTERS[name], True) for name in _COPIED
]
_TARGET_WIDTH = 10
"""Cells of ``clipboard`` or a suffix: before the labels, so that a narrow window cuts only these."""
_HINT = "Enter save · Tab complete · ↑ ↓ move · Esc cancel"


@dataclass(frozen=True, slots=True)
class Portion:
    """Talks that can be exported together."""

    words: str
    """How they are named on screen: ``your agenda (3 talks)``."""
    name: str
    """The suggested file name, without suffix."""
    read: Callable[[], Sequence[Talk]] | None = None
    """Reads them; may be called in any thread. None for the agenda."""


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What to export, and how."""

    portion: Portion
    exporter: Exporter
    copy: bool
    """Whether to copy to the clipboard; otherwise to write a file."""


class ExportDialog(MenuDialog[ExportChoice]):
    """Shows the numbered formats; the title names the talks to export. Returns the choice."""

    BINDINGS = bindings(EXPORT_DIALOG)

    def __init__(self, portions: Sequence[Portion]) -> None:
        """*portions* are what can be exported; the first is the default."""
        self._portions, self._current = portions, 0
        rows = tuple(target_row(number, *target) for number, target in enumerate(_TARGETS, 1))
        other = "Tab other talks · " if len(portions) > 1 else ""
        super().__init__(
            self._title(), rows, f"{other}1-{len(_TARGETS)} or Enter select · Esc cancel"
        )

    def _title(self) -> str:
        return f"Export {self._portions[self._current].words}"

    def action_next_portion(self) -> None:
        self._current = (self._current + 1) % len(self._portions)
        self.query_one("#title", Bar).left = ((f" {self._title()}", "line--heading"),)

    def action_choose(self) -> None:
        self.action_choose_number(self.query_one(Rows).cursor + 1)

    def action_choose_number(self, number: int) -> None:
        """Select the format with *number*, counted from 1."""
        exporter, copy = _TARGETS[number - 1]
        self.dismiss(ExportChoice(self._portions[self._current], exporter, copy))


def target_row(number: int, exporter: Exporter, copy: bool) -> Drawn:
    """Return number, destination and format as a row."""
    return (
        (f" {number} ", "line--when"),
        (fit("clipboard" if copy else exporter.suffix, _TARGET_WIDTH), "line--faint"),
        (exporter.label, "line--title"),
    )


class FileDialog(PromptDialog[str]):
    """Asks for a file and writes it; returns a sentence for the user about that."""

    def __init__(
        self,
        title: str,
        name: str,
        check: Callable[[Path], None],
        write: Callable[[Path, bool], str],
        again: str,
    ) -> None:
        """*name* is the suggested file; *again* says what a second Enter does to a file that exists.

        *check* raises ConfbrowseError for a file that must not be written. *write* writes it and returns a
        sentence for the user; its second argument is whether it may overwrite. Both are called in a thread.
        """
        self.words = name
        self._check, self._write_to, self._again = check, write, again
        self._may_overwrite: Path | None = None
        """The existing file that the user has been asked about; a second Enter overwrites it."""
        self._is_writing = False
        super().__init__(title, (((" ", ""),),) * ROWS, _HINT)

    def propose(self, words: str) -> Sequence[str]:
        """Return the files and folders that complete *words*."""
        return files(words)

    def submit(self, words: str) -> None:
        """Write the file *words*; if it exists, ask first."""
        if words and not self._is_writing:
            self._is_writing = True
            self._write(words)

    @work(group="write")
    async def _write(self, words: str) -> None:
        path = expand_user(words).absolute()
        try:
            sentence = await read_or_raise(self, self._write_new, words, path, self._may_overwrite)
        except ConfbrowseError as error:
            self._explain(str(error))
        else:
            if sentence is None:
                self._explain(f"{words} already exists. {self._again}", path)
            else:
                self.dismiss(sentence)

    def _write_new(self, words: str, path: Path, may_overwrite: Path | None) -> str | None:
        """Write the file and return the sentence; None if it exists and is not *may_overwrite*."""
        try:
            self._check(path)
            if words.endswith("/") or path.is_dir():
                raise StoreError(f"{words} is a folder. Add a file name.")
            if path != may_overwrite and path.exists():
                return None
            return self._write_to(path, path == may_overwrite)
        except OSError as error:
            raise StoreError(f"Cannot access {words}: {error.strerror}.") from error

    def _explain(self, sentence: str, may_overwrite: Path | None = None) -> None:
        """Show why nothing was written; a second Enter overwrites *may_overwrite*."""
        self._is_writing, self._may_overwrite = False, may_overwrite
        rows = self.query_one(Rows)
        width = max(rows.text_width - 2, 1)
        self.proposals = ()
        rows.rows = tuple(((f" {part}", "line--warning"),) for part in wrap(sentence, width))
