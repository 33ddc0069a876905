"""A window over a screen in which a command of confbrowse works: how far it is, then what became of it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual import on, work
from textual.binding import Binding
from textual.message import Message

from confbrowse.errand import Errand
from confbrowse.errors import ErrandError
from confbrowse.text.cells import Drawn, wrap
from confbrowse.tui.screens.menu import MenuScreen, Rows
from confbrowse.tui.screens.proposing import ROWS
from confbrowse.tui.widgets.ribbon import Ribbon

Result = TypeVar("Result")
Said = Mapping[str, object]
"""An object that a command prints or tells."""
_TICK_SECONDS = 0.25
_BAR = 20
"""Cells of the bar that shows how far it is."""


class ErrandScreen(MenuScreen[Result], Generic[Result]):
    """Owns the command that works; subclasses say which, and how to report it."""

    BINDINGS = [
        Binding("escape,q", "stop_or_close", "Stop or close", tooltip="Stop what works here, which changes nothing then; or close this window.", id="errand.stop", show=False),
    ]  # fmt: skip

    @dataclass
    class Heard(Message):
        """The command has said something."""

        said: Said

    @dataclass
    class Ended(Message):
        """The command has ended; with a sentence where it broke off."""

        trouble: str = ""

    def __init__(self, title: str, hint: str) -> None:
        super().__init__(title, (((" ", ""),),) * ROWS, hint)
        self._errand: Errand | None = None
        self._said: list[Said] = []
        self._progress: Said = {}
        self._began = 0.0
        self._was_stopped = False

    def on_mount(self) -> None:
        """Show for how long it has been working."""
        self.set_interval(_TICK_SECONDS, self._show_progress)

    def on_unmount(self) -> None:
        """Leave nothing working behind a window that is gone."""
        if self._errand:
            self._errand.stop()

    @property
    def is_working(self) -> bool:
        """Whether a command is at work."""
        return self._errand is not None

    def send(self, argv: Sequence[str]) -> None:
        """Let the command of *argv* work."""
        self._said, self._progress, self._was_stopped = [], {}, False
        self._began = time.monotonic()
        try:
            self._errand = Errand(argv)
        except ErrandError as error:
            self.post_message(self.Ended(str(error)))
            return
        self.set_hint("Esc stops")
        self._show_progress()
        self._listen(self._errand)

    @work(thread=True, group="errand")
    def _listen(self, errand: Errand) -> None:
        try:
            for said in errand.lines():
                self.post_message(self.Heard(said))
        except ErrandError as error:
            self.post_message(self.Ended(str(error)))
        else:
            self.post_message(self.Ended())

    @on(Heard)
    def _hear(self, event: Heard) -> None:
        if "doing" in event.said:
            self._progress = event.said
            self._show_progress()
        else:
            self._said.append(event.said)

    @on(Ended)
    def _end(self, event: Ended) -> None:
        self._errand = None
        if self._was_stopped:
            report: list[Drawn] = [(("Stopped. Nothing was changed.", "line--title"),)]
        else:
            report = self.report(self._said)
        if event.trouble:
            report.append(((event.trouble, "line--warning"),))
        self.show(report)
        self.ended()

    def ended(self) -> None:
        """Leave it to the reader to close the window."""
        self.set_hint("Enter or Esc close")
        self.query_one(Rows).focus()

    def report(self, said: Sequence[Said]) -> list[Drawn]:
        """Return, line by line, what is to be told of what the command *said*."""
        raise NotImplementedError

    def show(self, report: Sequence[Drawn]) -> None:
        """Show *report*, what is too long on several lines."""
        rows = self.query_one(Rows)
        width = max(rows.text_width - 2, 1)
        rows.rows = tuple(
            ((f" {part}", role),)
            for line in report
            for text, role in line
            for part in wrap(text, width)
        )

    def set_hint(self, hint: str) -> None:
        """Show *hint* below the lines."""
        self.query_one("#hint", Ribbon).left = ((f" {hint}", "line--faint"),)

    def _show_progress(self) -> None:
        if self._errand:
            seconds = int(time.monotonic() - self._began)
            self.show([((progress_line(self._progress, seconds), "line--title"),)])

    def action_stop_or_close(self) -> None:
        """Stop what works; close the window where nothing does."""
        if self._errand:
            self._was_stopped = True
            self._stop(self._errand)
        else:
            self.close()

    @work(thread=True, group="stop")
    def _stop(self, errand: Errand) -> None:
        errand.stop()

    def close(self) -> None:
        """Close the window."""
        self.dismiss(None)

    def action_choose(self) -> None:
        """Close the window, once there is nothing to wait for."""
        if not self._errand:
            self.close()


def progress_line(said: Said, seconds: int) -> str:
    """Return how far a command is that *said* so last, and has been working for *seconds*."""
    doing, done, of = str(said.get("doing") or "working"), said.get("done"), said.get("of")
    words = f"{doing[:1].upper()}{doing[1:]}"
    if isinstance(done, int):
        words += f" {done:,}"
    if isinstance(done, int) and isinstance(of, int) and of > 0:
        full = min(done, of) * _BAR // of
        words += f" of {of:,} {said.get('unit') or ''}".rstrip()
        words += f"  [{'#' * full}{'.' * (_BAR - full)}]"
    elif isinstance(done, int):
        words += f" {said.get('unit') or ''}".rstrip()
    return f"{words}  {seconds} s" if seconds else f"{words} ..."
