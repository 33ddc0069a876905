"""The windows of an export: which talks, in which format, to which file."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import on, work
from textual.binding import Binding
from textual.message import Message

from confbrowse.errors import ConfbrowseError
from confbrowse.exporters import EXPORTERS, Exporter
from confbrowse.model import Talk
from confbrowse.proposing import files
from confbrowse.text.cells import Drawn, fit, wrap
from confbrowse.tui.screens.menu import MenuScreen, Rows
from confbrowse.tui.screens.proposing import ROWS, ProposingScreen
from confbrowse.tui.widgets.ribbon import Ribbon

_COPIED = ("md", "csv", "bib")
"""The formats that are of use in a clipboard."""
_WAYS = [(one, False) for one in EXPORTERS.values()] + [(EXPORTERS[name], True) for name in _COPIED]
_HINT = "Enter write · Tab complete · ↑ ↓ choose · Esc close"


@dataclass(frozen=True, slots=True)
class Portion:
    """Talks that can be taken out together."""

    words: str
    """What they are to the reader: ``your agenda (3 talks)``."""
    name: str
    """What a file of them may be called."""
    read: Callable[[], Sequence[Talk]] | None = None
    """Reads them, in any thread; None for the agenda."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be taken out, and how."""

    portion: Portion
    exporter: Exporter
    copy: bool
    """Whether to copy it; otherwise it goes to a file."""


class ExportScreen(MenuScreen[Choice]):
    """Shows the formats by number, under what is to be taken out; returns what was chosen."""

    BINDINGS = [
        *(
            Binding(str(n), f"take({n})", "Take", tooltip="Take the format with this number.", id=f"export.take-{n}", show=False)
            for n in range(1, len(_WAYS) + 1)
        ),
        Binding("tab", "portion", "Other talks", tooltip="Export other talks: your agenda, the selected ones, those in view.", id="export.talks", show=False),
    ]  # fmt: skip

    def __init__(self, portions: Sequence[Portion]) -> None:
        """*portions* are what can be taken out, the first of them unless the reader says otherwise."""
        self._portions, self._at = portions, 0
        rows = tuple(way_row(number, *way) for number, way in enumerate(_WAYS, 1))
        other = "Tab other talks · " if len(portions) > 1 else ""
        super().__init__(self._title(), rows, f"{other}1-{len(_WAYS)} or Enter take · Esc close")

    def _title(self) -> str:
        return f"Export {self._portions[self._at].words}"

    def action_portion(self) -> None:
        """Go on to other talks to take out."""
        self._at = (self._at + 1) % len(self._portions)
        self.query_one("#title", Ribbon).left = ((f" {self._title()}", "line--heading"),)

    def action_choose(self) -> None:
        """Take the highlighted format."""
        self.action_take(self.query_one(Rows).cursor + 1)

    def action_take(self, number: int) -> None:
        """Take the format with *number*, counted from 1."""
        exporter, copy = _WAYS[number - 1]
        self.dismiss(Choice(self._portions[self._at], exporter, copy))


def way_row(number: int, exporter: Exporter, copy: bool) -> Drawn:
    """Return number, format and where it goes as a line."""
    where = "to the clipboard" if copy else f"to a file {exporter.suffix}"
    return (
        (f" {number} ", "line--when"),
        (fit(exporter.label, 34), "line--title"),
        (f" {where}", "line--faint"),
    )


class FileScreen(ProposingScreen[str]):
    """Asks for a file and writes it; returns the sentence that tells so."""

    @dataclass
    class Told(Message):
        """What was to be written was not, or not yet."""

        sentence: str
        asked: Path | None = None
        """The file that is there already."""

    @dataclass
    class Written(Message):
        """The file has been written."""

        sentence: str

    def __init__(self, title: str, name: str, write: Callable[[Path], str], again: str) -> None:
        """*name* is proposed; *write* writes a file and says so; *again* tells what a second Enter does."""
        self.words = name
        self._write_to, self._again = write, again
        self._asked: Path | None = None
        self._is_writing = False
        super().__init__(title, (((" ", ""),),) * ROWS, _HINT)

    def propose(self, words: str) -> Sequence[str]:
        """Return the files and folders that *words* may become."""
        return files(words)

    def submit(self, words: str) -> None:
        """Write the file called *words*, which is asked about once where it is there."""
        if words and not self._is_writing:
            self._is_writing = True
            self._write(words)

    @work(thread=True, group="write")
    def _write(self, words: str) -> None:
        path = Path(os.path.expanduser(words)).absolute()  # noqa: PTH111 - pathlib's fails for ~nobody
        try:
            if words.endswith("/") or path.is_dir():
                self.post_message(self.Told(f"{words} is a folder; name a file in it."))
            elif path.exists() and path != self._asked:
                self.post_message(self.Told(f"{words} is there already. {self._again}", path))
            else:
                self.post_message(self.Written(self._write_to(path)))
        except ConfbrowseError as error:
            self.post_message(self.Told(str(error)))
        except OSError as error:
            self.post_message(self.Told(f"Cannot look at {words}: {error.strerror}."))

    @on(Told)
    def _tell(self, event: Told) -> None:
        self._is_writing, self._asked = False, event.asked
        rows = self.query_one(Rows)
        width = max(rows.text_width - 2, 1)
        self.proposals = ()
        rows.rows = tuple(((f" {part}", "line--warning"),) for part in wrap(event.sentence, width))

    @on(Written)
    def _close(self, event: Written) -> None:
        self.dismiss(event.sentence)
