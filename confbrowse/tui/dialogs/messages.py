"""Dialog with the last messages, for one that was gone too soon."""

from collections.abc import Sequence

from confbrowse.text.cells import Drawn, wrap
from confbrowse.tui.dialogs.base import MenuDialog, Rows
from confbrowse.tui.message_log import LoggedMessage

_ROWS = 20
"""Rows that the dialog asks for; a lower terminal gives it fewer."""


class MessagesDialog(MenuDialog[None]):
    """Lists messages with their times, newest first."""

    def __init__(self, messages: Sequence[LoggedMessage]) -> None:
        self._messages = messages
        super().__init__("Messages", (((" ", ""),),) * _ROWS, "Newest first · Esc close")

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        lines = self.query_one(Rows)
        lines.rows = message_rows(self._messages, lines.text_width)


def message_rows(messages: Sequence[LoggedMessage], width: int) -> tuple[Drawn, ...]:
    """Return *messages* as rows of at most *width* cells, each after the time on this computer."""
    rows: list[Drawn] = []
    for message in messages:
        start = f" {message.at.astimezone():%H:%M:%S}  "
        role = "line--warning" if message.severity != "information" else "line--title"
        for line in wrap(message.words, width - len(start)):
            rows.append(((start, "line--when"), (line, role)))
            start = " " * len(start)
    return tuple(rows) or (((" No messages yet.", "line--faint"),),)
