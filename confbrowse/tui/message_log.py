"""The messages to the user: those to show now, and the last ones to read again."""

from collections import deque
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


class MessageLog:
    """Shows each message until the next key, and keeps the last ones."""

    def __init__(self) -> None:
        self._kept: deque[LoggedMessage] = deque(maxlen=MOST)
        self._shown: dict[LoggedMessage, float] = {}
        """The messages on the screen, with the time until which keys leave them there, by a monotonic clock."""

    def add(self, message: LoggedMessage, until: float) -> None:
        """Keep *message*, and show it until the first key at or after *until*."""
        self._kept.append(message)
        if all(message.words != other.words for other in self._shown):
            self._shown[message] = until

    def key_pressed(self, at: float) -> bool:
        """Show no more what keys may take away *at* this time; return whether that changed anything."""
        before = len(self._shown)
        self._shown = {message: until for message, until in self._shown.items() if until > at}
        return len(self._shown) < before

    @property
    def kept(self) -> tuple[LoggedMessage, ...]:
        """The last messages, newest first."""
        return tuple(reversed(self._kept))

    @property
    def shown(self) -> tuple[LoggedMessage, ...]:
        """The messages to show now, errors first."""
        return tuple(sorted(self._shown, key=lambda message: message.severity != "error"))
