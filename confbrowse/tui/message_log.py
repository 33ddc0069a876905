"""The messages to the user: those to show now, and the last ones to read again."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MOST = 100
"""Messages that are kept to be read again."""
Severity = Literal["information", "warning", "error"]


@dataclass(frozen=True, slots=True)
class LoggedMessage:
    """One message."""

    at: datetime
    sentence: str
    severity: Severity = "information"

    @property
    def words(self) -> str:
        """The sentence after a word for its severity, which not every terminal shows as a colour."""
        return (
            self.sentence
            if self.severity == "information"
            else f"{self.severity.capitalize()}: {self.sentence}"
        )


@dataclass(slots=True)
class _ShownMessage:
    """A message on the screen. Times are those of a monotonic clock."""

    message: LoggedMessage
    until: float
    """When keys may take it away, at the earliest."""
    drawn_at: float | None = None
    """None before it is drawn."""
    is_outdated: bool = False
    """Whether a key that was pressed before it was drawn has been handled since."""


class MessageLog:
    """Shows each message until a key is pressed after it was drawn, and keeps the last ones.

    Keys of a burst are pressed before the message of one of them is drawn. It stays, unless another message
    follows; only errors wait until they have been seen.
    """

    def __init__(self) -> None:
        self._kept: deque[LoggedMessage] = deque(maxlen=MOST)
        self._shown: list[_ShownMessage] = []

    def add(self, message: LoggedMessage, until: float) -> None:
        """Keep *message*, and show it until the first key at or after *until*, 0 if a key asked for it."""
        self._kept.append(message)
        self.replace_outdated()
        self._shown = [one for one in self._shown if one.message.words != message.words]
        self._shown.append(_ShownMessage(message, until))

    def replace_outdated(self) -> None:
        """Show no more what was true before the last key."""
        self._shown = [
            one for one in self._shown if not one.is_outdated or one.message.severity == "error"
        ]

    def drawn(self, messages: Iterable[LoggedMessage], at: float) -> None:
        """Record that *messages* are on the screen since *at*."""
        drawn = {*messages}
        for one in self._shown:
            if one.drawn_at is None and one.message in drawn:
                one.drawn_at = at

    def key_pressed(self, at: float) -> bool:
        """Show no more what the key pressed *at* this time may take away; return whether that changed anything."""
        before = len(self._shown)
        may_go = [one for one in self._shown if one.until <= at]
        for one in may_go:
            one.is_outdated = True
        seen = [one for one in may_go if one.drawn_at is not None and one.drawn_at <= at]
        self._shown = [one for one in self._shown if one not in seen]
        return len(self._shown) < before

    @property
    def kept(self) -> tuple[LoggedMessage, ...]:
        """The last messages, newest first."""
        return tuple(reversed(self._kept))

    @property
    def shown(self) -> tuple[LoggedMessage, ...]:
        """The messages to show now, errors first."""
        shown = (one.message for one in self._shown)
        return tuple(sorted(shown, key=lambda message: message.severity != "error"))
